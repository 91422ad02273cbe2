using System.Text;

namespace Diwan.Feel;

internal sealed class FeelSyntaxException(string message, int offset, FeelFaultKind kind = FeelFaultKind.Syntax) : Exception(message)
{
    public int Offset => offset;
    public FeelFaultKind Kind => kind;
}

/// <summary>Characters and names. Names are read by the scope: the longest known name wins, so spaces and symbols in names are no ambiguity.</summary>
internal sealed partial class Parser
{
    private readonly string _text;
    private readonly CompilationUnit _unit;
    private LexicalScope _scope;
    private int _pos;
    private int _nesting;
    private int _work;
    private int _speculating;
    private readonly int _workLimit;

    public Parser(string text, CompilationUnit unit, LexicalScope scope)
    {
        _text = text;
        _unit = unit;
        _scope = scope;
        _workLimit = 20_000 + 40 * text.Length;
        if (text.Length > unit.Options.MaxExpressionLength)
            throw new FeelSyntaxException($"The expression has {text.Length} characters, more than {unit.Options.MaxExpressionLength} (MaxExpressionLength).", 0, FeelFaultKind.Limit);
    }

    private int _knownOffset;
    private int _knownLine = 1;
    private int _knownStart;

    /// <summary>Line and column; offsets mostly grow, so counting goes on from the last one asked.</summary>
    private SourcePosition PositionAt(int offset)
    {
        if (offset < _knownOffset) (_knownOffset, _knownLine, _knownStart) = (0, 1, 0);
        for (; _knownOffset < offset && _knownOffset < _text.Length; _knownOffset++)
        {
            if (_text[_knownOffset] != '\n') continue;
            _knownLine++;
            _knownStart = _knownOffset + 1;
        }
        return new SourcePosition(_knownLine, offset - _knownStart + 1);
    }

    public static (int Line, int Column) LineColumn(string text, int offset)
    {
        var line = 1;
        var start = 0;
        offset = Math.Min(offset, text.Length);
        for (var i = 0; i < offset; i++)
        {
            if (text[i] != '\n') continue;
            line++;
            start = i + 1;
        }
        return (line, offset - start + 1);
    }

    private FeelSyntaxException Error(string message, int? offset = null) => new(message, offset ?? _pos);

    private void Fault(FeelFaultKind kind, string message, int offset)
    {
        if (_speculating > 0) return;
        var at = PositionAt(offset);
        _unit.Faults.Add(new FeelFault(kind, message, at.Line, at.Column));
    }

    private char Peek(int ahead = 0) => _pos + ahead < _text.Length ? _text[_pos + ahead] : '\0';

    private void Work(int units = 1)
    {
        _work += units;
        if (_work > _workLimit) throw new FeelSyntaxException("The expression is too intricate to read.", _pos, FeelFaultKind.Limit);
    }

    private void SkipSpace() => _pos = SpaceEnd(_pos);

    private int SpaceEnd(int i)
    {
        while (i < _text.Length)
        {
            if (FeelNames.IsSpace(_text[i])) i++;
            else if (_text[i] == '/' && i + 1 < _text.Length && _text[i + 1] == '/')
            {
                while (i < _text.Length && _text[i] is not ('\n' or '\r')) i++;
            }
            else if (_text[i] == '/' && i + 1 < _text.Length && _text[i + 1] == '*')
            {
                var end = _text.IndexOf("*/", i + 2, StringComparison.Ordinal);
                if (end < 0) throw Error("The comment does not end.", i);
                i = end + 2;
            }
            else break;
        }
        return i;
    }

    private bool Accept(string symbol)
    {
        SkipSpace();
        if (string.CompareOrdinal(_text, _pos, symbol, 0, symbol.Length) != 0) return false;
        _pos += symbol.Length;
        return true;
    }

    private void Expect(string symbol, string where)
    {
        if (Accept(symbol)) return;
        throw Error($"Expected \"{symbol}\" {where}, found {Here()}.");
    }

    private string Here()
    {
        SkipSpace();
        if (_pos >= _text.Length) return "the end";
        var end = _pos;
        while (end < _text.Length && end - _pos < 20 && !FeelNames.IsSpace(_text[end])) end++;
        return "\"" + _text[_pos..Math.Max(end, _pos + 1)] + "\"";
    }

    private int WordEnd(int i)
    {
        while (i < _text.Length && Rune.TryGetRuneAt(_text, i, out var rune) && FeelNames.IsPart(rune)) i += rune.Utf16SequenceLength;
        return i;
    }

    private bool AtNameStart()
    {
        SkipSpace();
        return _pos < _text.Length && Rune.TryGetRuneAt(_text, _pos, out var rune) && FeelNames.IsStart(rune);
    }

    /// <summary>The keyword at the cursor, not as the beginning of a longer word.</summary>
    private bool IsKeyword(string word)
    {
        SkipSpace();
        return string.CompareOrdinal(_text, _pos, word, 0, word.Length) == 0 && WordEnd(_pos) == _pos + word.Length;
    }

    private bool AcceptKeyword(string word)
    {
        if (!IsKeyword(word)) return false;
        _pos += word.Length;
        return true;
    }

    private void ExpectKeyword(string word, string where)
    {
        if (!AcceptKeyword(word)) throw Error($"Expected \"{word}\" {where}, found {Here()}.");
    }

    /// <summary>The longest beginning of what follows whose key is known; its end, or -1.</summary>
    private int LongestName(int maxParts, Func<string, bool> known, out string key)
    {
        key = "";
        if (!AtNameStart()) return -1;
        var found = -1;
        var current = new StringBuilder();
        var i = _pos;
        var spaced = false;
        for (var parts = 0; parts < maxParts && i < _text.Length; parts++)
        {
            Work(1 + current.Length / 16);
            var c = _text[i];
            if (FeelNames.IsSymbol(c))
            {
                current.Append(c);
                i++;
            }
            else
            {
                var end = WordEnd(i);
                if (end == i) break;
                if (spaced && current.Length > 0 && !FeelNames.IsSymbol(current[^1])) current.Append(' ');
                current.Append(_text, i, end - i);
                i = end;
            }
            var candidate = current.ToString();
            if (known(candidate))
            {
                found = i;
                key = candidate;
            }
            var next = i;
            while (next < _text.Length && FeelNames.IsSpace(_text[next])) next++;
            spaced = next > i;
            i = next;
        }
        return found;
    }

    private static readonly HashSet<string> StopWords = new(StringComparer.Ordinal) { "and", "or", "in", "between", "then", "else", "return", "satisfies", "instance" };

    /// <summary>An unknown name: words up to an operator, a bracket or a word of the grammar.</summary>
    private string GreedyName()
    {
        SkipSpace();
        var name = new StringBuilder();
        while (AtNameStart() || (name.Length > 0 && char.IsAsciiDigit(Peek())))
        {
            var end = WordEnd(_pos);
            if (end == _pos) break;
            var word = _text[_pos..end];
            if (name.Length > 0 && StopWords.Contains(word)) break;
            if (name.Length > 0) name.Append(' ');
            name.Append(word);
            _pos = end;
        }
        if (name.Length == 0) throw Error($"Expected a name, found {Here()}.");
        return name.ToString();
    }

    /// <summary>A name being defined: everything up to one of the end marks, which must follow.</summary>
    private string DefinedName(string where, string? endWord, params ReadOnlySpan<char> ends)
    {
        SkipSpace();
        var start = _pos;
        if (!AtNameStart()) throw Error($"Expected a name {where}, found {Here()}.");
        var end = _pos;
        while (_pos < _text.Length)
        {
            var c = _text[_pos];
            if (ends.Contains(c)) break;
            if (FeelNames.IsSpace(c))
            {
                SkipSpace();
                if (endWord is not null && IsKeyword(endWord)) break;
                continue;
            }
            var wordEnd = WordEnd(_pos);
            if (wordEnd > _pos) _pos = wordEnd;
            else if (FeelNames.IsSymbol(c)) _pos++;
            else throw Error($"A name {where} cannot contain \"{c}\".");
            end = _pos;
        }
        return FeelNames.Key(_text[start..end]);
    }

    /// <summary>"name :" ahead, as in named arguments; the cursor moves past the colon only if it is there.</summary>
    private string? TryNameBeforeColon()
    {
        SkipSpace();
        var saved = _pos;
        if (Peek() == '"')
        {
            var text = StringLiteral();
            if (Accept(":")) return text;
            _pos = saved;
            return null;
        }
        if (!AtNameStart()) return null;
        var i = _pos;
        while (i < _text.Length)
        {
            var c = _text[i];
            if (c == ':')
            {
                _pos = i + 1;
                return FeelNames.Key(_text[saved..i]);
            }
            var end = WordEnd(i);
            if (end > i) i = end;
            else if (FeelNames.IsSpace(c) || FeelNames.IsSymbol(c)) i++;
            else break;
        }
        return null;
    }

    private T At<T>(T node, int offset) where T : Node
    {
        node.At = PositionAt(offset);
        return node;
    }

    private T TestAt<T>(T node, int offset) where T : TestNode
    {
        node.At = PositionAt(offset);
        return node;
    }
}
