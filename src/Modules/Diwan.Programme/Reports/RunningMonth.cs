using Diwan.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace Diwan.Programme.Reports;

/// <summary>The report of a month that is not frozen, as it was measured in the last minute; the report says when.</summary>
public sealed class RunningMonth(IServiceScopeFactory scopes, TimeProvider time)
{
    private readonly Recent<(ReportKind, DateOnly), MonthlyReport> _recent = new(time, TimeSpan.FromMinutes(1), most: 24);

    /// <param name="month">Its first day.</param>
    public async Task<MonthlyReport> RunAsync(ReportKind kind, DateOnly month, CancellationToken ct) => (await _recent.ReadAsync(
        (kind, month),
        async stop =>
        {
            await using var scope = scopes.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<MeasureMonth>().RunAsync(kind, month, stop);
        },
        anew: false,
        ct)).Value;
}
