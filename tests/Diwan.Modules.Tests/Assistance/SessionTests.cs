using System.Text;
using System.Text.RegularExpressions;
using Diwan.Accounts;
using Diwan.Assistance;
using Diwan.Cases.UseCases;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Modules.Tests.Cases;
using Diwan.Modules.Tests.Programme;
using Diwan.Platform;
using Diwan.Programme.Committee;
using Diwan.Programme.Partners;
using Diwan.Testing;

namespace Diwan.Modules.Tests.Assistance;

/// <summary>An agent helps one person with one service, with their consent, and nothing else; the person reads all of it.</summary>
public sealed partial class SessionTests
{
    private const string Service = "moj/non-conviction-certificate";
    private const string Layla = "2000000101";
    private const string Fatima = "2000000106";

    private static readonly SignedIn Office = GateTests.Person("914", "تالا حداد", "programme:office");
    internal static readonly SignedIn Agent = GateTests.Person("916", "أسماء البغدادي", "counter:agent");
    private static readonly SignedIn Other = GateTests.Person("917", "بلال القيسي", "counter:agent");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task A_person_agrees_by_the_code_on_their_telephone_and_reads_who_helped_them(DatabaseProvider on)
    {
        await using var world = await OpenAsync(on);
        var (begin, work) = (world.Get<BeginSession>(), world.Get<WorkSession>());
        var session = Begun(await begin.RunAsync(Agent, new(Layla, Service, null), Ct));
        Assert.Equal((SessionState.AwaitingConsent, ConsentWay.Code), (session.State, session.Consent));

        // Before the code is given nothing can be done; a wrong code is counted; the right one opens it.
        Assert.IsType<WorkSession.Result.NoSession>((await work.BeginFormAsync(Agent, Ct)).Result);
        var code = await CodeAsync(world, Layla);
        Assert.IsType<WorkSession.Result.Refused>(await work.AgreeAsync(Agent, code == "123456" ? "654321" : "123456", Ct));
        Assert.IsType<WorkSession.Result.NoSession>(await work.AgreeAsync(Other, code, Ct));
        Assert.IsType<WorkSession.Result.Done>(await work.AgreeAsync(Agent, code, Ct));

        // The one application, from this counter, by this channel; asked for again it is the same.
        var (result, application) = await work.BeginFormAsync(Agent, Ct);
        Assert.IsType<WorkSession.Result.Done>(result);
        Assert.Equal(application, (await work.BeginFormAsync(Agent, Ct)).Application);
        Assert.NotNull(await work.ForApplicationAsync(Agent, application, Ct));
        var layla = session.Person;
        await world.AnswerCertificateAsync(application, layla);
        var reference = Assert.IsType<SubmitApplication.Result.Submitted>(
            await world.Get<SubmitApplication>().RunAsync(application, CaseWorld.Key(layla), Agent.ToActor(), null, Ct)).Reference;
        Assert.NotNull(await work.ForCaseAsync(Agent, reference, Ct));
        Assert.Equal(Channel.Assisted, (await world.Get<ReadCase>().ForApplicantAsync(reference, CaseWorld.Key(layla), Ct))!.State.Channel);
        Assert.Equal(1, (await world.Get<CountAssisted>().RunAsync(world.Now.AddDays(-1), world.Now.AddDays(1), Ct))["POST-1"].Submitted);
        Assert.IsType<WorkSession.Result.Done>(await work.EndAsync(Agent, Ct));

        // Who answers for the partner sees how much goes on, and nothing of her; an agent does not see even that.
        var watch = world.Get<WatchCounters>();
        var counter = Assert.Single(await watch.RunAsync(Office, "POST", Ct));
        Assert.Equal(("POST-1", 0, 1, 0, 1, 0), (counter.Site.Code, counter.Open, counter.Ended, counter.NotAgreed, counter.MayAct, counter.Lapsing.Count));
        Assert.Empty(await watch.RunAsync(Agent, "POST", Ct));
        Assert.Empty(await watch.RunAsync(Office, "NOBODY", Ct));

        // What she reads: who looked, and messages at the beginning and the end.
        var ledger = await world.Get<AccessLedger>().OfPersonAsync(CaseWorld.Key(layla), null, 50, Ct);
        Assert.True(ledger.Count(l => l.ReaderName == Agent.Name && l.Role == "counter:agent") >= 3);
        Assert.Contains(ledger, l => l.Subject == reference);

        // She may complain of a look; nobody else finds it.
        var look = ledger.First(l => l.Role == "counter:agent");
        Assert.Equal(Service, await world.Get<FindSession>().ServiceOfLookAsync(CaseWorld.Key(layla), look.At, Ct));
        Assert.Null(await world.Get<FindSession>().ServiceOfLookAsync("JO:2000000102", look.At, Ct));
        Assert.Equal(look, await world.Get<AccessLedger>().FindAsync(CaseWorld.Key(layla), look.Id, Ct));
        Assert.Null(await world.Get<AccessLedger>().FindAsync("JO:2000000102", look.Id, Ct));
        var told = await world.Get<Inbox>().OfPersonAsync(CaseWorld.Key(layla), 20, Ct);
        Assert.Contains(told, m => m.Text.En.Contains(reference, StringComparison.Ordinal) && m.Text.En.Contains("assistance", StringComparison.Ordinal));
    }

    [Theory, OnEveryDatabase]
    public async Task What_is_outside_the_session_is_not_there(DatabaseProvider on)
    {
        await using var world = await OpenAsync(on);
        var (begin, work) = (world.Get<BeginSession>(), world.Get<WorkSession>());

        // Somebody else's matters, and the person's own other matters.
        var omar = CaseWorld.Citizen("2000000102", "أحمد محمود علي الخطيب");
        var strange = await world.StartAsync(Service, omar);
        var layla = CaseWorld.Citizen(Layla, "ليلى سامي يوسف الحوراني");
        var own = await world.StartAsync(Service, layla);
        await world.AnswerCertificateAsync(own, layla);
        var reference = await world.SubmitAsync(own, layla);
        Assert.Null(await work.ForApplicationAsync(Agent, strange, Ct));
        await OpenedAsync(world, Layla);
        var (_, application) = await work.BeginFormAsync(Agent, Ct);
        Assert.Null(await work.ForApplicationAsync(Agent, strange, Ct));
        Assert.Null(await work.ForApplicationAsync(Agent, own, Ct));
        Assert.Null(await work.ForCaseAsync(Agent, reference, Ct));
        Assert.Null(await work.ForDocumentAsync(Agent, "MY33-2GKC-658Y", Ct));
        Assert.Null(await work.ForApplicationAsync(Other, application, Ct));

        // One session at a time; after it is over, or its time, nothing.
        Refused(await begin.RunAsync(Agent, new("2000000102", Service, null), Ct));
        world.Sleep(BeginSession.Longest);
        Assert.Null(await work.ForApplicationAsync(Agent, application, Ct));
        Assert.IsType<WorkSession.Result.NoSession>(await work.EndAsync(Agent, Ct));
        Begun(await begin.RunAsync(Agent, new("2000000102", Service, null), Ct));
        Assert.IsType<WorkSession.Result.Done>(await work.EndAsync(Agent, Ct));
        Assert.Equal([SessionState.NotAgreed, SessionState.Ended], (await world.Get<FindSession>().SinceAsync(Agent, DateTimeOffset.MinValue, Ct)).Select(s => s.State));
    }

    [Theory, OnEveryDatabase]
    public async Task A_form_that_its_session_did_not_finish_is_gone_on_with_by_a_new_consent(DatabaseProvider on)
    {
        await using var world = await OpenAsync(on);
        var work = world.Get<WorkSession>();
        await OpenedAsync(world, Layla);
        var (_, application) = await work.BeginFormAsync(Agent, Ct);
        world.Sleep(BeginSession.Longest);
        Assert.Null(await work.ForApplicationAsync(Agent, application, Ct));

        // Asked for again and not agreed to, it stays closed; agreed to, it goes on where it was left.
        Begun(await world.Get<BeginSession>().RunAsync(Agent, new(Layla, Service, null), Ct));
        Assert.Null(await work.ForApplicationAsync(Agent, application, Ct));
        Assert.IsType<WorkSession.Result.Done>(await work.AgreeAsync(Agent, await CodeAsync(world, Layla), Ct));
        Assert.Null(await work.ForApplicationAsync(Agent, application, Ct));
        Assert.Equal(application, (await work.BeginFormAsync(Agent, Ct)).Application);
        Assert.NotNull(await work.ForApplicationAsync(Agent, application, Ct));

        // Once it is submitted, or a day later, the next session begins another.
        var layla = CaseWorld.Citizen(Layla, "ليلى سامي يوسف الحوراني");
        await world.AnswerCertificateAsync(application, layla);
        await world.SubmitAsync(application, layla);
        await work.EndAsync(Agent, Ct);
        world.Sleep(TimeSpan.FromMinutes(1));
        await OpenedAsync(world, Layla);
        var (_, other) = await work.BeginFormAsync(Agent, Ct);
        Assert.NotEqual(application, other);
        await work.EndAsync(Agent, Ct);
        world.Sleep(FindSession.Resumable + TimeSpan.FromMinutes(1));
        await OpenedAsync(world, Layla);
        Assert.NotEqual(other, (await work.BeginFormAsync(Agent, Ct)).Application);
    }

    [Theory, OnEveryDatabase]
    public async Task Misuse_is_refused_each_time_with_its_reason(DatabaseProvider on)
    {
        await using var world = await OpenAsync(on);
        var (begin, work) = (world.Get<BeginSession>(), world.Get<WorkSession>());
        Assert.IsType<BeginSession.Result.NotAllowed>(await begin.RunAsync(Office, new(Layla, Service, null), Ct));
        Assert.Contains("certificate", Refused(await begin.RunAsync(Other, new(Layla, Service, null), Ct)).En, StringComparison.Ordinal);
        Assert.Contains("themselves", Refused(await begin.RunAsync(Agent, new(Agent.NationalNumber, Service, null), Ct)).En, StringComparison.Ordinal);
        Assert.Contains("ten digits", Refused(await begin.RunAsync(Agent, new("12", Service, null), Ct)).En, StringComparison.Ordinal);
        Assert.Contains("service", Refused(await begin.RunAsync(Agent, new(Layla, "moj/unknown", null), Ct)).En, StringComparison.Ordinal);
        Assert.Contains("knows nobody", Refused(await begin.RunAsync(Agent, new("9999999999", Service, null), Ct)).En, StringComparison.Ordinal);
        await world.KnobAsync("civil-status", down: true);
        var asked = begin.RunAsync(Agent, new(Layla, Service, null), Ct);
        while (!asked.IsCompleted)
        {
            // The register is asked again after pauses on the clock of the test.
            world.Pass(TimeSpan.FromSeconds(1));
            await Task.Delay(20, Ct);
        }

        Assert.Contains("does not answer", Refused(await asked).En, StringComparison.Ordinal);
        await world.KnobAsync("civil-status", down: false);

        // Three wrong codes end it; a code is good for its time only.
        Begun(await begin.RunAsync(Agent, new(Layla, Service, null), Ct));
        var code = await CodeAsync(world, Layla);
        for (var i = 0; i < BeginSession.MostTries; i++)
        {
            Assert.IsType<WorkSession.Result.Refused>(await work.AgreeAsync(Agent, "12", Ct));
        }

        Assert.IsType<WorkSession.Result.NoSession>(await work.AgreeAsync(Agent, code, Ct));
        Begun(await begin.RunAsync(Agent, new(Layla, Service, null), Ct));
        code = await CodeAsync(world, Layla);
        world.Sleep(BeginSession.CodeLife);
        Assert.IsType<WorkSession.Result.NoSession>(await work.AgreeAsync(Agent, code, Ct));

        // Who has a telephone is not helped by a card; who has none is, by the card in the hand only.
        Assert.Equal(ConsentWay.Code, Begun(await begin.RunAsync(Agent, new(Layla, Service, "ANY"), Ct)).Consent);
        await work.EndAsync(Agent, Ct);
        Assert.Contains("identity card", Refused(await begin.RunAsync(Agent, new(Fatima, Service, null), Ct)).En, StringComparison.Ordinal);
        Assert.Contains("identity card", Refused(await begin.RunAsync(Agent, new(Fatima, Service, "X0000000"), Ct)).En, StringComparison.Ordinal);

        // Nobody is asked again and again.
        for (var i = 3; i < BeginSession.MostUnagreed; i++)
        {
            Begun(await begin.RunAsync(Agent, new(Layla, Service, null), Ct));
            await work.EndAsync(Agent, Ct);
        }

        Assert.Contains("several times", Refused(await begin.RunAsync(Agent, new(Layla, Service, null), Ct)).En, StringComparison.Ordinal);

        // The certificate ends, which is seen before, and so does the work.
        world.Sleep(TimeSpan.FromDays(40));
        Assert.Equal([(1, 1)], (await world.Get<WatchCounters>().RunAsync(Office, "POST", Ct)).Select(c => (c.MayAct, c.Lapsing.Count)));
        world.Sleep(TimeSpan.FromDays(21));
        Assert.Equal([(0, 1)], (await world.Get<WatchCounters>().RunAsync(Office, "POST", Ct)).Select(c => (c.MayAct, c.Lapsing.Count)));
        Assert.Contains("certificate", Refused(await begin.RunAsync(Agent, new(Layla, Service, null), Ct)).En, StringComparison.Ordinal);
    }

    /// <summary>The post with a contract and a counter, and one graduate certified for sixty days and placed there.</summary>
    internal static async Task<CaseWorld> OpenAsync(DatabaseProvider on)
    {
        var world = await CaseWorld.OpenAsync(on);
        var today = world.Today;
        var decision = Assert.IsType<RecordDecision.Result.Recorded>(
            await world.Get<RecordDecision>().RunAsync(Office, new(DecisionKind.Other, "التعاقد مع البريد", "Contract with the post", today, "البرنامج"), Ct)).Number;
        var partners = world.Get<KeepPartners>();
        await partners.AddAsync(Office, "POST", PartnerKind.Post, "البريد", "The post", Ct);
        Assert.IsType<KeepPartners.Result.Kept>(await partners.ContractAsync(
            Office, "POST", new NewContract("C-1", decision, today.AddDays(-30), today.AddDays(300), Money.FromDinars(0.350m), 10, []), Ct));
        Assert.IsType<KeepPartners.Result.Kept>(await partners.OpenSiteAsync(Office, "POST", "POST-1", "بريد إربد", "Irbid post office", "IR", Ct));
        string Day(int days) => today.AddDays(days).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        Assert.IsType<KeepTrainees.Result.Kept>(await world.Get<KeepTrainees>().ImportAsync(
            Office,
            Encoding.UTF8.GetBytes(
                "number,name,governorate,cohort,state,date,until,site,evidence,account\r\n"
                + $"1,أسماء,IR,A,Enrolled,{Day(-40)},,,كشف,\r\n1,أسماء,IR,A,Trained,{Day(-20)},,,كشف,\r\n1,أسماء,IR,A,Certified,{Day(-10)},{Day(60)},,شهادة 7,\r\n1,أسماء,IR,A,Placed,{Day(-5)},,POST-1,كتاب,{Agent.NationalNumber}\r\n"),
            Ct));
        return world;
    }

    internal static async Task OpenedAsync(CaseWorld world, string number)
    {
        Begun(await world.Get<BeginSession>().RunAsync(Agent, new(number, Service, null), Ct));
        Assert.IsType<WorkSession.Result.Done>(await world.Get<WorkSession>().AgreeAsync(Agent, await CodeAsync(world, number), Ct));
    }

    private static async Task<string> CodeAsync(CaseWorld world, string number) =>
        (await world.Get<Inbox>().OfPersonAsync($"JO:{number}", 20, Ct)).Select(m => Digits6().Match(m.Text.En)).First(m => m.Success).Value;

    private static AssistedSession Begun(BeginSession.Result result) => Assert.IsType<BeginSession.Result.Begun>(result).Session;

    private static LocalizedText Refused(BeginSession.Result result) => Assert.IsType<BeginSession.Result.Refused>(result).Why;

    [GeneratedRegex(@"(?<=code )\d{6}")]
    private static partial Regex Digits6();
}
