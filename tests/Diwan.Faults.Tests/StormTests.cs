using Diwan.Platform;
using Diwan.Testing;

namespace Diwan.Faults.Tests;

/// <summary>The small form of <c>./diwan test payments-faults</c>: the same processes, kills and faults, with fewer payers.</summary>
public sealed class StormTests
{
    [Theory, OnEveryDatabase]
    public async Task Through_a_small_storm_every_fils_is_accounted_for(DatabaseProvider on)
    {
        var said = new StringWriter();
        var report = await Storm.RunAsync(StormOptions.Small(on == DatabaseProvider.Postgres), said);
        TestContext.Current.TestOutputHelper?.WriteLine(said.ToString());
        Assert.Empty(report.Faults);

        // A storm too calm shows nothing.
        Assert.True(report.Counts["payments taken, all rails"] >= 30, "too few payments");
        Assert.Equal(3, report.Counts["killed"]);
        Assert.All(new[] { "payments taken: card", "payments taken: bill", "payments taken: cash", "refunds", "baskets", "parts", "parts without a rest", "the whole paid after a part" }, name => Assert.True(report.Counts[name] > 0, name));
        Assert.True(report.Counts.ContainsKey(on == DatabaseProvider.Postgres ? "database stopped" : "database file locked"));
        Assert.True(report.Counts.Keys.Count(k => k.StartsWith("alarm: ", StringComparison.Ordinal)) >= 4, "too few forgeries were noticed");
    }
}
