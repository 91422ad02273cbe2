using System.Globalization;
using System.Text;

namespace Diwan.Feel;

internal sealed partial class Parser
{
    private Node Primary()
    {
        Work();
        SkipSpace();
        var at = _pos;
        var c = Peek();
        if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(Peek(1)))) return At(new ConstantNode(FeelValue.Of(Number())), at);
        switch (c)
        {
            case '"': return At(new ConstantNode(FeelValue.Of(StringLiteral())), at);
            case '@': return AtLiteral(at);
            case '(': return Bracketed(at);
            case '[': return ListOrRange(at);
            case ']':
                _pos++;
                return RangeAfter(Bound(), false, at);
            case '{': return ContextLiteral(at);
            case '<' or '>': return UnaryRange(at);
        }
        if (AtNameStart()) return NameOrKeyword(at);
        throw Error($"Expected an expression, found {Here()}.");
    }

    private FeelNumber Number()
    {
        var start = _pos;
        while (char.IsAsciiDigit(Peek())) _pos++;
        if (Peek() == '.' && char.IsAsciiDigit(Peek(1)))
        {
            _pos++;
            while (char.IsAsciiDigit(Peek())) _pos++;
        }
        if (Peek() is 'e' or 'E')
        {
            var digit = Peek(1) is '+' or '-' ? 2 : 1;
            if (char.IsAsciiDigit(Peek(digit)))
            {
                _pos += digit;
                while (char.IsAsciiDigit(Peek())) _pos++;
            }
        }
        if (!FeelNumber.TryParse(_text.AsSpan(start, _pos - start), out var number)) throw Error("The number is out of range.", start);
        return number;
    }

    private string StringLiteral()
    {
        var start = _pos++;
        var value = new StringBuilder();
        while (true)
        {
            if (_pos >= _text.Length) throw Error("The string does not end.", start);
            var c = _text[_pos++];
            if (c == '"') return value.ToString();
            if (c != '\\')
            {
                value.Append(c);
                continue;
            }
            var e = Peek();
            switch (e)
            {
                case 'n': value.Append('\n'); _pos++; break;
                case 'r': value.Append('\r'); _pos++; break;
                case 't': value.Append('\t'); _pos++; break;
                case '"' or '\'' or '\\': value.Append(e); _pos++; break;
                case 'u' when Hex(4, out var unit): value.Append((char)unit); break;
                case 'U' when Hex(6, out var point) && Rune.IsValid(point): value.Append(new Rune(point).ToString()); break;
                default: value.Append('\\'); break;
            }
        }
    }

    private bool Hex(int digits, out int value)
    {
        value = 0;
        if (_pos + 1 + digits > _text.Length) return false;
        if (!int.TryParse(_text.AsSpan(_pos + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)) return false;
        if (digits == 6 && !Rune.IsValid(value)) return false;
        _pos += 1 + digits;
        return true;
    }

    private Node AtLiteral(int at)
    {
        _pos++;
        SkipSpace();
        if (Peek() != '"') throw Error("Expected a string after @.");
        var text = StringLiteral();
        if (TemporalText.TryAny(text, out var value)) return At(new ConstantNode(value), at);
        var message = $"@\"{text}\" is neither a date, a time, a date and time nor a duration.";
        return At(new FaultyNode(message), at);
    }

    /// <summary>( expression ), ( operator bound ) or an open range ( a .. b ].</summary>
    private Node Bracketed(int at)
    {
        _pos++;
        SkipSpace();
        var (rangeEnd, brackets) = (_rangeEnd, _brackets);
        (_rangeEnd, _brackets) = (0, 0);
        Node node;
        if (Peek() is '<' or '>' || Peek() == '=' || (Peek() == '!' && Peek(1) == '='))
        {
            node = UnaryRange(_pos);
        }
        else
        {
            node = Expression();
            if (Accept(".."))
            {
                (_rangeEnd, _brackets) = (rangeEnd, brackets);
                return RangeFrom(node, false, at);
            }
        }
        Expect(")", "after the expression");
        (_rangeEnd, _brackets) = (rangeEnd, brackets);
        return node;
    }

    private Node ListOrRange(int at)
    {
        _pos++;
        var items = new List<Node>();
        if (Accept("]")) return At(new ListNode([]), at);
        var (rangeEnd, brackets) = (_rangeEnd, _brackets);
        (_rangeEnd, _brackets) = (0, 0);
        do
        {
            items.Add(Expression());
            if (items.Count == 1 && Accept(".."))
            {
                (_rangeEnd, _brackets) = (rangeEnd, brackets);
                return RangeFrom(items[0], true, at);
            }
        }
        while (Accept(","));
        Expect("]", "after the list");
        (_rangeEnd, _brackets) = (rangeEnd, brackets);
        return At(new ListNode([.. items]), at);
    }

    private Node ContextLiteral(int at)
    {
        _pos++;
        var (rangeEnd, brackets) = (_rangeEnd, _brackets);
        (_rangeEnd, _brackets) = (0, 0);
        var outer = _scope;
        _scope = new LexicalScope(outer, outer.Activation);
        var names = new List<string>();
        var values = new List<Node>();
        var slots = new List<int>();
        string? duplicate = null;
        try
        {
            if (!Accept("}"))
            {
                do
                {
                    SkipSpace();
                    var name = Peek() == '"' ? StringLiteral() : DefinedName("of a context entry", null, ':');
                    Expect(":", "after the name of an entry");
                    if (names.Contains(name)) duplicate = name;
                    _unit.Scope.AddProperty(name);
                    // A function may call itself by the name of its entry, so that name is known inside it.
                    var slot = _scope.Activation.NewSlot();
                    if (IsKeyword("function")) _scope.Define(name, slot);
                    values.Add(Expression());
                    _scope.Define(name, slot);
                    names.Add(name);
                    slots.Add(slot);
                }
                while (Accept(","));
                Expect("}", "after the context");
            }
        }
        finally
        {
            _scope = outer;
        }
        (_rangeEnd, _brackets) = (rangeEnd, brackets);
        return At(new ContextNode([.. names], [.. values], [.. slots], duplicate), at);
    }

    private Node NameOrKeyword(int at)
    {
        var end = LongestName(Math.Max(Math.Max(_scope.MaxParts, _unit.Scope.MaxParts), Math.Max(5, _scope.InFilter ? _unit.Scope.MaxPropertyParts : 0)), Known, out var key);
        var word = _text[_pos..WordEnd(_pos)];
        if (end <= _pos + word.Length && FeelNames.Keywords.Contains(word) && KeywordExpression(word, at) is { } node) return node;
        if (end >= 0)
        {
            _pos = end;
            return Resolve(key, at);
        }
        return Resolve(GreedyName(), at);
    }

    private bool Known(string key)
    {
        for (var scope = _scope; scope is not null; scope = scope.Parent)
        {
            if (scope.TrySlot(key, out _)) return true;
            if (scope.ItemSlot >= 0 && (key == "item" || _unit.Scope.HasProperty(key))) return true;
        }
        return _unit.Scope.TryName(key, out _) || BuiltIn.Find(key) is not null;
    }

    private Node Resolve(string key, int at)
    {
        var levels = 0;
        List<Node>? filters = null;
        Node? found = null;
        var outermost = _scope;
        for (var scope = _scope; scope is not null; scope = scope.Parent)
        {
            if (scope.TrySlot(key, out var slot))
            {
                found = Slot(levels, slot, at);
                break;
            }
            if (scope.ItemSlot >= 0) (filters ??= []).Add(Slot(levels, scope.ItemSlot, at));
            if (scope.Parent is not null && scope.Parent.Activation != scope.Activation) levels++;
            outermost = scope;
        }
        if (found is null)
        {
            SkipSpace();
            if (_unit.Scope.TryName(key, out var name)) found = Slot(levels, _unit.External(name), at);
            else if (BuiltIn.Find(key) is { } builtIn)
            {
                found = At(new ConstantNode(FeelValue.Of(builtIn)), at);
                if (Peek() == '(') return found;
            }
            else if (filters is null)
            {
                if (_unit.Scope.IsOpen && key != "?") found = Slot(levels, _unit.External(key), at);
                else
                {
                    var message = $"Nothing in scope is called \"{key}\".";
                    Fault(FeelFaultKind.UnresolvedName, message, at);
                    found = At(new FaultyNode(message), at);
                }
            }
        }
        if (filters is null) return found!;
        for (var i = filters.Count - 1; i >= 0; i--) found = At(new FilterNameNode(filters[i], key, found), at);
        return found!;
    }

    private Node Slot(int levels, int slot, int at) => levels == 0 ? At(new SlotNode(slot), at) : At(new OuterSlotNode(levels, slot), at);
}
