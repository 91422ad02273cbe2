using Diwan.Kernel;
using Diwan.Programme.Files;

namespace Diwan.Programme.Portfolio;

/// <summary>A line of a portfolio file.</summary>
/// <param name="Number">Of the line, the heading's is 1.</param>
/// <param name="Service">The service of the platform that it is; null while it is none.</param>
public sealed record PortfolioLine(
    int Number, string Code, string Institution, LocalizedText Name, string Owner, int? Volume, PortfolioGroup Group, int? Wave, IReadOnlyList<string> After,
    PortfolioState State, DateOnly? On, string Evidence, string? Service);

/// <summary>Reads the portfolio from CSV as spreadsheets write it. All of it or nothing: every fault is told at once.</summary>
public static class PortfolioFile
{
    public const int LargestBytes = 4_000_000;

    public const int MostLines = 5_000;

    private static readonly TableFile Table = new(
        LargestBytes, MostLines, ["code", "institution", "name_ar", "name_en", "owner"],
        ["code", "institution", "name_ar", "name_en", "owner", "volume", "group", "wave", "after", "state", "state_date", "evidence", "service"]);

    /// <summary>The headings, in the order of the template.</summary>
    public static IReadOnlyList<string> Headings => Table.Headings;

    public static (IReadOnlyList<PortfolioLine> Lines, IReadOnlyList<FileFault> Faults) Read(ReadOnlySpan<byte> content)
    {
        var (rows, faults) = Table.Read(content);
        var lines = new List<PortfolioLine>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (Read(row) is not { } line)
            {
                continue;
            }

            if (!places.TryAdd(line.Code, row.Number))
            {
                row.Fault("code", $"الرمز {line.Code} في السطر {places[line.Code]} أيضاً.", $"The code {line.Code} is in line {places[line.Code]} as well.");
            }

            lines.Add(line);
        }

        Circles(lines, places, faults);
        return faults.Count == 0 ? (lines, faults) : ([], [.. faults.OrderBy(f => f.Line)]);
    }

    /// <summary>A service cannot wait for one that waits for it.</summary>
    private static void Circles(List<PortfolioLine> lines, Dictionary<string, int> places, List<FileFault> faults)
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

    private static PortfolioLine? Read(TableLine line)
    {
        line.Needs(Table.Needed);
        var volume = line.Whole("volume", 0);
        var wave = line.Whole("wave", 1);
        var group = line.Word<PortfolioGroup>("group") ?? PortfolioGroup.Rest;
        var state = line.Word<PortfolioState>("state") ?? PortfolioState.Listed;
        var on = line.Day("state_date");
        if (state != PortfolioState.Listed && on is null)
        {
            line.Fault("state_date", "للحالة تاريخ.", "The state needs its date.");
        }

        if (state != PortfolioState.Listed && line.Cell("evidence").Length == 0)
        {
            line.Fault("evidence", "للحالة دليل.", "The state needs its evidence.");
        }

        return line.IsFaulty
            ? null
            : new PortfolioLine(
                line.Number, line.Cell("code"), line.Cell("institution"), new LocalizedText(line.Cell("name_ar"), line.Cell("name_en")), line.Cell("owner"), volume, group, wave,
                line.Cell("after").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), state, on, line.Cell("evidence"),
                line.Cell("service") is { Length: > 0 } service ? service : null);
    }
}
