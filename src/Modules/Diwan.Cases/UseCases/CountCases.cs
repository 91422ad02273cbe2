using Diwan.Cases.Published;
using Diwan.Cases.Rows;
using Diwan.Engine.Process;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Cases.UseCases;

/// <summary>What happened at a service in a stretch of time. Sums only: nothing of a person, nothing of what was decided in one case.</summary>
/// <param name="Started">Applications begun.</param>
/// <param name="Submitted">Cases submitted, by channel.</param>
/// <param name="Ended">Cases that came to their end, by how.</param>
/// <param name="InPromise">Of those that ended with an answer, how many in the promised time.</param>
/// <param name="PastPromise">Of the same, how many later.</param>
/// <param name="Running">Open at the end of the stretch.</param>
/// <param name="RunningLate">Of these, how many past their promise.</param>
/// <param name="Median">From submission to the end, of those that ended with an answer; null when none did.</param>
/// <param name="Ninetieth">Nine in ten took no longer.</param>
/// <param name="Satisfaction">Mean of 1 to 5; null when nobody said.</param>
/// <param name="ComplaintsLate">Complaints of the stretch that were answered late, or are late and unanswered.</param>
/// <param name="Exemptions">Cases that came by the counter although the service is electronic only, by exemption and governorate.</param>
public sealed record ServiceFigures(
    string Service,
    int Started,
    IReadOnlyDictionary<Channel, int> Submitted,
    IReadOnlyDictionary<PublicState, int> Ended,
    int InPromise,
    int PastPromise,
    int Running,
    int RunningLate,
    TimeSpan? Median,
    TimeSpan? Ninetieth,
    decimal? Satisfaction,
    int Ratings,
    int Complaints,
    int ComplaintsLate,
    IReadOnlyList<ExemptionCount> Exemptions)
{
    public int SubmittedInAll => Submitted.Values.Sum();

    /// <summary>By the person's own means: portal, mobile, SMS, API.</summary>
    public int SubmittedAlone => Submitted.Where(s => s.Key.IsOwn()).Sum(s => s.Value);
}

/// <param name="Governorate">The part of ISO 3166-2; null where it is not known.</param>
public sealed record ExemptionCount(string Exemption, string? Governorate, int Count);

/// <summary>Counts cases, straight from their rows.</summary>
public sealed class CountCases(IDbContextFactory<AppDbContext> databases, PublishedServices published)
{
    /// <param name="from">The first moment.</param>
    /// <param name="to">The first moment after.</param>
    /// <returns>By service; one without anything to count is left out.</returns>
    public async Task<IReadOnlyDictionary<string, ServiceFigures>> RunAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var started = await db.Set<ApplicationRow>().Where(a => a.StartedAt >= from && a.StartedAt < to)
            .GroupBy(a => a.Service).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(x => x.Key, x => x.Count, ct);
        var known = published.Catalogue.Services.Select(s => s.Id.ToString()).ToList();
        var submitted = (await db.Set<CaseRow>().Where(c => known.Contains(c.Service) && c.SubmittedAt >= from && c.SubmittedAt < to)
            .GroupBy(c => new { c.Service, c.Channel }).Select(g => new { g.Key.Service, g.Key.Channel, Count = g.Count() }).ToListAsync(ct)).ToLookup(x => x.Service);
        var ended = (await db.Set<CaseRow>().Where(c => c.EndedAt >= from && c.EndedAt < to)
            .Select(c => new { c.Service, c.PublicState, c.SubmittedAt, c.EndedAt, c.PromisedAt }).ToListAsync(ct)).ToLookup(x => x.Service);

        // Open at the end: open now, or ended since.
        var running = await db.Set<CaseRow>().Where(c => (c.EndedAt == null || c.EndedAt >= to) && c.SubmittedAt < to)
            .GroupBy(c => c.Service).Select(g => new { g.Key, Count = g.Count(), Late = g.Count(c => c.PromisedAt != null && c.PromisedAt < to && c.PublicState != PublicState.YourTurn) })
            .ToDictionaryAsync(x => x.Key, ct);
        var rated = (await db.Set<FeedbackRow>().Where(f => f.GivenAt >= from && f.GivenAt < to)
            .Select(f => new { f.Service, f.Satisfaction }).ToListAsync(ct)).ToLookup(x => x.Service, x => x.Satisfaction);
        var complained = (await db.Set<ComplaintRow>().Where(c => c.GivenAt >= from && c.GivenAt < to)
            .Select(c => new { c.Service, c.DueAt, c.AnsweredAt }).ToListAsync(ct)).ToLookup(x => x.Service);

        var exempt = (await db.Set<CaseRow>().Where(c => c.SubmittedAt >= from && c.SubmittedAt < to && c.Exemption != null)
            .GroupBy(c => new { c.Service, c.Exemption, c.Governorate }).Select(g => new { g.Key.Service, g.Key.Exemption, g.Key.Governorate, Count = g.Count() })
            .ToListAsync(ct)).ToLookup(x => x.Service, x => new ExemptionCount(x.Exemption!, x.Governorate, x.Count));

        var services = started.Keys.Union(submitted.Select(s => s.Key)).Union(ended.Select(e => e.Key)).Union(running.Keys).Union(rated.Select(r => r.Key)).Union(complained.Select(c => c.Key));
        return services.ToDictionary(service => service, service =>
        {
            var answered = ended[service].Where(e => e.PublicState is PublicState.Issued or PublicState.Refused).ToList();
            var took = answered.Select(e => e.EndedAt!.Value - e.SubmittedAt).Order().ToList();
            var ratings = rated[service].ToList();
            var complaints = complained[service].ToList();
            return new ServiceFigures(
                service,
                started.GetValueOrDefault(service),
                submitted[service].ToDictionary(s => s.Channel, s => s.Count),
                ended[service].GroupBy(e => e.PublicState).ToDictionary(g => g.Key, g => g.Count()),
                answered.Count(e => e.PromisedAt is null || e.EndedAt <= e.PromisedAt),
                answered.Count(e => e.EndedAt > e.PromisedAt),
                running.GetValueOrDefault(service)?.Count ?? 0,
                running.GetValueOrDefault(service)?.Late ?? 0,
                Share(took, 50),
                Share(took, 90),
                ratings.Count == 0 ? null : Math.Round((decimal)ratings.Average(), 2),
                ratings.Count,
                complaints.Count,
                complaints.Count(c => c.DueAt < (c.AnsweredAt ?? to)),
                [.. exempt[service].OrderBy(e => e.Exemption, StringComparer.Ordinal).ThenBy(e => e.Governorate, StringComparer.Ordinal)]);
        });
    }

    /// <summary>Cases issued or refused in a stretch of time, by service.</summary>
    public async Task<IReadOnlyDictionary<string, int>> AnsweredAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Set<CaseRow>().Where(c => c.EndedAt >= from && c.EndedAt < to && (c.PublicState == PublicState.Issued || c.PublicState == PublicState.Refused))
            .GroupBy(c => c.Service).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(x => x.Key, x => x.Count, ct);
    }

    /// <summary>How many cases were answered in a stretch of time, by service, and how many of them within the promise.</summary>
    public async Task<IReadOnlyDictionary<string, (int Met, int Of)>> PromisesAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Set<CaseRow>().Where(c => c.EndedAt >= from && c.EndedAt < to && (c.PublicState == PublicState.Issued || c.PublicState == PublicState.Refused))
            .GroupBy(c => c.Service).Select(g => new { g.Key, Of = g.Count(), Met = g.Count(c => c.PromisedAt == null || c.EndedAt <= c.PromisedAt) })
            .ToDictionaryAsync(x => x.Key, x => (x.Met, x.Of), ct);
    }

    /// <summary>The smallest value that this many per cent do not exceed.</summary>
    private static TimeSpan? Share(List<TimeSpan> sorted, int percent) =>
        sorted.Count == 0 ? null : sorted[Math.Max(0, (int)Math.Ceiling(sorted.Count * percent / 100.0) - 1)];
}
