using System.Globalization;
using System.Text.Json;
using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;
using Diwan.Kernel;

namespace Diwan.Engine.Answers;

/// <summary>What a definition asks of an answer that has the right shape: lengths, limits, options, conditions.</summary>
internal static class AnswerRules
{
    internal static void Check(Question q, JsonElement json, EvaluationContext context, string part, List<AnswerFault> faults)
    {
        var before = faults.Count;
        switch (q.Type)
        {
            case AnswerType.Text or AnswerType.LongText:
                Text(q, json.GetString()!, part, faults);
                break;
            case AnswerType.Integer or AnswerType.Decimal or AnswerType.Money:
                Number(q, json.GetDecimal(), context, part, faults);
                break;
            case AnswerType.Date or AnswerType.Month:
                Date(q, AnswerFeel.Date(q.Type, json)!.Value, context, part, faults);
                break;
            case AnswerType.Declaration when json.ValueKind != JsonValueKind.True:
                faults.Add(new AnswerFault(part, AnswerWords.Declare));
                break;
            case AnswerType.Choice:
                Choice(q, json.GetString()!, context, part, faults);
                break;
            case AnswerType.Many:
                Items(q, json.GetArrayLength(), part, faults);
                if (json.EnumerateArray().Any(i => !q.Options.Contains(i.GetString()!)))
                {
                    faults.Add(new AnswerFault(part, AnswerWords.ChooseKnown));
                }

                break;
            case AnswerType.ForeignDocument or AnswerType.Address or AnswerType.Plot or AnswerType.Vehicle:
                foreach (var (name, fault) in Composites.Check(q.Type, p => json.TryGetProperty(p, out var v) && v.ValueKind == JsonValueKind.String ? v.GetString() : null))
                {
                    faults.Add(new AnswerFault(part.Length == 0 ? name : $"{part}.{name}", fault));
                }

                break;
            case AnswerType.File:
                Files(q, json, part, faults);
                break;
            case AnswerType.Group:
                Items(q, json.GetArrayLength(), part, faults);
                Group(q, json, context, part, faults);
                break;
            case AnswerType.Table:
                Table(q, json, context, part, faults);
                break;
            case AnswerType.Selection:
                Selection(q, json, context, part, faults);
                break;
            case AnswerType.YesNo or AnswerType.Declaration:
                break;
            default:
                // Texts of a form of their own: what was stored must still be what would be read today.
                if (SimpleAnswers.Parse(q.Type, q.Foreign, json.GetString()!).Fault is { } form)
                {
                    faults.Add(new AnswerFault(part, form));
                }

                break;
        }

        if (faults.Count == before && q.ValidWhen is not null && !q.ValidWhen.Holds(q.Group is null ? context.WithAnswer(q, json) : context))
        {
            faults.Add(new AnswerFault(part, context.Definition.Texts.TryGet(q.InvalidKey, out var words) ? words : AnswerWords.NotValid));
        }
    }

    private static void Text(Question q, string text, string part, List<AnswerFault> faults)
    {
        var length = new StringInfo(text).LengthInTextElements;
        if (length < q.MinLength)
        {
            faults.Add(new AnswerFault(part, AnswerWords.TooShort(q.MinLength.Value)));
        }
        else if (length > q.MaxLength)
        {
            faults.Add(new AnswerFault(part, AnswerWords.TooLong(q.MaxLength.Value, length)));
        }
        else if (q.Pattern is not null && !q.Pattern.IsMatch(Digits.ToAscii(text)))
        {
            faults.Add(new AnswerFault(part, AnswerWords.Pattern));
        }
    }

    private static void Number(Question q, decimal number, EvaluationContext context, string part, List<AnswerFault> faults)
    {
        if (q.Decimals is { } decimals && number != Math.Round(number, decimals))
        {
            faults.Add(new AnswerFault(part, AnswerWords.Decimals(decimals)));
        }

        if (q.Min?.Evaluate(context) is { } min && min.TryGetDecimal(out var least) && number < least)
        {
            faults.Add(new AnswerFault(part, AnswerWords.AtLeast(Shown(q, least))));
        }
        else if (q.Max?.Evaluate(context) is { } max && max.TryGetDecimal(out var most) && number > most)
        {
            faults.Add(new AnswerFault(part, AnswerWords.AtMost(Shown(q, most))));
        }
    }

    private static string Shown(Question q, decimal limit) =>
        q.Type == AnswerType.Money ? Money.FromDinars(limit).ToString() : limit.ToString("#,##0.##########", CultureInfo.InvariantCulture);

    private static void Date(Question q, DateOnly date, EvaluationContext context, string part, List<AnswerFault> faults)
    {
        var format = q.Type == AnswerType.Month ? "M/yyyy" : "d/M/yyyy";
        if (q.Min?.Evaluate(context) is { } min && min.TryGetDate(out DateOnly first) && date < first)
        {
            faults.Add(new AnswerFault(part, AnswerWords.NotBefore(first.ToString(format, CultureInfo.InvariantCulture))));
        }
        else if (q.Max?.Evaluate(context) is { } max && max.TryGetDate(out DateOnly last) && date > last)
        {
            faults.Add(new AnswerFault(part, AnswerWords.NotAfter(last.ToString(format, CultureInfo.InvariantCulture))));
        }
    }

    private static void Choice(Question q, string value, EvaluationContext context, string part, List<AnswerFault> faults)
    {
        if (q.OptionsFrom is null)
        {
            if (!q.Options.Contains(value))
            {
                faults.Add(new AnswerFault(part, AnswerWords.ChooseKnown));
            }

            return;
        }

        var options = context.OptionsOf(q);
        if (options.Count == 0)
        {
            faults.Add(new AnswerFault(part, AnswerWords.NoList));
        }
        else if (options.All(o => o.Value != value))
        {
            faults.Add(new AnswerFault(part, AnswerWords.ChooseKnown));
        }
    }

    private static void Items(Question q, int count, string part, List<AnswerFault> faults)
    {
        if (count < q.MinItems)
        {
            faults.Add(new AnswerFault(part, AnswerWords.FewItems(q.MinItems.Value)));
        }
        else if (count > q.MaxItems)
        {
            faults.Add(new AnswerFault(part, AnswerWords.ManyItems(q.MaxItems.Value)));
        }
    }

    private static void Files(Question q, JsonElement json, string part, List<AnswerFault> faults)
    {
        if (json.GetArrayLength() > q.MaxFiles)
        {
            faults.Add(new AnswerFault(part, AnswerWords.ManyFiles(q.MaxFiles!.Value)));
        }

        foreach (var file in json.EnumerateArray())
        {
            if (FileTypes.Kind(file.GetProperty("mediaType").GetString()) is not { } kind || !q.Accept.Contains(kind))
            {
                faults.Add(new AnswerFault(part, AnswerWords.FileKind(string.Join(" / ", q.Accept.Select(k => k.ToUpperInvariant())))));
            }
            else if (file.GetProperty("bytes").GetInt64() > q.MaxBytes)
            {
                faults.Add(new AnswerFault(part, AnswerWords.LargeFile(q.MaxBytes!.Value)));
            }
        }
    }

    private static void Group(Question q, JsonElement json, EvaluationContext context, string part, List<AnswerFault> faults)
    {
        var index = 0;
        foreach (var row in json.EnumerateArray())
        {
            var inner = context.With("row", AnswerFeel.Convert(q, json)!.Value.AsList()[index]);
            foreach (var question in q.Questions)
            {
                if (question.VisibleWhen is not null && !question.VisibleWhen.Holds(inner))
                {
                    continue;
                }

                var at = $"{part}[{index}].{question.Id}";
                if (row.TryGetProperty(question.Id, out var cell) && cell.ValueKind != JsonValueKind.Null)
                {
                    Check(question, cell, inner, at, faults);
                }
                else if (!question.Optional)
                {
                    faults.Add(new AnswerFault(at, AnswerReader.Missing(question)));
                }
            }

            index++;
        }
    }

    private static void Table(Question q, JsonElement json, EvaluationContext context, string part, List<AnswerFault> faults)
    {
        if (json.GetArrayLength() > q.MaxRows)
        {
            faults.Add(new AnswerFault(part, AnswerWords.ManyRows(q.MaxRows!.Value)));
            return;
        }

        var found = new List<AnswerFault>();
        // A row that was kept has lost its line: the header was line 1.
        Rows(q, json, context, part, i => i + 2, [], found);
        TableReader.Limit(found, faults, part);
    }

    /// <summary>What is wrong with the rows of a table, each by itself.</summary>
    /// <param name="lineOf">The line a row has for the person who wrote it.</param>
    /// <param name="unread">Rows of which some cell could not be read and was told of; the others are looked at, the row as a whole is not.</param>
    internal static void Rows(Question q, JsonElement json, EvaluationContext context, string part, Func<int, int> lineOf, HashSet<int> unread, List<AnswerFault> found)
    {
        var rows = AnswerFeel.Convert(q, json)!.Value.AsList();
        for (var i = 0; i < rows.Count; i++)
        {
            var told = unread.Contains(i);
            var line = lineOf(i);
            var before = found.Count;
            foreach (var column in q.Columns)
            {
                var cell = rows[i][column.Id];
                var fault = cell.IsNull ? (told || column.Optional ? null : AnswerWords.Required)
                    : cell.TryGetDecimal(out var number) && number < column.Min ? AnswerWords.AtLeast(column.Min.Value.ToString("#,##0.###", CultureInfo.InvariantCulture))
                    : cell.TryGetDecimal(out number) && number > column.Max ? AnswerWords.AtMost(column.Max.Value.ToString("#,##0.###", CultureInfo.InvariantCulture))
                    : column.Type == AnswerType.Choice && cell.TryGetString(out var option) && !column.Options.Contains(option) ? AnswerWords.ChooseKnown
                    : null;
                if (fault is not null)
                {
                    found.Add(new AnswerFault($"{part}[{i}].{column.Id}", TableReader.InCell(q, column, line, context, fault)));
                }
            }

            if (q.RowValidWhen is not null && !told && found.Count == before && !q.RowValidWhen.Holds(context.With("row", rows[i])))
            {
                var words = context.Definition.Texts.TryGet(q.InvalidKey, out var invalid) ? invalid : AnswerWords.NotValid;
                found.Add(new AnswerFault($"{part}[{i}]", AnswerWords.InRow(line, words)));
            }
        }
    }

    private static void Selection(Question q, JsonElement json, EvaluationContext context, string part, List<AnswerFault> faults)
    {
        var keys = json.EnumerateArray().Select(k => k.GetString()!).ToArray();
        if (q.ChoosesOne ? keys.Length != 1 : keys.Length < (q.MinItems ?? (q.Optional ? 0 : 1)))
        {
            faults.Add(new AnswerFault(part, q.ChoosesOne ? AnswerWords.ChooseOne : AnswerWords.FewItems(q.MinItems ?? 1)));
        }
        else if (keys.Length > q.MaxItems)
        {
            faults.Add(new AnswerFault(part, AnswerWords.ManyItems(q.MaxItems.Value)));
        }

        var entries = context.EntriesOf(q);
        if (entries.Count == 0)
        {
            faults.Add(new AnswerFault(part, AnswerWords.NoList));
        }
        else if (keys.Any(k => entries.All(e => e.Key != k)))
        {
            faults.Add(new AnswerFault(part, AnswerWords.ChooseKnown));
        }
    }
}
