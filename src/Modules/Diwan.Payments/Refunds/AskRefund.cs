using System.Globalization;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Payments;

/// <summary>Sets money of a bill aside to go back, split over the payments it came by.</summary>
internal static class AskRefund
{
    /// <summary>Cash and terminal slips go back over a counter.</summary>
    public static RefundWay WayBack(Rail rail) => rail switch
    {
        Rail.Cash or Rail.Terminal => RefundWay.Counter,
        Rail.Credit => RefundWay.Credit,
        _ => RefundWay.Source,
    };

    /// <summary>The latest money first: what was paid last is most likely what was too much.</summary>
    /// <returns>None when the receipts do not hold that much any more: another refund was asked for since the bill was read.</returns>
    public static async Task<IReadOnlyList<RefundRow>> SplitAsync(
        AppDbContext db, BillRow bill, Money amount, string key, Change change, RefundState state, CancellationToken ct,
        RefundWay? way = null, Actor? asker = null, string? reason = null, string? iban = null)
    {
        var receipts = await db.Set<ReceiptRow>().Where(x => x.BillNumber == bill.Number).ToListAsync(ct);
        var before = await db.Set<RefundRow>()
            .Where(x => x.BillNumber == bill.Number && x.From != LedgerAccounts.Suspense && x.State != RefundState.Refused)
            .ToListAsync(ct);
        var rows = new List<RefundRow>();
        foreach (var receipt in receipts.OrderByDescending(x => x.At).ThenByDescending(x => x.Number.Length).ThenByDescending(x => x.Number, StringComparer.Ordinal))
        {
            var left = receipt.Amount - before.Where(x => x.TransactionNo == receipt.TransactionNo).Select(x => x.Amount).Sum();
            var some = left < amount ? left : amount;
            if (some <= Money.Zero)
            {
                continue;
            }

            amount -= some;
            rows.Add(new RefundRow
            {
                Id = change.NewId(),
                Key = rows.Count == 0 ? key : string.Create(CultureInfo.InvariantCulture, $"{key}/{rows.Count + 1}"),
                Request = key,
                BillNumber = bill.Number,
                TransactionNo = receipt.TransactionNo,
                Institution = bill.Institution,
                PayerKey = receipt.PayerKey,
                Rail = receipt.Rail,
                Amount = some,
                From = LedgerAccounts.OfInstitution(bill.Institution),
                Way = way is null or RefundWay.Source ? WayBack(receipt.Rail) : way.Value,
                State = state,
                AskedBy = asker?.Id,
                AskedByName = asker?.Name,
                Reason = reason,
                Iban = iban,
                AskedAt = change.Now,
            });
        }

        return amount.IsZero ? rows : [];
    }

    public static void Add(Change change, BillRow bill, RefundRow refund)
    {
        bill.Refunded += refund.Amount;
        change.Update(bill);
        change.Insert(refund);
        LedgerAccounts.Post(change, "refund-asked:" + refund.Key, refund.From, LedgerAccounts.Refunds, refund.Amount, bill.Number, refund.TransactionNo);
        change.Record(bill.Chain, "refund-asked", new { bill.Number, amount = refund.Amount.Fils, refund.Key, way = refund.Way, state = refund.State });
        if (refund.State == RefundState.Asked)
        {
            CarryRefund.Owe(change, refund, bill.Id);
        }
    }
}
