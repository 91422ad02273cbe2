namespace Diwan.Feel;

/// <summary>What reading an expression gives: the expression, unless the text is not FEEL, and all faults found.</summary>
public sealed record FeelParseResult(FeelExpression? Expression, IReadOnlyList<FeelFault> Faults)
{
    /// <summary>True if nothing at all was found wrong.</summary>
    public bool IsValid => Expression is not null && Faults.Count == 0;
}

/// <summary>A FEEL expression, read once and evaluated many times, from many threads.</summary>
public sealed class FeelExpression
{
    private readonly Node _node;
    private readonly CompilationUnit _unit;

    private FeelExpression(string text, Node node, CompilationUnit unit)
    {
        Text = text;
        _node = node;
        _unit = unit;
        Names = [.. unit.Externals.Select(e => e.Name)];
    }

    public string Text { get; }

    /// <summary>The variables the expression speaks of.</summary>
    public IReadOnlyList<string> Names { get; }

    public static FeelParseResult Parse(string text, FeelScope names, FeelOptions? options = null)
    {
        var unit = new CompilationUnit(names, options ?? FeelOptions.Default);
        try
        {
            var node = new Parser(text, unit, new LexicalScope(null, unit.Root)).ParseExpression();
            return new FeelParseResult(new FeelExpression(text, node, unit), unit.Faults);
        }
        catch (FeelSyntaxException e)
        {
            return new FeelParseResult(null, [.. unit.Faults, Compiled.Fault(text, e)]);
        }
    }

    /// <summary>Reads and evaluates at once, in a scope of the given variables; a text that is not FEEL gives null with its fault as the issue.</summary>
    public static FeelResult Evaluate(string text, IReadOnlyDictionary<string, FeelValue> variables, FeelOptions? options = null)
    {
        var parsed = Parse(text, FeelScope.Of(variables.Keys), options);
        if (parsed.Expression is { } expression) return expression.Evaluate(variables, options);
        return new FeelResult(FeelValue.Null, [.. parsed.Faults.Select(f => new FeelIssue(FeelIssueKind.Null, f.Message, null, f.Line, f.Column))]);
    }

    public FeelResult Evaluate(IReadOnlyDictionary<string, FeelValue> variables, FeelOptions? options = null)
    {
        var state = new EvaluationState(options ?? FeelOptions.Default);
        var value = Compiled.Run(state, () => _node.Eval(Compiled.Frame(_unit, variables, state)));
        return new FeelResult(value, state.Issues);
    }

    public override string ToString() => Text;
}

public sealed record FeelUnaryTestsParseResult(FeelUnaryTests? Tests, IReadOnlyList<FeelFault> Faults)
{
    public bool IsValid => Tests is not null && Faults.Count == 0;
}

/// <summary>Unary tests: what stands in the input cells of a decision table, and what a value must satisfy to be allowed.</summary>
public sealed class FeelUnaryTests
{
    private readonly TestNode _test;
    private readonly CompilationUnit _unit;

    private FeelUnaryTests(string text, TestNode test, CompilationUnit unit)
    {
        Text = text;
        _test = test;
        _unit = unit;
    }

    public string Text { get; }

    public static FeelUnaryTestsParseResult Parse(string text, FeelScope names, FeelOptions? options = null)
    {
        var unit = new CompilationUnit(names, options ?? FeelOptions.Default);
        try
        {
            var test = new Parser(text, unit, new LexicalScope(null, unit.Root)).ParseUnaryTests();
            return new FeelUnaryTestsParseResult(new FeelUnaryTests(text, test, unit), unit.Faults);
        }
        catch (FeelSyntaxException e)
        {
            return new FeelUnaryTestsParseResult(null, [.. unit.Faults, Compiled.Fault(text, e)]);
        }
    }

    /// <summary>True, false, or null with issues where the tests cannot be applied to the value.</summary>
    public FeelResult Matches(FeelValue value, IReadOnlyDictionary<string, FeelValue> variables, FeelOptions? options = null)
    {
        var state = new EvaluationState(options ?? FeelOptions.Default);
        var result = Compiled.Run(state, () => _test.Test(Compiled.Frame(_unit, variables, state), value));
        return new FeelResult(result, state.Issues);
    }

    /// <summary>Whether the value passes; false also where the tests cannot be applied.</summary>
    public bool Matches(FeelValue value) => Matches(value, FeelContext.Empty).Value.IsTrue;

    internal bool Passes(FeelValue value, EvaluationState state) => _test.Test(Compiled.Frame(_unit, FeelContext.Empty, state), value).IsTrue;

    public override string ToString() => Text;
}

internal static class Compiled
{
    public static FeelFault Fault(string text, FeelSyntaxException e)
    {
        var (line, column) = Parser.LineColumn(text, e.Offset);
        return new FeelFault(e.Kind, e.Message, line, column);
    }

    public static Frame Frame(CompilationUnit unit, IReadOnlyDictionary<string, FeelValue> variables, EvaluationState state)
    {
        var slots = unit.Root.SlotCount == 0 ? [] : new FeelValue[unit.Root.SlotCount];
        foreach (var (name, slot) in unit.Externals)
        {
            if (variables.TryGetValue(name, out var value)) slots[slot] = value;
            else state.Fail(new SourcePosition(1, 1), $"No value was given for \"{name}\".");
        }
        return new Frame(slots, null, state);
    }

    /// <summary>Runs an evaluation so that meeting a limit is a null with its issue, not an exception.</summary>
    public static FeelValue Run(EvaluationState state, Func<FeelValue> evaluate)
    {
        try
        {
            return evaluate();
        }
        catch (FeelLimitException e)
        {
            return state.Fail(new SourcePosition(1, 1), e.Message, FeelIssueKind.Limit);
        }
    }
}
