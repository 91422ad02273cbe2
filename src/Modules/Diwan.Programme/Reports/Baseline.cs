using Diwan.Documents;
using Diwan.Kernel;

namespace Diwan.Programme.Reports;

/// <summary>What a report is compared with, written into it when its month is first frozen.</summary>
/// <param name="Decision">The committee's decision that commits to it; null where none does, and the first month ever frozen stands in.</param>
/// <param name="Month">The month whose report it is; null where the decision gives values only.</param>
/// <param name="Hash">Of the very report of that month.</param>
/// <param name="Values">What the decision gives by figure: it goes before the month's.</param>
public sealed record Baseline(string? Decision, DateOnly? Month, string? Hash, IReadOnlyDictionary<string, decimal> Values)
{
    public bool IsCommitted => Decision is not null;

    /// <summary>The baseline as it is called: whose decision, or that none is committed.</summary>
    public LocalizedText Title => (Decision, Month) switch
    {
        (null, { } month) => new($"أول شهر جُمّد، {Essentials.Month(month).Ar} (لا خط أساس ملتزَم)", $"First month frozen, {Essentials.Month(month).En} (no committed baseline)"),
        ({ } number, { } month) => new($"خط الأساس الملتزَم، {Essentials.Month(month).Ar} (القرار {Isolate.Value(number)})", $"Committed baseline, {Essentials.Month(month).En} (decision {number})"),
        _ => new($"خط الأساس الملتزَم (القرار {Isolate.Value(Decision ?? "")})", $"Committed baseline (decision {Decision})"),
    };
}

/// <summary>A baseline with the report it names.</summary>
public sealed record BaselineReport(Baseline Of, MonthlyReport? Report)
{
    /// <summary>The value of a figure in it; null where it has none.</summary>
    public decimal? Value(Figure<MonthlyReport> figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return Of.Values.TryGetValue(figure.Id, out var given) ? given : Report is null ? null : figure.Of(Report);
    }
}
