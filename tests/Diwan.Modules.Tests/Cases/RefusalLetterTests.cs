using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Documents;
using Diwan.Engine.Journeys;
using Diwan.Engine.Papers;
using Diwan.Engine.Process;
using Diwan.Kernel;
using Diwan.Modules.Tests.Documents;
using Diwan.Platform;
using Diwan.Testing;

namespace Diwan.Modules.Tests.Cases;

/// <summary>Who is refused gets a sealed letter with the reason and the remedy, in their language; and nothing that is confidential.</summary>
public sealed class RefusalLetterTests
{
    private static readonly Applicant Ahmad = CaseWorld.Citizen("2000000102", "أحمد محمود علي الخطيب");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task A_refused_case_gives_a_letter_that_is_downloaded_and_verified(DatabaseProvider on)
    {
        OutsideTool.Needed("pdftotext");
        await using var world = await CaseWorld.OpenAsync(on);
        var reference = await RefusedAsync(world);

        var seen = (await world.Get<ReadCase>().ForApplicantAsync(reference, CaseWorld.Key(Ahmad), Ct))!;
        Assert.Equal(PublicState.Refused, seen.PublicState);
        var letter = Assert.Single(await world.Get<FindDocuments>().OfCaseAsync(reference, Ct));
        Assert.Equal(PaperKinds.RefusalLetter, letter.DocumentId);
        Assert.Equal(("كتاب رفض طلب", "Letter of refusal"), (letter.Title.Ar, letter.Title.En));
        Assert.Contains(await world.Get<FindDocuments>().OfPersonAsync(CaseWorld.Key(Ahmad), Ct), d => d.Number == letter.Number);
        Assert.IsType<DownloadDocument.Result.NotFound>(await world.Get<DownloadDocument>().RunAsync(letter.Number, "JO:2000000101", Actor.System("test"), Ct));

        var file = Assert.IsType<DownloadDocument.Result.Ready>(await world.Get<DownloadDocument>().RunAsync(letter.Number, CaseWorld.Key(Ahmad), Actor.System("test"), Ct)).Bytes;
        var shown = Assert.IsType<Verification.InForce>(await world.Get<VerifyDocument>().ByFileAsync(file, Ct)).Copy;
        Assert.Contains(shown.Facts, f => f.Value == reference);
        // What a verifier sees names neither the person nor the reason.
        Assert.All(shown.Facts, f => Assert.DoesNotContain("أحمد", f.Value, StringComparison.Ordinal));
        var text = TextOf(file);
        var service = world.Get<PublishedServices>().Current("moj/non-conviction-certificate")!;
        Assert.Contains(Squeezed(service.Texts["refusal.certificateWithheld.why"].Ar)[..40], Squeezed(text), StringComparison.Ordinal);
        Assert.Contains(Squeezed(service.Texts["refusal.certificateWithheld.remedy"].Ar)[..40], Squeezed(text), StringComparison.Ordinal);
        foreach (var tell in (string[])["سجل عدلي", "مطابقة السجل", "سمر", "judge", "ملاحظة سرية"])
        {
            Assert.DoesNotContain(tell, text, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory, OnEveryDatabase]
    public async Task The_letter_is_written_in_the_language_the_person_chose_and_once_only(DatabaseProvider on)
    {
        OutsideTool.Needed("pdftotext");
        await using var world = await CaseWorld.OpenAsync(on);
        await world.PersonSignsInAsync(Ahmad, Language.English);
        var reference = await RefusedAsync(world);
        await world.WorkAsync();

        var letter = Assert.Single(await world.Get<FindDocuments>().OfCaseAsync(reference, Ct));
        var text = TextOf(Assert.IsType<DownloadDocument.Result.Ready>(await world.Get<DownloadDocument>().RunAsync(letter.Number, CaseWorld.Key(Ahmad), Actor.System("test"), Ct)).Bytes);
        Assert.Contains("Letter of refusal", text, StringComparison.Ordinal);
        Assert.Contains("What you can do", text, StringComparison.Ordinal);
        Assert.DoesNotContain("كتاب رفض", text, StringComparison.Ordinal);
    }

    [Theory, OnEveryDatabase]
    public async Task The_refusal_does_not_wait_for_the_seal_but_the_letter_does(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var reference = await RefusedAsync(world, async () => await world.KnobAsync("tsa", down: true));

        Assert.Equal(PublicState.Refused, (await world.Get<ReadCase>().ForApplicantAsync(reference, CaseWorld.Key(Ahmad), Ct))!.PublicState);
        Assert.Empty(await world.Get<FindDocuments>().OfCaseAsync(reference, Ct));

        await world.KnobAsync("tsa", down: false);
        world.Pass(TimeSpan.FromMinutes(11));
        await world.WorkAsync();
        Assert.Single(await world.Get<FindDocuments>().OfCaseAsync(reference, Ct));
    }

    private static async Task<string> RefusedAsync(CaseWorld world, Func<Task>? before = null)
    {
        var id = await world.StartAsync("moj/non-conviction-certificate", Ahmad);
        await world.AnswerCertificateAsync(id, Ahmad);
        var reference = await world.SubmitAsync(id, Ahmad);
        await world.PayAsync(reference, Ahmad);
        await world.WorkAsync();
        var section = CaseWorld.Officer("2000000920", "سمر هشام راشد العقباوي", "moj:section");
        await DecideAsync(section, Verdict.Approve, null);
        await world.WorkAsync();
        if (before is not null)
        {
            await before();
        }

        await DecideAsync(CaseWorld.Officer("2000000921", "القاضي", "moj:judge"), Verdict.Refuse, "certificateWithheld");
        await world.WorkAsync();
        return reference;

        async Task DecideAsync(Officer officer, Verdict verdict, string? reason)
        {
            var task = Assert.Single((await world.Get<ReadTasks>().ForOfficerAsync(officer, new QueueFilter(), 0, Ct)).Tasks);
            Assert.IsType<WorkTask.Result.Worked>(await world.Get<WorkTask>().ClaimAsync(reference, task.TaskId, officer, Ct));
            Assert.IsType<WorkTask.Result.Worked>(await world.Get<WorkTask>().DecideAsync(reference, task.TaskId, officer, verdict, reason, "ملاحظة سرية", Ct));
        }
    }

    private static string TextOf(byte[] pdf)
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.CreateVersion7():N}.pdf");
        File.WriteAllBytes(path, pdf);
        try
        {
            return OutsideTool.TextOf(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Without what line breaks change.</summary>
    private static string Squeezed(string text) => string.Concat(OutsideTool.Comparable(text).Where(c => !char.IsWhiteSpace(c)));
}
