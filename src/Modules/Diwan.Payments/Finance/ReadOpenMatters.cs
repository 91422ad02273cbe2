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
    private const int PageSize = 50;

    /// <summary>What takes its course by itself is shown when it has taken longer than this.</summary>
    private static readonly TimeSpan Course = TimeSpan.FromMinutes(1);

    /// <param name="institutions">Null for all, and for what belongs to none.</param>
    public async Task<Slice<OpenMatter>> RunAsync(IReadOnlyCollection<string>? institutions, ListPlace? after, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var all = new Sources(db, institutions, time.GetUtcNow() - Course);
        var (at, id) = after ?? new ListPlace(DateTimeOffset.MinValue.AddTicks(1), Guid.Empty);
        const int Wanted = PageSize + 1;
        var found = new List<OpenMatter>();

        found.AddRange((await all.Refunds
                .Where(x => x.AskedAt > at || (x.AskedAt == at && x.Id.CompareTo(id) > 0)).OrderBy(x => x.AskedAt).ThenBy(x => x.Id).Take(Wanted).ToListAsync(ct))
            .Select(x => new OpenMatter(
                x.IsOfBill ? OpenMatterKind.Refund : OpenMatterKind.Unmatched, x.Id, x.AskedAt, x.Institution, x.BillNumber, x.TransactionNo, x.Amount, x.State, x.Way,
                x.Reason ?? x.Why)));

        var suspense = await all.Suspense
            .Where(x => x.At > at || (x.At == at && x.Id.CompareTo(id) > 0)).OrderBy(x => x.At).ThenBy(x => x.Id).Take(Wanted).ToListAsync(ct);
        var numbers = suspense.ConvertAll(x => x.BillNumber);
        var owners = await db.Set<BillRow>().Where(b => numbers.Contains(b.Number)).Select(b => new { b.Number, b.Institution }).ToDictionaryAsync(b => b.Number, b => b.Institution, ct);
        found.AddRange(suspense.Select(x => new OpenMatter(
            OpenMatterKind.Unmatched, x.Id, x.At, owners.GetValueOrDefault(x.BillNumber, ""), x.BillNumber, x.TransactionNo, x.Amount)));

        found.AddRange((await all.Wishes
                .Where(x => x.AskedAt > at || (x.AskedAt == at && x.Id.CompareTo(id) > 0)).OrderBy(x => x.AskedAt).ThenBy(x => x.Id).Take(Wanted).ToListAsync(ct))
            .Select(x => new OpenMatter(OpenMatterKind.Wish, x.Id, x.AskedAt, x.Institution, x.BillNumber, "", x.Amount, Way: x.Way, Why: x.Words)));

        found.AddRange((await all.Shifts
                .Where(x => x.ClosedAt > at || (x.ClosedAt == at && x.Id.CompareTo(id) > 0)).OrderBy(x => x.ClosedAt).ThenBy(x => x.Id).Take(Wanted).ToListAsync(ct))
            .Select(x => new OpenMatter(OpenMatterKind.Shift, x.Id, x.ClosedAt!.Value, x.Organisation, "", "", x.Difference, Why: x.Reason)));

        found.AddRange((await all.Receipts
                .Where(x => x.At > at || (x.At == at && x.Id.CompareTo(id) > 0)).OrderBy(x => x.At).ThenBy(x => x.Id).Take(Wanted).ToListAsync(ct))
            .Select(x => new OpenMatter(OpenMatterKind.Receipt, x.Id, x.At, x.Institution, x.BillNumber, x.TransactionNo, x.Amount)));

        found.AddRange((await all.Baskets
                .Where(x => x.PaidAt > at || (x.PaidAt == at && x.Id.CompareTo(id) > 0)).OrderBy(x => x.PaidAt).ThenBy(x => x.Id).Take(Wanted).ToListAsync(ct))
            .Select(x => new OpenMatter(OpenMatterKind.Basket, x.Id, x.PaidAt!.Value, "", x.Number, x.TransactionNo ?? "", x.Total)));

        // Ids in the order of the database, which compares them by their text: that of a Guid in .NET is another.
        return Slice.Of(
            [.. found.OrderBy(m => m.Since).ThenBy(m => m.Id.ToString(), StringComparer.Ordinal).Take(Wanted)], PageSize, m => new(m.Since, m.Id), m => m);
    }

    /// <summary>How many there are.</summary>
    /// <param name="institutions">Null for all, and for what belongs to none.</param>
    public async Task<int> CountAsync(IReadOnlyCollection<string>? institutions, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var all = new Sources(db, institutions, time.GetUtcNow() - Course);
        return await all.Refunds.CountAsync(ct) + await all.Suspense.CountAsync(ct) + await all.Wishes.CountAsync(ct) + await all.Shifts.CountAsync(ct)
            + await all.Receipts.CountAsync(ct) + await all.Baskets.CountAsync(ct);
    }

    private sealed class Sources(AppDbContext db, IReadOnlyCollection<string>? institutions, DateTimeOffset late)
    {
        public IQueryable<RefundRow> Refunds { get; } = db.Set<RefundRow>().Where(x =>
            x.State != RefundState.Done && x.State != RefundState.Refused && (institutions == null || institutions.Contains(x.Institution))
            && (x.State != RefundState.Asked || x.Way == RefundWay.Transfer || x.Way == RefundWay.Counter || x.AskedAt < late));

        /// <summary>Credited to suspense, and its refund not even asked for yet.</summary>
        public IQueryable<LedgerRow> Suspense { get; } = db.Set<LedgerRow>().Where(x =>
            x.Credit == LedgerAccounts.Suspense && !x.Key.StartsWith("refund-") && x.At < late
            && !db.Set<RefundRow>().Any(r => r.From == LedgerAccounts.Suspense && r.TransactionNo == x.TransactionNo && r.BillNumber == x.BillNumber)
            && (institutions == null || db.Set<BillRow>().Any(b => b.Number == x.BillNumber && institutions.Contains(b.Institution))));

        public IQueryable<RefundWishRow> Wishes { get; } = db.Set<RefundWishRow>().Where(x =>
            x.State == WishState.Open && (institutions == null || institutions.Contains(x.Institution)));

        public IQueryable<ShiftRow> Shifts { get; } = db.Set<ShiftRow>().Where(x =>
            x.State == ShiftState.Closed && x.Difference != Money.Zero && x.ReviewedBy == null && (institutions == null || institutions.Contains(x.Organisation)));

        public IQueryable<ReceiptRow> Receipts { get; } = db.Set<ReceiptRow>().Where(x =>
            x.FiscalNumber == null && x.At < late && (institutions == null || institutions.Contains(x.Institution)));

        /// <summary>They belong to several institutions, so they are shown to whoever keeps the ledger of all.</summary>
        public IQueryable<BillRow> Baskets { get; } = db.Set<BillRow>().Where(x =>
            institutions == null && x.Parts != null && x.State == BillState.Settled && x.PaidAt < late
            && db.Set<LedgerRow>().Where(l => l.Debit == LedgerAccounts.Baskets && l.TransactionNo == x.TransactionNo).Sum(l => (long)(object)l.Amount) != (long)(object)x.Total);
    }
}
