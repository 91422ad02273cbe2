using Diwan.Bpmn;
using Diwan.Cases.Mining;
using Diwan.Cases.UseCases;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Programme.Workbench;
using Diwan.Testing;

namespace Diwan.Modules.Tests.Cases;

/// <summary>What really happened beside the model: paths, rework and deviations, and which cases they are only for those who answer for them.</summary>
public sealed class RunsTests
{
    private const string Service = "moj/non-conviction-certificate";

    private static readonly Officer Head = CaseWorld.Officer("2000000998", "رئيسة القسم", "moj:head");
    private static readonly Officer Stranger = CaseWorld.Officer("2000000999", "سواها", "dls:head");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task Paths_rework_and_deviations_come_from_the_log(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var first = world.Today;

        // Two are issued at once; the third has a record, and its section sends it back; the fourth has not paid.
        var layla = CaseWorld.Citizen("2000000101", "ليلى سامي يوسف الحوراني");
        var references = new List<string>();
        foreach (var who in new[] { layla, layla, CaseWorld.Citizen("2000000102", "أحمد محمود علي الخطيب"), layla })
        {
            var id = await world.StartAsync(Service, who);
            await world.AnswerCertificateAsync(id, who);
            references.Add(await world.SubmitAsync(id, who));
            if (references.Count < 4)
            {
                await world.PayAsync(references[^1], who);
            }

            await world.WorkAsync();
            world.Pass(TimeSpan.FromMinutes(5));
        }

        var section = CaseWorld.Officer("2000000920", "سمر هشام راشد العقباوي", "moj:section");
        var task = Assert.Single((await world.Get<ReadTasks>().ForOfficerAsync(section, new QueueFilter(), 0, Ct)).Tasks);
        Assert.IsType<WorkTask.Result.Worked>(await world.Get<WorkTask>().ClaimAsync(references[2], task.TaskId, section, Ct));
        Assert.IsType<WorkTask.Result.Worked>(await world.Get<WorkTask>().SendBackAsync(references[2], task.TaskId, section, ["purpose"], "لأي غاية؟", Ct));

        var found = (await world.Get<MeasureRuns>().RunAsync(Service, first, world.Today, Head, Ct))!;
        Assert.Equal((4, 4, 2, 1, 1, 0, 1d), (found.Cases, found.All, found.Ended, found.Returned, found.Returns, found.Deviating, found.Fitness));
        Assert.Equal(["bill", "payment", "issue", "issuedEnd"], found.Variants[0].Moves.Select(m => m.Step));
        Assert.Equal((2, true), (found.Variants[0].Cases, found.Variants[0].Whole));
        Assert.Equal(2, found.Variants.Count(v => !v.Whole));
        Assert.Empty(found.References);
        Assert.Equal(1, found.Steps.Single(s => s.Step == "issue").Times);
        Assert.NotNull(found.Median);

        // What is confidential is in no path and no list of steps.
        var told = found.Steps.Select(s => s.Step).Concat(found.Variants.SelectMany(v => v.Moves).Select(m => m.Step)).ToList();
        Assert.All(told, step => Assert.DoesNotContain(step, new[] { "section", "judge", "routing", "readRecord" }));
        var sample = (await world.Get<MeasureRuns>().RunAsync(Service, first, world.Today, Head, Ct, most: 2))!;
        var drawn = references.Count(r => CaseReference.Beginnings(0.5).Contains(r[..2]));
        Assert.Equal((drawn, 4, drawn < 4), (sample.Cases, sample.All, sample.IsSample));
        Assert.Null(await world.Get<MeasureRuns>().RunAsync("moj/unknown", first, world.Today, Head, Ct));

        // The model asks for another step now: what was done is not as it says.
        using var edition = new Edition("2018.1");
        foreach (var (from, to) in new[] { ("id=\"issue\"", "id=\"make\""), ("Ref=\"issue\"", "Ref=\"make\""), ("bpmnElement=\"issue\"", "bpmnElement=\"make\"") })
        {
            edition.Change(Service + "/process.bpmn", from, to);
        }

        foreach (var (example, from, to) in new[]
        {
            ("clean-record-inside-jordan", ", issue,", ", make,"), ("paper-copy-at-a-court", "[issue,", "[make,"), ("paper-copy-by-post", "[issue,", "[make,"),
            ("same-name-cleared-by-the-judge", ", issue]", ", make]"),
        })
        {
            edition.Change($"{Service}/examples/{example}.yaml", from, to);
        }

        world.Restart(edition.Folder);
        var off = (await world.Get<MeasureRuns>().RunAsync(Service, first, world.Today, Head, Ct))!;
        Assert.Equal(2, off.Deviating);
        var path = off.Variants.Single(v => v.Deviations > 0);
        Assert.Equal(
            [("issue", ReplayMoveKind.Unforeseen), ("make", ReplayMoveKind.Missed)],
            path.Moves.Where(m => m.Kind != ReplayMoveKind.Together).Select(m => (m.Step, m.Kind)).Order());
        // Four steps were done; the shortest way of the model, to lapse, has two.
        Assert.Equal(1 - (2.0 / 6), path.Fitness, 9);
        Assert.Equal(references.Take(2).Order(), off.References.Order());

        // Nobody else is told which cases they are, nor the head which is their own.
        Assert.Equal(2, (await world.Get<MeasureRuns>().RunAsync(Service, first, world.Today, Stranger, Ct))!.Deviating);
        Assert.Empty((await world.Get<MeasureRuns>().RunAsync(Service, first, world.Today, Stranger, Ct))!.References);
        Assert.Empty((await world.Get<MeasureRuns>().RunAsync(Service, first, world.Today, CaseWorld.Officer("2000000101", "ليلى", "moj:head"), Ct))!.References);
    }

    [Fact]
    public async Task A_log_from_elsewhere_is_laid_beside_a_process_by_the_names_of_its_steps()
    {
        await using var world = await CaseWorld.OpenAsync(DatabaseProvider.Sqlite);
        static string Event(string name) => $"<event><string key='concept:name' value='{name}'/></event>";
        static string Trace(params string[] names) => $"<trace>{string.Concat(names.Select(Event))}</trace>";
        var log = $"<log xmlns='http://www.xes-standard.org/'>{Trace("Issue the bill", "Wait for payment", "document.issued issue", "Issued")}{Trace("Wait for payment", "Issue the bill", "coffee", "document.issued issue", "Issued")}</log>";
        var read = world.Get<ReadForeignLog>();
        foreach (var content in new[] { Plain(log), Packed(log) })
        {
            var alone = Assert.IsType<ReadForeignLog.Result.Read>(await read.RunAsync(content, null, Ct)).Log;
            Assert.Equal((2, 9L, 5, 2, (int?)null), (alone.Cases, alone.Events, alone.Kinds, alone.Variants.Count, alone.Known));
            content.Position = 0;
            var beside = Assert.IsType<ReadForeignLog.Result.Read>(await read.RunAsync(content, Service, Ct)).Log;
            Assert.Equal(4, beside.Known);

            // The second: bill after payment is one missed and one extra, coffee another extra; five steps, and the shortest way of the model has one that the log knows.
            Assert.Equal([1, 1 - (3.0 / 6)], beside.Variants.Select(v => v.Fitness!.Value).OrderDescending());
            Assert.Equal((1 + (1 - (3.0 / 6))) / 2, beside.Fitness!.Value, 9);
        }

        Assert.Contains("not an XES log", Assert.IsType<ReadForeignLog.Result.Refused>(await read.RunAsync(Plain("<svg/>"), null, Ct)).Why.En, StringComparison.Ordinal);
        Assert.IsType<ReadForeignLog.Result.Refused>(await read.RunAsync(Plain(""), null, Ct));
    }

    /// <summary>A service is tried through the room as from the page: its own figures, changed where somebody wishes.</summary>
    [Fact]
    public async Task A_trial_takes_the_figures_of_the_service_and_the_wishes()
    {
        await using var world = await CaseWorld.OpenAsync(DatabaseProvider.Sqlite);
        var play = world.Get<PlayTrial>();
        var wishes = new TrialWishes(null, new Dictionary<string, int> { ["moj:section"] = 1 }, new DateOnly(2018, 9, 2), 3, 2);
        var played = Assert.IsType<PlayTrial.Result.Played>(await play.RunAsync(Service, wishes, Ct));
        Assert.Equal((300_000d, 1, 1), (played.Plan.Yearly, played.Plan.Staff["moj:section"], played.Plan.Staff["moj:judge"]));
        Assert.Same(played.Trial, Assert.IsType<PlayTrial.Result.Played>(await play.RunAsync(Service, wishes, Ct)).Trial);
        Assert.IsType<PlayTrial.Result.NotFound>(await play.RunAsync("moj/unknown", wishes, Ct));
        Assert.IsType<PlayTrial.Result.Refused>(await play.RunAsync(Service, wishes with { Replications = 1 }, Ct));
    }

    private static MemoryStream Plain(string text) => new(System.Text.Encoding.UTF8.GetBytes(text));

    private static MemoryStream Packed(string text)
    {
        var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(System.Text.Encoding.UTF8.GetBytes(text));
        }

        packed.Position = 0;
        return packed;
    }
}
