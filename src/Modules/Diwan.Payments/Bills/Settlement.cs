using Diwan.Kernel;
using Diwan.Platform;

namespace Diwan.Payments;

/// <summary>
/// Money meets a bill: the one place where a bill is settled, in part or whole, or where it is said that the bill does not need the money.
/// Everything is added to the caller's change, the news with it.
/// </summary>
internal static class Settlement
{
    /// <param name="Rail">By which the money came.</param>
    /// <param name="Debit">The account it comes from: the rail's, or that of a basket.</param>
    /// <param name="Key">Unique: the same money meets the bill once.</param>
    /// <param name="PayerKey">Whose money it is, if it is known; else it counts as the owner's.</param>
    public sealed record Coming(
        Rail Rail, string TransactionNo, Money Amount, DateTimeOffset PaidAt, string Debit, string Key, string? PayerKey = null);

    /// <summary>What would follow, without doing it.</summary>
    public static (BillAnswer Answer, BillState To) Foresee(BillRow bill, Money amount, DateTimeOffset paidAt)
    {
        // A bill past its end that nobody has closed yet takes what was paid in time, and no more. More than is due is nothing it can use.
        if (bill.IsPayable && (paidAt > bill.ExpiresAt || amount > bill.Due))
        {
            return (BillAnswer.Credit, bill.State);
        }

        return BillLife.After(bill.State, amount == bill.Due || !bill.IsPayable ? BillHappening.Pay : BillHappening.PayPart);
    }

    /// <returns>Whether the bill took it, and what of it: settled, a part, or credited to the payer.</returns>
    public static async Task<PaymentFate> AddAsync(BillRow bill, Coming money, Change change, News news, CancellationToken ct)
    {
        var (answer, to) = Foresee(bill, money.Amount, money.PaidAt);

        // Credited money moves the bill's version too: two payments at once cannot both overlook each other.
        change.Update(bill);
        if (answer != BillAnswer.Move)
        {
            await CreditAsync(bill, money, change, news, ct);
            return PaymentFate.Credited;
        }

        var earlier = bill.ReceiptCount++;
        bill.Paid += money.Amount;
        bill.State = to;
        bill.TransactionNo = money.TransactionNo;
        bill.PaidBy = money.Rail;
        bill.PaidAt = money.PaidAt;
        bill.ReceiptNumber = earlier == 0
            ? "R" + bill.Number
            : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"R{bill.Number}-{earlier + 1}");
        change.Insert(new ReceiptRow
        {
            Id = change.NewId(),
            Number = bill.ReceiptNumber,
            BillNumber = bill.Number,
            TransactionNo = money.TransactionNo,
            Institution = bill.Institution,
            PayerKey = money.PayerKey ?? bill.PayerKey,
            Rail = money.Rail,
            Amount = money.Amount,
            PaidAt = money.PaidAt,
            At = change.Now,
            FiscalYear = NationalCalendar.DateAt(change.Now).Year,
        });
        LedgerAccounts.Post(change, money.Key, money.Debit, LedgerAccounts.OfInstitution(bill.Institution), money.Amount, bill.Number, money.TransactionNo);
        var number = BillNumber.Parse(bill.Number);
        if (to == BillState.Settled)
        {
            change.Record(bill.Chain, "bill-settled", new { bill.Number, money.TransactionNo, rail = money.Rail, amount = money.Amount.Fils, bill.PaidAt });
            change.NoLongerOwe(bill.WatchKey);
            await news.PublishAsync(new BillSettled(number, bill.SubjectId, bill.Reference, bill.ReceiptNumber, money.PaidAt, bill.Total), change, ct);
            return PaymentFate.Settled;
        }

        change.Record(bill.Chain, "bill-partly-paid", new { bill.Number, money.TransactionNo, rail = money.Rail, amount = money.Amount.Fils, due = bill.Due.Fils });
        await news.PublishAsync(
            new BillPartlyPaid(number, bill.SubjectId, bill.Reference, bill.ReceiptNumber, money.Amount, bill.Due, bill.ExpiresAt), change, ct);
        return PaymentFate.Part;
    }

    /// <summary>The bill does not need the money: it is booked for its payer, to whom it goes back.</summary>
    public static async Task CreditAsync(BillRow bill, Coming money, Change change, News news, CancellationToken ct)
    {
        LedgerAccounts.Post(change, money.Key, money.Debit, LedgerAccounts.Suspense, money.Amount, bill.Number, money.TransactionNo);
        change.Record(bill.Chain, "payment-unmatched", new { bill.Number, money.TransactionNo, rail = money.Rail, amount = money.Amount.Fils, state = bill.State });
        RefundUnmatched.Owe(change, bill.Id, money.TransactionNo, bill.Number, money.Amount);
        await news.PublishAsync(
            new PaymentUnmatched(
                BillNumber.Parse(bill.Number), bill.SubjectId, bill.Reference, money.PayerKey ?? bill.PayerKey, money.TransactionNo, money.Amount, bill.State),
            change,
            ct);
    }
}
