using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Diwan.Platform;

/// <summary>Unhealthy when the database does not answer; degraded when duties were given up or are late.</summary>
internal sealed class PlatformHealth(IDbContextFactory<AppDbContext> contexts, DutyList duties) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await db.Database.CanConnectAsync(cancellationToken))
        {
            return HealthCheckResult.Unhealthy("The database does not answer.");
        }

        var counts = await duties.CountsAsync(cancellationToken);
        var data = new Dictionary<string, object> { ["waiting"] = counts.Waiting, ["late"] = counts.Late, ["dead"] = counts.Dead };
        return counts is { Late: 0, Dead: 0 }
            ? HealthCheckResult.Healthy(data: data)
            : HealthCheckResult.Degraded($"{counts.Dead} duties were given up, {counts.Late} are late.", data: data);
    }
}
