using Diwan.Feel;

namespace Diwan.Engine.Definitions.Reading;

/// <summary>Where an expression stands decides which names it may speak of.</summary>
internal static class FeelNamesOf
{
    /// <summary>While a form is being filled.</summary>
    internal static readonly string[] Form = ["applicant", "answers", "facts", "channel", "today", "now"];

    /// <summary>Inside a running process.</summary>
    internal static readonly string[] Process = [.. Form, "rules", "decisions", "total", "case"];

    /// <summary>In documents.</summary>
    internal static readonly string[] Document = Process;
}

/// <summary>Compiles expressions and turns what FEEL finds wrong into faults at their place.</summary>
internal sealed class ExpressionReader(FaultList faults)
{
    private readonly Dictionary<string, Expression> _constants = new(StringComparer.Ordinal);

    /// <summary>Everything that was compiled, for the checker.</summary>
    internal List<(Expression Expression, ExpressionPlace Place)> All { get; } = [];

    internal Expression? Read((string Text, SourcePosition At)? written, ExpressionPlace place, params ReadOnlySpan<string> more)
    {
        if (written is not ({ } text, var at))
        {
            return null;
        }

        var names = place.Names.Concat(more.ToArray());
        var parsed = FeelExpression.Parse(text, FeelScope.Of(names));
        foreach (var fault in parsed.Faults)
        {
            var line = at.Line + fault.Line - 1;
            var column = fault.Line == 1 ? at.Column + fault.Column - 1 : fault.Column;
            faults.Error(at with { Line = line, Column = column }, "feel",
                ($"تعبير FEEL غير سليم: {fault.Message}", $"The FEEL expression is not valid: {fault.Message}"),
                Remedy(fault, [.. names]));
        }

        if (parsed.Expression is null || parsed.Faults.Count > 0)
        {
            return null;
        }

        var expression = new Expression(parsed.Expression, at);
        All.Add((expression, place));
        return expression;
    }

    /// <summary>An expression the reader itself supplies, such as a constant.</summary>
    internal Expression Constant(string text, SourcePosition at)
    {
        if (!_constants.TryGetValue(text, out var known))
        {
            known = new Expression(FeelExpression.Parse(text, FeelScope.Of()).Expression!, at);
            _constants[text] = known;
        }

        return known;
    }

    private static (string Ar, string En) Remedy(FeelFault fault, IReadOnlyCollection<string> names)
    {
        var list = string.Join(", ", names.Order(StringComparer.Ordinal));
        return fault.Kind == FeelFaultKind.UnresolvedName
            ? ($"الأسماء المتاحة هنا: {list}. وتُكتب النصوص بين علامتي اقتباس.", $"Names that may be used here: {list}. Put texts between double quotes.")
            : ("صحّح التعبير في هذا الموضع.", "Correct the expression at this place; in YAML, put an expression that holds a colon, a comma or braces between single quotes.");
    }
}

/// <summary>Where an expression stands.</summary>
/// <param name="Question">The question it belongs to, when it is one of the form; it may speak of earlier questions only.</param>
/// <param name="AllowSelf">It is asked once the question itself has an answer.</param>
internal sealed record ExpressionPlace(IReadOnlyList<string> Names, string? SectionId = null, string? Question = null, bool AllowSelf = false)
{
    internal static readonly ExpressionPlace Form = new(FeelNamesOf.Form);
    internal static readonly ExpressionPlace Process = new(FeelNamesOf.Process);
    internal static readonly ExpressionPlace Document = new(FeelNamesOf.Document);
}
