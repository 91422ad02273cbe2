using System.Text.Json;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Payments;

/// <summary>
/// Several bills, of any institutions, under one number and one total. The money is booked for the basket in one change and then shared
/// out, each bill in a change of its own, so that a payment never locks several cases at once; what is still to be shared out stands in an
/// account of its own, and the duty to do it is part of the booking.
/// </summary>
internal static class Basket
{
    /// <summary>As many as the bill rail takes at once.</summary>
    public const int MostBills = 9;

    /// <returns>Null when the basket does not need the money.</returns>
    public static PaymentFate? Add(BillRow basket, BookPayment.Fact fact, Change change) =>
        Add(basket, fact.Rail, fact.TransactionNo, fact.PaidAt, change);

    public static PaymentFate? Add(BillRow basket, Rail rail, string transactionNo, DateTimeOffset paidAt, Change change)
    {
        if (Settlement.Foresee(basket, basket.Total, paidAt) is not (BillAnswer.Move, var to))
        {
            return null;
        }

        change.Update(basket);
        basket.State = to;
        basket.Paid = basket.Total;
        basket.TransactionNo = transactionNo;
        basket.PaidBy = rail;
        basket.PaidAt = paidAt;
        LedgerAccounts.Post(change, "paid:" + transactionNo, LedgerAccounts.Of(rail), LedgerAccounts.Baskets, basket.Total, basket.Number, transactionNo);
        change.Record(basket.Chain, "basket-paid", new { basket.Number, transactionNo, rail, amount = basket.Total.Fils });
        change.NoLongerOwe(basket.WatchKey);
        foreach (var part in basket.ReadParts())
        {
            ShareOut.Owe(change, basket, part.BillNumber);
        }

        return PaymentFate.Settled;
    }

    /// <summary>Whether a bill of it was paid, closed or cancelled on its own: then its total is no longer what is owed.</summary>
    public static async Task<bool> IsStaleAsync(AppDbContext db, BillRow basket, CancellationToken ct)
    {
        var parts = basket.ReadParts();
        var numbers = parts.Select(p => p.BillNumber).ToList();
        var bills = await db.Set<BillRow>().Where(x => numbers.Contains(x.Number)).ToListAsync(ct);
        return parts.Any(p => bills.FirstOrDefault(b => b.Number == p.BillNumber) is not { } bill || bill.Due != p.Amount);
    }
}

/// <summary>Gives a bill of a paid basket its share.</summary>
internal sealed class ShareOut(IDbContextFactory<AppDbContext> contexts, News news, TimeProvider time) : IDutyHandler
{
    public const string DutyKind = "payments.share-out";

    public string Kind => DutyKind;

    public static void Owe(Change change, BillRow basket, string billNumber) => change.Owe(new DutyOrder(
        DutyKind, basket.Id, JsonSerializer.Serialize(new Order(basket.Number, billNumber), Change.Json), change.Now, $"{DutyKind}:{basket.Number}:{billNumber}"));

    public async Task<DutyOutcome> CarryOutAsync(Duty duty, CancellationToken ct)
    {
        var order = JsonSerializer.Deserialize<Order>(duty.PayloadJson, Change.Json)!;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var basket = await db.Set<BillRow>().FirstAsync(x => x.Number == order.Basket, ct);
        var key = $"share:{basket.TransactionNo}:{order.Bill}";
        if (await db.Set<LedgerRow>().AnyAsync(x => x.Key == key, ct))
        {
            return new DutyOutcome.Done();
        }

        var part = basket.ReadParts().First(p => p.BillNumber == order.Bill);
        var bill = await db.Set<BillRow>().FirstAsync(x => x.Number == order.Bill, ct);
        var change = new Change(Actor.System(DutyKind), Channel.System, "basket-sharing", time.GetUtcNow());
        await Settlement.AddAsync(
            bill,
            new Settlement.Coming(basket.PaidBy!.Value, basket.TransactionNo!, part.Amount, basket.PaidAt!.Value, LedgerAccounts.Baskets, key, basket.PayerKey),
            change,
            news,
            ct);
        return new DutyOutcome.Done(change);
    }

    private sealed record Order(string Basket, string Bill);
}
