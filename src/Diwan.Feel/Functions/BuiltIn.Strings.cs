using System.Globalization;
using System.Text;

namespace Diwan.Feel;

internal sealed partial class BuiltIn
{
    private static IEnumerable<BuiltIn> Strings() =>
    [
        new("substring", Substring, "string: string, start position: number, [length: number?]"),
        new("string length", (in c) => CodePoints(c[0].Text), "string: string"),
        new("upper case", (in c) => Cased(c, Upper(c[0].Text)), "string: string"),
        new("lower case", (in c) => Cased(c, Lower(c[0].Text)), "string: string"),
        new("substring before", (in c) => FeelValue.Of(c[0].Text.IndexOf(c[1].Text, StringComparison.Ordinal) is var i and > 0 ? c[0].Text[..i] : ""), "string: string, match: string"),
        new("substring after", (in c) => FeelValue.Of(c[0].Text.IndexOf(c[1].Text, StringComparison.Ordinal) is var i and >= 0 ? c[0].Text[(i + c[1].Text.Length)..] : ""), "string: string, match: string"),
        new("contains", (in c) => c[0].Text.Contains(c[1].Text, StringComparison.Ordinal), "string: string, match: string"),
        new("starts with", (in c) => c[0].Text.StartsWith(c[1].Text, StringComparison.Ordinal), "string: string, match: string"),
        new("ends with", (in c) => c[0].Text.EndsWith(c[1].Text, StringComparison.Ordinal), "string: string, match: string"),
        new("replace", Replace, "input: string, pattern: string, replacement: string, [flags: string?]"),
        new("matches", (in c) => Expression(c, c[1], c.Arguments.Length > 2 ? c[2] : FeelValue.Null) is { } e ? Guarded(c, e.IsMatch) : FeelValue.Null, "input: string, pattern: string, [flags: string?]"),
        new("split", Split, "string: string, delimiter: string"),
        new("string join", Join, "list: list, [delimiter: string?]"),
    ];

    private static FeelValue Cased(in Call c, string text)
    {
        c.State.ChargeText(text.Length);
        return FeelValue.Of(text);
    }

    /// <summary>The letters whose capital is more than one letter (Unicode, SpecialCasing): .NET leaves them as they are.</summary>
    private static readonly Dictionary<char, string> LongCapitals = new()
    {
        ['ß'] = "SS",
        ['ŉ'] = "ʼN",
        ['ǰ'] = "J\u030C",
        ['ΐ'] = "Ι\u0308\u0301",
        ['ΰ'] = "Υ\u0308\u0301",
        ['և'] = "ԵՒ",
        ['ẖ'] = "H\u0331",
        ['ẗ'] = "T\u0308",
        ['ẘ'] = "W\u030A",
        ['ẙ'] = "Y\u030A",
        ['ẚ'] = "Aʾ",
        ['ﬀ'] = "FF",
        ['ﬁ'] = "FI",
        ['ﬂ'] = "FL",
        ['ﬃ'] = "FFI",
        ['ﬄ'] = "FFL",
        ['ﬅ'] = "ST",
        ['ﬆ'] = "ST",
        ['ﬓ'] = "ՄՆ",
        ['ﬔ'] = "ՄԵ",
        ['ﬕ'] = "ՄԻ",
        ['ﬖ'] = "ՎՆ",
        ['ﬗ'] = "ՄԽ",
    };

    private static string Upper(string text)
    {
        var upper = text.ToUpper(CultureInfo.InvariantCulture);
        if (!upper.Any(LongCapitals.ContainsKey)) return upper;
        var whole = new StringBuilder();
        foreach (var c in upper) _ = LongCapitals.TryGetValue(c, out var letters) ? whole.Append(letters) : whole.Append(c);
        return whole.ToString();
    }

    /// <summary>A capital sigma that ends a word becomes the final small one, and İ keeps its dot.</summary>
    private static string Lower(string text)
    {
        var lower = text.ToLower(CultureInfo.InvariantCulture);
        if (text.AsSpan().IndexOfAny('Σ', 'İ') < 0) return lower;
        var whole = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == 'Σ' && i > 0 && char.IsLetter(text[i - 1]) && (i + 1 == text.Length || !char.IsLetter(text[i + 1]))) whole.Append('ς');
            else if (text[i] == 'İ') whole.Append("i\u0307");
            else whole.Append(lower[i]);
        }
        return whole.ToString();
    }

    private static int CodePoints(string text)
    {
        var n = text.Length;
        for (var i = 0; i + 1 < text.Length; i++)
        {
            if (!char.IsSurrogatePair(text[i], text[i + 1])) continue;
            n--;
            i++;
        }
        return n;
    }

    private static FeelValue Substring(in Call c)
    {
        var text = c[0].Text;
        var length = CodePoints(text);
        if (!c[1].Number.TryGetInt(out var start) || start == 0 || Math.Abs((long)start) > length) return c.Fail($"Position {c[1]} is not in a string of {length} characters.");
        var from = start > 0 ? start - 1 : length + start;
        var count = length - from;
        if (c.Arguments.Length > 2 && !c[2].IsNull)
        {
            if (c[2].Number.Sign < 0) return c.Fail("The length of a substring cannot be negative.");
            count = c[2].Number.TryGetInt(out var asked) ? Math.Min(count, asked) : count;
        }
        if (length == text.Length) return FeelValue.Of(text.Substring(from, count));
        var begin = Unit(text, 0, from);
        return FeelValue.Of(text[begin..Unit(text, begin, count)]);
    }

    /// <summary>The UTF-16 position a number of code points further on.</summary>
    private static int Unit(string text, int position, int codePoints)
    {
        for (; codePoints > 0; codePoints--)
            position += position + 1 < text.Length && char.IsSurrogatePair(text[position], text[position + 1]) ? 2 : 1;
        return position;
    }

    private static XPathRegex? Expression(in Call c, FeelValue pattern, FeelValue flags)
    {
        c.State.ChargeText(c[0].Text.Length);
        c.State.Charge(5);
        if (XPathRegex.TryGet(pattern.Text, flags.IsNull ? "" : flags.Text, c.State.Options, out var expression, out var reason)) return expression;
        c.Fail(reason, pattern.Text.Length > c.State.Options.MaxPatternLength ? FeelIssueKind.Limit : FeelIssueKind.Null);
        return null;
    }

    private static FeelValue Guarded(in Call c, Func<string, bool> match)
    {
        try
        {
            return match(c[0].Text);
        }
        catch (System.Text.RegularExpressions.RegexMatchTimeoutException)
        {
            return c.Fail($"The regular expression runs longer than {c.State.Options.RegexTimeout.TotalMilliseconds} ms (RegexTimeout).", FeelIssueKind.Limit);
        }
    }

    private static FeelValue Replace(in Call c)
    {
        if (Expression(c, c[1], c.Arguments.Length > 3 ? c[3] : FeelValue.Null) is not { } expression) return FeelValue.Null;
        try
        {
            if (expression.IsMatch("")) return c.Fail("The pattern of replace matches the empty string, which XPath forbids.");
            if (!expression.TryReplacement(c[2].Text, out var pieces)) return c.Fail($"\"{c[2].Text}\" is not a replacement: \\ must precede \\ or $, and $ a digit.");
            var state = c.State;
            var text = expression.Replace(c[0].Text, pieces, state.Options.MaxStringLength);
            if (text is null) return c.Fail($"The result of replace would have more than {state.Options.MaxStringLength} characters (MaxStringLength).", FeelIssueKind.Limit);
            state.ChargeText(text.Length);
            return FeelValue.Of(text);
        }
        catch (System.Text.RegularExpressions.RegexMatchTimeoutException)
        {
            return c.Fail($"The regular expression runs longer than {c.State.Options.RegexTimeout.TotalMilliseconds} ms (RegexTimeout).", FeelIssueKind.Limit);
        }
    }

    private static FeelValue Split(in Call c)
    {
        if (Expression(c, c[1], FeelValue.Null) is not { } expression) return FeelValue.Null;
        try
        {
            var parts = expression.Split(c[0].Text);
            c.State.ChargeList(parts.Count);
            return FeelValue.List(parts.Select(p => FeelValue.Of(p)));
        }
        catch (System.Text.RegularExpressions.RegexMatchTimeoutException)
        {
            return c.Fail($"The regular expression runs longer than {c.State.Options.RegexTimeout.TotalMilliseconds} ms (RegexTimeout).", FeelIssueKind.Limit);
        }
    }

    private static FeelValue Join(in Call c)
    {
        var delimiter = c.Arguments.Length > 1 && !c[1].IsNull ? c[1].Text : "";
        var text = new StringBuilder();
        var first = true;
        foreach (var item in c[0].Items)
        {
            if (item.IsNull) continue;
            if (item.Kind != FeelKind.String) return c.Fail($"string join needs strings; one item is a {item.Kind}.");
            if (!first) text.Append(delimiter);
            first = false;
            text.Append(item.Text);
            c.State.ChargeText(item.Text.Length + delimiter.Length);
            if (text.Length > c.State.Options.MaxStringLength) c.State.ChargeText(text.Length);
        }
        return FeelValue.Of(text.ToString());
    }
}
