using System.Data;
using System.Globalization;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Diwan.Payments;

/// <param name="Debit">Everything debited to the account.</param>
/// <param name="Credit">Everything credited to it.</param>
public sealed record AccountBalance(string Account, Money Debit, Money Credit)
{
    /// <summary>What the account is owed (credit above debit); below zero, what it owes.</summary>
    public Money Balance => Credit - Debit;
}

/// <param name="Faults">What does not agree, in words; none when every fils is accounted for.</param>
public sealed record LedgerReport(long Postings, IReadOnlyList<AccountBalance> Accounts, IReadOnlyList<string> Faults)
{
    public bool IsSound => Faults.Count == 0;

    public Money BalanceOf(string account) => Accounts.FirstOrDefault(a => a.Account == account)?.Balance ?? Money.Zero;
}

/// <summary>
/// States the balance of every account and proves the ledger against everything else that is written of money: payments, bills, receipts,
/// refunds, credits, drawers, fiscal numbers. Reads one moment of the database, so it may run while money comes in.
/// </summary>
public sealed class VerifyLedger(IDbContextFactory<AppDbContext> contexts)
{
    private const int MostFaults = 200;

    public async Task<LedgerReport> RunAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var moment = await FreezeAsync(db, ct);
        var ledger = db.Set<LedgerRow>();
        var faults = new List<string>();
        void Fault(string what)
        {
            if (faults.Count < MostFaults)
            {
                faults.Add(what);
            }
        }

        void Same(string what, Money ledgerSays, Money booksSay)
        {
            if (ledgerSays != booksSay)
            {
                Fault($"{what}: the ledger says {ledgerSays}, the books say {booksSay}.");
            }
        }

        var debits = await ledger.GroupBy(x => x.Debit).Select(g => new { g.Key, Fils = g.Sum(x => (long)(object)x.Amount) }).ToDictionaryAsync(x => x.Key, x => x.Fils, ct);
        var credits = await ledger.GroupBy(x => x.Credit).Select(g => new { g.Key, Fils = g.Sum(x => (long)(object)x.Amount) }).ToDictionaryAsync(x => x.Key, x => x.Fils, ct);
        var accounts = debits.Keys.Union(credits.Keys)
            .Order(StringComparer.Ordinal)
            .Select(a => new AccountBalance(a, new Money(debits.GetValueOrDefault(a)), new Money(credits.GetValueOrDefault(a))))
            .ToList();
        var balances = accounts.ToDictionary(a => a.Account, a => a.Balance);
        Money Of(string account) => balances.GetValueOrDefault(account);

        Same("all accounts together", accounts.Select(a => a.Balance).Sum(), Money.Zero);

        // Every payment was posted once, with its amount; nothing was posted as paid without a payment.
        var paid = await ledger.Where(x => x.Key.StartsWith("paid:")).Select(x => new { x.TransactionNo, x.Amount }).ToDictionaryAsync(x => x.TransactionNo, x => x.Amount, ct);
        var payments = await db.Set<PaymentRow>().Select(x => new { x.TransactionNo, x.BillNumber, x.Amount, x.Fate }).ToListAsync(ct);
        foreach (var payment in payments)
        {
            Same($"payment {payment.TransactionNo}", paid.GetValueOrDefault(payment.TransactionNo), payment.Amount);
            paid.Remove(payment.TransactionNo);
        }

        paid.Keys.ToList().ForEach(t => Fault($"payment {t}: posted, and never written down as a payment."));

        // What institutions have of each bill is what was paid of it, less what was set aside to go back.
        var taken = await ledger.Where(x => x.Credit.StartsWith("institution:")).GroupBy(x => x.BillNumber).Select(g => new { g.Key, Fils = g.Sum(x => (long)(object)x.Amount) }).ToDictionaryAsync(x => x.Key, x => x.Fils, ct);
        var given = await ledger.Where(x => x.Debit.StartsWith("institution:")).GroupBy(x => x.BillNumber).Select(g => new { g.Key, Fils = g.Sum(x => (long)(object)x.Amount) }).ToDictionaryAsync(x => x.Key, x => x.Fils, ct);
        var receipts = await db.Set<ReceiptRow>().GroupBy(x => x.BillNumber).Select(g => new { g.Key, Fils = g.Sum(x => (long)(object)x.Amount) }).ToDictionaryAsync(x => x.Key, x => x.Fils, ct);
        var inBaskets = Money.Zero;
        await foreach (var bill in db.Set<BillRow>().AsAsyncEnumerable().WithCancellation(ct))
        {
            if (bill.IsBasket)
            {
                inBaskets += bill.Paid;
                continue;
            }

            Same($"bill {bill.Number}", new Money(taken.GetValueOrDefault(bill.Number) - given.GetValueOrDefault(bill.Number)), bill.Paid - bill.Refunded);
            Same($"receipts of bill {bill.Number}", bill.Paid, new Money(receipts.GetValueOrDefault(bill.Number)));
            var fits = bill.State switch
            {
                BillState.Open or BillState.Expired or BillState.Cancelled => bill.Paid.IsZero,
                BillState.PartlyPaid => bill.Paid > Money.Zero && bill.Paid < bill.Total && bill.Refunded.IsZero,
                BillState.Settled => bill.Paid == bill.Total && bill.Refunded < bill.Paid,
                BillState.Refunded => bill.Refunded == bill.Paid,
                _ => bill.Refunded > Money.Zero && bill.Refunded <= bill.Paid,
            };
            if (!fits)
            {
                Fault($"bill {bill.Number}: it is {bill.State}, with {bill.Paid} of {bill.Total} paid and {bill.Refunded} gone back.");
            }
        }

        // Money in between: shared out of baskets, unmatched, set aside.
        var shared = await ledger.Where(x => x.Debit == LedgerAccounts.Baskets).Select(x => x.Amount).ToListAsync(ct);
        Same("baskets not yet shared out", Of(LedgerAccounts.Baskets), inBaskets - shared.Sum());
        var refunds = await db.Set<RefundRow>().Select(x => new { x.Key, x.State, x.Amount, x.From }).ToListAsync(ct);
        Same("refunds under way", Of(LedgerAccounts.Refunds), refunds.Where(x => RefundLife.IsOpen(x.State)).Select(x => x.Amount).Sum());
        var unmatched = await ledger.Where(x => x.Credit == LedgerAccounts.Suspense && !x.Key.StartsWith("refund-")).Select(x => x.Amount).ToListAsync(ct);
        Same(
            "suspense",
            Of(LedgerAccounts.Suspense),
            unmatched.Sum() - refunds.Where(x => x.From == LedgerAccounts.Suspense && x.State != RefundState.Refused).Select(x => x.Amount).Sum());

        // What lies in drawers, and what is kept for payers.
        foreach (var shift in await db.Set<ShiftRow>().Select(x => new { x.Id, x.State, x.Cash }).ToListAsync(ct))
        {
            Same($"drawer of shift {shift.Id}", -Of(LedgerAccounts.FloatOf(shift.Id)), shift.State == ShiftState.Closed ? Money.Zero : shift.Cash);
        }

        Same("cash that is in no drawer", Of(LedgerAccounts.Of(Rail.Cash)), Money.Zero);
        foreach (var credit in await db.Set<CreditRow>().ToListAsync(ct))
        {
            Same($"credit {credit.Id}", Of(LedgerAccounts.CreditOf(credit.Id)), credit.Balance);
            if (credit.Balance < Money.Zero)
            {
                Fault($"credit {credit.Id}: below zero.");
            }
        }

        // Fiscal numbers run from 1 without a gap.
        var numbers = await db.Set<ReceiptRow>()
            .Where(x => x.FiscalNumber != null)
            .GroupBy(x => new { x.Institution, x.FiscalYear })
            .Select(g => new { g.Key.Institution, g.Key.FiscalYear, Count = g.Count(), Least = g.Min(x => x.FiscalNumber), Most = g.Max(x => x.FiscalNumber) })
            .ToListAsync(ct);
        var counters = await db.Set<FiscalCounterRow>().ToListAsync(ct);
        foreach (var n in numbers)
        {
            var last = counters.FirstOrDefault(c => c.Institution == n.Institution && c.FiscalYear == n.FiscalYear)?.Last;
            if (n.Least != 1 || n.Most != n.Count || last != n.Most)
            {
                Fault(string.Create(
                    CultureInfo.InvariantCulture,
                    $"fiscal numbers of {n.Institution} in {n.FiscalYear}: {n.Count} receipts from {n.Least} to {n.Most}, the counter at {last}."));
            }
        }

        return new LedgerReport(await ledger.LongCountAsync(ct), accounts, faults);
    }

    /// <summary>One moment for all reads; on SQLite without keeping writers waiting.</summary>
    private static async Task<IDbContextTransaction> FreezeAsync(AppDbContext db, CancellationToken ct)
    {
        if (db.Provider == DatabaseProvider.Postgres)
        {
            return await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        }

        await db.Database.OpenConnectionAsync(ct);
        var begun = ((SqliteConnection)db.Database.GetDbConnection()).BeginTransaction(deferred: true);
        return (await db.Database.UseTransactionAsync(begun, ct))!;
    }
}
