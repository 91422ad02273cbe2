using Microsoft.EntityFrameworkCore;

namespace Diwan.Platform;

/// <summary>A duty that was given up, for the operator who must look.</summary>
public sealed record DeadDuty(Guid Id, string Kind, Guid SubjectId, string Key, DateTimeOffset DueAt, DateTimeOffset GivenUpAt, int Attempts, string Why);

/// <param name="Late">Waiting although due for more than a minute.</param>
public sealed record DutyCounts(int Waiting, int Late, int Dead);

/// <summary>What an operator sees of the duties, and may do about them.</summary>
public sealed class DutyList(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, TimeProvider time)
{
    public async Task<IReadOnlyList<DeadDuty>> DeadAsync(int count, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<DutyRow>()
            .Where(x => x.State == DutyState.Dead)
            .OrderByDescending(x => x.NextAt)
            .Take(count)
            .Select(x => new DeadDuty(x.Id, x.Kind, x.SubjectId, x.Key, x.DueAt, x.EndedAt ?? x.NextAt, x.Attempts, x.LastWhy ?? ""))
            .ToListAsync(ct);
    }

    public async Task<DutyCounts> CountsAsync(CancellationToken ct)
    {
        var late = time.GetUtcNow() - TimeSpan.FromMinutes(1);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var duties = db.Set<DutyRow>();
        return new DutyCounts(
            await duties.CountAsync(x => x.State == DutyState.Waiting, ct),
            await duties.CountAsync(x => x.State == DutyState.Waiting && x.NextAt < late, ct),
            await duties.CountAsync(x => x.State == DutyState.Dead, ct));
    }

    /// <summary>Lets a duty that was given up begin anew. False if it is not (or no longer) given up.</summary>
    public async Task<bool> TryAgainAsync(Guid id, Change change, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var row = await db.Set<DutyRow>().FirstOrDefaultAsync(x => x.Id == id && x.State == DutyState.Dead, ct);
        if (row is null)
        {
            return false;
        }

        row.State = DutyState.Waiting;
        row.NextAt = change.Now;
        row.EndedAt = null;
        row.Errors = 0;
        change.Update(row);
        return (await writer.WriteAsync(change, ct)).IsWritten;
    }
}
