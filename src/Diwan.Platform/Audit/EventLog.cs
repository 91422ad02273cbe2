using Diwan.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Platform;

/// <summary>An event as it is read back.</summary>
/// <param name="Payload">JSON, in the manner of <see cref="Change.Json"/>.</param>
public sealed record RecordedEvent(
    long Seq, string Type, DateTimeOffset At, ActorKind ActorKind, string ActorName, string? Institution, Channel Channel, string Process, string? Reason, string Payload)
{
    /// <summary>The key of the actor, as in <see cref="Actor.Id"/>.</summary>
    public string ActorId { get; init; } = "";
}

/// <summary>Reads chains.</summary>
public sealed class EventLog(IDbContextFactory<AppDbContext> contexts)
{
    /// <summary>The events of a chain, the oldest first.</summary>
    public async Task<IReadOnlyList<RecordedEvent>> OfChainAsync(Guid chain, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Set<EventRow>().Where(x => x.ChainId == chain).OrderBy(x => x.Seq).ToListAsync(ct);
        return [.. rows.Select(Read)];
    }

    /// <summary>The events of many chains, each chain's the oldest first.</summary>
    public async Task<ILookup<Guid, RecordedEvent>> OfChainsAsync(IReadOnlyCollection<Guid> chains, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Set<EventRow>().Where(x => chains.Contains(x.ChainId)).OrderBy(x => x.ChainId).ThenBy(x => x.Seq).ToListAsync(ct);
        return rows.ToLookup(x => x.ChainId, Read);
    }

    private static RecordedEvent Read(EventRow x) =>
        new(x.Seq, x.Type, x.At, x.ActorKind, x.ActorName, x.Institution, x.Channel, x.Process, x.Reason, x.Payload) { ActorId = x.ActorId };
}
