using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Accounts;

/// <summary>Keeps the language in which a person wants to be written to.</summary>
public sealed class ChooseLanguage(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, TimeProvider time)
{
    /// <summary>False when there is no such account.</summary>
    public async Task<bool> RunAsync(string personKey, Language language, Actor actor, Channel channel, CancellationToken ct)
    {
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            var row = await db.Set<AccountRow>().SingleOrDefaultAsync(x => x.PersonKey == personKey, ct);
            if (row is null || row.Language == language)
            {
                return row is not null;
            }

            var change = new Change(actor, channel, "account-language-choosing", time.GetUtcNow());
            row.Language = language;
            change.Update(row);
            if ((await writer.WriteAsync(change, ct)).IsWritten)
            {
                return true;
            }
        }
    }
}
