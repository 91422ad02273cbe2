using Diwan.Cases.Rows;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Cases.UseCases;

/// <summary>What the people who try a service before its launch have begun.</summary>
/// <param name="Drafts">Applications that are not submitted.</param>
/// <param name="Running">Cases that have not ended and can be read.</param>
/// <param name="Ended">Cases that have ended.</param>
public sealed record PilotApplications(int Drafts, int Running, int Ended)
{
    public static PilotApplications None { get; } = new(0, 0, 0);

    public int All => Drafts + Running + Ended;
}

/// <summary>Counts what came of a pilot, by opening each of its cases.</summary>
public sealed class FollowPilot(IDbContextFactory<AppDbContext> contexts, ReadCase cases)
{
    /// <param name="people">Their keys.</param>
    /// <param name="since">When the pilot was opened.</param>
    public async Task<PilotApplications> RunAsync(string service, IReadOnlyList<string> people, DateTimeOffset since, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var drafts = await db.Set<ApplicationRow>()
            .CountAsync(a => a.Service == service && people.Contains(a.PersonKey) && a.StartedAt >= since && a.State == ApplicationState.Draft, ct);
        var submitted = await db.Set<CaseRow>().Where(c => c.Service == service && people.Contains(c.PersonKey) && c.SubmittedAt >= since)
            .Select(c => new { c.Reference, c.PersonKey, Ended = c.EndedAt != null }).ToListAsync(ct);
        var running = 0;
        foreach (var one in submitted.Where(s => !s.Ended))
        {
            running += await cases.ServiceOfAsync(one.Reference, one.PersonKey, ct) is null ? 0 : 1;
        }

        return new(drafts, running, submitted.Count(s => s.Ended));
    }
}
