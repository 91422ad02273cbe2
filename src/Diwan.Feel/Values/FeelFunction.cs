namespace Diwan.Feel;

/// <summary>A function of FEEL: built in, defined by an expression, a business knowledge model or a decision service.</summary>
public abstract class FeelFunction
{
    public abstract string Name { get; }
    public abstract IReadOnlyList<FeelParameter> Parameters { get; }
    internal abstract FeelType ReturnType { get; }

    /// <summary>Calls with arguments in order. Never throws; a fault gives null and an issue.</summary>
    internal abstract FeelValue Invoke(EvaluationState state, ReadOnlySpan<FeelValue> arguments, SourcePosition at);

    /// <summary>Calls with named arguments; parameters that are not named are null (DMN 1.5, 10.3.2.13.5).</summary>
    internal virtual FeelValue InvokeNamed(EvaluationState state, ReadOnlySpan<string> names, ReadOnlySpan<FeelValue> arguments, SourcePosition at)
    {
        var ordered = new FeelValue[Parameters.Count];
        var given = new bool[ordered.Length];
        for (var i = 0; i < names.Length; i++)
        {
            var position = -1;
            for (var p = 0; p < Parameters.Count; p++)
            {
                if (string.Equals(FeelNames.Key(Parameters[p].Name), names[i], StringComparison.Ordinal)) position = p;
            }
            if (position < 0) return state.Fail(at, $"The function {Name} has no parameter \"{names[i]}\".");
            if (given[position]) return state.Fail(at, $"The parameter \"{names[i]}\" of {Name} is given twice.");
            given[position] = true;
            ordered[position] = arguments[i];
        }
        return Invoke(state, ordered, at);
    }

    public override string ToString() => $"function {Name}({string.Join(", ", Parameters.Select(p => p.Name))})";
}

/// <summary>A parameter of a function.</summary>
public sealed record FeelParameter(string Name, FeelType Type);
