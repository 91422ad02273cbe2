namespace Diwan.Engine.Workbench;

/// <summary>A week of a service.</summary>
/// <param name="Hours">From submission to the answer, of each case answered in it.</param>
/// <param name="Ways">How many cases took each variant.</param>
public sealed record ServiceWeek(DateOnly From, IReadOnlyList<double> Hours, IReadOnlyDictionary<string, int> Ways);

/// <summary>How a week stands beside the weeks before the watch began.</summary>
/// <param name="Median">Hours; null without cases.</param>
/// <param name="Times">How likely times so different are when nothing changed; null when too few cases are there to tell.</param>
/// <param name="Variants">The same of the mix of variants.</param>
/// <param name="TimesMoved">An alarm: unlikely, and the median moved by a tenth or more.</param>
/// <param name="VariantsMoved">An alarm: unlikely, and a twentieth of the cases or more go another way.</param>
public sealed record WeekStanding(DateOnly From, int Cases, double? Median, double? Times, double? Variants, bool TimesMoved, bool VariantsMoved);

/// <summary>
/// Notices when a service drifts: each week against the first ones, by the test of Mann and Whitney on times and the chi-squared test on variants, at half of
/// <see cref="FalseAlarms"/> each. When nothing changes, no more than one week in a hundred raises an alarm.
/// </summary>
public static class DriftWatch
{
    /// <summary>The part of weeks that raise an alarm although nothing changed, at most.</summary>
    public const double FalseAlarms = 0.01;

    /// <summary>So many weeks at the beginning are what later ones are held against.</summary>
    public const int BaselineWeeks = 8;

    /// <summary>A week, or a baseline, with fewer cases is not judged.</summary>
    public const int LeastCases = 20;

    private const double Level = FalseAlarms / 2;
    private const double LeastMove = 0.1;
    private const double LeastShift = 0.05;
    private const int LeastExpected = 5;

    /// <param name="weeks">In order of time.</param>
    public static IReadOnlyList<WeekStanding> Of(IReadOnlyList<ServiceWeek> weeks)
    {
        ArgumentNullException.ThrowIfNull(weeks);
        var baseline = weeks.Take(BaselineWeeks).ToList();
        List<double> hours = [.. baseline.SelectMany(w => w.Hours)];
        var ways = baseline.SelectMany(w => w.Ways).GroupBy(w => w.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(w => w.Value), StringComparer.Ordinal);
        var usual = Median(hours);
        return
        [
            .. weeks.Select((week, i) =>
            {
                var median = Median(week.Hours);
                if (i < BaselineWeeks || week.Hours.Count < LeastCases || hours.Count < LeastCases)
                {
                    return new WeekStanding(week.From, week.Hours.Count, median, null, null, false, false);
                }

                var times = MannWhitney(week.Hours, hours);
                var (variants, shift) = ChiSquared(week.Ways, ways);
                return new WeekStanding(
                    week.From, week.Hours.Count, median, times, variants,
                    times < Level && Math.Abs(median!.Value - usual!.Value) >= LeastMove * usual.Value, variants < Level && shift >= LeastShift);
            }),
        ];
    }

    /// <summary>The two-sided probability of ranks so far apart, by the normal approximation with ties and continuity.</summary>
    public static double MannWhitney(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        double n = first.Count, m = second.Count;
        var all = first.Select(v => (v, First: true)).Concat(second.Select(v => (v, First: false))).OrderBy(x => x.v).ToArray();
        double ranks = 0, ties = 0;
        for (var i = 0; i < all.Length;)
        {
            var j = i;
            while (j < all.Length && all[j].v.Equals(all[i].v))
            {
                j++;
            }

            double t = j - i;
            ties += (t * t * t) - t;
            for (var k = i; k < j; k++)
            {
                ranks += all[k].First ? (i + j + 1) / 2.0 : 0;
            }

            i = j;
        }

        var spread = Math.Sqrt(n * m / 12 * (n + m + 1 - (ties / ((n + m) * (n + m - 1)))));
        var apart = Math.Abs(ranks - (n * (n + 1) / 2) - (n * m / 2)) - 0.5;
        return spread == 0 || apart <= 0 ? 1 : Math.Min(1, 2 * UpperNormal(apart / spread));
    }

    /// <summary>The probability of a mix so different, rare variants taken together, and the part of cases that go another way.</summary>
    public static (double Probability, double Shift) ChiSquared(IReadOnlyDictionary<string, int> first, IReadOnlyDictionary<string, int> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        double n = first.Values.Sum(), m = second.Values.Sum();
        if (n == 0 || m == 0)
        {
            return (1, 0);
        }

        var counts = first.Keys.Union(second.Keys).Select(k => (A: (double)first.GetValueOrDefault(k), B: (double)second.GetValueOrDefault(k))).ToList();
        bool Common((double A, double B) c) => (c.A + c.B) * Math.Min(n, m) / (n + m) >= LeastExpected;
        List<(double A, double B)> cells = [.. counts.Where(Common)];
        var rare = counts.Where(c => !Common(c)).ToList();
        if (rare.Count > 0)
        {
            cells.Add((rare.Sum(c => c.A), rare.Sum(c => c.B)));
        }

        var shift = counts.Sum(c => Math.Abs((c.A / n) - (c.B / m))) / 2;
        if (cells.Count < 2)
        {
            return (1, shift);
        }

        var sum = cells.Sum(c =>
        {
            var together = c.A + c.B;
            var (ea, eb) = (together * n / (n + m), together * m / (n + m));
            return ((c.A - ea) * (c.A - ea) / ea) + ((c.B - eb) * (c.B - eb) / eb);
        });
        return (UpperGamma((cells.Count - 1) / 2.0, sum / 2), shift);
    }

    public static double? Median(IReadOnlyCollection<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0)
        {
            return null;
        }

        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    private static double UpperNormal(double z) => UpperGamma(0.5, z * z / 2) / 2;

    /// <summary>The upper regularized incomplete gamma function, by its series or its continued fraction (Numerical Recipes, 6.2).</summary>
    private static double UpperGamma(double a, double x)
    {
        if (x <= 0)
        {
            return 1;
        }

        var front = Math.Exp(-x + (a * Math.Log(x)) - LogGamma(a));
        if (x < a + 1)
        {
            double term = 1 / a, sum = term;
            for (var k = a + 1; term > sum * 1e-15; k++)
            {
                term *= x / k;
                sum += term;
            }

            return 1 - (sum * front);
        }

        const double Tiny = 1e-300;
        double b = x + 1 - a, c = 1 / Tiny, d = 1 / b, h = d;
        for (var i = 1; i < 10_000; i++)
        {
            var an = -i * (i - a);
            b += 2;
            d = (an * d) + b;
            d = 1 / (Math.Abs(d) < Tiny ? Tiny : d);
            c = b + (an / c);
            c = Math.Abs(c) < Tiny ? Tiny : c;
            h *= d * c;
            if (Math.Abs((d * c) - 1) < 1e-15)
            {
                break;
            }
        }

        return h * front;
    }

    /// <summary>For arguments that are halves of whole numbers.</summary>
    private static double LogGamma(double a)
    {
        var sum = a == Math.Floor(a) ? 0 : Math.Log(Math.PI) / 2;
        for (var k = a - 1; k > 0; k--)
        {
            sum += Math.Log(k);
        }

        return sum;
    }
}
