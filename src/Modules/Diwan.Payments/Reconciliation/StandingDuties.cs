using Diwan.Kernel;
using Diwan.Platform;

namespace Diwan.Payments;

/// <summary>The standing duties of the rails, owed once for all nodes: asking what is pending, uploading bills.</summary>
public sealed class StandingDuties(ChangeWriter writer, DutyList duties, TimeProvider time)
{
    /// <summary>Owes them, if they are not; one that was given up is tried again.</summary>
    public async Task OweAsync(CancellationToken ct)
    {
        await OweAsync(AskWhatIsPending.Order(time.GetUtcNow()), ct);
        await OweAsync(UploadBills.Order(time.GetUtcNow()), ct);
    }

    private async Task OweAsync(DutyOrder order, CancellationToken ct)
    {
        var change = New();
        change.Owe(order);
        if (await writer.WriteAsync(change, ct) is ChangeResult.Duplicate && (await duties.DeadAsync(1000, ct)).FirstOrDefault(d => d.Key == order.Key) is { } dead)
        {
            // It was given up, as when a process died in it again and again. A new start is a new try.
            await duties.TryAgainAsync(dead.Id, New(), ct);
        }
    }

    private Change New() => new(Actor.System("payments.reconciliation"), Channel.System, "reconciliation-starting", time.GetUtcNow());
}
