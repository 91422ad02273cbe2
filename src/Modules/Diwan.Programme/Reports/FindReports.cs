using System.Text.Json;
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

    /// <summary>The report as first frozen of the earliest month: what later ones are compared with. It cannot be restated.</summary>
    public async Task<FrozenReport?> BaselineAsync(ReportKind kind, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<ReportRow>().Where(r => r.Kind == kind && r.Revision == 1).OrderBy(r => r.Month).FirstOrDefaultAsync(ct) is { } row ? Read(row) : null;
    }

    private FrozenReport Read(ReportRow row) => new(
        JsonSerializer.Deserialize<MonthlyReport>(row.Content, Change.Json)!, row.Revision, row.Why, row.By, row.At, Convert.ToHexStringLower(row.Hash), row.KeyId, row.Content,
        key.Sealed(row.Content, row.Hash, row.Signature, row.KeyId, hash => FreezeReport.Statement(row.Kind, row.Month, row.Revision, hash)));
}
