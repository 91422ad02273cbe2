using System.Text.Json.Nodes;
using Diwan.Bpmn;
using Diwan.Engine.Definitions.Reading;

namespace Diwan.Engine.Definitions.Checking;

/// <summary>Worked examples: enough of them, of both endings, speaking of what exists.</summary>
internal sealed class ExampleChecker(ServiceDefinition definition, CheckInput input, FaultList faults)
{
    private const int Fewest = 10;

    internal void Check()
    {
        var folder = new SourcePosition(input.Files.Shown("examples"), 0, 0);
        if (definition.Examples.Count < Fewest)
        {
            faults.Error(folder, "few-examples",
                ($"أمثلة الخدمة {definition.Examples.Count}، وأقلها {Fewest}.", $"The service has {definition.Examples.Count} worked examples; it needs {Fewest}."),
                ("أضف أمثلة.", "Add examples."));
        }

        if (!definition.Examples.Any(Accepted))
        {
            faults.Error(folder, "no-accepted-example", ("لا مثال لطلب مقبول.", "No example is accepted."), ("أضف مثالاً فيه outcome: issued أو eligible: true.", "Add one with outcome: issued or eligible: true."));
        }

        if (!definition.Examples.Any(Refused))
        {
            faults.Error(folder, "no-refused-example", ("لا مثال لطلب مرفوض.", "No example is refused."), ("أضف مثالاً فيه refusals أو outcome: refused.", "Add one with refusals or outcome: refused."));
        }

        foreach (var example in definition.Examples)
        {
            Names(example);
        }
    }

    private static bool Accepted(Example e) => e.Expect.Outcome == "issued" || (e.Expect.Eligible == true && e.Expect.Outcome is null && e.Expect.Faults is null);

    private static bool Refused(Example e) => e.Expect.Eligible == false || e.Expect.Refusals is { Count: > 0 } || e.Expect.Outcome == "refused";

    private void Names(Example example)
    {
        foreach (var (id, register) in example.Registers)
        {
            if (definition.FindRegister(id) is { } known)
            {
                Facts(known.Operation.Output, register.Answer, example, $"registers.{id}");
            }
            else if (!definition.Writes.ContainsKey(id))
            {
                Unknown(example, id, definition.Registers.Select(r => r.Id).Concat(definition.Writes.Keys));
            }
        }

        var questions = definition.Questions.Select(q => q.Id).ToArray();
        foreach (var id in example.Answers.Select(a => a.Key)
            .Concat(example.Expect.Faults ?? [])
            .Concat(example.Then.OfType<ExampleStep.SendBack>().SelectMany(s => s.Fields))
            .Concat(example.Then.OfType<ExampleStep.Answer>().SelectMany(s => s.Answers.Select(a => a.Key))))
        {
            if (!questions.Contains(id.Split('.', '[')[0]))
            {
                Unknown(example, id, questions);
            }
        }

        var lines = RuleCodes.FeeLines(definition).ToArray();
        foreach (var line in example.Expect.Fees?.Keys.Where(l => lines.Length > 0 && !lines.Contains(l)) ?? [])
        {
            Unknown(example, line, lines);
        }

        var tasks = definition.Process.AllNodes.Where(n => n.Kind == BpmnNodeKind.UserTask).Select(n => n.Id).ToArray();
        foreach (var task in example.Then.Select(s => s switch { ExampleStep.Decide d => d.Task, ExampleStep.SendBack b => b.Task, _ => null }).OfType<string>().Where(t => !tasks.Contains(t)))
        {
            Unknown(example, task, tasks);
        }

        var nodes = definition.Process.AllNodes.Select(n => n.Id).ToArray();
        foreach (var node in example.Expect.Passes?.Where(p => !nodes.Contains(p)) ?? [])
        {
            Unknown(example, node, nodes);
        }
    }

    private void Facts(FactShape shape, JsonNode? json, Example example, string path)
    {
        switch (json)
        {
            case JsonObject map when shape.Kind == FactKind.Record:
                foreach (var (name, value) in map)
                {
                    if (shape.Fields.TryGetValue(name, out var field))
                    {
                        Facts(field, value, example, $"{path}.{name}");
                    }
                    else
                    {
                        faults.Error(example.At, "unknown-fact",
                            ($"المثال «{example.Name}»: السجل لا يعيد {path}.{name}.", $"Example \"{example.Name}\": the register returns no {path}.{name}."),
                            Nearest.Remedy(name, [.. shape.Fields.Keys]));
                    }
                }

                break;
            case JsonArray list when shape.Kind == FactKind.List:
                foreach (var item in list)
                {
                    Facts(shape.Item!, item, example, $"{path}[]");
                }

                break;
            case JsonValue value when shape.Values.Count > 0 && !shape.Values.Contains(value.ToString()):
                faults.Error(example.At, "unknown-fact",
                    ($"المثال «{example.Name}»: القيمة «{value}» ليست من قيم {path}.", $"Example \"{example.Name}\": \"{value}\" is not a value of {path}."),
                    Nearest.Remedy(value.ToString(), shape.Values.ToArray()));
                break;
        }
    }

    private void Unknown(Example example, string word, IEnumerable<string> known) =>
        faults.Error(example.At, "unknown-word",
            ($"المثال «{example.Name}»: «{word}» غير معروف.", $"Example \"{example.Name}\": \"{word}\" is not known."),
            Nearest.Remedy(word, [.. known]));
}
