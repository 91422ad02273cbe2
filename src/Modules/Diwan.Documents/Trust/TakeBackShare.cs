using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Documents;

/// <summary>Takes a link back: from now on it opens nothing. False when it is not this person's, or over already.</summary>
public sealed class TakeBackShare(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, TimeProvider time)
{
    public async Task<bool> RunAsync(Guid share, string personKey, Actor actor, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<ShareRow>().FirstOrDefaultAsync(s => s.Id == share && s.PersonKey == personKey && s.EndedAt == null, ct) is not { } row)
        {
            return false;
        }

        var change = new Change(actor, Channel.Portal, "share-taking-back", time.GetUtcNow());
        row.EndedAt = change.Now;
        change.Update(row);
        change.Record(row.Chain, "share-taken-back", new { });
        // A conflict can only mean that it was taken back at the same moment.
        return (await writer.WriteAsync(change, ct)).IsWritten;
    }
}
