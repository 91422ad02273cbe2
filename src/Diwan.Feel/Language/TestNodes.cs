namespace Diwan.Feel;

/// <summary>A unary test: a truth value for the value under test.</summary>
internal abstract class TestNode
{
    public SourcePosition At;

    public abstract FeelValue Test(Frame frame, in FeelValue value);
}

/// <summary>"-": any value at all.</summary>
internal sealed class AnyTest : TestNode
{
    public override FeelValue Test(Frame frame, in FeelValue value) => true;
}

/// <summary>An operator with its operand: &lt; 5, = "x", != null.</summary>
internal sealed class CompareTest(CompareOp op, Node operand) : TestNode
{
    public override FeelValue Test(Frame frame, in FeelValue value) => Operators.Compare(op, value, operand.Eval(frame), frame.State, At);
}

internal sealed class NumberCompareTest(CompareOp op, decimal operand) : TestNode
{
    public CompareOp Op => op;
    public decimal Operand => operand;

    public override FeelValue Test(Frame frame, in FeelValue value)
    {
        if (!value.TryGetDecimal(out var number)) return Operators.Compare(op, value, FeelValue.Of(operand), frame.State, At);
        return op switch
        {
            CompareOp.Equal => number == operand,
            CompareOp.NotEqual => number != operand,
            CompareOp.Less => number < operand,
            CompareOp.LessOrEqual => number <= operand,
            CompareOp.Greater => number > operand,
            _ => number >= operand,
        };
    }
}

internal sealed class ConstantTest(FeelValue constant) : TestNode
{
    public FeelValue Constant => constant;

    public override FeelValue Test(Frame frame, in FeelValue value)
    {
        if (value.Kind == FeelKind.String && constant.Kind == FeelKind.String) return string.Equals(value.Text, constant.Text, StringComparison.Ordinal);
        return constant.Kind == FeelKind.Null ? value.IsNull : Operators.In(value, constant, frame.State, At);
    }
}

internal sealed class NumberRangeTest(decimal start, bool startIncluded, decimal end, bool endIncluded, FeelValue range) : TestNode
{
    public decimal Start => start;
    public bool StartIncluded => startIncluded;
    public decimal End => end;
    public bool EndIncluded => endIncluded;

    public override FeelValue Test(Frame frame, in FeelValue value)
    {
        if (!value.TryGetDecimal(out var number)) return Operators.In(value, range, frame.State, At);
        return (startIncluded ? number >= start : number > start) && (endIncluded ? number <= end : number < end);
    }
}

internal sealed class ConstantRangeTest(FeelValue range) : TestNode
{
    public override FeelValue Test(Frame frame, in FeelValue value) => Operators.In(value, range, frame.State, At);
}

/// <summary>An expression: the test itself if it speaks of "?", otherwise a value, range or list to be found in.</summary>
internal sealed class ExpressionTest(Node expression, bool mentionsInput, bool inOperator) : TestNode
{
    public override FeelValue Test(Frame frame, in FeelValue value)
    {
        var result = expression.Eval(frame);
        if (mentionsInput && result.Kind == FeelKind.Boolean) return result;
        // A range without an end is no range, which is not the same as the value null.
        if (result.IsNull && (mentionsInput || expression is RangeNode)) return FeelValue.Null;
        // A condition over other variables decides by itself, unless truth values are what is compared.
        if (!inOperator && result.Kind == FeelKind.Boolean && value.Kind != FeelKind.Boolean && expression.IsCondition) return result;
        return Operators.In(value, result, frame.State, At);
    }
}

/// <summary>Alternatives, or their negation.</summary>
internal sealed class TestList(TestNode[] tests, bool negated) : TestNode
{
    public TestNode[] Tests => tests;
    public bool Negated => negated;

    public override FeelValue Test(Frame frame, in FeelValue value)
    {
        var unknown = false;
        foreach (var test in tests)
        {
            var result = test.Test(frame, value);
            if (result.IsTrue) return !negated;
            unknown |= !result.IsFalse;
        }
        return unknown ? FeelValue.Null : negated;
    }
}

/// <summary>Puts the value under test where "?" is read.</summary>
internal sealed class InputTest(int slot, TestNode test) : TestNode
{
    public override FeelValue Test(Frame frame, in FeelValue value)
    {
        frame.Slots[slot] = value;
        return test.Test(frame, value);
    }
}
