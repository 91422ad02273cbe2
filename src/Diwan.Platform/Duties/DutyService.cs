using Microsoft.Extensions.Hosting;

namespace Diwan.Platform;

internal sealed class DutyService(DutyRunner runner) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() => runner.RunAsync(stoppingToken), CancellationToken.None);
}
