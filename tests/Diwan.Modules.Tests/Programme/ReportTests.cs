using Diwan.Accounts;
using Diwan.Cases.UseCases;
using Diwan.Kernel;
using Diwan.Modules.Tests.Cases;
using Diwan.Platform;
using Diwan.Programme.Committee;
using Diwan.Programme.Gates;
using Diwan.Programme.Reports;
using Diwan.Testing;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Modules.Tests.Programme;

/// <summary>The monthly report: counted by the platform, frozen once, corrected beside itself.</summary>
public sealed class ReportTests
{
    private const string Service = "moj/non-conviction-certificate";

    private static readonly SignedIn Office = GateTests.Person("914", "تالا حداد", "programme:office");
    private static readonly SignedIn Member = GateTests.Person("919", "فارس المغربي", "programme:committee");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task A_month_is_counted_frozen_and_never_restated(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var layla = CaseWorld.Citizen("2000000101", "ليلى سامي يوسف الحوراني");
        var omar = CaseWorld.Citizen("2000000102", "عمر سالم أحمد الخطيب");
        foreach (var who in (Diwan.Engine.Journeys.Applicant[])[layla, omar])
        {
            var id = await world.StartAsync(Service, who);
            await world.AnswerCertificateAsync(id, who);
            Assert.IsType<SubmitApplication.Result.Submitted>(await world.Get<SubmitApplication>().RunAsync(id, CaseWorld.Key(who), CaseWorld.Person(who), null, Ct));
        }

        await world.StartAsync(Service, layla);
        await world.Get<GiveFeedback>().RunAsync(Service, 4, "سهلة", Channel.Portal, Ct);
        await world.Get<GiveFeedback>().RunAsync(Service, 5, "", Channel.Portal, Ct);
        await world.Get<Complain>().RunAsync(
            new Complain.Command(Service, null, "لم تصلني الرسالة", "0790000101", CaseWorld.Key(omar), Language.Arabic), CaseWorld.Person(omar), Channel.Portal, Ct);
        var today = world.Today;
        await world.Get<RecordDecision>().RunAsync(Office, new(DecisionKind.Recommendation, "تعديل بدل النسخة الورقية", "Change the fee of the paper copy", today, "وزارة العدل"), Ct);
        var due = Assert.IsType<RecordDecision.Result.Recorded>(await world.Get<RecordDecision>().RunAsync(
            Office, new(DecisionKind.Other, "تدريب محطات المعرفة", "Train the knowledge stations", today, "البريد", today.AddDays(10)), Ct)).Number;

        var inTime = Assert.IsType<RecordDecision.Result.Recorded>(await world.Get<RecordDecision>().RunAsync(
            Office, new(DecisionKind.Other, "نشر أرقام الشهر", "Publish the figures", today, "البرنامج", today.AddDays(10)), Ct)).Number;
        await world.Get<RecordDecision>().FollowUpAsync(Office, inTime, "نُشرت في موقع المنصة", true, Ct);

        var freeze = world.Get<FreezeReport>();
        world.Sleep(TimeSpan.FromDays(31));
        Assert.Equal(2, await freeze.RunDueAsync(world.Today, Ct));
        Assert.Equal(0, await freeze.RunAsync(today, Ct));
        var first = Assert.Single(await FindAsync());
        Assert.True(first.IsIntact);
        var service = first.Report.Services.Single(s => s.Service == Service);
        Assert.Equal((3, 2, 2, 0, 2), (service.Started, service.Submitted, service.ByChannel[Channel.Portal], service.Ended, service.Running));
        Assert.Equal((1m, 4.5m, 2, 1, 1), (service.OnlineShare, service.Satisfaction, service.Ratings, service.Complaints, service.ComplaintsLate));
        Assert.Equal(9, first.Report.Services.Count);
        Assert.Equal([(due, false), (inTime, true)], first.Report.Promises.Select(p => (p.Number, p.Kept)).Order());
        Assert.Equal("وزارة العدل", Assert.Single(first.Report.Requested).Owner);
        Assert.All(first.Report.Services.Where(s => s.Service != Service), s => Assert.Equal(0, s.Submitted));

        // Every figure names its query, and the query gives the figure.
        await FigureQueryCheck.RunAsync(world.Get<IDbContextFactory<AppDbContext>>(), first.Report);
        await FigureQueryCheck.RunAsync(world.Get<IDbContextFactory<AppDbContext>>(), (await world.Get<FindReports>().RunAsync(ReportKind.Reengineering, Month(today), Ct))[0].Report);

        // What happens later, or is said later, does not reach back; a correction stands beside the first.
        await world.Get<RecordDecision>().FollowUpAsync(Office, due, "دُرّبت المحطات كلها", true, Ct);
        Assert.Equal(first.Hash, Assert.Single(await FindAsync()).Hash);
        Assert.IsType<FreezeReport.Result.NotAllowed>(await freeze.CorrectAsync(Member, ReportKind.Services, Month(today), "أُنجز بعد التجميد", Ct));
        Assert.IsType<FreezeReport.Result.Refused>(await freeze.CorrectAsync(Office, ReportKind.Services, Month(today), "خطأ", Ct));
        Assert.IsType<FreezeReport.Result.Refused>(await freeze.CorrectAsync(Office, ReportKind.Services, Month(today).AddMonths(3), "أُنجز بعد التجميد", Ct));
        Assert.IsType<KeepGate.Result.Kept>(await world.Get<KeepGate>().AdvanceAsync(Office, Service, [], null, Ct));
        Assert.Equal(new FreezeReport.Result.Frozen(2), await freeze.CorrectAsync(Office, ReportKind.Services, Month(today), "سُجّل الإنجاز بعد التجميد", Ct));
        var both = await FindAsync();
        Assert.Equal([2, 1], both.Select(r => r.Revision));
        Assert.Equal(first.Hash, both[1].Hash);

        // Done after its day: the promise was not kept, and no correction makes it so. Nor does one bring what holds today into a month that is over.
        Assert.Equal([(due, false), (inTime, true)], both[0].Report.Promises.Select(p => (p.Number, p.Kept)).Order());
        Assert.All(both[0].Report.Services, s => Assert.Equal(GatePhase.NotBegun, s.Phase));
        Assert.Null(both[0].Report.Baseline);

        // A platform that stood still for months owes their reports.
        world.Sleep(TimeSpan.FromDays(95));
        Assert.Equal(6, await freeze.RunDueAsync(world.Today, Ct));
        Assert.Equal(0, await freeze.RunDueAsync(world.Today, Ct));

        async Task<IReadOnlyList<FrozenReport>> FindAsync() => await world.Get<FindReports>().RunAsync(ReportKind.Services, Month(today), Ct);
    }

    [Theory, OnEveryDatabase]
    public async Task Reports_are_compared_with_the_first_month_until_the_committee_commits_to_a_baseline(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var (freeze, find, record) = (world.Get<FreezeReport>(), world.Get<FindReports>(), world.Get<RecordDecision>());
        var start = Month(world.Today);
        await freeze.RunAsync(start, Ct);
        await freeze.RunAsync(start.AddMonths(1), Ct);
        await freeze.RunAsync(start.AddMonths(2), Ct);
        Assert.Null(await BaselineAsync(0));
        Assert.Equal((false, start), Of(await BaselineAsync(2)));
        world.Sleep(TimeSpan.FromDays(95));
        NewDecision Decision(CommittedBaseline? baseline) => new(DecisionKind.Baseline, "خط أساس البرنامج", "Baseline of the programme", world.Today, "البرنامج", Baseline: baseline);
        foreach (var wrong in (CommittedBaseline?[])[null, new(null, Values()), new(start.AddMonths(-1), Values()), new(start.AddDays(1), Values()), new(null, Values(("services.nothing", 1)))])
        {
            Assert.NotEmpty(Assert.IsType<RecordDecision.Result.Refused>(await record.RunAsync(Office, Decision(wrong), Ct)).Why);
        }

        var number = Assert.IsType<RecordDecision.Result.Recorded>(await record.RunAsync(Office, Decision(new(start.AddMonths(1), Values(("services.submitted", 1200)))), Ct)).Number;
        var before = await BaselineAsync(2);
        await freeze.RunAsync(Month(world.Today), Ct);
        var held = await find.BaselineAsync((await find.RunAsync(ReportKind.Services, Month(world.Today), Ct))[0].Report, Ct);
        Assert.Equal((true, start.AddMonths(1)), Of(held));
        Assert.Equal(number, held!.Of.Decision);
        var figures = Comparison.Of(ReportKind.Services).ToDictionary(f => f.Id);
        Assert.Equal((1200m, 0m), (held.Value(figures["services.submitted"]), held.Value(figures["services.issued"])));

        // Nothing reaches back, not even a correction.
        Assert.Equal(Of(before), Of(await BaselineAsync(2)));
        await freeze.CorrectAsync(Office, ReportKind.Services, start.AddMonths(2), "أُعيد القياس للتجربة", Ct);
        Assert.Equal((false, start), Of(await BaselineAsync(2)));

        async Task<BaselineReport?> BaselineAsync(int after) => await find.BaselineAsync((await find.RunAsync(ReportKind.Services, start.AddMonths(after), Ct))[0].Report, Ct);

        static (bool, DateOnly?) Of(BaselineReport? b) => (b!.Of.IsCommitted, b.Of.Month);

        static Dictionary<string, decimal> Values(params (string Name, decimal Value)[] all) => all.ToDictionary(v => v.Name, v => v.Value);
    }

    [Theory]
    [InlineData(10, 3, null)]
    [InlineData(10, 0, 0)]
    [InlineData(4, 4, null)]
    [InlineData(10, 6, 60)]
    public void A_part_does_not_tell_a_count_that_is_not_told(int started, int submitted, int? percent)
    {
        var service = new ServiceReport(
            Service, new("شهادة", "Certificate"), "moj", GatePhase.Launched, 100, 0, [], started, submitted, new Dictionary<Channel, int>(), 0, 0, 0, 0, 0, null, null, null, null, null, 0, 0, 0);
        var month = ReadPerformance.Of(service, new FrozenReport(
            new MonthlyReport(ReportKind.Services, new(2018, 1, 1), default, [service], null, new(Money.Zero, Money.Zero, Money.Zero, 0, 0, 0, 0, 0), [], [], []), 1, null, "", default, "", "", "", true));
        Assert.Equal(percent / 100m, month.Completion);
    }

    [Fact]
    public void What_a_correction_changed_is_told_figure_by_figure_and_the_whole_stands_beside_other_months()
    {
        ServiceReport Of(string service, int submitted, decimal online, int issued) => new(
            service, new(service, service), "moj", GatePhase.Launched, 100, 0, [], submitted, submitted, new Dictionary<Channel, int>(), issued, 0, issued, 0, 0, online, 1m, null, null, null, 0, 0, 0);
        MonthlyReport With(bool kept, params ServiceReport[] services) => new(
            ReportKind.Services, new(2018, 1, 1), default, services, null, new(Money.Zero, Money.Zero, Money.Zero, 0, 0, 0, 0, 0), [new("2018/1", new("وعد", "Promise"), "البرنامج", new(2018, 1, 20), kept)], [], []);
        var first = With(false, Of("a", 10, 0.5m, 4), Of("b", 30, 0.9m, 4));
        var corrected = With(true, Of("a", 12, 0.5m, 4), Of("b", 30, 0.9m, 4));
        Assert.Empty(Comparison.Corrected(first, first));
        Assert.Equal(
            [("a", "Started", 10m, 12m), ("a", "Submitted", 10m, 12m), (null, "Promise 2018/1 kept", 0m, 1m)],
            Comparison.Corrected(first, corrected).Select(c => (c.Where?.En, c.Name.En, c.Was!.Value, c.Is!.Value)));
        var whole = Comparison.Of(ReportKind.Services).ToDictionary(f => f.Name.En, f => f.Of(first));
        Assert.Equal((40m, 0.8m, 8m), (whole["Submitted"], whole["Submitted by people themselves"], whole["Issued"]));
    }

    private static DateOnly Month(DateOnly day) => new(day.Year, day.Month, 1);
}
