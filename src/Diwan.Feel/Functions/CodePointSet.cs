using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Diwan.Feel;

/// <summary>
/// Characters beyond U+FFFF, as ordered ranges that do not touch. .NET's regular expressions see such a character as two units,
/// so what a class of XML Schema says of them is worked out here and written as pairs.
/// </summary>
internal sealed class CodePointSet
{
    private const int First = 0x10000;
    private const int Last = 0x10FFFF;
    private static readonly ConcurrentDictionary<string, CodePointSet> Known = new(StringComparer.Ordinal);
    private readonly List<(int From, int To)> _ranges;

    private CodePointSet(List<(int From, int To)> ranges) => _ranges = ranges;

    public static CodePointSet Empty { get; } = new([]);
    public static CodePointSet All { get; } = new([(First, Last)]);

    /// <summary>The part of a range that lies beyond U+FFFF.</summary>
    public static CodePointSet Of(int from, int to) => to < First ? Empty : new([(Math.Max(from, First), to)]);

    /// <summary>The blocks of XML Schema 1.0 (appendix F.1.1) that lie beyond U+FFFF; null where the name is none of them.</summary>
    public static CodePointSet? Block(string name) => name switch
    {
        "IsOldItalic" => Of(0x10300, 0x1032F),
        "IsGothic" => Of(0x10330, 0x1034F),
        "IsDeseret" => Of(0x10400, 0x1044F),
        "IsByzantineMusicalSymbols" => Of(0x1D000, 0x1D0FF),
        "IsMusicalSymbols" => Of(0x1D100, 0x1D1FF),
        "IsMathematicalAlphanumericSymbols" => Of(0x1D400, 0x1D7FF),
        "IsCJKUnifiedIdeographsExtensionB" => Of(0x20000, 0x2A6DF),
        "IsCJKCompatibilityIdeographsSupplement" => Of(0x2F800, 0x2FA1F),
        "IsTags" => Of(0xE0000, 0xE007F),
        _ => null,
    };

    /// <summary>The characters of a general category, "L" or "Lu".</summary>
    public static CodePointSet Category(string name) => Known.GetOrAdd(name, static n =>
    {
        var ranges = new List<(int, int)>();
        for (var c = First; c <= Last; c++)
        {
            if (!Short(CharUnicodeInfo.GetUnicodeCategory(c)).StartsWith(n, StringComparison.Ordinal)) continue;
            var from = c;
            while (c < Last && Short(CharUnicodeInfo.GetUnicodeCategory(c + 1)).StartsWith(n, StringComparison.Ordinal)) c++;
            ranges.Add((from, c));
        }
        return new CodePointSet(ranges);
    });

    private static string Short(UnicodeCategory category) => category switch
    {
        UnicodeCategory.UppercaseLetter => "Lu",
        UnicodeCategory.LowercaseLetter => "Ll",
        UnicodeCategory.TitlecaseLetter => "Lt",
        UnicodeCategory.ModifierLetter => "Lm",
        UnicodeCategory.OtherLetter => "Lo",
        UnicodeCategory.NonSpacingMark => "Mn",
        UnicodeCategory.SpacingCombiningMark => "Mc",
        UnicodeCategory.EnclosingMark => "Me",
        UnicodeCategory.DecimalDigitNumber => "Nd",
        UnicodeCategory.LetterNumber => "Nl",
        UnicodeCategory.OtherNumber => "No",
        UnicodeCategory.ConnectorPunctuation => "Pc",
        UnicodeCategory.DashPunctuation => "Pd",
        UnicodeCategory.OpenPunctuation => "Ps",
        UnicodeCategory.ClosePunctuation => "Pe",
        UnicodeCategory.InitialQuotePunctuation => "Pi",
        UnicodeCategory.FinalQuotePunctuation => "Pf",
        UnicodeCategory.OtherPunctuation => "Po",
        UnicodeCategory.MathSymbol => "Sm",
        UnicodeCategory.CurrencySymbol => "Sc",
        UnicodeCategory.ModifierSymbol => "Sk",
        UnicodeCategory.OtherSymbol => "So",
        UnicodeCategory.SpaceSeparator => "Zs",
        UnicodeCategory.LineSeparator => "Zl",
        UnicodeCategory.ParagraphSeparator => "Zp",
        UnicodeCategory.Control => "Cc",
        UnicodeCategory.Format => "Cf",
        UnicodeCategory.PrivateUse => "Co",
        UnicodeCategory.Surrogate => "Cs",
        _ => "Cn",
    };

    public CodePointSet Or(CodePointSet other)
    {
        if (_ranges.Count == 0) return other;
        if (other._ranges.Count == 0) return this;
        var merged = new List<(int From, int To)>();
        foreach (var range in _ranges.Concat(other._ranges).OrderBy(r => r.From))
        {
            if (merged.Count > 0 && range.From <= merged[^1].To + 1) merged[^1] = (merged[^1].From, Math.Max(merged[^1].To, range.To));
            else merged.Add(range);
        }
        return new CodePointSet(merged);
    }

    public CodePointSet Not()
    {
        var rest = new List<(int, int)>();
        var next = First;
        foreach (var (from, to) in _ranges)
        {
            if (from > next) rest.Add((next, from - 1));
            next = to + 1;
        }
        if (next <= Last) rest.Add((next, Last));
        return new CodePointSet(rest);
    }

    public CodePointSet Except(CodePointSet other) => other._ranges.Count == 0 ? this : Not().Or(other).Not();

    /// <summary>With the capital and the small form of every letter in it.</summary>
    public CodePointSet IgnoringCase()
    {
        var result = this;
        // The alphabets beyond U+FFFF that have two cases lie between Deseret and Adlam.
        foreach (var (from, to) in _ranges)
        {
            for (var c = Math.Max(from, 0x10400); c <= Math.Min(to, 0x1E943); c++)
            {
                var rune = new Rune(c);
                var other = Rune.ToUpperInvariant(rune) is var upper && upper != rune ? upper : Rune.ToLowerInvariant(rune);
                if (other != rune) result = result.Or(Of(other.Value, other.Value));
            }
        }
        return result;
    }

    /// <summary>The set as alternatives of surrogate pairs; empty for an empty set.</summary>
    public string ToPairs()
    {
        var text = new StringBuilder();
        foreach (var (from, to) in _ranges)
        {
            int first = from - First, last = to - First;
            int high = first >> 10, lastHigh = last >> 10;
            if ((first & 0x3FF) != 0 || high == lastHigh)
            {
                Pair(text, high, high, first & 0x3FF, high == lastHigh ? last & 0x3FF : 0x3FF);
                high++;
            }
            if (high > lastHigh) continue;
            var whole = (last & 0x3FF) == 0x3FF ? lastHigh : lastHigh - 1;
            if (whole >= high) Pair(text, high, whole, 0, 0x3FF);
            if (whole < lastHigh) Pair(text, lastHigh, lastHigh, 0, last & 0x3FF);
        }
        return text.ToString();
    }

    private static void Pair(StringBuilder text, int high, int lastHigh, int low, int lastLow)
    {
        if (text.Length > 0) text.Append('|');
        text.Append(CultureInfo.InvariantCulture, $"[\\u{0xD800 + high:X4}-\\u{0xD800 + lastHigh:X4}][\\u{0xDC00 + low:X4}-\\u{0xDC00 + lastLow:X4}]");
    }
}
