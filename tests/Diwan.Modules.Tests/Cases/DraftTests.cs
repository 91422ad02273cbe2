using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Engine.Answers;
using Diwan.Platform;
using Diwan.Testing;

namespace Diwan.Modules.Tests.Cases;

/// <summary>What somebody began is there when they come back: after a restart, after a new version, with its files.</summary>
public sealed class DraftTests
{
    private static readonly byte[] Pdf = [.. "%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"u8];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task A_draft_keeps_its_answers_and_files_over_a_restart_and_a_new_version_and_shows_what_is_no_longer_asked(DatabaseProvider on)
    {
        using var first = new Edition("2018.1");
        first.AskForProof();
        using var second = new Edition("2018.2");
        await using var world = await CaseWorld.OpenAsync(on, first.Folder);
        var layla = CaseWorld.Citizen("2000000101", "ليلى سامي يوسف الحوراني");
        var id = await world.StartAsync("moj/non-conviction-certificate", layla);
        Assert.IsType<SaveAnswers.Result.Refused>(await world.AnswerAsync(id, layla, "proof", [], new() { ["proof"] = [new Upload("virus.pdf", [.. "MZ not a PDF at all"u8])] }));
        await world.AnswerAsync(id, layla, "proof", [], new() { ["proof"] = [new Upload("عرض عمل.pdf", Pdf)] });
        await world.AnswerAsync(id, layla, "purpose", new() { ["purpose"] = RawAnswer.Of(["INTERNAL"]) });

        // One answer more leaves those given before.
        await world.AnswerAsync(id, layla, "purpose", new() { ["requestingBody"] = RawAnswer.Of(["شركة الأمل"]) });

        world.Restart(first.Folder);
        var view = await OpenAsync();
        Assert.Equal("INTERNAL", view.Answers["purpose"]!.Json.GetString());
        Assert.Equal("شركة الأمل", view.Answers["requestingBody"]!.Json.GetString());
        var key = view.Answers["proof"]!.Json[0].GetProperty("key").GetString()!;
        var kept = (await world.Get<ReadAttachment>().OfApplicationAsync(id, CaseWorld.Key(layla), "proof", key, Ct))!;
        Assert.Equal(("عرض عمل.pdf", "application/pdf"), (kept.Name, kept.MediaType));
        Assert.Equal(Pdf, kept.Content);

        // Another's draft, another question, a key that is not in the answer: nothing is there.
        Assert.Null(await world.Get<ReadAttachment>().OfApplicationAsync(id, "JO:2000000102", "proof", key, Ct));
        Assert.Null(await world.Get<ReadAttachment>().OfApplicationAsync(id, CaseWorld.Key(layla), "purpose", key, Ct));
        Assert.Null(await world.Get<ReadAttachment>().OfApplicationAsync(id, CaseWorld.Key(layla), "proof", Guid.Empty.ToString("N"), Ct));

        world.Restart(second.Folder);
        await world.Get<PublishedServices>().PublishAsync(Ct);
        view = await OpenAsync();
        Assert.True(view.NewVersion);
        Assert.Equal("INTERNAL", view.Answers["purpose"]!.Json.GetString());
        Assert.Equal("proof", Assert.Single(view.Journey.Unfit).Id);

        // Going on with the new version does not forget what the old one asked, nor how it was called.
        await world.AnswerAsync(id, layla, "purpose", new() { ["purpose"] = RawAnswer.Of(["ELECTION"]) });
        view = await OpenAsync();
        Assert.Equal("إثبات الغاية", view.Before!.Texts[view.Before.FindQuestion("proof")!.LabelKey].Ar);
        Assert.True(view.Answers.Has("proof"));

        async Task<ApplicationView> OpenAsync() =>
            Assert.IsType<OpenApplication.Result.Opened>(await world.Get<OpenApplication>().RunAsync(id, CaseWorld.Key(layla), Ct)).View;
    }
}
