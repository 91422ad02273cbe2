using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Diwan.Payments;

/// <summary>
/// Gives receipts their fiscal numbers: 1, 2, 3 … of an institution and year, without a gap. Not while money is booked, where every payment
/// of an institution would wait for the one before it, but shortly after, many in one change together with the counter. The receipts that
/// have no number yet are the queue: whatever crashes, they are still there.
/// </summary>
public sealed class NumberReceipts(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, TimeProvider time)
{
    private const int AtOnce = 200;

    /// <summary>Numbers everything that waits. Safe to run anywhere, any number at once.</summary>
    /// <returns>How many receipts this run numbered.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var numbered = 0;
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            if (await db.Set<ReceiptRow>().Where(x => x.FiscalNumber == null).OrderBy(x => x.FiscalYear).ThenBy(x => x.At).FirstOrDefaultAsync(ct) is not { } first)
            {
                return numbered;
            }

            var rows = await db.Set<ReceiptRow>()
                .Where(x => x.FiscalNumber == null && x.Institution == first.Institution && x.FiscalYear == first.FiscalYear)
                .OrderBy(x => x.At)
                .ThenBy(x => x.Id)
                .Take(AtOnce)
                .ToListAsync(ct);
            if (rows.Count == 0)
            {
                continue;
            }

            var change = new Change(Actor.System("payments.number-receipts"), Channel.System, "receipt-numbering", time.GetUtcNow());
            var counter = await db.Set<FiscalCounterRow>().FirstOrDefaultAsync(x => x.Institution == first.Institution && x.FiscalYear == first.FiscalYear, ct);
            if (counter is null)
            {
                counter = new FiscalCounterRow { Institution = first.Institution, FiscalYear = first.FiscalYear };
                change.Insert(counter);
            }
            else
            {
                change.Update(counter);
            }

            foreach (var row in rows)
            {
                row.FiscalNumber = ++counter.Last;
                change.Update(row);
            }

            // Not written: another node was numbering the same institution. Look again.
            if (await writer.WriteAsync(change, ct) is ChangeResult.Written)
            {
                numbered += rows.Count;
            }
        }
    }
}

/// <summary>Looks every second whether a receipt waits for its number.</summary>
internal sealed class NumberReceiptsService(NumberReceipts receipts, TimeProvider time, ILogger<NumberReceiptsService> log) : RecurringWork(time)
{
    protected override TimeSpan First => TimeSpan.Zero;

    protected override TimeSpan Pause => TimeSpan.FromSeconds(1);

    protected override Task DoAsync(CancellationToken ct) => receipts.RunAsync(ct);

    protected override void Failed(Exception e) => log.LogWarning(e, "Receipts could not be numbered; trying again.");
}
