using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Payments;

/// <summary>A receipt as it is shown.</summary>
/// <param name="Fiscal">Its number without gaps, <c>gam/2018/000042</c>; null in the second or so before it is given.</param>
public sealed record ReceiptView(
    string Number, string? Fiscal, string BillNumber, string TransactionNo, string Institution, string PayerKey, Rail Rail, Money Amount,
    DateTimeOffset PaidAt, DateTimeOffset At)
{
    internal static string Fiscally(string institution, int year, long number) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{institution}/{year}/{number:000000}");
}

public sealed class FindReceipt(IDbContextFactory<AppDbContext> contexts)
{
    private const int PageSize = 50;

    public async Task<ReceiptView?> ByNumberAsync(string number, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<ReceiptRow>().FirstOrDefaultAsync(x => x.Number == number, ct) is { } row ? View(row) : null;
    }

    /// <summary>The receipts of one bill, the oldest first.</summary>
    public async Task<IReadOnlyList<ReceiptView>> OfBillAsync(string billNumber, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return [.. (await db.Set<ReceiptRow>().Where(x => x.BillNumber == billNumber).OrderBy(x => x.At).ToListAsync(ct)).Select(View)];
    }

    /// <summary>The receipts for what a person paid, or for bills of theirs that anybody paid; the latest first.</summary>
    public async Task<Slice<ReceiptView>> OfPayerAsync(string payerKey, ListPlace? after, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var own = db.Set<BillRow>().Where(b => b.PayerKey == payerKey).Select(b => b.Number);
        var rows = db.Set<ReceiptRow>().Where(x => x.PayerKey == payerKey || own.Contains(x.BillNumber));
        if (after is var (at, id))
        {
            rows = rows.Where(x => x.At < at || (x.At == at && x.Id.CompareTo(id) < 0));
        }

        return Slice.Of(
            await rows.OrderByDescending(x => x.At).ThenByDescending(x => x.Id).Take(PageSize + 1).ToListAsync(ct), PageSize, x => new(x.At, x.Id), View);
    }

    /// <summary>The receipts of one payment: of a basket, one for each bill that took its share.</summary>
    public async Task<IReadOnlyList<ReceiptView>> OfTransactionAsync(string transactionNo, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return [.. (await db.Set<ReceiptRow>().Where(x => x.TransactionNo == transactionNo).OrderBy(x => x.Number).ToListAsync(ct)).Select(View)];
    }

    private static ReceiptView View(ReceiptRow x) => new(
        x.Number,
        x.FiscalNumber is { } n ? ReceiptView.Fiscally(x.Institution, x.FiscalYear, n) : null,
        x.BillNumber, x.TransactionNo, x.Institution, x.PayerKey, x.Rail, x.Amount, x.PaidAt, x.At);
}
