using System.Text.Json;
using Diwan.Engine.Answers;
using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;
using Diwan.Engine.Rules;
using Diwan.Kernel;
using Diwan.Web.Fields;
using Diwan.Web.Texts;

namespace Diwan.Web.Pages.Portal.Apply;

/// <summary>Answers as a person reads them back: on "check your answers", in a case, on an officer's desk.</summary>
public sealed class AnswerWriter(Text text, FieldMapper fields)
{
    private Language Language => text.Language;

    private string Comma => Language == Language.Arabic ? "، " : ", ";

    /// <summary>The questions asked in a section, each with its answer, and what the registers hold before them.</summary>
    /// <param name="file">Where an attached file can be saved from, as a path of ours; null where it cannot.</param>
    /// <param name="change">A path of ours where a question's answer can be changed; null where none can.</param>
    public IReadOnlyList<SummaryRow> Rows(
        JourneyStep step, EvaluationContext context, Func<Question, string>? change = null, Func<Question, string, string>? file = null)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(context);
        return
        [
            .. Shown(step.Section, context),
            .. step.Questions.Select(q => new SummaryRow(
                context.Definition.Texts[q.Question.LabelKey].In(Language),
                q.Answer is null ? [] : Lines(q.Question, q.Answer, context, file is null ? null : key => file(q.Question, key)),
                change?.Invoke(q.Question))),
        ];
    }

    /// <summary>What the registers already hold, shown in a section and not asked.</summary>
    public IReadOnlyList<SummaryRow> Shown(Section section, EvaluationContext context)
    {
        ArgumentNullException.ThrowIfNull(section);
        ArgumentNullException.ThrowIfNull(context);
        return
        [
            .. FieldMapper.InLanguage(section.Shows, text.Language).Select(show => new SummaryRow(
                context.Definition.Texts[show.LabelKey].In(Language),
                ValueFormatter.Format(show.Value.Evaluate(context), show.Format, context.Definition, context).In(Language))),
        ];
    }

    /// <summary>An answer, one line for each thing it holds.</summary>
    /// <param name="file">Where a file with this key can be saved from, as a path of ours; null where it cannot.</param>
    public IReadOnlyList<object> Lines(Question question, AnswerValue answer, EvaluationContext context, Func<string, string>? file = null)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(context);
        if (answer.Json.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        return question.Type switch
        {
            AnswerType.Selection => [.. fields.Map(question, context, answer).Picks.Where(p => p.Chosen).Select(Picked)],
            AnswerType.Group => [.. Items(answer.Json).Select((item, i) => Entry(question, item, i, context))],
            AnswerType.Table => [text.Plural("field.table.rows", Items(answer.Json).Count)],
            AnswerType.File =>
            [
                .. Items(answer.Json).Select(f => new FileValue(
                    f.GetProperty("name").GetString() ?? "",
                    f.TryGetProperty("key", out var key) && key.GetString() is { } known ? file?.Invoke(known) : null)),
            ],
            AnswerType.Many => [.. Items(answer.Json).Select(i => (object)Option(question, i.GetString() ?? "", context))],
            AnswerType.LongText => [.. (answer.Json.GetString() ?? "").Split('\n')],
            _ => [One(question, answer.Json, context)],
        };
    }

    /// <summary>What was chosen from a list, with what the list says of it, each under its name.</summary>
    private object Picked(FieldPick pick)
    {
        var facts = string.Join(Comma, pick.Facts.Select(f => $"{f.Label}: {f.Value}"));
        return (pick.Amount, facts.Length > 0) switch
        {
            ({ } amount, true) => text["answer.withAmountAndFacts", pick.Title, text.Money(amount), facts],
            ({ } amount, false) => text["answer.withAmount", pick.Title, text.Money(amount)],
            (null, true) => text["answer.withFacts", pick.Title, facts],
            _ => pick.Title,
        };
    }

    private object Entry(Question group, JsonElement item, int index, EvaluationContext context)
    {
        var parts = group.Questions
            .Where(q => item.TryGetProperty(q.Id, out var value) && value.ValueKind != JsonValueKind.Null)
            .Select(q => One(q, item.GetProperty(q.Id), context).ToString());
        return text["answer.entry", index + 1, string.Join(Comma, parts)];
    }

    private object One(Question q, JsonElement json, EvaluationContext context)
    {
        switch (q.Type, json.ValueKind)
        {
            case (AnswerType.Money, JsonValueKind.Number):
                return text.Money(Money.FromDinars(json.GetDecimal()));
            case (_, JsonValueKind.Number):
                return text.Number(json.GetDecimal());
            case (AnswerType.Declaration, JsonValueKind.True):
                return text["answer.declared"];
            case (_, JsonValueKind.True):
                return text["shared.yes"];
            case (_, JsonValueKind.False):
                return text["shared.no"];
            case (_, JsonValueKind.Object):
                return Parts(q, json);
            case (AnswerType.Many, JsonValueKind.Array):
                return string.Join(Comma, Items(json).Select(i => Option(q, i.GetString() ?? "", context)));
            case (AnswerType.File, JsonValueKind.Array):
                return string.Join(Comma, Items(json).Select(f => f.GetProperty("name").GetString()));
        }

        var value = json.ToString();
        return q.Type switch
        {
            AnswerType.Date when DateOnly.TryParseExact(value, "yyyy-MM-dd", out var day) => text.Date(day),
            AnswerType.Month when DateOnly.TryParseExact(value + "-01", "yyyy-MM-dd", out var month) => text.Month(month),
            AnswerType.Choice => Option(q, value, context),
            AnswerType.Country => PlaceLists.CountryName(value, Language),
            // Read from left to right even where everything around is Arabic: a plus sign has no direction of its own.
            AnswerType.Phone or AnswerType.Iban or AnswerType.Email => $"\u2066{value}\u2069",
            AnswerType.Governorate => Places.Governorates.TryGetValue(value, out var name) ? name.In(Language) : value,
            _ => value,
        };
    }

    private string Parts(Question q, JsonElement json)
    {
        string Of(string part) => json.TryGetProperty(part, out var value) ? value.ToString() : "";
        return q.Type switch
        {
            AnswerType.ForeignDocument => $"{PlaceLists.CountryName(Of("nationality"), Language)}{Comma}{Of("number")}",
            // Read left to right in either language, as on the car.
            AnswerType.Vehicle => Join([$"\u2066{Of("plateCode")}-{Of("plateNumber")}\u2069", text.Has($"field.plateClass.{Of("plateClass")}") ? text[$"field.plateClass.{Of("plateClass")}"] : ""]),
            AnswerType.Address => Join([Places.Governorates.TryGetValue(Of("governorate"), out var name) ? name.In(Language) : "", Of("locality"), Of("street"), Of("building"), Of("postCode")]),
            AnswerType.Plot => Join(
            [
                Of("directorate"), Of("village"),
                text["answer.basin", Of("basin")], text["answer.quarter", Of("quarter")], text["answer.parcel", Of("parcel")],
            ]),
            _ => Join(json.EnumerateObject().Select(p => p.Value.ToString())),
        };
    }

    private string Join(IEnumerable<string> parts) => string.Join(Comma, parts.Where(p => p.Length > 0));

    private string Option(Question q, string value, EvaluationContext context) =>
        context.OptionsOf(q).FirstOrDefault(o => o.Value == value)?.Label.In(Language) ?? value;

    private static IReadOnlyList<JsonElement> Items(JsonElement json) => json.ValueKind == JsonValueKind.Array ? [.. json.EnumerateArray()] : [];
}
