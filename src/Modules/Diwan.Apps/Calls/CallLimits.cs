using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Diwan.Apps.Calls;

/// <summary>What is left of a minute.</summary>
/// <param name="Seconds">Until the minute is over.</param>
public sealed record Allowance(bool Granted, int Limit, int Left, int Seconds);

/// <summary>How many requests a minute one app may make for one person. Counts in this process only.</summary>
public sealed class CallLimits(IOptions<AppsOptions> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Window> _windows = new(StringComparer.Ordinal);
    private long _swept;

    public Allowance Take(string who)
    {
        var minute = time.GetUtcNow().ToUnixTimeSeconds();
        var (window, left) = (minute / 60, (int)(60 - (minute % 60)));
        if (Interlocked.Exchange(ref _swept, window) != window)
        {
            foreach (var (key, old) in _windows)
            {
                if (old.Minute < window)
                {
                    _windows.TryRemove(key, out _);
                }
            }
        }

        var limit = options.Value.PerMinute;
        var used = _windows.AddOrUpdate(who, _ => new Window(window, 1), (_, now) => now.Minute == window ? now with { Used = now.Used + 1 } : new Window(window, 1)).Used;
        return new Allowance(used <= limit, limit, Math.Max(0, limit - used), left);
    }

    private sealed record Window(long Minute, int Used);
}
