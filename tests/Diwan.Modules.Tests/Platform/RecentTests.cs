using Diwan.Platform;
using Microsoft.Extensions.Time.Testing;

namespace Diwan.Modules.Tests.Platform;

/// <summary>A figure that takes long is counted once for all who wait, again when it is old or asked for anew, and a failure is nobody's figure.</summary>
public sealed class RecentTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_counted_once_in_its_time_and_the_oldest_goes()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2018, 1, 1, 8, 0, 0, TimeSpan.Zero));
        var recent = new Recent<string, int>(time, TimeSpan.FromMinutes(1), most: 2);
        var (counted, gate) = (0, new TaskCompletionSource());
        async Task<int> CountAsync(CancellationToken ct)
        {
            await gate.Task.WaitAsync(ct);
            return ++counted;
        }

        var waiting = Enumerable.Range(0, 20).Select(_ => recent.ReadAsync("a", CountAsync, anew: false, Ct)).ToList();
        gate.SetResult();
        Assert.All(await Task.WhenAll(waiting), read => Assert.Equal((time.GetUtcNow(), 1), read));
        time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(1, (await recent.ReadAsync("a", CountAsync, anew: false, Ct)).Value);
        Assert.Equal(2, (await recent.ReadAsync("a", CountAsync, anew: true, Ct)).Value);
        time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal((time.GetUtcNow(), 3), await recent.ReadAsync("a", CountAsync, anew: false, Ct));

        time.Advance(TimeSpan.FromSeconds(1));
        await recent.ReadAsync("b", CountAsync, anew: false, Ct);
        time.Advance(TimeSpan.FromSeconds(1));
        await recent.ReadAsync("c", CountAsync, anew: false, Ct);
        Assert.Equal(6, (await recent.ReadAsync("a", CountAsync, anew: false, Ct)).Value);
        Assert.Equal(5, (await recent.ReadAsync("c", CountAsync, anew: false, Ct)).Value);

        await Assert.ThrowsAsync<InvalidOperationException>(() => recent.ReadAsync("d", _ => throw new InvalidOperationException(), anew: false, Ct));
        Assert.Equal(7, (await recent.ReadAsync("d", CountAsync, anew: false, Ct)).Value);
    }
}
