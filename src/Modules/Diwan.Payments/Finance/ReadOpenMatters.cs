using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Payments;

public enum OpenMatterKind
{
    /// <summary>Money that its bill does not need, and that has not gone back yet.</summary>
    Unmatched,

    /// <summary>A refund that waits for a person: a second one, its payee, a transfer, a counter.</summary>
    Refund,

    /// <summary>A payer's wish that nobody has answered.</summary>
    Wish,

    /// <summary>A paid basket of which a bill has not had its share.</summary>
    Basket,

    /// <summary>A drawer that was counted with too much or too little, and that no supervisor has looked at.</summary>
    Shift,

    /// <summary>A receipt that has no fiscal number yet.</summary>
    Receipt,
}

/// <param name="Id">Of the refund, wish or shift; else of the row it is about.</param>
/// <param name="Institution">Empty of a basket, which belongs to several.</param>
/// <param name="Amount">Below zero: too little in a drawer.</param>
/// <param name="State">The refund's; null of what is no refund.</param>
public sealed record OpenMatter(
    OpenMatterKind Kind, Guid Id, DateTimeOffset Since, string Institution, string BillNumber, string TransactionNo, Money Amount, RefundState? State = null,
    RefundWay? Way = null, string? Why = null);

/// <summary>
/// What is not at its end, the oldest first. Nothing leaves this list by being ticked off: each matter ends where it lies, with the reason
/// that is asked for there.
/// </summary>
public sealed class ReadOpenMatters(IDbContextFactory<AppDbContext> contexts, TimeProvider time)
{
    /// <summary>Of each kind.</summary>
    public const int Most = 100;

    /// <summary>What takes its course by itself is shown when it has taken longer than this.</summary>
    private static readonly TimeSpan Course = TimeSpan.FromMinutes(1);

    /// <param name="institutions">Null for all, and for what belongs to none.</param>
    public async Task<IReadOnlyList<OpenMatter>> RunAsync(IReadOnlyCollection<string>? institutions, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var late = time.GetUtcNow() - Course;
        var matters = new List<OpenMatter>();

        var refunds = await db.Set<RefundRow>()
            .Where(x => x.State != RefundState.Done && x.State != RefundState.Refused && (institutions == null || institutions.Contains(x.Institution)))
            .OrderBy(x => x.AskedAt)
            .Take(2 * Most)
            .ToListAsync(ct);
        matters.AddRange(refunds
            .Where(x => x.State != RefundState.Asked || x.Way is RefundWay.Transfer or RefundWay.Counter || x.AskedAt < late)
            .Select(x => new OpenMatter(
                x.IsOfBill ? OpenMatterKind.Refund : OpenMatterKind.Unmatched, x.Id, x.AskedAt, x.Institution, x.BillNumber, x.TransactionNo, x.Amount, x.State, x.Way,
                x.Reason ?? x.Why)));

        // Credited to suspense, and its refund not even asked for yet.
        var suspense = await db.Set<LedgerRow>()
            .Where(x => x.Credit == LedgerAccounts.Suspense && !x.Key.StartsWith("refund-") && x.At < late
                && !db.Set<RefundRow>().Any(r => r.From == LedgerAccounts.Suspense && r.TransactionNo == x.TransactionNo && r.BillNumber == x.BillNumber))
            .OrderBy(x => x.At)
            .Take(Most)
            .Select(x => new { x.Id, x.At, x.BillNumber, x.TransactionNo, x.Amount })
            .ToListAsync(ct);
        var numbers = suspense.ConvertAll(x => x.BillNumber);
        var owners = await db.Set<BillRow>().Where(b => numbers.Contains(b.Number)).Select(b => new { b.Number, b.Institution }).ToDictionaryAsync(b => b.Number, b => b.Institution, ct);
        matters.AddRange(suspense
            .Select(x => new OpenMatter(OpenMatterKind.Unmatched, x.Id, x.At, owners.GetValueOrDefault(x.BillNumber, ""), x.BillNumber, x.TransactionNo, x.Amount))
            .Where(m => institutions is null || institutions.Contains(m.Institution)));

        var wishes = await db.Set<RefundWishRow>()
            .Where(x => x.State == WishState.Open && (institutions == null || institutions.Contains(x.Institution)))
            .OrderBy(x => x.AskedAt)
            .Take(Most)
            .ToListAsync(ct);
        matters.AddRange(wishes.Select(x => new OpenMatter(OpenMatterKind.Wish, x.Id, x.AskedAt, x.Institution, x.BillNumber, "", x.Amount, Way: x.Way, Why: x.Words)));

        var shifts = await db.Set<ShiftRow>()
            .Where(x => x.State == ShiftState.Closed && x.Difference != Money.Zero && x.ReviewedBy == null && (institutions == null || institutions.Contains(x.Organisation)))
            .OrderBy(x => x.ClosedAt)
            .Take(Most)
            .ToListAsync(ct);
        matters.AddRange(shifts.Select(x => new OpenMatter(OpenMatterKind.Shift, x.Id, x.ClosedAt!.Value, x.Organisation, "", "", x.Difference, Why: x.Reason)));

        var receipts = await db.Set<ReceiptRow>()
            .Where(x => x.FiscalNumber == null && x.At < late && (institutions == null || institutions.Contains(x.Institution)))
            .OrderBy(x => x.At)
            .Take(Most)
            .ToListAsync(ct);
        matters.AddRange(receipts.Select(x => new OpenMatter(OpenMatterKind.Receipt, x.Id, x.At, x.Institution, x.BillNumber, x.TransactionNo, x.Amount)));

        if (institutions is null)
        {
            var baskets = await db.Set<BillRow>()
                .Where(x => x.Parts != null && x.State == BillState.Settled && x.PaidAt < late
                    && db.Set<LedgerRow>().Where(l => l.Debit == LedgerAccounts.Baskets && l.TransactionNo == x.TransactionNo).Sum(l => (long)(object)l.Amount) != (long)(object)x.Total)
                .OrderBy(x => x.PaidAt)
                .Take(Most)
                .ToListAsync(ct);
            matters.AddRange(baskets.Select(x => new OpenMatter(OpenMatterKind.Basket, x.Id, x.PaidAt!.Value, "", x.Number, x.TransactionNo ?? "", x.Total)));
        }

        return [.. matters.OrderBy(m => m.Since)];
    }
}
