using Diwan.Kernel;

namespace Diwan.Simulation;

/// <summary>What is simulated.</summary>
/// <param name="From">The first of the first month.</param>
/// <param name="Months">How many months.</param>
/// <param name="People">Of the sandbox nation; volumes are as many for each head as in the country.</param>
/// <param name="Seed">The same seed gives the same nation and the same dice.</param>
/// <param name="Data">Where everything is kept. Must not hold anything yet.</param>
/// <param name="Database">A connection string; empty or null for SQLite in the data folder.</param>
/// <param name="Site">Where the site's files lie.</param>
public sealed record SimulationPlan(DateOnly From, int Months, int People, ulong Seed, string Data, string? Database, string Site)
{
    public DateOnly Ends => From.AddMonths(Months);

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public LocalizedText? Fault() => this switch
    {
        { From.Day: not 1 } => new("ابدأ من أول شهر.", "Begin at the first of a month."),
        { From.Year: < 2018 or > 2026 } => new("الخدمات معرّفة من سنة 2018. اختر شهراً من 2018-01 إلى 2026-12.", "The services are defined from 2018 on. Choose a month from 2018-01 to 2026-12."),
        { Months: < 1 or > 60 } => new("عدد الأشهر من 1 إلى 60.", "Months must be from 1 to 60."),
        { People: < 200 or > 200_000 } => new("عدد السكان من 200 إلى 200000.", "People must be from 200 to 200,000."),
        _ => null,
    };
}

/// <summary>What came of a month, by the simulation's own count, which the platform's reports are held against.</summary>
public sealed class MonthTally
{
    /// <summary>By service: applications begun.</summary>
    public Dictionary<string, int> Started { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, int> Submitted { get; } = new(StringComparer.Ordinal);

    public Dictionary<(string Service, Channel Channel), int> ByChannel { get; } = [];

    /// <summary>Drafts that nobody submitted: the rules refused it, a register was down, or something could not be answered.</summary>
    public Dictionary<string, int> Abandoned { get; } = new(StringComparer.Ordinal);

    public int Paid { get; set; }

    public int Decided { get; set; }

    public int Refused { get; set; }

    public int SentBack { get; set; }

    public Dictionary<string, List<int>> Ratings { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, int> Complaints { get; } = new(StringComparer.Ordinal);

    internal static void Count<TKey>(Dictionary<TKey, int> counts, TKey key)
        where TKey : notnull => counts[key] = counts.GetValueOrDefault(key) + 1;
}

/// <param name="Months">By the first of the month.</param>
/// <param name="NotOffered">Services that were not in force in that time, with the day they are.</param>
/// <param name="LedgerFaults">What the proof of the ledger found.</param>
/// <param name="AuditIsSound">Whether every chain is whole.</param>
public sealed record SimulationResult(
    IReadOnlyDictionary<DateOnly, MonthTally> Months, IReadOnlyDictionary<string, DateOnly> NotOffered, int Reports, IReadOnlyList<string> LedgerFaults, bool AuditIsSound);
