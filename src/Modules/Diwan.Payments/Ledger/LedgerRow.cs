using Diwan.Kernel;
using Diwan.Platform;

namespace Diwan.Payments;

/// <summary>
/// One posting: an amount that is debited to one account and credited to another. Both sides are in one row, so an entry cannot
/// be out of balance in any database. Rows are added, never changed.
/// </summary>
internal sealed class LedgerRow
{
    public Guid Id { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>Unique: the same event is posted once.</summary>
    public required string Key { get; init; }

    public required string Debit { get; init; }

    public required string Credit { get; init; }

    /// <summary>Above zero.</summary>
    public Money Amount { get; init; }

    public required string BillNumber { get; init; }

    public required string TransactionNo { get; init; }
}

/// <summary>The accounts. Rails owe us (their balance is a debit); institutions, payers and refunds are owed (a credit).</summary>
internal static class LedgerAccounts
{
    /// <summary>Money whose bill does not need it: it belongs to its payer.</summary>
    public const string Suspense = "suspense";

    /// <summary>Money that has been promised back and has not yet gone.</summary>
    public const string Refunds = "refunds";

    public static string Of(Rail rail) => rail == Rail.Card ? "rail:card" : "rail:bill";

    public static string OfInstitution(string id) => "institution:" + id;

    /// <exception cref="ArgumentOutOfRangeException">The amount is not above zero.</exception>
    public static void Post(Change change, string key, string debit, string credit, Money amount, string billNumber, string transactionNo)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(amount.Fils, 0, nameof(amount));
        change.Insert(new LedgerRow
        {
            Id = change.NewId(),
            At = change.Now,
            Key = key,
            Debit = debit,
            Credit = credit,
            Amount = amount,
            BillNumber = billNumber,
            TransactionNo = transactionNo,
        });
    }
}
