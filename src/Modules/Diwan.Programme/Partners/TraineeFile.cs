using Diwan.Engine.Answers;
using Diwan.Kernel;

namespace Diwan.Programme.Partners;

/// <summary>A line of a file of trainees.</summary>
public sealed record TraineeLine(
    int Line, string Number, string Name, string Governorate, string Cohort, TraineeState State, DateOnly On, DateOnly? Until, string? Site, string Evidence, string? Account = null);

/// <summary>What is wrong in a line.</summary>
/// <param name="Line">Counts from 1, as a spreadsheet does; 0 for the file as a whole.</param>
/// <param name="Column">The heading; null when it concerns the line as a whole.</param>
public sealed record TraineeFault(int Line, string? Column, LocalizedText Why);

/// <summary>Reads trainees and what became of them from CSV: a line a step. All of it or nothing; every fault is told at once.</summary>
public static class TraineeFile
{
    public const int LargestBytes = 1_000_000;

    public const int MostLines = 5_000;

    private static readonly string[] Needed = ["number", "name", "governorate", "cohort", "state", "date", "evidence"];

    /// <summary>The headings, in the order of the template.</summary>
    public static IReadOnlyList<string> Headings { get; } = ["number", "name", "governorate", "cohort", "state", "date", "until", "site", "evidence", "account"];

    /// <param name="sites">The codes of the counters there are.</param>
    public static (IReadOnlyList<TraineeLine> Lines, IReadOnlyList<TraineeFault> Faults) Read(ReadOnlySpan<byte> content, IReadOnlySet<string> sites)
    {
        ArgumentNullException.ThrowIfNull(sites);
        if (content.Length > LargestBytes)
        {
            return Nothing("الملف أكبر من ميغابايت.", "The file is larger than 1 MB.");
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

        if (rows.Count < 2 || rows.Count > MostLines + 1)
        {
            return Nothing($"الملف فارغ أو فيه أكثر من {MostLines} سطر.", $"The file is empty or has more than {MostLines} lines.");
        }

        var heads = rows[0].Cells.Select(c => c.Trim().ToLowerInvariant()).ToList();
        List<TraineeFault> faults =
        [
            .. Needed.Except(heads).Select(h => new TraineeFault(1, h, new("العمود غير موجود.", "The column is missing."))),
            .. heads.Where(h => h.Length > 0).Except(Headings).Select(h => new TraineeFault(1, h, new("عمود غير معروف.", "The column is not known."))),
        ];
        if (faults.Count > 0)
        {
            return ([], faults);
        }

        var lines = new List<TraineeLine>();
        foreach (var row in rows.Skip(1).Where(r => r.Cells.Any(c => c.Trim().Length > 0)))
        {
            if (Line(row, heads, sites, faults) is { } line)
            {
                lines.Add(line);
            }
        }

        return faults.Count == 0 ? (lines, faults) : ([], faults);
    }

    private static TraineeLine? Line(CsvLine row, List<string> heads, IReadOnlySet<string> sites, List<TraineeFault> faults)
    {
        var before = faults.Count;
        foreach (var needed in Needed.Where(n => Cell(n).Length == 0))
        {
            Fault(needed, "لا يُترك فارغاً.", "May not be empty.");
        }

        var governorate = Cell("governorate").ToUpperInvariant();
        if (governorate.Length > 0 && !Places.Governorates.ContainsKey(governorate))
        {
            Fault("governorate", $"واحدة من: {string.Join("، ", Places.Governorates.Keys.Order(StringComparer.Ordinal))}.", $"One of: {string.Join(", ", Places.Governorates.Keys.Order(StringComparer.Ordinal))}.");
        }

        var known = Enum.TryParse<TraineeState>(Cell("state"), ignoreCase: true, out var state) && Enum.IsDefined(state) && !char.IsDigit(Cell("state")[0]);
        if (Cell("state").Length > 0 && !known)
        {
            Fault("state", $"واحدة من: {string.Join("، ", Enum.GetNames<TraineeState>())}.", $"One of: {string.Join(", ", Enum.GetNames<TraineeState>())}.");
        }

        var (on, until) = (Day("date"), Day("until"));
        if (known && state == TraineeState.Certified && until is null)
        {
            Fault("until", "للشهادة آخر يوم.", "A certificate has a last day.");
        }
        else if (until < on)
        {
            Fault("until", "آخر يوم لا يسبق التاريخ.", "The last day is not before the date.");
        }

        if (known && state == TraineeState.Placed && Cell("site").Length == 0)
        {
            Fault("site", "اكتب رمز نقطة الخدمة.", "Give the code of the counter.");
        }
        else if (Cell("site").Length > 0 && !sites.Contains(Cell("site")))
        {
            Fault("site", $"لا نقطة خدمة رمزها {Cell("site")}.", $"No counter has the code {Cell("site")}.");
        }

        if (Cell("account").Length > 0 && (Digits.ToAscii(Cell("account")) is not { Length: 10 } account || !account.All(char.IsAsciiDigit)))
        {
            Fault("account", "رقم وطني من عشرة أرقام.", "A national number of ten digits.");
        }

        return faults.Count > before
            ? null
            : new TraineeLine(
                row.Number, Cell("number"), Cell("name"), governorate, Cell("cohort"), state, on!.Value, state == TraineeState.Certified ? until : null,
                state == TraineeState.Placed ? Cell("site") : null, Cell("evidence"), Cell("account").Length > 0 ? Digits.ToAscii(Cell("account")) : null);

        string Cell(string head) => heads.IndexOf(head) is >= 0 and var at && at < row.Cells.Count ? row.Cells[at].Trim() : "";

        void Fault(string column, string ar, string en) => faults.Add(new(row.Number, column, new(ar, en)));

        DateOnly? Day(string head)
        {
            if (Cell(head) is not { Length: > 0 } typed)
            {
                return null;
            }

            if (TypedDay.Read(typed) is { } day)
            {
                return day;
            }

            Fault(head, "تاريخ مثل 2018-03-01.", "A date such as 2018-03-01.");
            return null;
        }
    }

    private static (IReadOnlyList<TraineeLine>, IReadOnlyList<TraineeFault>) Nothing(string ar, string en) => ([], [new(0, null, new(ar, en))]);
}
