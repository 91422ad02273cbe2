using System.Text.Json;
using Diwan.Cases.Book;
using Diwan.Cases.Rows;
using Diwan.Engine.Process;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Cases.UseCases;

/// <summary>What came in by an assisted counter.</summary>
/// <param name="Site">The counter, as the programme calls it.</param>
/// <param name="AtOnce">Of all submitted, those that were never sent back to be completed.</param>
/// <param name="Complaints">About these cases, whenever they were made.</param>
public sealed record AssistedFigures(string Site, Proportion AtOnce, int Complaints)
{
    public int Submitted => AtOnce.Of;
}

/// <summary>Counts what assisted counters did. Sums only.</summary>
public sealed class CountAssisted(IDbContextFactory<AppDbContext> databases, EventLog log)
{
    private const int AtATime = 500;

    /// <param name="from">The first moment of submission.</param>
    /// <param name="to">The first moment after.</param>
    /// <returns>By site; one without a case is left out.</returns>
    public async Task<IReadOnlyDictionary<string, AssistedFigures>> RunAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var cases = await db.Set<CaseRow>().Where(c => c.SubmittedAt >= from && c.SubmittedAt < to && c.Site != null)
            .OrderBy(c => c.Id).Select(c => new { c.Id, c.Reference, Site = c.Site! }).ToListAsync(ct);
        var (back, complained) = (new HashSet<Guid>(), new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var part in cases.Chunk(AtATime))
        {
            var events = await log.OfChainsAsync([.. part.Select(c => c.Id)], ct);
            back.UnionWith(part.Where(c => events[c.Id].Any(IsSentBack)).Select(c => c.Id));
            var references = part.Select(c => c.Reference).ToList();
            foreach (var reference in await db.Set<ComplaintRow>().Where(c => c.Reference != null && references.Contains(c.Reference)).Select(c => c.Reference!).ToListAsync(ct))
            {
                complained[reference] = complained.GetValueOrDefault(reference) + 1;
            }
        }

        return cases.GroupBy(c => c.Site).ToDictionary(g => g.Key, g => new AssistedFigures(
            g.Key, new Proportion(g.Count(c => !back.Contains(c.Id)), g.Count()), g.Sum(c => complained.GetValueOrDefault(c.Reference))));
    }

    /// <summary>What a confidential desk sent back is not told here.</summary>
    private static bool IsSentBack(RecordedEvent e) =>
        e.Type == CaseEvents.SentBack && JsonSerializer.Deserialize<CaseEventPayload>(e.Payload, Change.Json)!.Audience != Audience.Confidential;
}
