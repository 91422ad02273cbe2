using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Payments;

/// <summary>An operator has seen to an alarm and says what it was. Nothing is closed without that.</summary>
public sealed class SeeAlarm(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, TimeProvider time)
{
    private const int LongestFinding = 1000;

    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Seen : Result;

        /// <summary>Somebody else saw to it first.</summary>
        public sealed record AlreadySeen : Result;

        /// <summary>Without a finding, or with one that is too long.</summary>
        public sealed record NeedsFinding : Result;

        public sealed record NotFound : Result;
    }

    public async Task<Result> RunAsync(Guid id, string? finding, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (finding?.Trim() is not { Length: > 0 and <= LongestFinding } found)
        {
            return new Result.NeedsFinding();
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<RefusedNoticeRow>().FirstOrDefaultAsync(x => x.Id == id, ct) is not { } row)
        {
            return new Result.NotFound();
        }

        if (row.SeenAt is not null)
        {
            return new Result.AlreadySeen();
        }

        var change = new Change(actor, Channel.Portal, "alarm-seeing", time.GetUtcNow(), found);
        row.SeenAt = change.Now;
        row.SeenBy = actor.Id;
        row.Finding = found;
        change.Update(row);
        return (await writer.WriteAsync(change, ct)).IsWritten ? new Result.Seen() : new Result.AlreadySeen();
    }
}
