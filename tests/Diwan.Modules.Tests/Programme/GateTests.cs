using System.Security.Claims;
using Diwan.Accounts;
using Diwan.Cases.UseCases;
using Diwan.Kernel;
using Diwan.Modules.Tests.Cases;
using Diwan.Platform;
using Diwan.Programme.Accountability;
using Diwan.Programme.Committee;
using Diwan.Programme.Gates;
using Diwan.Programme.Security;
using Diwan.Testing;

namespace Diwan.Modules.Tests.Programme;

/// <summary>A service goes through the gate over a real database: nothing is published past it, and a launch opens the service.</summary>
public sealed class GateTests
{
    private const string Service = "moj/non-conviction-certificate";

    private static readonly SignedIn Office = Person("914", "تالا حداد", "programme:office");
    private static readonly SignedIn Member = Person("919", "فارس المغربي", "programme:committee");
    private static readonly SignedIn Clerk = Person("901", "منى عمر", "gam:officer");
    private static readonly SignedIn Head = Person("903", "سعاد علي", "moj:head");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task A_service_is_launched_only_past_every_blocking_criterion_or_with_a_decision_that_ends(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on, demonstration: false);
        var layla = CaseWorld.Citizen("2000000101", "ليلى سامي يوسف الحوراني");
        Assert.IsType<StartApplication.Result.NotOffered>(await StartAsync(world, layla));
        Assert.IsType<KeepGate.Result.NotAllowed>(await AdvanceAsync(world, Member));
        Assert.IsType<KeepGate.Result.NotFound>(await world.Get<KeepGate>().AdvanceAsync(Office, "moj/unknown", [], null, Ct));

        // The readiness check is frozen; every gap then needs an owner.
        await KeptAsync(AdvanceAsync(world, Office));
        Assert.IsType<KeepGate.Result.Refused>(await AdvanceAsync(world, Office));
        var today = world.Today;
        foreach (var gap in (await GateAsync(world)).Standings.Where(s => !s.IsMet))
        {
            Assert.IsType<KeepGate.Result.Refused>(await world.Get<KeepGate>().OwnGapAsync(Office, Service, gap.Criterion, "منى", today.AddDays(-1), Ct));
            await KeptAsync(world.Get<KeepGate>().OwnGapAsync(Office, Service, gap.Criterion, "منى عمر", today.AddDays(30), Ct));
        }

        await KeptAsync(AdvanceAsync(world, Office));
        Assert.IsType<KeepGate.Result.Refused>(await AdvanceAsync(world, Office));
        await KeptAsync(world.Get<KeepGate>().AdvanceAsync(Office, Service, [Channel.Portal, Channel.Assisted], null, Ct));

        // What people judge, one by one: only those who answer for it, with evidence, never what the platform measures.
        var before = await GateAsync(world);
        Assert.IsType<KeepGate.Result.NotAllowed>(await world.Get<KeepGate>().ScoreAsync(Clerk, Service, "legal-basis", 3, "قانون رقم 15", Ct));
        Assert.IsType<KeepGate.Result.Refused>(await world.Get<KeepGate>().ScoreAsync(Office, Service, "legal-basis", 3, " ", Ct));
        Assert.IsType<KeepGate.Result.Refused>(await world.Get<KeepGate>().ScoreAsync(Office, Service, "legal-basis", 4, "قانون رقم 15", Ct));
        Assert.IsType<KeepGate.Result.Refused>(await world.Get<KeepGate>().ScoreAsync(Office, Service, "nothing-assumed", 3, "لا افتراض", Ct));
        await KeptAsync(world.Get<KeepGate>().ScoreAsync(Head, Service, "legal-basis", 3, "قرار مجلس الوزراء، حزيران 2017", Ct));
        foreach (var open in before.Standings.Where(s => s is { ByPlatform: false, Blocking: true } && s.Criterion != "legal-basis"))
        {
            Assert.Contains(await WhyAsync(world), why => why.En.Contains(open.Name.En, StringComparison.Ordinal));
            await KeptAsync(world.Get<KeepGate>().ScoreAsync(Office, Service, open.Criterion, 3, "محضر رقم 7 لعام 2017", Ct));
            Assert.DoesNotContain(await WhyAsync(world), why => why.En.Contains(open.Name.En, StringComparison.Ordinal));
        }

        // Tests are judged from their reports, and counters by who is certified there.
        Assert.Contains(await WhyAsync(world), why => why.En.Contains("accessible", StringComparison.Ordinal));
        Assert.Contains(await WhyAsync(world), why => why.En.Contains("peak load", StringComparison.Ordinal));
        Assert.Contains(await WhyAsync(world), why => why.En.Contains("counters are trained", StringComparison.Ordinal));
        await Readiness.TestedAsync(world, Office, Service);
        await Readiness.CounterAsync(world, Office);

        // The exempt are named by a decision; a refund and a rollback are tried by a few people before everybody.
        Assert.Contains(await WhyAsync(world), why => why.En.Contains("exemptions from electronic-only", StringComparison.Ordinal));
        await Readiness.ExemptedAsync(world, Office);
        Assert.DoesNotContain(await WhyAsync(world), why => why.En.Contains("exemptions from electronic-only", StringComparison.Ordinal));
        Assert.Contains(await WhyAsync(world), why => why.En.Contains("refund was tried", StringComparison.Ordinal));
        Assert.Contains(await WhyAsync(world), why => why.En.Contains("Rollback was tried", StringComparison.Ordinal));
        Assert.Contains(await WhyAsync(world), why => why.En.Contains("Electronic payment is live", StringComparison.Ordinal));
        Assert.Contains("Nothing was paid", (await GateAsync(world)).Standings.Single(s => s.Criterion == "payment").Evidence.En, StringComparison.Ordinal);
        await Readiness.PilotedAsync(world, Office, Service);
        world.Sleep(TimeSpan.FromMinutes(11));

        // What the platform measures: assumed facts, nobody in the owner's role. An open vulnerability holds as well.
        Assert.IsType<KeepVulnerabilities.Result.Kept>(
            await world.Get<KeepVulnerabilities>().OpenAsync(Office, Service, Severity.High, "رابط الوثيقة يُخمَّن", Ct));
        Assert.Equal(["nothing-assumed", "vulnerabilities", "owner"], (await GateAsync(world)).Standings.Where(s => s.Holds).Select(s => s.Criterion));
        var claims = new ClaimsIdentity([new("sub", "2000000903"), new("name", Head.Name), new("kind", "officer"), new("roles", "moj:head")], "provider");
        Assert.IsType<SignIn.Result.Welcome>(await world.Get<SignIn>().RunAsync(new ClaimsPrincipal(claims), Channel.Portal, Ct));
        Assert.IsType<KeepVulnerabilities.Result.Refused>(await world.Get<KeepVulnerabilities>().CloseAsync(Office, "V-2018-1", "", Ct));
        var number = Assert.Single(await world.Get<FindVulnerabilities>().AllAsync(Ct)).Number;
        Assert.IsType<KeepVulnerabilities.Result.Kept>(await world.Get<KeepVulnerabilities>().CloseAsync(Office, number, "صار الرابط عشوائياً", Ct));
        Assert.Equal(["nothing-assumed"], (await GateAsync(world)).Standings.Where(s => s.Holds).Select(s => s.Criterion));

        // A decision lets it pass, for a time that ends.
        var pass = new NewDecision(DecisionKind.Override, "يمرّ إلى أن يُعثر على نص الرسوم", "Passes until the text of the fees is found", today, "وزارة العدل", today.AddDays(60), Service, "nothing-assumed", today.AddDays(90));
        Assert.IsType<RecordDecision.Result.NotAllowed>(await world.Get<RecordDecision>().RunAsync(Member, pass, Ct));
        Assert.IsType<RecordDecision.Result.Refused>(await world.Get<RecordDecision>().RunAsync(Office, pass with { Ends = null }, Ct));
        Assert.IsType<RecordDecision.Result.Refused>(await world.Get<RecordDecision>().RunAsync(Office, pass with { Ends = today.AddDays(181) }, Ct));
        Assert.IsType<RecordDecision.Result.Refused>(await world.Get<RecordDecision>().RunAsync(Office, pass with { Criterion = "delivery" }, Ct));
        Assert.IsType<RecordDecision.Result.Refused>(await world.Get<RecordDecision>().RunAsync(Office, pass with { WordsEn = "" }, Ct));
        var decision = Assert.IsType<RecordDecision.Result.Recorded>(await world.Get<RecordDecision>().RunAsync(Office, pass, Ct)).Number;
        Assert.Equal($"{today.Year}/3", decision);

        await KeptAsync(AdvanceAsync(world, Office));
        Assert.IsType<KeepGate.Result.Refused>(await AdvanceAsync(world, Office));
        Assert.IsType<StartApplication.Result.NotOffered>(await StartAsync(world, layla));
        world.Sleep(TimeSpan.FromMinutes(1));
        await KeptAsync(world.Get<KeepGate>().AdvanceAsync(Office, Service, [], "ملصقات في كل مكتب بريد", Ct));
        Assert.IsType<StartApplication.Result.Started>(await StartAsync(world, layla));
        Assert.IsType<StartApplication.Result.NotOffered>(await world.Get<StartApplication>().RunAsync(Service, layla, Channel.Counter, Office.ToActor(), Ct));

        // The override is part of what was frozen and of the history that nobody can change.
        var launched = await GateAsync(world);
        Assert.Equal(GatePhase.Launched, launched.Phase);
        Assert.Equal([GatePhase.Launched, GatePhase.Promotion, GatePhase.Coordination], launched.Checks.Select(c => c.Phase));
        Assert.Equal(decision, Assert.Single(launched.Checks[0].Standings, s => s.Override is not null).Override);
        Assert.Contains(decision, launched.History[^1].Payload, StringComparison.Ordinal);

        // When the decision has ended, the criterion is open again and the page says so.
        world.Sleep(TimeSpan.FromDays(91));
        Assert.Contains("not asked within a day", (await GateAsync(world)).Standings.Single(s => s.Criterion == "payment").Evidence.En, StringComparison.Ordinal);
        await Readiness.AskRailAsync(world);
        Assert.Equal("nothing-assumed", Assert.Single((await GateAsync(world)).Standings, s => s.Holds).Criterion);
        Assert.Equal($"gap:{Service}:nothing-assumed", Assert.Single(await world.Get<ReadMatters>().ForAsync(Office, Ct), m => m.Kind == MatterKind.Gap).Key);

        // Back by one decision.
        Assert.IsType<KeepGate.Result.Refused>(await world.Get<KeepGate>().RollBackAsync(Office, Service, decision, Ct));
        var back = new NewDecision(DecisionKind.Rollback, "تُعاد الخدمة إلى الشباك", "The service goes back to the counter", world.Today, "وزارة العدل", Service: Service);
        var backNumber = Assert.IsType<RecordDecision.Result.Recorded>(await world.Get<RecordDecision>().RunAsync(Office, back, Ct)).Number;
        await KeptAsync(world.Get<KeepGate>().RollBackAsync(Office, Service, backNumber, Ct));
        Assert.IsType<StartApplication.Result.NotOffered>(await StartAsync(world, layla));
        Assert.Equal(GatePhase.RolledBack, (await GateAsync(world)).Phase);
    }

    [Theory, OnEveryDatabase]
    public async Task A_decision_is_replaced_and_followed_up_never_changed(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var record = world.Get<RecordDecision>();
        var today = world.Today;
        var first = new NewDecision(DecisionKind.ElectronicOnly, "إلكتروني فقط من مطلع العام", "Electronic only from the new year", today, "وزارة العدل", today, Service, TakesEffect: today.AddDays(30));
        Assert.IsType<RecordDecision.Result.Refused>(await record.RunAsync(Office, first with { TakesEffect = null }, Ct));
        Assert.IsType<RecordDecision.Result.Refused>(await record.RunAsync(Office, first with { Service = "moj/unknown" }, Ct));
        Assert.IsType<RecordDecision.Result.Refused>(await record.RunAsync(Office, first with { DecidedOn = today.AddDays(1) }, Ct));
        var number = Assert.IsType<RecordDecision.Result.Recorded>(await record.RunAsync(Office, first, Ct)).Number;
        Assert.IsType<RecordDecision.Result.Refused>(await record.FollowUpAsync(Office, number, "", true, Ct));
        Assert.IsType<RecordDecision.Result.NotFound>(await record.FollowUpAsync(Office, "1999/1", "أُغلق الشباك", true, Ct));
        world.Sleep(TimeSpan.FromDays(2));
        Assert.True((await world.Get<FindDecisions>().FindAsync(number, Ct))!.IsLate(world.Today));
        await record.FollowUpAsync(Office, number, "أُغلق الشباك في عمّان", false, Ct);
        await record.FollowUpAsync(Office, number, "أُغلقت الشبابيك كلها", true, Ct);
        var view = (await world.Get<FindDecisions>().FindAsync(number, Ct))!;
        Assert.True(view.Done);
        Assert.Equal(["أُغلق الشباك في عمّان", "أُغلقت الشبابيك كلها"], view.FollowUps.Select(f => f.Words));

        var second = first with { Replaces = number, DecidedOn = world.Today, DueOn = null, TakesEffect = world.Today.AddDays(60) };
        var later = Assert.IsType<RecordDecision.Result.Recorded>(await record.RunAsync(Office, second, Ct)).Number;
        Assert.Equal(later, Assert.Single(await world.Get<FindDecisions>().HoldingAsync(DecisionKind.ElectronicOnly, Service, world.Today, Ct)).Number);
        Assert.IsType<RecordDecision.Result.Refused>(await record.RunAsync(Office, second, Ct));
    }

    private static async Task<StartApplication.Result> StartAsync(CaseWorld world, Diwan.Engine.Journeys.Applicant who) =>
        await world.Get<StartApplication>().RunAsync(Service, who, Channel.Portal, CaseWorld.Person(who), Ct);

    private static Task<KeepGate.Result> AdvanceAsync(CaseWorld world, SignedIn who)
    {
        world.Sleep(TimeSpan.FromMinutes(1));
        return world.Get<KeepGate>().AdvanceAsync(who, Service, [], null, Ct);
    }

    private static async Task KeptAsync(Task<KeepGate.Result> result) => Assert.IsType<KeepGate.Result.Kept>(await result);

    private static async Task<GateView> GateAsync(CaseWorld world) => (await world.Get<ReadGate>().RunAsync(Service, Ct))!;

    private static async Task<IReadOnlyList<LocalizedText>> WhyAsync(CaseWorld world) =>
        Assert.IsType<KeepGate.Result.Refused>(await AdvanceAsync(world, Office)).Why;

    internal static SignedIn Person(string number, string name, string role) => new(
        $"OFF:2000000{number}", "officer", $"2000000{number}", null, "JO", name, null, null, null, null, "AM", [role], Language.Arabic);
}
