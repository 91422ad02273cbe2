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

    /// <summary>Empty where no bill is concerned, as when a drawer is opened.</summary>
    public required string BillNumber { get; init; }

    public required string TransactionNo { get; init; }
}

/// <summary>
/// The accounts. What we have, or are owed, has a debit balance: rails, drawers, safes, banks, commissions paid. What we owe has a credit
/// balance: institutions, payers, refunds.
/// </summary>
internal static class LedgerAccounts
{
    /// <summary>Money whose bill does not need it: it belongs to its payer.</summary>
    public const string Suspense = "suspense";

    /// <summary>Money that has been promised back and has not yet gone.</summary>
    public const string Refunds = "refunds";

    /// <summary>Money for a basket that has not yet been shared out to its bills.</summary>
    public const string Baskets = "baskets";

    public static string Of(Rail rail) => rail switch
    {
        Rail.Card => "rail:card",
        Rail.Bill => "rail:bill",
        Rail.Cash => "rail:cash",
        Rail.Terminal => "rail:terminal",
        _ => throw new ArgumentOutOfRangeException(nameof(rail), rail, "A credit is money that is here already: its account is the payer's."),
    };

    public static string OfInstitution(string id) => "institution:" + id;

    /// <summary>What rails kept for themselves of an institution's money.</summary>
    public static string CommissionsOf(string institution) => "commissions:" + institution;

    /// <summary>What is kept for a payer, for a later bill.</summary>
    public static string CreditOf(Guid id) => $"credit:{id:N}";

    /// <summary>The cash in the drawer of a shift.</summary>
    public static string FloatOf(Guid shift) => $"float:{shift:N}";

    public static string SafeOf(string organisation) => "safe:" + organisation;

    public static string OverShortOf(string organisation) => "over-short:" + organisation;

    /// <summary>The bank account from which an institution's finance officer transfers.</summary>
    public static string BankOf(string institution) => "bank:" + institution;

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
