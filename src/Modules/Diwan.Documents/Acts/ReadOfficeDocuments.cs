using System.Text.Json;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Documents;

/// <summary>The issued documents of an institution, for its officers. Each opening is written to the holder's ledger first.</summary>
public sealed class ReadOfficeDocuments(IDbContextFactory<AppDbContext> contexts, AccessLedger ledger, TimeProvider time)
{
    private const int Shown = 100;

    /// <summary>Numbers of documents by a verification code or the reference of a case.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(string typed, string institution, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var own = db.Set<DocumentRow>().Where(d => d.Institution == institution);
        if (DocumentCode.TryParse(typed, out var code))
        {
            return await own.Where(d => d.Code == code.Value).Select(d => d.Code).ToListAsync(ct);
        }

        return CaseReference.TryParse(typed, out var reference)
            ? await own.Where(d => d.Reference == reference.Value).OrderByDescending(d => d.IssuedAt).Select(d => d.Code).Take(Shown).ToListAsync(ct)
            : [];
    }

    /// <summary>What waits for a second officer, the oldest first; then what was decided lately.</summary>
    public async Task<IReadOnlyList<DocumentAct>> ActsAsync(string institution, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var found = await (
            from a in db.Set<DocumentActRow>()
            join d in db.Set<DocumentRow>() on a.DocumentId equals d.Id
            where a.Institution == institution
            orderby a.State, a.AskedAt descending
            select new { Act = a, Document = d }).Take(Shown).ToListAsync(ct);
        return [.. found.Select(f => f.Act.ToView(f.Document))];
    }

    public async Task<OfficeDocument?> OpenAsync(string number, string institution, string role, Actor officer, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (!DocumentCode.TryParse(number, out var code)
            || await db.Set<DocumentRow>().FirstOrDefaultAsync(d => d.Code == code.Value && d.Institution == institution, ct) is not { } row)
        {
            return null;
        }

        await ledger.NoteAsync(
            officer, Channel.Portal, new(row.PersonKey, role, new($"النظر في وثيقتك: {row.TitleAr ?? row.TitleEn}", $"A look at your document: {row.TitleEn ?? row.TitleAr}"), row.Reference), ct);
        var acts = await db.Set<DocumentActRow>().Where(a => a.DocumentId == row.Id).OrderByDescending(a => a.AskedAt).ToListAsync(ct);
        return new(
            row.Code, row.Kind, new(row.TitleAr, row.TitleEn), row.Reference, row.CaseId, row.PersonKey, row.IssuedAt, row.ValidUntil,
            row.StatusOn(NationalCalendar.DateAt(time.GetUtcNow())), row.EndedAt, row.RevocationReason, row.SupersededBy,
            JsonSerializer.Deserialize<List<SealFact>>(row.Facts, Change.Json) ?? [], [.. acts.Select(a => a.ToView(row))]);
    }
}
