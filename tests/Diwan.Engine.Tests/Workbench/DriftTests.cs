using Diwan.Engine.Workbench;

namespace Diwan.Engine.Tests.Workbench;

/// <summary>The alarm of drift: rare when nothing changes, there when something does.</summary>
public sealed class DriftTests
{
    private static readonly DateOnly First = new(2018, 1, 7);

    /// <summary>Reckoned by hand: ranks with ties and continuity, and chi-squared of a table of two by two.</summary>
    [Fact]
    public void The_tests_give_what_is_reckoned_by_hand()
    {
        // U is 12.5 of 50 expected, five pairs are ties: (37.5 - 0.5) / 13.204 deviations.
        var p = DriftWatch.MannWhitney([.. Enumerable.Range(1, 10).Select(i => (double)i)], [.. Enumerable.Range(6, 10).Select(i => (double)i)]);
        Assert.Equal(0.00508, p, 5);
        Assert.Equal(1, DriftWatch.MannWhitney([1, 2, 3], [1, 2, 3]), 6);

        // Two by two, all 50 against 30 and 70: chi-squared 8.333 at one degree of freedom.
        var (probability, shift) = DriftWatch.ChiSquared(new Dictionary<string, int> { ["a"] = 50, ["b"] = 50 }, new Dictionary<string, int> { ["a"] = 30, ["b"] = 70 });
        Assert.Equal(0.003892, probability, 5);
        Assert.Equal(0.2, shift, 9);
        Assert.Equal((1d, 0d), DriftWatch.ChiSquared(new Dictionary<string, int> { ["a"] = 50 }, new Dictionary<string, int> { ["a"] = 9 }));
    }

    [Fact]
    public void When_nothing_changes_one_week_in_a_hundred_is_an_alarm_at_most()
    {
        var (dice, judged, alarms, unlikely) = (new Dice(3), 0, 0, 0);
        for (var service = 0; service < 400; service++)
        {
            foreach (var week in DriftWatch.Of([.. Enumerable.Range(0, 13).Select(i => Week(dice, i, 60, 1, 0.2))]).Skip(DriftWatch.BaselineWeeks))
            {
                judged++;
                alarms += week.TimesMoved || week.VariantsMoved ? 1 : 0;
                unlikely += week.Times < DriftWatch.FalseAlarms / 2 || week.Variants < DriftWatch.FalseAlarms / 2 ? 1 : 0;
            }
        }

        // 2,000 weeks at one in a hundred: 20, give or take three deviations of 4.4.
        Assert.Equal(2000, judged);
        Assert.InRange(alarms, 0, 33);
        Assert.InRange(unlikely, 7, 33);
    }

    [Theory]
    [InlineData(1.5, 0.2, true, false)]
    [InlineData(1, 0.45, false, true)]
    public void A_change_is_noticed_in_its_week(double slower, double other, bool times, bool variants)
    {
        var dice = new Dice(5);
        var weeks = Enumerable.Range(0, 12).Select(i => i < 10 ? Week(dice, i, 300, 1, 0.2) : Week(dice, i, 300, slower, other)).ToList();
        var standings = DriftWatch.Of(weeks);
        Assert.All(standings.Take(10), s => Assert.False(s.TimesMoved || s.VariantsMoved));
        Assert.All(standings.Skip(10), s => Assert.Equal((times, variants), (s.TimesMoved, s.VariantsMoved)));
    }

    [Fact]
    public void Too_few_cases_and_the_first_weeks_are_not_judged()
    {
        var dice = new Dice(9);
        var standings = DriftWatch.Of([.. Enumerable.Range(0, 10).Select(i => Week(dice, i, i == 9 ? 5 : 40, 1, 0.2))]);
        Assert.All(standings.Where((_, i) => i != 8), s => Assert.Null(s.Times));
        Assert.NotNull(standings[8].Times);
    }

    private static ServiceWeek Week(Dice dice, int number, int cases, double slower, double other)
    {
        var hours = new List<double>();
        var ways = new Dictionary<string, int> { ["automatic"] = 0, ["by hand"] = 0 };
        for (var i = 0; i < cases; i++)
        {
            hours.Add(-Math.Log(1 - dice.Part()) * 10 * slower);
            ways[dice.Part() < other ? "by hand" : "automatic"]++;
        }

        return new(First.AddDays(7 * number), hours, ways);
    }

    private sealed class Dice(ulong seed)
    {
        private ulong _state = seed * 7919;

        internal double Part()
        {
            var z = _state += 0x9E3779B97F4A7C15UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
        }
    }
}
