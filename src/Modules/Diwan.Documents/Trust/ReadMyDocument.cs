using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Documents;

public enum ShareState
{
    Open,
    Expired,
    TakenBack,
}

public sealed record ShareView(Guid Id, string? Note, DateTimeOffset At, DateTimeOffset ExpiresAt, ShareState State, int Openings, DateTimeOffset? LastOpenedAt);

/// <param name="Body">The relying body, when it used its key.</param>
public sealed record VerificationView(DateTimeOffset At, VerificationWay Way, VerificationAnswer Answer, Words? Body);

/// <param name="Verifications">The latest, newest first.</param>
/// <param name="VerifiedCount">All there were.</param>
public sealed record MyDocument(
    DocumentView Document, IReadOnlyList<SealFact> Facts, IReadOnlyList<ShareView> Shares, IReadOnlyList<VerificationView> Verifications, int VerifiedCount);

/// <summary>What a person sees of a document of their own: its state, the links it is shared by, and who verified it.</summary>
public sealed class ReadMyDocument(IDbContextFactory<AppDbContext> contexts, TimeProvider time)
{
    private const int Shown = 50;

    public async Task<MyDocument?> RunAsync(string number, string personKey, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (!DocumentCode.TryParse(number, out var code)
            || await db.Set<DocumentRow>().FirstOrDefaultAsync(d => d.Code == code.Value && d.PersonKey == personKey, ct) is not { } row)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var shares = await db.Set<ShareRow>().Where(s => s.DocumentId == row.Id).OrderByDescending(s => s.At).Take(Shown).ToListAsync(ct);
        var ids = shares.Select(s => s.Id).ToList();
        var openings = await db.Set<ShareOpeningRow>().Where(o => ids.Contains(o.ShareId)).GroupBy(o => o.ShareId)
            .Select(g => new { g.Key, Count = g.Count(), Last = g.Max(o => o.At) }).ToDictionaryAsync(x => x.Key, ct);
        var all = db.Set<VerificationRow>().Where(v => v.Document == row.Code);
        var verifications = await (
            from v in all
            join b in db.Set<RelyingBodyRow>() on v.BodyId equals b.Id into bodies
            from b in bodies.DefaultIfEmpty()
            orderby v.At descending, v.Id descending
            select new { v.At, v.Way, v.Answer, Ar = b == null ? null : b.NameAr, En = b == null ? null : b.NameEn }).Take(Shown).ToListAsync(ct);
        var view = new DocumentView(
            row.Code, row.Kind, new(row.TitleAr, row.TitleEn), row.Reference, new(row.InstitutionAr, row.InstitutionEn), row.IssuedAt, row.ValidUntil,
            row.StatusOn(NationalCalendar.DateAt(now)), row.Size);
        return new(
            view,
            row.ToCopy().Facts,
            [
                .. shares.Select(s => new ShareView(
                    s.Id, s.Note, s.At, s.ExpiresAt,
                    s.EndedAt is not null ? ShareState.TakenBack : s.ExpiresAt <= now ? ShareState.Expired : ShareState.Open,
                    openings.TryGetValue(s.Id, out var o) ? o.Count : 0, openings.GetValueOrDefault(s.Id)?.Last)),
            ],
            [.. verifications.Select(v => new VerificationView(v.At, v.Way, v.Answer, v.Ar is null ? null : new Words(v.Ar, v.En)))],
            await all.CountAsync(ct));
    }
}
