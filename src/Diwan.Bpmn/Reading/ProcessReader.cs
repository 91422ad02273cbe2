using System.Xml.Linq;

namespace Diwan.Bpmn;

/// <summary>Builds one process from its element: nodes first, then the flows and references between them.</summary>
internal sealed class ProcessReader(XElement element, DefinitionsIndex definitions, BpmnOptions options, List<BpmnFault> faults)
{
    private readonly Dictionary<FlowNode, XElement> _elements = [];

    internal BpmnProcess Read()
    {
        var before = faults.Count;
        var process = new BpmnProcess(element, Id(element));
        ReadScope(element, process.Scope, null);
        process.Seal();
        foreach (var (node, at) in _elements)
            ReadParts(node, at);
        ReadLanes(process);
        process.Correlations = [.. element.Elements(BpmnNames.M + "correlationSubscription").Select(Subscription).OfType<CorrelationSubscription>()];
        var size = process.Everything.Length + process.EveryFlow.Length;
        if (process.IsExecutable && size > options.MaxProcessSize)
            faults.Add(BpmnFault.Of(FaultTexts.ProcessTooLarge, element, process.Id, size, options.MaxProcessSize));
        else if (process.IsExecutable)
        {
            new ExecutableRules(process, element, _elements, definitions, faults).Check();
            Kept.Report(element, options, faults);
        }

        else
        {
            // What is only shown need not be right; it is still said.
            for (var i = before; i < faults.Count; i++)
                faults[i] = faults[i] with { Severity = (BpmnSeverity)Math.Min((int)faults[i].Severity, (int)BpmnSeverity.Warning) };
        }

        process.CanExecute = process.IsExecutable && !faults.Skip(before).Any(f => f.Severity == BpmnSeverity.Error);
        return process;
    }

    private void ReadScope(XElement container, FlowScope scope, SubProcess? parent)
    {
        var nodes = new List<FlowNode>();
        foreach (var child in container.Elements().Where(e => e.Name.Namespace == BpmnNames.M))
        {
            if (Node(child, parent) is not { } node)
                continue;
            nodes.Add(node);
            _elements.Add(node, child);
            if (node is SubProcess sub)
                ReadScope(child, sub.Scope, sub);
        }

        scope.Nodes = [.. nodes];
        var byId = nodes.DistinctBy(n => n.Id, StringComparer.Ordinal).ToDictionary(n => n.Id, StringComparer.Ordinal);
        ReadFlows(container, scope, byId);
        foreach (var boundary in nodes.OfType<BoundaryEvent>())
        {
            var reference = (string?)_elements[boundary].Attribute("attachedToRef");
            if (BpmnXml.Resolve(byId, reference) is Activity host)
            {
                boundary.AttachedTo = host;
                host.Boundaries = [.. host.Boundaries, boundary];
            }
            else
                faults.Add(BpmnFault.Of(FaultTexts.BoundaryHost, boundary, Named(boundary), reference));
        }
    }

    /// <summary>A subscription with every property of its key bound and readable; otherwise null, and what is wrong is said.</summary>
    private CorrelationSubscription? Subscription(XElement e)
    {
        var id = Id(e);
        var reference = (string?)e.Attribute("correlationKeyRef");
        // A key stands in a collaboration, not at the root.
        var key = e.Document!.Descendants(BpmnNames.M + "correlationKey").FirstOrDefault(k => BpmnXml.Names(reference, (string?)k.Attribute("id") ?? ""));
        if (key is null)
        {
            faults.Add(BpmnFault.Of(FaultTexts.CorrelationKey, e, id, reference));
            return null;
        }

        var properties = new List<CorrelationProperty>();
        foreach (var name in key.Elements(BpmnNames.M + "correlationPropertyRef").Select(r => (string?)definitions.Root(r.Value.Trim())?.Attribute("id") ?? r.Value.Trim()))
        {
            var binding = e.Elements(BpmnNames.M + "correlationPropertyBinding")
                .FirstOrDefault(b => BpmnXml.Names((string?)b.Attribute("correlationPropertyRef"), name));
            var data = Expression(binding?.Element(BpmnNames.M + "dataPath"), id);
            var paths = new Dictionary<string, BpmnExpression>(StringComparer.Ordinal);
            foreach (var read in definitions.Root(name)?.Elements(BpmnNames.M + "correlationPropertyRetrievalExpression") ?? [])
            {
                if (definitions.Message((string?)read.Attribute("messageRef")) is { } message && Expression(read.Element(BpmnNames.M + "messagePath"), name) is { } path)
                    paths.TryAdd(message.Id, path);
            }

            if (data is null || paths.Count == 0)
                faults.Add(BpmnFault.Of(FaultTexts.CorrelationProperty, e, id, name));
            else
                properties.Add(new CorrelationProperty(name, data, paths));
        }

        return new CorrelationSubscription(id, properties);
    }

    private FlowNode? Node(XElement e, SubProcess? parent) => e.Name.LocalName switch
    {
        "startEvent" => new StartEvent(e, Id(e), parent),
        "endEvent" => new EndEvent(e, Id(e), parent),
        "intermediateCatchEvent" => new IntermediateCatchEvent(e, Id(e), parent),
        "intermediateThrowEvent" => new IntermediateThrowEvent(e, Id(e), parent),
        "implicitThrowEvent" => new IntermediateThrowEvent(e, Id(e), parent),
        "boundaryEvent" => new BoundaryEvent(e, Id(e), parent),
        "task" => new PlainTask(e, Id(e), parent),
        "userTask" => new UserTask(e, Id(e), parent),
        "serviceTask" => new ServiceTask(e, Id(e), parent),
        "businessRuleTask" => new BusinessRuleTask(e, Id(e), parent),
        "sendTask" => new SendTask(e, Id(e), parent) { Message = definitions.Message((string?)e.Attribute("messageRef")) },
        "receiveTask" => new ReceiveTask(e, Id(e), parent) { Message = definitions.Message((string?)e.Attribute("messageRef")) },
        "manualTask" => new ManualTask(e, Id(e), parent),
        "scriptTask" => new ScriptTask(e, Id(e), parent),
        "callActivity" => new CallActivity(e, Id(e), parent),
        "subProcess" => new SubProcess(e, Id(e), parent,
            (string?)e.Attribute("triggeredByEvent") is "true" or "1" ? SubProcessKind.Event : SubProcessKind.Embedded),
        "transaction" => new SubProcess(e, Id(e), parent, SubProcessKind.Transaction),
        "adHocSubProcess" => new SubProcess(e, Id(e), parent, SubProcessKind.AdHoc),
        "exclusiveGateway" => new ExclusiveGateway(e, Id(e), parent),
        "inclusiveGateway" => new InclusiveGateway(e, Id(e), parent),
        "parallelGateway" => new ParallelGateway(e, Id(e), parent),
        "eventBasedGateway" => new EventBasedGateway(e, Id(e), parent),
        "complexGateway" => new ComplexGateway(e, Id(e), parent),
        _ => null,
    };

    private void ReadFlows(XElement container, FlowScope scope, Dictionary<string, FlowNode> byId)
    {
        var flows = new List<SequenceFlow>();
        foreach (var e in container.Elements(BpmnNames.M + "sequenceFlow"))
        {
            var id = Id(e);
            if (End(e, id, "sourceRef", byId) is not { } source || End(e, id, "targetRef", byId) is not { } target)
                continue;
            var isDefault = BpmnXml.Names((string?)_elements[source].Attribute("default"), id);
            var condition = isDefault ? null : Expression(e.Element(BpmnNames.M + "conditionExpression"), id);
            var (line, column) = BpmnXml.Position(e);
            flows.Add(new SequenceFlow(id, BpmnXml.CleanName((string?)e.Attribute("name")), BpmnXml.Documentation(e), source, target, condition, isDefault, line, column));
        }

        scope.Flows = [.. flows];
        foreach (var group in flows.GroupBy(f => f.Source))
            group.Key.Out = [.. group];
        foreach (var group in flows.GroupBy(f => f.Target))
            group.Key.In = [.. group];
        foreach (var node in scope.Nodes)
        {
            var named = (string?)_elements[node].Attribute("default");
            if (!string.IsNullOrEmpty(named) && !node.Out.Any(f => f.IsDefault))
                faults.Add(BpmnFault.Of(FaultTexts.DefaultFlow, node, Named(node), named));
        }
    }

    private FlowNode? End(XElement flow, string id, string attribute, Dictionary<string, FlowNode> byId)
    {
        var reference = (string?)flow.Attribute(attribute);
        if (BpmnXml.Resolve(byId, reference) is { } node)
            return node;
        faults.Add(BpmnFault.Of(FaultTexts.FlowEnd, flow, id, attribute, reference));
        return null;
    }

    private void ReadParts(FlowNode node, XElement e)
    {
        if (node is BpmnEvent @event)
            @event.Definition = Definition(e, node);
        if (node is Activity activity && e.Element(BpmnNames.M + "multiInstanceLoopCharacteristics") is { } loop)
        {
            activity.MultiInstance = new(
                (string?)loop.Attribute("isSequential") is "true" or "1",
                Expression(loop.Element(BpmnNames.M + "loopCardinality"), node.Id),
                Expression(loop.Element(BpmnNames.M + "completionCondition"), node.Id));
        }
    }

    private BpmnEventDefinition Definition(XElement e, FlowNode node)
    {
        var all = EventDefinitions(e, definitions).ToArray();
        if (all.Length == 0)
            return BpmnEventDefinition.None;
        if (all.Length > 1)
            return new(BpmnEventKind.Multiple);
        var one = all[0];
        return one.Name.LocalName switch
        {
            "messageEventDefinition" => new(BpmnEventKind.Message, Message: definitions.Message((string?)one.Attribute("messageRef"))),
            "timerEventDefinition" => new(BpmnEventKind.Timer, Timer: Timer(one, node)),
            "errorEventDefinition" => new(BpmnEventKind.Error,
                ErrorCode: definitions.TryError((string?)one.Attribute("errorRef"), out var code) ? code : null),
            "terminateEventDefinition" => new(BpmnEventKind.Terminate),
            "escalationEventDefinition" => new(BpmnEventKind.Escalation),
            "signalEventDefinition" => new(BpmnEventKind.Signal),
            "cancelEventDefinition" => new(BpmnEventKind.Cancel),
            "compensateEventDefinition" => new(BpmnEventKind.Compensation),
            "conditionalEventDefinition" => new(BpmnEventKind.Conditional),
            "linkEventDefinition" => new(BpmnEventKind.Link),
            _ => new(BpmnEventKind.Multiple),
        };
    }

    /// <summary>Those written inside the event and those it refers to.</summary>
    internal static IEnumerable<XElement> EventDefinitions(XElement e, DefinitionsIndex definitions)
    {
        foreach (var child in e.Elements().Where(c => c.Name.Namespace == BpmnNames.M))
        {
            if (child.Name.LocalName == "eventDefinitionRef")
            {
                if (definitions.EventDefinition(child.Value) is { } shared)
                    yield return shared;
            }
            else if (child.Name.LocalName.EndsWith("EventDefinition", StringComparison.Ordinal))
                yield return child;
        }
    }

    private TimerDefinition? Timer(XElement definition, FlowNode node)
    {
        foreach (var (name, kind) in new[] { ("timeDate", TimerKind.Date), ("timeDuration", TimerKind.Duration), ("timeCycle", TimerKind.Cycle) })
        {
            if (Expression(definition.Element(BpmnNames.M + name), node.Id) is { } text)
                return new(kind, text);
        }

        return null;
    }

    private BpmnExpression? Expression(XElement? e, string owner)
    {
        var text = e?.Value.Trim();
        if (e is null || string.IsNullOrEmpty(text))
            return null;
        var (line, column) = BpmnXml.Position(e);
        return new(text, (string?)e.Attribute("language") ?? definitions.ExpressionLanguage, owner, line, column);
    }

    private void ReadLanes(BpmnProcess process)
    {
        var byId = process.Everything.DistinctBy(n => n.Id, StringComparer.Ordinal).ToDictionary(n => n.Id, StringComparer.Ordinal);
        foreach (var lane in element.Descendants(BpmnNames.M + "lane"))
        {
            var name = BpmnXml.CleanName((string?)lane.Attribute("name")) ?? (string?)lane.Attribute("id");
            foreach (var reference in lane.Elements(BpmnNames.M + "flowNodeRef"))
            {
                // Lanes come outermost first, so the innermost has the last word.
                if (BpmnXml.Resolve(byId, reference.Value) is { } node)
                    node.Lane = name;
                else if (process.IsExecutable)
                    faults.Add(BpmnFault.Of(FaultTexts.MissingReference, reference, $"lane '{name}'", "flowNodeRef", reference.Value));
            }
        }
    }

    private string Id(XElement e)
    {
        if ((string?)e.Attribute("id") is { Length: > 0 } id)
            return id;
        var (line, column) = BpmnXml.Position(e);
        faults.Add(BpmnFault.Of(FaultTexts.NoId, e, e.Name.LocalName));
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{e.Name.LocalName}@{line}:{column}");
    }

    /// <summary>How a fault speaks of a node: kind, id and, when there is one, the label.</summary>
    internal static string Named(FlowNode node)
    {
        var kind = char.ToLowerInvariant(node.Kind.ToString()[0]) + node.Kind.ToString()[1..];
        return node.Name is null ? $"{kind} '{node.Id}'" : $"{kind} '{node.Id}' ({node.Name})";
    }
}
