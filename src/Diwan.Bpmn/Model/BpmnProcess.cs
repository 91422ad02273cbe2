using System.Collections.Frozen;
using System.Xml.Linq;

namespace Diwan.Bpmn;

/// <summary>One process of a model, ready to run when it is executable and without faults.</summary>
public sealed class BpmnProcess
{
    private readonly XElement _element;
    private FrozenDictionary<string, FlowNode> _byId = FrozenDictionary<string, FlowNode>.Empty;

    internal BpmnProcess(XElement element, string id)
    {
        _element = element;
        Id = id;
        Name = BpmnXml.CleanName((string?)element.Attribute("name"));
        IsExecutable = (string?)element.Attribute("isExecutable") is "true" or "1";
        Documentation = BpmnXml.Documentation(element);
        (Line, Column) = BpmnXml.Position(element);
    }

    public string Id { get; }

    public string? Name { get; }

    public bool IsExecutable { get; }

    public string? Documentation { get; }

    public int Line { get; }

    public int Column { get; }

    /// <summary>The nodes of the top level. Those of a sub-process are its own.</summary>
    public IReadOnlyList<FlowNode> Nodes => Scope.Nodes;

    public IReadOnlyList<SequenceFlow> Flows => Scope.Flows;

    /// <summary>Every node, nested ones after the sub-process that holds them.</summary>
    public IReadOnlyList<FlowNode> AllNodes => Everything;

    public IReadOnlyList<SequenceFlow> AllFlows => EveryFlow;

    /// <summary>Whether <see cref="BpmnExecution"/> will run it: it is marked executable and has no error.</summary>
    public bool CanExecute { get; internal set; }

    /// <summary>The correlation subscriptions of the process; none when every message of a name is for every run.</summary>
    public IReadOnlyList<CorrelationSubscription> Correlations { get; internal set; } = [];

    internal FlowScope Scope { get; } = new();

    internal FlowNode[] Everything { get; private set; } = [];

    internal SequenceFlow[] EveryFlow { get; private set; } = [];

    internal InclusiveReach Reach => field ??= new InclusiveReach(this);

    public FlowNode? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The value of an attribute in another namespace than BPMN's; null when it is not written.</summary>
    public string? GetExtension(string namespaceUri, string localName) =>
        (string?)_element.Attribute(XName.Get(localName, namespaceUri));

    public IReadOnlyList<BpmnExtension> GetExtensionElements(string namespaceUri, string localName) =>
        BpmnXml.Extensions(_element, namespaceUri, localName);

    internal void Seal()
    {
        var nodes = new List<FlowNode>();
        var flows = new List<SequenceFlow>();
        Collect(Scope);
        Everything = [.. nodes];
        EveryFlow = [.. flows];
        for (var i = 0; i < Everything.Length; i++)
            Everything[i].Index = i;
        for (var i = 0; i < EveryFlow.Length; i++)
            EveryFlow[i].Index = i;
        _byId = Everything.DistinctBy(n => n.Id, StringComparer.Ordinal).ToFrozenDictionary(n => n.Id, StringComparer.Ordinal);

        void Collect(FlowScope scope)
        {
            flows.AddRange(scope.Flows);
            foreach (var node in scope.Nodes)
            {
                nodes.Add(node);
                if (node is SubProcess sub)
                    Collect(sub.Scope);
            }
        }
    }
}
