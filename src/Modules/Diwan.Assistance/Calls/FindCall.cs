using System.Text.Json;
using Diwan.Accounts;
using Diwan.Assistance.Rows;
using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Assistance;

/// <summary>Finds the call an agent is in, and those they had.</summary>
public sealed class FindCall(IDbContextFactory<AppDbContext> contexts, Catalogue catalogue, TimeProvider time)
{
    /// <summary>The agent's call that goes on; null when there is none.</summary>
    public async Task<CentreCall?> OfAgentAsync(SignedIn agent, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(agent);
        return await RowAsync(agent, ct) is { } row ? View(row) : null;
    }

    internal async Task<CallRow?> RowAsync(SignedIn agent, CancellationToken ct)
    {
        if (!agent.May(Ability.AnswerCalls))
        {
            return null;
        }

        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<CallRow>().FirstOrDefaultAsync(c => c.AgentKey == agent.PersonKey && c.EndedAt == null && c.EndsAt > now, ct);
    }

    /// <summary>The agent's calls since a moment, the latest first.</summary>
    public async Task<IReadOnlyList<CallLine>> SinceAsync(SignedIn agent, DateTimeOffset since, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(agent);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<CallRow>().Where(c => c.AgentKey == agent.PersonKey && c.BegunAt >= since).OrderByDescending(c => c.BegunAt)
            .Select(c => new CallLine(c.BegunAt, c.EndedAt, c.Reason, c.Outcome, c.Service, c.KnownAt != null)).ToListAsync(ct);
    }

    internal CentreCall View(CallRow row) => new(
        row.Id, row.Phone, row.BegunAt, row.EndsAt, row.KnownAt is null ? null : row.PersonKey,
        row.KnownAt is null || row.Applicant is null ? null : JsonSerializer.Deserialize<Applicant>(row.Applicant, Change.Json),
        catalogue.Centre.FindQuestion(row.Asked),
        Math.Max(0, catalogue.Centre.Identity.MostWrong - row.Wrong), row.Reason, row.Service, row.Reference, row.Complaint);
}
