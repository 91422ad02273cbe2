using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Documents;

/// <summary>Whether a document counts today.</summary>
public enum DocumentStatus
{
    InForce,
    Superseded,
    Revoked,
    Expired,
}

/// <summary>A document in a list.</summary>
/// <param name="Number">The verification code.</param>
/// <param name="DocumentId">The kind of document.</param>
/// <param name="Bytes">The size of the file.</param>
public sealed record DocumentView(
    string Number,
    string DocumentId,
    Words Title,
    string Reference,
    Words Institution,
    DateTimeOffset IssuedAt,
    DateOnly? ValidUntil,
    DocumentStatus Status,
    long Bytes);

/// <summary>The documents of a person or of a case, newest first.</summary>
public sealed class FindDocuments(IDbContextFactory<AppDbContext> contexts, TimeProvider time)
{
    public Task<IReadOnlyList<DocumentView>> OfPersonAsync(string personKey, CancellationToken ct) =>
        ListAsync(rows => rows.Where(d => d.PersonKey == personKey), ct);

    /// <param name="reference">The reference of the case.</param>
    public Task<IReadOnlyList<DocumentView>> OfCaseAsync(string reference, CancellationToken ct) =>
        ListAsync(rows => rows.Where(d => d.Reference == reference), ct);

    /// <summary>The case that a person's document came of; null when there is no such document of theirs, or it came of no case.</summary>
    public async Task<string?> ReferenceAsync(string number, string personKey, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<DocumentRow>().Where(d => d.Code == number && d.PersonKey == personKey && d.Reference != "").Select(d => d.Reference).FirstOrDefaultAsync(ct);
    }

    private async Task<IReadOnlyList<DocumentView>> ListAsync(Func<IQueryable<DocumentRow>, IQueryable<DocumentRow>> which, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await which(db.Set<DocumentRow>()).OrderByDescending(d => d.IssuedAt).ThenByDescending(d => d.Id).Take(500).ToListAsync(ct);
        var today = NationalCalendar.DateAt(time.GetUtcNow());
        return
        [
            .. rows.Select(d => new DocumentView(
                d.Code, d.Kind, new Words(d.TitleAr, d.TitleEn), d.Reference, new Words(d.InstitutionAr, d.InstitutionEn), d.IssuedAt, d.ValidUntil, d.StatusOn(today), d.Size)),
        ];
    }
}
