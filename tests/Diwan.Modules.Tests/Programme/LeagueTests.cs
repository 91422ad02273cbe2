using Diwan.Kernel;
using Diwan.Programme.Accountability;

namespace Diwan.Modules.Tests.Programme;

/// <summary>A table says no more than its figures allow.</summary>
public sealed class LeagueTests
{
    // Reckoned by hand from Wilson's formula with z = 1.959964.
    [Theory]
    [InlineData(0, 10, 0, 0.2775)]
    [InlineData(10, 10, 0.7225, 1)]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(1, 1, 0.20655, 1)]
    [InlineData(0, 0, 0, 1)]
    public void The_interval_is_Wilsons(int met, int of, double low, double high)
    {
        var counted = new Proportion(met, of);
        Assert.Equal(low, (double)counted.Low, 3);
        Assert.Equal(high, (double)counted.High, 3);
        Assert.True(counted.Value is not { } v || (counted.Low <= v && v <= counted.High));
    }

    [Fact]
    public void Those_who_cannot_be_told_apart_share_their_places_and_those_who_did_little_have_none()
    {
        var table = League.Of(
        [
            new("few", new(19, 19)), new("sure", new(9900, 10000)), new("middle", new(940, 1000)), new("like it", new(93, 100)), new("behind", new(700, 1000)),
        ]);
        Assert.Equal(["sure", "middle", "like it", "behind", "few"], table.Select(p => p.Key));
        Assert.Equal([(1, 1), (2, 3), (2, 3), (4, 4), ((int?)null, (int?)null)], table.Select(p => (p.Best, p.Worst)));
    }

    [Fact]
    public void Chance_alone_makes_no_table()
    {
        // Twenty who are all as good as one another, spread as the binomial of 0.9 over a hundred cases spreads them.
        int[] met = [85, 86, 87, 87, 88, 88, 89, 89, 90, 90, 90, 91, 91, 92, 92, 92, 93, 93, 94, 95];
        var table = League.Of([.. met.Select((m, i) => new Contender($"{i}", new Proportion(m, 100)))]);
        Assert.All(table, p => Assert.True(p.Worst - p.Best >= 10, $"{p}"));
        Assert.Empty(League.Of([]));
    }
}
