using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json;
using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;
using Diwan.Kernel;

namespace Diwan.Engine.Answers;

/// <summary>Rows of a table from a CSV file, with what is wrong told line by line.</summary>
internal static class TableReader
{
    private const int MostFaults = 50;

    internal static JsonArray? Read(Question q, RawAnswer raw, EvaluationContext context, string part, List<AnswerFault> faults)
    {
        if (raw.Items.Count > 0)
        {
            return FromItems(q, raw.Items, context, part, faults);
        }

        string? text;
        if (raw.Files.Count > 0)
        {
            text = CsvText.Decode(raw.Files[0].Content.Span);
            if (text is null)
            {
                faults.Add(new AnswerFault(part, AnswerWords.NotText));
                return null;
            }
        }
        else
        {
            text = raw.Text;
        }

        return string.IsNullOrWhiteSpace(text) ? null : FromText(q, text, context, part, faults);
    }

    private static JsonArray? FromText(Question q, string text, EvaluationContext context, string part, List<AnswerFault> faults)
    {
        var (lines, bad) = CsvText.Read(text, q.MaxRows!.Value + 1);
        if (lines is null)
        {
            faults.Add(new AnswerFault(part, AnswerWords.InRow(bad, AnswerWords.OpenQuote)));
            return null;
        }

        if (lines.Count == 0)
        {
            return null;
        }

        if (Header(q, lines[0], context, part, faults) is not { } places)
        {
            return null;
        }

        if (lines.Count == 1)
        {
            faults.Add(new AnswerFault(part, AnswerWords.NoRows));
            return null;
        }

        if (lines.Count - 1 > q.MaxRows)
        {
            faults.Add(new AnswerFault(part, AnswerWords.ManyRows(q.MaxRows.Value)));
            return null;
        }

        var rows = new JsonArray();
        var found = new List<AnswerFault>();
        var width = lines[0].Cells.Count;
        for (var i = 1; i < lines.Count; i++)
        {
            var line = lines[i];
            if (line.Cells.Count > width)
            {
                found.Add(new AnswerFault($"{part}[{i - 1}]", AnswerWords.InRow(line.Number, AnswerWords.CellCount(line.Cells.Count, width))));
                rows.Add(new JsonObject());
                continue;
            }

            rows.Add(Row(q, column => places[column] is >= 0 and var at && at < line.Cells.Count ? line.Cells[at] : "", line.Number, i - 1, context, part, found));
        }

        Rules(q, rows, context, part, i => lines[i + 1].Number, found);
        Limit(found, faults, part);
        return rows;
    }

    /// <summary>What the rules say of the rows that could be read, beside what was wrong with the others; in the order of the lines.</summary>
    private static void Rules(Question q, JsonArray rows, EvaluationContext context, string part, Func<int, int> lineOf, List<AnswerFault> found)
    {
        int RowOf(AnswerFault fault) => int.Parse(fault.Part.AsSpan(part.Length + 1, fault.Part.IndexOf(']', part.Length) - part.Length - 1), CultureInfo.InvariantCulture);
        AnswerRules.Rows(q, JsonSerializer.SerializeToElement(rows), context, part, lineOf, [.. found.Select(RowOf)], found);
        var ordered = found.OrderBy(RowOf).ToList();
        found.Clear();
        found.AddRange(ordered);
    }

    private static JsonArray FromItems(Question q, IReadOnlyList<RawAnswer> items, EvaluationContext context, string part, List<AnswerFault> faults)
    {
        var rows = new JsonArray();
        if (items.Count > q.MaxRows)
        {
            faults.Add(new AnswerFault(part, AnswerWords.ManyRows(q.MaxRows!.Value)));
            return rows;
        }

        var found = new List<AnswerFault>();
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i];
            rows.Add(Row(q, column => item.Part(q.Columns[column].Id) ?? "", i + 1, i, context, part, found));
        }

        Rules(q, rows, context, part, i => i + 1, found);
        Limit(found, faults, part);
        return rows;
    }

    private static JsonObject Row(Question q, Func<int, string> cellOf, int line, int index, EvaluationContext context, string part, List<AnswerFault> faults)
    {
        var row = new JsonObject();
        for (var c = 0; c < q.Columns.Count; c++)
        {
            var column = q.Columns[c];
            var text = cellOf(c).Trim();
            LocalizedText? fault = null;
            if (text.Length == 0)
            {
                fault = column.Optional ? null : AnswerWords.Required;
            }
            else if (column.Type == AnswerType.Choice)
            {
                var option = column.Options.FirstOrDefault(o => o.Equals(text, StringComparison.OrdinalIgnoreCase));
                fault = option is null ? AnswerWords.ChooseKnown : null;
                row[column.Id] = option;
            }
            else
            {
                (var value, fault) = SimpleAnswers.Parse(column.Type, false, text);
                row[column.Id] = value;
            }

            if (fault is not null)
            {
                faults.Add(new AnswerFault($"{part}[{index}].{column.Id}", InCell(q, column, line, context, fault)));
            }
        }

        return row;
    }

    internal static LocalizedText InCell(Question q, TableColumn column, int line, EvaluationContext context, LocalizedText fault)
    {
        var name = context.Definition.Texts.TryGet(q.ColumnKey(column.Id), out var label) ? label : LocalizedText.Same(column.Id);
        return new LocalizedText(AnswerWords.InRow(line, name.Ar, fault).Ar, AnswerWords.InRow(line, name.En, fault).En);
    }

    /// <summary>For each column, where it stands; -1 for an optional one that is not there. Columns are named by id or by label, in either language, in any order; others are ignored.</summary>
    private static int[]? Header(Question q, CsvLine line, EvaluationContext context, string part, List<AnswerFault> faults)
    {
        var names = line.Cells.Select(ArabicText.Fold).ToArray();
        var places = new int[q.Columns.Count];
        var before = faults.Count;
        var missing = false;
        for (var c = 0; c < places.Length; c++)
        {
            var column = q.Columns[c];
            var known = new List<string> { ArabicText.Fold(column.Id) };
            if (context.Definition.Texts.TryGet(q.ColumnKey(column.Id), out var label))
            {
                known.Add(ArabicText.Fold(label.Ar));
                known.Add(ArabicText.Fold(label.En));
            }

            places[c] = Array.FindIndex(names, known.Contains);
            if (places[c] >= 0 && Array.FindIndex(names, places[c] + 1, known.Contains) > 0)
            {
                faults.Add(new AnswerFault(part, AnswerWords.TwiceColumn(line.Cells[places[c]])));
            }

            missing |= places[c] < 0 && !column.Optional;
        }

        if (missing)
        {
            faults.Add(new AnswerFault(part, AnswerWords.NoColumn(string.Join(", ", q.Columns.Where(c => !c.Optional).Select(c => c.Id)))));
        }

        return faults.Count > before ? null : places;
    }

    internal static void Limit(List<AnswerFault> found, List<AnswerFault> faults, string part)
    {
        faults.AddRange(found.Take(MostFaults));
        if (found.Count > MostFaults)
        {
            faults.Add(new AnswerFault(part, AnswerWords.MoreFaults(found.Count - MostFaults)));
        }
    }
}
