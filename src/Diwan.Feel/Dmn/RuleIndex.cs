namespace Diwan.Feel;

/// <summary>
/// For long tables: which rules can fire at all for a value of one column, whose cells are literal numbers, ranges or strings.
/// The rules left out would have failed in that column; the others are tested as always, in the same order.
/// </summary>
internal sealed class RuleIndex
{
    private const int WorthIt = 16;
    private const int MaxEntriesPerRule = 32;

    private readonly decimal[]? _bounds;
    private readonly TableRule[][]? _segments;
    private readonly Dictionary<string, TableRule[]>? _byText;
    private readonly TableRule[] _otherTexts = [];

    private RuleIndex(int column, decimal[] bounds, TableRule[][] segments)
    {
        Column = column;
        _bounds = bounds;
        _segments = segments;
    }

    private RuleIndex(int column, Dictionary<string, TableRule[]> byText, TableRule[] others)
    {
        Column = column;
        _byText = byText;
        _otherTexts = others;
    }

    public int Column { get; }

    /// <summary>The index that leaves the fewest rules on average; none if no column helps.</summary>
    public static RuleIndex? Build(TableRule[] rules, int columns)
    {
        if (rules.Length < WorthIt) return null;
        RuleIndex? best = null;
        var cost = rules.Length / 2.0;
        for (var column = 0; column < columns; column++)
        {
            foreach (var index in (RuleIndex?[])[Numbers(rules, column), Texts(rules, column)])
            {
                if (index is null || index.Average >= cost) continue;
                best = index;
                cost = index.Average;
            }
        }
        return best;
    }

    private double Average => _segments is not null ? _segments.Average(s => s.Length) : _byText!.Values.Average(r => r.Length);

    /// <summary>The rules that may fire, in their order; null where the value is of another kind than the cells.</summary>
    public TableRule[]? Candidates(in FeelValue value)
    {
        if (_segments is not null)
        {
            if (!value.TryGetDecimal(out var number)) return null;
            var at = Array.BinarySearch(_bounds!, number);
            return _segments[at >= 0 ? 2 * at + 1 : 2 * ~at];
        }
        if (value.Kind != FeelKind.String) return null;
        return _byText!.TryGetValue(value.Text, out var rules) ? rules : _otherTexts;
    }

    /// <summary>Between every two bounds lies one segment, and every bound is a segment itself.</summary>
    private static RuleIndex? Numbers(TableRule[] rules, int column)
    {
        var spans = new List<(TableRule Rule, decimal? From, bool FromIncluded, decimal? To, bool ToIncluded)>();
        foreach (var rule in rules)
        {
            foreach (var test in Alternatives(rule.Tests[column]))
            {
                switch (test)
                {
                    case AnyTest: spans.Add((rule, null, false, null, false)); break;
                    case NumberRangeTest r: spans.Add((rule, r.Start, r.StartIncluded, r.End, r.EndIncluded)); break;
                    case NumberCompareTest { Op: CompareOp.Equal } c: spans.Add((rule, c.Operand, true, c.Operand, true)); break;
                    case NumberCompareTest { Op: CompareOp.Less or CompareOp.LessOrEqual } c: spans.Add((rule, null, false, c.Operand, c.Op == CompareOp.LessOrEqual)); break;
                    case NumberCompareTest { Op: CompareOp.Greater or CompareOp.GreaterOrEqual } c: spans.Add((rule, c.Operand, c.Op == CompareOp.GreaterOrEqual, null, false)); break;
                    default: return null;
                }
            }
        }
        decimal[] bounds = [.. spans.SelectMany(s => (decimal?[])[s.From, s.To]).OfType<decimal>().Distinct().Order()];
        if (bounds.Length == 0) return null;
        var segments = new List<TableRule>[2 * bounds.Length + 1];
        for (var i = 0; i < segments.Length; i++) segments[i] = [];
        long entries = 0;
        foreach (var span in spans)
        {
            var first = span.From is { } from ? 2 * Array.BinarySearch(bounds, from) + (span.FromIncluded ? 1 : 2) : 0;
            var last = span.To is { } to ? 2 * Array.BinarySearch(bounds, to) + (span.ToIncluded ? 1 : 0) : segments.Length - 1;
            entries += Math.Max(0, last - first + 1);
            if (entries > (long)rules.Length * MaxEntriesPerRule) return null;
            for (var i = first; i <= last; i++)
            {
                // Alternatives of one rule may overlap.
                if (segments[i].Count == 0 || segments[i][^1] != span.Rule) segments[i].Add(span.Rule);
            }
        }
        return new RuleIndex(column, bounds, [.. segments.Select(s => s.ToArray())]);
    }

    private static RuleIndex? Texts(TableRule[] rules, int column)
    {
        var byText = new Dictionary<string, List<TableRule>>(StringComparer.Ordinal);
        foreach (var rule in rules)
        {
            foreach (var test in Alternatives(rule.Tests[column]))
            {
                if (test is AnyTest) continue;
                if (test is not ConstantTest { Constant.Kind: FeelKind.String } text) return null;
                byText.TryAdd(text.Constant.Text, []);
            }
        }
        if (byText.Count == 0) return null;
        var others = rules.Where(r => Alternatives(r.Tests[column]).Any(t => t is AnyTest)).ToArray();
        if ((long)others.Length * byText.Count > (long)rules.Length * MaxEntriesPerRule) return null;
        foreach (var rule in rules)
        {
            var tests = Alternatives(rule.Tests[column]);
            if (tests.Any(t => t is AnyTest))
            {
                foreach (var list in byText.Values) list.Add(rule);
                continue;
            }
            foreach (var text in tests.OfType<ConstantTest>().Select(t => t.Constant.Text).Distinct(StringComparer.Ordinal)) byText[text].Add(rule);
        }
        return new RuleIndex(column, byText.ToDictionary(p => p.Key, p => p.Value.ToArray(), StringComparer.Ordinal), others);
    }

    private static TestNode[] Alternatives(TestNode test) => test is TestList { Negated: false } list ? list.Tests : [test];
}
