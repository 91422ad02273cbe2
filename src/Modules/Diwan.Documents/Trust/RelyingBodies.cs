using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Documents;

/// <summary>A body that relies on documents, as it is known here.</summary>
public sealed record RelyingBody(Guid Id, Words Name);

/// <param name="Hint">The last four characters of the key.</param>
public sealed record RelyingKey(Guid Id, string Hint, string IssuedBy, DateTimeOffset At, DateTimeOffset? EndedAt);

/// <param name="Asked">How often it verified in the last thirty days, by answer.</param>
public sealed record RelyingBodyView(RelyingBody Body, DateTimeOffset At, IReadOnlyList<RelyingKey> Keys, IReadOnlyDictionary<VerificationAnswer, int> Asked, DateTimeOffset? LastAt);

/// <summary>Finds relying bodies: by their key when they ask, all of them for the officers who keep them.</summary>
public sealed class FindRelyingBodies(IDbContextFactory<AppDbContext> contexts, TimeProvider time)
{
    public const int DaysCounted = 30;

    /// <summary>Whose key this is; null when it is nobody's or was ended.</summary>
    public async Task<RelyingBody?> ByKeyAsync(string? key, CancellationToken ct)
    {
        if (key is null || key.Length > 100 || !key.StartsWith(IssueRelyingKey.Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var hash = Secret.Hash(key);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await (
            from k in db.Set<RelyingKeyRow>()
            join b in db.Set<RelyingBodyRow>() on k.BodyId equals b.Id
            where k.Hash == hash && k.EndedAt == null
            select new RelyingBody(b.Id, new Words(b.NameAr, b.NameEn))).FirstOrDefaultAsync(ct);
    }

    public Task<IReadOnlyList<RelyingBodyView>> AllAsync(CancellationToken ct) => ReadAsync(null, ct);

    /// <summary>One of those that were found by their key.</summary>
    public async Task<RelyingBodyView> OneAsync(Guid body, CancellationToken ct) => (await ReadAsync(body, ct))[0];

    private async Task<IReadOnlyList<RelyingBodyView>> ReadAsync(Guid? only, CancellationToken ct)
    {
        var since = time.GetUtcNow().AddDays(-DaysCounted);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var bodies = await db.Set<RelyingBodyRow>().Where(b => only == null || b.Id == only).OrderBy(b => b.At).Take(1000).ToListAsync(ct);
        var keys = (await db.Set<RelyingKeyRow>().Where(k => only == null || k.BodyId == only).OrderByDescending(k => k.At).ToListAsync(ct)).ToLookup(k => k.BodyId);
        var counts = (await db.Set<VerificationRow>().Where(v => v.BodyId != null && v.At >= since && (only == null || v.BodyId == only))
            .GroupBy(v => new { v.BodyId, v.Answer })
            .Select(g => new { g.Key.BodyId, g.Key.Answer, Count = g.Count(), Last = g.Max(v => v.At) })
            .ToListAsync(ct)).ToLookup(c => c.BodyId!.Value);
        return
        [
            .. bodies.Select(b => new RelyingBodyView(
                new(b.Id, new(b.NameAr, b.NameEn)),
                b.At,
                [.. keys[b.Id].Select(k => new RelyingKey(k.Id, k.Hint, k.IssuedBy, k.At, k.EndedAt))],
                counts[b.Id].ToDictionary(c => c.Answer, c => c.Count),
                counts[b.Id].Select(c => (DateTimeOffset?)c.Last).Max())),
        ];
    }
}
