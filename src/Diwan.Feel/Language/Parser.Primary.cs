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

    /// <summary>A range between literals and nothing else, as the function range() reads it: an end that is left out is open.</summary>
    public FeelRange? ParseRangeText()
    {
        SkipSpace();
        var open = Peek();
        if (open is not ('[' or '(' or ']')) return null;
        _pos++;
        var start = Literal("..");
        if (!Accept("..")) return null;
        SkipSpace();
        var end = Peek() is ']' or ')' or '[' ? FeelValue.Null : Literal("");
        SkipSpace();
        var close = Peek();
        if (close is not (']' or ')' or '[') || SpaceEnd(++_pos) != _text.Length || start is not { } from || end is not { } to) return null;
        if ((from.IsNull && open == '[') || (to.IsNull && close == ']') || (from.IsNull && to.IsNull)) return null;
        if (!from.IsNull && !to.IsNull && FeelCompare.Order(from, to) is not <= 0) return null;
        return new FeelRange(from, open == '[', to, close == ']');
    }

    /// <summary>The value of a literal end; null where nothing precedes the mark; nothing at all if it is no literal.</summary>
    private FeelValue? Literal(string mark)
    {
        SkipSpace();
        if (mark.Length > 0 && string.CompareOrdinal(_text, _pos, mark, 0, mark.Length) == 0) return FeelValue.Null;
        var bound = Bound();
        return bound.TryConstant(out var value) && !value.IsNull ? value : null;
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

    /// <summary>&lt; 5 as a value: a range open at one end; = 5 the range of one value.</summary>
    private Node UnaryRange(int at)
    {
        var op = CompareOperator() ?? throw Error("Expected an operator.");
        var bound = Additive();
        return At<Node>(op switch
        {
            CompareOp.Less => new RangeNode(null, false, bound, false, false),
            CompareOp.LessOrEqual => new RangeNode(null, false, bound, true, false),
            CompareOp.Greater => new RangeNode(bound, false, null, false, false),
            CompareOp.GreaterOrEqual => new RangeNode(bound, true, null, false, false),
            CompareOp.Equal => new RangeNode(bound, true, bound, true, true),
            _ => new FaultyNode("!= does not describe a range."),
        }, at);
    }

    private Node Bound()
    {
        _rangeEnd++;
        var brackets = _brackets;
        _brackets = 0;
        var bound = Additive();
        _brackets = brackets;
        _rangeEnd--;
        return bound;
    }

    private Node RangeAfter(Node start, bool startIncluded, int at)
    {
        Expect("..", "in the range");
        return RangeFrom(start, startIncluded, at);
    }

    private Node RangeFrom(Node start, bool startIncluded, int at)
    {
        var end = Bound();
        SkipSpace();
        var closed = Peek() switch
        {
            ']' => true,
            ')' or '[' => false,
            _ => throw Error($"A range ends with ], ) or [, found {Here()}."),
        };
        _pos++;
        if (start.TryConstant(out var a) && end.TryConstant(out var b) && FeelCompare.Order(a, b) is <= 0)
            return At(new ConstantNode(FeelValue.Of(new FeelRange(a, startIncluded, b, closed))), at);
        return At(new RangeNode(start, startIncluded, end, closed, true), at);
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

    private Node? KeywordExpression(string word, int at)
    {
        switch (word)
        {
            case "true" or "false" or "null":
                _pos += word.Length;
                return At(new ConstantNode(word == "null" ? FeelValue.Null : FeelValue.Of(word == "true")), at);
            case "if":
                _pos += 2;
                var condition = Expression();
                ExpectKeyword("then", "after the condition of if");
                var then = Expression();
                ExpectKeyword("else", "after the first result of if");
                return At(new IfNode(condition, then, Expression(), false), at);
            case "for":
                _pos += 3;
                return ForOrQuantified(word, at);
            case "some" or "every":
                _pos += word.Length;
                return ForOrQuantified(word, at);
            case "function":
                _pos += word.Length;
                SkipSpace();
                return FunctionLiteral(at);
            default: return null;
        }
    }

    private Node ForOrQuantified(string word, int at)
    {
        var (rangeEnd, brackets) = (_rangeEnd, _brackets);
        (_rangeEnd, _brackets) = (0, 0);
        var outer = _scope;
        _scope = new LexicalScope(outer, outer.Activation);
        try
        {
            var iterations = new List<Iteration>();
            do
            {
                var nameAt = SpaceEnd(_pos);
                var name = DefinedName($"after {word}", "in");
                ExpectKeyword("in", $"after the name in {word}");
                SkipSpace();
                var domain = Expression();
                Node? to = Accept("..") ? Expression() : null;
                var inner = new LexicalScope(_scope, _scope.Activation);
                iterations.Add(new Iteration(inner.Define(name), domain, to, PositionAt(nameAt)));
                _scope = inner;
            }
            while (Accept(","));
            if (word != "for")
            {
                ExpectKeyword("satisfies", $"after the lists of {word}");
                return At(new QuantifiedNode(word == "every", [.. iterations], Expression()), at);
            }
            ExpectKeyword("return", "after the lists of for");
            var before = _text.IndexOf("partial", _pos, StringComparison.Ordinal);
            var partial = before >= 0 ? _scope.Define("partial") : -1;
            return At(new ForNode([.. iterations], Expression(), partial), at);
        }
        finally
        {
            _scope = outer;
            (_rangeEnd, _brackets) = (rangeEnd, brackets);
        }
    }

    private Node FunctionLiteral(int at)
    {
        Expect("(", "after function");
        var (rangeEnd, brackets) = (_rangeEnd, _brackets);
        (_rangeEnd, _brackets) = (0, 0);
        var outer = _scope;
        var activation = new Activation(outer.Activation);
        var inner = new LexicalScope(outer, activation);
        var parameters = new List<FeelParameter>();
        var slots = new List<int>();
        if (!Accept(")"))
        {
            do
            {
                var name = DefinedName("of a parameter", null, ':', ',', ')');
                var type = Accept(":") ? Type() ?? FeelType.Any : FeelType.Any;
                parameters.Add(new FeelParameter(name, type));
                slots.Add(inner.Define(name));
            }
            while (Accept(","));
            Expect(")", "after the parameters");
        }
        var node = At(new FunctionNode("function", [.. parameters], [.. slots], FeelType.Any), at);
        _scope = inner;
        try
        {
            if (AcceptKeyword("external"))
            {
                SkipSpace();
                var bodyAt = _pos;
                Expression();
                node.Body = At(new FaultyNode("The function is external (Java or PMML), which Diwan does not call.", FeelIssueKind.External), bodyAt);
            }
            else node.Body = Expression();
            node.Activation = activation;
            return node;
        }
        finally
        {
            _scope = outer;
            (_rangeEnd, _brackets) = (rangeEnd, brackets);
        }
    }
}
