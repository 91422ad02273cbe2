using System.Globalization;
using System.Text;

namespace Diwan.Feel;

/// <summary>Writes an XML Schema pattern in .NET's syntax, refusing what XPath does not have.</summary>
internal sealed class RegexTranslator(string pattern, string flags, bool paired)
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
                var any = _dotAll ? "[\\s\\S]" : "[^\\n\\r]";
                _out.Append(paired ? $"(?:[\\uD800-\\uDBFF][\\uDC00-\\uDFFF]|{any})" : any);
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
            case '[': Write(Class()); break;
            case ']' or '}': throw new FormatException($"\"{c}\" stands alone.");
            case '{': Quantity(); break;
            case '\\': Escape(); break;
            default:
                if (char.IsHighSurrogate(c) && _pos < _pattern.Length && char.IsLowSurrogate(_pattern[_pos]))
                {
                    var point = char.ConvertToUtf32(c, _pattern[_pos++]);
                    var one = new CharClass();
                    one.Add(point, point);
                    Write(one);
                }
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

    /// <summary>A backslash outside a class: one character, a class of its own, or a reference to a group.</summary>
    private void Escape()
    {
        if (_pos >= _pattern.Length) throw new FormatException("\\ ends the pattern.");
        if (_pattern[_pos] is >= '1' and <= '9')
        {
            BackReference(_pattern[_pos++] - '0');
            return;
        }
        var one = new CharClass();
        if (Escaped(one) is { } c) one.Add(c, c);
        Write(one);
    }

    /// <summary>What follows a backslash: the character it stands for, or null when it named several, which are then in the class.</summary>
    private int? Escaped(CharClass into)
    {
        if (_pos >= _pattern.Length) throw new FormatException("\\ ends the pattern.");
        var c = _pattern[_pos++];
        switch (c)
        {
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case '\\' or '|' or '.' or '-' or '^' or '?' or '*' or '+' or '{' or '}' or '(' or ')' or '[' or ']' or '$': return c;
            case 'd' or 'D': into.AddCategory("Nd", c == 'D'); break;
            case 's': into.AddText(" \\t\\n\\r", CodePointSet.Empty); break;
            case 'S': into.AddText("\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F!-\\uFFFF", CodePointSet.All); break;
            case 'w':
                foreach (var part in "LMNS") into.AddCategory(part.ToString(), false);
                break;
            case 'W':
                foreach (var part in "PZC") into.AddCategory(part.ToString(), false);
                break;
            case 'i' or 'I' or 'c' or 'C': into.AddNames(char.ToLowerInvariant(c) == 'c', char.IsUpper(c)); break;
            case 'p' or 'P': Category(into, c == 'P'); break;
            default: throw new FormatException($"\\{c} means nothing here.");
        }
        return null;
    }

    private void BackReference(int number)
    {
        while (_pos < _pattern.Length && char.IsAsciiDigit(_pattern[_pos]) && number * 10 + _pattern[_pos] - '0' <= Groups) number = number * 10 + _pattern[_pos++] - '0';
        if (!_closed.Contains(number)) throw new FormatException($"\\{number} refers to a group that is not there or not closed.");
        BackReferences = true;
        _out.Append(CultureInfo.InvariantCulture, $"(?:\\{number})");
    }

    private void Category(CharClass into, bool negated)
    {
        var end = _pattern.IndexOf('}', _pos);
        if (_pos >= _pattern.Length || _pattern[_pos] != '{' || end < 0) throw new FormatException("\\p needs a category in braces.");
        var name = _pattern[(_pos + 1)..end];
        if (name.Length == 0 || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '-')) throw new FormatException($"there is no category \"{name}\".");
        _pos = end + 1;
        if (CodePointSet.Block(name) is { } block) into.AddText(negated ? "\\s\\S" : "", negated ? block.Not() : block);
        // Other blocks lie within the basic plane; .NET knows their names, and refuses those that are none.
        else if (name.StartsWith("Is", StringComparison.Ordinal)) into.AddText($"\\{(negated ? 'P' : 'p')}{{{name}}}", negated ? CodePointSet.All : CodePointSet.Empty);
        else into.AddCategory(name, negated);
    }

    private CharClass Class()
    {
        var result = new CharClass { Negated = Peek('^') };
        if (result.Negated) _pos++;
        var empty = true;
        while (true)
        {
            if (_pos >= _pattern.Length) throw new FormatException("[ is not closed.");
            var c = _pattern[_pos];
            if (c == ']')
            {
                if (empty) throw new FormatException("[] is empty.");
                _pos++;
                return result;
            }
            if (c == '[') throw new FormatException("[ within a class must be escaped.");
            if (c == '-' && !empty && _pos + 1 < _pattern.Length && _pattern[_pos + 1] == '[')
            {
                _pos += 2;
                result.Without = Class();
                if (!Peek(']')) throw new FormatException("a subtraction ends its class.");
                continue;
            }
            empty = false;
            if (One(result) is not { } from) continue;
            var to = from;
            // A hyphen is a range unless it ends the class or begins a subtraction.
            if (Peek('-') && _pos + 1 < _pattern.Length && _pattern[_pos + 1] is not (']' or '['))
            {
                _pos++;
                to = One(result) ?? throw new FormatException("a range ends with a character.");
                if (to < from) throw new FormatException("a range ends before it begins.");
            }
            result.Add(from, to);
        }
    }

    private bool Peek(char c) => _pos < _pattern.Length && _pattern[_pos] == c;

    /// <summary>One character of a class, or null for an escape that names several.</summary>
    private int? One(CharClass into)
    {
        var c = _pattern[_pos++];
        if (c == '\\') return Escaped(into);
        if (char.IsHighSurrogate(c) && _pos < _pattern.Length && char.IsLowSurrogate(_pattern[_pos])) return char.ConvertToUtf32(c, _pattern[_pos++]);
        return c;
    }

    private void Write(CharClass characters)
    {
        if (!paired)
        {
            _out.Append(characters.InPlane(false));
            return;
        }
        var pairs = characters.Beyond(flags.Contains('i', StringComparison.Ordinal)).ToPairs();
        if (pairs.Length == 0) _out.Append(characters.InPlane(true));
        else _out.Append("(?:").Append(characters.InPlane(true)).Append('|').Append(pairs).Append(')');
    }

    /// <summary>A class of characters: what .NET's own syntax says of the basic plane, and the set beyond it.</summary>
    private sealed class CharClass
    {
        private readonly StringBuilder _text = new();
        private CodePointSet _beyond = CodePointSet.Empty;

        public bool Negated { get; set; }
        public CharClass? Without { get; set; }

        public void Add(int from, int to)
        {
            if (from <= char.MaxValue)
            {
                Unit(from);
                if (to > from)
                {
                    _text.Append('-');
                    Unit(Math.Min(to, char.MaxValue));
                }
            }
            _beyond = _beyond.Or(CodePointSet.Of(from, to));
        }

        private void Unit(int c) => _text.Append(CultureInfo.InvariantCulture, $"\\u{c:X4}");

        public void AddText(string text, CodePointSet beyond)
        {
            _text.Append(text);
            _beyond = _beyond.Or(beyond);
        }

        public void AddCategory(string name, bool negated)
        {
            var set = CodePointSet.Category(name);
            AddText($"\\{(negated ? 'P' : 'p')}{{{name}}}", negated ? set.Not() : set);
        }

        /// <summary>The characters that begin a name of XML, or that a name holds; or all others.</summary>
        public void AddNames(bool parts, bool others)
        {
            var letters = CodePointSet.Category("L");
            if (parts) letters = letters.Or(CodePointSet.Category("M")).Or(CodePointSet.Category("Nd"));
            if (!others)
            {
                AddText(parts ? "\\p{L}\\p{Nd}\\p{M}_:.\\-·" : "\\p{L}_:", letters);
                return;
            }
            // What is left of the basic plane, by categories: a class cannot hold the complement of a union.
            AddText("\\p{Nl}\\p{No}\\p{Ps}\\p{Pe}\\p{Pi}\\p{Pf}\\p{S}\\p{Z}\\p{C}" + (parts ? "" : "\\p{M}\\p{Nd}"), letters.Not());
            for (var c = 0; c <= char.MaxValue; c++)
            {
                var kept = char.GetUnicodeCategory((char)c) is UnicodeCategory.ConnectorPunctuation or UnicodeCategory.DashPunctuation or UnicodeCategory.OtherPunctuation;
                if (kept && c is not ('_' or ':') && !(parts && c is '.' or '-' or '·')) Unit(c);
            }
        }

        /// <summary>The class over the basic plane. With pairs about, their halves are not characters of it.</summary>
        public string InPlane(bool withoutHalves)
        {
            if (_text.Length == 0 && !Negated) return "[^\\s\\S]";
            var text = new StringBuilder("[").Append(Negated ? "^" : "").Append(_text.Length == 0 ? "\\uD800-\\uDFFF" : _text.ToString());
            if (Without is not null)
            {
                var inner = Without.InPlane(false);
                // Taking the halves away from what is taken away, unless that is a negation, which never holds back a half.
                text.Append('-').Append(withoutHalves && !Without.Negated && Without.Without is null ? inner.Insert(inner.Length - 1, "\\uD800-\\uDFFF") : inner);
            }
            else if (withoutHalves) text.Append("-[\\uD800-\\uDFFF]");
            return text.Append(']').ToString();
        }

        public CodePointSet Beyond(bool ignoringCase)
        {
            var set = ignoringCase ? _beyond.IgnoringCase() : _beyond;
            if (Negated) set = set.Not();
            return Without is null ? set : set.Except(Without.Beyond(ignoringCase));
        }
    }
}
