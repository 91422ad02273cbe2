using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Payments;

/// <summary>A bill as it is shown.</summary>
/// <param name="Refunded">What went back to the payer, or is on its way.</param>
public sealed record BillView(
    BillNumber Number,
    Guid SubjectId,
    string Reference,
    string PayerKey,
    string PayerName,
    LocalizedText Service,
    string Institution,
    IReadOnlyList<BillLine> Lines,
    Money Total,
    BillState State,
    DateTimeOffset IssuedAt,
    DateTimeOffset ExpiresAt,
    string? ReceiptNumber,
    DateTimeOffset? PaidAt,
    Rail? PaidBy,
    string? TransactionNo,
    Money Refunded)
{
    /// <summary>What was paid of it, part payments together.</summary>
    public Money Paid { get; init; }

    /// <summary>What is still to be paid: what a rail is told, and what a checkout takes.</summary>
    public Money Due { get; init; }

    /// <summary>The least part that may be paid at once; null when it is paid whole.</summary>
    public Money? LeastPart { get; init; }

    /// <summary>The bills of a basket; none of a bill of one matter.</summary>
    public IReadOnlyList<BasketPart> Parts { get; init; } = [];

    public bool IsBasket => Parts.Count > 0;

    public PublicBillState PublicState => BillLife.PublicOf(State);

    public BillRetention Retention => BillLife.RetentionOf(State);
}

public sealed class FindBill(IDbContextFactory<AppDbContext> contexts, TimeProvider time)
{
    public async Task<BillView?> ByNumberAsync(string number, CancellationToken ct)
    {
        if (!BillNumber.TryParse(number, out var parsed))
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<BillRow>().FirstOrDefaultAsync(x => x.Number == parsed.Value, ct) is not { } row)
        {
            return null;
        }

        // A basket whose bills were paid on their own is offered to nobody any more.
        if (row is { IsBasket: true, IsPayable: true } && await Basket.IsStaleAsync(db, row, ct))
        {
            row.State = BillState.Cancelled;
        }

        return View(row);
    }

    private const int PageSize = 50;

    /// <summary>The bills of a payer, the latest first.</summary>
    public async Task<Slice<BillView>> OfPayerAsync(string payerKey, ListPlace? after, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = db.Set<BillRow>().Where(x => x.PayerKey == payerKey);
        if (after is var (at, id))
        {
            rows = rows.Where(x => x.IssuedAt < at || (x.IssuedAt == at && x.Id.CompareTo(id) < 0));
        }

        return Slice.Of(
            await rows.OrderByDescending(x => x.IssuedAt).ThenByDescending(x => x.Id).Take(PageSize + 1).ToListAsync(ct), PageSize, x => new(x.IssuedAt, x.Id), View);
    }

    /// <summary>What a payer can pay now, without baskets; that whose time ends first comes first.</summary>
    /// <param name="most">How many at most.</param>
    public async Task<IReadOnlyList<BillView>> PayableOfAsync(string payerKey, int most, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Set<BillRow>()
            .Where(x => x.PayerKey == payerKey && x.Parts == null && (x.State == BillState.Open || x.State == BillState.PartlyPaid) && x.ExpiresAt > now)
            .OrderBy(x => x.ExpiresAt)
            .ThenBy(x => x.Id)
            .Take(most)
            .ToListAsync(ct);
        return rows.ConvertAll(View);
    }

    /// <summary>The bills for one matter, the oldest first.</summary>
    public async Task<IReadOnlyList<BillView>> OfSubjectAsync(Guid subjectId, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Set<BillRow>().Where(x => x.SubjectId == subjectId).OrderBy(x => x.IssuedAt).ToListAsync(ct);
        return [.. rows.Select(View)];
    }

    /// <summary>The bill of a receipt: paid, with what a receipt shows. Null if there is no such receipt.</summary>
    public async Task<BillView?> ByReceiptAsync(string receiptNumber, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var number = await db.Set<ReceiptRow>().Where(x => x.Number == receiptNumber).Select(x => x.BillNumber).FirstOrDefaultAsync(ct);
        return number is not null && await db.Set<BillRow>().FirstOrDefaultAsync(x => x.Number == number, ct) is { } row ? View(row) : null;
    }

    internal static BillView View(BillRow x) => new(
        BillNumber.Parse(x.Number), x.SubjectId, x.Reference, x.PayerKey, x.PayerName, x.Service, x.Institution, x.ReadLines(), x.Total, x.State,
        x.IssuedAt, x.ExpiresAt, x.ReceiptNumber, x.PaidAt, x.PaidBy, x.TransactionNo, x.Refunded)
    {
        Paid = x.Paid,
        Due = x.Due,
        LeastPart = x.LeastPart,
        Parts = x.ReadParts(),
    };
}
