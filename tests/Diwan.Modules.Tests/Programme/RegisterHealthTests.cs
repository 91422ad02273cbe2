using Diwan.Modules.Tests.Cases;
using Diwan.Platform;
using Diwan.Programme.Gates;
using Diwan.Testing;

namespace Diwan.Modules.Tests.Programme;

/// <summary>A register that does not answer holds the launch of the services that ask it, and of no other.</summary>
public sealed class RegisterHealthTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task A_service_is_connected_while_every_register_it_asks_answers(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        Assert.True((await StandsAsync(world, "dls/land-plan")).IsMet);
        await world.KnobAsync("lands", down: true);

        // What was said in the last minute is shown until then.
        Assert.True((await StandsAsync(world, "dls/land-plan")).IsMet);
        world.Sleep(TimeSpan.FromSeconds(61));
        var (plan, licence) = (await StandsAsync(world, "dls/land-plan"), await StandsAsync(world, "dvld/vehicle-licence-renewal"));
        Assert.Equal((false, true), (plan.IsMet, plan.Holds));
        Assert.Contains("lands/", plan.Evidence.En, StringComparison.Ordinal);
        Assert.True(licence.IsMet, licence.Evidence.En);
        await world.KnobAsync("lands", down: false);
        world.Sleep(TimeSpan.FromSeconds(61));
        Assert.True((await StandsAsync(world, "dls/land-plan")).IsMet);
    }

    private static async Task<CriterionStanding> StandsAsync(CaseWorld world, string service) =>
        Assert.Single((await world.Get<ReadGate>().RunAsync(service, Ct))!.Standings, s => s.Criterion == "registers");
}
