using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;

namespace Diwan.Feel;

/// <summary>
/// Regular expressions as XPath 2.0 and XML Schema define them, carried out by .NET. Patterns without back-references run in time
/// linear in the text; the others are cut off by a timeout.
/// </summary>
internal sealed class XPathRegex
{
    private const int MaxCached = 200;
    private static readonly ConcurrentDictionary<(string, string, TimeSpan), XPathRegex> Cache = new();
    private readonly Regex _plain;
    private readonly Lazy<Regex> _paired;
    private readonly int _groups;

    private XPathRegex(Regex plain, Lazy<Regex> paired, int groups)
    {
        _plain = plain;
        _paired = paired;
        _groups = groups;
    }

    public static bool TryGet(string pattern, string flags, FeelOptions limits, out XPathRegex? expression, out string reason)
    {
        reason = "";
        var timeout = limits.RegexTimeout;
        if (Cache.TryGetValue((pattern, flags, timeout), out expression)) return true;
        if (pattern.Length > limits.MaxPatternLength)
        {
            expression = null;
            reason = $"The regular expression has {pattern.Length} characters, more than {limits.MaxPatternLength} (MaxPatternLength).";
            return false;
        }
        foreach (var flag in flags)
        {
            if (flag is 's' or 'm' or 'i' or 'x') continue;
            reason = $"\"{flags}\" are not flags of a regular expression: only s, m, i and x.";
            return false;
        }
        try
        {
            var plain = Make(pattern, flags, false, timeout, out var groups);
            expression = new XPathRegex(plain, new Lazy<Regex>(() => Make(pattern, flags, true, timeout, out _)), groups);
            if (Cache.Count > MaxCached) Cache.Clear();
            Cache[(pattern, flags, timeout)] = expression;
            return true;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or FormatException)
        {
            expression = null;
            reason = $"\"{pattern}\" is not a regular expression: {e.Message}";
            return false;
        }
    }

    /// <summary>The expression for texts of the basic plane only, or (longer) for those with characters beyond it.</summary>
    private static Regex Make(string pattern, string flags, bool paired, TimeSpan timeout, out int groups)
    {
        var translator = new RegexTranslator(pattern, flags, paired);
        var translated = translator.Translate();
        groups = translator.Groups;
        var options = RegexOptions.CultureInvariant;
        if (flags.Contains('i', StringComparison.Ordinal)) options |= RegexOptions.IgnoreCase;
        if (flags.Contains('m', StringComparison.Ordinal)) options |= RegexOptions.Multiline;
        if (translator.BackReferences) return new Regex(translated, options, timeout);
        try
        {
            return new Regex(translated, options | RegexOptions.NonBacktracking, timeout);
        }
        catch (NotSupportedException)
        {
            // Too large for the linear way; the timeout guards the other.
            return new Regex(translated, options, timeout);
        }
    }

    private Regex For(string text)
    {
        foreach (var c in text)
        {
            if (char.IsSurrogate(c)) return _paired.Value;
        }
        return _plain;
    }

    public bool IsMatch(string text) => For(text).IsMatch(text);

    /// <summary>Reads a replacement: $N is a group, \$ and \\ the characters themselves.</summary>
    public bool TryReplacement(string text, out List<(string? Literal, int Group)> pieces)
    {
        pieces = [];
        var literal = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                if (++i >= text.Length || text[i] is not ('\\' or '$')) return false;
                literal.Append(text[i]);
            }
            else if (text[i] == '$')
            {
                if (i + 1 >= text.Length || !char.IsAsciiDigit(text[i + 1])) return false;
                var group = text[++i] - '0';
                // As many digits as still name a group that exists.
                while (i + 1 < text.Length && char.IsAsciiDigit(text[i + 1]) && group * 10 + text[i + 1] - '0' <= _groups) group = group * 10 + text[++i] - '0';
                if (literal.Length > 0) pieces.Add((literal.ToString(), 0));
                literal.Clear();
                pieces.Add((null, group));
            }
            else literal.Append(text[i]);
        }
        if (literal.Length > 0) pieces.Add((literal.ToString(), 0));
        return true;
    }

    public string? Replace(string text, List<(string? Literal, int Group)> pieces, int limit)
    {
        var result = new StringBuilder();
        var position = 0;
        for (var match = For(text).Match(text); match.Success; match = match.NextMatch())
        {
            result.Append(text, position, match.Index - position);
            foreach (var (literal, group) in pieces)
            {
                if (literal is not null) result.Append(literal);
                else if (group <= _groups) result.Append(match.Groups[group].ValueSpan);
            }
            position = match.Index + match.Length;
            if (result.Length > limit) return null;
        }
        return result.Append(text, position, text.Length - position).ToString();
    }

    public List<string> Split(string text)
    {
        var parts = new List<string>();
        var position = 0;
        for (var match = For(text).Match(text); match.Success; match = match.NextMatch())
        {
            if (match.Length == 0) continue;
            parts.Add(text[position..match.Index]);
            position = match.Index + match.Length;
        }
        parts.Add(text[position..]);
        return parts;
    }
}
