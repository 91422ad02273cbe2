using System.Globalization;
using System.Text.Json;
using Diwan.Engine.Answers;
using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;
using Diwan.Engine.Rules;
using Diwan.Kernel;
using Diwan.Web.Fields;
using Diwan.Web.Texts;

namespace Diwan.Web.Pages.Portal.Apply;

/// <summary>What surrounds a question when it is put on a page.</summary>
/// <param name="Typed">What was just sent and refused, shown again as it was typed; null to show the answer kept.</param>
/// <param name="Faults">What is wrong with it.</param>
/// <param name="TemplateHref">Where an empty table is downloaded; a path of ours.</param>
/// <param name="FileHref">Where a kept file is opened, by its key; a path of ours.</param>
/// <param name="TicksFiles">Files to be taken away are ticked and go with the rest of the form.</param>
public sealed record FieldSurroundings(
    RawAnswer? Typed = null, IReadOnlyList<AnswerFault>? Faults = null, string? TemplateHref = null, Func<string, string>? FileHref = null, bool TicksFiles = false);

/// <summary>From a question of a definition, and what is known of its answer, to a field of a page in the reader's language.</summary>
public sealed class FieldMapper(Text text)
{
    private const int MostRadios = 7;

    private Language Language => text.Language;

    /// <param name="answer">The answer kept, or null; then what the definition offers (prefill, default) is shown.</param>
    public FieldModel Map(Question question, EvaluationContext context, AnswerValue? answer, FieldSurroundings? around = null)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(context);
        around ??= new FieldSurroundings();
        var shown = answer?.Json ?? Offered(question, context);
        return Field(question, question.Id, context, shown, around.Typed, around.Faults ?? [], around);
    }

    private static JsonElement? Offered(Question question, EvaluationContext context)
    {
        foreach (var source in (Expression?[])[question.Prefill, question.Default])
        {
            if (source is not null && FeelJson.Of(source.Evaluate(context)) is { } json)
            {
                return JsonSerializer.SerializeToElement(json);
            }
        }

        return null;
    }

    private FieldModel Field(
        Question q, string name, EvaluationContext context, JsonElement? kept, RawAnswer? typed, IReadOnlyList<AnswerFault> faults, FieldSurroundings around)
    {
        var own = faults.Where(f => !f.Part.StartsWith('[')).ToList();
        var texts = context.Definition.Texts;
        var options = Options(q, context);
        var kind = KindOf(q, options.Count);
        return new FieldModel
        {
            Id = name,
            Kind = kind,
            Label = texts.TryGet(q.LabelKey, out var label) ? label.In(Language) : q.Id,
            Hint = Hint(q, context),
            Error = own.Count == 0 ? (q.Type == AnswerType.Table && faults.Count > 0 ? text["field.table.wrong"].ToString() : null) : string.Join(" ", own.Select(f => f.Text.In(Language)).Distinct(StringComparer.Ordinal)),
            ErrorPart = own.Count == 1 && own[0].Part.Length > 0 ? own[0].Part : null,
            Optional = q.Optional,
            Value = typed is not null ? typed.Text : Shown(q, kept),
            Parts = Parts(q, kept, typed),
            Chosen = typed?.Values.ToHashSet(StringComparer.Ordinal) ?? Many(kept),
            Options = options,
            MaxLength = q.MaxLength,
            Decimals = q.Type == AnswerType.Decimal ? q.Decimals ?? 3 : 0,
            Foreign = q.Foreign,
            Accept = q.Accept.Count == 0 ? null : string.Join(',', q.Accept.Select(a => a == "jpeg" ? ".jpg,.jpeg" : "." + a)),
            MaxBytes = q.MaxBytes,
            MaxFiles = q.MaxFiles ?? 1,
            Files = q.Type == AnswerType.File ? Files(kept, around) : [],
            TicksFiles = around.TicksFiles,
            Entries = q.Type == AnswerType.Group ? Entries(q, name, context, kept, typed, faults, around) : [],
            MinItems = q.MinItems,
            MaxItems = q.MaxItems,
            Picks = q.Type == AnswerType.Selection ? Picks(q, context, typed?.Values.ToHashSet(StringComparer.Ordinal) ?? Many(kept)) : [],
            ChoosesOne = q.ChoosesOne,
            Table = q.Type == AnswerType.Table ? Table(q, context, kept, faults, around) : null,
        };
    }

    private static FieldKind KindOf(Question q, int options) => q.Type switch
    {
        AnswerType.LongText => FieldKind.LongText,
        AnswerType.Integer or AnswerType.Decimal => FieldKind.Number,
        AnswerType.Money => FieldKind.Money,
        AnswerType.Date => FieldKind.Date,
        AnswerType.Month => FieldKind.Month,
        AnswerType.YesNo => FieldKind.YesNo,
        AnswerType.Declaration => FieldKind.Declaration,
        AnswerType.Choice => options > MostRadios ? FieldKind.Select : FieldKind.Radios,
        AnswerType.Many => FieldKind.Checkboxes,
        AnswerType.Country or AnswerType.Governorate => FieldKind.Select,
        AnswerType.NationalNumber => FieldKind.NationalNumber,
        AnswerType.EstablishmentNumber => FieldKind.EstablishmentNumber,
        AnswerType.ForeignDocument => FieldKind.ForeignDocument,
        AnswerType.Phone => FieldKind.Phone,
        AnswerType.Email => FieldKind.Email,
        AnswerType.Iban => FieldKind.Iban,
        AnswerType.Address => FieldKind.Address,
        AnswerType.Plot => FieldKind.Plot,
        AnswerType.Vehicle => FieldKind.Vehicle,
        AnswerType.File => FieldKind.File,
        AnswerType.Group => FieldKind.Group,
        AnswerType.Table => FieldKind.Table,
        AnswerType.Selection => FieldKind.Selection,
        _ => FieldKind.Text,
    };

    private List<FieldOption> Options(Question q, EvaluationContext context) => q.Type switch
    {
        AnswerType.Choice or AnswerType.Many => [.. context.OptionsOf(q).Select(o => new FieldOption(o.Value, o.Label.In(Language)))],
        AnswerType.Country => [.. PlaceLists.Countries(Language).Select(c => new FieldOption(c.Code, c.Name))],
        AnswerType.Governorate => [.. PlaceLists.Governorates(Language).Select(g => new FieldOption(g.Code, g.Name))],
        _ => [],
    };

    /// <summary>The definition's hint, and the limits where it names any: people should not find them by being refused.</summary>
    private string? Hint(Question q, EvaluationContext context)
    {
        var hint = context.Definition.Texts.TryGet(q.HintKey, out var words) ? words.In(Language) : null;
        if (q.Type is not (AnswerType.Integer or AnswerType.Decimal or AnswerType.Money or AnswerType.Date or AnswerType.Month))
        {
            return hint;
        }

        var format = new ValueFormat(q.Type switch
        {
            AnswerType.Money => ValueFormatKind.Money,
            AnswerType.Date => ValueFormatKind.Date,
            AnswerType.Month => ValueFormatKind.Month,
            _ => ValueFormatKind.Number,
        });
        var least = Limit(q.Min);
        var most = Limit(q.Max);
        // A count that begins at nought or one needs no saying.
        var plain = q.Type == AnswerType.Integer && least is "0" or "1";
        var limits = (least, most) switch
        {
            (not null, not null) => text["field.between", least, most].ToString(),
            (not null, null) when !plain => text["field.atLeast", least].ToString(),
            (null, not null) => text["field.atMost", most].ToString(),
            _ => null,
        };
        return limits is null ? hint : hint is null ? limits : $"{hint} ({limits})";

        string? Limit(Expression? limit) =>
            limit?.Evaluate(context) is { IsNull: false } value ? ValueFormatter.Format(value, format, context.Definition, context).In(Language) : null;
    }

    /// <summary>A kept answer as a person would have typed it.</summary>
    private static string? Shown(Question q, JsonElement? kept)
    {
        if (kept is not { } json)
        {
            return null;
        }

        return (q.Type, json.ValueKind) switch
        {
            (AnswerType.Money, JsonValueKind.Number) => json.GetDecimal().ToString("0.000", CultureInfo.InvariantCulture),
            (_, JsonValueKind.Number) => json.GetDecimal().ToString(CultureInfo.InvariantCulture),
            (_, JsonValueKind.True) => "true",
            (_, JsonValueKind.False) => "false",
            (AnswerType.Phone, JsonValueKind.String) when json.GetString()!.StartsWith("+962", StringComparison.Ordinal) => "0" + json.GetString()![4..],
            (_, JsonValueKind.String) => json.GetString(),
            _ => null,
        };
    }

    private static Dictionary<string, string> Parts(Question q, JsonElement? kept, RawAnswer? typed)
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (typed is not null)
        {
            foreach (var (part, value) in typed.Parts)
            {
                parts[part] = value.Text ?? "";
            }

            return parts;
        }

        switch (q.Type, kept?.ValueKind)
        {
            case (AnswerType.Date or AnswerType.Month, JsonValueKind.String):
                // 2018-02-11, or 2018-02 for a month.
                var pieces = kept!.Value.GetString()!.Split('-');
                parts[FieldNames.Year] = pieces[0];
                parts[FieldNames.Month] = pieces.Length > 1 ? pieces[1].TrimStart('0') : "";
                parts[FieldNames.Day] = pieces.Length > 2 ? pieces[2].TrimStart('0') : "";
                break;
            case (AnswerType.Phone, JsonValueKind.String):
                parts[FieldNames.Country] = kept!.Value.GetString()!.StartsWith("+962", StringComparison.Ordinal) ? "JO" : "other";
                break;
            case (_, JsonValueKind.Object):
                foreach (var property in kept!.Value.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.String))
                {
                    parts[property.Name] = property.Value.GetString()!;
                }

                break;
        }

        return parts;
    }

    private static HashSet<string> Many(JsonElement? kept) =>
        kept is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Where(i => i.ValueKind == JsonValueKind.String).Select(i => i.GetString()!).ToHashSet(StringComparer.Ordinal)
            : [];

    private static List<FieldFile> Files(JsonElement? kept, FieldSurroundings around)
    {
        var files = new List<FieldFile>();
        if (kept is { ValueKind: JsonValueKind.Array } list)
        {
            foreach (var file in list.EnumerateArray())
            {
                var key = file.TryGetProperty("key", out var k) ? k.GetString() : null;
                files.Add(new FieldFile(
                    key ?? files.Count.ToString(CultureInfo.InvariantCulture),
                    file.GetProperty("name").GetString() ?? "",
                    file.GetProperty("bytes").GetInt64(),
                    key is null ? null : around.FileHref?.Invoke(key)));
            }
        }

        return files;
    }

    private List<FieldEntry> Entries(
        Question q, string name, EvaluationContext context, JsonElement? kept, RawAnswer? typed, IReadOnlyList<AnswerFault> faults, FieldSurroundings around)
    {
        // Entries left blank are not counted when an answer is read, nor when its faults are numbered.
        var sent = typed?.Items.Where(i => !i.IsBlank).ToList();
        var stored = kept is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().ToList() : [];
        var count = Math.Max(sent is null ? stored.Count : typed!.Items.Count, Math.Max(q.MinItems ?? 0, q.Optional ? 0 : 1));
        var entries = new List<FieldEntry>(count);
        for (var i = 0; i < count; i++)
        {
            var at = $"[{i.ToString(CultureInfo.InvariantCulture)}].";
            var fields = new List<FieldModel>(q.Questions.Count);
            foreach (var inner in q.Questions)
            {
                var prefix = at + inner.Id;
                var mine = faults
                    .Where(f => f.Part == prefix || f.Part.StartsWith(prefix + ".", StringComparison.Ordinal))
                    .Select(f => f with { Part = f.Part == prefix ? "" : f.Part[(prefix.Length + 1)..] })
                    .ToList();
                RawAnswer? raw = sent is null ? null : i < sent.Count ? sent[i].Parts.GetValueOrDefault(inner.Id, RawAnswer.Nothing) : RawAnswer.Nothing;
                JsonElement? value = sent is null && i < stored.Count && stored[i].TryGetProperty(inner.Id, out var v) ? v : null;
                fields.Add(Field(inner, FieldNames.InGroup(name, i, inner.Id), context, value, raw, mine, around));
            }

            entries.Add(new FieldEntry(fields));
        }

        return entries;
    }

    private List<FieldPick> Picks(Question q, EvaluationContext context, HashSet<string> chosen)
    {
        var shows = InLanguage(q.Shows, Language);
        // The last amount is what it comes to; any before it say how.
        var total = shows.LastOrDefault(s => s.Format.Kind == ValueFormatKind.Money);
        var picks = new List<FieldPick>();
        foreach (var entry in context.EntriesOf(q))
        {
            var seen = context.With("entry", entry.Value);
            Money? amount = null;
            var facts = new List<(string Label, string Value)>();
            foreach (var show in shows)
            {
                var value = show.Value.Evaluate(seen);
                if (show == total && value.TryGetDecimal(out var dinars))
                {
                    amount = Money.FromDinars(dinars);
                }
                else if (!value.IsNull)
                {
                    facts.Add((LabelOf(show), ValueFormatter.Format(value, show.Format, context.Definition, seen).In(Language)));
                }
            }

            var title = facts.Count > 0 ? $"{facts[0].Label} {facts[0].Value}" : entry.Key;
            picks.Add(new FieldPick(entry.Key, title, [.. facts.Skip(1)], amount, chosen.Contains(entry.Key)));
        }

        return picks;

        string LabelOf(ShownValue show) => context.Definition.Texts.TryGet(show.LabelKey, out var label) ? label.In(Language) : show.LabelKey;
    }

    /// <summary>Where a value is shown in both languages under keys that end in Ar and En, only the reader's.</summary>
    internal static IReadOnlyList<ShownValue> InLanguage(IReadOnlyList<ShownValue> shows, Language language)
    {
        var keys = shows.Select(s => s.LabelKey).ToHashSet(StringComparer.Ordinal);
        var (mine, other) = language == Language.Arabic ? ("Ar", "En") : ("En", "Ar");
        return [.. shows.Where(s => !(s.LabelKey.EndsWith(other, StringComparison.Ordinal) && keys.Contains(s.LabelKey[..^2] + mine)))];
    }

    private FieldTable Table(Question q, EvaluationContext context, JsonElement? kept, IReadOnlyList<AnswerFault> faults, FieldSurroundings around) => new(
        around.TemplateHref,
        [
            .. q.Columns.Select(c =>
            {
                var takes = Takes(c);
                var label = context.Definition.Texts.TryGet(q.ColumnKey(c.Id), out var words) ? words.In(Language) : c.Id;
                return (label, c.Optional ? text["field.takes.optional", takes].ToString() : takes);
            }),
        ],
        kept is { ValueKind: JsonValueKind.Array } rows ? rows.GetArrayLength() : null,
        [.. faults.Where(f => f.Part.StartsWith('[')).Select(f => f.Text.In(Language))],
        q.MaxRows ?? 0);

    private string Takes(TableColumn column) => column.Type switch
    {
        AnswerType.Integer or AnswerType.Decimal => text["field.takes.number"],
        AnswerType.Money => text["field.takes.money"],
        AnswerType.Date => text["field.takes.date"],
        AnswerType.Month => text["field.takes.month"],
        AnswerType.YesNo => text["field.takes.yesNo"],
        AnswerType.Choice => text["field.takes.choice", string.Join(" / ", column.Options)],
        AnswerType.NationalNumber => text["field.takes.nationalNumber"],
        AnswerType.EstablishmentNumber => text["field.takes.establishmentNumber"],
        _ => text["field.takes.text"],
    };
}
