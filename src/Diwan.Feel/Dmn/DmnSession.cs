namespace Diwan.Feel;

/// <summary>One evaluation of a model: each element is evaluated at most once.</summary>
internal sealed class DmnSession
{
    private const byte Unknown = 0, Busy = 1, Known = 2;
    private static readonly SourcePosition Start = new(1, 1);
    private readonly FeelValue[] _values;
    private readonly byte[] _states;
    private readonly IReadOnlyDictionary<string, FeelValue> _inputs;
    private readonly DmnModel _root;
    private readonly DmnSession? _outer;

    public DmnSession(DmnModel root, IReadOnlyDictionary<string, FeelValue> inputs, DmnOptions options)
    {
        _root = root;
        _inputs = inputs;
        _values = new FeelValue[root.ElementCount];
        _states = new byte[root.ElementCount];
        State = new EvaluationState(options.Feel);
        if (options.Explain) State.Trace = new DmnExplanation(new List<DmnDecisionTrace>(1), new List<DmnTableTrace>(1));
    }

    /// <summary>The inside of a decision service: its own values, the same account of work.</summary>
    private DmnSession(DmnSession outer)
    {
        _outer = outer;
        _root = outer._root;
        _inputs = outer._inputs;
        _values = new FeelValue[outer._values.Length];
        _states = new byte[outer._values.Length];
        State = outer.State;
    }

    public EvaluationState State { get; }

    public void Set(DrgElement element, FeelValue value)
    {
        _values[element.Index] = value;
        _states[element.Index] = Known;
    }

    public FeelValue ValueOf(DrgElement element)
    {
        switch (_states[element.Index])
        {
            case Known: return _values[element.Index];
            case Busy: return State.Fail(Start, $"{element.Name} requires itself.");
        }
        if (element is KnowledgeElement knowledge) return Function(knowledge);
        _states[element.Index] = Busy;
        var value = element switch
        {
            InputElement input => Input(input),
            DecisionElement decision => Decide(decision),
            ServiceElement service => FeelValue.Of(new ServiceFunction(service, this)),
            _ => FeelValue.Null,
        };
        Set(element, value);
        return value;
    }

    private FeelValue Input(InputElement input)
    {
        if (!TryInput(input, out var value)) return State.Fail(Start, $"No value was given for the input \"{input.Name}\".");
        return Coerce(input, value, "The input");
    }

    private bool TryInput(DrgElement element, out FeelValue value)
    {
        if (element.Model != _root && _root.QualifiedName(element) is { } qualified && _inputs.TryGetValue(qualified, out value)) return true;
        if (_inputs.TryGetValue(element.Name, out value)) return true;
        if (element.Model == _root || _root.Path(element.Model) is not { } path) return false;
        // The value may also come inside contexts named as the imports are.
        IReadOnlyDictionary<string, FeelValue> within = _inputs;
        foreach (var step in path)
        {
            if (!within.TryGetValue(step, out var next) || next.Kind != FeelKind.Context) return false;
            within = next.Entries;
        }
        return within.TryGetValue(element.Name, out value);
    }

    private FeelValue Coerce(DrgElement element, FeelValue value, string what)
    {
        if (element.Type.TryCoerce(value, out var coerced)) return coerced;
        return State.Fail(Start, $"{what} \"{element.Name}\" is {Brief(value)}, which is not a {element.Type} or not an allowed value.", FeelIssueKind.Type);
    }

    internal static string Brief(FeelValue value)
    {
        var text = value.ToString();
        return text.Length <= 80 ? text : string.Concat(text.AsSpan(0, 80), "…");
    }

    private FeelValue Decide(DecisionElement decision)
    {
        if (decision.Logic is null) return State.Fail(Start, $"The decision \"{decision.Name}\" has no logic.");
        State.Enter();
        var where = State.Where;
        State.Where = decision.Name;
        var value = Coerce(decision, decision.Logic.Evaluate(this), "The decision");
        State.Where = where;
        State.Leave();
        State.Trace?.Add(new DmnDecisionTrace(decision.Id, decision.Name, value));
        return value;
    }

    /// <summary>The function is known before the frame is filled, so that knowledge may call itself.</summary>
    private FeelValue Function(KnowledgeElement knowledge)
    {
        if (knowledge.Logic is null) return State.Fail(Start, $"The business knowledge model \"{knowledge.Name}\" has no logic.");
        var frame = knowledge.Logic.NewFrame(this);
        if (knowledge.Logic.Node is not FunctionNode definition) return knowledge.Logic.Node.Eval(frame);
        var function = FeelValue.Of(new Closure(definition, frame));
        Set(knowledge, function);
        knowledge.Logic.Fill(frame, this);
        return function;
    }

    public FeelValue Call(ServiceElement service, ReadOnlySpan<FeelValue> arguments, SourcePosition at)
    {
        var inner = new DmnSession(this);
        for (var i = 0; i < arguments.Length; i++)
        {
            var element = service.ParameterElements[i];
            if (!element.Type.TryCoerce(arguments[i], out var value))
                return State.Fail(at, $"The argument \"{element.Name}\" of {service.Name} is {Brief(arguments[i])}, which is not a {element.Type}.", FeelIssueKind.Type);
            inner.Set(element, value);
        }
        State.Enter();
        var result = inner.Outputs(service);
        State.Leave();
        return result;
    }

    private FeelValue Outputs(ServiceElement service)
    {
        FeelValue result;
        if (service.Outputs.Count == 1) result = ValueOf(service.Outputs[0]);
        else
        {
            var context = new FeelContextBuilder();
            foreach (var output in service.Outputs) context.Set(output.Name, ValueOf(output));
            result = FeelValue.Of(context.Build());
        }
        return service.Result.TryCoerce(result, out var coerced) ? coerced : State.Fail(Start, $"The service {service.Name} gives {Brief(result)}, which is not a {service.Result}.", FeelIssueKind.Type);
    }

    /// <summary>A service called from outside: its parameters are taken from the inputs by name.</summary>
    public FeelValue Run(ServiceElement service)
    {
        var arguments = new FeelValue[service.ParameterElements.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!TryInput(service.ParameterElements[i], out arguments[i])) State.Fail(Start, $"No value was given for \"{service.ParameterElements[i].Name}\".");
        }
        return Call(service, arguments, Start);
    }

    public DmnResult Finish(FeelValue value) => new(value, State.Issues, State.Trace ?? DmnExplanation.None);
}

internal sealed class ServiceFunction(ServiceElement service, DmnSession session) : FeelFunction
{
    public override string Name => service.Name;
    public override IReadOnlyList<FeelParameter> Parameters => service.Parameters;
    internal override FeelType ReturnType => service.Result;

    internal override FeelValue Invoke(EvaluationState state, ReadOnlySpan<FeelValue> arguments, SourcePosition at) =>
        arguments.Length == service.Parameters.Length
            ? session.Call(service, arguments, at)
            : state.Fail(at, $"{this} is called with {arguments.Length} arguments.");
}
