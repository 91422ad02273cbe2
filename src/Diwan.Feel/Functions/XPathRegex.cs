using System.Collections.Concurrent;
using System.Globalization;
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
    private readonly Regex _regex;
    private readonly int _groups;

    private XPathRegex(Regex regex, int groups)
    {
        _regex = regex;
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
            var translator = new Translator(pattern, flags);
            var translated = translator.Translate();
            var options = RegexOptions.CultureInvariant;
            if (flags.Contains('i', StringComparison.Ordinal)) options |= RegexOptions.IgnoreCase;
            if (flags.Contains('m', StringComparison.Ordinal)) options |= RegexOptions.Multiline;
            if (!translator.BackReferences) options |= RegexOptions.NonBacktracking;
            expression = new XPathRegex(new Regex(translated, options, timeout), translator.Groups);
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

    public bool IsMatch(string text) => _regex.IsMatch(text);

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
        for (var match = _regex.Match(text); match.Success; match = match.NextMatch())
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
        for (var match = _regex.Match(text); match.Success; match = match.NextMatch())
        {
            if (match.Length == 0) continue;
            parts.Add(text[position..match.Index]);
            position = match.Index + match.Length;
        }
        parts.Add(text[position..]);
        return parts;
    }

    /// <summary>Writes an XML Schema pattern in .NET's syntax, refusing what XPath does not have.</summary>
    private sealed class Translator(string pattern, string flags)
    {
        private readonly bool _dotAll = flags.Contains('s', StringComparison.Ordinal);
        private readonly bool _multiline = flags.Contains('m', StringComparison.Ordinal);
        private readonly string _pattern = flags.Contains('x', StringComparison.Ordinal) ? WithoutSpace(pattern) : pattern;
        private readonly StringBuilder _out = new();
        private readonly HashSet<int> _closed = [];
        private readonly Stack<int> _open = new();
        private int _pos;

        public bool BackReferences { get; private set; }
        public int Groups { get; private set; }

        private static string WithoutSpace(string pattern)
        {
            var text = new StringBuilder();
            var classes = 0;
            for (var i = 0; i < pattern.Length; i++)
            {
                var c = pattern[i];
                if (c is ' ' or '\t' or '\n' or '\r' && classes == 0) continue;
                text.Append(c);
                if (c == '\\')
                {
                    var next = i + 1;
                    while (classes == 0 && next < pattern.Length && pattern[next] is ' ' or '\t' or '\n' or '\r') next++;
                    if (next < pattern.Length) text.Append(pattern[next]);
                    i = next;
                }
                else if (c == '[') classes++;
                else if (c == ']') classes--;
            }
            return text.ToString();
        }

        public string Translate()
        {
            while (_pos < _pattern.Length) Step();
            if (_open.Count > 0) throw new FormatException("a bracket is not closed.");
            return _out.ToString();
        }

        private void Step()
        {
            var c = _pattern[_pos++];
            switch (c)
            {
                case '.':
                    _out.Append(_dotAll ? "(?:[\uD800-\uDBFF][\uDC00-\uDFFF]|[\\s\\S])" : "(?:[\uD800-\uDBFF][\uDC00-\uDFFF]|[^\\n\\r])");
                    break;
                case '$': _out.Append(_multiline ? "$" : "\\z"); break;
                case '(':
                    if (_pos < _pattern.Length && _pattern[_pos] == '?')
                    {
                        if (_pos + 1 >= _pattern.Length || _pattern[_pos + 1] != ':') throw new FormatException("(? begins nothing in XPath but (?:.");
                        _pos += 2;
                        _out.Append("(?:");
                        _open.Push(0);
                    }
                    else
                    {
                        _out.Append('(');
                        _open.Push(++Groups);
                    }
                    break;
                case ')':
                    if (_open.Count == 0) throw new FormatException("a bracket closes that was not opened.");
                    _closed.Add(_open.Pop());
                    _out.Append(')');
                    break;
                case '[': Class(); break;
                case ']' or '}': throw new FormatException($"\"{c}\" stands alone.");
                case '{': Quantity(); break;
                case '\\': Escape(false); break;
                default:
                    if (char.IsHighSurrogate(c) && _pos < _pattern.Length && char.IsLowSurrogate(_pattern[_pos])) _out.Append("(?:").Append(c).Append(_pattern[_pos++]).Append(')');
                    else if (c is '#' or ' ') _out.Append('\\').Append(c);
                    else _out.Append(c);
                    break;
            }
        }

        private void Quantity()
        {
            var end = _pattern.IndexOf('}', _pos);
            if (end < 0) throw new FormatException("{ is not closed.");
            var body = _pattern[_pos..end];
            var parts = body.Split(',');
            if (parts.Length > 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var low) || low > 10_000) throw new FormatException($"{{{body}}} is not a quantity.");
            if (parts.Length == 2 && parts[1].Length > 0 && (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var high) || high < low || high > 10_000)) throw new FormatException($"{{{body}}} is not a quantity.");
            _out.Append('{').Append(body).Append('}');
            _pos = end + 1;
        }

        private void Escape(bool inClass)
        {
            if (_pos >= _pattern.Length) throw new FormatException("\\ ends the pattern.");
            var c = _pattern[_pos++];
            switch (c)
            {
                case 'n' or 'r' or 't' or '\\' or '|' or '.' or '-' or '^' or '?' or '*' or '+' or '{' or '}' or '(' or ')' or '[' or ']' or '$':
                    _out.Append('\\').Append(c);
                    break;
                case 'd' or 'D': _out.Append(c == 'd' ? "\\p{Nd}" : "\\P{Nd}"); break;
                case 's': _out.Append(inClass ? " \\t\\n\\r" : "[ \\t\\n\\r]"); break;
                case 'S' when !inClass: _out.Append("[^ \\t\\n\\r]"); break;
                case 'w' when !inClass: _out.Append("[^\\p{P}\\p{Z}\\p{C}]"); break;
                case 'w': _out.Append("\\p{L}\\p{M}\\p{N}\\p{S}"); break;
                case 'W': _out.Append(inClass ? "\\p{P}\\p{Z}\\p{C}" : "[\\p{P}\\p{Z}\\p{C}]"); break;
                case 'i': _out.Append(inClass ? "\\p{L}_:" : "[\\p{L}_:]"); break;
                case 'I' when !inClass: _out.Append("[^\\p{L}_:]"); break;
                case 'c': _out.Append(inClass ? "\\p{L}\\p{Nd}\\p{M}_:.\\-·" : "[\\p{L}\\p{Nd}\\p{M}_:.\\-·]"); break;
                case 'C' when !inClass: _out.Append("[^\\p{L}\\p{Nd}\\p{M}_:.\\-·]"); break;
                case 'p' or 'P': Category(c); break;
                case >= '1' and <= '9' when !inClass: BackReference(c - '0'); break;
                default: throw new FormatException($"\\{c} means nothing here.");
            }
        }

        private void BackReference(int number)
        {
            while (_pos < _pattern.Length && char.IsAsciiDigit(_pattern[_pos]) && number * 10 + _pattern[_pos] - '0' <= Groups) number = number * 10 + _pattern[_pos++] - '0';
            if (!_closed.Contains(number)) throw new FormatException($"\\{number} refers to a group that is not there or not closed.");
            BackReferences = true;
            _out.Append(CultureInfo.InvariantCulture, $"(?:\\{number})");
        }

        private void Category(char p)
        {
            var end = _pattern.IndexOf('}', _pos);
            if (_pos >= _pattern.Length || _pattern[_pos] != '{' || end < 0) throw new FormatException($"\\{p} needs a category in braces.");
            var name = _pattern[(_pos + 1)..end];
            if (name.Length == 0 || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '-')) throw new FormatException($"there is no category \"{name}\".");
            _pos = end + 1;
            _out.Append('\\').Append(p).Append('{').Append(name).Append('}');
        }

        private void Class()
        {
            _out.Append('[');
            if (_pos < _pattern.Length && _pattern[_pos] == '^')
            {
                _out.Append('^');
                _pos++;
            }
            var first = true;
            while (true)
            {
                if (_pos >= _pattern.Length) throw new FormatException("[ is not closed.");
                var c = _pattern[_pos++];
                if (c == ']')
                {
                    if (first) throw new FormatException("[] is empty.");
                    _out.Append(']');
                    return;
                }
                if (c == '-' && _pos < _pattern.Length && _pattern[_pos] == '[' && !first)
                {
                    _pos++;
                    _out.Append('-');
                    Class();
                    if (_pos >= _pattern.Length || _pattern[_pos] != ']') throw new FormatException("a subtraction ends its class.");
                    continue;
                }
                if (c == '[') throw new FormatException("[ within a class must be escaped.");
                first = false;
                if (c == '\\') Escape(true);
                else _out.Append(c);
            }
        }
    }
}
