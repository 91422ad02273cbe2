using System.Xml.Linq;

namespace Diwan.Bpmn;

/// <summary>Which triggers an executable process may use, and where.</summary>
internal static class EventRules
{
    internal static void Check(BpmnEvent e, XElement element, DefinitionsIndex definitions, List<BpmnFault> faults)
    {
        var name = ProcessReader.Named(e);
        var kind = e.Definition.Kind;
        if (Reason(kind) is { } refused)
        {
            faults.Add(BpmnFault.Of(FaultTexts.Refused, e, name, refused.What, refused.Remedy, refused.WhatArabic, refused.RemedyArabic));
            return;
        }

        foreach (var reference in element.Elements(BpmnNames.M + "eventDefinitionRef"))
        {
            if (definitions.EventDefinition(reference.Value) is null)
                faults.Add(BpmnFault.Of(FaultTexts.MissingReference, e, name, "eventDefinitionRef", reference.Value));
        }

        if (!Allowed(e))
            faults.Add(BpmnFault.Of(FaultTexts.Refused, e, name, Trigger(e), "Choose another trigger for this place.", TriggerArabic(e), "اختر محفِّزًا آخر لهذا الموضع."));

        var definition = ProcessReader.EventDefinitions(element, definitions).FirstOrDefault();
        switch (kind)
        {
            case BpmnEventKind.Message when e.Definition.Message is null:
                faults.Add(BpmnFault.Of(FaultTexts.NoMessage, e, name));
                break;
            case BpmnEventKind.Timer:
                CheckTimer(e, definition!, name, faults);
                break;
            case BpmnEventKind.Error:
                CheckError(e, definition!, name, definitions, faults);
                break;
            default:
                break;
        }
    }

    private static bool Allowed(BpmnEvent e) => e.Kind switch
    {
        BpmnNodeKind.StartEvent when e.Parent is null => e.Definition.Kind is BpmnEventKind.None or BpmnEventKind.Message or BpmnEventKind.Timer,
        BpmnNodeKind.StartEvent => true, // the sub-process says it better
        BpmnNodeKind.EndEvent => e.Definition.Kind is BpmnEventKind.None or BpmnEventKind.Message or BpmnEventKind.Error or BpmnEventKind.Terminate,
        BpmnNodeKind.IntermediateCatchEvent => e.Definition.Kind is BpmnEventKind.Message or BpmnEventKind.Timer,
        BpmnNodeKind.IntermediateThrowEvent => e.Definition.Kind is BpmnEventKind.None or BpmnEventKind.Message,
        _ => e.Definition.Kind is BpmnEventKind.Message or BpmnEventKind.Timer or BpmnEventKind.Error,
    };

    private static string Trigger(BpmnEvent e) =>
        e.Definition.Kind == BpmnEventKind.None ? "an event of this place without a trigger" : $"the trigger {e.Definition.Kind} at this place";

    private static string TriggerArabic(BpmnEvent e) =>
        e.Definition.Kind == BpmnEventKind.None ? "حدث في هذا الموضع بلا محفِّز" : $"المحفِّز {e.Definition.Kind} في هذا الموضع";

    private static (string What, string Remedy, string WhatArabic, string RemedyArabic)? Reason(BpmnEventKind kind) => kind switch
    {
        BpmnEventKind.Escalation => ("an escalation event", "Use a non-interrupting timer or message boundary event.", "حدث التصعيد", "استعمل حدثًا حدّيًا غير قاطع بمؤقّت أو رسالة."),
        BpmnEventKind.Signal => ("a signal event", "Use a message event.", "حدث الإشارة", "استعمل حدث رسالة."),
        BpmnEventKind.Cancel => ("a cancel event", "Use an error event.", "حدث الإلغاء", "استعمل حدث خطأ."),
        BpmnEventKind.Compensation => ("compensation", "Draw the undoing steps after an error boundary event.", "التعويض", "ارسم خطوات الإلغاء بعد حدث خطأ حدّي."),
        BpmnEventKind.Conditional => ("a conditional event", "Use a message event sent when the condition comes true.", "الحدث الشرطي", "استعمل حدث رسالة تُرسل عند تحقق الشرط."),
        BpmnEventKind.Link => ("a link event", "Draw the flow between the two places.", "حدث الربط", "ارسم التدفّق بين الموضعين."),
        BpmnEventKind.Multiple => ("an event with several triggers", "Give it one trigger, or use an event-based gateway.", "الحدث ذو المحفِّزات المتعددة", "أعطِه محفِّزًا واحدًا أو استعمل بوابة مبنية على الأحداث."),
        _ => null,
    };

    private static void CheckTimer(BpmnEvent e, XElement definition, string name, List<BpmnFault> faults)
    {
        var parts = definition.Elements().Count(c => c.Name.LocalName is "timeDate" or "timeDuration" or "timeCycle");
        if (e.Definition.Timer is not { } timer || parts != 1)
        {
            faults.Add(BpmnFault.Of(FaultTexts.NoTimer, e, name));
            return;
        }

        if (!timer.IsExpression && !IsoTime.IsValid(timer.Kind, timer.Text))
        {
            var (form, example) = timer.Kind switch
            {
                TimerKind.Date => ("an ISO 8601 date and time", "2026-03-01T08:00:00+03:00"),
                TimerKind.Duration => ("an ISO 8601 duration", "P3D, PT4H"),
                _ => ("an ISO 8601 repeating interval", "R3/P1D"),
            };
            faults.Add(BpmnFault.Of(FaultTexts.BadTimer, e, name, timer.Text, form, example));
        }
    }

    private static void CheckError(BpmnEvent e, XElement definition, string name, DefinitionsIndex definitions, List<BpmnFault> faults)
    {
        var reference = (string?)definition.Attribute("errorRef");
        if (reference is not null && !definitions.TryError(reference, out _))
            faults.Add(BpmnFault.Of(FaultTexts.MissingReference, e, name, "errorRef", reference));
        else if (e is EndEvent && e.Definition.ErrorCode is null)
            faults.Add(BpmnFault.Of(FaultTexts.NoErrorCode, e, name));
        if (e is BoundaryEvent { IsInterrupting: false })
            faults.Add(BpmnFault.Of(FaultTexts.ErrorNotInterrupting, e, name));
    }
}
