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
    IServiceScopeFactory scopes, IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, TimeProvider time, IOptions<PaymentsOptions> options)
{
    private const int Attempts = 50;

    public sealed record Fact(
        Rail Rail, string TransactionNo, string Merchant, string BillNumber, long AmountFils, string Currency, DateTimeOffset PaidAt);

    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Settled : Result;

        public sealed record AlreadyKnown : Result;

        /// <summary>Booked for its payer, to whom it goes back.</summary>
        public sealed record Credited : Result;

        /// <param name="Why">amount, currency, merchant, bill or transaction.</param>
        public sealed record Refused(string Why) : Result;
    }

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
            var wrong = fact.Merchant != options.Value.Rail.Merchant ? "merchant"
                : fact.Currency != "JOD" ? "currency"
                : bill is null ? "bill"
                : bill.Total.Fils != fact.AmountFils ? "amount"
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
        // A bill past its end that nobody has closed yet takes what was paid in time, and no more.
        var (answer, to) = bill.State == BillState.Open && fact.PaidAt > bill.ExpiresAt
            ? (BillAnswer.Credit, BillState.Open)
            : BillLife.After(bill.State, BillHappening.Pay);
        var amount = new Money(fact.AmountFils);
        change.Insert(new PaymentRow
        {
            Id = change.NewId(),
            TransactionNo = fact.TransactionNo,
            Rail = fact.Rail,
            BillNumber = bill.Number,
            Amount = amount,
            PaidAt = fact.PaidAt,
            ReceivedAt = change.Now,
            Fate = answer == BillAnswer.Move ? PaymentFate.Settled : PaymentFate.Credited,
        });

        // Credited money moves the bill's version too: two payments at once cannot both overlook each other.
        change.Update(bill);
        if (answer == BillAnswer.Move)
        {
            bill.State = to;
            bill.TransactionNo = fact.TransactionNo;
            bill.PaidBy = fact.Rail;
            bill.PaidAt = fact.PaidAt;
            bill.ReceiptNumber = "R" + bill.Number;
            LedgerAccounts.Post(change, "paid:" + fact.TransactionNo, LedgerAccounts.Of(fact.Rail), LedgerAccounts.OfInstitution(bill.Institution), amount, bill.Number, fact.TransactionNo);
            change.Record(bill.Chain, "bill-settled", new { bill.Number, fact.TransactionNo, rail = fact.Rail, amount = fact.AmountFils, bill.PaidAt });
            change.NoLongerOwe(bill.WatchKey);
            await news.PublishAsync(
                new BillSettled(BillNumber.Parse(bill.Number), bill.SubjectId, bill.Reference, bill.ReceiptNumber, fact.PaidAt, amount), change, ct);
            return new Result.Settled();
        }

        LedgerAccounts.Post(change, "paid:" + fact.TransactionNo, LedgerAccounts.Of(fact.Rail), LedgerAccounts.Suspense, amount, bill.Number, fact.TransactionNo);
        change.Record(bill.Chain, "payment-unmatched", new { bill.Number, fact.TransactionNo, rail = fact.Rail, amount = fact.AmountFils, state = bill.State });
        RefundUnmatched.Owe(change, bill, fact.TransactionNo);
        await news.PublishAsync(
            new PaymentUnmatched(BillNumber.Parse(bill.Number), bill.SubjectId, bill.Reference, bill.PayerKey, fact.TransactionNo, amount, bill.State), change, ct);
        return new Result.Credited();
    }

    private async Task<Result> RefuseAsync(Fact fact, string why, CancellationToken ct)
    {
        var change = new Change(Actor.System("payment-rail"), Channel.System, "notice-refusing", time.GetUtcNow());
        change.Insert(new RefusedNoticeRow
        {
            Id = change.NewId(),
            At = change.Now,
            Rail = fact.Rail,
            Why = why,
            TransactionNo = Cut(fact.TransactionNo),
            BillNumber = Cut(fact.BillNumber),
            AmountFils = fact.AmountFils,
            Currency = Cut(fact.Currency),
        });
        (await writer.WriteAsync(change, ct)).OrThrow();
        PaymentsMetrics.Refused(fact.Rail, why);
        return new Result.Refused(why);
    }

    private static string Cut(string text) => text.Length <= 100 ? text : text[..100];
}
