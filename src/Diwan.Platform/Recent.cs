using System.Collections.Concurrent;

namespace Diwan.Platform;

/// <summary>
/// Figures that take long to count and that several people look at: counted at most once in a stretch of time, and by one of those who wait. Whoever shows
/// one shows its moment.
/// </summary>
/// <param name="fresh">So long a figure is shown again.</param>
/// <param name="most">How many are kept; the oldest goes.</param>
public sealed class Recent<TKey, TValue>(TimeProvider time, TimeSpan fresh, int most = 100)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Place> _places = new();

    /// <param name="anew">Nothing that was counted before will do.</param>
    /// <returns>The figure and when it was counted.</returns>
    public async Task<(DateTimeOffset At, TValue Value)> ReadAsync(TKey key, Func<CancellationToken, Task<TValue>> count, bool anew, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(count);
        var place = _places.GetOrAdd(key, _ => new Place());
        await place.One.WaitAsync(ct);
        try
        {
            var now = time.GetUtcNow();
            if (anew || place.Last is not { } last || now - last.At > fresh || now < last.At)
            {
                place.Last = last = (now, await count(ct));
                Tidy();
            }

            return last;
        }
        finally
        {
            place.One.Release();
        }
    }

    private void Tidy()
    {
        foreach (var old in _places.Where(p => p.Value.Last is not null).OrderBy(p => p.Value.Last!.Value.At).Take(_places.Count - most).ToList())
        {
            _places.TryRemove(old);
        }
    }

    private sealed class Place
    {
        // Never disposed: it has no handle as long as nobody asks for one.
        internal SemaphoreSlim One { get; } = new(1);

        internal (DateTimeOffset At, TValue Value)? Last { get; set; }
    }
}
