using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Payments;

/// <summary>What a posting to an institution's account was.</summary>
public enum StatementKind
{
    /// <summary>Paid by somebody.</summary>
    Taken,

    /// <summary>Set aside to go back to a payer.</summary>
    Refunded,

    /// <summary>Was set aside, and a second person said no.</summary>
    PutBack,

    /// <summary>Any other posting.</summary>
    Sundry,
}

/// <param name="In">To the institution's credit.</param>
/// <param name="Out">From it.</param>
/// <param name="Fiscal">The receipt's number without gaps; null of what has no receipt.</param>
public sealed record StatementLine(
    DateTimeOffset At, StatementKind Kind, string BillNumber, string TransactionNo, Rail? Rail, string? Receipt, string? Fiscal, LocalizedText? Service, Money In, Money Out);

/// <summary>A day of a statement, in Amman.</summary>
public sealed record StatementDay(DateOnly Day, int Payments, IReadOnlyDictionary<Rail, Money> Taken, Money Refunded, Money PutBack, Money Sundry)
{
    public Money AllTaken => Taken.Values.Sum();
}

/// <summary>A month of an institution's account: what it was owed at the start, what came and went, what it is owed at the end.</summary>
/// <param name="Commissions">What the rails kept of its money, at its cost.</param>
/// <param name="Lines">Every posting in order; left out when only the days were asked for.</param>
public sealed record Statement(
    string Institution, DateOnly Month, Money Opening, Money Closing, Money Commissions, IReadOnlyList<StatementDay> Days, IReadOnlyList<StatementLine> Lines)
{
    public Money Taken => Days.Sum(d => d.AllTaken);

    public Money Refunded => Days.Sum(d => d.Refunded);

    public Money PutBack => Days.Sum(d => d.PutBack);

    public Money Sundry => Days.Sum(d => d.Sundry);

    public int Payments => Days.Sum(d => d.Payments);

    /// <summary>Opening and movements give the closing balance.</summary>
    public bool Adds => Opening + Taken - Refunded + PutBack + Sundry == Closing;
}

/// <summary>Makes the month's statement of an institution out of the ledger.</summary>
public sealed class ReadStatement(IDbContextFactory<AppDbContext> contexts)
{
    /// <param name="month">Any day of the month.</param>
    /// <param name="lines">Whether every posting is wanted, or only the days.</param>
    public async Task<Statement> RunAsync(string institution, DateOnly month, bool lines, CancellationToken ct)
    {
        var first = new DateOnly(month.Year, month.Month, 1);
        var (start, end) = (NationalCalendar.At(first, TimeOnly.MinValue), NationalCalendar.At(first.AddMonths(1), TimeOnly.MinValue));
        var account = LedgerAccounts.OfInstitution(institution);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var ledger = db.Set<LedgerRow>();
        var opening = await BalanceAsync(ledger, account, start, ct);
        var closing = await BalanceAsync(ledger, account, end, ct);
        var kept = LedgerAccounts.CommissionsOf(institution);
        var commissions = await ledger.Where(x => x.Debit == kept && x.At >= start && x.At < end).Select(x => x.Amount).ToListAsync(ct);

        var postings = await ledger
            .Where(x => (x.Credit == account || x.Debit == account) && x.At >= start && x.At < end)
            .OrderBy(x => x.At)
            .ThenBy(x => x.Id)
            .Select(x => new Posting(x.At, x.Key, x.Credit == account, x.BillNumber, x.TransactionNo, x.Amount))
            .ToListAsync(ct);
        var receipts = (await db.Set<ReceiptRow>()
                .Where(x => x.Institution == institution && x.At >= start && x.At < end)
                .Select(x => new { x.BillNumber, x.TransactionNo, x.Rail, x.Number, x.FiscalYear, x.FiscalNumber })
                .ToListAsync(ct))
            .ToDictionary(x => (x.BillNumber, x.TransactionNo));
        Rail? RailOf(Posting p) => receipts.GetValueOrDefault((p.BillNumber, p.TransactionNo))?.Rail;

        var days = postings
            .GroupBy(p => NationalCalendar.DateAt(p.At))
            .OrderBy(g => g.Key)
            .Select(g => new StatementDay(
                g.Key,
                g.Count(p => p.Kind == StatementKind.Taken),
                g.Where(p => p.Kind == StatementKind.Taken).GroupBy(p => RailOf(p) ?? Rail.Bill).ToDictionary(r => r.Key, r => r.Sum(p => p.Amount)),
                g.Where(p => p.Kind == StatementKind.Refunded).Sum(p => p.Amount),
                g.Where(p => p.Kind == StatementKind.PutBack).Sum(p => p.Amount),
                g.Where(p => p.Kind == StatementKind.Sundry).Sum(p => p.In ? p.Amount : -p.Amount)))
            .ToList();

        List<StatementLine> all = [];
        if (lines)
        {
            var numbers = db.Set<LedgerRow>().Where(x => (x.Credit == account || x.Debit == account) && x.At >= start && x.At < end).Select(x => x.BillNumber);
            var services = await db.Set<BillRow>().Where(b => numbers.Contains(b.Number)).Select(b => new { b.Number, b.Service }).ToDictionaryAsync(b => b.Number, b => b.Service, ct);
            all = postings.ConvertAll(p =>
            {
                var receipt = p.Kind == StatementKind.Taken ? receipts.GetValueOrDefault((p.BillNumber, p.TransactionNo)) : null;
                return new StatementLine(
                    p.At, p.Kind, p.BillNumber, p.TransactionNo, RailOf(p), receipt?.Number,
                    receipt?.FiscalNumber is { } n ? ReceiptView.Fiscally(institution, receipt.FiscalYear, n) : null,
                    services.GetValueOrDefault(p.BillNumber), p.In ? p.Amount : Money.Zero, p.In ? Money.Zero : p.Amount);
            });
        }

        return new Statement(institution, first, opening, closing, commissions.Sum(), days, all);
    }

    private static async Task<Money> BalanceAsync(IQueryable<LedgerRow> ledger, string account, DateTimeOffset before, CancellationToken ct)
    {
        var credit = await ledger.Where(x => x.Credit == account && x.At < before).SumAsync(x => (long)(object)x.Amount, ct);
        var debit = await ledger.Where(x => x.Debit == account && x.At < before).SumAsync(x => (long)(object)x.Amount, ct);
        return new Money(credit - debit);
    }

    private sealed record Posting(DateTimeOffset At, string Key, bool In, string BillNumber, string TransactionNo, Money Amount)
    {
        public StatementKind Kind => Key.Split(':')[0] switch
        {
            "paid" or "share" when In => StatementKind.Taken,
            "refund-asked" when !In => StatementKind.Refunded,
            "refund-refused" when In => StatementKind.PutBack,
            _ => StatementKind.Sundry,
        };
    }
}
