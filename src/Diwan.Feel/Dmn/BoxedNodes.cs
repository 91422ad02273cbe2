namespace Diwan.Feel;

/// <summary>A boxed context: entries in order, and a last one without a name that is the result.</summary>
internal sealed class BoxedContextNode(string[] names, Node[] values, FeelType[] types, int[] slots, Node? result) : Node
{
    public override FeelValue Eval(Frame frame)
    {
        frame.State.Charge(names.Length);
        var entries = new FeelValue[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            var value = values[i].Eval(frame);
            if (!types[i].TryCoerce(value, out entries[i]))
                frame.State.Fail(values[i].At, $"The entry \"{names[i]}\" is {DmnSession.Brief(value)}, not a {types[i]}.", FeelIssueKind.Type);
            frame.Slots[slots[i]] = entries[i];
            if (values[i] is FunctionNode && entries[i].Kind == FeelKind.Function && entries[i].Function is Closure closure) closure.Know(slots[i], entries[i]);
        }
        return result is null ? FeelValue.Of(new FeelContext(names, entries)) : result.Eval(frame);
    }
}

/// <summary>A boxed invocation: parameters that are not bound are null.</summary>
internal sealed class BoxedInvocationNode(Node callee, string[] names, Node[] arguments) : Node
{
    public override FeelValue Eval(Frame frame)
    {
        var function = callee.Eval(frame);
        if (function.Kind != FeelKind.Function) return frame.State.Fail(At, $"A {function.Kind} cannot be invoked.");
        var values = new FeelValue[arguments.Length];
        for (var i = 0; i < values.Length; i++) values[i] = arguments[i].Eval(frame);
        if (function.Function is BuiltIn) return function.Function.InvokeNamed(frame.State, names, values, At);
        var parameters = function.Function.Parameters;
        var ordered = new FeelValue[parameters.Count];
        for (var i = 0; i < names.Length; i++)
        {
            var position = -1;
            for (var p = 0; p < parameters.Count; p++)
            {
                if (FeelNames.Key(parameters[p].Name) == names[i]) position = p;
            }
            if (position < 0) return frame.State.Fail(At, $"{function.Function} has no parameter \"{names[i]}\".");
            ordered[position] = values[i];
        }
        return function.Function.Invoke(frame.State, ordered, At);
    }
}

/// <summary>A value brought to the type declared for it.</summary>
internal sealed class TypedNode(Node inner, FeelType type) : Node
{
    public override FeelValue Eval(Frame frame)
    {
        var value = inner.Eval(frame);
        return type.TryCoerce(value, out var coerced)
            ? coerced
            : frame.State.Fail(At, $"The value is {DmnSession.Brief(value)}, not a {type}.", FeelIssueKind.Type);
    }
}

internal sealed class RelationNode(string[] columns, Node[][] rows) : Node
{
    public override FeelValue Eval(Frame frame)
    {
        frame.State.ChargeList((long)rows.Length * Math.Max(1, columns.Length));
        var items = new FeelValue[rows.Length];
        for (var r = 0; r < rows.Length; r++)
        {
            var values = new FeelValue[columns.Length];
            for (var c = 0; c < values.Length && c < rows[r].Length; c++) values[c] = rows[r][c].Eval(frame);
            items[r] = FeelValue.Of(new FeelContext(columns, values));
        }
        return FeelValue.ListOver(items);
    }
}
