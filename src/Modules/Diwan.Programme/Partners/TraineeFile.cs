using Diwan.Engine.Answers;
using Diwan.Kernel;
using Diwan.Programme.Files;

namespace Diwan.Programme.Partners;

/// <summary>A line of a file of trainees.</summary>
public sealed record TraineeLine(
    int Line, string Number, string Name, string Governorate, string Cohort, TraineeState State, DateOnly On, DateOnly? Until, string? Site, string Evidence, string? Account = null);

/// <summary>Reads trainees and what became of them from CSV: a line a step. All of it or nothing; every fault is told at once.</summary>
public static class TraineeFile
{
    public const int LargestBytes = 1_000_000;

    public const int MostLines = 5_000;

    private static readonly TableFile Table = new(
        LargestBytes, MostLines, ["number", "name", "governorate", "cohort", "state", "date", "evidence"],
        ["number", "name", "governorate", "cohort", "state", "date", "until", "site", "evidence", "account"]);

    /// <summary>The headings, in the order of the template.</summary>
    public static IReadOnlyList<string> Headings => Table.Headings;

    /// <param name="sites">The codes of the counters there are.</param>
    public static (IReadOnlyList<TraineeLine> Lines, IReadOnlyList<FileFault> Faults) Read(ReadOnlySpan<byte> content, IReadOnlySet<string> sites)
    {
        ArgumentNullException.ThrowIfNull(sites);
        var (rows, faults) = Table.Read(content);
        if (rows.Count == 0 && faults.Count == 0)
        {
            faults.Add(new(0, null, new("لا سطر في الملف تحت العناوين.", "The file has no line under its headings.")));
        }

        List<TraineeLine> lines = [.. rows.Select(row => Read(row, sites)).OfType<TraineeLine>()];
        return faults.Count == 0 ? (lines, faults) : ([], faults);
    }

    private static TraineeLine? Read(TableLine line, IReadOnlySet<string> sites)
    {
        line.Needs(Table.Needed);
        var governorate = line.Cell("governorate").ToUpperInvariant();
        if (governorate.Length > 0 && !Places.Governorates.ContainsKey(governorate))
        {
            line.Fault("governorate", $"واحدة من: {string.Join("، ", Places.Governorates.Keys.Order(StringComparer.Ordinal))}.", $"One of: {string.Join(", ", Places.Governorates.Keys.Order(StringComparer.Ordinal))}.");
        }

        var state = line.Word<TraineeState>("state");
        var (on, until) = (line.Day("date"), line.Day("until"));
        if (state == TraineeState.Certified && until is null)
        {
            line.Fault("until", "للشهادة آخر يوم.", "A certificate has a last day.");
        }
        else if (until < on)
        {
            line.Fault("until", "آخر يوم لا يسبق التاريخ.", "The last day is not before the date.");
        }

        var site = line.Cell("site");
        if (state == TraineeState.Placed && site.Length == 0)
        {
            line.Fault("site", "اكتب رمز نقطة الخدمة.", "Give the code of the counter.");
        }
        else if (site.Length > 0 && !sites.Contains(site))
        {
            line.Fault("site", $"لا نقطة خدمة رمزها {site}.", $"No counter has the code {site}.");
        }

        var account = Digits.ToAscii(line.Cell("account"));
        if (account.Length > 0 && (account.Length != 10 || !account.All(char.IsAsciiDigit)))
        {
            line.Fault("account", "رقم وطني من عشرة أرقام.", "A national number of ten digits.");
        }

        return line.IsFaulty
            ? null
            : new TraineeLine(
                line.Number, line.Cell("number"), line.Cell("name"), governorate, line.Cell("cohort"), state!.Value, on!.Value, state == TraineeState.Certified ? until : null,
                state == TraineeState.Placed ? site : null, line.Cell("evidence"), account.Length > 0 ? account : null);
    }
}
