using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Payments;

/// <summary>A shift as it is shown.</summary>
/// <param name="Cash">What must be in the drawer.</param>
public sealed record ShiftView(
    Guid Id, string Organisation, string CashierKey, string CashierName, ShiftState State, DateTimeOffset OpenedAt, Money AtStart, Money Cash,
    Money ByTerminal, Money? Counted, Money Difference, string? Reason, string? OfferedTo, DateTimeOffset? ClosedAt,
    string? ReviewedByName, DateTimeOffset? ReviewedAt, string? ReviewNote);

/// <summary>Money that a shift took.</summary>
public sealed record TakingView(string TransactionNo, string BillNumber, Rail Rail, Money Amount, DateTimeOffset At, string? Slip, IReadOnlyList<string> Receipts);

public sealed class FindShift(IDbContextFactory<AppDbContext> contexts)
{
    /// <summary>The shift that a cashier has not closed.</summary>
    public Task<ShiftView?> OpenOfAsync(string cashierKey, CancellationToken ct) => OneAsync(q => q.Where(x => x.OpenKey == cashierKey), ct);

    /// <summary>The drawer that a colleague has offered.</summary>
    public Task<ShiftView?> OfferedToAsync(string cashierKey, CancellationToken ct) =>
        OneAsync(q => q.Where(x => x.State == ShiftState.Offered && x.OfferedTo == cashierKey).OrderBy(x => x.OpenedAt), ct);

    public Task<ShiftView?> ByIdAsync(Guid id, CancellationToken ct) => OneAsync(q => q.Where(x => x.Id == id), ct);

    /// <summary>The shifts of some organisations, those not closed first, then the latest.</summary>
    public async Task<IReadOnlyList<ShiftView>> OfAsync(IReadOnlyCollection<string> organisations, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Set<ShiftRow>()
            .Where(x => organisations.Contains(x.Organisation))
            .OrderByDescending(x => x.OpenedAt)
            .Take(200)
            .ToListAsync(ct);
        return [.. rows.OrderBy(x => x.State == ShiftState.Closed).Select(View)];
    }

    public async Task<IReadOnlyList<TakingView>> TakingsAsync(Guid shift, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Set<PaymentRow>().Where(x => x.ShiftId == shift).OrderByDescending(x => x.ReceivedAt).Take(500).ToListAsync(ct);
        var numbers = rows.Select(x => x.TransactionNo).ToList();
        var receipts = await db.Set<ReceiptRow>().Where(x => numbers.Contains(x.TransactionNo)).Select(x => new { x.TransactionNo, x.Number }).ToListAsync(ct);
        return
        [
            .. rows.Select(x => new TakingView(
                x.TransactionNo, x.BillNumber, x.Rail, x.Amount, x.ReceivedAt, x.OutsideNo, [.. receipts.Where(r => r.TransactionNo == x.TransactionNo).Select(r => r.Number)])),
        ];
    }

    private async Task<ShiftView?> OneAsync(Func<IQueryable<ShiftRow>, IQueryable<ShiftRow>> which, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await which(db.Set<ShiftRow>()).FirstOrDefaultAsync(ct) is { } row ? View(row) : null;
    }

    private static ShiftView View(ShiftRow x) => new(
        x.Id, x.Organisation, x.CashierKey, x.CashierName, x.State, x.OpenedAt, x.AtStart, x.Cash, x.ByTerminal, x.Counted, x.Difference, x.Reason,
        x.OfferedTo, x.ClosedAt, x.ReviewedByName, x.ReviewedAt, x.ReviewNote);
}
