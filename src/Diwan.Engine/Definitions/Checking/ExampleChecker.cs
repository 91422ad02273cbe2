using System.Text.Json.Nodes;
using Diwan.Bpmn;
using Diwan.Engine.Definitions.Reading;
using Diwan.Engine.Examples;
using Diwan.Engine.Rules;
using Diwan.Kernel;

namespace Diwan.Engine.Definitions.Checking;

/// <summary>Worked examples: enough of them, of both endings, speaking of what exists; and in each the electronic way costs less.</summary>
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
            Fees(example);
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

    /// <summary>Cheaper online: the charges, not the debts, are lower electronically than at the counter.</summary>
    private void Fees(Example example)
    {
        ChannelComparison comparison;
        try
        {
            if (ExampleApplication.Of(definition, example) is not { Journey: { IsComplete: true, Refusals.Count: 0 } journey })
            {
                return;
            }

            comparison = RuleBook.CompareChannels(definition, journey.Context);
        }
        catch (InvalidOperationException e)
        {
            faults.Error(example.At, "fee-line", ($"المثال «{example.Name}»: {e.Message}", $"Example \"{example.Name}\": {e.Message}"), ("صحّح قرار fees.", "Correct the decision fees."));
            return;
        }

        var lines = comparison.Electronic.Lines.Concat(comparison.Counter.Lines).ToArray();
        if (lines.Length > 0 && comparison.ChargesSaved <= Money.Zero)
        {
            faults.Error(example.At, "not-cheaper",
                ($"المثال «{example.Name}»: الأجور إلكترونياً {comparison.Electronic.Charges} وعند الشباك {comparison.Counter.Charges}.", $"Example \"{example.Name}\": the charges are {comparison.Electronic.Charges} electronically and {comparison.Counter.Charges} at the counter."),
                ("يجب أن تقل الأجور إلكترونياً عنها عند الشباك.", "They must be lower electronically than at the counter."));
        }

        foreach (var line in lines.DistinctBy(l => l.Code))
        {
            if (definition.FindInstrument(line.Instrument) is null)
            {
                Unknown(example, line.Instrument, definition.Instruments.Select(i => i.Id));
            }

            if (line.Kind == FeeKind.Discount ? line.Amount > Money.Zero : line.Amount < Money.Zero)
            {
                faults.Error(example.At, "fee-sign",
                    ($"المثال «{example.Name}»: مبلغ السطر «{line.Code}» {line.Amount} لا يوافق نوعه.", $"Example \"{example.Name}\": line \"{line.Code}\" of {line.Amount} has the wrong sign for its kind."),
                    ("الخصم سالب، وسواه موجب.", "A discount is negative, anything else is not."));
            }

            foreach (var text in new[] { line.Why.Ar, line.Why.En, line.Label.Ar, line.Label.En })
            {
                foreach (var name in Texts.Placeholders(text))
                {
                    faults.Error(example.At, "unknown-placeholder",
                        ($"شرح السطر «{line.Code}» يذكر {{{name}}} ولا قيمة له في القواعد.", $"The explanation of line \"{line.Code}\" names {{{name}}}, which the rules do not give."),
                        Nearest.Remedy(name, [.. line.Values.Keys]));
                }
            }
        }
    }
}
