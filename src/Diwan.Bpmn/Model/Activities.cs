using System.Xml.Linq;

namespace Diwan.Bpmn;

/// <summary>Work: a task, a sub-process or a call.</summary>
public abstract class Activity : FlowNode
{
    private protected Activity(XElement element, string id, BpmnNodeKind kind, SubProcess? parent)
        : base(element, id, kind, parent)
    {
        IsForCompensation = (string?)element.Attribute("isForCompensation") is "true" or "1";
        IsLoop = element.Element(BpmnNames.M + "standardLoopCharacteristics") is not null;
    }

    /// <summary>How often the activity runs for one token; null for once.</summary>
    public MultiInstance? MultiInstance { get; internal set; }

    public bool IsForCompensation { get; }

    /// <summary>Whether it bears the loop marker, which is drawn but not executed.</summary>
    public bool IsLoop { get; }

    public IReadOnlyList<BoundaryEvent> BoundaryEvents => Boundaries;

    internal BoundaryEvent[] Boundaries { get; set; } = [];
}

/// <summary>One activity, many instances: at the same time, or one after another.</summary>
/// <param name="Cardinality">How many; asked when the token arrives.</param>
/// <param name="CompletionCondition">Asked after each instance; when it holds, the instances still running are cancelled.</param>
public sealed record MultiInstance(bool IsSequential, BpmnExpression? Cardinality, BpmnExpression? CompletionCondition);

/// <summary>A task of no stated kind. The standard completes it on arrival.</summary>
public sealed class PlainTask : Activity
{
    internal PlainTask(XElement element, string id, SubProcess? parent)
        : base(element, id, BpmnNodeKind.Task, parent)
    {
    }
}

public sealed class UserTask : Activity
{
    internal UserTask(XElement element, string id, SubProcess? parent)
        : base(element, id, BpmnNodeKind.UserTask, parent)
    {
    }
}

public sealed class ServiceTask : Activity
{
    internal ServiceTask(XElement element, string id, SubProcess? parent)
        : base(element, id, BpmnNodeKind.ServiceTask, parent)
    {
    }
}

public sealed class BusinessRuleTask : Activity
{
    internal BusinessRuleTask(XElement element, string id, SubProcess? parent)
        : base(element, id, BpmnNodeKind.BusinessRuleTask, parent)
    {
    }
}

public sealed class SendTask : Activity
{
    internal SendTask(XElement element, string id, SubProcess? parent)
        : base(element, id, BpmnNodeKind.SendTask, parent)
    {
    }

    public BpmnMessage? Message { get; internal set; }
}

public sealed class ReceiveTask : Activity
{
    internal ReceiveTask(XElement element, string id, SubProcess? parent)
        : base(element, id, BpmnNodeKind.ReceiveTask, parent)
    {
    }

    public BpmnMessage? Message { get; internal set; }
}

/// <summary>Work no system takes part in. Execution passes through it.</summary>
public sealed class ManualTask : Activity
{
    internal ManualTask(XElement element, string id, SubProcess? parent)
        : base(element, id, BpmnNodeKind.ManualTask, parent)
    {
    }
}

/// <summary>Read and kept; never executed.</summary>
public sealed class ScriptTask : Activity
{
    internal ScriptTask(XElement element, string id, SubProcess? parent)
        : base(element, id, BpmnNodeKind.ScriptTask, parent)
    {
    }
}

/// <summary>Read and kept; never executed.</summary>
public sealed class CallActivity : Activity
{
    internal CallActivity(XElement element, string id, SubProcess? parent)
        : base(element, id, BpmnNodeKind.CallActivity, parent) =>
        CalledElement = (string?)element.Attribute("calledElement");

    public string? CalledElement { get; }
}

public enum SubProcessKind
{
    Embedded,
    Event,
    Transaction,
    AdHoc,
}

public sealed class SubProcess : Activity
{
    internal SubProcess(XElement element, string id, SubProcess? parent, SubProcessKind subProcessKind)
        : base(element, id, BpmnNodeKind.SubProcess, parent) =>
        SubProcessKind = subProcessKind;

    public SubProcessKind SubProcessKind { get; }

    public IReadOnlyList<FlowNode> Nodes => Scope.Nodes;

    public IReadOnlyList<SequenceFlow> Flows => Scope.Flows;

    internal FlowScope Scope { get; } = new();
}

/// <summary>The nodes and flows one level holds: those of a process or of one sub-process.</summary>
internal sealed class FlowScope
{
    internal FlowNode[] Nodes { get; set; } = [];

    internal SequenceFlow[] Flows { get; set; } = [];

    internal StartEvent? NoneStart => Nodes.OfType<StartEvent>().FirstOrDefault(s => s.Definition.Kind == BpmnEventKind.None);
}
