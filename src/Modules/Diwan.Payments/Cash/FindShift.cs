using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Payments;

/// <summary>A shift as it is shown.</summary>
/// <param name="Cash">What must be in the drawer.</param>
public sealed record ShiftView(
    Guid Id, string Organisation, string CashierKey, string CashierName, ShiftState State, DateTimeOffset OpenedAt, Money AtStart, Money Cash,
    Money ByTerminal, Money? Counted, Money Difference, string? Reason, string? OfferedTo, DateTimeOffset? ClosedAt,
    string? ReviewedByName, DateTimeOffset? ReviewedAt, string? ReviewNote)
{
    /// <summary>The key of the supervisor who looked at it.</summary>
    public string? ReviewedBy { get; init; }
}

/// <summary>Money that a shift took.</summary>
public sealed record TakingView(string TransactionNo, string BillNumber, Rail Rail, Money Amount, DateTimeOffset At, string? Slip, IReadOnlyList<string> Receipts);

public sealed class FindShift(IDbContextFactory<AppDbContext> contexts)
{
    private const int PageSize = 100;

    /// <summary>The shift that a cashier has not closed.</summary>
    public Task<ShiftView?> OpenOfAsync(string cashierKey, CancellationToken ct) => OneAsync(q => q.Where(x => x.OpenKey == cashierKey), ct);

    /// <summary>The drawer that a colleague has offered.</summary>
    public Task<ShiftView?> OfferedToAsync(string cashierKey, CancellationToken ct) =>
        OneAsync(q => q.Where(x => x.State == ShiftState.Offered && x.OfferedTo == cashierKey).OrderBy(x => x.OpenedAt), ct);

    public Task<ShiftView?> ByIdAsync(Guid id, CancellationToken ct) => OneAsync(q => q.Where(x => x.Id == id), ct);

    /// <summary>The drawers of some organisations that are not closed: one for each cashier at work, the latest first.</summary>
    public async Task<IReadOnlyList<ShiftView>> OpenAsync(IReadOnlyCollection<string> organisations, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Set<ShiftRow>()
            .Where(x => organisations.Contains(x.Organisation) && x.State != ShiftState.Closed)
            .OrderByDescending(x => x.OpenedAt)
            .ToListAsync(ct);
        return rows.ConvertAll(View);
    }

    /// <summary>The closed shifts of some organisations, the latest first.</summary>
    public async Task<Slice<ShiftView>> ClosedAsync(IReadOnlyCollection<string> organisations, ListPlace? after, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = db.Set<ShiftRow>().Where(x => organisations.Contains(x.Organisation) && x.State == ShiftState.Closed);
        if (after is var (at, id))
        {
            rows = rows.Where(x => x.OpenedAt < at || (x.OpenedAt == at && x.Id.CompareTo(id) < 0));
        }

        return Slice.Of(
            await rows.OrderByDescending(x => x.OpenedAt).ThenByDescending(x => x.Id).Take(PageSize + 1).ToListAsync(ct), PageSize, x => new(x.OpenedAt, x.Id), View);
    }

    /// <summary>How many payments a shift took.</summary>
    public async Task<int> CountTakingsAsync(Guid shift, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<PaymentRow>().CountAsync(x => x.ShiftId == shift, ct);
    }

    /// <summary>What a shift took, the latest first.</summary>
    public async Task<Slice<TakingView>> TakingsAsync(Guid shift, ListPlace? after, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = db.Set<PaymentRow>().Where(x => x.ShiftId == shift);
        if (after is var (at, id))
        {
            rows = rows.Where(x => x.ReceivedAt < at || (x.ReceivedAt == at && x.Id.CompareTo(id) < 0));
        }

        var found = await rows.OrderByDescending(x => x.ReceivedAt).ThenByDescending(x => x.Id).Take(PageSize + 1).ToListAsync(ct);
        var receipts = await ReceiptsAsync(db, found, ct);
        return Slice.Of(found, PageSize, x => new(x.ReceivedAt, x.Id), x => View(x, receipts));
    }

    /// <summary>One payment of a shift; null if it took no such one.</summary>
    public async Task<TakingView?> TakingAsync(Guid shift, string transactionNo, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var found = await db.Set<PaymentRow>().Where(x => x.ShiftId == shift && x.TransactionNo == transactionNo).ToListAsync(ct);
        var receipts = await ReceiptsAsync(db, found, ct);
        return found.ConvertAll(x => View(x, receipts)).FirstOrDefault();
    }

    private static async Task<ILookup<string, string>> ReceiptsAsync(AppDbContext db, List<PaymentRow> payments, CancellationToken ct)
    {
        var numbers = payments.ConvertAll(x => x.TransactionNo);
        return (await db.Set<ReceiptRow>().Where(x => numbers.Contains(x.TransactionNo)).Select(x => new { x.TransactionNo, x.Number }).ToListAsync(ct))
            .ToLookup(x => x.TransactionNo, x => x.Number);
    }

    private static TakingView View(PaymentRow x, ILookup<string, string> receipts) =>
        new(x.TransactionNo, x.BillNumber, x.Rail, x.Amount, x.ReceivedAt, x.OutsideNo, [.. receipts[x.TransactionNo]]);

    private async Task<ShiftView?> OneAsync(Func<IQueryable<ShiftRow>, IQueryable<ShiftRow>> which, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await which(db.Set<ShiftRow>()).FirstOrDefaultAsync(ct) is { } row ? View(row) : null;
    }

    private static ShiftView View(ShiftRow x) => new(
        x.Id, x.Organisation, x.CashierKey, x.CashierName, x.State, x.OpenedAt, x.AtStart, x.Cash, x.ByTerminal, x.Counted, x.Difference, x.Reason,
        x.OfferedTo, x.ClosedAt, x.ReviewedByName, x.ReviewedAt, x.ReviewNote)
    {
        ReviewedBy = x.ReviewedBy,
    };
}
