using Diwan.Payments;

namespace Diwan.Programme.Gates;

/// <summary>
/// The proof of the ledger, which reads all of it: whoever looks at the gate is shown one of the last minutes with its moment, whoever moves a
/// service through it gets a new one.
/// </summary>
public sealed class LedgerProof(VerifyLedger ledger, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim _one = new(1);
    private (DateTimeOffset At, LedgerReport Report)? _last;

    internal async Task<(DateTimeOffset At, LedgerReport Report)> RunAsync(bool anew, CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            var now = time.GetUtcNow();
            if (anew || _last is not { } last || now - last.At > Fresh)
            {
                _last = (now, await ledger.RunAsync(ct));
            }

            return _last.Value;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();
}
