using Diwan.Cases.UseCases;
using Diwan.Engine.Answers;
using Diwan.Engine.Journeys;
using Diwan.Platform;
using Diwan.Testing;

namespace Diwan.Modules.Tests.Cases;

/// <summary>What a device kept while the line was cut is taken once, however often it comes; and never over what was answered elsewhere meanwhile.</summary>
public sealed class KeptEntryTests
{
    private const string Service = "moj/non-conviction-certificate";

    private static readonly byte[] Pdf = [.. "%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"u8];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task An_entry_that_comes_again_changes_nothing_and_keeps_no_file_twice(DatabaseProvider on)
    {
        using var edition = new Edition("2018.1");
        edition.AskForProof();
        await using var world = await CaseWorld.OpenAsync(on, edition.Folder);
        var layla = CaseWorld.Citizen("2000000101", "ليلى سامي يوسف الحوراني");
        var id = await world.StartAsync(Service, layla);
        var entry = new KeptEntry(Guid.CreateVersion7(), await StampAsync(world, id, layla, "proof"), null);
        var files = new Dictionary<string, IReadOnlyList<Upload>> { ["proof"] = [new Upload("عرض.pdf", Pdf)] };

        // Ten at once, as from a device that got no answer: each is told it was taken, and one was.
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => SendAsync(world, id, layla, "proof", [], entry, files)));
        Assert.Contains(answers, a => a is SaveAnswers.Result.Saved);
        Assert.All(answers, a => Assert.True(a is SaveAnswers.Result.Saved or SaveAnswers.Result.ChangedElsewhere, a.ToString()));
        Assert.IsType<SaveAnswers.Result.Saved>(await SendAsync(world, id, layla, "proof", [], entry, files));
        Assert.Equal(1, (await OpenedAsync(world, id, layla)).Answers["proof"]!.Json.GetArrayLength());

        // Under a new name it is a new entry.
        Assert.IsType<SaveAnswers.Result.Saved>(
            await SendAsync(world, id, layla, "proof", [], new KeptEntry(Guid.CreateVersion7(), await StampAsync(world, id, layla, "proof"), null), files));
        Assert.Equal(2, (await OpenedAsync(world, id, layla)).Answers["proof"]!.Json.GetArrayLength());

        // The same name for another's application takes nothing of this one's.
        var omar = CaseWorld.Citizen("2000000102", "أحمد محمود علي الخطيب");
        Assert.IsType<SaveAnswers.Result.NotFound>(await SendAsync(world, id, omar, "proof", [], entry, files));
    }

    [Theory, OnEveryDatabase]
    public async Task What_was_answered_elsewhere_meanwhile_stands_until_somebody_chooses(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var layla = CaseWorld.Citizen("2000000101", "ليلى سامي يوسف الحوراني");
        var id = await world.StartAsync(Service, layla);
        var before = await StampAsync(world, id, layla, "purpose");

        // On the telephone, without a line; and meanwhile on the desk at home.
        var kept = new KeptEntry(Guid.CreateVersion7(), before, null);
        await world.AnswerAsync(id, layla, "purpose", Purpose("INTERNAL", "وزارة الصحة"), partial: false);
        var conflict = Assert.IsType<SaveAnswers.Result.Conflict>(await SendAsync(world, id, layla, "purpose", Purpose("INTERNAL", "وزارة التربية"), kept));
        Assert.Equal("وزارة الصحة", conflict.View.Answers["requestingBody"]!.Json.GetString());
        Assert.Equal("وزارة الصحة", (await OpenedAsync(world, id, layla)).Answers["requestingBody"]!.Json.GetString());

        // The same answers are no conflict; nor are others when the person has seen what stands and chose.
        Assert.IsType<SaveAnswers.Result.Saved>(await SendAsync(world, id, layla, "purpose", Purpose("INTERNAL", "وزارة الصحة"), kept with { Id = Guid.CreateVersion7() }));
        var chosen = kept with { Base = SectionStamp.Of(conflict.Section, conflict.View.Answers) };
        Assert.IsType<SaveAnswers.Result.Saved>(await SendAsync(world, id, layla, "purpose", Purpose("INTERNAL", "وزارة التربية"), chosen));
        Assert.Equal("وزارة التربية", (await OpenedAsync(world, id, layla)).Answers["requestingBody"]!.Json.GetString());

        // An entry whose answer was lost, typed over on the device: its own earlier self is not somebody else.
        var lost = new KeptEntry(Guid.CreateVersion7(), await StampAsync(world, id, layla, "purpose"), null);
        Assert.IsType<SaveAnswers.Result.Saved>(await SendAsync(world, id, layla, "purpose", Purpose("INTERNAL", "البلدية"), lost));
        var over = new KeptEntry(Guid.CreateVersion7(), lost.Base, lost.Id);
        Assert.IsType<SaveAnswers.Result.Saved>(await SendAsync(world, id, layla, "purpose", Purpose("INTERNAL", "الجامعة الأردنية"), over));
        Assert.Equal("الجامعة الأردنية", (await OpenedAsync(world, id, layla)).Answers["requestingBody"]!.Json.GetString());

        // What was refused is refused again, and told again.
        var bad = new KeptEntry(Guid.CreateVersion7(), null, null);
        for (var i = 0; i < 2; i++)
        {
            var refused = Assert.IsType<SaveAnswers.Result.Refused>(await SendAsync(world, id, layla, "purpose", Purpose("INTERNAL", "x"), bad));
            Assert.Contains("requestingBody", refused.Faults.Keys);
        }

        // A question that the entry itself brought up is asked next, the first time and again.
        var other = await world.StartAsync(Service, layla);
        var brings = new KeptEntry(Guid.CreateVersion7(), null, null);
        await SendAsync(world, other, layla, "purpose", new() { ["purpose"] = RawAnswer.Of(["ELECTION"]) }, brings);
        Assert.Equal("purpose", Assert.IsType<SaveAnswers.Result.Saved>(await SendAsync(world, other, layla, "purpose", new() { ["purpose"] = RawAnswer.Of(["ELECTION"]) }, brings)).Next);

        // After it is submitted there is nothing to send it to.
        await world.AnswerCertificateAsync(id, layla);
        await world.SubmitAsync(id, layla);
        Assert.IsType<SaveAnswers.Result.NotFound>(await SendAsync(world, id, layla, "purpose", Purpose("ELECTION", ""), new KeptEntry(Guid.CreateVersion7(), null, null)));
    }

    private static Dictionary<string, RawAnswer> Purpose(string purpose, string body) => new() { ["purpose"] = RawAnswer.Of([purpose]), ["requestingBody"] = RawAnswer.Of([body]) };

    private static Task<SaveAnswers.Result> SendAsync(
        CaseWorld world, Guid id, Applicant who, string section, Dictionary<string, RawAnswer> fields, KeptEntry entry, Dictionary<string, IReadOnlyList<Upload>>? uploads = null) =>
        world.Get<SaveAnswers>().RunAsync(
            new SaveAnswers.Command(id, CaseWorld.Key(who), section, fields, uploads ?? [], new HashSet<string>(), CaseWorld.Person(who)) { Kept = entry }, Ct);

    private static async Task<string> StampAsync(CaseWorld world, Guid id, Applicant who, string section)
    {
        var view = await OpenedAsync(world, id, who);
        return SectionStamp.Of(view.Definition.FindSection(section)!, view.Answers);
    }

    private static async Task<ApplicationView> OpenedAsync(CaseWorld world, Guid id, Applicant who) =>
        Assert.IsType<OpenApplication.Result.Opened>(await world.Get<OpenApplication>().RunAsync(id, CaseWorld.Key(who), Ct)).View;
}
