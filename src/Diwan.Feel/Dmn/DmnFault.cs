namespace Diwan.Feel;

/// <summary>What is wrong with a model, found on reading it. Line and column are those of the XML text; the element is named by its id, or its kind if it has none.</summary>
public sealed record DmnFault(string Message, int Line, int Column, string? ElementId, DmnFaultKind Kind)
{
    public override string ToString() => $"({Line},{Column}) {(ElementId is null ? "" : ElementId + ": ")}{Message}";
}

public enum DmnFaultKind
{
    /// <summary>Not XML, or not DMN: nothing can be evaluated.</summary>
    Document,
    /// <summary>A reference to something that is not there.</summary>
    Reference,
    /// <summary>An expression that is not FEEL: it evaluates to null.</summary>
    Expression,
    /// <summary>A name that nothing in scope explains: it evaluates to null.</summary>
    Name,
    /// <summary>A part of the standard used in a way it does not allow.</summary>
    Structure,
}

/// <summary>What reading gives: the model, unless the text is not DMN at all, and all faults found.</summary>
public sealed record DmnReadResult(DmnModel? Model, IReadOnlyList<DmnFault> Faults);

/// <summary>What a model imports: its namespace, the name it is known by here, and where the file is said to be.</summary>
public sealed record DmnImport(string Namespace, string Name, string? Location);

/// <summary>How a model is evaluated.</summary>
public sealed record DmnOptions
{
    public static DmnOptions Default { get; } = new();

    /// <summary>Clock and limits.</summary>
    public FeelOptions Feel { get; init; } = FeelOptions.Default;

    /// <summary>Whether to record which decisions were evaluated and which rules fired.</summary>
    public bool Explain { get; init; } = true;
}
