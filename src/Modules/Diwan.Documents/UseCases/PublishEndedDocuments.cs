using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Documents;

/// <summary>Makes the signed list of documents that ended before their time, for <c>/.well-known/diwan-ended-documents.cose</c>.</summary>
public sealed class PublishEndedDocuments(IDbContextFactory<AppDbContext> contexts, SealKeys keys, TimeProvider time)
{
    /// <summary>How long a list is good for.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromHours(24);

    /// <returns>To be read with <see cref="EndedDocuments.Read"/>.</returns>
    public async Task<byte[]> RunAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var today = NationalCalendar.DateAt(now);
        await using var db = await contexts.CreateDbContextAsync(ct);
        // What has expired anyway says so in its own seal.
        var ended = await db.Set<DocumentRow>()
            .Where(d => d.State != DocumentState.InForce && (d.ValidUntil == null || d.ValidUntil >= today))
            .Select(d => new { d.Code, Since = d.EndedAt ?? d.IssuedAt, d.State, d.RevocationReason })
            .ToListAsync(ct);
        return EndedDocuments.Publish(
            ended.Select(d => (d.Code, new EndedDocuments.Ending(d.Since, d.State == DocumentState.Revoked ? d.RevocationReason ?? RevocationReason.IssuedInError : null))),
            now,
            now + Interval,
            keys.TimeStamping(now));
    }
}
