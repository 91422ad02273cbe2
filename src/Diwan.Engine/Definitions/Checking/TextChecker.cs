using Diwan.Bpmn;
using Diwan.Engine.Definitions.Reading;

namespace Diwan.Engine.Definitions.Checking;

/// <summary>Words: none missing, none unused, the same in both languages.</summary>
internal sealed class TextChecker(ServiceDefinition definition, CheckInput input, FaultList faults)
{
    private static readonly string[] Words = ["name", "summary", "who", "time", "unit"];
    private static readonly string[] WordLists = ["conditions", "documentsNeeded", "steps"];
    private static readonly string[] Optional = ["help", "keywords", "message.yourTurn", "message.withdrawn", "message.lapsed",
        "message.received", "message.paid", "message.underReview", "message.expiring"];

    /// <summary>The values a message may name: the case's reference and dates, nothing of the person's affairs.</summary>
    private static readonly string[] MessageValues =
        ["reference", "service", "billNumber", "total", "billExpiresOn", "promisedOn", "documentNumber", "receiptNumber", "reason", "deliveryCode", "expiresOn"];

    private readonly TextUse _use = new(input.Arabic, input.English, faults);

    /// <summary>What stands in one language stands in the other, and speaks of the same values.</summary>
    internal static void CheckPairs(TextFile ar, TextFile en, FaultList faults)
    {
        OneWay(ar, en, "texts.en.yaml", faults);
        OneWay(en, ar, "texts.ar.yaml", faults);
        foreach (var (key, arabic) in ar.Texts)
        {
            if (en.Texts.TryGetValue(key, out var english) && Values(arabic.Text) is var a && Values(english.Text) is var e && !a.SetEquals(e))
            {
                faults.Error(english.At, "placeholder-mismatch",
                    ($"النص «{key}» يذكر {Show(e)} بالإنجليزية و{Show(a)} بالعربية.", $"The text \"{key}\" names {Show(e)} in English and {Show(a)} in Arabic."),
                    ("اذكر القيم نفسها في اللغتين.", "Name the same values in both languages."));
            }
        }

        foreach (var (key, (items, _)) in ar.Lists)
        {
            if (key != "keywords" && en.Lists.TryGetValue(key, out var other) && other.Items.Count != items.Count)
            {
                faults.Error(other.At, "list-length",
                    ($"القائمة «{key}» فيها {items.Count} بالعربية و{other.Items.Count} بالإنجليزية.", $"The list \"{key}\" has {items.Count} entries in Arabic and {other.Items.Count} in English."),
                    ("اجعلهما متساويتين، بالترتيب نفسه.", "Make them equally long, in the same order."));
            }
        }
    }

    internal void Check()
    {
        foreach (var key in Words)
        {
            Need(key, new SourcePosition(input.Arabic.File, 0, 0));
        }

        foreach (var key in WordLists)
        {
            _use.NeedList(key, new SourcePosition(input.Arabic.File, 0, 0));
        }

        _use.Allow(Optional);
        Form();
        Rules();
        Process();
        new DocumentTextChecker(definition.Documents, input.Arabic, input.English, _use, faults).Check();
        _use.Unused();
    }

    private void Form()
    {
        foreach (var section in definition.Sections)
        {
            Need($"section.{section.Id}.title", section.At);
            _use.Allow($"section.{section.Id}.intro");
            foreach (var show in section.Shows)
            {
                Need(show.LabelKey, show.Value.At);
            }
        }

        foreach (var q in definition.Questions.SelectMany(q => q.Questions.Prepend(q)))
        {
            Need(q.LabelKey, q.At);
            NotOptional(q.LabelKey);
            _use.Allow(q.HintKey);
            if (q.ValidWhen is not null || q.RowValidWhen is not null)
            {
                Need(q.InvalidKey, q.At);
            }

            foreach (var option in q.Options)
            {
                Need(q.OptionKey(option), q.At);
            }

            foreach (var column in q.Columns)
            {
                Need(q.ColumnKey(column.Id), column.At);
            }

            foreach (var show in q.Shows)
            {
                Need(show.LabelKey, show.Value.At);
            }
        }
    }

    private void Rules()
    {
        foreach (var instrument in definition.Instruments)
        {
            Need(instrument.TextKey, instrument.At);
        }

        foreach (var register in definition.Registers)
        {
            Need(register.PurposeKey, register.At);
        }

        foreach (var assumption in definition.Assumed)
        {
            Need(assumption.TextKey, assumption.At);
        }

        var rules = new SourcePosition(input.Files.Shown("rules.dmn"), 0, 0);
        foreach (var code in definition.Refusals.Concat(RuleCodes.Refusals(definition)).Distinct())
        {
            Need($"refusal.{code}.why", rules);
            Need($"refusal.{code}.remedy", rules);
        }

        foreach (var line in RuleCodes.FeeLines(definition))
        {
            Need($"fee.{line}.label", rules);
            Need($"fee.{line}.why", rules);
        }
    }

    private void Process()
    {
        foreach (var node in definition.Process.AllNodes)
        {
            var at = new SourcePosition(input.Files.Shown("process.bpmn"), node.Line, node.Column);
            if (node.Kind is BpmnNodeKind.UserTask or BpmnNodeKind.ReceiveTask or BpmnNodeKind.SendTask or BpmnNodeKind.EndEvent)
            {
                Need($"step.{node.Id}", at);
            }
            else
            {
                _use.Allow($"step.{node.Id}");
            }

            if (node.Kind == BpmnNodeKind.UserTask)
            {
                Need($"task.{node.Id}.title", at);
            }

            if (node.Kind == BpmnNodeKind.SendTask && node.GetExtension(BpmnNames.Diwan, "message") is { } message)
            {
                Need($"message.{message}", at);
            }
        }

        if (definition.HasConfidentialSteps && input.Arabic.Texts.TryGetValue("message.underReview", out var telling))
        {
            faults.Error(telling.At, "telling-message",
                ("رسالة message.underReview تكشف لخدمة فيها خطوات سرية أن أحداً ينظر في المعاملة.", "message.underReview would tell, in a service with confidential steps, that somebody looks at the case."),
                ("احذفها من الملفين، وقل ما يلزم في message.paid.", "Remove it from both files, and say what is needed in message.paid."));
        }

        foreach (var (key, text) in input.Arabic.Texts.Concat(input.English.Texts).Where(t => t.Key.StartsWith("message.", StringComparison.Ordinal)))
        {
            if (key != "message.expiring" && Texts.Placeholders(text.Text).Contains("expiresOn"))
            {
                faults.Error(text.At, "unknown-placeholder",
                    ($"القيمة «expiresOn» معروفة في message.expiring وحدها، لا في «{key}».", $"expiresOn is known in message.expiring only, not in \"{key}\"."),
                    ("احذفها من النص.", "Take it out of the text."));
            }

            foreach (var name in Texts.Placeholders(text.Text).Where(n => !MessageValues.Contains(n)))
            {
                faults.Error(text.At, "unknown-placeholder",
                    ($"لا قيمة اسمها «{name}» في رسالة («{key}»).", $"A message (\"{key}\") has no value \"{name}\"."),
                    Nearest.Remedy(name, MessageValues));
            }
        }
    }

    /// <summary>The page says of a question that it is optional; a label that says so too says it twice.</summary>
    private void NotOptional(string key)
    {
        foreach (var (file, word) in new[] { (input.Arabic, "اختياري)"), (input.English, "(optional)") })
        {
            if (file.Texts.TryGetValue(key, out var label) && label.Text.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                faults.Error(label.At, "says-optional",
                    ($"العنوان «{key}» يذكر أن السؤال اختياري، والصفحة تقول ذلك.", $"The label \"{key}\" says that the question is optional, which the page says already."),
                    ("احذف ذلك من العنوان واكتب optional: true في form.yaml.", "Take it out of the label and write optional: true in form.yaml."));
            }
        }
    }

    private void Need(string key, SourcePosition at) => _use.Need(key, at);

    private static void OneWay(TextFile from, TextFile to, string target, FaultList faults)
    {
        foreach (var (key, text) in from.Texts)
        {
            if (!to.Texts.ContainsKey(key))
            {
                Lacking(key, text.At, target, faults);
            }
        }

        foreach (var (key, (_, at)) in from.Lists)
        {
            if (!to.Lists.ContainsKey(key) && key != "keywords")
            {
                Lacking(key, at, target, faults);
            }
        }
    }

    private static void Lacking(string key, SourcePosition at, string target, FaultList faults) =>
        faults.Error(at, "missing-translation",
            ($"النص «{key}» غير موجود في {target}.", $"The text \"{key}\" is not in {target}."),
            ($"أضفه إلى {target}.", $"Add it to {target}."));

    /// <summary>The placeholders of a text; <c>nameAr</c> and <c>nameEn</c> are the same value in two languages.</summary>
    private static HashSet<string> Values(string text) =>
        [.. Texts.Placeholders(text).Select(p => p.Length > 2 && (p.EndsWith("Ar", StringComparison.Ordinal) || p.EndsWith("En", StringComparison.Ordinal)) ? p[..^2] : p)];

    private static string Show(HashSet<string> names) =>
        names.Count == 0 ? "{}" : string.Join(", ", names.Order(StringComparer.Ordinal).Select(n => $"{{{n}}}"));
}
