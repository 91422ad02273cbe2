using Diwan.Accounts;
using Diwan.Cases.UseCases;
using Diwan.Kernel;
using Diwan.Modules.Tests.Cases;
using Diwan.Platform;
using Diwan.Programme.Committee;
using Diwan.Programme.Reports;
using Diwan.Testing;

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

        var freeze = world.Get<FreezeReport>();
        world.Sleep(TimeSpan.FromDays(31));
        Assert.Equal(2, await freeze.RunAsync(today, Ct));
        Assert.Equal(0, await freeze.RunAsync(today, Ct));
        var first = Assert.Single(await FindAsync());
        Assert.True(first.IsIntact);
        var service = first.Report.Services.Single(s => s.Service == Service);
        Assert.Equal((3, 2, 2, 0, 2), (service.Started, service.Submitted, service.ByChannel[Channel.Portal], service.Ended, service.Running));
        Assert.Equal((1m, 4.5m, 2, 1, 1), (service.OnlineShare, service.Satisfaction, service.Ratings, service.Complaints, service.ComplaintsLate));
        Assert.Equal(9, first.Report.Services.Count);
        Assert.Equal((due, false), Assert.Single(first.Report.Promises) is var p ? (p.Number, p.Kept) : default);
        Assert.Equal("وزارة العدل", Assert.Single(first.Report.Requested).Owner);
        Assert.All(first.Report.Services.Where(s => s.Service != Service), s => Assert.Equal(0, s.Submitted));

        // What happens later, or is said later, does not reach back; a correction stands beside the first.
        await world.Get<RecordDecision>().FollowUpAsync(Office, due, "دُرّبت المحطات كلها", true, Ct);
        Assert.Equal(first.Hash, Assert.Single(await FindAsync()).Hash);
        Assert.IsType<FreezeReport.Result.NotAllowed>(await freeze.CorrectAsync(Member, ReportKind.Services, Month(today), "أُنجز بعد التجميد", Ct));
        Assert.IsType<FreezeReport.Result.Refused>(await freeze.CorrectAsync(Office, ReportKind.Services, Month(today), "خطأ", Ct));
        Assert.IsType<FreezeReport.Result.Refused>(await freeze.CorrectAsync(Office, ReportKind.Services, Month(today).AddMonths(3), "أُنجز بعد التجميد", Ct));
        Assert.Equal(new FreezeReport.Result.Frozen(2), await freeze.CorrectAsync(Office, ReportKind.Services, Month(today), "سُجّل الإنجاز بعد التجميد", Ct));
        var both = await FindAsync();
        Assert.Equal([2, 1], both.Select(r => r.Revision));
        Assert.Equal(first.Hash, both[1].Hash);
        Assert.True(both[0].Report.Promises.Single().Kept);
        Assert.Equal(first.Hash, (await world.Get<FindReports>().BaselineAsync(ReportKind.Services, Ct))!.Hash);

        async Task<IReadOnlyList<FrozenReport>> FindAsync() => await world.Get<FindReports>().RunAsync(ReportKind.Services, Month(today), Ct);
    }

    private static DateOnly Month(DateOnly day) => new(day.Year, day.Month, 1);
}
