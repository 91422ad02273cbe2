namespace Diwan.Platform;

/// <summary>Wakes the runner when a duty is owed in this process, so that nobody waits for the next poll.</summary>
public sealed class DutySignal : IDisposable
{
    private readonly SemaphoreSlim _owed = new(0, 1);
    private readonly TimeProvider _time;
    private readonly TimeSpan _horizon = TimeSpan.FromSeconds(1);

    public DutySignal(TimeProvider time) => _time = time;

    public void Dispose() => _owed.Dispose();

    internal void Owed(DateTimeOffset due)
    {
        if (due <= _time.GetUtcNow() + _horizon)
        {
            Wake();
        }
    }

    internal void Wake()
    {
        try
        {
            _owed.Release();
        }
        catch (SemaphoreFullException)
        {
            // Already awake.
        }
    }

    internal Task WaitAsync(TimeSpan atMost, CancellationToken ct) => _owed.WaitAsync(atMost, ct);
}
