using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Documents;

/// <summary>Ends a key of a relying body at once. False when there is none such, or it was ended before.</summary>
public sealed class EndRelyingKey(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, TimeProvider time)
{
    public async Task<bool> RunAsync(Guid key, Actor officer, CancellationToken ct)
    {
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            var row = await db.Set<RelyingKeyRow>().FirstOrDefaultAsync(k => k.Id == key && k.EndedAt == null, ct);
            if (row is null || await db.Set<RelyingBodyRow>().FirstOrDefaultAsync(b => b.Id == row.BodyId, ct) is not { } body)
            {
                return false;
            }

            var change = new Change(officer, Channel.Portal, "relying-key-ending", time.GetUtcNow());
            row.EndedAt = change.Now;
            change.Update(row);
            change.Update(body);
            change.Record(body.Chain, "relying-key-ended", new { id = key, hint = row.Hint });
            if ((await writer.WriteAsync(change, ct)).IsWritten)
            {
                return true;
            }
        }

        throw new InvalidOperationException($"The key {key} was being changed by others each time it was to be ended.");
    }
}
