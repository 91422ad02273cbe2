using Diwan.Testing;

namespace Diwan.Faults.Tests;

/// <summary>The storm notices when any one of the things that keep the money right is taken away.</summary>
public sealed class SafeguardTests
{
    /// <summary>
    /// Each safeguard, and the words of a fault that only its absence explains. What rests on the database's own conflicts and constraints is
    /// taken away on PostgreSQL too.
    /// </summary>
    public static IReadOnlyList<TheoryDataRow<string, string, bool>> All { get; } =
    [
        new(Safeguards.Guid, "out of nothing", false),
        new(Safeguards.TransactionNumber, "out of nothing", false),
        new(Safeguards.TransactionNumber, "out of nothing", true) { Skip = PostgresServer.WhyMissing },
        new(Safeguards.Reconciliation, "booked 0 times", false),
        new(Safeguards.Signature, "out of nothing", false),
        new(Safeguards.Outbox, "neither issued nor refunded", false),
        new(Safeguards.LateCredit, "of money that no bill needs", false),
        new(Safeguards.LateCredit, "of money that no bill needs", true) { Skip = PostgresServer.WhyMissing },
        new(Safeguards.CounterForm, "the drawer and the safe hold", false),
    ];

    [Fact]
    public void Every_safeguard_is_tried() => Assert.Equal(Safeguards.All.Order(), All.Select(row => row.Data.Item1).Distinct().Order());

    [Theory]
    [MemberData(nameof(All))]
    public async Task Without_it_the_books_do_not_agree(string safeguard, string fault, bool postgres)
    {
        var said = new StringWriter();
        var small = StormOptions.Small(postgres, safeguard);
        var report = await Storm.RunAsync(safeguard == Safeguards.Outbox ? small with { DatabaseStops = 0 } : small with { Kills = 0, DatabaseStops = 0 }, said);
        TestContext.Current.TestOutputHelper?.WriteLine(said.ToString());
        Assert.Contains(report.Faults, f => f.Contains(fault, StringComparison.Ordinal));
    }
}
