using Diwan.Cases.UseCases;
using Diwan.Engine.Answers;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Testing;

namespace Diwan.Modules.Tests.Cases;

/// <summary>A file that was sent back is replaced by its applicant; what a form says of files by their keys is never believed.</summary>
public sealed class CompletionTests
{
    private const string Service = "moj/non-conviction-certificate";

    private static readonly byte[] First = Pdf(1), Second = Pdf(2), Third = Pdf(3);

    private static readonly Dictionary<string, RawAnswer> Nothing = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task Of_several_files_one_is_taken_away_and_another_added(DatabaseProvider on)
    {
        using var edition = new Edition("2018.1");
        edition.AskForProof();
        await using var world = await CaseWorld.OpenAsync(on, edition.Folder);
        var (who, reference, change) = (Applicant, await SentBackAsync(world), world.Get<ChangeOwnCase>());
        var before = Assert.Single(await FilesAsync(world, reference));

        // A key that is another's, and a kind that is not taken: nothing is changed.
        var forged = new Dictionary<string, RawAnswer> { ["proof"] = RawAnswer.Of([new RawFile("x.pdf", "application/pdf", 10, Guid.Empty.ToString("N"))]) };
        Assert.IsType<ChangeOwnCase.Result.NotFound>(await CompleteAsync("JO:2000000101", forged));
        Assert.Contains("proof", Assert.IsType<ChangeOwnCase.Result.Faulty>(await CompleteAsync(CaseWorld.Key(who), forged, [.. "MZ no PDF"u8])).Faults.Keys);
        Assert.Contains("proof", Assert.IsType<ChangeOwnCase.Result.Faulty>(
            await change.CompleteAsync(reference, CaseWorld.Key(who), CaseWorld.Person(who), Channel.Portal, Nothing, Ct, Uploads(Second, Third))).Faults.Keys);
        Assert.Equal(before, Assert.Single(await FilesAsync(world, reference)));

        Assert.IsType<ChangeOwnCase.Result.Changed>(await change.CompleteAsync(
            reference, CaseWorld.Key(who), CaseWorld.Person(who), Channel.Portal, forged, Ct, Uploads(Second, Third), new HashSet<string> { before.Key! }));
        var now = await FilesAsync(world, reference);
        Assert.Equal(2, now.Count);
        Assert.Equal(Second, await world.Get<FileStore>().ReadAsync(Guid.ParseExact(now[0].Key!, "N"), Ct));
        Assert.Equal(Third, await world.Get<FileStore>().ReadAsync(Guid.ParseExact(now[1].Key!, "N"), Ct));
        Assert.IsType<ChangeOwnCase.Result.Refused>(await CompleteAsync(CaseWorld.Key(who), forged));

        Task<ChangeOwnCase.Result> CompleteAsync(string person, Dictionary<string, RawAnswer> fields, params byte[][] files) =>
            change.CompleteAsync(reference, person, CaseWorld.Person(who), Channel.Portal, fields, Ct, files.Length == 0 ? null : Uploads(files));
    }

    [Theory, OnEveryDatabase]
    public async Task Where_one_file_is_asked_for_the_new_one_takes_the_place_of_the_old(DatabaseProvider on)
    {
        using var edition = new Edition("2018.1");
        edition.AskForProof(most: 1);
        await using var world = await CaseWorld.OpenAsync(on, edition.Folder);
        var (who, reference) = (Applicant, await SentBackAsync(world));
        Assert.IsType<ChangeOwnCase.Result.Changed>(
            await world.Get<ChangeOwnCase>().CompleteAsync(reference, CaseWorld.Key(who), CaseWorld.Person(who), Channel.Portal, Nothing, Ct, Uploads(Second)));
        Assert.Equal(Second, await world.Get<FileStore>().ReadAsync(Guid.ParseExact(Assert.Single(await FilesAsync(world, reference)).Key!, "N"), Ct));
    }

    [Theory, OnEveryDatabase]
    public async Task Without_a_new_file_the_one_there_stays(DatabaseProvider on)
    {
        using var edition = new Edition("2018.1");
        edition.AskForProof(most: 1);
        await using var world = await CaseWorld.OpenAsync(on, edition.Folder);
        var (who, reference) = (Applicant, await SentBackAsync(world));
        var before = await FilesAsync(world, reference);
        Assert.IsType<ChangeOwnCase.Result.Changed>(await world.Get<ChangeOwnCase>().CompleteAsync(reference, CaseWorld.Key(who), CaseWorld.Person(who), Channel.Portal, Nothing, Ct));
        Assert.Equal(before, await FilesAsync(world, reference));
    }

    private static Diwan.Engine.Journeys.Applicant Applicant => CaseWorld.Citizen("2000000104", "قاسم");

    /// <summary>A case whose proof an officer found unreadable.</summary>
    private static async Task<string> SentBackAsync(CaseWorld world)
    {
        var who = Applicant;
        var id = await world.StartAsync(Service, who);
        await world.AnswerCertificateAsync(id, who);
        await world.AnswerAsync(id, who, "proof", [], Uploads(First).ToDictionary());
        var reference = await world.SubmitAsync(id, who);
        await world.PayAsync(reference, who);
        await world.WorkAsync();
        var section = CaseWorld.Officer("2000000920", "سمر هشام راشد العقباوي", "moj:section");
        var task = Assert.Single((await world.Get<ReadTasks>().ForOfficerAsync(section, new QueueFilter(), 0, Ct)).Tasks);
        Assert.IsType<WorkTask.Result.Worked>(await world.Get<WorkTask>().ClaimAsync(reference, task.TaskId, section, Ct));
        Assert.IsType<WorkTask.Result.Worked>(await world.Get<WorkTask>().SendBackAsync(reference, task.TaskId, section, ["proof"], "الصورة لا تُقرأ", Ct));
        return reference;
    }

    private static async Task<IReadOnlyList<RawFile>> FilesAsync(CaseWorld world, string reference) =>
        RawAnswer.FromJson(System.Text.Json.Nodes.JsonNode.Parse(
            (await world.Get<ReadCase>().ForApplicantAsync(reference, CaseWorld.Key(Applicant), Ct))!.State.Answers["proof"]!.Json.GetRawText())).Files;

    private static Dictionary<string, IReadOnlyList<Upload>> Uploads(params byte[][] files) =>
        new() { ["proof"] = [.. files.Select((f, n) => new Upload($"proof-{n}.pdf", f))] };

    private static byte[] Pdf(int number) => [.. System.Text.Encoding.ASCII.GetBytes($"%PDF-1.7\n{number} 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")];
}
