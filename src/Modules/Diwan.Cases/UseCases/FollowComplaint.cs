using Diwan.Cases.Complaints;
using Diwan.Cases.Published;
using Diwan.Cases.Rows;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Cases.UseCases;

/// <summary>A complaint as anybody sees it who has its number: nothing personal.</summary>
/// <param name="Late">The date passed; it is before the head of the unit.</param>
/// <param name="Whole">What was written and answered; null for somebody who may not read it.</param>
public sealed record ComplaintView(
    string Number, string Service, LocalizedText ServiceName, ComplaintState State, DateTimeOffset GivenAt, DateTimeOffset DueAt, bool Late, DateTimeOffset? AnsweredAt,
    ComplaintLetter? Whole);

/// <summary>What was written and answered.</summary>
public sealed record ComplaintLetter(string Words, string? Reference, ComplaintFinding? Finding, string? Answer);

/// <summary>Lets a person see what became of a complaint: their own, or by its number, and with its code the answer too.</summary>
public sealed class FollowComplaint(IDbContextFactory<AppDbContext> databases, PublishedServices services)
{
    /// <summary>The person's complaints, the latest first.</summary>
    public async Task<IReadOnlyList<ComplaintView>> OfPersonAsync(string personKey, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await db.Set<ComplaintRow>().Where(c => c.PersonKey == personKey).OrderByDescending(c => c.GivenAt).Take(100).ToListAsync(ct);
        return [.. rows.Select(r => View(r, whole: true))];
    }

    /// <param name="personKey">Who asks; null when they are not signed in.</param>
    /// <param name="code">As typed; null for none.</param>
    /// <returns>Null when there is no such complaint.</returns>
    public async Task<ComplaintView?> FindAsync(string? number, string? personKey, string? code, CancellationToken ct)
    {
        if (!CaseReference.TryParse(number, out var parsed))
        {
            return null;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Set<ComplaintRow>().SingleOrDefaultAsync(c => c.Number == parsed.Value, ct) is { } row
            ? View(row, whole: (personKey is not null && personKey == row.PersonKey) || ComplaintCode.Opens(code, row.CodeHash))
            : null;
    }

    private ComplaintView View(ComplaintRow row, bool whole) => new(
        row.Number,
        row.Service,
        services.Current(row.Service)?.Name ?? LocalizedText.Same(row.Service),
        row.State,
        row.GivenAt,
        row.DueAt,
        row.EscalatedAt is not null,
        row.AnsweredAt,
        whole ? new ComplaintLetter(row.Words, row.Reference, row.Finding, row.Answer) : null);
}
