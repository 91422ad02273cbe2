using System.Globalization;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Diwan.Payments;

/// <summary>Pays a bill from what is kept for its payer at the same institution.</summary>
public sealed class UseCredit(IServiceScopeFactory scopes, IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, TimeProvider time)
{
    private const int Tries = 6;

    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Used(Money Amount) : Result;

        public sealed record NotPayable : Result;

        /// <summary>Less is kept than is due, and the bill is paid whole only, or nothing is kept.</summary>
        public sealed record TooLittle(Money Kept) : Result;
    }

    public async Task<Result> RunAsync(Actor payer, string billNumber, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            var now = time.GetUtcNow();
            if (!BillNumber.TryParse(billNumber, out var number)
                || await db.Set<BillRow>().FirstOrDefaultAsync(x => x.Number == number.Value, ct) is not { IsBasket: false, IsPayable: true } bill
                || bill.PayerKey != payer.Id || bill.ExpiresAt <= now)
            {
                return new Result.NotPayable();
            }

            var credit = await db.Set<CreditRow>().FirstOrDefaultAsync(x => x.PayerKey == payer.Id && x.Institution == bill.Institution, ct);
            var kept = credit?.Balance ?? Money.Zero;
            var amount = kept < bill.Due ? kept : bill.Due;
            if (credit is null || amount <= Money.Zero || (amount < bill.Due && (bill.LeastPart is not { } least || amount < least)))
            {
                return new Result.TooLittle(kept);
            }

            await using var scope = scopes.CreateAsyncScope();
            var change = new Change(payer, Channel.Portal, "credit-using", now);
            var transaction = string.Create(CultureInfo.InvariantCulture, $"K{change.NewId():N}");
            credit.Balance -= amount;
            change.Update(credit);
            var fate = await Settlement.AddAsync(
                bill,
                new Settlement.Coming(Rail.Credit, transaction, amount, now, LedgerAccounts.CreditOf(credit.Id), "paid:" + transaction),
                change,
                scope.ServiceProvider.GetRequiredService<News>(),
                ct);
            change.Insert(new PaymentRow
            {
                Id = change.NewId(),
                TransactionNo = transaction,
                Rail = Rail.Credit,
                BillNumber = bill.Number,
                Amount = amount,
                PaidAt = now,
                ReceivedAt = now,
                Fate = fate,
            });
            var result = await writer.WriteAsync(change, ct);
            if (result.IsWritten)
            {
                return new Result.Used(amount);
            }

            if (attempt == Tries)
            {
                result.OrThrow();
            }
        }
    }
}
