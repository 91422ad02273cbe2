namespace Diwan.Feel;

/// <summary>A compiled part of an expression. Names are already slots; evaluating allocates only what the values need.</summary>
internal abstract class Node
{
    public SourcePosition At;

    public abstract FeelValue Eval(Frame frame);

    /// <summary>Whether the result can only be a truth value; such a filter is never an index.</summary>
    public virtual bool IsCondition => false;

    /// <summary>The value, where it is known on reading.</summary>
    public virtual bool TryConstant(out FeelValue value)
    {
        value = default;
        return false;
    }
}

internal sealed class ConstantNode(FeelValue value) : Node
{
    public override FeelValue Eval(Frame frame) => value;

    public override bool TryConstant(out FeelValue constant)
    {
        constant = value;
        return true;
    }
}

/// <summary>Always null, for the reason found on reading.</summary>
internal sealed class FaultyNode(string reason, FeelIssueKind kind = FeelIssueKind.Null) : Node
{
    public override FeelValue Eval(Frame frame) => frame.State.Fail(At, reason, kind);
}

internal sealed class SlotNode(int slot) : Node
{
    public int Slot => slot;
    public override FeelValue Eval(Frame frame) => frame.Slots[slot];
}

internal sealed class OuterSlotNode(int levels, int slot) : Node
{
    public override FeelValue Eval(Frame frame)
    {
        for (var i = 0; i < levels; i++) frame = frame.Parent!;
        return frame.Slots[slot];
    }
}

/// <summary>A name inside a filter: an entry of the item if it has one, otherwise what the name means outside.</summary>
internal sealed class FilterNameNode(Node item, string name, Node? outside) : Node
{
    public override FeelValue Eval(Frame frame)
    {
        var value = item.Eval(frame);
        if (value.Kind == FeelKind.Context)
        {
            if (value.Entries.TryGetValue(name, out var entry)) return entry;
            if (name == "item") return value;
            if (outside is not null) return outside.Eval(frame);
            return frame.State.Fail(At, $"Neither the item nor anything in scope is called \"{name}\".");
        }
        if (name == "item") return value;
        if (outside is not null) return outside.Eval(frame);
        return Operators.Property(value, name, frame.State, At);
    }
}

internal sealed class ArithmeticNode(ArithmeticOp op, Node left, Node right) : Node
{
    public override FeelValue Eval(Frame frame) => Operators.Apply(op, left.Eval(frame), right.Eval(frame), frame.State, At);
}

internal sealed class NegateNode(Node operand) : Node
{
    public override FeelValue Eval(Frame frame) => Operators.Negate(operand.Eval(frame), frame.State, At);
}

internal sealed class CompareNode(CompareOp op, Node left, Node right) : Node
{
    public override bool IsCondition => true;
    public override FeelValue Eval(Frame frame) => Operators.Compare(op, left.Eval(frame), right.Eval(frame), frame.State, At);
}

internal sealed class AndNode(Node left, Node right) : Node
{
    public override bool IsCondition => true;

    public override FeelValue Eval(Frame frame)
    {
        var a = left.Eval(frame);
        if (a.IsFalse) return false;
        var b = right.Eval(frame);
        if (b.IsFalse) return false;
        if (a.IsTrue && b.IsTrue) return true;
        return frame.State.Fail(At, $"and: {a.Kind} and {b.Kind} decide nothing.");
    }
}

internal sealed class OrNode(Node left, Node right) : Node
{
    public override bool IsCondition => true;

    public override FeelValue Eval(Frame frame)
    {
        var a = left.Eval(frame);
        if (a.IsTrue) return true;
        var b = right.Eval(frame);
        if (b.IsTrue) return true;
        if (a.IsFalse && b.IsFalse) return false;
        return frame.State.Fail(At, $"or: {a.Kind} and {b.Kind} decide nothing.");
    }
}

internal sealed class BetweenNode(Node value, Node low, Node high) : Node
{
    public override bool IsCondition => true;

    public override FeelValue Eval(Frame frame)
    {
        var v = value.Eval(frame);
        var above = Operators.Compare(CompareOp.GreaterOrEqual, v, low.Eval(frame), frame.State, At);
        var below = Operators.Compare(CompareOp.LessOrEqual, v, high.Eval(frame), frame.State, At);
        if (above.IsFalse || below.IsFalse) return false;
        return above.IsTrue && below.IsTrue ? true : FeelValue.Null;
    }
}

internal sealed class InNode(Node value, TestNode[] tests) : Node
{
    public override bool IsCondition => true;

    public override FeelValue Eval(Frame frame)
    {
        var v = value.Eval(frame);
        var unknown = false;
        foreach (var test in tests)
        {
            var result = test.Test(frame, v);
            if (result.IsTrue) return true;
            unknown |= !result.IsFalse;
        }
        return unknown ? FeelValue.Null : false;
    }
}

internal sealed class ListNode(Node[] items) : Node
{
    public override FeelValue Eval(Frame frame)
    {
        frame.State.Charge(items.Length);
        var values = new FeelValue[items.Length];
        for (var i = 0; i < items.Length; i++) values[i] = items[i].Eval(frame);
        return FeelValue.ListOver(values);
    }
}

internal sealed class RangeNode(Node? start, bool startIncluded, Node? end, bool endIncluded, bool written) : Node
{
    public override FeelValue Eval(Frame frame)
    {
        var from = start?.Eval(frame) ?? FeelValue.Null;
        var to = end?.Eval(frame) ?? FeelValue.Null;
        if (written)
        {
            // An end written as null leaves the range undefined rather than open.
            if (from.IsNull || to.IsNull) return frame.State.Fail(At, "An end of the range is null.");
            if (FeelCompare.Order(from, to) is not { } order) return frame.State.Fail(At, $"A range cannot go from {from.Kind} to {to.Kind}.");
            if (order > 0) return frame.State.Fail(At, "The range ends before it starts.");
        }
        else if (from.IsNull && to.IsNull) return frame.State.Fail(At, "The bound of the range is null.");
        return FeelValue.Of(new FeelRange(from, startIncluded, to, endIncluded));
    }
}

internal sealed class ContextNode(string[] names, Node[] values, int[] slots, string? duplicate) : Node
{
    public override FeelValue Eval(Frame frame)
    {
        if (duplicate is not null) return frame.State.Fail(At, $"The context has two entries called \"{duplicate}\".");
        frame.State.Charge(names.Length);
        var results = new FeelValue[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            results[i] = values[i].Eval(frame);
            frame.Slots[slots[i]] = results[i];
            // A function written in an entry may call itself by the name of the entry; one that comes from elsewhere has other slots.
            if (values[i] is FunctionNode && results[i].Function is Closure closure) closure.Know(slots[i], results[i]);
        }
        return FeelValue.Of(new FeelContext(names, results));
    }
}

internal sealed class PathNode(Node source, string name) : Node
{
    public override FeelValue Eval(Frame frame) => Operators.Property(source.Eval(frame), name, frame.State, At);
}

internal sealed class IfNode(Node condition, Node then, Node otherwise, bool strict) : Node
{
    public override FeelValue Eval(Frame frame)
    {
        var value = condition.Eval(frame);
        if (value.IsTrue) return then.Eval(frame);
        if (value.Kind is not (FeelKind.Boolean or FeelKind.Null))
        {
            frame.State.Fail(At, $"The condition of if is a {value.Kind}, not a boolean.");
            if (strict) return FeelValue.Null;
        }
        return otherwise.Eval(frame);
    }
}

internal sealed class InstanceOfNode(Node value, FeelType type) : Node
{
    public override bool IsCondition => true;

    public override FeelValue Eval(Frame frame)
    {
        var v = value.Eval(frame);
        if (v.Kind == FeelKind.List) frame.State.Charge(v.Items.Length);
        return v.IsNull ? type == FeelType.Null : type.HasStructure(v);
    }
}

internal sealed class FilterNode(Node source, Node filter, int itemSlot) : Node
{
    public override FeelValue Eval(Frame frame)
    {
        var value = source.Eval(frame);
        if (value.IsNull) return frame.State.Fail(At, "Null cannot be filtered.");
        var items = value.Kind == FeelKind.List ? value.Items : [value];
        if (filter.TryConstant(out var constant) && constant.Kind == FeelKind.Number) return At1(items, constant, frame);
        var state = frame.State;
        var kept = new List<FeelValue>();
        if (items.Length == 0)
        {
            if (filter.IsCondition) return value;
            frame.Slots[itemSlot] = FeelValue.Null;
            state.Mute();
            var index = filter.Eval(frame);
            state.Unmute();
            return index.Kind == FeelKind.Number ? At1(items, index, frame) : value;
        }
        for (var i = 0; i < items.Length; i++)
        {
            state.Charge(1);
            frame.Slots[itemSlot] = items[i];
            var result = filter.Eval(frame);
            if (i == 0 && result.Kind == FeelKind.Number) return At1(items, result, frame);
            if (result.IsTrue) kept.Add(items[i]);
            else if (result.Kind is not (FeelKind.Boolean or FeelKind.Null)) return state.Fail(At, $"The filter gives a {result.Kind}, neither a boolean nor a position.");
        }
        return FeelValue.ListOver([.. kept]);
    }

    private FeelValue At1(FeelValue[] items, FeelValue index, Frame frame)
    {
        if (!index.Number.TryGetInt(out var i)) return frame.State.Fail(At, $"Position {index} is not in the list.");
        var position = i > 0 ? i - 1 : items.Length + i;
        return i == 0 || position < 0 || position >= items.Length
            ? frame.State.Fail(At, $"Position {i} is not in a list of {items.Length}.")
            : items[position];
    }
}
