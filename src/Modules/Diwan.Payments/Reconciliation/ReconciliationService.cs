using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Diwan.Payments;

/// <summary>At each start sees to it that the standing duties of the rails are owed, once for all nodes: asking what is pending, uploading bills.</summary>
internal sealed partial class ReconciliationService(ChangeWriter writer, DutyList duties, TimeProvider time, ILogger<ReconciliationService> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await OweAsync(stoppingToken);
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

    internal async Task OweAsync(CancellationToken ct)
    {
        await OweAsync(AskWhatIsPending.Order(time.GetUtcNow()), ct);
        await OweAsync(UploadBills.Order(time.GetUtcNow()), ct);
    }

    private async Task OweAsync(DutyOrder order, CancellationToken ct)
    {
        var change = New();
        change.Owe(order);
        if (await writer.WriteAsync(change, ct) is ChangeResult.Duplicate && (await duties.DeadAsync(1000, ct)).FirstOrDefault(d => d.Key == order.Key) is { } dead)
        {
            // It was given up, as when a process died in it again and again. A new start is a new try.
            await duties.TryAgainAsync(dead.Id, New(), ct);
        }
    }

    private Change New() => new(Actor.System("payments.reconciliation"), Channel.System, "reconciliation-starting", time.GetUtcNow());

    [LoggerMessage(Level = LogLevel.Warning, Message = "Reconciliation could not be started; trying again.")]
    private static partial void LogFailed(ILogger log, Exception e);
}
