using Microsoft.Extensions.Hosting;

namespace Diwan.Platform;

/// <summary>Something that a node does again and again for as long as it runs. What goes wrong is told, and tried again after the next pause.</summary>
public abstract class RecurringWork(TimeProvider time) : BackgroundService
{
    protected TimeProvider Time => time;

    /// <summary>From the start of the node to the first time; the start itself is never held up.</summary>
    protected virtual TimeSpan First => Pause;

    /// <summary>From the end of one time to the next.</summary>
    protected abstract TimeSpan Pause { get; }

    protected abstract Task DoAsync(CancellationToken ct);

    /// <summary>Writes down that it went wrong.</summary>
    protected abstract void Failed(Exception e);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var pause = First; !stoppingToken.IsCancellationRequested; pause = Pause)
        {
            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            try
            {
                await DoAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                Failed(e);
            }
        }
    }
}
