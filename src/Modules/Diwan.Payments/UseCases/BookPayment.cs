using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Diwan.Payments;

/// <summary>
/// Books what a rail says it took: from a notice, from asking the rail, by card or by bill number, once however often it is said.
/// The money, the bill and whatever the news of it moves are one change.
/// </summary>
internal sealed class BookPayment(
    IServiceScopeFactory scopes, IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, TimeProvider time, IOptions<PaymentsOptions> options,
    RefusedNotices refused)
{
    private const int Attempts = 50;

    /// <param name="CommissionFils">What the rail keeps of it, at the cost of the institution.</param>
    public sealed record Fact(
        Rail Rail, string TransactionNo, string Merchant, string BillNumber, long AmountFils, string Currency, DateTimeOffset PaidAt, long CommissionFils = 0);

    public abstract record Result
    {
        private Result()
        {
        }

        /// <summary>The bill took it, whole or in part.</summary>
        public sealed record Settled : Result;

        public sealed record AlreadyKnown : Result;

        /// <summary>Booked for its payer, to whom it goes back.</summary>
        public sealed record Credited : Result;

        /// <param name="Why">amount, currency, merchant, bill or transaction.</param>
        public sealed record Refused(string Why) : Result;
    }

    /// <summary>Books money that the rail's own books name.</summary>
    public Task<Result> RunAsync(Rail rail, string transactionNo, string billNumber, Money amount, DateTimeOffset paidAt, CancellationToken ct, string currency = "JOD", long commissionFils = 0) =>
        RunAsync(new Fact(rail, transactionNo, options.Value.MerchantOf(rail), billNumber, amount.Fils, currency, paidAt, commissionFils), ct);

    /// <exception cref="InvalidOperationException">It could not be booked for want of quiet; the rail repeats it.</exception>
    public async Task<Result> RunAsync(Fact fact, CancellationToken ct)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            if (await db.Set<PaymentRow>().FirstOrDefaultAsync(x => x.TransactionNo == fact.TransactionNo, ct) is { } known)
            {
                return known.Amount.Fils == fact.AmountFils && known.BillNumber == fact.BillNumber && known.Rail == fact.Rail && fact.Currency == "JOD"
                    ? new Result.AlreadyKnown()
                    : await RefuseAsync(fact, "transaction", ct);
            }

            var bill = await db.Set<BillRow>().FirstOrDefaultAsync(x => x.Number == fact.BillNumber, ct);
            var wrong = fact.Merchant != options.Value.MerchantOf(fact.Rail) ? "merchant"
                : fact.Currency != "JOD" ? "currency"
                : bill is null ? "bill"
                : !Fits(bill, new Money(fact.AmountFils)) || fact.CommissionFils < 0 || fact.CommissionFils > fact.AmountFils ? "amount"
                : fact.TransactionNo.Length is 0 or > 100 ? "transaction"
                : null;
            if (wrong is not null)
            {
                return await RefuseAsync(fact, wrong, ct);
            }

            await using var scope = scopes.CreateAsyncScope();
            var change = new Change(Actor.System("payment-rail"), Channel.System, "payment-booking", time.GetUtcNow());
            var result = await AddAsync(bill!, fact, change, scope.ServiceProvider.GetRequiredService<News>(), ct);
            if (await writer.WriteAsync(change, ct) is ChangeResult.Written)
            {
                return result;
            }

            // Somebody was faster, with this bill or with this very transaction: look again.
        }

        throw new InvalidOperationException($"Payment {fact.TransactionNo} met a conflict {Attempts} times.");
    }

    private static async Task<Result> AddAsync(BillRow bill, Fact fact, Change change, News news, CancellationToken ct)
    {
        var amount = new Money(fact.AmountFils);
        var fate = bill.IsBasket
            ? Basket.Add(bill, fact, change)
            : null as PaymentFate?;
        fate ??= await Settlement.AddAsync(
            bill, new Settlement.Coming(fact.Rail, fact.TransactionNo, amount, fact.PaidAt, LedgerAccounts.Of(fact.Rail), "paid:" + fact.TransactionNo), change, news, ct);
        change.Insert(new PaymentRow
        {
            Id = change.NewId(),
            TransactionNo = fact.TransactionNo,
            Rail = fact.Rail,
            BillNumber = bill.Number,
            Amount = amount,
            PaidAt = fact.PaidAt,
            ReceivedAt = change.Now,
            Fate = fate.Value,
        });
        // What the rail keeps it does not owe us; each institution of a basket bears its part of it.
        var left = new Money(fact.CommissionFils);
        var shares = bill.IsBasket ? bill.ReadParts().Select(p => (p.Institution, p.BillNumber, p.Amount)).ToList() : [(bill.Institution, bill.Number, amount)];
        for (var i = 0; i < shares.Count && left > Money.Zero; i++)
        {
            var (institution, number, of) = shares[i];
            var some = i == shares.Count - 1 ? left : new Money((long)decimal.Floor((decimal)fact.CommissionFils * of.Fils / bill.Total.Fils));
            left -= some;
            if (some > Money.Zero)
            {
                LedgerAccounts.Post(
                    change, $"commission:{fact.TransactionNo}:{number}", LedgerAccounts.CommissionsOf(institution), LedgerAccounts.Of(fact.Rail), some, number, fact.TransactionNo);
            }
        }

        return fate == PaymentFate.Credited ? new Result.Credited() : new Result.Settled();
    }

    /// <summary>
    /// Whether anybody can honestly have paid this much: the whole, or where parts are allowed a part. A part of the last rest may be
    /// smaller than the least part, and what was due when the payer looked may be paid by another meanwhile.
    /// </summary>
    private static bool Fits(BillRow bill, Money amount) =>
        amount == bill.Total
        || (bill.LeastPart is { } least && amount > Money.Zero && amount < bill.Total && (amount >= least || bill.Paid > Money.Zero));

    private async Task<Result> RefuseAsync(Fact fact, string why, CancellationToken ct)
    {
        await refused.RecordAsync(new Refusal(fact.Rail, why, fact.TransactionNo, fact.BillNumber, fact.AmountFils, fact.Currency), ct);
        return new Result.Refused(why);
    }
}
