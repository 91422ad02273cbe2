namespace Diwan.Platform;

/// <summary>Wakes the runner of a lane when a duty is owed in this process, so that nobody waits for the next poll.</summary>
public sealed class DutySignal(TimeProvider time) : IDisposable
{
    private readonly TimeSpan _horizon = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim[] _owed = [.. Enum.GetValues<DutyLane>().Select(_ => new SemaphoreSlim(0, 1))];

    public void Dispose() => Array.ForEach(_owed, lane => lane.Dispose());

    internal void Owed(DutyLane lane, DateTimeOffset due)
    {
        if (due > time.GetUtcNow() + _horizon)
        {
            return;
        }

        try
        {
            _owed[(int)lane].Release();
        }
        catch (SemaphoreFullException)
        {
            // Already awake.
        }
    }

    internal Task WaitAsync(DutyLane lane, TimeSpan atMost, CancellationToken ct) => _owed[(int)lane].WaitAsync(atMost, ct);
}
