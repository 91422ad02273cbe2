namespace Diwan.Engine.Process;

/// <summary>
/// What happened to a case, for the timeline and the audit trail. docs/events.md lists them.
/// </summary>
/// <param name="Type">One of <see cref="CaseEvents"/>.</param>
/// <param name="NodeId">The process node it happened at; null for what concerns the whole case.</param>
/// <param name="Audience">Who may read it.</param>
/// <param name="Data">Small facts about it, never answers.</param>
public sealed record CaseEvent(string Type, string? NodeId, Audience Audience, IReadOnlyDictionary<string, string> Data)
{
    public CaseEvent(string type, string? nodeId, Audience audience, params ReadOnlySpan<(string Key, string Value)> data)
        : this(type, nodeId, audience, Collect(data))
    {
    }

    private static Dictionary<string, string> Collect(ReadOnlySpan<(string Key, string Value)> data)
    {
        var collected = new Dictionary<string, string>(data.Length, StringComparer.Ordinal);
        foreach (var (key, value) in data)
        {
            collected[key] = value;
        }

        return collected;
    }
}

/// <summary>Who may read an event.</summary>
public enum Audience
{
    /// <summary>The applicant, and every officer who may open the case.</summary>
    Everyone,

    /// <summary>Officers of the institution.</summary>
    Officers,

    /// <summary>Only the roles of confidential tasks. Nobody else learns that it happened.</summary>
    Confidential,
}

/// <summary>The types of events of a case.</summary>
public static class CaseEvents
{
    public const string Submitted = "case.submitted";
    public const string StepReached = "step.reached";
    public const string RuleApplied = "rule.applied";
    public const string BillIssued = "bill.issued";
    public const string BillCancelled = "bill.cancelled";
    public const string PaymentReceived = "payment.received";
    public const string RegisterAsked = "register.asked";
    public const string RegisterAnswered = "register.answered";
    public const string RegisterFailed = "register.failed";
    public const string TaskOpened = "task.opened";
    public const string TaskClaimed = "task.claimed";
    public const string TaskReleased = "task.released";
    public const string TaskReassigned = "task.reassigned";
    public const string TaskDecided = "task.decided";
    public const string TaskCancelled = "task.cancelled";
    public const string TaskOverdue = "task.overdue";
    public const string SentBack = "task.sentBack";
    public const string Completed = "applicant.completed";
    public const string DocumentIssued = "document.issued";
    public const string DocumentReplaced = "document.replaced";
    public const string MessageSent = "message.sent";
    public const string RefundOrdered = "refund.ordered";
    public const string RefundMade = "refund.made";
    public const string PromiseBroken = "promise.broken";
    public const string PromiseMoved = "promise.moved";
    public const string Withdrawn = "case.withdrawn";
    public const string Lapsed = "case.lapsed";
    public const string Ended = "case.ended";
    public const string Stuck = "case.stuck";
}
