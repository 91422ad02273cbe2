using System.Text.Json;
using Diwan.Assistance.Rows;
using Diwan.Accounts;
using Diwan.Engine.Journeys;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Assistance;

/// <summary>Finds the session an agent is in, and the sessions of a counter.</summary>
public sealed class FindSession(IDbContextFactory<AppDbContext> contexts, FindCall calls, TimeProvider time)
{
    /// <summary>The agent's session that is not over; null when there is none.</summary>
    public async Task<AssistedSession?> OfAgentAsync(SignedIn agent, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(agent);
        return await RowAsync(agent, ct) is { } row ? View(row) : null;
    }

    internal async Task<SessionRow?> RowAsync(SignedIn agent, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        var row = await db.Set<SessionRow>().FirstOrDefaultAsync(s => s.AgentKey == agent.PersonKey && s.EndedAt == null && s.EndsAt > now, ct);

        // A session begun in a call is over with it.
        return row?.Call is { } call && (await calls.RowAsync(agent, ct))?.Id != call ? null : row;
    }

    /// <summary>How long after a session its unfinished form is gone on with, by a new consent.</summary>
    public static readonly TimeSpan Resumable = TimeSpan.FromDays(1);

    /// <summary>The form that an earlier session of the same person, service and counter began last; null when there is none.</summary>
    internal async Task<Guid?> UnfinishedAsync(SessionRow session, CancellationToken ct)
    {
        var since = session.BegunAt - Resumable;
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<SessionRow>()
            .Where(s => s.PersonKey == session.PersonKey && s.BegunAt > since && s.Id != session.Id && s.Service == session.Service && s.Site == session.Site && s.Application != null)
            .OrderByDescending(s => s.BegunAt).Select(s => s.Application).FirstOrDefaultAsync(ct);
    }

    /// <summary>The service of the session in which somebody's data was looked at; null when there was none then.</summary>
    /// <param name="at">The moment of the look, as the person's ledger gives it.</param>
    public async Task<string?> ServiceOfLookAsync(string person, DateTimeOffset at, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<SessionRow>()
            .Where(s => s.PersonKey == person && s.BegunAt <= at && s.EndsAt >= at).OrderByDescending(s => s.BegunAt).Select(s => s.Service).FirstOrDefaultAsync(ct);
    }

    /// <summary>The sessions an agent had since a moment, the latest first. They say nothing of the people.</summary>
    public async Task<IReadOnlyList<SessionLine>> SinceAsync(SignedIn agent, DateTimeOffset since, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(agent);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Set<SessionRow>().Where(s => s.AgentKey == agent.PersonKey && s.BegunAt >= since).OrderByDescending(s => s.BegunAt).ToListAsync(ct);
        var now = time.GetUtcNow();
        return [.. rows.Select(r => new SessionLine(r.BegunAt, r.EndedAt ?? (r.EndsAt <= now ? r.EndsAt : null), r.AgentName, r.Site, r.Service, StateOf(r, now), r.Consent))];
    }

    internal static AssistedSession View(SessionRow row) => new(
        row.Id, row.Site, row.PersonKey, JsonSerializer.Deserialize<Applicant>(row.Applicant, Change.Json)!, row.Service, row.State, row.Consent, BeginSession.MostTries - row.Tries, row.BegunAt,
        row.EndsAt, row.Application, ChannelOf(row));

    internal static Channel ChannelOf(SessionRow row) => row.Call is null ? Channel.Assisted : Channel.ContactCentre;

    internal static SessionState StateOf(SessionRow row, DateTimeOffset now) =>
        row.EndedAt is not null || row.EndsAt > now ? row.State : row.State == SessionState.Open ? SessionState.Ended : SessionState.NotAgreed;
}
