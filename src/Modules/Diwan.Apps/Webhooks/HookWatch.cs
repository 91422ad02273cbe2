using Diwan.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Diwan.Apps;

/// <summary>Knows whether any app wants to be told of anything. Until it has looked, it says yes. What another node was asked, it learns within five seconds.</summary>
public sealed partial class HookWatch(IDbContextFactory<AppDbContext> contexts, TimeProvider time, ILogger<HookWatch> log) : RecurringWork(time)
{
    private volatile bool _any = true;

    public bool AnyHooks => _any;

    protected override TimeSpan First => TimeSpan.FromSeconds(1);

    protected override TimeSpan Pause => TimeSpan.FromSeconds(5);

    internal void Somebody() => _any = true;

    protected override async Task DoAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        _any = await db.Set<HookRow>().AnyAsync(h => h.EndedAt == null, ct);
    }

    protected override void Failed(Exception e) => LogFailed(log, e);

    [LoggerMessage(Level = LogLevel.Error, Message = "Whether any app has a webhook could not be read; tried again in five seconds.")]
    private static partial void LogFailed(ILogger logger, Exception e);
}
