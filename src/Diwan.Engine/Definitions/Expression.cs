using Diwan.Engine.Journeys;
using Diwan.Feel;

namespace Diwan.Engine.Definitions;

/// <summary>A FEEL expression of a definition, compiled once, with the place where it stands.</summary>
public sealed class Expression
{
    internal Expression(FeelExpression compiled, SourcePosition at) => (Compiled, At) = (compiled, at);

    public string Text => Compiled.Text;

    public SourcePosition At { get; }

    public FeelExpression Compiled { get; }

    /// <summary>The value in a context; null where a part of it is not known.</summary>
    public FeelValue Evaluate(EvaluationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Compiled.Evaluate(context.Variables, context.Options).Value;
    }

    /// <summary>Whether it is true. What cannot be told is not true.</summary>
    public bool Holds(EvaluationContext context) => Evaluate(context).TryGetBoolean(out var holds) && holds;

    public override string ToString() => Text;
}
