namespace Diwan.Bpmn;

/// <summary>
/// What the caller answers while a process moves. The library knows no expression language:
/// it hands over the text as written. Answers must not depend on anything that changes between two runs of the same step.
/// </summary>
public interface IBpmnExpressions
{
    /// <summary>Whether a condition holds; null when it cannot be told, which stops the step with a problem.</summary>
    bool? Condition(BpmnExpression expression, in BpmnScope scope);

    /// <summary>How many instances; null when it cannot be told.</summary>
    int? Count(BpmnExpression expression, in BpmnScope scope);

    /// <summary>The ISO 8601 text a timer expression, which begins with =, stands for; null when it cannot be told.</summary>
    string? Text(BpmnExpression expression, in BpmnScope scope);

    /// <summary>
    /// When a timer that begins to wait now is due, for callers who count working days; null for ISO 8601 rules.
    /// Asked first, so the timer's text need not be readable then. A cycle is asked again at each time, with that time as now.
    /// </summary>
    DateTimeOffset? Due(TimerDefinition timer, DateTimeOffset now) => null;
}

/// <summary>Where an expression is asked: the node, and within a multi-instance activity its counters (loopCounter from 0).</summary>
public readonly record struct BpmnScope(FlowNode Node, int LoopCounter = 0, int Instances = 0, int Completed = 0, int Active = 0);
