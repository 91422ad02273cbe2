using System.Xml.Linq;

namespace Diwan.Bpmn;

public abstract class Gateway : FlowNode
{
    private protected Gateway(XElement element, string id, BpmnNodeKind kind, SubProcess? parent)
        : base(element, id, kind, parent)
    {
    }
}

/// <summary>Takes the first flow, in the order of the file, whose condition holds; else the default.</summary>
public sealed class ExclusiveGateway : Gateway
{
    internal ExclusiveGateway(XElement element, string id, SubProcess? parent)
        : base(element, id, BpmnNodeKind.ExclusiveGateway, parent)
    {
    }
}

/// <summary>Takes every flow whose condition holds, else the default; joins what can still arrive.</summary>
public sealed class InclusiveGateway : Gateway
{
    internal InclusiveGateway(XElement element, string id, SubProcess? parent)
        : base(element, id, BpmnNodeKind.InclusiveGateway, parent)
    {
    }
}

public sealed class ParallelGateway : Gateway
{
    internal ParallelGateway(XElement element, string id, SubProcess? parent)
        : base(element, id, BpmnNodeKind.ParallelGateway, parent)
    {
    }
}

/// <summary>Waits for whichever of the events behind it happens first.</summary>
public sealed class EventBasedGateway : Gateway
{
    internal EventBasedGateway(XElement element, string id, SubProcess? parent)
        : base(element, id, BpmnNodeKind.EventBasedGateway, parent)
    {
    }
}

/// <summary>Read and kept; never executed.</summary>
public sealed class ComplexGateway : Gateway
{
    internal ComplexGateway(XElement element, string id, SubProcess? parent)
        : base(element, id, BpmnNodeKind.ComplexGateway, parent)
    {
    }
}
