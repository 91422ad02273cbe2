using Diwan.Accounts;
using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Kernel;
using Diwan.Modules.Tests.Cases;
using Diwan.Platform;
using Diwan.Programme.Accountability;
using Diwan.Programme.Committee;
using Diwan.Programme.Gates;
using Diwan.Testing;

namespace Diwan.Modules.Tests.Programme;

/// <summary>A new version of a launched service passes the gate before anybody applies under it.</summary>
public sealed class WaitingVersionTests
{
    private const string Service = "moj/non-conviction-certificate";

    private static readonly SignedIn Office = GateTests.Person("914", "تالا حداد", "programme:office");
    private static readonly SignedIn Member = GateTests.Person("919", "فارس المغربي", "programme:committee");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task A_new_version_waits_until_it_is_checked_and_people_apply_under_the_one_before(DatabaseProvider on)
    {
        using var first = new Edition("2018.1");
        await using var world = await CaseWorld.OpenAsync(on, first.Folder, demonstration: false);
        await LaunchAsync(world);
        var layla = CaseWorld.Citizen("2000000101", "ليلى سامي يوسف الحوراني");
        Assert.Equal("2018.1", await SubmittedUnderAsync(world, layla));
        Assert.Equal("The service is launched. No phase comes after it.", Assert.Single(Assert.IsType<KeepGate.Result.Refused>(await AdvanceAsync(world, Office)).Why).En);

        // Another day: the overrides have ended, and a node starts with the next version in its folder.
        world.Sleep(TimeSpan.FromDays(91));
        using var second = new Edition("2018.2");
        world.Restart(second.Folder);
        var published = world.Get<PublishedServices>();
        await published.PublishAsync(Ct);
        Assert.Equal(("2018.1", "2018.2"), (published.Current(Service)!.Version, published.Waiting(Service)!.Version));
        Assert.Equal("2018.1", await SubmittedUnderAsync(world, layla));
        var gate = (await world.Get<ReadGate>().RunAsync(Service, Ct))!;
        Assert.Equal(("2018.2", "2018.1", GatePhase.Launched), (gate.Service.Version, gate.InForce, gate.Phase));
        Assert.True((await world.Get<ReadGate>().AllAsync(Ct)).Single(l => l.Service.Id.ToString() == Service).Waits);
        var matter = Assert.Single(await world.Get<ReadMatters>().ForAsync(Office, Ct), m => m.Kind == MatterKind.WaitingVersion);
        Assert.Equal((world.Today, $"/programme/gate/{Service}"), (matter.OpenedOn, matter.Path));

        // It is held by what holds any launch: tests of this version among it.
        Assert.IsType<KeepGate.Result.NotAllowed>(await AdvanceAsync(world, Member));
        var why = Assert.IsType<KeepGate.Result.Refused>(await AdvanceAsync(world, Office)).Why;
        Assert.Contains(why, w => w.En.Contains("peak load", StringComparison.Ordinal));
        await Readiness.TestedAsync(world, Office, Service);
        Assert.DoesNotContain(Assert.IsType<KeepGate.Result.Refused>(await AdvanceAsync(world, Office)).Why, w => w.En.Contains("peak load", StringComparison.Ordinal));
        await PassAsync(world);
        var launchedAt = gate.Since;
        Assert.IsType<KeepGate.Result.Kept>(await AdvanceAsync(world, Office));
        Assert.Equal("2018.2", await SubmittedUnderAsync(world, layla));
        gate = (await world.Get<ReadGate>().RunAsync(Service, Ct))!;
        Assert.Equal((null, launchedAt, "gateVersionAdmitted", "2018.2"), (gate.InForce, gate.Since, gate.History[^1].Type, gate.Checks[0].ServiceVersion));
        Assert.DoesNotContain(await world.Get<ReadMatters>().ForAsync(Office, Ct), m => m.Kind == MatterKind.WaitingVersion);

        // A node that starts with the old folder again serves what was admitted.
        world.Restart(first.Folder);
        await world.Get<PublishedServices>().PublishAsync(Ct);
        Assert.Equal("2018.2", world.Get<PublishedServices>().Current(Service)!.Version);

        // One that was not there when it was admitted finds out by itself.
        world.Restart(second.Folder);
        await world.Get<PublishedServices>().RefreshAsync(Ct);
        Assert.Null(world.Get<PublishedServices>().Waiting(Service));
    }

    [Fact]
    public async Task A_service_taken_back_is_judged_by_what_is_in_its_folder_and_nothing_waits()
    {
        using var first = new Edition("2018.1");
        await using var world = await CaseWorld.OpenAsync(DatabaseProvider.Sqlite, first.Folder, demonstration: false);
        await LaunchAsync(world);
        using var second = new Edition("2018.2");
        world.Restart(second.Folder);
        await world.Get<PublishedServices>().PublishAsync(Ct);
        Assert.NotNull(world.Get<PublishedServices>().Waiting(Service));
        var back = Assert.IsType<RecordDecision.Result.Recorded>(await world.Get<RecordDecision>().RunAsync(
            Office, new(DecisionKind.Rollback, "تُعاد الخدمة إلى الشباك", "The service goes back to the counter", world.Today, "وزارة العدل", Service: Service), Ct)).Number;
        Assert.IsType<KeepGate.Result.Kept>(await world.Get<KeepGate>().RollBackAsync(Office, Service, back, Ct));
        Assert.Equal((null, "2018.2"), (world.Get<PublishedServices>().Waiting(Service), world.Get<PublishedServices>().Current(Service)!.Version));
    }

    private static async Task LaunchAsync(CaseWorld world)
    {
        await KeptAsync(world, []);
        foreach (var gap in (await world.Get<ReadGate>().RunAsync(Service, Ct))!.Standings.Where(s => !s.IsMet))
        {
            Assert.IsType<KeepGate.Result.Kept>(await world.Get<KeepGate>().OwnGapAsync(Office, Service, gap.Criterion, "منى عمر", world.Today.AddDays(30), Ct));
        }

        await KeptAsync(world, []);
        await KeptAsync(world, [Channel.Portal, Channel.Assisted]);
        await PassAsync(world);
        await KeptAsync(world, []);
        await KeptAsync(world, [], "ملصقات في كل مكتب بريد");
    }

    /// <summary>The committee lets whatever holds the service pass, for ninety days.</summary>
    private static async Task PassAsync(CaseWorld world)
    {
        foreach (var held in (await world.Get<ReadGate>().RunAsync(Service, Ct))!.Standings.Where(s => s.Holds))
        {
            Assert.IsType<RecordDecision.Result.Recorded>(await world.Get<RecordDecision>().RunAsync(
                Office, new(DecisionKind.Override, "يمرّ مؤقتاً", "Passes for now", world.Today, "وزارة العدل", Service: Service, Criterion: held.Criterion, Ends: world.Today.AddDays(90)), Ct));
        }
    }

    private static async Task KeptAsync(CaseWorld world, Channel[] channels, string? campaign = null)
    {
        world.Sleep(TimeSpan.FromMinutes(1));
        Assert.IsType<KeepGate.Result.Kept>(await world.Get<KeepGate>().AdvanceAsync(Office, Service, channels, campaign, Ct));
    }

    private static Task<KeepGate.Result> AdvanceAsync(CaseWorld world, SignedIn who)
    {
        world.Sleep(TimeSpan.FromMinutes(1));
        return world.Get<KeepGate>().AdvanceAsync(who, Service, [], null, Ct);
    }

    private static async Task<string> SubmittedUnderAsync(CaseWorld world, Diwan.Engine.Journeys.Applicant who)
    {
        var id = await world.StartAsync(Service, who);
        await world.AnswerCertificateAsync(id, who);
        var reference = await world.SubmitAsync(id, who);
        return (await world.Get<ReadCase>().ForApplicantAsync(reference, CaseWorld.Key(who), Ct))!.Definition.Version;
    }
}
