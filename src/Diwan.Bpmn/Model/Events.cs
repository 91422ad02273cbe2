using System.Xml.Linq;

namespace Diwan.Bpmn;

public enum BpmnEventKind
{
    None,
    Message,
    Timer,
    Error,
    Terminate,
    Escalation,
    Signal,
    Cancel,
    Compensation,
    Conditional,
    Link,
    Multiple,
}

/// <summary>What an event waits for or brings about. Only the member its kind needs is set.</summary>
/// <param name="ErrorCode">For an error: its code. Null catches every error.</param>
public sealed record BpmnEventDefinition(
    BpmnEventKind Kind, BpmnMessage? Message = null, TimerDefinition? Timer = null, string? ErrorCode = null)
{
    internal static readonly BpmnEventDefinition None = new(BpmnEventKind.None);
}

public abstract class BpmnEvent : FlowNode
{
    private protected BpmnEvent(XElement element, string id, BpmnNodeKind kind, SubProcess? parent)
        : base(element, id, kind, parent)
    {
    }

    public BpmnEventDefinition Definition { get; internal set; } = BpmnEventDefinition.None;
}

public sealed class StartEvent : BpmnEvent
{
    internal StartEvent(XElement element, string id, SubProcess? parent)
        : base(element, id, BpmnNodeKind.StartEvent, parent)
    {
    }
}

public sealed class EndEvent : BpmnEvent
{
    internal EndEvent(XElement element, string id, SubProcess? parent)
        : base(element, id, BpmnNodeKind.EndEvent, parent)
    {
    }
}

public sealed class IntermediateCatchEvent : BpmnEvent
{
    internal IntermediateCatchEvent(XElement element, string id, SubProcess? parent)
        : base(element, id, BpmnNodeKind.IntermediateCatchEvent, parent)
    {
    }
}

public sealed class IntermediateThrowEvent : BpmnEvent
{
    internal IntermediateThrowEvent(XElement element, string id, SubProcess? parent)
        : base(element, id, BpmnNodeKind.IntermediateThrowEvent, parent)
    {
    }
}

/// <summary>An event on the border of an activity.</summary>
public sealed class BoundaryEvent : BpmnEvent
{
    internal BoundaryEvent(XElement element, string id, SubProcess? parent)
        : base(element, id, BpmnNodeKind.BoundaryEvent, parent) =>
        IsInterrupting = (string?)element.Attribute("cancelActivity") is not ("false" or "0");

    /// <summary>Null only when the file names no activity that exists, which is a fault.</summary>
    public Activity? AttachedTo { get; internal set; }

    /// <summary>Whether the activity is cancelled when the event happens.</summary>
    public bool IsInterrupting { get; }
}
