namespace Diwan.Feel;

internal sealed partial class Parser
{
    /// <summary>A whole expression; anything left over is a fault.</summary>
    public Node ParseExpression()
    {
        var node = Expression();
        SkipSpace();
        if (_pos < _text.Length) throw Error($"Unexpected {Here()} after the expression.");
        return node;
    }

    private Node Expression()
    {
        if (++_nesting > _unit.Options.MaxNesting || !System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new FeelSyntaxException($"The expression is nested more than {_unit.Options.MaxNesting} deep (MaxNesting).", _pos, FeelFaultKind.Limit);
        var node = Disjunction();
        _nesting--;
        return node;
    }

    private Node Disjunction()
    {
        var left = Conjunction();
        for (var n = 0; ; n++)
        {
            SkipSpace();
            var at = _pos;
            if (!AcceptKeyword("or")) return left;
            Chain(n);
            left = At(new OrNode(left, Conjunction()), at);
        }
    }

    private Node Conjunction()
    {
        var left = Comparison();
        for (var n = 0; ; n++)
        {
            SkipSpace();
            var at = _pos;
            if (!AcceptKeyword("and")) return left;
            Chain(n);
            left = At(new AndNode(left, Comparison()), at);
        }
    }

    /// <summary>Long chains of operators are as deep to evaluate as brackets are.</summary>
    private void Chain(int n)
    {
        if (n > 2000) throw new FeelSyntaxException("More than 2000 operators follow one another.", _pos, FeelFaultKind.Limit);
    }

    private Node Comparison()
    {
        var left = Additive();
        for (var n = 0; ; n++)
        {
            SkipSpace();
            var at = _pos;
            Chain(n);
            if (AcceptKeyword("between"))
            {
                var low = Additive();
                ExpectKeyword("and", "between the bounds of between");
                left = At(new BetweenNode(left, low, Additive()), at);
            }
            else if (AcceptKeyword("in")) left = At(new InNode(left, InTests()), at);
            else if (CompareOperator() is { } op) left = At(new CompareNode(op, left, Additive()), at);
            else return left;
        }
    }

    private CompareOp? CompareOperator()
    {
        SkipSpace();
        if (Accept("!=")) return CompareOp.NotEqual;
        if (Accept("<=")) return CompareOp.LessOrEqual;
        if (Accept(">=")) return CompareOp.GreaterOrEqual;
        if (Accept("<")) return CompareOp.Less;
        if (Accept(">")) return CompareOp.Greater;
        return Accept("=") ? CompareOp.Equal : null;
    }

    private Node Additive()
    {
        var left = Multiplicative();
        for (var n = 0; ; n++)
        {
            SkipSpace();
            var at = _pos;
            if (Peek() is not ('+' or '-')) return left;
            var op = _text[_pos++] == '+' ? ArithmeticOp.Add : ArithmeticOp.Subtract;
            Chain(n);
            left = At(new ArithmeticNode(op, left, Multiplicative()), at);
        }
    }

    private Node Multiplicative()
    {
        var left = Exponent();
        for (var n = 0; ; n++)
        {
            SkipSpace();
            var at = _pos;
            if (Peek() is not ('*' or '/') || (Peek() == '*' && Peek(1) == '*')) return left;
            var op = _text[_pos++] == '*' ? ArithmeticOp.Multiply : ArithmeticOp.Divide;
            Chain(n);
            left = At(new ArithmeticNode(op, left, Exponent()), at);
        }
    }

    private Node Exponent()
    {
        var left = Unary();
        for (var n = 0; ; n++)
        {
            SkipSpace();
            var at = _pos;
            if (!Accept("**")) return left;
            Chain(n);
            left = At(new ArithmeticNode(ArithmeticOp.Power, left, Unary()), at);
        }
    }

    private Node Unary()
    {
        SkipSpace();
        var at = _pos;
        if (Peek() != '-') return Postfix();
        _pos++;
        if (++_nesting > _unit.Options.MaxNesting) throw new FeelSyntaxException($"The expression is nested more than {_unit.Options.MaxNesting} deep (MaxNesting).", _pos, FeelFaultKind.Limit);
        SkipSpace();
        Node node;
        if (char.IsAsciiDigit(Peek()) || Peek() == '.')
        {
            node = Postfix(negative: true);
        }
        else
        {
            node = Unary();
            node = node.TryConstant(out var constant) && constant.Kind == FeelKind.Number
                ? At(new ConstantNode(FeelValue.Of(-constant.Number)), at)
                : At(new NegateNode(node), at);
        }
        _nesting--;
        return node;
    }

    private Node Postfix(bool negative = false)
    {
        SkipSpace();
        var start = _pos;
        var node = negative ? Negative() : Primary();
        for (var n = 0; ; n++)
        {
            SkipSpace();
            var at = _pos;
            Chain(n);
            if (Peek() == '(') node = Call(node, start, at);
            else if (Peek() == '[')
            {
                if (_rangeEnd > 0 && _brackets == 0)
                {
                    if (!TryFilter(ref node, at)) return node;
                }
                else node = Filter(node, at);
            }
            else if (Peek() == '.' && Peek(1) != '.')
            {
                _pos++;
                node = At(new PathNode(node, PropertyName()), at);
            }
            else if (IsKeyword("instance"))
            {
                AcceptKeyword("instance");
                ExpectKeyword("of", "after instance");
                var typeAt = SpaceEnd(_pos);
                var type = Type();
                node = type is null
                    ? At(new FaultyNode("The type is not known."), typeAt)
                    : type.IsOpen ? Undetermined(type, typeAt) : At(new InstanceOfNode(node, type), at);
            }
            else return node;
        }
    }

    /// <summary>"list" alone is no type to ask for (table 61): of what?</summary>
    private FaultyNode Undetermined(FeelType type, int at)
    {
        var message = $"\"instance of {type.Name}\" needs what is inside: {(type == FeelType.Context ? "context<name: Any>" : type == FeelType.Function ? "function<Any> -> Any" : type.Name + "<Any>")}.";
        Fault(FeelFaultKind.UnresolvedType, message, at);
        return At(new FaultyNode(message), at);
    }

    private ConstantNode Negative()
    {
        var at = _pos;
        return At(new ConstantNode(FeelValue.Of(-Number())), at);
    }

    private string PropertyName()
    {
        SkipSpace();
        if (Peek() == '"') return StringLiteral();
        var end = LongestName(Math.Max(4, _unit.Scope.MaxPropertyParts), key => BuiltInProperties.Contains(key) || _unit.Scope.HasProperty(key), out var name);
        if (end < 0)
        {
            var greedy = GreedyName();
            return greedy;
        }
        // "date" known but "date of birth" meant: a longer run of words wins over a known beginning of it.
        var saved = _pos;
        var words = GreedyName();
        if (_pos > end) return words;
        _pos = saved;
        _pos = end;
        return name;
    }

    private static readonly HashSet<string> BuiltInProperties = new(StringComparer.Ordinal)
    {
        "year", "month", "day", "weekday", "hour", "minute", "second", "time offset", "timezone",
        "years", "months", "days", "hours", "minutes", "seconds", "start", "end", "start included", "end included",
    };

    // While reading the end of a range, "[" may close it: [1..10[
    private int _rangeEnd;
    private int _brackets;

    private bool TryFilter(ref Node node, int at)
    {
        var saved = _pos;
        var nesting = _nesting;
        var rangeEnd = _rangeEnd;
        _speculating++;
        try
        {
            var filtered = Filter(node, at);
            SkipSpace();
            // A filter only if the range is still closed by something afterwards.
            if (Peek() is ']' or ')' or '[' || Peek() == '.' || Peek() is '+' or '-' or '*' or '/')
            {
                node = filtered;
                return true;
            }
        }
        catch (FeelSyntaxException e) when (e.Kind == FeelFaultKind.Syntax)
        {
            // An attempt that fails is dear, and attempts within attempts multiply.
            Work(200);
        }
        finally
        {
            _speculating--;
        }
        _pos = saved;
        _nesting = nesting;
        _rangeEnd = rangeEnd;
        _brackets = 0;
        return false;
    }

    private FilterNode Filter(Node source, int at)
    {
        Expect("[", "before the filter");
        _brackets++;
        var outer = _scope;
        var inner = new LexicalScope(outer, outer.Activation) { ItemSlot = outer.Activation.NewSlot() };
        _scope = inner;
        Node condition;
        try
        {
            condition = Expression();
            Expect("]", "after the filter");
        }
        finally
        {
            _scope = outer;
        }
        _brackets--;
        return At(new FilterNode(source, condition, inner.ItemSlot), at);
    }
}
