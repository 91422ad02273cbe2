namespace Diwan.Feel;

/// <summary>One call of a built-in function: its arguments, already converted.</summary>
internal readonly ref struct Call(EvaluationState state, FeelValue[] arguments, SourcePosition at)
{
    public EvaluationState State => state;
    public FeelValue[] Arguments => arguments;
    public SourcePosition At => at;
    public FeelValue this[int i] => arguments[i];
    public FeelValue Fail(string message) => state.Fail(at, message);
    public FeelValue Fail(string message, FeelIssueKind kind) => state.Fail(at, message, kind);
}

internal delegate FeelValue BuiltInBody(in Call call);

/// <summary>A parameter as written in a signature: "name: type", "[name: type]" optional, "type?" accepting null.</summary>
internal sealed record BuiltInParameter(string Name, FeelType Type, bool Optional, bool Nullable, bool Variadic);

/// <summary>One way to call a built-in function.</summary>
internal sealed class Signature
{
    private readonly BuiltInParameter[] _parameters;
    private readonly int _required;

    public Signature(string text)
    {
        Text = text;
        _parameters = text.Length == 0 ? [] : [.. SplitParameters(text).Select(Parse)];
        _required = _parameters.Count(p => !p.Optional);
    }

    public string Text { get; }
    public IReadOnlyList<BuiltInParameter> Parameters => _parameters;
    public bool Variadic => _parameters.Length > 0 && _parameters[^1].Variadic;

    private static IEnumerable<string> SplitParameters(string text) => text.Split(',', StringSplitOptions.TrimEntries);

    private static BuiltInParameter Parse(string text)
    {
        var optional = text[0] == '[';
        var body = optional ? text[1..^1] : text;
        var parts = body.Split(':', StringSplitOptions.TrimEntries);
        var type = parts[1];
        var variadic = type.EndsWith("...", StringComparison.Ordinal);
        if (variadic) type = type[..^3];
        var nullable = type.EndsWith('?');
        if (nullable) type = type[..^1];
        var feelType = FeelType.ByName(type) ?? throw new InvalidOperationException($"No type \"{type}\" in the signature ({text}).");
        return new BuiltInParameter(parts[0], feelType, optional, nullable || feelType is AnyType, variadic);
    }

    public bool TakesCount(int count) => count >= _required && (Variadic || count <= _parameters.Length);

    public bool TakesNames(List<string> names)
    {
        foreach (var name in names)
        {
            if (Array.FindIndex(_parameters, p => p.Name == name) < 0) return false;
        }
        if (names.Distinct(StringComparer.Ordinal).Count() != names.Count) return false;
        return _parameters.All(p => p.Optional || names.Contains(p.Name));
    }

    /// <summary>Named arguments in the order of the parameters; omitted optional ones are null.</summary>
    public Node[] Order(List<string> names, Node[] arguments)
    {
        var last = names.Max(n => Array.FindIndex(_parameters, p => p.Name == n));
        var ordered = new Node[Math.Max(last + 1, _required)];
        for (var i = 0; i < ordered.Length; i++)
        {
            var given = names.IndexOf(_parameters[i].Name);
            ordered[i] = given >= 0 ? arguments[given] : new ConstantNode(FeelValue.Null);
        }
        return ordered;
    }

    /// <summary>Converts the arguments to the types of the parameters; a reason why not, or null.</summary>
    public string? Convert(BuiltIn function, FeelValue[] given, out FeelValue[] arguments)
    {
        if (Variadic && _parameters.Length == 1)
        {
            // f([a, b]) and f(a, b) are the same call.
            arguments = [given.Length == 1 && given[0].Kind == FeelKind.List ? given[0] : FeelValue.ListOver(given)];
            return given.Length == 1 && given[0].IsNull ? $"The list of {function.Name} is null." : null;
        }
        arguments = given.Length >= _parameters.Length ? given : new FeelValue[_parameters.Length];
        for (var i = 0; i < given.Length; i++)
        {
            var parameter = _parameters[Math.Min(i, _parameters.Length - 1)];
            if (given[i].IsNull)
            {
                if (!parameter.Nullable) return $"The argument \"{parameter.Name}\" of {function.Name} is null.";
                arguments[i] = FeelValue.Null;
            }
            else if (parameter.Type.TryCoerce(given[i], out var value)) arguments[i] = value;
            else
                return $"The argument \"{parameter.Name}\" of {function.Name} is a {given[i].Kind}, not a {parameter.Type}.";
        }
        return null;
    }
}

/// <summary>A function of the FEEL library (DMN 1.5, 10.3.4).</summary>
internal sealed partial class BuiltIn : FeelFunction
{
    private readonly Signature[] _signatures;
    private readonly BuiltInBody _body;

    private BuiltIn(string name, BuiltInBody body, params string[] signatures)
    {
        Name = name;
        _body = body;
        _signatures = [.. signatures.Select(s => new Signature(s))];
    }

    public override string Name { get; }
    public override IReadOnlyList<FeelParameter> Parameters => [.. _signatures[0].Parameters.Select(p => new FeelParameter(p.Name, p.Type))];
    internal override FeelType ReturnType => FeelType.Any;
    public string Usage => string.Join(" or ", _signatures.Select(s => s.Text.Length == 0 ? "no arguments" : "(" + s.Text + ")"));

    /// <summary>Worth computing on reading when all arguments are literals.</summary>
    public bool Foldable => Name is "date" or "time" or "date and time" or "duration" or "years and months duration";

    public Signature? ForCount(int count) => Array.Find(_signatures, s => s.TakesCount(count));
    /// <summary>Where two signatures have the same names (point and range; range and point), the one in the order written.</summary>
    public Signature? ForNames(List<string> names)
    {
        var fitting = Array.FindAll(_signatures, s => s.TakesNames(names));
        return fitting.Length < 2 ? fitting.FirstOrDefault() : Array.Find(fitting, s => s.Parameters.Select(p => p.Name).SequenceEqual(names)) ?? fitting[0];
    }

    internal override FeelValue Invoke(EvaluationState state, ReadOnlySpan<FeelValue> arguments, SourcePosition at)
    {
        var signature = ForCount(arguments.Length);
        if (signature is null) return state.Fail(at, $"{Name} is called with {arguments.Length} arguments. It takes {Usage}.");
        return Run(signature, arguments.ToArray(), state, at, false);
    }

    internal override FeelValue InvokeNamed(EvaluationState state, ReadOnlySpan<string> names, ReadOnlySpan<FeelValue> arguments, SourcePosition at)
    {
        List<string> given = [.. names];
        if (ForNames(given) is not { } signature) return state.Fail(at, $"{Name} takes {Usage}.");
        var nodes = new Node[arguments.Length];
        for (var i = 0; i < nodes.Length; i++) nodes[i] = new ConstantNode(arguments[i]);
        var ordered = signature.Order(given, nodes);
        return Run(signature, [.. ordered.Select(n => n.TryConstant(out var v) ? v : FeelValue.Null)], state, at, true);
    }

    /// <summary>Converts and calls. Arguments given in order may fit another signature of the same length better; named ones have chosen theirs.</summary>
    public FeelValue Run(Signature signature, FeelValue[] given, EvaluationState state, SourcePosition at, bool named)
    {
        // Whatever a function does with an argument, it may go through all of it.
        var work = 1L;
        foreach (var argument in given) work += argument.Kind == FeelKind.List ? argument.Items.Length : argument.Kind == FeelKind.String ? argument.Text.Length / 64 : 0;
        state.Charge(work);
        if (signature.Convert(this, given, out var arguments) is not { } reason) return _body(new Call(state, arguments, at));
        if (!named && _signatures.Length > 1)
        {
            foreach (var other in _signatures)
            {
                if (other != signature && other.TakesCount(given.Length) && other.Convert(this, given, out arguments) is null) return _body(new Call(state, arguments, at));
            }
        }
        return state.Fail(at, reason);
    }

    private static readonly Dictionary<string, BuiltIn> All = Create();

    public static BuiltIn? Find(string key) => All.GetValueOrDefault(key);

    private static Dictionary<string, BuiltIn> Create()
    {
        var all = new Dictionary<string, BuiltIn>(StringComparer.Ordinal);
        foreach (var function in (IEnumerable<BuiltIn>)[.. Conversions(), .. Strings(), .. Lists(), .. Numbers(), .. Temporals(), .. Ranges(), .. Contexts()])
            all.Add(function.Name, function);
        return all;
    }
}

internal sealed class BuiltInCallNode(BuiltIn function, Signature signature, Node[] arguments, bool named) : Node
{
    public override bool IsCondition => function.Name is "not" or "contains" or "starts with" or "ends with" or "matches" or "list contains" or "all" or "any" or "even" or "odd" or "is";

    public override FeelValue Eval(Frame frame)
    {
        var values = arguments.Length == 0 ? [] : new FeelValue[arguments.Length];
        for (var i = 0; i < values.Length; i++) values[i] = arguments[i].Eval(frame);
        return function.Run(signature, values, frame.State, At, named);
    }
}
