using Diwan.Engine.Definitions.Reading;
using Diwan.Engine.Rules;
using Diwan.Feel;

namespace Diwan.Engine.Definitions.Checking;

/// <summary>The rules: the decisions are there, every fee row names its instrument, no table that must be unique is not.</summary>
internal sealed class RuleChecker(ServiceDefinition definition, CheckInput input, FaultList faults)
{
    private static readonly string[] Kinds = ["charge", "debt", "discount"];

    internal void Check()
    {
        var file = input.Files.Shown("rules.dmn");
        foreach (var decision in new[] { RuleBook.EligibilityDecision, RuleBook.FeesDecision })
        {
            if (!definition.HasDecision(decision))
            {
                faults.Error(new SourcePosition(file, 0, 0), "missing-decision",
                    ($"القرار «{decision}» ناقص.", $"The decision \"{decision}\" is missing."),
                    ("أضف جدول قرار بهذا الاسم.", "Add a decision table of that name."));
            }
        }

        var refusals = definition.Refusals.Concat(RuleCodes.Refusals(definition)).Distinct().ToArray();
        foreach (var code in definition.Remedies.Keys.Where(c => !refusals.Contains(c)))
        {
            faults.Error(new SourcePosition(input.Files.Shown("service.yaml"), 0, 0), "unknown-refusal",
                ($"لا سبب رفض اسمه «{code}» في remedies.", $"remedies names \"{code}\", for which nothing is refused."),
                Nearest.Remedy(code, refusals));
        }

        foreach (var (_, table, _) in RuleCodes.FeeTables(definition))
        {
            FeeTable(table, file);
        }

        foreach (var table in definition.Rules.Decisions.Select(d => d.Table).Concat(definition.Rules.Knowledge.Select(k => k.Table)).OfType<DmnDecisionTable>())
        {
            if (table.HitPolicy == DmnHitPolicy.Unique)
            {
                Overlaps(table, file);
            }
        }
    }

    private void FeeTable(DmnDecisionTable table, string file)
    {
        var instrument = RuleCodes.Column(table, "instrument");
        var kind = RuleCodes.Column(table, "kind");
        var annotation = table.AnnotationNames.ToList().IndexOf("instrument");
        foreach (var rule in table.Rules)
        {
            var at = new SourcePosition(file, rule.Line, 0);
            var named = instrument >= 0 ? RuleCodes.Literals(rule.OutputEntries[instrument]).ToArray() : [];
            if (instrument < 0 || rule.OutputEntries[instrument].Trim() is "" or "null" or "-")
            {
                faults.Error(at, "fee-instrument",
                    ($"سطر الرسم {rule.Index} في «{table.Id}» بلا سند قانوني.", $"Row {rule.Index} of the fee table \"{table.Id}\" names no legal instrument."),
                    ("اكتب في عمود instrument اسم سند من instruments في service.yaml، وله تاريخ بدء.", "Put into the column instrument the id of one of the instruments of service.yaml, which carries its dates."));
            }

            if (annotation >= 0 && annotation < rule.Annotations.Count && !string.IsNullOrWhiteSpace(rule.Annotations[annotation]))
            {
                named = [.. named, .. rule.Annotations[annotation].Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
            }

            foreach (var id in named.Distinct().Where(i => definition.FindInstrument(i) is null))
            {
                faults.Error(at, "unknown-instrument",
                    ($"السند «{id}» ليس في service.yaml.", $"The instrument \"{id}\" is not in service.yaml."),
                    Nearest.Remedy(id, [.. definition.Instruments.Select(i => i.Id)]));
            }

            if (kind >= 0 && RuleCodes.Literals(rule.OutputEntries[kind]).FirstOrDefault(k => !Kinds.Contains(k)) is { } unknown)
            {
                faults.Error(at, "unknown-word", ($"نوع السطر «{unknown}» غير معروف.", $"The kind \"{unknown}\" of a fee line is not known."), Nearest.Remedy(unknown, Kinds));
            }
        }
    }

    /// <summary>Two rows that every input lets through at once, as far as cells are texts alone, "-" or a list of texts.</summary>
    private void Overlaps(DmnDecisionTable table, string file)
    {
        for (var i = 0; i < table.Rules.Count; i++)
        {
            for (var j = i + 1; j < table.Rules.Count; j++)
            {
                var (a, b) = (table.Rules[i], table.Rules[j]);
                if (a.InputEntries.Zip(b.InputEntries).All(c => Meet(c.First.Trim(), c.Second.Trim())))
                {
                    faults.Error(new SourcePosition(file, b.Line, 0), "overlapping-rules",
                        ($"السطران {a.Index} و{b.Index} في «{table.Id}» يصدقان معاً، والجدول UNIQUE.", $"Rows {a.Index} and {b.Index} of \"{table.Id}\" can both fire, but the table is UNIQUE."),
                        ("ميّز بينهما، أو اجعل الجدول FIRST.", "Tell them apart, or make the table FIRST."));
                }
            }
        }
    }

    /// <summary>Whether two cells surely have a value in common.</summary>
    private static bool Meet(string a, string b)
    {
        if (a is "-" or "" || b is "-" or "" || a == b)
        {
            return true;
        }

        var (x, y) = (Texts(a), Texts(b));
        return x is not null && y is not null && x.Overlaps(y);
    }

    private static HashSet<string>? Texts(string cell)
    {
        var parts = cell.Split(',', StringSplitOptions.TrimEntries);
        return parts.All(p => p.Length > 1 && p[0] == '"' && p[^1] == '"') ? [.. parts] : null;
    }
}
