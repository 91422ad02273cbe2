using System.Text.Json;
using Diwan.Programme.Committee;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Programme.Reports;

/// <summary>A frozen report.</summary>
/// <param name="Why">Why it was corrected; null in the first.</param>
/// <param name="IsIntact">Whether content, hash and signature still belong together.</param>
public sealed record FrozenReport(MonthlyReport Report, int Revision, string? Why, string By, DateTimeOffset At, string Hash, string KeyId, string Content, bool IsIntact);

public sealed record ReportLine(ReportKind Kind, DateOnly Month, int Revisions, DateTimeOffset FrozenAt);

/// <summary>Reads what was frozen.</summary>
public sealed class FindReports(IDbContextFactory<AppDbContext> contexts, CheckpointKey key)
{
    /// <summary>The months that have a report, the latest first.</summary>
    public async Task<IReadOnlyList<ReportLine>> AllAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Set<ReportRow>().Select(r => new { r.Kind, r.Month, r.Revision, r.At }).ToListAsync(ct);
        return
        [
            .. rows.GroupBy(r => (r.Kind, r.Month)).OrderByDescending(g => g.Key.Month).ThenBy(g => g.Key.Kind)
                .Select(g => new ReportLine(g.Key.Kind, g.Key.Month, g.Count(), g.Max(r => r.At))),
        ];
    }

    /// <summary>Every revision of a report, the latest first.</summary>
    public async Task<IReadOnlyList<FrozenReport>> RunAsync(ReportKind kind, DateOnly month, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Set<ReportRow>().Where(r => r.Kind == kind && r.Month == month).OrderByDescending(r => r.Revision).ToListAsync(ct);
        return [.. rows.Select(Read)];
    }

    /// <summary>The latest revision of every month's report, the earliest month first.</summary>
    public async Task<IReadOnlyList<FrozenReport>> LatestAsync(ReportKind kind, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Set<ReportRow>().Where(r => r.Kind == kind).ToListAsync(ct);
        return [.. rows.GroupBy(r => r.Month).OrderBy(g => g.Key).Select(g => Read(g.MaxBy(r => r.Revision)!))];
    }

    /// <summary>What a report is compared with: by its own word, or, where it was frozen before that was written, the first month.</summary>
    public async Task<BaselineReport?> BaselineAsync(MonthlyReport report, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(report);
        if ((report.Baseline ?? await StandsAsync(report.Kind, report.Month, [], ct)) is not { } baseline)
        {
            return null;
        }

        return new(baseline, baseline.Month is { } month ? (await RunAsync(report.Kind, month, ct)).FirstOrDefault(r => r.Hash == baseline.Hash)?.Report : null);
    }

    /// <summary>The baseline that holds for the report of a month: of the latest decision, or, while none is taken, the first month ever frozen.</summary>
    /// <param name="standing">The decisions in force at the end of the month, the latest first.</param>
    internal async Task<Baseline?> StandsAsync(ReportKind kind, DateOnly month, IReadOnlyList<DecisionView> standing, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var frozen = db.Set<ReportRow>().Where(r => r.Kind == kind && r.Month < month);
        if (standing.FirstOrDefault(d => d.Kind == DecisionKind.Baseline) is { Baseline: { } committed } decision)
        {
            var hash = committed.Month is { } named ? await frozen.Where(r => r.Month == named && r.At <= decision.At).OrderByDescending(r => r.Revision).Select(r => r.Hash).FirstOrDefaultAsync(ct) : null;
            var own = Comparison.Of(kind).Select(f => f.Id).ToHashSet(StringComparer.Ordinal);
            var values = committed.Values.Where(v => own.Contains(v.Key)).ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal);
            if (hash is not null || values.Count > 0)
            {
                return new(decision.Number, hash is null ? null : committed.Month, hash is null ? null : Convert.ToHexStringLower(hash), values);
            }
        }

        var first = await frozen.Where(r => r.Revision == 1).OrderBy(r => r.Month).Select(r => new { r.Month, r.Hash }).FirstOrDefaultAsync(ct);
        return first is null ? null : new(null, first.Month, Convert.ToHexStringLower(first.Hash), new Dictionary<string, decimal>());
    }

    private FrozenReport Read(ReportRow row) => new(
        JsonSerializer.Deserialize<MonthlyReport>(row.Content, Change.Json)!, row.Revision, row.Why, row.By, row.At, Convert.ToHexStringLower(row.Hash), row.KeyId, row.Content,
        key.Sealed(row.Content, row.Hash, row.Signature, row.KeyId, hash => FreezeReport.Statement(row.Kind, row.Month, row.Revision, hash)));
}
