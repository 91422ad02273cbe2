using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Payments;

/// <summary>Makes the cancelling of a bill part of the caller's change. Harmless when it is settled, expired or cancelled already.</summary>
public sealed class CancelBill(IDbContextFactory<AppDbContext> contexts)
{
    public async Task AddAsync(Change change, string billNumber, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<BillRow>().FirstOrDefaultAsync(x => x.Number == billNumber, ct) is { } bill
            && BillLife.After(bill.State, BillHappening.Cancel) is (BillAnswer.Move, var to))
        {
            bill.State = to;
            if (bill.Paid > Money.Zero)
            {
                await ReturnParts.AddAsync(db, bill, change, ct);
            }

            change.Update(bill);
            change.Record(bill.Chain, "bill-cancelled", new { bill.Number });
            change.NoLongerOwe(bill.WatchKey);
        }
    }
}
