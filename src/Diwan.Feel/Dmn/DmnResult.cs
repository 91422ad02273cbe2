namespace Diwan.Feel;

/// <summary>The value of a decision, the reasons for nulls in it, and how it came about.</summary>
public sealed record DmnResult(FeelValue Value, IReadOnlyList<FeelIssue> Issues, DmnExplanation Explanation);

/// <summary>What was evaluated, in the order in which it was finished.</summary>
public sealed record DmnExplanation(IReadOnlyList<DmnDecisionTrace> Decisions, IReadOnlyList<DmnTableTrace> Tables)
{
    public static DmnExplanation None { get; } = new([], []);

    // While evaluating, the lists are still open.
    internal void Add(DmnDecisionTrace decision) => ((List<DmnDecisionTrace>)Decisions).Add(decision);
    internal void Add(DmnTableTrace table) => ((List<DmnTableTrace>)Tables).Add(table);
}

public sealed record DmnDecisionTrace(string Id, string Name, FeelValue Value);

/// <summary>One evaluation of a decision table: the values it saw and the rules that fired.</summary>
public sealed record DmnTableTrace(DmnDecisionTable Table, string Owner, IReadOnlyList<FeelValue> Inputs, IReadOnlyList<DmnFiredRule> Fired);

/// <summary>A rule that fired, with the values of its outputs.</summary>
public sealed record DmnFiredRule(DmnRule Rule, IReadOnlyList<FeelValue> Outputs)
{
    public string Id => Rule.Id;
    /// <summary>The row, counted from 1.</summary>
    public int Index => Rule.Index;
    public IReadOnlyList<string> Annotations => Rule.Annotations;
}
