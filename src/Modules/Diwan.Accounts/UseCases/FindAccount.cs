using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Accounts;

/// <summary>What is kept of a person since they last signed in.</summary>
public sealed class FindAccount(IDbContextFactory<AppDbContext> contexts)
{
    public async Task<SignedIn?> ByKeyAsync(string personKey, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return (await db.Set<AccountRow>().SingleOrDefaultAsync(x => x.PersonKey == personKey, ct))?.ToSignedIn();
    }

    /// <summary>The language a person wants to be written to in; Arabic when nothing is known of them.</summary>
    public async Task<Language> LanguageAsync(string personKey, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<AccountRow>().Where(x => x.PersonKey == personKey).Select(x => (Language?)x.Language).SingleOrDefaultAsync(ct) ?? Language.Arabic;
    }
}
