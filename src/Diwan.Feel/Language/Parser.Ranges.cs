namespace Diwan.Feel;

internal sealed partial class Parser
{
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
}
