namespace Diwan.Feel;

/// <summary>A function literal, or the encapsulated logic of a business knowledge model.</summary>
internal sealed class FunctionNode(string name, FeelParameter[] parameters, int[] parameterSlots, FeelType returnType) : Node
{
    public string Name => name;
    public FeelParameter[] Parameters => parameters;
    public int[] ParameterSlots => parameterSlots;
    public FeelType ReturnType => returnType;
    public Node Body { get; set; } = null!;
    public Activation Activation { get; set; } = null!;

    /// <summary>Every enclosing frame is copied, so that a function made in a loop keeps the values it was made with.</summary>
    public override FeelValue Eval(Frame frame)
    {
        frame.State.Charge(frame.Slots.Length);
        return FeelValue.Of(new Closure(this, new Frame((FeelValue[])frame.Slots.Clone(), frame.Parent, frame.State)));
    }
}

internal sealed class Closure(FunctionNode definition, Frame captured) : FeelFunction
{
    public override string Name => definition.Name;
    public override IReadOnlyList<FeelParameter> Parameters => definition.Parameters;
    internal override FeelType ReturnType => definition.ReturnType;

    public void Know(int slot, FeelValue value) => captured.Slots[slot] = value;

    internal override FeelValue Invoke(EvaluationState state, ReadOnlySpan<FeelValue> arguments, SourcePosition at)
    {
        var parameters = definition.Parameters;
        if (arguments.Length != parameters.Length) return state.Fail(at, $"{this} is called with {arguments.Length} arguments.");
        var slots = new FeelValue[definition.Activation.SlotCount];
        for (var i = 0; i < parameters.Length; i++)
        {
            if (arguments[i].Kind == FeelKind.List) state.Charge(arguments[i].Items.Length);
            if (!parameters[i].Type.TryCoerce(arguments[i], out var value))
                return state.Fail(at, $"The argument \"{parameters[i].Name}\" of {Name} is not a {parameters[i].Type}.", FeelIssueKind.Type);
            slots[definition.ParameterSlots[i]] = value;
        }
        state.Enter();
        var result = definition.Body.Eval(new Frame(slots, captured, state));
        state.Leave();
        if (definition.ReturnType.TryCoerce(result, out var coerced)) return coerced;
        return state.Fail(at, $"{Name} gives a {result.Kind}, not a {definition.ReturnType}.", FeelIssueKind.Type);
    }
}

internal sealed class CallNode(Node callee, Node[] arguments) : Node
{
    public override FeelValue Eval(Frame frame)
    {
        var function = callee.Eval(frame);
        if (function.Kind != FeelKind.Function) return frame.State.Fail(At, $"A {function.Kind} cannot be called.");
        var values = new FeelValue[arguments.Length];
        for (var i = 0; i < values.Length; i++) values[i] = arguments[i].Eval(frame);
        return function.Function.Invoke(frame.State, values, At);
    }
}

internal sealed class NamedCallNode(Node callee, string[] names, Node[] arguments) : Node
{
    public override FeelValue Eval(Frame frame)
    {
        var function = callee.Eval(frame);
        if (function.Kind != FeelKind.Function) return frame.State.Fail(At, $"A {function.Kind} cannot be called.");
        var values = new FeelValue[arguments.Length];
        for (var i = 0; i < values.Length; i++) values[i] = arguments[i].Eval(frame);
        return function.Function.InvokeNamed(frame.State, names, values, At);
    }
}
