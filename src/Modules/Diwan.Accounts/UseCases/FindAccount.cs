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

    /// <summary>The names of people in both languages; in Arabic alone where no other is known.</summary>
    public async Task<IReadOnlyDictionary<string, LocalizedText>> NamesAsync(IReadOnlyCollection<string> personKeys, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<AccountRow>()
            .Where(x => personKeys.Contains(x.PersonKey))
            .ToDictionaryAsync(x => x.PersonKey, x => new LocalizedText(x.Name, string.IsNullOrEmpty(x.NameEn) ? x.Name : x.NameEn), ct);
    }

    /// <summary>The languages people want to be written to in; without those of whom nothing is known.</summary>
    public async Task<IReadOnlyDictionary<string, Language>> LanguagesAsync(IReadOnlyCollection<string> personKeys, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<AccountRow>().Where(x => personKeys.Contains(x.PersonKey)).ToDictionaryAsync(x => x.PersonKey, x => x.Language, ct);
    }

    /// <summary>The people whose own number this is, as they last signed in. One telephone may serve a family.</summary>
    /// <param name="phone">E.164.</param>
    public async Task<IReadOnlyList<SignedIn>> ByPhoneAsync(string phone, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return [.. (await db.Set<AccountRow>().Where(x => x.Phone == phone).OrderByDescending(x => x.LastSeenAt).Take(20).ToListAsync(ct)).Select(x => x.ToSignedIn())];
    }

    /// <summary>The language in which the number is written to: that of who last signed in with it; null where nobody has.</summary>
    public async Task<Language?> LanguageOfPhoneAsync(string phone, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<AccountRow>().Where(x => x.Phone == phone).OrderByDescending(x => x.LastSeenAt).Select(x => (Language?)x.Language).FirstOrDefaultAsync(ct);
    }
}
