using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Messages;

/// <summary>A message as its person reads it.</summary>
public sealed record InboxMessage(Guid Id, DateTimeOffset At, LocalizedText Text, string Reference, string MessageId, string? Phone, SmsState Sms, DateTimeOffset? SmsAt);

/// <summary>What a person was told.</summary>
public sealed class Inbox(IDbContextFactory<AppDbContext> contexts)
{
    /// <summary>The latest first.</summary>
    public async Task<IReadOnlyList<InboxMessage>> OfPersonAsync(string personKey, int count, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<MessageRow>()
            .Where(x => x.PersonKey == personKey)
            .OrderByDescending(x => x.At).ThenByDescending(x => x.Id)
            .Take(count)
            .Select(x => new InboxMessage(x.Id, x.At, x.Text, x.Reference, x.MessageId, x.Phone, x.Sms, x.SmsAt))
            .ToListAsync(ct);
    }
}
