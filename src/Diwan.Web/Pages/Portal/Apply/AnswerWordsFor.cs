using Diwan.Engine.Answers;
using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;
using Diwan.Engine.Rules;
using Diwan.Feel;
using Diwan.Kernel;
using Diwan.Web.Texts;

namespace Diwan.Web.Pages.Portal.Apply;

/// <summary>Answers as a person reads them when checking.</summary>
public static class AnswerWordsFor
{
    public static IReadOnlyList<object> Of(Question question, EvaluationContext context, AnswerValue? answer, Text text)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(text);
        var value = context.Variables["answers"].AsContext().TryGetValue(question.Id, out var seen) ? seen : FeelValue.Null;
        if (value.IsNull)
        {
            return [];
        }

        string Format(FeelValue v, ValueFormatKind kind) =>
            ValueFormatter.Format(v, new ValueFormat(kind, kind == ValueFormatKind.Choice ? question.Id : null), context.Definition, context).In(text.Language);

        switch (question.Type)
        {
            case AnswerType.Money:
                return [Format(value, ValueFormatKind.Money)];
            case AnswerType.Month:
                return [Format(value, ValueFormatKind.Month)];
            case AnswerType.Phone or AnswerType.Iban or AnswerType.Email:
                // Read from left to right even where everything around is Arabic: a plus sign has no direction of its own.
                return [$"\u2066{Format(value, ValueFormatKind.Text)}\u2069"];
            case AnswerType.Declaration:
                return [(string)text["apply.declared"]];
            case AnswerType.Choice or AnswerType.Many:
                return [.. value.AsList().Select(v => (object)Format(v, ValueFormatKind.Choice))];
            case AnswerType.Country:
                return [Format(value, ValueFormatKind.Country)];
            case AnswerType.Governorate:
                return [Format(value, ValueFormatKind.Governorate)];
            case AnswerType.File:
                return [.. value.AsList().Select(f => (object)Format(f["name"], ValueFormatKind.Text))];
            case AnswerType.Table:
                return [(string)text.Plural("apply.rows", value.AsList().Count)];
            case AnswerType.Vehicle:
                return [$"{Format(value["plateCode"], ValueFormatKind.Text)}-{Format(value["plateNumber"], ValueFormatKind.Text)}"];
            case AnswerType.Address:
                var governorate = Format(value["governorate"], ValueFormatKind.Governorate);
                return [string.Join(text.Language == Language.Arabic ? "، " : ", ", value.AsContext()
                    .Where(p => !p.Value.IsNull)
                    .Select(p => p.Key == "governorate" ? governorate : Format(p.Value, ValueFormatKind.Text)))];
            case AnswerType.Selection:
                return [.. value.AsList().Select(entry => (object)Entry(question, context.With("entry", entry), text))];
            case AnswerType.Group:
                return [.. value.AsList().Select(entry => (object)string.Join(" · ", entry.AsContext().Values.Where(v => !v.IsNull).Select(v => Format(v, ValueFormatKind.Text))))];
            default:
                return [Format(value, ValueFormatKind.Text)];
        }
    }

    private static string Entry(Question question, EvaluationContext context, Text text) => string.Join(
        " · ", FieldMapper.InLanguage(question.Shows, text.Language).Select(s => ValueFormatter.Format(s.Value.Evaluate(context), s.Format, context.Definition, context).In(text.Language)));
}
