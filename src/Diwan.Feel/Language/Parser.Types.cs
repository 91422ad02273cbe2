namespace Diwan.Feel;

internal sealed partial class Parser
{
    /// <summary>A whole text that is a type.</summary>
    public FeelType? ParseType()
    {
        var type = Type();
        SkipSpace();
        return _pos == _text.Length ? type : null;
    }

    /// <summary>A type: a name, list&lt;T&gt;, range&lt;T&gt;, context&lt;a: T, …&gt; or function&lt;T, …&gt; -&gt; T. Null, with a fault, if unknown.</summary>
    private FeelType? Type()
    {
        SkipSpace();
        if (++_nesting > _unit.Options.MaxNesting) throw new FeelSyntaxException($"The type is nested more than {_unit.Options.MaxNesting} deep (MaxNesting).", _pos, FeelFaultKind.Limit);
        var type = TypeInside();
        _nesting--;
        return type;
    }

    private FeelType? TypeInside()
    {
        var at = _pos;
        var word = AtNameStart() ? _text[_pos..WordEnd(_pos)] : "";
        var after = SpaceEnd(_pos + word.Length);
        if (word is "list" or "range" or "context" or "function" && after < _text.Length && _text[after] == '<')
        {
            _pos = after + 1;
            switch (word)
            {
                case "list" or "range":
                    var item = Type();
                    Expect(">", "after the type of items");
                    return item is null ? null : word == "list" ? new ListType(item) : new RangeType(item);
                case "context": return ContextOf();
                default: return FunctionOf();
            }
        }
        var end = LongestName(_unit.Scope.MaxTypeParts, key => _unit.Scope.Type(key) is not null, out var name);
        if (end >= 0)
        {
            _pos = end;
            return _unit.Scope.Type(name);
        }
        var unknown = GreedyName();
        while (Peek() == '.' && Peek(1) != '.')
        {
            _pos++;
            unknown += "." + GreedyName();
        }
        Fault(FeelFaultKind.UnresolvedType, $"There is no type called \"{unknown}\".", at);
        return null;
    }

    private ContextType? ContextOf()
    {
        var fields = new List<KeyValuePair<string, FeelType>>();
        var known = true;
        if (!Accept(">"))
        {
            do
            {
                var name = DefinedName("of an entry", null, ':');
                Expect(":", "after the name of an entry");
                var type = Type();
                known &= type is not null;
                fields.Add(new(name, type ?? FeelType.Any));
            }
            while (Accept(","));
            Expect(">", "after the entries");
        }
        return known ? new ContextType(null, fields) : null;
    }

    private FunctionType? FunctionOf()
    {
        var parameters = new List<FeelType>();
        var known = true;
        if (!Accept(">"))
        {
            do
            {
                var type = Type();
                known &= type is not null;
                parameters.Add(type ?? FeelType.Any);
            }
            while (Accept(","));
            Expect(">", "after the types of parameters");
        }
        Expect("->", "before the type of the result");
        return Type() is { } result && known ? new FunctionType(parameters, result) : null;
    }
}
