using Diwan.Accounts;
using Diwan.Engine.Workbench;
using Diwan.Kernel;
using Diwan.Modules.Tests.Cases;
using Diwan.Platform;
using Diwan.Programme.Accountability;
using Diwan.Programme.Workbench;
using Diwan.Testing;

namespace Diwan.Modules.Tests.Programme;

/// <summary>Weeks that are over are judged once; an alarm is somebody's open matter until it is over or answered.</summary>
public sealed class WatchDriftTests
{
    private const string Service = "moj/non-conviction-certificate";

    private static readonly SignedIn Office = GateTests.Person("914", "تالا حداد", "programme:office");
    private static readonly SignedIn Member = GateTests.Person("919", "فارس المغربي", "programme:committee");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task A_week_that_goes_otherwise_is_an_open_matter_until_it_passes_or_becomes_the_baseline(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var watch = world.Get<WatchDrift>();
        Assert.Equal(0, await watch.RunAsync(Ct));
        Assert.Null((await watch.FindAsync(Service, Ct))!.Since);
        Assert.Null(await watch.FindAsync("moj/unknown", Ct));

        // One quick case; the baseline begins with the first week after the promised time, and is eight weeks long.
        await AnsweredAsync(world, 1, TimeSpan.FromMinutes(5));
        Assert.Equal(0, await watch.RunAsync(Ct));
        var since = (await watch.FindAsync(Service, Ct))!.Since!.Value;
        Assert.Equal(DayOfWeek.Sunday, since.DayOfWeek);
        Assert.True(since > world.Today);
        await ToAsync(world, since.AddDays(1));
        await AnsweredAsync(world, DriftWatch.LeastCases, TimeSpan.FromHours(2));
        await ToAsync(world, since.AddDays((7 * DriftWatch.BaselineWeeks) + 1));
        Assert.Equal(0, await watch.RunAsync(Ct));

        // A week like those before, then one in which all took ten times as long.
        await AnsweredAsync(world, DriftWatch.LeastCases, TimeSpan.FromHours(2));
        await ToAsync(world, world.Today.AddDays(7));
        Assert.Equal(1, await watch.RunAsync(Ct));
        Assert.Equal(0, await watch.RunAsync(Ct));
        Assert.Empty(await MattersAsync(world));
        await AnsweredAsync(world, DriftWatch.LeastCases, TimeSpan.FromHours(20));
        await ToAsync(world, world.Today.AddDays(7));
        Assert.Equal(1, await watch.RunAsync(Ct));
        var seen = (await watch.FindAsync(Service, Ct))!;
        Assert.Equal([(DriftWatch.LeastCases, false), (DriftWatch.LeastCases, true)], seen.Weeks.Select(w => (w.Cases, w.TimesMoved)));
        Assert.Equal(2, seen.Weeks[0].Median!.Value, 1);
        Assert.Equal(seen.Weeks[1], Assert.Single(seen.Alarmed));

        // Somebody answers for it, by a day; when the day has passed it rises.
        var matter = Assert.Single(await MattersAsync(world));
        Assert.Equal((seen.Weeks[1].From.AddDays(7), false, Service), (matter.OpenedOn, matter.IsLate, matter.Service));
        Assert.True(matter.DueOn > matter.OpenedOn);
        Assert.NotEqual("moj:head", matter.Owner.En);
        await ToAsync(world, matter.DueOn!.Value.AddDays(5));
        Assert.True(Assert.Single(await MattersAsync(world)).IsLate);

        // A week with too few to tell raises no alarm by itself.
        Assert.Equal(1, await watch.RunAsync(Ct));
        Assert.Empty(await MattersAsync(world));

        // The office says that this is usual now; what was judged stays written.
        Assert.IsType<WatchDrift.Result.NotAllowed>(await watch.BeginAnewAsync(Member, Service, world.Today, "قانون جديد", Ct));
        Assert.IsType<WatchDrift.Result.NotFound>(await watch.BeginAnewAsync(Office, "moj/unknown", world.Today, "قانون جديد", Ct));
        foreach (var (from, why) in new (DateOnly?, string?)[] { (null, "قانون جديد"), (world.Today.AddDays(1), "قانون جديد"), (since, "قانون جديد"), (world.Today, " ") })
        {
            Assert.IsType<WatchDrift.Result.Refused>(await watch.BeginAnewAsync(Office, Service, from, why, Ct));
        }

        Assert.IsType<WatchDrift.Result.Kept>(await watch.BeginAnewAsync(Office, Service, seen.Weeks[1].From.AddDays(2), "قانون جديد", Ct));
        var anew = (await watch.FindAsync(Service, Ct))!;
        Assert.Equal((seen.Weeks[1].From, "تالا حداد", "قانون جديد", 0), (anew.Since, anew.SetBy, anew.Why, anew.Weeks.Count));
        await ToAsync(world, anew.Until!.Value.AddDays(2));
        await AnsweredAsync(world, DriftWatch.LeastCases, TimeSpan.FromHours(20));
        await ToAsync(world, world.Today.AddDays(7));
        Assert.Equal(1, await watch.RunAsync(Ct));
        Assert.False(Assert.Single((await watch.FindAsync(Service, Ct))!.Weeks).TimesMoved);
    }

    private static async Task<IReadOnlyList<OpenMatter>> MattersAsync(CaseWorld world) =>
        [.. (await world.Get<ReadMatters>().ForAsync(Office, Ct)).Where(m => m.Kind == MatterKind.Drift)];

    /// <summary>So many people apply, all pay later at once, and have their certificates.</summary>
    private static async Task AnsweredAsync(CaseWorld world, int cases, TimeSpan later)
    {
        var layla = CaseWorld.Citizen("2000000101", "ليلى سامي يوسف الحوراني");
        var references = new List<string>();
        for (var i = 0; i < cases; i++)
        {
            var id = await world.StartAsync(Service, layla);
            await world.AnswerCertificateAsync(id, layla);
            references.Add(await world.SubmitAsync(id, layla));
        }

        world.Pass(later);
        foreach (var reference in references)
        {
            await world.PayAsync(reference, layla);
        }

        await world.WorkAsync();
    }

    private static Task ToAsync(CaseWorld world, DateOnly day)
    {
        world.Pass(NationalCalendar.At(day, new TimeOnly(9, 0)) - world.Now);
        return Task.CompletedTask;
    }
}
