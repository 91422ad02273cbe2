using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Platform;
using Diwan.Testing;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Modules.Tests.Cases;

/// <summary>A complaint gets a number, an owner and a date; it is answered in writing, or comes before the head of the unit.</summary>
public sealed class ComplaintTests
{
    private const string Fines = "gam/traffic-fines";
    private const string Certificate = "moj/non-conviction-certificate";

    private static readonly Officer Desk = CaseWorld.Officer("2000000939", "غادة لؤي منصور الأيوبي", "gam:complaints");
    private static readonly Officer FinesHead = CaseWorld.Officer("2000000923", "شكيب فايز مطر الحلبي", "gam:fines-head");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task It_is_taken_answered_in_writing_and_read_by_whoever_gave_it(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var layla = CaseWorld.Citizen("2000000101", "ليلى سامي يوسف الحوراني");
        var taken = await GiveAsync(world, Fines, "دفعت المخالفة مرتين ولم يُعد المبلغ.", CaseWorld.Key(layla), "٠٧٩ ٠٠٠ ٠١٠١");
        Assert.Equal(world.Get<PublishedServices>().Calendar.AddWorkingDays(world.Now, 5), taken.AnswerBy);

        var line = Assert.Single(await WaitingAsync(world, Desk));
        Assert.Equal((taken.Number, ComplaintState.Received, DeadlineState.InTime, true), (line.Number, line.State, line.Deadline, line.MayOpen));

        world.Pass(TimeSpan.FromHours(1));

        // Nobody answers what they did not take, nor without saying what was found, nor in a word.
        var desk = world.Get<AnswerComplaints>();
        Assert.IsType<AnswerComplaints.Result.Refused>(await AnswerAsync(world, Desk, taken.Number));
        Assert.IsType<AnswerComplaints.Result.Done>(await desk.TakeAsync(taken.Number, Desk, Ct));
        Assert.IsType<AnswerComplaints.Result.Refused>(await desk.TakeAsync(taken.Number, FinesHead, Ct));
        Assert.IsType<AnswerComplaints.Result.Refused>(await AnswerAsync(world, FinesHead, taken.Number));
        Assert.IsType<AnswerComplaints.Result.Refused>(await desk.AnswerAsync(taken.Number, Desk, null, "أعدنا إليك المبلغ كاملًا.", Ct));
        Assert.IsType<AnswerComplaints.Result.Refused>(await desk.AnswerAsync(taken.Number, Desk, ComplaintFinding.Upheld, "  نعم ", Ct));
        Assert.IsType<AnswerComplaints.Result.Done>(await AnswerAsync(world, Desk, taken.Number));
        Assert.IsType<AnswerComplaints.Result.Refused>(await AnswerAsync(world, Desk, taken.Number));
        Assert.Empty(await WaitingAsync(world, Desk));
        Assert.Single((await desk.ListAsync(Desk, answered: true, 0, Ct)).Lines);

        // The person reads it, signed in or by the code; by the number alone anybody sees the state and no word.
        var follow = world.Get<FollowComplaint>();
        Assert.Equal("أعدنا إليك المبلغ كاملًا.", (await follow.FindAsync(taken.Number, CaseWorld.Key(layla), null, Ct))!.Whole!.Answer);
        Assert.Equal(ComplaintFinding.Upheld, (await follow.FindAsync(taken.Number.ToLowerInvariant(), null, taken.Code.ToLowerInvariant(), Ct))!.Whole!.Finding);
        foreach (var (person, code) in new (string?, string?)[] { (null, null), ("JO:2000000102", null), (null, taken.Number), (null, CaseReference.New().Value), (null, "x") })
        {
            var seen = (await follow.FindAsync(taken.Number, person, code, Ct))!;
            Assert.True(seen is { Whole: null, State: ComplaintState.Answered }, $"{person} {code}");
        }

        // They were told twice, by telephone too, and never what it says; nothing is late any more.
        world.Pass(TimeSpan.FromDays(30));
        await world.WorkAsync();
        var told = await world.Get<Inbox>().OfPersonAsync(CaseWorld.Key(layla), 20, Ct);
        Assert.Equal(["complaint.answered", "complaint.received"], told.Select(m => m.MessageId));
        Assert.All(told, m => Assert.Equal("+962790000101", m.Phone));
        Assert.All(told, m => Assert.DoesNotContain("مبلغ", m.Text.Ar, StringComparison.Ordinal));

        // And that it was opened stands in their ledger.
        Assert.NotNull(await desk.OpenAsync(taken.Number, Desk, Ct));
        Assert.Contains(await world.Get<AccessLedger>().OfPersonAsync(CaseWorld.Key(layla), null, 10, Ct), l => l.Role == "gam:complaints" && l.Subject == taken.Number);
    }

    [Theory, OnEveryDatabase]
    public async Task When_the_date_passes_it_comes_before_the_head_of_the_unit_who_may_answer(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        await world.SignInAsync("2000000923", "شكيب فايز مطر الحلبي", "gam:fines-head");
        var taken = await GiveAsync(world, Fines, "انتظرت ساعتين ولم يجبني أحد.", null, "+44 7700 900606");
        Assert.IsType<AnswerComplaints.Result.Done>(await world.Get<AnswerComplaints>().TakeAsync(taken.Number, Desk, Ct));

        // On the last day nothing happens yet, in whichever process the duty comes up.
        world.Pass(taken.AnswerBy - world.Now - TimeSpan.FromMinutes(1));
        world.Restart(Repository.Services);
        await world.WorkAsync();
        Assert.False(Assert.Single(await WaitingAsync(world, FinesHead)).Escalated);
        Assert.IsType<AnswerComplaints.Result.Refused>(await AnswerAsync(world, FinesHead, taken.Number));

        world.Pass(TimeSpan.FromMinutes(1));
        await world.WorkAsync();
        await world.WorkAsync();
        var late = Assert.Single(await WaitingAsync(world, FinesHead));
        Assert.Equal((true, DeadlineState.Overdue), (late.Escalated, late.Deadline));
        var head = Assert.Single(await world.Get<Inbox>().OfPersonAsync("OFF:2000000923", 10, Ct));
        Assert.Contains(taken.Number, head.Text.Ar, StringComparison.Ordinal);
        var file = (await world.Get<AnswerComplaints>().OpenAsync(taken.Number, FinesHead, Ct))!;
        Assert.Equal(["complaint.received", "complaint.taken", "complaint.escalated"], file.History.Select(e => e.Type));

        // Another unit's head sees nothing of it.
        var taxHead = CaseWorld.Officer("2000000922", "عبلة", "gam:tax-head");
        Assert.Empty(await WaitingAsync(world, taxHead));
        Assert.IsType<AnswerComplaints.Result.NotFound>(await AnswerAsync(world, taxHead, taken.Number));
        Assert.IsType<AnswerComplaints.Result.Done>(await AnswerAsync(world, FinesHead, taken.Number));

        var figures = Assert.Single(await world.Get<ReadVoice>().FiguresAsync(FinesHead, DateOnly.MinValue.AddYears(2000), Ct));
        Assert.Equal((Fines, 1, 0, 0, 1, 0, 1), (figures.Service, figures.Complaints, figures.Waiting, figures.Late, figures.Answered, figures.AnsweredInTime, figures.Upheld));
        Assert.True((await world.Get<AuditVerifier>().VerifyAsync(null, Ct)).IsSound);
    }

    [Theory, OnEveryDatabase]
    public async Task A_holiday_announced_meanwhile_moves_the_date_before_anybody_is_blamed(DatabaseProvider on)
    {
        using var announced = new Edition("2018.1");
        await using var world = await CaseWorld.OpenAsync(on);
        var layla = CaseWorld.Citizen("2000000101", "ليلى سامي يوسف الحوراني");
        var taken = await GiveAsync(world, Fines, "لم يصلني جواب عن سؤالي.", CaseWorld.Key(layla), null);
        var off = NationalCalendar.DateAt(taken.AnswerBy);
        announced.Change("calendar/holidays.yaml", "holidays:\n", $"holidays:\n  - {{ from: {off:yyyy-MM-dd}, name: {{ ar: عطلة معلنة, en: Announced }}, status: announced }}\n");
        world.Restart(announced.Folder);
        world.Pass(taken.AnswerBy - world.Now + TimeSpan.FromMinutes(1));
        await world.WorkAsync();
        var line = Assert.Single(await WaitingAsync(world, Desk));
        Assert.False(line.Escalated);
        Assert.True(line.DueAt > taken.AnswerBy);
        Assert.Contains(await world.Get<Inbox>().OfPersonAsync(CaseWorld.Key(layla), 10, Ct), m => m.MessageId == "complaint.postponed");
        world.Pass(line.DueAt - world.Now);
        await world.WorkAsync();
        Assert.True(Assert.Single(await WaitingAsync(world, Desk)).Escalated);
    }

    [Theory, OnEveryDatabase]
    public async Task One_about_a_case_that_may_be_confidential_is_handled_by_those_who_may_see_it_and_nobody_else(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var ahmad = CaseWorld.Citizen("2000000102", "أحمد محمود علي الخطيب");
        var id = await world.StartAsync(Certificate, ahmad);
        await world.AnswerCertificateAsync(id, ahmad);
        var reference = await world.SubmitAsync(id, ahmad);
        var about = await GiveAsync(world, Certificate, "تأخرت شهادتي بلا سبب.", CaseWorld.Key(ahmad), null, reference);
        var general = await GiveAsync(world, Certificate, "صفحة الخدمة لا تذكر المدة.", null, null);

        // The service decides, not the case: a reference that meets no record is handled in the same way.
        var layla = CaseWorld.Citizen("2000000101", "ليلى سامي يوسف الحوراني");
        var other = await GiveAsync(world, Certificate, "تأخرت شهادتي أيضًا.", CaseWorld.Key(layla), null, CaseReference.New().Value);

        var section = CaseWorld.Officer("2000000920", "سمر هشام راشد العقباوي", "moj:section");
        Assert.Equal([about.Number, other.Number], (await WaitingAsync(world, section)).Where(l => l.Confidential).Select(l => l.Number).Order().OrderBy(n => n != about.Number));
        Assert.DoesNotContain(await WaitingAsync(world, section), l => l.Number == general.Number);
        world.Pass(TimeSpan.FromDays(20));
        await world.WorkAsync();

        foreach (var role in world.Get<PublishedServices>().Catalogue.Institutions.SelectMany(i => i.Roles).Where(r => !r.Confidential || r.Institution != "moj"))
        {
            var officer = CaseWorld.Officer("2000000999", "سواه", role.Key);
            var lines = await WaitingAsync(world, officer);
            if (role.Key == "moj:head")
            {
                // The head learns that it is late, and no more.
                Assert.Equal(3, lines.Count);
                Assert.All(lines.Where(l => l.Confidential), l => Assert.True(l is { Escalated: true, MayOpen: false, OfficerName: null }));
            }
            else
            {
                Assert.DoesNotContain(lines, l => l.Confidential);
                Assert.Equal(role.Key == "moj:complaints" ? 1 : 0, lines.Count);
            }

            Assert.True(await world.Get<AnswerComplaints>().OpenAsync(about.Number, officer, Ct) is null, $"{role.Key} opens it.");
            Assert.IsType<AnswerComplaints.Result.NotFound>(await world.Get<AnswerComplaints>().TakeAsync(about.Number, officer, Ct));
            Assert.IsType<AnswerComplaints.Result.NotFound>(await AnswerAsync(world, officer, about.Number));
        }

        Assert.IsType<AnswerComplaints.Result.Done>(await world.Get<AnswerComplaints>().TakeAsync(about.Number, section, Ct));
        Assert.NotNull(await world.Get<AnswerComplaints>().OpenAsync(about.Number, section, Ct));
        Assert.IsType<AnswerComplaints.Result.Done>(await AnswerAsync(world, section, about.Number));

        // The ledger says that the ministry looked, not which desk.
        var read = Assert.Single(await world.Get<AccessLedger>().OfPersonAsync(CaseWorld.Key(ahmad), null, 20, Ct), l => l.Subject == about.Number);
        Assert.Equal(("", "moj:officer"), (read.ReaderName, read.Role));
    }

    [Theory, OnEveryDatabase]
    public async Task Nobody_meets_their_own_complaint_or_answers_for_their_own_work(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var own = await GiveAsync(world, Fines, "شكوى موظفة الشكاوى نفسها.", "JO:2000000939", null);
        Assert.Empty(await WaitingAsync(world, Desk));
        Assert.Null(await world.Get<AnswerComplaints>().OpenAsync(own.Number, Desk, Ct));
        Assert.IsType<AnswerComplaints.Result.NotFound>(await world.Get<AnswerComplaints>().TakeAsync(own.Number, Desk, Ct));
        Assert.Single(await WaitingAsync(world, FinesHead));
    }

    [Theory, OnEveryDatabase]
    public async Task What_is_wrong_with_it_is_said_beside_its_field_and_feedback_names_nobody(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        async Task<string?> FieldAsync(string? words, string? reference, string? phone) =>
            (await world.Get<Complain>().RunAsync(new Complain.Command(Fines, reference, words, phone, null, Language.Arabic), Actor.System("visitor"), Channel.Portal, Ct))
                is Complain.Result.Refused refused ? refused.Field : null;
        Assert.Equal("words", await FieldAsync("قصيرة", null, null));
        Assert.Equal("words", await FieldAsync(new string('م', 2001), null, null));
        Assert.Equal("reference", await FieldAsync("كلام كاف للشكوى", "7K4M-92QX-4", null));
        Assert.Equal("phone", await FieldAsync("كلام كاف للشكوى", null, "0791"));
        Assert.Null(await FieldAsync("كلام كاف للشكوى", " ", " "));
        Assert.IsType<Complain.Result.NoSuchService>(
            await world.Get<Complain>().RunAsync(new("gam/nothing", null, "كلام كاف للشكوى", null, null, Language.Arabic), Actor.System("visitor"), Channel.Portal, Ct));

        var give = world.Get<GiveFeedback>();
        Assert.IsType<GiveFeedback.Result.Refused>(await give.RunAsync(Fines, 6, null, Channel.Portal, Ct));
        foreach (var (level, words) in new[] { (5, "سريعة"), (4, ""), (1, " بطيئة ") })
        {
            Assert.IsType<GiveFeedback.Result.Taken>(await give.RunAsync(Fines, level, words, Channel.Portal, Ct));
        }

        var figures = Assert.Single(await world.Get<ReadVoice>().FiguresAsync(FinesHead, NationalCalendar.DateAt(world.Now), Ct));
        Assert.Equal([1, 0, 0, 1, 1], figures.Levels);
        Assert.Equal((10m / 3, 2m / 3), (figures.Average!.Value, figures.Satisfied!.Value));
        Assert.Equal(["بطيئة", "سريعة"], (await world.Get<ReadVoice>().WordsAsync(FinesHead, NationalCalendar.DateAt(world.Now), Ct)).Select(w => w.Words).Order());
        Assert.Empty(await world.Get<ReadVoice>().FiguresAsync(CaseWorld.Officer("2000000907", "ميساء", "gam:officer"), NationalCalendar.DateAt(world.Now), Ct));
        Assert.Equal(3, (await world.Get<ReadVoice>().FiguresAsync(Desk, NationalCalendar.DateAt(world.Now), Ct)).Count);
    }

    private static async Task<Complain.Result.Taken> GiveAsync(CaseWorld world, string service, string words, string? person, string? phone, string? reference = null) =>
        Assert.IsType<Complain.Result.Taken>(await world.Get<Complain>().RunAsync(
            new Complain.Command(service, reference, words, phone, person, Language.Arabic), Actor.System("visitor"), Channel.Portal, Ct));

    private static async Task<IReadOnlyList<ComplaintLine>> WaitingAsync(CaseWorld world, Officer officer) =>
        (await world.Get<AnswerComplaints>().ListAsync(officer, answered: false, 0, Ct)).Lines;

    private static Task<AnswerComplaints.Result> AnswerAsync(CaseWorld world, Officer officer, string number) =>
        world.Get<AnswerComplaints>().AnswerAsync(number, officer, ComplaintFinding.Upheld, "أعدنا إليك المبلغ كاملًا.", Ct);
}
