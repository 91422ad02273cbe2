using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Programme.Security;

/// <param name="Service">Null for the whole platform.</param>
/// <param name="Blocks">Whether it holds a launch now.</param>
public sealed record VulnerabilityView(
    Guid Id, string Number, string? Service, Severity Severity, string Title, DateTimeOffset FoundAt, string FoundBy, DateTimeOffset DueAt,
    DateTimeOffset? ClosedAt, string? ClosedBy, string? Remedy, bool IsLate, bool Blocks);

/// <summary>The vulnerability register: what is open first, the most urgent before the rest.</summary>
public sealed class FindVulnerabilities(IDbContextFactory<AppDbContext> contexts, TimeProvider time)
{
    public async Task<IReadOnlyList<VulnerabilityView>> AllAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Set<VulnerabilityRow>().ToListAsync(ct);
        return
        [
            .. rows.OrderBy(r => r.ClosedAt is null ? 0 : 1).ThenBy(r => r.DueAt)
                .Select(r => new VulnerabilityView(
                    r.Id, r.Number, r.Service, r.Severity, r.Title, r.FoundAt, r.FoundBy, r.DueAt, r.ClosedAt, r.ClosedBy, r.Remedy,
                    (r.ClosedAt ?? now) > r.DueAt, r.ClosedAt is null && r.Severity.Blocks(r.DueAt, now))),
        ];
    }

    /// <summary>Numbers of the open ones that hold the launch of a service: its own and those of the whole platform.</summary>
    public async Task<IReadOnlyList<string>> BlockingAsync(string service, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        var open = await db.Set<VulnerabilityRow>().Where(r => r.ClosedAt == null && (r.Service == null || r.Service == service)).ToListAsync(ct);
        return [.. open.Where(r => r.Severity.Blocks(r.DueAt, now)).OrderBy(r => r.DueAt).Select(r => r.Number)];
    }
}
