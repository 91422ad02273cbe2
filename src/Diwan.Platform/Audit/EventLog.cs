using System.Text.Json;
using Diwan.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Platform;

/// <summary>An event as it is read back.</summary>
public sealed record RecordedEvent(
    long Seq, string Type, DateTimeOffset At, Actor Actor, Channel Channel, string Process, string? Reason, JsonElement Payload);

/// <summary>Reads chains.</summary>
public sealed class EventLog(IDbContextFactory<AppDbContext> contexts)
{
    /// <summary>The events of a chain, the oldest first.</summary>
    public async Task<IReadOnlyList<RecordedEvent>> OfChainAsync(Guid chain, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Set<EventRow>().Where(x => x.ChainId == chain).OrderBy(x => x.Seq).ToListAsync(ct);
        return [.. rows.Select(x => new RecordedEvent(
            x.Seq, x.Type, x.At, new Actor(x.ActorKind, x.ActorId, x.ActorName, x.Institution), x.Channel, x.Process, x.Reason,
            JsonElement.Parse(x.Payload)))];
    }
}
