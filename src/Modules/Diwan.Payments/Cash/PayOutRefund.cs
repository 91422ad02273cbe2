using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Diwan.Payments;

/// <summary>A cashier pays a refund out in cash, against the payee's signature on a slip.</summary>
public sealed class PayOutRefund(IServiceScopeFactory scopes, IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, TimeProvider time)
{
    private const int Tries = 6;

    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record PaidOut(Money Amount) : Result;

        public sealed record NoShift : Result;

        /// <summary>Nothing of this bill waits at a counter of this organisation.</summary>
        public sealed record NotFound : Result;

        public sealed record TooLittleCash(Money Cash) : Result;

        public sealed record SlipMissing : Result;
    }

    public async Task<Result> RunAsync(Actor cashier, Guid refundId, string slip, CancellationToken ct)
    {
        if (slip.Trim() is not { Length: >= 3 and <= 60 } number)
        {
            return new Result.SlipMissing();
        }

        for (var attempt = 1; ; attempt++)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            if (await db.Set<ShiftRow>().FirstOrDefaultAsync(x => x.OpenKey == cashier.Id, ct) is not { State: ShiftState.Open } shift)
            {
                return new Result.NoShift();
            }

            if (await db.Set<RefundRow>().FirstOrDefaultAsync(x => x.Id == refundId, ct) is not { State: RefundState.Asked, Way: RefundWay.Counter } refund
                || refund.Institution != shift.Organisation || refund.PayerKey == cashier.Id)
            {
                return new Result.NotFound();
            }

            if (shift.Cash < refund.Amount)
            {
                return new Result.TooLittleCash(shift.Cash);
            }

            await using var scope = scopes.CreateAsyncScope();
            var change = new Change(cashier, Channel.Counter, "refund-paying-out", time.GetUtcNow());
            refund.OutsideNo = number;
            await RefundBooks.ArriveAsync(db, refund, LedgerAccounts.FloatOf(shift.Id), change, scope.ServiceProvider.GetRequiredService<News>(), ct);
            shift.Cash -= refund.Amount;
            change.Update(shift);
            var result = await writer.WriteAsync(change, ct);
            if (result.IsWritten)
            {
                return new Result.PaidOut(refund.Amount);
            }

            if (attempt == Tries)
            {
                result.OrThrow();
            }
        }
    }
}
