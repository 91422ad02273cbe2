using System.Collections.Frozen;

namespace Diwan.Bpmn;

/// <summary>The words of the BPMN 2.0 schema inside a process: which attributes and children there are, and which values are not executed.</summary>
internal static class BpmnWords
{
    private static readonly string[] Everywhere = ["id", "name"];
    private static readonly string[] OfActivity = ["default", "isForCompensation", "startQuantity", "completionQuantity"];

    private static readonly FrozenDictionary<string, FrozenSet<string>> Known = new Dictionary<string, string[]>
    {
        ["process"] = ["isExecutable", "isClosed", "processType", "definitionalCollaborationRef"],
        ["startEvent"] = ["isInterrupting", "parallelMultiple"],
        ["endEvent"] = [],
        ["intermediateCatchEvent"] = ["parallelMultiple"],
        ["intermediateThrowEvent"] = [],
        ["implicitThrowEvent"] = [],
        ["boundaryEvent"] = ["attachedToRef", "cancelActivity", "parallelMultiple"],
        ["task"] = OfActivity,
        ["manualTask"] = OfActivity,
        ["userTask"] = [.. OfActivity, "implementation"],
        ["serviceTask"] = [.. OfActivity, "implementation", "operationRef"],
        ["businessRuleTask"] = [.. OfActivity, "implementation"],
        ["sendTask"] = [.. OfActivity, "implementation", "operationRef", "messageRef"],
        ["receiveTask"] = [.. OfActivity, "implementation", "operationRef", "messageRef", "instantiate"],
        ["scriptTask"] = [.. OfActivity, "scriptFormat"],
        ["callActivity"] = [.. OfActivity, "calledElement"],
        ["subProcess"] = [.. OfActivity, "triggeredByEvent"],
        ["transaction"] = [.. OfActivity, "triggeredByEvent", "method"],
        ["adHocSubProcess"] = [.. OfActivity, "triggeredByEvent", "ordering", "cancelRemainingInstances"],
        ["exclusiveGateway"] = ["default", "gatewayDirection"],
        ["inclusiveGateway"] = ["default", "gatewayDirection"],
        ["parallelGateway"] = ["gatewayDirection"],
        ["complexGateway"] = ["default", "gatewayDirection"],
        ["eventBasedGateway"] = ["gatewayDirection", "instantiate", "eventGatewayType"],
        ["sequenceFlow"] = ["sourceRef", "targetRef", "isImmediate"],
        ["timerEventDefinition"] = [],
        ["messageEventDefinition"] = ["messageRef"],
        ["errorEventDefinition"] = ["errorRef"],
        ["terminateEventDefinition"] = [],
        ["multiInstanceLoopCharacteristics"] = ["isSequential", "behavior", "oneBehaviorEventRef", "noneBehaviorEventRef"],
    }.ToFrozenDictionary(p => p.Key, p => p.Value.Concat(Everywhere).ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal);

    // What a process, a node or its loop may hold besides flow nodes and what Kept lists.
    private static readonly FrozenSet<string> Children = new[]
    {
        "documentation", "extensionElements", "incoming", "outgoing", "sequenceFlow", "laneSet", "association", "textAnnotation", "group", "correlationSubscription",
        "startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "implicitThrowEvent", "boundaryEvent", "task", "userTask",
        "serviceTask", "businessRuleTask", "sendTask", "receiveTask", "manualTask", "scriptTask", "script", "callActivity", "subProcess",
        "transaction", "adHocSubProcess", "exclusiveGateway", "inclusiveGateway", "parallelGateway", "eventBasedGateway", "complexGateway",
        "messageEventDefinition", "timerEventDefinition", "errorEventDefinition", "terminateEventDefinition", "escalationEventDefinition",
        "signalEventDefinition", "cancelEventDefinition", "compensateEventDefinition", "conditionalEventDefinition", "linkEventDefinition",
        "eventDefinitionRef", "multiInstanceLoopCharacteristics", "standardLoopCharacteristics", "loopCardinality", "completionCondition",
        "conditionExpression", "timeDate", "timeDuration", "timeCycle", "activationCondition",
    }.ToFrozenSet(StringComparer.Ordinal);

    internal static FrozenSet<string> Attributes(string element) => Known.GetValueOrDefault(element) ?? FrozenSet<string>.Empty;

    internal static bool IsChild(string element) => Children.Contains(element);

    /// <summary>Why a value of a known attribute cannot be executed and what to do; null when it can.</summary>
    internal static (string English, string Arabic)? Refused(string element, string attribute, string value) => (attribute, value) switch
    {
        ("startQuantity" or "completionQuantity", not "1") =>
            ("Leave the quantity at 1 and use a parallel gateway.", "اترك الكمية 1 واستعمل بوابة متوازية."),
        ("instantiate", "true" or "1") =>
            ("Begin the process with a message start event.", "ابدأ العملية بحدث بداية ذي رسالة."),
        ("eventGatewayType", "Parallel") =>
            ("Use a parallel gateway followed by catch events.", "استعمل بوابة متوازية تليها أحداث التقاط."),
        ("parallelMultiple", "true" or "1") =>
            ("Give the event one trigger.", "أعطِ الحدث محفِّزًا واحدًا."),
        ("behavior", not "All") =>
            ("Leave behavior at All; decide with completionCondition.", "اترك behavior بقيمة All وقرّر عبر completionCondition."),
        ("isImmediate", "false" or "0") =>
            ("Remove it: a flow is always immediate.", "احذفها: التدفّق فوري دائمًا."),
        ("isInterrupting", "false" or "0") when element == "startEvent" =>
            ("Only event sub-processes have such starts; use a non-interrupting boundary event.", "هذه البدايات للعمليات الفرعية الحدثية فقط؛ استعمل حدثًا حدّيًا غير قاطع."),
        _ => null,
    };
}
