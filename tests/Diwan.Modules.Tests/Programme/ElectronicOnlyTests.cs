using System.Security.Claims;
using Diwan.Accounts;
using Diwan.Cases.UseCases;
using Diwan.Engine.Journeys;
using Diwan.Kernel;
using Diwan.Modules.Tests.Cases;
using Diwan.Platform;
using Diwan.Programme.Committee;
using Diwan.Programme.Gates;
using Diwan.Testing;

namespace Diwan.Modules.Tests.Programme;

/// <summary>A counter closes on a day of the committee's, when the measured reach allows it; the exempt still come, and are counted; one decision opens it again.</summary>
public sealed class ElectronicOnlyTests
{
    private const string Service = "moj/non-conviction-certificate";

    private static readonly SignedIn Office = GateTests.Person("914", "تالا حداد", "programme:office");
    private static readonly SignedIn Member = GateTests.Person("919", "فارس المغربي", "programme:committee");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task A_counter_closes_when_the_reach_stands_and_opens_again_by_one_decision(DatabaseProvider on)
    {
        using var edition = new Edition("2018.1");
        edition.Change("gate.yaml", "least: 20", "least: 2");
        await using var world = await CaseWorld.OpenAsync(on, edition.Folder);
        var keep = world.Get<KeepGate>();
        Assert.IsType<KeepGate.Result.Refused>(await keep.CloseCounterAsync(Office, Service, null, Ct));
        await LaunchAsync(world);
        var closing = await DecideAsync(world, DecisionKind.ElectronicOnly, world.Today.AddDays(10));

        // Nobody has come yet; then half by the counter; then too few in one governorate.
        Assert.Contains("too few", Why(await keep.CloseCounterAsync(Office, Service, closing, Ct)), StringComparison.Ordinal);
        var layla = CaseWorld.Citizen("2000000101", "ليلى سامي يوسف الحوراني");
        var omar = CaseWorld.Citizen("2000000102", "عمر سالم أحمد الخطيب") with { Governorate = "IR" };
        await SubmitAsync(world, layla, Channel.Portal);
        await SubmitAsync(world, omar, Channel.Counter);
        Assert.Contains("Electronically 50", Why(await keep.CloseCounterAsync(Office, Service, closing, Ct)), StringComparison.Ordinal);
        for (var i = 0; i < 6; i++)
        {
            await SubmitAsync(world, layla, i % 2 == 0 ? Channel.Portal : Channel.Assisted);
        }

        await SubmitAsync(world, omar, Channel.Assisted);
        var reach = (await world.Get<MeasureReach>().RunAsync(Service, Ct))!;
        Assert.Equal((8, 9), (reach.Lines[0].Reached, reach.Lines[0].All));
        Assert.Equal(4, reach.Lines[1].Reached);
        Assert.Equal(["By people's own means 44 %; 50 % is needed.", "Governorate IR: 50 %; 60 % is needed."], Whys(await keep.CloseCounterAsync(Office, Service, closing, Ct)));
        await SubmitAsync(world, omar, Channel.Portal);
        Assert.IsType<KeepGate.Result.Refused>(await keep.CloseCounterAsync(Office, Service, "1999/1", Ct));
        Assert.IsType<KeepGate.Result.NotAllowed>(await keep.CloseCounterAsync(Member, Service, closing, Ct));
        Assert.IsType<KeepGate.Result.Kept>(await keep.CloseCounterAsync(Office, Service, closing, Ct));

        // Until the day everybody is taken; from it on, the exempt.
        Assert.IsType<StartApplication.Result.Started>(await StartAsync(world, layla, Channel.Counter));
        world.Sleep(TimeSpan.FromDays(10));
        var closed = Assert.IsType<StartApplication.Result.CounterClosed>(await StartAsync(world, layla, Channel.Counter));
        Assert.Null(closed.Why);
        Assert.Equal(["age", "disability", "no-identity", "outage", "court-order"], closed.Exemptions.Select(e => e.Id));
        Assert.NotNull(Assert.IsType<StartApplication.Result.CounterClosed>(await StartAsync(world, layla, Channel.Counter, "age")).Why);
        Assert.NotNull(Assert.IsType<StartApplication.Result.CounterClosed>(await StartAsync(world, layla, Channel.Counter, "friend")).Why);
        Assert.IsType<StartApplication.Result.Started>(await StartAsync(world, layla, Channel.Portal));
        Assert.IsType<StartApplication.Result.Started>(await StartAsync(world, layla, Channel.Assisted));
        var old = omar with { BirthDate = world.Today.AddYears(-70) };
        var day = NationalCalendar.At(world.Today, TimeOnly.MinValue);
        await SubmitAsync(world, old, Channel.Counter, "age");
        await SubmitAsync(world, layla, Channel.Counter, "disability");
        Assert.Equal(
            [new ExemptionCount("age", "IR", 1), new ExemptionCount("disability", "AM", 1)],
            (await world.Get<CountCases>().RunAsync(day, day.AddDays(1), Ct))[Service].Exemptions);

        // One decision opens it, at once.
        Assert.IsType<KeepGate.Result.Refused>(await keep.ReopenCounterAsync(Office, Service, closing, Ct));
        var opening = await DecideAsync(world, DecisionKind.ReopenCounter, null);
        Assert.IsType<KeepGate.Result.NotAllowed>(await keep.ReopenCounterAsync(Member, Service, opening, Ct));
        Assert.IsType<KeepGate.Result.Kept>(await keep.ReopenCounterAsync(Office, Service, opening, Ct));
        Assert.IsType<StartApplication.Result.Started>(await StartAsync(world, layla, Channel.Counter));
        Assert.IsType<KeepGate.Result.Refused>(await keep.ReopenCounterAsync(Office, Service, opening, Ct));
        Assert.Equal(["counterClosed", "counterReopened"], (await world.Get<ReadGate>().RunAsync(Service, Ct))!.History.TakeLast(2).Select(h => h.Type));
    }

    private static async Task LaunchAsync(CaseWorld world)
    {
        var keep = world.Get<KeepGate>();
        async Task AdvanceAsync(IReadOnlyList<Channel> channels, string? campaign)
        {
            world.Sleep(TimeSpan.FromMinutes(1));
            Assert.IsType<KeepGate.Result.Kept>(await keep.AdvanceAsync(Office, Service, channels, campaign, Ct));
        }

        await AdvanceAsync([], null);
        foreach (var gap in (await world.Get<ReadGate>().RunAsync(Service, Ct))!.Standings.Where(s => !s.IsMet))
        {
            await keep.OwnGapAsync(Office, Service, gap.Criterion, "منى عمر", world.Today.AddDays(30), Ct);
        }

        await AdvanceAsync([], null);
        await AdvanceAsync([Channel.Portal, Channel.Assisted, Channel.Counter], null);
        foreach (var open in (await world.Get<ReadGate>().RunAsync(Service, Ct))!.Standings.Where(s => s is { ByPlatform: false, Blocking: true }))
        {
            await keep.ScoreAsync(Office, Service, open.Criterion, 3, "محضر رقم 7 لعام 2017", Ct);
        }

        await Readiness.TestedAsync(world, Office, Service);
        await Readiness.CounterAsync(world, Office);
        await Readiness.ExemptedAsync(world, Office);
        await Readiness.PilotedAsync(world, Office, Service);
        var claims = new ClaimsIdentity([new("sub", "2000000903"), new("name", "سعاد علي"), new("kind", "officer"), new("roles", "moj:head")], "provider");
        Assert.IsType<SignIn.Result.Welcome>(await world.Get<SignIn>().RunAsync(new ClaimsPrincipal(claims), Channel.Portal, Ct));
        var pass = new NewDecision(
            DecisionKind.Override, "يمرّ إلى أن يُعثر على النص", "Passes until the text is found", world.Today, "وزارة العدل", Service: Service, Criterion: "nothing-assumed", Ends: world.Today.AddDays(90));
        Assert.IsType<RecordDecision.Result.Recorded>(await world.Get<RecordDecision>().RunAsync(Office, pass, Ct));
        await AdvanceAsync([], null);
        await AdvanceAsync([], "ملصقات في كل مكتب بريد");
    }

    private static async Task<string> DecideAsync(CaseWorld world, DecisionKind kind, DateOnly? takesEffect) =>
        Assert.IsType<RecordDecision.Result.Recorded>(await world.Get<RecordDecision>().RunAsync(
            Office, new NewDecision(kind, "قرار في شأن الشباك", "A decision on the counter", world.Today, "وزارة العدل", Service: Service, TakesEffect: takesEffect), Ct)).Number;

    private static async Task<StartApplication.Result> StartAsync(CaseWorld world, Applicant who, Channel channel, string? exemption = null) =>
        await world.Get<StartApplication>().RunAsync(Service, who, channel, channel == Channel.Portal ? CaseWorld.Person(who) : Office.ToActor(), Ct, exemption);

    private static async Task SubmitAsync(CaseWorld world, Applicant who, Channel channel, string? exemption = null)
    {
        var id = Assert.IsType<StartApplication.Result.Started>(await StartAsync(world, who, channel, exemption)).ApplicationId;
        await world.AnswerCertificateAsync(id, who);
        await world.SubmitAsync(id, who);
    }

    private static IEnumerable<string> Whys(KeepGate.Result result) => Assert.IsType<KeepGate.Result.Refused>(result).Why.Select(w => w.En);

    private static string Why(KeepGate.Result result) => string.Join('\n', Whys(result));
}
