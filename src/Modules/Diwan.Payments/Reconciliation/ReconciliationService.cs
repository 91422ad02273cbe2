using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Diwan.Payments;

/// <summary>At each start sees to it that the standing duties of the rails are owed.</summary>
internal sealed partial class ReconciliationService(StandingDuties duties, TimeProvider time, ILogger<ReconciliationService> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await duties.OweAsync(stoppingToken);
                return;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogFailed(log, e);
            }

            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Reconciliation could not be started; trying again.")]
    private static partial void LogFailed(ILogger log, Exception e);
}
