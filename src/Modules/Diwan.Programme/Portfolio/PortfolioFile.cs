using System.Globalization;
using Diwan.Engine.Answers;
using Diwan.Kernel;

namespace Diwan.Programme.Portfolio;

/// <summary>A line of a portfolio file.</summary>
public sealed record PortfolioLine(
    string Code, string Institution, LocalizedText Name, string Owner, int? Volume, PortfolioGroup Group, int? Wave, IReadOnlyList<string> After,
    PortfolioState State, DateOnly? On, string Evidence);

/// <summary>What is wrong in a line.</summary>
/// <param name="Line">Counts from 1, as a spreadsheet does.</param>
/// <param name="Column">The heading; null when it concerns the line as a whole.</param>
public sealed record PortfolioFault(int Line, string? Column, LocalizedText Why);

/// <summary>Reads the portfolio from CSV as spreadsheets write it. All of it or nothing: every fault is told at once.</summary>
public static class PortfolioFile
{
    public const int LargestBytes = 4_000_000;

    public const int MostLines = 5_000;

    private static readonly string[] Needed = ["code", "institution", "name_ar", "name_en", "owner"];

    /// <summary>The headings, in the order of the template.</summary>
    public static IReadOnlyList<string> Headings { get; } =
        ["code", "institution", "name_ar", "name_en", "owner", "volume", "group", "wave", "after", "state", "state_date", "evidence"];

    public static (IReadOnlyList<PortfolioLine> Lines, IReadOnlyList<PortfolioFault> Faults) Read(ReadOnlySpan<byte> content)
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

        var faults = new List<PortfolioFault>();
        var heads = rows[0].Cells.Select(c => c.Trim().ToLowerInvariant()).ToList();
        foreach (var missing in Needed.Where(n => !heads.Contains(n)))
        {
            faults.Add(new(1, missing, new("العمود غير موجود.", "The column is missing.")));
        }

        foreach (var stranger in heads.Where(h => h.Length > 0 && !Headings.Contains(h)))
        {
            faults.Add(new(1, stranger, new("عمود غير معروف.", "The column is not known.")));
        }

        if (faults.Count > 0)
        {
            return ([], faults);
        }

        var lines = new List<PortfolioLine>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in rows.Skip(1).Where(r => r.Cells.Any(c => c.Trim().Length > 0)))
        {
            var reader = new LineReader(row.Number, heads, row.Cells, faults);
            var line = reader.Read();
            if (line is null)
            {
                continue;
            }

            if (!places.TryAdd(line.Code, row.Number))
            {
                faults.Add(new(row.Number, "code", new($"الرمز {line.Code} في السطر {places[line.Code]} أيضاً.", $"The code {line.Code} is in line {places[line.Code]} as well.")));
            }

            lines.Add(line);
        }

        Circles(lines, places, faults);
        return faults.Count == 0 ? (lines, faults) : ([], [.. faults.OrderBy(f => f.Line)]);
    }

    /// <summary>A service cannot wait for one that waits for it.</summary>
    private static void Circles(List<PortfolioLine> lines, Dictionary<string, int> places, List<PortfolioFault> faults)
    {
        var after = lines.DistinctBy(l => l.Code).ToDictionary(l => l.Code, l => l.After, StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            var ahead = new Stack<string>(line.After);
            while (ahead.TryPop(out var code))
            {
                if (code == line.Code)
                {
                    faults.Add(new(places[line.Code], "after", new($"{line.Code} ينتظر ما ينتظره.", $"{line.Code} waits for what waits for it.")));
                    break;
                }

                if (seen.Add(code) && after.TryGetValue(code, out var further))
                {
                    foreach (var next in further)
                    {
                        ahead.Push(next);
                    }
                }
            }
        }
    }

    private static (IReadOnlyList<PortfolioLine>, IReadOnlyList<PortfolioFault>) Nothing(string ar, string en) => ([], [new(0, null, new(ar, en))]);

    private sealed class LineReader(int number, List<string> heads, IReadOnlyList<string> cells, List<PortfolioFault> faults)
    {
        private readonly int _before = faults.Count;

        internal PortfolioLine? Read()
        {
            foreach (var needed in Needed.Where(n => Cell(n).Length == 0))
            {
                Fault(needed, "لا يُترك فارغاً.", "May not be empty.");
            }

            var volume = Whole("volume", 0);
            var wave = Whole("wave", 1);
            var group = Word("group", PortfolioGroup.Rest);
            var state = Word("state", PortfolioState.Listed);
            DateOnly? on = null;
            if (Cell("state_date") is { Length: > 0 } date)
            {
                on = TypedDay.Read(date);
                if (on is null)
                {
                    Fault("state_date", "تاريخ مثل 2018-03-01.", "A date such as 2018-03-01.");
                }
            }

            if (state != PortfolioState.Listed && on is null)
            {
                Fault("state_date", "للحالة تاريخ.", "The state needs its date.");
            }

            if (state != PortfolioState.Listed && Cell("evidence").Length == 0)
            {
                Fault("evidence", "للحالة دليل.", "The state needs its evidence.");
            }

            return faults.Count > _before
                ? null
                : new PortfolioLine(
                    Cell("code"), Cell("institution"), new LocalizedText(Cell("name_ar"), Cell("name_en")), Cell("owner"), volume, group, wave,
                    Cell("after").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), state, on, Cell("evidence"));
        }

        private string Cell(string head) => heads.IndexOf(head) is >= 0 and var at && at < cells.Count ? cells[at].Trim() : "";

        private int? Whole(string head, int least)
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

        private T Word<T>(string head, T without)
            where T : struct, Enum
        {
            if (Cell(head) is not { Length: > 0 } text)
            {
                return without;
            }

            if (Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsDigit(text[0]))
            {
                return value;
            }

            Fault(head, $"واحدة من: {string.Join("، ", Enum.GetNames<T>())}.", $"One of: {string.Join(", ", Enum.GetNames<T>())}.");
            return without;
        }

        private void Fault(string column, string ar, string en) => faults.Add(new(number, column, new(ar, en)));
    }
}
