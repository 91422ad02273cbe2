using Diwan.Payments;
using Diwan.Platform;

namespace Diwan.Programme.Gates;

/// <summary>
/// The proof of the ledger, which reads all of it: whoever looks at the gate is shown one of the last minutes with its moment, whoever moves a
/// service through it gets a new one.
/// </summary>
public sealed class LedgerProof(VerifyLedger ledger, TimeProvider time)
{
    private readonly Recent<string, LedgerReport> _recent = new(time, TimeSpan.FromMinutes(10));

    internal Task<(DateTimeOffset At, LedgerReport Report)> RunAsync(bool anew, CancellationToken ct) => _recent.ReadAsync("", ledger.RunAsync, anew, ct);
}
