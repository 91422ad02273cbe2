using Diwan.Accounts;
using Diwan.Documents;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Modules.Tests.Cases;
using Diwan.Platform;
using Diwan.Programme.Accountability;
using Diwan.Programme.Committee;
using Diwan.Programme.Papers;
using Diwan.Programme.Reports;
using Diwan.Testing;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Modules.Tests.Programme;

/// <summary>The committee meets, decides and is minuted; what is late rises to it by itself.</summary>
public sealed class CommitteeTests
{
    private static readonly SignedIn Office = GateTests.Person("914", "تالا حداد", "programme:office");
    private static readonly SignedIn Member = GateTests.Person("919", "فارس المغربي", "programme:committee");
    private static readonly SignedIn Head = GateTests.Person("903", "سعاد علي", "moj:head");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task A_meeting_is_called_held_minuted_and_then_never_changed(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var keep = world.Get<KeepMeetings>();
        var today = world.Today;
        Assert.IsType<KeepMeetings.Result.NotAllowed>(await keep.CallAsync(Member, today, "قاعة الرئاسة", Ct));
        Refused(await keep.CallAsync(Office, today, " ", Ct));
        var number = Assert.IsType<KeepMeetings.Result.Kept>(await keep.CallAsync(Office, today, "قاعة الرئاسة", Ct)).Number;
        Assert.Equal($"{today.Year}/1", number);
        Assert.Equal($"{today.Year}/2", Assert.IsType<KeepMeetings.Result.Kept>(await keep.CallAsync(Office, today.AddDays(9), "القاعة", Ct)).Number);

        // The agenda.
        Assert.IsType<KeepMeetings.Result.NotFound>(await keep.AddItemAsync(Office, "1999/1", "بند", "Item", null, null, Ct));
        Assert.IsType<KeepMeetings.Result.NotAllowed>(await keep.AddItemAsync(Member, number, "بند", "Item", null, null, Ct));
        Refused(await keep.AddItemAsync(Office, number, "بند أول", "", null, null, Ct));
        Refused(await keep.AddItemAsync(Office, number, "بند أول", "First item", "moj/unknown", null, Ct));
        await KeptAsync(keep.AddItemAsync(Office, number, "جاهزية عدم المحكومية", "Readiness of the certificate", "moj/non-conviction-certificate", "gap:1", Ct));
        Refused(await keep.AddItemAsync(Office, number, "هي نفسها", "The same again", null, "gap:1", Ct));
        await KeptAsync(keep.AddItemAsync(Office, number, "تدريب محطات المعرفة", "Training of the knowledge stations", null, null, Ct));

        // Who was there.
        Refused(await keep.AttendAsync(Office, number, "nobody", "سالم", false, Ct));
        Refused(await keep.AttendAsync(Office, number, "mayor", " ", false, Ct));
        await KeptAsync(keep.AttendAsync(Office, number, "mayor", "سامر النجار", true, Ct));
        Refused(await keep.AttendAsync(Office, number, "mayor", "رائد النجار", false, Ct));
        await KeptAsync(keep.AttendAsync(Office, number, "ministers", "لينا الزعبي", false, Ct));
        await KeptAsync(keep.AttendAsync(Office, number, "ministers", "هاني الزعبي", false, Ct));
        await KeptAsync(keep.AttendAsync(Office, number, "performance-unit", "خطأ مطبعي", false, Ct));
        var wrong = (await FindAsync(world, number)).Attendance.Single(a => a.Seat == "performance-unit");
        await KeptAsync(keep.LeaveAsync(Office, number, wrong.Id, Ct));

        // Not without a chair, nor with an item that came to nothing.
        Assert.Equal(3, Refused(await keep.CloseAsync(Office, number, Ct)).Count);
        await KeptAsync(keep.AttendAsync(Office, number, "chair", "نادر الكردي", false, Ct));
        foreach (var item in (await FindAsync(world, number)).Agenda)
        {
            Refused(await keep.NoteAsync(Office, number, item.Id, "", "x", Ct));
            await KeptAsync(keep.NoteAsync(Office, number, item.Id, "ناقشته اللجنة", "The committee discussed it", Ct));
        }

        // A decision belongs to an open meeting of its day.
        var decide = world.Get<RecordDecision>();
        var decision = new NewDecision(DecisionKind.Recommendation, "تعديل البدل في الشباك", "Change the fee at the counter", today, "وزارة العدل", today.AddDays(20), Meeting: number);
        Assert.IsType<RecordDecision.Result.Refused>(await decide.RunAsync(Office, decision with { DecidedOn = today.AddDays(-1) }, Ct));
        Assert.IsType<RecordDecision.Result.Refused>(await decide.RunAsync(Office, decision with { Meeting = "1999/1" }, Ct));
        var decided = Assert.IsType<RecordDecision.Result.Recorded>(await decide.RunAsync(Office, decision, Ct)).Number;
        Refused(await keep.CloseAsync(Office, $"{today.Year}/2", Ct));
        await KeptAsync(keep.CloseAsync(Office, number, Ct));

        // From now on nobody adds to it, not even the database's owner.
        Refused(await keep.AddItemAsync(Office, number, "بند متأخر", "Late item", null, null, Ct));
        Refused(await keep.CloseAsync(Office, number, Ct));
        Assert.IsType<RecordDecision.Result.Refused>(await decide.RunAsync(Office, decision, Ct));
        var minutes = (await FindAsync(world, number)).Minutes!;
        Assert.True(minutes.IsIntact);
        Assert.Equal(["نادر الكردي", "لينا الزعبي", "هاني الزعبي", "سامر النجار"], minutes.Content.Present.Select(p => p.Name));
        Assert.Equal(3, minutes.Content.Absent.Count);
        Assert.Equal(decided, Assert.Single(minutes.Content.Decisions).Number);
        await using (var db = await world.Get<IDbContextFactory<AppDbContext>>().CreateDbContextAsync(Ct))
        {
            await Assert.ThrowsAnyAsync<Exception>(() => db.Database.ExecuteSqlRawAsync("UPDATE minutes SET content = '{}'", Ct));
        }

        var papers = world.Get<IssueMinutes>();
        Assert.Null(await papers.RunAsync(Office.ToActor(), $"{today.Year}/2", Language.Arabic, Ct));
        foreach (var language in Enum.GetValues<Language>())
        {
            var paper = (await papers.RunAsync(Office.ToActor(), number, language, Ct))!;
            Assert.Equal(paper.Bytes, (await papers.RunAsync(Member.ToActor(), number, language, Ct))!.Bytes);
            Assert.IsType<Verification.InForce>(await world.Get<VerifyDocument>().ByFileAsync(paper.Bytes, Ct));
            if (Environment.GetEnvironmentVariable("DIWAN_PICTURES") is { Length: > 0 } folder)
            {
                await File.WriteAllBytesAsync(Path.Combine(folder, $"minutes-{language}.pdf"), paper.Bytes, Ct);
            }
        }
    }

    [Theory, OnEveryDatabase]
    public async Task What_is_late_rises_from_level_to_level_once_each_and_stands_in_the_report(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var today = world.Today;
        await world.Get<RecordDecision>().RunAsync(Office, new(DecisionKind.Other, "تدريب الموظفين", "Train the officers", today, "سعاد علي", today.AddDays(3), "moj/non-conviction-certificate"), Ct);
        await world.Get<RecordDecision>().RunAsync(Office, new(DecisionKind.Other, "لا موعد له", "Without a date", today, "رنا"), Ct);
        var matters = await world.Get<ReadMatters>().ForAsync(Office, Ct);
        Assert.Equal([(DateOnly?)today.AddDays(3), null], matters.Where(m => m.Kind == MatterKind.Decision).Select(m => m.DueOn));
        Assert.All(matters, m => Assert.Equal((0, EscalationLevel.Owner), (m.DaysLate, m.Level)));
        Assert.Equal(0, await world.Get<Escalate>().RunAsync(Ct));

        // The head of the institution reads what concerns it; a clerk nothing.
        Assert.Single(await world.Get<ReadMatters>().ForAsync(Head, Ct));
        Assert.False(world.Get<ReadMatters>().Concerns(GateTests.Person("901", "منى عمر", "gam:officer")));

        var seen = new List<EscalationLevel>();
        for (var day = 0; day < 45; day++)
        {
            world.Sleep(TimeSpan.FromDays(1));
            var risen = await world.Get<Escalate>().RunAsync(Ct);
            Assert.Equal(0, await world.Get<Escalate>().RunAsync(Ct));
            if (risen > 0)
            {
                var matter = (await world.Get<ReadMatters>().ForAsync(Member, Ct)).Single(m => m.IsLate);
                seen.Add(matter.Level);
                var rule = world.Get<Diwan.Cases.Published.PublishedServices>().Catalogue.Steering.Escalation.Single(s => s.Level == matter.Level);
                Assert.Equal(rule.Days, matter.DaysLate);
            }
        }

        Assert.Equal([EscalationLevel.Unit, EscalationLevel.Institution, EscalationLevel.Committee, EscalationLevel.Cabinet], seen);
        var reached = (await world.Get<Escalate>().BroughtAsync(EscalationLevel.Cabinet, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Ct)).Single();
        var report = await world.Get<MeasureMonth>().RunAsync(ReportKind.Services, NationalCalendar.DateAt(reached.At), Ct);
        Assert.Equal(("Train the officers", "سعاد علي"), (Assert.Single(report.Escalated!).Title.En, report.Escalated![0].Owner.Ar));
        Assert.Contains(Essentials.Of(report, null, null), line => line.En.Contains("Train the officers", StringComparison.Ordinal));

        // Done: it is open no more, and what was written of it stays.
        await world.Get<RecordDecision>().FollowUpAsync(Office, $"{today.Year}/1", "دُرّبوا كلهم", true, Ct);
        Assert.DoesNotContain(await world.Get<ReadMatters>().ForAsync(Office, Ct), m => m.IsLate);
        Assert.Equal(4, (await world.Get<Escalate>().BroughtAsync(EscalationLevel.Unit, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Ct)).Count);
    }

    private static async Task<MeetingView> FindAsync(CaseWorld world, string number) => (await world.Get<FindMeetings>().FindAsync(number, Ct))!;

    private static async Task KeptAsync(Task<KeepMeetings.Result> result) => Assert.IsType<KeepMeetings.Result.Kept>(await result);

    private static IReadOnlyList<LocalizedText> Refused(KeepMeetings.Result result) => Assert.IsType<KeepMeetings.Result.Refused>(result).Why;
}
