using Diwan.Cases.UseCases;
using Diwan.Documents;
using Diwan.Engine.Answers;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Platform;
using Diwan.Testing;

namespace Diwan.Modules.Tests.Cases;

/// <summary>What people are told without asking: that a document ends, and, inside, that somebody is late.</summary>
public sealed class NoticeTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task A_document_that_ends_is_told_of_a_month_before_once(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var sami = CaseWorld.Citizen("2000000101", "سامي يوسف أحمد النجار");
        var reference = await CertificateAsync(world, sami);
        var document = Assert.Single(await world.Get<FindDocuments>().OfCaseAsync(reference, Ct));

        world.Pass(NationalCalendar.At(document.ValidUntil!.Value.AddDays(-30), new TimeOnly(9, 59)) - world.Now);
        await world.WorkAsync();
        Assert.DoesNotContain(await world.Get<Inbox>().OfPersonAsync(CaseWorld.Key(sami), 20, Ct), m => m.MessageId == "expiring");

        world.Pass(TimeSpan.FromMinutes(1));
        await world.WorkAsync();
        world.Pass(TimeSpan.FromDays(40));
        await world.WorkAsync();
        var told = Assert.Single(await world.Get<Inbox>().OfPersonAsync(CaseWorld.Key(sami), 20, Ct), m => m.MessageId == "expiring");
        Assert.Contains(document.Number, told.Text.Ar, StringComparison.Ordinal);
        Assert.Contains(document.ValidUntil.Value.Year.ToString(System.Globalization.CultureInfo.InvariantCulture), told.Text.En, StringComparison.Ordinal);
        Assert.DoesNotContain('{', told.Text.Ar);
        Assert.NotNull(told.Phone);
    }

    [Theory, OnEveryDatabase]
    public async Task Who_has_not_paid_is_reminded_once_before_the_bill_ends(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        foreach (var begin in world.Get<IEnumerable<Microsoft.Extensions.Hosting.IHostedService>>().Where(s => s.GetType().Name == "RemindersBegin"))
        {
            // Another node starts at the same time: the look is owed once.
            await begin.StartAsync(Ct);
            await begin.StartAsync(Ct);
        }

        var sami = CaseWorld.Citizen("2000000101", "سامي يوسف أحمد النجار");
        var id = await world.StartAsync("moj/non-conviction-certificate", sami);
        await world.AnswerCertificateAsync(id, sami);
        var reference = await world.SubmitAsync(id, sami);
        var ends = (await world.Get<ReadCase>().ForApplicantAsync(reference, CaseWorld.Key(sami), Ct))!.State.Bill!.ExpiresAt;
        while (world.Now < ends.AddDays(2))
        {
            await world.WorkAsync();
            world.Pass(TimeSpan.FromHours(7));
        }

        var told = Assert.Single(await world.Get<Inbox>().OfPersonAsync(CaseWorld.Key(sami), 50, Ct), m => m.MessageId == "reminder.bill");
        Assert.InRange(ends - told.At, TimeSpan.FromHours(20), TimeSpan.FromDays(2));
        Assert.Contains(reference, told.Text.Ar, StringComparison.Ordinal);
    }

    [Theory, OnEveryDatabase]
    public async Task Of_a_document_that_was_revoked_nobody_is_told_that_it_ends(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var sami = CaseWorld.Citizen("2000000101", "سامي يوسف أحمد النجار");
        var reference = await CertificateAsync(world, sami);
        var document = Assert.Single(await world.Get<FindDocuments>().OfCaseAsync(reference, Ct));
        var change = new Change(CaseWorld.Officer("2000000903", "هناء رشيد حسن الأنصاري", "moj:head").Actor, Channel.Portal, "testing", world.Now);
        Assert.IsType<RevokeDocument.Result.Revoked>(await world.Get<RevokeDocument>().AddAsync(change, document.Number, RevocationReason.ByOrder, Ct));
        (await world.Get<ChangeWriter>().WriteAsync(change, Ct)).OrThrow();

        world.Pass(TimeSpan.FromDays(80));
        await world.WorkAsync();
        Assert.DoesNotContain(await world.Get<Inbox>().OfPersonAsync(CaseWorld.Key(sami), 20, Ct), m => m.MessageId == "expiring");
    }

    [Theory, OnEveryDatabase]
    public async Task What_is_late_is_told_to_those_who_answer_for_it_and_a_confidential_desk_to_itself_alone(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        await world.SignInAsync("2000000903", "هناء رشيد حسن الأنصاري", "moj:head");
        await world.SignInAsync("2000000920", "سمر هشام راشد العقباوي", "moj:section");
        var ahmad = CaseWorld.Citizen("2000000102", "أحمد محمود علي الخطيب");
        var reference = await CertificateAsync(world, ahmad);
        Assert.Single((await world.Get<ReadTasks>().ForOfficerAsync(CaseWorld.Officer("2000000920", "سمر", "moj:section"), new QueueFilter(), 0, Ct)).Tasks);

        world.Pass(TimeSpan.FromDays(30));
        await world.WorkAsync();
        var section = await world.Get<Inbox>().OfPersonAsync("OFF:2000000920", 20, Ct);
        Assert.Equal(["escalation.promise.broken", "escalation.task.overdue"], section.Select(m => m.MessageId).Order());
        Assert.All(section, m => Assert.Contains(reference, m.Text.En, StringComparison.Ordinal));
        Assert.Empty(await world.Get<Inbox>().OfPersonAsync("OFF:2000000903", 20, Ct));

        // Nothing of it reaches the applicant but that the promise was broken.
        Assert.DoesNotContain(await world.Get<Inbox>().OfPersonAsync(CaseWorld.Key(ahmad), 20, Ct), m => m.MessageId.StartsWith("escalation", StringComparison.Ordinal));
    }

    [Theory, OnEveryDatabase]
    public async Task The_head_of_the_unit_is_told_of_a_task_that_is_late(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        await world.SignInAsync("2000000901", "رئيس الوحدة", "moj:head");
        var sami = CaseWorld.Citizen("2000000101", "سامي يوسف أحمد النجار");
        var reference = await CertificateAsync(world, sami, new() { ["deliveryMode"] = "POST" });
        Assert.Single((await world.Get<ReadTasks>().ForOfficerAsync(CaseWorld.Officer("2000000902", "كاتب", "moj:officer"), new QueueFilter(), 0, Ct)).Tasks);

        world.Pass(TimeSpan.FromDays(30));
        await world.WorkAsync();
        var head = await world.Get<Inbox>().OfPersonAsync("OFF:2000000901", 20, Ct);
        Assert.Contains(head, m => m.MessageId == "escalation.task.overdue" && m.Text.Ar.Contains(reference, StringComparison.Ordinal));
        Assert.Contains(head, m => m.MessageId == "escalation.promise.broken");
    }

    private static async Task<string> CertificateAsync(CaseWorld world, Engine.Journeys.Applicant who, Dictionary<string, string>? more = null)
    {
        var id = await world.StartAsync("moj/non-conviction-certificate", who);
        await world.AnswerCertificateAsync(id, who);
        if (more is not null)
        {
            await world.AnswerAsync(id, who, "delivery", more.ToDictionary(a => a.Key, a => RawAnswer.Of([a.Value])));
            await world.AnswerAsync(id, who, "delivery", new()
            {
                ["postAddress"] = RawAnswer.FromJson(System.Text.Json.Nodes.JsonNode.Parse("""{"governorate":"AM","locality":"الجبيهة"}""")!),
            });
        }

        var reference = await world.SubmitAsync(id, who);
        await world.PayAsync(reference, who);
        await world.WorkAsync();
        return reference;
    }
}
