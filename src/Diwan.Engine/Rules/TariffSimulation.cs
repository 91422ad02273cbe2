using Diwan.Engine.Definitions;
using Diwan.Kernel;

namespace Diwan.Engine.Rules;

/// <summary>A case of the past under the tariff it was charged by and under a proposed one. Nothing in it tells whose it is.</summary>
/// <param name="Month">The first of the month in which it was filed.</param>
public sealed record SimulatedCase(
    Channel Channel, DateOnly Month, ApplicantKind Payer, IReadOnlyList<FeeAmount> Before, IReadOnlyList<FeeAmount> After);

/// <summary>What some cases bring in before and after.</summary>
/// <param name="Key">What they have in common; null for those put together because they are too few to be shown alone.</param>
public sealed record Revenue<TKey>(TKey? Key, int Cases, Money Before, Money After)
{
    public Money Change => After - Before;
}

/// <summary>A cell of the whole table: a line on a channel in a month. What is null was put together.</summary>
public sealed record RevenueCell(string? Line, Channel? Channel, DateOnly? Month);

/// <summary>How many cases come to pay so much more or less.</summary>
/// <param name="From">The least change; null for no bound.</param>
/// <param name="To">The greatest.</param>
/// <param name="Cases">Null where they are too few to be told.</param>
public sealed record ChangeBand(Money? From, Money? To, int? Cases);

/// <summary>Cases alike: one channel, one kind of payer, and the same change to the dinar.</summary>
public sealed record AlikeCases(Channel Channel, ApplicantKind Payer, long Dinars, int Cases, Money Before, Money After);

/// <summary>How many cases come to pay more, less or the same, and by how much together; null where they are too few to be told.</summary>
public sealed record PayingCases(int? Cases, Money? Change);

/// <summary>What a proposed tariff would have brought.</summary>
public sealed record SimulationReport(
    int Cases,
    int Unpriced,
    string? FirstProblem,
    Money Before,
    Money After,
    PayingCases PayMore,
    PayingCases PayLess,
    PayingCases PayTheSame,
    IReadOnlyList<Revenue<string>> ByLine,
    IReadOnlyList<Revenue<Channel?>> ByChannel,
    IReadOnlyList<Revenue<DateOnly?>> ByMonth,
    IReadOnlyList<Revenue<ApplicantKind?>> ByPayer,
    IReadOnlyList<Revenue<RevenueCell>> Cells,
    IReadOnlyList<ChangeBand> Bands,
    IReadOnlyList<AlikeCases> Largest)
{
    public Money Change => After - Before;
}

/// <summary>
/// Adds up cases under two tariffs. No figure is given of fewer cases than <see cref="Fewest"/>: such are put together with others
/// until there are enough, so that totals still add up and nothing can be found by subtraction.
/// </summary>
public sealed class TariffSimulation
{
    public const int Fewest = 5;

    private const int LargestShown = 10;

    private static readonly long[] Bounds = [-100_000, -20_000, -5_000, -1_000, 0, 1_000, 5_000, 20_000, 100_000];

    private readonly Dictionary<(string Line, Channel Channel, DateOnly Month), Sum> _cells = [];
    private readonly Dictionary<string, Sum> _lines = new(StringComparer.Ordinal);
    private readonly Dictionary<Channel, Sum> _channels = [];
    private readonly Dictionary<DateOnly, Sum> _months = [];
    private readonly Dictionary<ApplicantKind, Sum> _payers = [];
    private readonly Dictionary<(Channel Channel, ApplicantKind Payer, long Dinars), Sum> _alike = [];
    private readonly int[] _bands = new int[Bounds.Length + 2];
    private readonly Sum _all = new();
    private int _more;
    private int _less;
    private Money _moreBy;
    private Money _lessBy;
    private int _unpriced;
    private string? _problem;

    public void Add(SimulatedCase one)
    {
        ArgumentNullException.ThrowIfNull(one);
        var before = one.Before.Sum(l => l.Amount);
        var after = one.After.Sum(l => l.Amount);
        var change = after - before;
        _all.Add(1, before, after);
        Of(_channels, one.Channel).Add(1, before, after);
        Of(_months, one.Month).Add(1, before, after);
        Of(_payers, one.Payer).Add(1, before, after);
        Of(_alike, (one.Channel, one.Payer, (long)Math.Round(change.Dinars, MidpointRounding.AwayFromZero))).Add(1, before, after);
        foreach (var code in one.Before.Concat(one.After).Select(l => l.Code).Distinct(StringComparer.Ordinal))
        {
            var (b, a) = (Total(one.Before, code), Total(one.After, code));
            Of(_cells, (code, one.Channel, one.Month)).Add(1, b, a);
            Of(_lines, code).Add(1, b, a);
        }

        _bands[Band(change)]++;
        if (change > Money.Zero)
        {
            _more++;
            _moreBy += change;
        }
        else if (change < Money.Zero)
        {
            _less++;
            _lessBy += change;
        }
    }

    /// <summary>A case for which the proposal gives no price.</summary>
    public void AddUnpriced(string problem)
    {
        _unpriced++;
        _problem ??= problem;
    }

    /// <summary>Takes over what another has added up.</summary>
    public void Add(TariffSimulation other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _all.Add(other._all);
        Merge(_cells, other._cells);
        Merge(_lines, other._lines);
        Merge(_channels, other._channels);
        Merge(_months, other._months);
        Merge(_payers, other._payers);
        Merge(_alike, other._alike);
        for (var i = 0; i < _bands.Length; i++)
        {
            _bands[i] += other._bands[i];
        }

        _more += other._more;
        _less += other._less;
        _moreBy += other._moreBy;
        _lessBy += other._lessBy;
        _unpriced += other._unpriced;
        _problem ??= other._problem;
    }

    public SimulationReport Report()
    {
        var paying = Hide([_more, _less, _all.Cases - _more - _less]);
        return new SimulationReport(
            _all.Cases,
            _unpriced,
            _problem,
            _all.Before,
            _all.After,
            Paying(0, _moreBy),
            Paying(1, _lessBy),
            Paying(2, Money.Zero),
            [.. Shown(_lines, l => l.Key).Select(s => new Revenue<string>(s.Alone ? s.Key : null, s.Sum.Cases, s.Sum.Before, s.Sum.After))],
            [.. Shown(_channels, c => c.Key).Select(s => new Revenue<Channel?>(s.Alone ? s.Key : null, s.Sum.Cases, s.Sum.Before, s.Sum.After))],
            [.. Shown(_months, m => m.Key).Select(s => new Revenue<DateOnly?>(s.Alone ? s.Key : null, s.Sum.Cases, s.Sum.Before, s.Sum.After))],
            [.. Shown(_payers, p => p.Key).Select(s => new Revenue<ApplicantKind?>(s.Alone ? s.Key : null, s.Sum.Cases, s.Sum.Before, s.Sum.After))],
            Cells(),
            [.. BandsOf()],
            [
                .. _alike
                    .Where(a => a.Value.Cases >= Fewest && a.Key.Dinars != 0)
                    .OrderByDescending(a => Math.Abs(a.Key.Dinars)).ThenByDescending(a => a.Value.Cases).ThenBy(a => a.Key)
                    .Take(LargestShown)
                    .Select(a => new AlikeCases(a.Key.Channel, a.Key.Payer, a.Key.Dinars, a.Value.Cases, a.Value.Before, a.Value.After)),
            ]);

        PayingCases Paying(int at, Money change) => paying[at] is { } cases ? new PayingCases(cases, change) : new PayingCases(null, null);
    }

    /// <summary>Counts too small to be told, and with a single one the next, or it could be found from the total.</summary>
    private static int?[] Hide(IReadOnlyList<int> counts)
    {
        var shown = counts.Select(c => c is > 0 and < Fewest ? (int?)null : c).ToArray();
        if (shown.Count(c => c is null) == 1 && shown.Where(c => c > 0).Min() is { } next)
        {
            shown[Array.IndexOf(shown, next)] = null;
        }

        return shown;
    }

    private static Money Total(IReadOnlyList<FeeAmount> lines, string code) => lines.Where(l => l.Code == code).Sum(l => l.Amount);

    private static int Band(Money change)
    {
        // One band for no change at all; a bound belongs to the band nearer to zero.
        if (change.IsZero)
        {
            return Bounds.Length + 1;
        }

        var band = 0;
        while (band < Bounds.Length && (change > Money.Zero ? change.Fils > Bounds[band] : change.Fils >= Bounds[band]))
        {
            band++;
        }

        return band;
    }

    private IEnumerable<ChangeBand> BandsOf()
    {
        var shown = Hide(_bands);
        for (var i = 0; i <= Bounds.Length; i++)
        {
            if (i > 0 && Bounds[i - 1] == 0)
            {
                yield return One(Bounds.Length + 1, Money.Zero, Money.Zero);
            }

            yield return One(i, i == 0 ? null : new Money(Bounds[i - 1]), i == Bounds.Length ? null : new Money(Bounds[i]));
        }

        ChangeBand One(int at, Money? from, Money? to) =>
            new(from, to, shown[at]);
    }

    /// <summary>What is too small goes together; if even that is too small, the smallest of the rest goes with it.</summary>
    private static List<(TKey Key, bool Alone, Sum Sum)> Shown<TKey, TOrder>(Dictionary<TKey, Sum> sums, Func<KeyValuePair<TKey, Sum>, TOrder> order)
        where TKey : notnull
    {
        var rest = new Sum();
        var kept = new List<KeyValuePair<TKey, Sum>>();
        foreach (var sum in sums.OrderBy(s => s.Value.Cases).ThenBy(order))
        {
            if (sum.Value.Cases < Fewest || rest.Cases is > 0 and < Fewest)
            {
                rest.Add(sum.Value);
            }
            else
            {
                kept.Add(sum);
            }
        }

        var shown = kept.OrderBy(order).Select(k => (k.Key, true, k.Value)).ToList();
        if (rest.Cases > 0)
        {
            shown.Add((default!, false, rest));
        }

        return shown;
    }

    /// <summary>Months too small go together within their line and channel, then channels within their line, then lines.</summary>
    private List<Revenue<RevenueCell>> Cells()
    {
        var cells = new List<Revenue<RevenueCell>>();
        var last = new Sum();
        foreach (var line in _cells.GroupBy(c => c.Key.Line).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var ofChannels = new Dictionary<Channel, Sum>();
            foreach (var channel in line.GroupBy(c => c.Key.Channel).OrderBy(g => g.Key))
            {
                foreach (var (month, alone, sum) in Shown(channel.ToDictionary(c => c.Key.Month, c => c.Value), m => m.Key))
                {
                    if (sum.Cases >= Fewest)
                    {
                        cells.Add(Cell(line.Key, channel.Key, alone ? month : null, sum));
                    }
                    else
                    {
                        Of(ofChannels, channel.Key).Add(sum);
                    }
                }
            }

            var rest = new Sum();
            ofChannels.Values.ToList().ForEach(rest.Add);
            if (rest.Cases > 0 && TakeSmallest(rest, line.Key))
            {
                cells.Add(Cell(line.Key, null, null, rest));
            }
            else
            {
                last.Add(rest);
            }
        }

        if (last.Cases > 0)
        {
            TakeSmallest(last, null);
            cells.Add(Cell(null, null, null, last));
        }

        return cells;

        // What is still too few takes the smallest cell there is with it, of its own line as far as it can; or it could be found from the line's total.
        bool TakeSmallest(Sum few, string? line)
        {
            while (few.Cases < Fewest)
            {
                if (cells.Where(c => line is null || c.Key!.Line == line).MinBy(c => c.Cases) is not { } smallest)
                {
                    return false;
                }

                cells.Remove(smallest);
                few.Add(smallest.Cases, smallest.Before, smallest.After);
            }

            return true;
        }

        static Revenue<RevenueCell> Cell(string? line, Channel? channel, DateOnly? month, Sum sum) =>
            new(new RevenueCell(line, channel, month), sum.Cases, sum.Before, sum.After);
    }

    private static Sum Of<TKey>(Dictionary<TKey, Sum> sums, TKey key)
        where TKey : notnull
    {
        if (!sums.TryGetValue(key, out var sum))
        {
            sums[key] = sum = new Sum();
        }

        return sum;
    }

    private static void Merge<TKey>(Dictionary<TKey, Sum> into, Dictionary<TKey, Sum> from)
        where TKey : notnull
    {
        foreach (var (key, sum) in from)
        {
            Of(into, key).Add(sum);
        }
    }

    private sealed class Sum
    {
        public int Cases { get; private set; }

        public Money Before { get; private set; }

        public Money After { get; private set; }

        public void Add(int cases, Money before, Money after)
        {
            Cases += cases;
            Before += before;
            After += after;
        }

        public void Add(Sum other) => Add(other.Cases, other.Before, other.After);
    }
}
