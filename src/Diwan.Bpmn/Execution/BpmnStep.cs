namespace Diwan.Bpmn;

/// <summary>One thing that happened while a process moved, in the order it happened. Names are ids of the model.</summary>
public abstract record BpmnStep
{
    private BpmnStep()
    {
    }

    public sealed record NodeEntered(string Node) : BpmnStep;

    public sealed record NodeLeft(string Node) : BpmnStep;

    public sealed record FlowTaken(string Flow) : BpmnStep;

    /// <summary>A task, receive task, sub-process or one instance of a multi-instance activity begins. Its work is the caller's duty.</summary>
    public sealed record ActivityStarted(string Instance, string Node, BpmnNodeKind Kind, int Index = 0) : BpmnStep;

    public sealed record ActivityCompleted(string Instance, string Node) : BpmnStep;

    /// <summary>Interrupted, or no longer needed. The caller takes it out of people's hands.</summary>
    public sealed record ActivityCancelled(string Instance, string Node) : BpmnStep;

    public sealed record TimerScheduled(string Timer, string Node, DateTimeOffset Due) : BpmnStep;

    public sealed record TimerFired(string Timer, string Node) : BpmnStep;

    public sealed record TimerCancelled(string Timer, string Node) : BpmnStep;

    /// <summary>A catch event, receive task, event gateway or boundary event begins to wait for a message.</summary>
    public sealed record MessageAwaited(string Token, string Node, string Message) : BpmnStep;

    public sealed record MessageReceived(string Token, string Node, string Message) : BpmnStep;

    /// <summary>A throw or end event sends. Delivery is the caller's duty.</summary>
    public sealed record MessageThrown(string Node, string? Message) : BpmnStep;

    public sealed record ErrorCaught(string Node, string? ErrorCode) : BpmnStep;

    /// <summary>A token waits at a join for others.</summary>
    public sealed record JoinWaiting(string Node, string Flow) : BpmnStep;

    /// <summary>The run is over. <see cref="EndEvent"/> is the one reached last; null when it was cancelled from outside.</summary>
    public sealed record ProcessEnded(string? EndEvent, ProcessStatus Status, string? ErrorCode = null) : BpmnStep;
}
