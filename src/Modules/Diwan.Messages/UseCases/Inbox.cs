using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Messages;

/// <summary>One way by which a message went out, as its person reads it.</summary>
/// <param name="To">The number or address; of a device its name, empty when it is not known any more.</param>
/// <param name="At">When it came to where it stands.</param>
/// <param name="HandedAfter">How long after the message it was with the gateway; null while it is not.</param>
public sealed record DeliveryView(
    Guid Id, Means Means, string To, DeliveryState State, DeliveryFailure? Failure, DateTimeOffset At, string? Sender, int Parts, Money Cost, TimeSpan? HandedAfter);

/// <summary>A message as its person reads it.</summary>
/// <param name="Phone">The number that was given for it.</param>
public sealed record InboxMessage(Guid Id, DateTimeOffset At, LocalizedText Text, string Reference, string MessageId, string? Phone, IReadOnlyList<DeliveryView> Deliveries)
{
    public DeliveryView? By(Means means) => Deliveries.FirstOrDefault(d => d.Means == means);
}

/// <summary>What a person was told.</summary>
public sealed class Inbox(IDbContextFactory<AppDbContext> contexts)
{
    /// <summary>The latest first.</summary>
    public async Task<IReadOnlyList<InboxMessage>> OfPersonAsync(string personKey, int count, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Set<MessageRow>()
            .Where(x => x.PersonKey == personKey)
            .OrderByDescending(x => x.At).ThenByDescending(x => x.Id)
            .Take(count)
            .Select(x => new { x.Id, x.At, x.Text, x.Reference, x.MessageId, x.Phone })
            .ToListAsync(ct);
        var ids = rows.Select(r => r.Id).ToArray();
        var deliveries = (await db.Set<DeliveryRow>().Where(d => ids.Contains(d.MessageId)).ToListAsync(ct)).ToLookup(d => d.MessageId);
        var devices = deliveries.All(m => m.All(d => d.Means != Means.Push)) ? []
            : await db.Set<PushDeviceRow>().Where(d => d.PersonKey == personKey).ToDictionaryAsync(d => d.Id.ToString("N"), d => d.Name, ct);
        return [.. rows.Select(r => new InboxMessage(r.Id, r.At, r.Text, r.Reference, r.MessageId, r.Phone, [.. deliveries[r.Id].OrderBy(d => d.Means).ThenBy(d => d.Id).Select(d => View(d, r.At, devices))]))];
    }

    private static DeliveryView View(DeliveryRow d, DateTimeOffset since, Dictionary<string, string> devices) =>
        new(d.Id, d.Means, d.Means == Means.Push ? devices.GetValueOrDefault(d.To, "") : d.To, d.State, d.Failure, d.EndedAt ?? d.HandedAt ?? d.HandingAt, d.Sender, d.Parts, d.Cost, d.HandedAt - since);
}
