using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Diwan.Payments;

/// <summary>
/// Money that the rail certainly took and that no bill of ours can take: another amount than any that was due, or a number that is no bill's.
/// It is booked for whoever paid it, and goes back.
/// </summary>
internal sealed class StrayMoney(IServiceScopeFactory scopes, IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, TimeProvider time)
{
    private const int Tries = 6;

    public async Task BookAsync(Rail rail, string transactionNo, string billNumber, Money amount, DateTimeOffset paidAt, Guid subject, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            if (await db.Set<PaymentRow>().AnyAsync(x => x.TransactionNo == transactionNo, ct))
            {
                return;
            }

            await using var scope = scopes.CreateAsyncScope();
            var change = new Change(Actor.System("payments.stray-money"), Channel.System, "payment-booking", time.GetUtcNow());
            change.Insert(new PaymentRow
            {
                Id = change.NewId(),
                TransactionNo = transactionNo,
                Rail = rail,
                BillNumber = billNumber,
                Amount = amount,
                PaidAt = paidAt,
                ReceivedAt = change.Now,
                Fate = PaymentFate.Credited,
            });
            if (await db.Set<BillRow>().FirstOrDefaultAsync(x => x.Number == billNumber, ct) is { } bill)
            {
                change.Update(bill);
                await Settlement.CreditAsync(
                    bill, new Settlement.Coming(rail, transactionNo, amount, paidAt, LedgerAccounts.Of(rail), "paid:" + transactionNo), change,
                    scope.ServiceProvider.GetRequiredService<News>(), ct);
            }
            else
            {
                LedgerAccounts.Post(change, "paid:" + transactionNo, LedgerAccounts.Of(rail), LedgerAccounts.Suspense, amount, billNumber, transactionNo);
                RefundUnmatched.Owe(change, subject, transactionNo, billNumber, amount);
            }

            var result = await writer.WriteAsync(change, ct);
            if (result.IsWritten)
            {
                return;
            }

            if (attempt == Tries)
            {
                result.OrThrow();
            }
        }
    }
}
