using System.Globalization;
using System.Security.Claims;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Diwan.Accounts;
using Diwan.Assistance;
using Diwan.Cases.UseCases;
using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Modules.Tests.Cases;
using Diwan.Modules.Tests.Programme;
using Diwan.Platform;
using Diwan.Registries;
using Diwan.Testing;

namespace Diwan.Modules.Tests.Assistance;

/// <summary>An agent of the contact centre serves who calls, once they are known, and nobody else; the person reads all of it.</summary>
public sealed partial class CallTests
{
    private const string Service = "moj/non-conviction-certificate";
    private const string Layla = "2000000101";

    private static readonly SignedIn Agent = GateTests.Person("915", "قيس الهلالي", "centre:agent");
    private static readonly SignedIn Second = GateTests.Person("951", "سلمى الداود", "centre:agent");
    private static readonly SignedIn Supervisor = GateTests.Person("952", "رامي النجار", "centre:supervisor");
    private static readonly SignedIn Stranger = GateTests.Person("914", "تالا حداد", "programme:office");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task A_caller_is_known_by_answers_and_is_told_their_own_case(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var (layla, reference) = await CaseOfLaylaAsync(world);
        var omar = CaseWorld.Citizen("2000000102", "أحمد محمود علي الخطيب");
        var draft = await world.StartAsync(Service, omar);
        await world.AnswerCertificateAsync(draft, omar);
        var another = await world.SubmitAsync(draft, omar);
        var serve = world.Get<ServeCaller>();

        // Before a call nothing is there, not even what anybody may read; in it that alone.
        Assert.Null(await serve.TrackAsync(Agent, reference, Ct));
        var call = Begun(await world.Get<TakeCall>().BeginAsync(Agent, "0791112223", Ct));
        Assert.Equal("+962791112223", call.Phone);
        Assert.Equal(reference, (await serve.TrackAsync(Agent, reference, Ct))!.Reference);
        Assert.Null(await serve.CaseAsync(Agent, reference, Ct));
        Assert.Empty(await serve.CasesAsync(Agent, Ct));

        // Found by the reference, known by one answer.
        var known = Assert.IsType<KnowCaller.Result.Known>(await AnswerAllAsync(world, Agent, new(reference, null, false), Layla));
        Assert.Equal(CaseWorld.Key(layla), known.Call.PersonKey);
        Assert.Equal(reference, Assert.Single(await serve.CasesAsync(Agent, Ct)).Reference);
        var seen = await serve.CaseAsync(Agent, reference, Ct);
        var own = await world.Get<ReadCase>().ForApplicantAsync(reference, CaseWorld.Key(layla), Ct);
        Assert.Equal(own!.Timeline, seen!.Timeline);
        Assert.Equal(own.PublicState, seen.PublicState);

        // Nobody else's, nor by another agent; the bill goes to her telephone and to none that is said.
        Assert.Null(await serve.CaseAsync(Agent, another, Ct));
        Assert.Null(await serve.CaseAsync(Second, reference, Ct));
        Assert.False(await serve.SendBillAsync(Agent, another, n => n, Ct));
        Assert.True(await serve.SendBillAsync(Agent, reference, n => $"https://diwan.test/ar/pay/{n}", Ct));
        var told = (await world.Get<Inbox>().OfPersonAsync(CaseWorld.Key(layla), 5, Ct))[0];
        Assert.Contains(own.State.Bill!.Number, told.Text.En, StringComparison.Ordinal);

        Assert.IsType<TakeCall.Result.Ended>(await world.Get<TakeCall>().EndAsync(Agent, new("status", CallOutcome.Answered, null), Ct));
        Assert.Null(await serve.CaseAsync(Agent, reference, Ct));
        Assert.IsType<TakeCall.Result.NoCall>(await world.Get<TakeCall>().EndAsync(Agent, new("status", CallOutcome.Answered, null), Ct));
        var line = Assert.Single(await world.Get<FindCall>().SinceAsync(Agent, DateTimeOffset.MinValue, Ct));
        Assert.Equal(("status", CallOutcome.Answered, Service, true), (line.Reason, line.Outcome, line.Service, line.Known));

        // What she reads: the register asked, the answer, the list, the case, the bill, by name and role; of another person nothing.
        var ledger = await world.Get<AccessLedger>().OfPersonAsync(CaseWorld.Key(layla), null, 50, Ct);
        var looks = ledger.Where(l => l.Role == "centre:agent").ToList();
        Assert.True(looks.Count >= 5);
        Assert.All(looks, l => Assert.Equal((Agent.Name, ActorKind.Assistant, Channel.ContactCentre), (l.ReaderName, l.ReaderKind, l.Channel)));
        Assert.Contains(looks, l => l.Subject == reference && l.Purpose.En.Contains("where your case is", StringComparison.Ordinal));
        Assert.DoesNotContain(await world.Get<AccessLedger>().OfPersonAsync(CaseWorld.Key(omar), null, 50, Ct), l => l.Role == "centre:agent");
    }

    [Theory, OnEveryDatabase]
    public async Task By_a_number_alone_two_answers_are_asked_and_wrong_ones_are_counted(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var know = world.Get<KnowCaller>();
        var rule = world.Get<Catalogue>().Centre.Identity;
        var person = await PersonAsync(world, Layla);
        Begun(await world.Get<TakeCall>().BeginAsync(Agent, null, Ct));
        var first = Asked(await know.FindAsync(Agent, new(null, Layla, false), Ct));
        Assert.Equal(first, Asked(await know.FindAsync(Agent, new(null, Layla, false), Ct)));
        var second = Asked(await know.AnswerAsync(Agent, Right(first, person), Ct));
        Assert.NotEqual(first, second);
        Assert.IsType<KnowCaller.Result.Known>(await know.AnswerAsync(Agent, Right(second, person), Ct));
        await EndAsync(world, Agent);

        // Wrong, then another question, then no more in this call; she is told and reads it.
        Begun(await world.Get<TakeCall>().BeginAsync(Agent, null, Ct));
        Asked(await know.FindAsync(Agent, new(null, Layla, false), Ct));
        Assert.Contains("wrong", Refused(await know.AnswerAsync(Agent, "لا أعرف", Ct)).En, StringComparison.Ordinal);
        Assert.NotNull((await world.Get<FindCall>().OfAgentAsync(Agent, Ct))!.Asked);
        Assert.Contains("no more is asked", Refused(await know.AnswerAsync(Agent, "1900-01-01", Ct)).En, StringComparison.Ordinal);
        Assert.Contains("no more is asked", Refused(await know.FindAsync(Agent, new(null, Layla, false), Ct)).En, StringComparison.Ordinal);
        Assert.Contains("no more is asked", Refused(await know.FindAsync(Agent, new(null, "2000000102", false), Ct)).En, StringComparison.Ordinal);
        Assert.Null((await world.Get<FindCall>().OfAgentAsync(Agent, Ct))!.PersonKey);
        Assert.Equal(2, (await world.Get<AccessLedger>().OfPersonAsync($"JO:{Layla}", null, 50, Ct)).Count(l => l.Purpose.En.Contains("wrongly", StringComparison.Ordinal)));
        Assert.Contains("did not know the answers", (await world.Get<Inbox>().OfPersonAsync($"JO:{Layla}", 1, Ct)).Single().Text.En, StringComparison.Ordinal);
        await EndAsync(world, Agent);

        // In other calls and by another agent as well, until a day has passed.
        for (var wrong = rule.MostWrong; wrong < rule.MostWrongADay; wrong += rule.MostWrong)
        {
            Begun(await world.Get<TakeCall>().BeginAsync(Second, null, Ct));
            Asked(await know.FindAsync(Second, new(null, Layla, false), Ct));
            for (var i = 0; i < rule.MostWrong; i++)
            {
                await know.AnswerAsync(Second, "?", Ct);
            }

            await EndAsync(world, Second);
        }

        Begun(await world.Get<TakeCall>().BeginAsync(Agent, null, Ct));
        Assert.Contains("many wrong answers", Refused(await know.FindAsync(Agent, new(null, Layla, false), Ct)).En, StringComparison.Ordinal);
        world.Sleep(TimeSpan.FromHours(25));
        Begun(await world.Get<TakeCall>().BeginAsync(Agent, null, Ct));
        Asked(await know.FindAsync(Agent, new(null, Layla, false), Ct));
    }

    [Theory, OnEveryDatabase]
    public async Task What_was_found_of_one_person_does_not_stick_to_another_and_no_question_is_drawn_twice(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var (know, ledger) = (world.Get<KnowCaller>(), world.Get<AccessLedger>());
        var (_, reference) = await CaseOfLaylaAsync(world);
        Begun(await world.Get<TakeCall>().BeginAsync(Agent, null, Ct));
        var first = Asked(await know.FindAsync(Agent, new(reference, null, false), Ct));
        Assert.Equal(reference, (await world.Get<FindCall>().OfAgentAsync(Agent, Ct))!.Reference);

        // The caller is somebody else: the case is not theirs. One answer is one look in the register.
        var second = Asked(await know.FindAsync(Agent, new(null, "٢٠٠٠٠٠٠١٠٢", false), Ct));
        Assert.Null((await world.Get<FindCall>().OfAgentAsync(Agent, Ct))!.Reference);
        var before = (await ledger.OfPersonAsync("JO:2000000102", null, 50, Ct)).Count;
        Refused(await know.AnswerAsync(Agent, "?", Ct));
        var looks = await ledger.OfPersonAsync("JO:2000000102", null, 50, Ct);
        Assert.Equal(before + 2, looks.Count);
        Assert.All(looks, l => Assert.Null(l.Subject));

        // Back to the first: a question that was drawn in the call is not drawn again.
        var third = (await world.Get<FindCall>().OfAgentAsync(Agent, Ct))!.Asked!.Fact;
        var fourth = Asked(await know.FindAsync(Agent, new(null, Layla, false), Ct));
        Assert.Equal(4, new HashSet<IdentityFact>([first, second, third, fourth]).Count);
    }

    [Theory, OnEveryDatabase]
    public async Task A_session_that_outlived_its_call_does_not_bar_the_next(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var (take, begin) = (world.Get<TakeCall>(), world.Get<BeginSession>());
        Begun(await take.BeginAsync(Agent, null, Ct));
        world.Sleep(TakeCall.Longest - TimeSpan.FromMinutes(5));
        Assert.IsType<BeginSession.Result.Begun>(await begin.RunAsync(Agent, new(Layla, Service, null), Ct));
        Assert.Contains("open session", Begin(await begin.RunAsync(Agent, new(Layla, Service, null), Ct)).En, StringComparison.Ordinal);
        world.Sleep(TimeSpan.FromMinutes(6));
        Begun(await take.BeginAsync(Agent, null, Ct));
        Assert.IsType<BeginSession.Result.Begun>(await begin.RunAsync(Agent, new(Layla, Service, null), Ct));
    }

    [Theory, OnEveryDatabase]
    public async Task An_agent_who_takes_too_many_wrong_answers_is_stopped(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var (know, take, rule) = (world.Get<KnowCaller>(), world.Get<TakeCall>(), world.Get<Catalogue>().Centre.Identity);
        var wrong = 0;
        foreach (var number in new[] { "2000000101", "2000000102", "2000000103", "2000000104", "2000000106" })
        {
            Begun(await take.BeginAsync(Agent, null, Ct));
            Asked(await know.FindAsync(Agent, new(null, number, false), Ct));
            for (var n = 0; n < rule.MostWrong && wrong < rule.MostWrongByAgent; n++, wrong++)
            {
                Refused(await know.AnswerAsync(Agent, "?", Ct));
            }

            await EndAsync(world, Agent);
        }

        Assert.Equal(rule.MostWrongByAgent, wrong);
        Begun(await take.BeginAsync(Agent, null, Ct));
        Assert.Contains("supervisor", Refused(await know.FindAsync(Agent, new(null, "2000000201", false), Ct)).En, StringComparison.Ordinal);
        Assert.Equal(wrong, (await world.Get<ReadCentreFigures>().RunAsync(Supervisor, world.Now.AddDays(-1), world.Now.AddDays(1), Ct))!.WrongAnswers);
    }

    [Theory, OnEveryDatabase]
    public async Task By_the_telephone_that_calls_one_of_a_family_is_found_without_a_list(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var know = world.Get<KnowCaller>();
        foreach (var number in new[] { Layla, "2000000102" })
        {
            Assert.IsType<SignIn.Result.Welcome>(await world.Get<SignIn>().RunAsync(
                new ClaimsPrincipal(new ClaimsIdentity(
                    [new Claim("sub", number), new Claim("name", "فلان"), new Claim("kind", "citizen"), new Claim("national_number", number), new Claim("phone_number", "+962790000333")], "test")),
                Channel.Portal, Ct));
        }

        Begun(await world.Get<TakeCall>().BeginAsync(Agent, null, Ct));
        Assert.Contains("withheld", Refused(await know.FindAsync(Agent, new(null, null, true), Ct)).En, StringComparison.Ordinal);
        await EndAsync(world, Agent);
        Begun(await world.Get<TakeCall>().BeginAsync(Agent, "+962 79 000 0333", Ct));
        Assert.Contains("Several people", Refused(await know.FindAsync(Agent, new(null, null, true), Ct)).En, StringComparison.Ordinal);
        Assert.Contains("Nobody is known", Refused(await know.FindAsync(Agent, new(null, "2000000103", true), Ct)).En, StringComparison.Ordinal);
        Assert.IsType<KnowCaller.Result.Known>(await AnswerAllAsync(world, Agent, new(null, Layla, true), Layla));
        Assert.Contains("another call", Refused(await know.FindAsync(Agent, new(null, "2000000102", false), Ct)).En, StringComparison.Ordinal);
    }

    [Theory, OnEveryDatabase]
    public async Task Misuse_is_refused_each_time(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var (take, know, serve, begin, work) = (world.Get<TakeCall>(), world.Get<KnowCaller>(), world.Get<ServeCaller>(), world.Get<BeginSession>(), world.Get<WorkSession>());
        var (layla, reference) = await CaseOfLaylaAsync(world);

        // Without the role, and with the role but without a call.
        Assert.IsType<TakeCall.Result.NotAllowed>(await take.BeginAsync(Stranger, null, Ct));
        Assert.IsType<KnowCaller.Result.NotAllowed>(await know.FindAsync(Stranger, new(reference, null, false), Ct));
        Assert.IsType<KnowCaller.Result.NoCall>(await know.FindAsync(Agent, new(reference, null, false), Ct));
        Assert.IsType<KnowCaller.Result.NoCall>(await know.AnswerAsync(Agent, "x", Ct));
        Assert.Null(await serve.ComplainAsync(Agent, Service, null, "لم يُجب أحد عن سؤالي", Language.Arabic, Ct));
        Assert.Contains("without a call", Begin(await begin.RunAsync(Agent, new(Layla, Service, null), Ct)).En, StringComparison.Ordinal);
        Assert.Null(await work.ForCaseAsync(Agent, reference, Ct));

        // Himself, by number and in a session; nobody; nonsense.
        Assert.Contains("telephone number", Take(await take.BeginAsync(Agent, "12", Ct)).En, StringComparison.Ordinal);
        Begun(await take.BeginAsync(Agent, null, Ct));
        Assert.Contains("in a call", Take(await take.BeginAsync(Agent, null, Ct)).En, StringComparison.Ordinal);
        Assert.Contains("themselves", Refused(await know.FindAsync(Agent, new(null, Agent.NationalNumber, false), Ct)).En, StringComparison.Ordinal);
        Assert.Contains("themselves", Begin(await begin.RunAsync(Agent, new(Agent.NationalNumber, Service, null), Ct)).En, StringComparison.Ordinal);
        Assert.Contains("ten digits", Refused(await know.FindAsync(Agent, new(null, "12", false), Ct)).En, StringComparison.Ordinal);
        Assert.Contains("Find the caller by", Refused(await know.FindAsync(Agent, new(null, null, false), Ct)).En, StringComparison.Ordinal);
        Assert.Contains("no case", Refused(await know.FindAsync(Agent, new("7K4M-92QX-3", null, false), Ct)).En, StringComparison.Ordinal);
        Assert.Contains("knows nobody", Refused(await know.FindAsync(Agent, new(null, "9999999999", false), Ct)).En, StringComparison.Ordinal);
        Assert.Contains("not known yet", Begin(await begin.RunAsync(Agent, new(null, Service, null), Ct)).En, StringComparison.Ordinal);
        Assert.Contains("No question waits", Refused(await know.AnswerAsync(Agent, "x", Ct)).En, StringComparison.Ordinal);
        Assert.Contains("reason", Take(await take.EndAsync(Agent, new("nonsense", CallOutcome.Answered, null), Ct)).En, StringComparison.Ordinal);
        Assert.Contains("No complaint", Take(await take.EndAsync(Agent, new("complaint", CallOutcome.Complained, null), Ct)).En, StringComparison.Ordinal);

        // Who has no telephone does not consent by one, whatever card number is said.
        Assert.Contains("counter", Begin(await begin.RunAsync(Agent, new("2000000106", Service, "X1"), Ct)).En, StringComparison.Ordinal);

        // Without the code nothing; with it the one application; when the call is over nothing again.
        Assert.IsType<BeginSession.Result.Begun>(await begin.RunAsync(Agent, new(Layla, Service, null), Ct));
        Assert.IsType<WorkSession.Result.NoSession>((await work.BeginFormAsync(Agent, Ct)).Result);
        Assert.IsType<WorkSession.Result.Done>(await work.AgreeAsync(Agent, await CodeAsync(world, Layla), Ct));
        var (_, application) = await work.BeginFormAsync(Agent, Ct);
        Assert.NotNull(await work.ForApplicationAsync(Agent, application, Ct));
        Assert.Null(await work.ForCaseAsync(Agent, reference, Ct));
        Assert.Null(await serve.CaseAsync(Agent, reference, Ct));
        await EndAsync(world, Agent);
        Assert.Null(await work.ForApplicationAsync(Agent, application, Ct));
        Assert.Null(await world.Get<FindSession>().OfAgentAsync(Agent, Ct));

        // Nor in the next call, nor when its time ran out.
        Begun(await take.BeginAsync(Agent, null, Ct));
        Assert.Null(await work.ForApplicationAsync(Agent, application, Ct));
        Assert.IsType<KnowCaller.Result.Known>(await AnswerAllAsync(world, Agent, new(reference, null, false), Layla));
        Assert.NotNull(await serve.CaseAsync(Agent, reference, Ct));
        world.Sleep(TakeCall.Longest);
        Assert.Null(await serve.CaseAsync(Agent, reference, Ct));
        Begun(await take.BeginAsync(Agent, null, Ct));
        Assert.Equal(CallOutcome.NotRecorded, (await world.Get<FindCall>().SinceAsync(Agent, DateTimeOffset.MinValue, Ct))[1].Outcome);
        Assert.Null(await world.Get<ReadCentreFigures>().RunAsync(Agent, world.Now, world.Now, Ct));
        Assert.IsType<KeepOutages.Result.NotAllowed>(await world.Get<KeepOutages>().DeclareAsync(Agent, "portal", null, 1, Ct));
        Assert.NotNull(layla);
    }

    [Theory, OnEveryDatabase]
    public async Task An_application_begun_by_telephone_is_finished_at_a_counter(DatabaseProvider on)
    {
        await using var world = await SessionTests.OpenAsync(on);
        var (begin, work) = (world.Get<BeginSession>(), world.Get<WorkSession>());

        // Her son calls; the code goes to her telephone.
        Begun(await world.Get<TakeCall>().BeginAsync(Agent, "+447700900606", Ct));
        var session = Assert.IsType<BeginSession.Result.Begun>(await begin.RunAsync(Agent, new(Layla, Service, null), Ct)).Session;
        Assert.Equal((Channel.ContactCentre, Place.Centre), (session.Channel, session.Site));
        Assert.IsType<WorkSession.Result.Done>(await work.AgreeAsync(Agent, await CodeAsync(world, Layla), Ct));
        var (_, application) = await work.BeginFormAsync(Agent, Ct);
        await world.AnswerAsync(application, session.Person, "purpose", new() { ["purpose"] = Diwan.Engine.Answers.RawAnswer.Of(["INTERNAL"]) });
        await EndAsync(world, Agent, CallOutcome.Applied);
        world.Sleep(TimeSpan.FromMinutes(1));

        // At the post: the draft is offered, and no other; it is filed from there.
        Assert.IsType<BeginSession.Result.Begun>(await begin.RunAsync(SessionTests.Agent, new(Layla, Service, null), Ct));
        Assert.Empty(await work.DraftsAsync(SessionTests.Agent, Ct));
        Assert.IsType<WorkSession.Result.Done>(await work.AgreeAsync(SessionTests.Agent, await CodeAsync(world, Layla), Ct));
        var strange = await world.StartAsync(Service, CaseWorld.Citizen("2000000102", "أحمد محمود علي الخطيب"));
        var unlooked = (await world.Get<AccessLedger>().OfPersonAsync(CaseWorld.Key(session.Person), null, 50, Ct)).Count;
        Assert.Equal(application, Assert.Single(await work.DraftsAsync(SessionTests.Agent, Ct)).Id);
        Assert.Equal(unlooked + 1, (await world.Get<AccessLedger>().OfPersonAsync(CaseWorld.Key(session.Person), null, 50, Ct)).Count);
        Assert.IsType<WorkSession.Result.Refused>((await work.BeginFormAsync(SessionTests.Agent, Ct, strange)).Result);
        Assert.Equal(application, Assert.IsType<WorkSession.Result.Done>((await work.BeginFormAsync(SessionTests.Agent, Ct, application)).Result).Session!.Application);
        var layla = session.Person;
        await world.AnswerCertificateAsync(application, layla);
        var reference = Assert.IsType<SubmitApplication.Result.Submitted>(
            await world.Get<SubmitApplication>().RunAsync(application, CaseWorld.Key(layla), SessionTests.Agent.ToActor(), null, Ct)).Reference;
        Assert.Equal(Channel.Assisted, (await world.Get<ReadCase>().ForApplicantAsync(reference, CaseWorld.Key(layla), Ct))!.State.Channel);
        Assert.Equal(1, (await world.Get<CountAssisted>().RunAsync(world.Now.AddDays(-1), world.Now.AddDays(1), Ct))["POST-1"].Submitted);
        var roles = (await world.Get<AccessLedger>().OfPersonAsync(CaseWorld.Key(layla), null, 50, Ct)).Select(l => (l.ReaderName, l.Role)).ToHashSet();
        Assert.Contains((Agent.Name, "centre:agent"), roles);
        Assert.Contains((SessionTests.Agent.Name, "counter:agent"), roles);
    }

    [Theory, OnEveryDatabase]
    public async Task A_call_back_has_an_owner_and_a_time_and_comes_before_the_supervisor_when_it_passes(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        await world.SignInAsync("2000000952", Supervisor.Name, "centre:supervisor");
        var (take, backs) = (world.Get<TakeCall>(), world.Get<KeepCallBacks>());
        var soon = NationalCalendar.ToAmman(world.Now).AddHours(2);
        TakeCall.Ending At(DateTimeOffset moment, string? phone = null) =>
            new("fee", CallOutcome.CallBack, Service, DateOnly.FromDateTime(moment.DateTime), TimeOnly.FromDateTime(moment.DateTime), phone);
        Begun(await take.BeginAsync(Agent, null, Ct));
        Assert.Contains("number to call", Take(await take.EndAsync(Agent, At(soon), Ct)).En, StringComparison.Ordinal);
        Assert.Contains("day and the time", Take(await take.EndAsync(Agent, new("fee", CallOutcome.CallBack, null, null, null, "0791112223"), Ct)).En, StringComparison.Ordinal);
        Assert.Contains("within 7 days", Take(await take.EndAsync(Agent, At(soon.AddDays(8), "0791112223"), Ct)).En, StringComparison.Ordinal);
        Assert.Contains("within 7 days", Take(await take.EndAsync(Agent, At(soon.AddDays(-1), "0791112223"), Ct)).En, StringComparison.Ordinal);
        Assert.NotNull(await world.Get<FindCall>().OfAgentAsync(Agent, Ct));
        Assert.IsType<TakeCall.Result.Ended>(await take.EndAsync(Agent, At(soon, "0791112223"), Ct));

        // The owner's, and everybody's for the supervisor; another agent's is not there.
        var owed = Assert.Single(await backs.OwedAsync(Agent, Ct));
        Assert.Equal(("+962791112223", Agent.PersonKey, false), (owed.Phone, owed.OwnerKey, owed.Late));
        Assert.Empty(await backs.OwedAsync(Second, Ct));
        Assert.IsType<KeepCallBacks.Result.NotFound>(await backs.DoneAsync(Second, owed.Id, Ct));
        Assert.IsType<KeepCallBacks.Result.NotAllowed>(await backs.TakeOverAsync(Second, owed.Id, Ct));
        Assert.IsType<KeepCallBacks.Result.NotAllowed>(await backs.DoneAsync(Stranger, owed.Id, Ct));

        // Its time passes.
        world.Sleep(TimeSpan.FromHours(3));
        await world.WorkAsync();
        Assert.Contains("not made in time", (await world.Get<Inbox>().OfPersonAsync("OFF:2000000952", 5, Ct)).Single().Text.En, StringComparison.Ordinal);
        Assert.True(Assert.Single(await backs.OwedAsync(Supervisor, Ct)).Late);
        Assert.IsType<KeepCallBacks.Result.Kept>(await backs.TakeOverAsync(Supervisor, owed.Id, Ct));
        Assert.Empty(await backs.OwedAsync(Agent, Ct));
        for (var i = 0; i < KeepCallBacks.MostTries; i++)
        {
            Assert.IsType<KeepCallBacks.Result.Kept>(await backs.NotReachedAsync(Supervisor, owed.Id, Ct));
        }

        Assert.Empty(await backs.OwedAsync(Supervisor, Ct));
        await world.WorkAsync();
        Assert.Contains("3", (await world.PhoneAsync("+962791112223")).ToJsonString(), StringComparison.Ordinal);

        // Another is kept in time.
        Begun(await take.BeginAsync(Agent, "0791112224", Ct));
        Assert.IsType<TakeCall.Result.Ended>(await take.EndAsync(Agent, At(NationalCalendar.ToAmman(world.Now).AddHours(1)), Ct));
        Assert.IsType<KeepCallBacks.Result.Kept>(await backs.DoneAsync(Agent, Assert.Single(await backs.OwedAsync(Agent, Ct)).Id, Ct));
        var figures = (await world.Get<ReadCentreFigures>().RunAsync(Supervisor, world.Now.AddDays(-1), world.Now.AddDays(2), Ct))!;
        Assert.Equal((new Proportion(1, 2), 1), (figures.CallBacksInTime, figures.NotReached));
    }

    [Theory, OnEveryDatabase]
    public async Task A_complaint_taken_in_a_call_is_as_any_other(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var serve = world.Get<ServeCaller>();
        var (layla, reference) = await CaseOfLaylaAsync(world);
        Begun(await world.Get<TakeCall>().BeginAsync(Agent, "0791112223", Ct));
        Assert.IsType<Complain.Result.Refused>(await serve.ComplainAsync(Agent, Service, null, "قصير", Language.Arabic, Ct));
        Assert.IsType<KnowCaller.Result.Known>(await AnswerAllAsync(world, Agent, new(reference, null, false), Layla));
        var taken = Assert.IsType<Complain.Result.Taken>(await serve.ComplainAsync(Agent, Service, reference, "لم يُجب أحد عن سؤالي منذ أسبوع", Language.Arabic, Ct));
        Assert.Contains(taken.Number, Assert.IsType<Complain.Result.Refused>(await serve.ComplainAsync(Agent, Service, reference, "لم يُجب أحد عن سؤالي منذ أسبوع", Language.Arabic, Ct)).Why.En, StringComparison.Ordinal);
        Assert.IsType<TakeCall.Result.Ended>(await world.Get<TakeCall>().EndAsync(Agent, new("complaint", CallOutcome.Complained, null), Ct));
        var mine = Assert.Single(await world.Get<FollowComplaint>().OfPersonAsync(CaseWorld.Key(layla), Ct));
        Assert.Equal((taken.Number, reference), (mine.Number, mine.Whole!.Reference));

        // Somebody unknown gets the number and the code, and nothing of it is anybody's.
        Begun(await world.Get<TakeCall>().BeginAsync(Agent, null, Ct));
        var other = Assert.IsType<Complain.Result.Taken>(await serve.ComplainAsync(Agent, Service, null, "الصفحة لا تفتح على هاتفي", Language.Arabic, Ct));
        Assert.NotNull((await world.Get<FollowComplaint>().FindAsync(other.Number, null, other.Code, Ct))!.Whole);
        Assert.Single(await world.Get<FollowComplaint>().OfPersonAsync(CaseWorld.Key(layla), Ct));

        // Its date passes without an answer: before the head of the unit, as for any complaint.
        world.Sleep(TimeSpan.FromDays(14));
        await world.WorkAsync();
        Assert.True((await world.Get<FollowComplaint>().FindAsync(taken.Number, null, null, Ct))!.Late);
    }

    [Theory, OnEveryDatabase]
    public async Task Figures_tell_repeated_calls_and_first_contact(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var (_, reference) = await CaseOfLaylaAsync(world);
        var from = world.Now;
        async Task CallAsync(string reason, CallOutcome outcome, bool known)
        {
            Begun(await world.Get<TakeCall>().BeginAsync(Agent, null, Ct));
            if (known)
            {
                Assert.IsType<KnowCaller.Result.Known>(await AnswerAllAsync(world, Agent, new(reference, null, false), Layla));
            }

            world.Sleep(TimeSpan.FromMinutes(4));
            Assert.IsType<TakeCall.Result.Ended>(await world.Get<TakeCall>().EndAsync(Agent, new(reason, outcome, null), Ct));
        }

        await CallAsync("status", CallOutcome.Answered, known: true);
        world.Sleep(TimeSpan.FromDays(2));
        await CallAsync("status", CallOutcome.Answered, known: true);
        await CallAsync("fee", CallOutcome.Answered, known: true);
        await CallAsync("fee", CallOutcome.Referred, known: false);
        world.Sleep(TimeSpan.FromDays(8));
        await CallAsync("status", CallOutcome.Answered, known: true);
        var f = (await world.Get<ReadCentreFigures>().RunAsync(Supervisor, from, world.Now.AddDays(1), Ct))!;
        Assert.Equal((5, new Proportion(4, 5), new Proportion(3, 5), new Proportion(1, 4)), (f.Calls, f.Known, f.AskedStatus, f.Repeated));

        // Of the first four: the first was called again about, the last was sent elsewhere; the fifth is too young to tell.
        Assert.Equal(new Proportion(2, 4), f.FirstContact);
        Assert.Equal(["status", "fee"], f.Reasons.Select(r => r.Reason));
        Assert.Equal((3, 1), (f.Reasons[0].Calls, f.Reasons[0].Repeated));
        Assert.Equal(TimeSpan.FromMinutes(4), f.Middle);
    }

    [Theory, OnEveryDatabase]
    public async Task A_script_shows_itself_while_a_register_is_silent_and_while_it_is_declared(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var outages = world.Get<KeepOutages>();
        Assert.Empty(await outages.NowAsync(Ct));
        var watch = world.Get<OutsideWatch>();
        watch.LeftUnanswered("civil-status");
        Assert.Empty(await outages.NowAsync(Ct));
        watch.LeftUnanswered("civil-status");
        var script = Assert.Single(await outages.NowAsync(Ct));
        Assert.Contains("Civil Status", script.Words.En, StringComparison.Ordinal);
        Assert.DoesNotContain("{what}", script.Words.Ar, StringComparison.Ordinal);
        watch.Answered("civil-status");
        Assert.Empty(await outages.NowAsync(Ct));
        watch.LeftUnanswered(OutsideWatch.Payments);
        watch.LeftUnanswered(OutsideWatch.Payments);
        Assert.Contains("Do not pay twice", Assert.Single(await outages.NowAsync(Ct)).Words.En, StringComparison.Ordinal);
        world.Sleep(OutsideWatch.KnownFor);
        Assert.Empty(await outages.NowAsync(Ct));

        // What really does not answer is noticed by those who ask.
        await world.KnobAsync("civil-status", down: true);
        for (var i = 0; i < OutsideWatch.Enough; i++)
        {
            var asked = world.Get<RegisterClient>().AskAsync("civil-status/person", new JsonObject { ["nationalNumber"] = Layla }, new RegisterAsk($"JO:{Layla}", null, null), Ct);
            while (!asked.IsCompleted)
            {
                world.Pass(TimeSpan.FromSeconds(1));
                await Task.Delay(20, Ct);
            }

            Assert.IsType<RegisterAnswer.Down>(await asked);
        }

        Assert.Single(await outages.NowAsync(Ct));
        await world.KnobAsync("civil-status", down: false);
        await world.Get<RegisterClient>().OperationsAsync("civil-status", Ct);
        Assert.Single(await outages.NowAsync(Ct));
        world.Sleep(TimeSpan.FromMinutes(1));
        Assert.IsType<RegisterAnswer.Given>(
            await world.Get<RegisterClient>().AskAsync("civil-status/person", new JsonObject { ["nationalNumber"] = Layla }, new RegisterAsk($"JO:{Layla}", null, null), Ct));
        Assert.Empty(await outages.NowAsync(Ct));

        Assert.IsType<KeepOutages.Result.Refused>(await outages.DeclareAsync(Supervisor, "register", null, 2, Ct));
        Assert.IsType<KeepOutages.Result.Refused>(await outages.DeclareAsync(Supervisor, "portal", null, 0, Ct));
        Assert.IsType<KeepOutages.Result.Refused>(await outages.DeclareAsync(Supervisor, "late", "moj/unknown", 2, Ct));
        Assert.IsType<KeepOutages.Result.Kept>(await outages.DeclareAsync(Supervisor, "late", Service, 2, Ct));
        var declared = Assert.Single(await outages.NowAsync(Ct));
        Assert.NotNull(declared.Service);
        Assert.IsType<KeepOutages.Result.Kept>(await outages.LiftAsync(Supervisor, declared.Declared!.Value, Ct));
        Assert.IsType<KeepOutages.Result.NotFound>(await outages.LiftAsync(Supervisor, declared.Declared!.Value, Ct));
        Assert.Empty(await outages.NowAsync(Ct));
        Assert.IsType<KeepOutages.Result.Kept>(await outages.DeclareAsync(Supervisor, "portal", null, 1, Ct));
        world.Sleep(TimeSpan.FromHours(1));
        Assert.Empty(await outages.NowAsync(Ct));
    }

    private static async Task<(Applicant Layla, string Reference)> CaseOfLaylaAsync(CaseWorld world)
    {
        var layla = CaseWorld.Citizen(Layla, "ليلى سامي يوسف الحوراني");
        var id = await world.StartAsync(Service, layla);
        await world.AnswerCertificateAsync(id, layla);
        return (layla, await world.SubmitAsync(id, layla));
    }

    private static async Task<JsonObject> PersonAsync(CaseWorld world, string number) => Assert.IsType<RegisterAnswer.Given>(
        await world.Get<RegisterClient>().AskAsync("civil-status/person", new JsonObject { ["nationalNumber"] = number }, new RegisterAsk($"JO:{number}", null, null), Ct)).Body;

    /// <summary>Finds the caller and answers all that is asked, rightly.</summary>
    /// <summary>The caller is found by their number and known by what they answer.</summary>
    internal static async Task KnowAsync(CaseWorld world, SignedIn agent, string number) =>
        Assert.IsType<KnowCaller.Result.Known>(await AnswerAllAsync(world, agent, new(null, number, false), number));

    private static async Task<KnowCaller.Result> AnswerAllAsync(CaseWorld world, SignedIn agent, KnowCaller.Look look, string number)
    {
        var (know, person) = (world.Get<KnowCaller>(), await PersonAsync(world, number));
        var result = await know.FindAsync(agent, look, Ct);
        while (result is KnowCaller.Result.Ask ask)
        {
            result = await know.AnswerAsync(agent, Right(ask.Question.Fact, person), Ct);
        }

        return result;
    }

    private static string Right(IdentityFact fact, JsonObject person) => fact switch
    {
        IdentityFact.BirthDate => DateOnly.ParseExact((string)person["birthDate"]!, "yyyy-MM-dd", CultureInfo.InvariantCulture).ToString("d/M/yyyy", CultureInfo.InvariantCulture),
        IdentityFact.MotherName => (string)person["motherNameAr"]!,
        IdentityFact.CardNumber => $" {((string)person["documentNumber"]!).ToLowerInvariant()}",
        _ => Service,
    };

    private static async Task EndAsync(CaseWorld world, SignedIn agent, CallOutcome outcome = CallOutcome.Answered) =>
        Assert.IsType<TakeCall.Result.Ended>(await world.Get<TakeCall>().EndAsync(agent, new("other", outcome, null), Ct));

    private static async Task<string> CodeAsync(CaseWorld world, string number) =>
        (await world.Get<Inbox>().OfPersonAsync($"JO:{number}", 20, Ct)).Select(m => Digits6().Match(m.Text.En)).First(m => m.Success).Value;

    private static CentreCall Begun(TakeCall.Result result) => Assert.IsType<TakeCall.Result.Begun>(result).Call;

    private static LocalizedText Take(TakeCall.Result result) => Assert.IsType<TakeCall.Result.Refused>(result).Why;

    private static LocalizedText Refused(KnowCaller.Result result) => Assert.IsType<KnowCaller.Result.Refused>(result).Why;

    private static LocalizedText Begin(BeginSession.Result result) => Assert.IsType<BeginSession.Result.Refused>(result).Why;

    private static IdentityFact Asked(KnowCaller.Result result) => Assert.IsType<KnowCaller.Result.Ask>(result).Question.Fact;

    [GeneratedRegex(@"(?<=code )\d{6}")]
    private static partial Regex Digits6();
}
