namespace Diwan.Simulation;

/// <summary>The clock of a simulated time. It stands still until it is set, and never goes back.</summary>
public sealed class SimulatedClock(DateTimeOffset start) : TimeProvider
{
    private long _ticks = start.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _ticks), TimeSpan.Zero);

    /// <exception cref="ArgumentOutOfRangeException">The moment is before the one it shows.</exception>
    public void SetTo(DateTimeOffset moment)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(moment.UtcTicks, Volatile.Read(ref _ticks), nameof(moment));
        Volatile.Write(ref _ticks, moment.UtcTicks);
    }
}
