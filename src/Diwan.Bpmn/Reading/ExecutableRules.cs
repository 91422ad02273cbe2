using System.Xml.Linq;

namespace Diwan.Bpmn;

/// <summary>What an executable process may contain. Whatever is not executed is refused here by name, with what to draw instead.</summary>
internal sealed class ExecutableRules(
    BpmnProcess process, XElement root, Dictionary<FlowNode, XElement> elements, DefinitionsIndex definitions, List<BpmnFault> faults)
{
    internal void Check()
    {
        CheckWords(root);
        CheckStarts();
        foreach (var part in root.Descendants().Where(e => e.Name.Namespace == BpmnNames.M && e.Name.LocalName is "sequenceFlow"
            or "timerEventDefinition" or "messageEventDefinition" or "errorEventDefinition" or "terminateEventDefinition"))
            CheckWords(part);
        foreach (var node in process.Everything)
        {
            CheckWords(elements[node]);
            CheckConnections(node);
            switch (node)
            {
                case BpmnEvent e:
                    EventRules.Check(e, elements[node], definitions, faults);
                    break;
                case Activity a:
                    CheckActivity(a, elements[a]);
                    break;
                case ComplexGateway:
                    Refuse(node, "a complex gateway", "Use exclusive, inclusive and parallel gateways.", "البوابة المركّبة", "استعمل البوابات الحصرية والشاملة والمتوازية.");
                    break;
                case EventBasedGateway g:
                    CheckEventGateway(g);
                    break;
                default:
                    break;
            }

            CheckConditions(node);
        }
    }

    private void CheckStarts()
    {
        var starts = process.Scope.Nodes.OfType<StartEvent>().ToArray();
        var none = starts.Count(s => s.Definition.Kind == BpmnEventKind.None);
        if (starts.Length == 0)
            faults.Add(BpmnFault.Of(FaultTexts.NoStart, root, $"process '{process.Id}'"));
        if (none > 1)
            faults.Add(BpmnFault.Of(FaultTexts.ManyStarts, root, $"process '{process.Id}'", none));
    }

    private void CheckWords(XElement e)
    {
        var known = BpmnWords.Attributes(e.Name.LocalName);
        foreach (var attribute in e.Attributes())
        {
            if (attribute.IsNamespaceDeclaration || attribute.Name.NamespaceName.Length > 0)
                continue;
            if (!known.Contains(attribute.Name.LocalName))
                faults.Add(BpmnFault.Of(FaultTexts.UnknownAttribute, e, Described(e), attribute.Name.LocalName));
            else if (BpmnWords.Refused(e.Name.LocalName, attribute.Name.LocalName, attribute.Value) is { } remedy)
                faults.Add(BpmnFault.Of(FaultTexts.BadValue, e, Described(e), attribute.Name.LocalName, attribute.Value, remedy.English, remedy.Arabic));
        }

        foreach (var child in e.Elements().Where(c => c.Name.Namespace == BpmnNames.M))
        {
            if (!BpmnWords.IsChild(child.Name.LocalName) && !Kept.IsDocumentary(child.Name.LocalName))
                faults.Add(BpmnFault.Of(FaultTexts.Unknown, child, child.Name.LocalName, Described(e)));
        }
    }

    private void CheckConnections(FlowNode node)
    {
        var ends = node is EndEvent;
        var begins = node is StartEvent or BoundaryEvent;
        // Event sub-processes and compensation handlers stand apart and are refused by name.
        var apart = node is SubProcess { SubProcessKind: SubProcessKind.Event } or Activity { IsForCompensation: true }
            or BoundaryEvent { Definition.Kind: BpmnEventKind.Compensation } or BpmnEvent { Definition.Kind: BpmnEventKind.Link };
        if (apart)
            return;
        if (!ends && node.Out.Length == 0)
            faults.Add(BpmnFault.Of(FaultTexts.NoWayOut, node, ProcessReader.Named(node)));
        if (!begins && node.In.Length == 0)
            faults.Add(BpmnFault.Of(FaultTexts.NoWayIn, node, ProcessReader.Named(node)));
        foreach (var flow in ends ? node.Out : [])
            faults.Add(BpmnFault.Of(FaultTexts.FlowNotAllowed, node, ProcessReader.Named(node), "nothing may follow an end event.", flow.Id, "لا يجوز أن يلي حدثَ النهاية شيء."));
        foreach (var flow in begins ? node.In : [])
            faults.Add(BpmnFault.Of(FaultTexts.FlowNotAllowed, node, ProcessReader.Named(node), "nothing may lead to a start or boundary event.", flow.Id, "لا يجوز أن يؤدي شيء إلى حدث بداية أو حدث حدّي."));
    }

    private void CheckConditions(FlowNode node)
    {
        var choosing = node.Kind is BpmnNodeKind.ExclusiveGateway or BpmnNodeKind.InclusiveGateway;
        var asks = choosing || node is Activity;
        foreach (var flow in node.Out)
        {
            if (flow.Condition is not null && (!asks || (choosing && node.Out.Length == 1)))
                faults.Add(BpmnFault.Of(FaultTexts.ConditionIgnored, flow.Line, flow.Column, flow.Id, flow.Id, ProcessReader.Named(node)));
            if (choosing && node.Out.Length > 1 && flow.Condition is null && !flow.IsDefault)
                faults.Add(BpmnFault.Of(FaultTexts.NoCondition, flow.Line, flow.Column, flow.Id, flow.Id, node.Id, node.Kind));
        }

        if (node.Out.Length == 0 || node.Out.Any(f => f.IsDefault))
            return;
        if ((choosing && node.Out.Length > 1) || (node is Activity && node.Out.All(f => f.Condition is not null)))
            faults.Add(BpmnFault.Of(FaultTexts.NoDefault, node, ProcessReader.Named(node)));
    }

    private void CheckActivity(Activity a, XElement e)
    {
        if (a is ScriptTask)
            Refuse(a, "a script task", "Use a business rule task with a decision, or a service task.", "مهمة البرنامج النصي", "استعمل مهمة قاعدة عمل مع قرار، أو مهمة خدمة.");
        if (a is CallActivity)
            Refuse(a, "a call activity", "Draw the called steps as an embedded sub-process.", "نشاط الاستدعاء", "ارسم الخطوات المستدعاة عمليةً فرعية مضمّنة.");
        if (a.IsForCompensation)
            Refuse(a, "compensation", "Draw the undoing steps after an error boundary event.", "التعويض", "ارسم خطوات الإلغاء بعد حدث خطأ حدّي.");
        if (a.IsLoop)
            Refuse(a, "the loop marker", "Draw the loop with an exclusive gateway and a flow back.", "علامة التكرار", "ارسم التكرار ببوابة حصرية وتدفّق راجع.");
        if (a.MultiInstance is { Cardinality: null })
            faults.Add(BpmnFault.Of(FaultTexts.NoCardinality, a, ProcessReader.Named(a)));
        if (e.Element(BpmnNames.M + "multiInstanceLoopCharacteristics") is { } loop)
            CheckWords(loop);
        if (a is ReceiveTask { Message: null })
            faults.Add(BpmnFault.Of(FaultTexts.NoMessage, a, ProcessReader.Named(a)));
        foreach (var boundary in a is PlainTask or ManualTask ? a.Boundaries : [])
            faults.Add(BpmnFault.Of(FaultTexts.NeverBoundary, boundary, ProcessReader.Named(boundary), ProcessReader.Named(a)));
        var codes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var error in a.Boundaries.Where(b => b.Definition.Kind == BpmnEventKind.Error))
        {
            if (!codes.Add(error.Definition.ErrorCode ?? ""))
                faults.Add(BpmnFault.Of(FaultTexts.SameError, error, ProcessReader.Named(error)));
        }

        var messages = new HashSet<string>(StringComparer.Ordinal);
        foreach (var message in a.Boundaries.Where(b => b.Definition.Message is not null))
        {
            if (!messages.Add(message.Definition.Message!.Name))
                faults.Add(BpmnFault.Of(FaultTexts.SameMessage, message, ProcessReader.Named(message), message.Definition.Message.Name));
        }

        if (a is SubProcess sub)
            CheckSubProcess(sub);
    }

    private void CheckSubProcess(SubProcess sub)
    {
        switch (sub.SubProcessKind)
        {
            case SubProcessKind.Event:
                Refuse(sub, "an event sub-process", "Put a boundary event on an embedded sub-process around the steps it concerns.", "العملية الفرعية الحدثية", "ضع حدثًا حدّيًا على عملية فرعية مضمّنة تحيط بالخطوات المعنية.");
                return;
            case SubProcessKind.Transaction:
                Refuse(sub, "a transaction sub-process", "Use an embedded sub-process with an error boundary event.", "العملية الفرعية من نوع المعاملة الذرّية", "استعمل عملية فرعية مضمّنة مع حدث خطأ حدّي.");
                return;
            case SubProcessKind.AdHoc:
                Refuse(sub, "an ad-hoc sub-process", "Draw the order of the steps, or put them in parallel.", "العملية الفرعية غير المرتّبة", "ارسم ترتيب الخطوات أو ضعها على التوازي.");
                return;
            default:
                break;
        }

        var starts = sub.Scope.Nodes.OfType<StartEvent>().ToArray();
        if (starts.Length != 1 || starts[0].Definition.Kind != BpmnEventKind.None)
            faults.Add(BpmnFault.Of(FaultTexts.SubStart, sub, ProcessReader.Named(sub), starts.Length));
    }

    private void CheckEventGateway(EventBasedGateway gateway)
    {
        var messages = new HashSet<string>(StringComparer.Ordinal);
        foreach (var target in gateway.Out.Select(f => f.Target))
        {
            var message = target switch
            {
                IntermediateCatchEvent { Definition: { Kind: BpmnEventKind.Message, Message: var m } } => m?.Name,
                ReceiveTask { Boundaries.Length: 0, MultiInstance: null } task => task.Message?.Name,
                _ => null,
            };
            var waits = target is ReceiveTask { Boundaries.Length: 0, MultiInstance: null }
                or IntermediateCatchEvent { Definition.Kind: BpmnEventKind.Message or BpmnEventKind.Timer };
            if (!waits || target.In.Length != 1)
                faults.Add(BpmnFault.Of(FaultTexts.EventGatewayTarget, target, ProcessReader.Named(gateway), ProcessReader.Named(target)));
            if (message is not null && !messages.Add(message))
                faults.Add(BpmnFault.Of(FaultTexts.EventGatewaySame, target, ProcessReader.Named(gateway), message));
        }
    }

    private void Refuse(FlowNode node, string what, string remedy, string whatArabic, string remedyArabic) =>
        faults.Add(BpmnFault.Of(FaultTexts.Refused, node, ProcessReader.Named(node), what, remedy, whatArabic, remedyArabic));

    private static string Described(XElement e) => (string?)e.Attribute("id") is { } id ? $"{e.Name.LocalName} '{id}'" : e.Name.LocalName;
}
