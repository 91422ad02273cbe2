using System.Globalization;
using Diwan.Engine.Answers;
using Diwan.Kernel;

namespace Diwan.Programme.Files;

/// <summary>What is wrong in a line of an uploaded table.</summary>
/// <param name="Line">Counts from 1, as a spreadsheet does; 0 for the file as a whole.</param>
/// <param name="Column">The heading; null when it concerns the line as a whole.</param>
public sealed record FileFault(int Line, string? Column, LocalizedText Why);

/// <summary>A table that the office uploads as CSV: which columns there must and may be, and how large it may be.</summary>
/// <param name="Headings">In the order of the template.</param>
internal sealed record TableFile(int LargestBytes, int MostLines, IReadOnlyList<string> Needed, IReadOnlyList<string> Headings)
{
    /// <summary>The lines that say anything; or what is wrong with the file or its headings, all of it at once.</summary>
    internal (IReadOnlyList<TableLine> Lines, List<FileFault> Faults) Read(ReadOnlySpan<byte> content)
    {
        if (content.Length > LargestBytes)
        {
            return Nothing($"الملف أكبر من {LargestBytes / 1_000_000} ميغابايت.", $"The file is larger than {LargestBytes / 1_000_000} MB.");
        }

        if (CsvText.Decode(content) is not { } text)
        {
            return Nothing("الملف ليس نص CSV. احفظ الجدول بصيغة CSV ثم ارفعه.", "The file is not CSV text. Save the spreadsheet as CSV and upload that.");
        }

        var (rows, bad) = CsvText.Read(text, MostLines + 1);
        if (rows is null)
        {
            return ([], [new(bad, null, new("علامة اقتباس لم تُغلق.", "A quotation mark is never closed."))]);
        }

        if (rows.Count == 0)
        {
            return Nothing("الملف فارغ.", "The file is empty.");
        }

        if (rows.Count > MostLines + 1)
        {
            return Nothing($"أكثر من {MostLines} سطر.", $"More than {MostLines} lines.");
        }

        var heads = rows[0].Cells.Select(c => c.Trim().ToLowerInvariant()).ToList();
        List<FileFault> faults =
        [
            .. Needed.Except(heads).Select(h => new FileFault(1, h, new("العمود غير موجود.", "The column is missing."))),
            .. heads.Where(h => h.Length > 0).Except(Headings).Select(h => new FileFault(1, h, new("عمود غير معروف.", "The column is not known."))),
        ];
        return faults.Count > 0 ? ([], faults) : ([.. rows.Skip(1).Where(r => r.Cells.Any(c => c.Trim().Length > 0)).Select(r => new TableLine(r, heads, faults))], faults);
    }

    internal static (IReadOnlyList<TableLine>, List<FileFault>) Nothing(string ar, string en) => ([], [new(0, null, new(ar, en))]);
}

/// <summary>One line, read column by column; what is wrong is added to the faults of the file.</summary>
internal sealed class TableLine(CsvLine line, List<string> heads, List<FileFault> faults)
{
    private int _found;

    internal int Number => line.Number;

    /// <summary>Whether anything was wrong with it so far.</summary>
    internal bool IsFaulty => _found > 0;

    /// <summary>Without blanks around it; empty where the column is left out.</summary>
    internal string Cell(string head) => heads.IndexOf(head) is >= 0 and var at && at < line.Cells.Count ? line.Cells[at].Trim() : "";

    internal void Needs(IEnumerable<string> columns)
    {
        foreach (var needed in columns.Where(n => Cell(n).Length == 0))
        {
            Fault(needed, "لا يُترك فارغاً.", "May not be empty.");
        }
    }

    internal int? Whole(string head, int least)
    {
        if (Cell(head) is not { Length: > 0 } text)
        {
            return null;
        }

        if (int.TryParse(Digits.ToAscii(text), NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var value) && value >= least)
        {
            return value;
        }

        Fault(head, $"عدد صحيح لا يقل عن {least}.", $"A whole number of at least {least}.");
        return null;
    }

    /// <summary>Null where it is empty or none of the words.</summary>
    internal T? Word<T>(string head)
        where T : struct, Enum
    {
        if (Cell(head) is not { Length: > 0 } text)
        {
            return null;
        }

        if (Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsDigit(text[0]))
        {
            return value;
        }

        Fault(head, $"واحدة من: {string.Join("، ", Enum.GetNames<T>())}.", $"One of: {string.Join(", ", Enum.GetNames<T>())}.");
        return null;
    }

    internal DateOnly? Day(string head)
    {
        if (Cell(head) is not { Length: > 0 } text)
        {
            return null;
        }

        if (TypedDay.Read(text) is { } day)
        {
            return day;
        }

        Fault(head, "تاريخ مثل 2018-03-01.", "A date such as 2018-03-01.");
        return null;
    }

    internal void Fault(string column, string ar, string en)
    {
        _found++;
        faults.Add(new(line.Number, column, new(ar, en)));
    }
}
