namespace Diwan.Bpmn;

public enum TimerKind
{
    Date,
    Duration,
    Cycle,
}

/// <summary>
/// When a timer is due: an ISO 8601 date and time, duration or repeating interval as written,
/// or an expression, beginning with =, that gives such a text.
/// </summary>
public sealed record TimerDefinition(TimerKind Kind, BpmnExpression Expression)
{
    public string Text => Expression.Text;

    public bool IsExpression => Expression.Text.StartsWith('=');
}
