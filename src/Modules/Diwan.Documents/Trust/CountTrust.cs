using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Documents;

public sealed record RefusalLine(string Body, RefusalReason Reason, DateOnly On, DateTimeOffset At, string Institution, string? Words);

/// <param name="Verifications">By answer, in the period.</param>
/// <param name="ByBodies">How many of them came from bodies with a key.</param>
/// <param name="Refusals">How many refusals were reported, by reason.</param>
/// <param name="RefusingBodies">The names most often reported, as they were written.</param>
public sealed record TrustFigures(
    DateTimeOffset From,
    DateTimeOffset To,
    IReadOnlyDictionary<VerificationAnswer, int> Verifications,
    int ByBodies,
    IReadOnlyDictionary<RefusalReason, int> Refusals,
    IReadOnlyList<KeyValuePair<string, int>> RefusingBodies,
    IReadOnlyList<RefusalLine> Latest);

/// <summary>How documents fare outside: how often they are verified, and how often they are refused although genuine.</summary>
public sealed class CountTrust(IDbContextFactory<AppDbContext> contexts)
{
    private const int Shown = 20;

    public async Task<TrustFigures> RunAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var verifications = db.Set<VerificationRow>().Where(v => v.At >= from && v.At < to);
        var refusals = db.Set<RefusalRow>().Where(r => r.At >= from && r.At < to);
        var bodies = await refusals.GroupBy(r => r.Body).Select(g => new { g.Key, Count = g.Count() }).OrderByDescending(x => x.Count).ThenBy(x => x.Key).Take(Shown).ToListAsync(ct);
        return new(
            from,
            to,
            await verifications.GroupBy(v => v.Answer).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(x => x.Key, x => x.Count, ct),
            await verifications.CountAsync(v => v.BodyId != null, ct),
            await refusals.GroupBy(r => r.Reason).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(x => x.Key, x => x.Count, ct),
            [.. bodies.Select(b => new KeyValuePair<string, int>(b.Key, b.Count))],
            await refusals.OrderByDescending(r => r.At).ThenByDescending(r => r.Id).Take(Shown).Select(r => new RefusalLine(r.Body, r.Reason, r.On, r.At, r.Institution, r.Words)).ToListAsync(ct));
    }
}
