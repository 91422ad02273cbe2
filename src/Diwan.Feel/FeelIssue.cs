namespace Diwan.Feel;

public enum FeelIssueKind
{
    /// <summary>A part of the expression became null, for the reason given.</summary>
    Null,
    /// <summary>A limit of <see cref="FeelOptions"/> was met and the evaluation ended.</summary>
    Limit,
    /// <summary>The model calls something outside FEEL (a Java method, a PMML model).</summary>
    External,
    /// <summary>An input or a result does not have the declared type, or is not an allowed value.</summary>
    Type,
}

/// <summary>Why a value became null while evaluating. Line and column count from 1 within the expression; <see cref="Where"/> names the decision or table cell.</summary>
public sealed record FeelIssue(FeelIssueKind Kind, string Message, string? Where, int Line, int Column)
{
    public override string ToString() => $"{(Where is null ? "" : Where + " ")}({Line},{Column}): {Message}";
}

/// <summary>A value with the reasons for any null in it.</summary>
public sealed record FeelResult(FeelValue Value, IReadOnlyList<FeelIssue> Issues);

public enum FeelFaultKind
{
    /// <summary>The text is not FEEL.</summary>
    Syntax,
    /// <summary>A name that nothing in scope explains.</summary>
    UnresolvedName,
    /// <summary>A type that is neither built in nor defined.</summary>
    UnresolvedType,
    /// <summary>A built-in function called in a way it never accepts.</summary>
    BadCall,
    /// <summary>A limit on the size of expressions.</summary>
    Limit,
}

/// <summary>What is wrong with an expression, found on reading it. Line and column count from 1.</summary>
public sealed record FeelFault(FeelFaultKind Kind, string Message, int Line, int Column)
{
    public override string ToString() => $"({Line},{Column}): {Message}";
}

internal readonly record struct SourcePosition(int Line, int Column);
