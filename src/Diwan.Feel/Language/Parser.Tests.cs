namespace Diwan.Feel;

internal sealed partial class Parser
{
    private int _inputSlot = -1;
    private bool _mentionsInput;

    /// <summary>Unary tests, as in the cells of a decision table: "-", tests with commas between, or not(tests).</summary>
    public TestNode ParseUnaryTests()
    {
        SkipSpace();
        var at = _pos;
        if (Peek() == '-' && SpaceEnd(_pos + 1) == _text.Length) return new AnyTest();
        // A slot only where it is read: a table has thousands of cells.
        _mentionsInput = _text.Contains('?', StringComparison.Ordinal);
        if (_mentionsInput) _inputSlot = _scope.Define("?");
        var result = Negation(at) ?? Alternatives(at);
        SkipSpace();
        if (_pos < _text.Length) throw Error($"Unexpected {Here()} after the test.");
        return _mentionsInput ? TestAt(new InputTest(_inputSlot, result), at) : result;
    }

    /// <summary>Tests one by one, whose order means something (the priorities of output values).</summary>
    public TestNode[] ParseTestList()
    {
        _mentionsInput = false;
        var tests = Tests();
        SkipSpace();
        if (_pos < _text.Length) throw Error($"Unexpected {Here()} after the values.");
        return [.. tests];
    }

    private TestNode Alternatives(int at)
    {
        var tests = Tests();
        return tests.Count == 1 ? tests[0] : TestAt(new TestList([.. tests], false), at);
    }

    /// <summary>not( … ) around the whole cell negates tests; within a longer expression it is the function.</summary>
    private TestList? Negation(int at)
    {
        if (!AcceptKeyword("not") || !Accept("("))
        {
            _pos = at;
            return null;
        }
        var nesting = _nesting;
        var scope = _scope;
        var open = _pos;
        var whole = false;
        _speculating++;
        try
        {
            Tests();
            whole = Accept(")") && SpaceEnd(_pos) == _text.Length;
        }
        catch (FeelSyntaxException e) when (e.Kind == FeelFaultKind.Syntax)
        {
        }
        finally
        {
            _speculating--;
        }
        (_pos, _nesting, _scope) = (whole ? open : at, nesting, scope);
        if (!whole) return null;
        // Once more, now that it is known what it is, for the faults inside.
        var negated = Tests();
        Accept(")");
        return TestAt(new TestList([.. negated], true), at);
    }

    private List<TestNode> Tests()
    {
        var tests = new List<TestNode>();
        do tests.Add(Test(false));
        while (Accept(","));
        return tests;
    }

    private TestNode Test(bool inOperator)
    {
        SkipSpace();
        var at = _pos;
        if (CompareOperator() is { } op)
        {
            var operand = inOperator ? Additive() : Additive();
            return operand.TryConstant(out var constant) && constant.TryGetDecimal(out var number)
                ? TestAt(new NumberCompareTest(op, number), at)
                : TestAt(new CompareTest(op, operand), at);
        }
        var expression = inOperator ? Additive() : Expression();
        return ToTest(expression, at, inOperator);
    }

    private TestNode ToTest(Node expression, int at, bool inOperator)
    {
        if (!expression.TryConstant(out var value)) return TestAt(new ExpressionTest(expression, !inOperator && _mentionsInput, inOperator), at);
        if (value.Kind == FeelKind.Range)
        {
            var range = value.Range;
            if (range.Start.TryGetDecimal(out var start) && range.End.TryGetDecimal(out var end))
                return TestAt(new NumberRangeTest(start, range.StartIncluded, end, range.EndIncluded, value), at);
            return TestAt(new ConstantRangeTest(value), at);
        }
        return value.TryGetDecimal(out var number) ? TestAt(new NumberCompareTest(CompareOp.Equal, number), at) : TestAt(new ConstantTest(value), at);
    }

    /// <summary>What follows "in": one test, or several in brackets. A bracket may also begin an open range.</summary>
    private TestNode[] InTests()
    {
        SkipSpace();
        if (Peek() != '(') return [Test(true)];
        var at = _pos++;
        var (rangeEnd, brackets) = (_rangeEnd, _brackets);
        (_rangeEnd, _brackets) = (0, 0);
        var tests = new List<TestNode>();
        SkipSpace();
        if (Peek() is '<' or '>' or '=' or '!') tests.Add(TestOrExpression());
        else
        {
            var firstAt = _pos;
            var first = Expression();
            if (Accept(".."))
            {
                (_rangeEnd, _brackets) = (rangeEnd, brackets);
                return [ToTest(RangeFrom(first, false, at), at, true)];
            }
            tests.Add(ToTest(first, firstAt, true));
        }
        while (Accept(",")) tests.Add(TestOrExpression());
        Expect(")", "after the tests");
        (_rangeEnd, _brackets) = (rangeEnd, brackets);
        return [.. tests];
    }

    private TestNode TestOrExpression()
    {
        SkipSpace();
        var at = _pos;
        if (CompareOperator() is { } op) return TestAt(new CompareTest(op, Additive()), at);
        return ToTest(Expression(), at, true);
    }
}
