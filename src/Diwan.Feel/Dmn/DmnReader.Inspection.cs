using System.Xml;
using System.Xml.Linq;

namespace Diwan.Feel;

internal sealed partial class DmnReader
{
    private DmnDecisionTable Describe(XElement xml, List<XElement> inputs, List<XElement> outputs, List<XElement> rules)
    {
        var hitPolicy = xml.Attribute("hitPolicy")?.Value.ToUpperInvariant() switch
        {
            null or "UNIQUE" or "U" => DmnHitPolicy.Unique,
            "FIRST" or "F" => DmnHitPolicy.First,
            "PRIORITY" or "P" => DmnHitPolicy.Priority,
            "ANY" or "A" => DmnHitPolicy.Any,
            "COLLECT" or "C" => DmnHitPolicy.Collect,
            "RULE ORDER" or "R" => DmnHitPolicy.RuleOrder,
            "OUTPUT ORDER" or "O" => DmnHitPolicy.OutputOrder,
            _ => Unknown(xml, "hit policy", "hitPolicy", DmnHitPolicy.Unique),
        };
        var aggregation = xml.Attribute("aggregation")?.Value.ToUpperInvariant() switch
        {
            null => DmnAggregation.None,
            "SUM" => DmnAggregation.Sum,
            "COUNT" => DmnAggregation.Count,
            "MIN" => DmnAggregation.Min,
            "MAX" => DmnAggregation.Max,
            _ => Unknown(xml, "aggregation", "aggregation", DmnAggregation.None),
        };
        return new DmnDecisionTable(
            xml.Attribute("id")?.Value ?? "",
            hitPolicy,
            aggregation,
            [.. inputs.Select(i => new DmnTableInput(
                i.Attribute("id")?.Value ?? "", i.Attribute("label")?.Value, TextOf(Child(i, "inputExpression")) ?? "", Child(i, "inputExpression")?.Attribute("typeRef")?.Value, TextOf(Child(i, "inputValues"))))],
            [.. outputs.Select(o => new DmnTableOutput(
                o.Attribute("id")?.Value ?? "", o.Attribute("name")?.Value, o.Attribute("label")?.Value, o.Attribute("typeRef")?.Value, TextOf(Child(o, "outputValues")), TextOf(Child(o, "defaultOutputEntry"))))],
            [.. Children(xml, "annotation").Select(a => a.Attribute("name")?.Value ?? "")],
            [.. rules.Select((r, i) => new DmnRule(
                r.Attribute("id")?.Value ?? "",
                i + 1,
                [.. Children(r, "inputEntry").Select(e => TextOf(e) ?? "")],
                [.. Children(r, "outputEntry").Select(e => TextOf(e) ?? "")],
                Annotations(r),
                ((IXmlLineInfo)r).LineNumber))]);
    }

    /// <summary>Annotation entries; in files before 1.3 the description of the rule is its annotation.</summary>
    private static List<string> Annotations(XElement rule)
    {
        List<string> entries = [.. Children(rule, "annotationEntry").Select(e => TextOf(e) ?? "")];
        if (entries.Count == 0 && Child(rule, "description") is { } description && description.Value.Trim() is { Length: > 0 } text) entries.Add(text);
        return entries;
    }

    private T Unknown<T>(XElement xml, string what, string attribute, T fallback)
    {
        Fault(DmnFaultKind.Structure, $"There is no {what} \"{xml.Attribute(attribute)?.Value}\".", xml);
        return fallback;
    }

    private static string? TextOf(XElement? xml) => xml is null ? null : Child(xml, "text")?.Value.Trim();

    private void Inspect()
    {
        var inputs = new List<DmnInput>();
        var decisions = new List<DmnDecision>();
        var knowledge = new List<DmnKnowledge>();
        var services = new List<DmnService>();
        foreach (var (xml, element) in _pending)
        {
            var typeRef = (Child(xml, "variable") ?? xml).Attribute("typeRef")?.Value;
            switch (element)
            {
                case InputElement:
                    inputs.Add(new DmnInput(element.Id, element.Name, typeRef, (element.Type as ItemType)?.Allowed?.Text) { Type = element.Type });
                    break;
                case DecisionElement decision:
                    decisions.Add(new DmnDecision(
                        element.Id, element.Name, typeRef,
                        Names<InputElement>(decision.Requirements), Names<DecisionElement>(decision.Requirements),
                        [.. decision.Requirements.Where(r => r.Element is KnowledgeElement or ServiceElement).Select(r => r.Name)],
                        TableIn(xml), TextOf(Child(xml, "literalExpression"))));
                    break;
                case KnowledgeElement:
                    var logic = Child(xml, "encapsulatedLogic");
                    knowledge.Add(new DmnKnowledge(
                        element.Id, element.Name,
                        logic is null ? [] : [.. Children(logic, "formalParameter").Select(p => p.Attribute("name")?.Value ?? "")],
                        logic is null ? null : TableIn(logic)));
                    break;
                case ServiceElement service:
                    services.Add(new DmnService(
                        element.Id, element.Name,
                        [.. service.Outputs.Select(o => o.Name)], [.. service.InputDecisions.Select(NameHere)], [.. service.InputData.Select(NameHere)]));
                    break;
            }
        }
        _model.Inputs = inputs;
        _model.Decisions = decisions;
        _model.Knowledge = knowledge;
        _model.Services = services;
    }

    private static List<string> Names<T>(List<Requirement> requirements) where T : DrgElement => [.. requirements.Where(r => r.Element is T).Select(r => r.Name)];

    private DmnDecisionTable? TableIn(XElement xml) => Child(xml, "decisionTable") is { } table && _inspected.TryGetValue(table, out var description) ? (DmnDecisionTable)description : null;
}
