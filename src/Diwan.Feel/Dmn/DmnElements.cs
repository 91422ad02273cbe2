namespace Diwan.Feel;

/// <summary>A thing that a model asks for.</summary>
public sealed record DmnInput(string Id, string Name, string? TypeRef, string? AllowedValues)
{
    internal FeelType Type { get; init; } = FeelType.Any;
}

/// <summary>A decision, with what it needs and, where it is one, its table.</summary>
public sealed record DmnDecision(
    string Id, string Name, string? TypeRef, IReadOnlyList<string> RequiredInputs, IReadOnlyList<string> RequiredDecisions, IReadOnlyList<string> RequiredKnowledge,
    DmnDecisionTable? Table, string? ExpressionText);

/// <summary>A business knowledge model: a function that decisions call.</summary>
public sealed record DmnKnowledge(string Id, string Name, IReadOnlyList<string> Parameters, DmnDecisionTable? Table);

public sealed record DmnService(string Id, string Name, IReadOnlyList<string> OutputDecisions, IReadOnlyList<string> InputDecisions, IReadOnlyList<string> InputData);

public enum DmnHitPolicy { Unique, First, Priority, Any, Collect, RuleOrder, OutputOrder }

public enum DmnAggregation { None, Sum, Count, Min, Max }

/// <summary>A decision table as written, for those who reason about tables rather than evaluate them.</summary>
public sealed class DmnDecisionTable
{
    internal DmnDecisionTable(
        string id, DmnHitPolicy hitPolicy, DmnAggregation aggregation, IReadOnlyList<DmnTableInput> inputs, IReadOnlyList<DmnTableOutput> outputs,
        IReadOnlyList<string> annotationNames, IReadOnlyList<DmnRule> rules)
    {
        Id = id;
        HitPolicy = hitPolicy;
        Aggregation = aggregation;
        Inputs = inputs;
        Outputs = outputs;
        AnnotationNames = annotationNames;
        Rules = rules;
    }

    public string Id { get; }
    public DmnHitPolicy HitPolicy { get; }
    public DmnAggregation Aggregation { get; }
    public IReadOnlyList<DmnTableInput> Inputs { get; }
    public IReadOnlyList<DmnTableOutput> Outputs { get; }
    public IReadOnlyList<string> AnnotationNames { get; }
    public IReadOnlyList<DmnRule> Rules { get; }
}

/// <summary>An input column: what is tested, and the values allowed.</summary>
public sealed record DmnTableInput(string Id, string? Label, string Expression, string? TypeRef, string? AllowedValues);

/// <summary>An output column. The order of allowed values is the priority of the hit policies that need one.</summary>
public sealed record DmnTableOutput(string Id, string? Name, string? Label, string? TypeRef, string? AllowedValues, string? DefaultValue);

/// <summary>A row: the texts of its cells, its annotations, and where it stands in the file.</summary>
public sealed record DmnRule(string Id, int Index, IReadOnlyList<string> InputEntries, IReadOnlyList<string> OutputEntries, IReadOnlyList<string> Annotations, int Line);
