using Diwan.Cases.Rows;
using Diwan.Engine.Process;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Cases.UseCases;

/// <summary>Work past its day.</summary>
/// <param name="Key">The service, or the institution where it is of complaints.</param>
/// <param name="Oldest">The deadline that passed first.</param>
/// <param name="Since">When the oldest of them came in.</param>
public sealed record LateWork(string Key, int Count, DateTimeOffset Oldest, DateTimeOffset Since);

/// <summary>What is late at the desks, in numbers only. Confidential tasks and complaints are in no number: that there is one would tell.</summary>
public sealed class CountLate(IDbContextFactory<AppDbContext> databases, TimeProvider time)
{
    /// <summary>Tasks past their day, by service.</summary>
    public async Task<IReadOnlyList<LateWork>> TasksAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(ct);
        var late = await db.Set<TaskRow>().Where(t => t.State == TaskState.Open && t.DueAt < now && !t.Confidential)
            .GroupBy(t => t.Service).Select(g => new { g.Key, Count = g.Count(), Oldest = g.Min(t => t.DueAt), Since = g.Min(t => t.OpenedAt) }).ToListAsync(ct);
        return [.. late.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => new LateWork(l.Key, l.Count, l.Oldest, l.Since))];
    }

    /// <summary>Complaints past their day, by institution.</summary>
    public async Task<IReadOnlyList<LateWork>> ComplaintsAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(ct);
        var late = await db.Set<ComplaintRow>().Where(c => c.AnsweredAt == null && c.DueAt < now && !c.Confidential)
            .GroupBy(c => c.Institution).Select(g => new { g.Key, Count = g.Count(), Oldest = g.Min(c => c.DueAt), Since = g.Min(c => c.GivenAt) }).ToListAsync(ct);
        return [.. late.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => new LateWork(l.Key, l.Count, l.Oldest, l.Since))];
    }
}
