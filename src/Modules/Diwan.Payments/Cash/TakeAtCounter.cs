using System.Globalization;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Diwan.Payments;

/// <summary>
/// A cashier takes money for a bill, in cash or at the terminal. The bill, the drawer and the ledger are one change, and no money is taken
/// that the bill does not need: who stands at the counter is told so at once.
/// </summary>
public sealed class TakeAtCounter(IServiceScopeFactory scopes, IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, TimeProvider time)
{
    private const int Tries = 10;

    public abstract record Result
    {
        private Result()
        {
        }

        /// <summary>Taken, now or when the same form came the first time.</summary>
        /// <param name="ReceiptNumber">Null of a basket, whose bills each get one.</param>
        public sealed record Taken(string TransactionNo, Money Amount, string? ReceiptNumber) : Result;

        public sealed record NoShift : Result;

        public sealed record NoBill : Result;

        /// <summary>Paid, expired or cancelled: take nothing.</summary>
        public sealed record NotPayable(BillState State) : Result;

        /// <summary>Less than may be paid at once, more than is due, or not the due when the bill is paid whole.</summary>
        public sealed record WrongPart(Money? Least, Money Due) : Result;

        /// <summary>The terminal's slip has a number; it is needed.</summary>
        public sealed record SlipMissing : Result;
    }

    /// <param name="Rail">Cash or terminal.</param>
    /// <param name="Amount">What the payer wants to pay of it; null for all that is due.</param>
    /// <param name="TakeId">Of the form: the same form takes money once.</param>
    /// <param name="Slip">The number on the terminal's slip.</param>
    public sealed record Order(string BillNumber, Rail Rail, Money? Amount, Guid TakeId, string? Slip);

    public async Task<Result> RunAsync(Actor cashier, Order order, CancellationToken ct)
    {
        if (order.Rail is not (Rail.Cash or Rail.Terminal))
        {
            throw new ArgumentException($"{order.Rail} is not a rail of the counter.", nameof(order));
        }

        var slip = order.Slip?.Trim();
        if (order.Rail == Rail.Terminal && slip is not { Length: >= 3 and <= 60 })
        {
            return new Result.SlipMissing();
        }

        var transaction = string.Create(CultureInfo.InvariantCulture, $"{(order.Rail == Rail.Cash ? 'C' : 'P')}{order.TakeId:N}");
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);

            // The bill before the payment: whoever sees the bill paid by this very form then sees the payment too.
            var bill = BillNumber.TryParse(order.BillNumber, out var number) ? await db.Set<BillRow>().FirstOrDefaultAsync(x => x.Number == number.Value, ct) : null;
            if (await db.Set<PaymentRow>().FirstOrDefaultAsync(x => x.TransactionNo == transaction, ct) is { } known)
            {
                var receipt = await db.Set<ReceiptRow>().Where(x => x.TransactionNo == transaction && x.BillNumber == known.BillNumber).Select(x => x.Number).FirstOrDefaultAsync(ct);
                return new Result.Taken(transaction, known.Amount, receipt);
            }

            if (await db.Set<ShiftRow>().FirstOrDefaultAsync(x => x.OpenKey == cashier.Id, ct) is not { State: ShiftState.Open } shift)
            {
                return new Result.NoShift();
            }

            if (bill is null)
            {
                return new Result.NoBill();
            }

            var now = time.GetUtcNow();
            if (!bill.IsPayable || bill.ExpiresAt <= now)
            {
                return new Result.NotPayable(bill.IsPayable ? BillState.Expired : bill.State);
            }

            if (bill.IsBasket && await Basket.IsStaleAsync(db, bill, ct))
            {
                return new Result.NotPayable(BillState.Cancelled);
            }

            var amount = order.Amount ?? bill.Due;
            if (amount != bill.Due && (bill.LeastPart is not { } least || amount < least || amount > bill.Due))
            {
                return new Result.WrongPart(bill.LeastPart, bill.Due);
            }

            await using var scope = scopes.CreateAsyncScope();
            var change = new Change(cashier, Channel.Counter, "cash-taking", now);
            var fate = bill.IsBasket
                ? Basket.Add(bill, order.Rail, transaction, now, change) ?? PaymentFate.Credited
                : await Settlement.AddAsync(
                    bill,
                    new Settlement.Coming(order.Rail, transaction, amount, now, LedgerAccounts.Of(order.Rail), "paid:" + transaction),
                    change,
                    scope.ServiceProvider.GetRequiredService<News>(),
                    ct);
            if (fate == PaymentFate.Credited)
            {
                // Nothing of the change is written: the money stays with who stands at the counter.
                return new Result.NotPayable(bill.State);
            }

            change.Insert(new PaymentRow
            {
                Id = change.NewId(),
                TransactionNo = transaction,
                Rail = order.Rail,
                BillNumber = bill.Number,
                Amount = amount,
                PaidAt = now,
                ReceivedAt = now,
                Fate = fate,
                ShiftId = shift.Id,
                OutsideNo = slip,
            });
            change.Update(shift);
            if (order.Rail == Rail.Cash)
            {
                shift.Cash += amount;
                LedgerAccounts.Post(change, "drawer:" + transaction, LedgerAccounts.FloatOf(shift.Id), LedgerAccounts.Of(Rail.Cash), amount, bill.Number, transaction);
            }
            else
            {
                shift.ByTerminal += amount;
            }

            var result = await writer.WriteAsync(change, ct);
            if (result.IsWritten)
            {
                return new Result.Taken(transaction, amount, bill.IsBasket ? null : bill.ReceiptNumber);
            }

            if (attempt == Tries)
            {
                result.OrThrow();
            }
        }
    }
}
