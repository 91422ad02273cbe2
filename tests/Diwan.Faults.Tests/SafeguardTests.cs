namespace Diwan.Faults.Tests;

/// <summary>The storm notices when any one of the things that keep the money right is taken away.</summary>
public sealed class SafeguardTests
{
    /// <summary>Each safeguard, and the words of a fault that only its absence explains.</summary>
    public static TheoryData<string, string> All => new()
    {
        { Safeguards.Guid, "out of nothing" },
        { Safeguards.TransactionNumber, "out of nothing" },
        { Safeguards.Reconciliation, "booked 0 times" },
        { Safeguards.Signature, "out of nothing" },
        { Safeguards.Outbox, "neither issued nor refunded" },
        { Safeguards.LateCredit, "of money that no bill needs" },
        { Safeguards.CounterForm, "the drawer and the safe hold" },
    };

    [Fact]
    public void Every_safeguard_is_tried() => Assert.Equal(Safeguards.All.Order(), All.Select(row => row.Data.Item1).Order());

    [Theory]
    [MemberData(nameof(All))]
    public async Task Without_it_the_books_do_not_agree(string safeguard, string fault)
    {
        var said = new StringWriter();
        var small = StormOptions.Small(postgres: false, safeguard);
        var report = await Storm.RunAsync(safeguard == Safeguards.Outbox ? small with { DatabaseStops = 0 } : small with { Kills = 0, DatabaseStops = 0 }, said);
        TestContext.Current.TestOutputHelper?.WriteLine(said.ToString());
        Assert.Contains(report.Faults, f => f.Contains(fault, StringComparison.Ordinal));
    }
}
