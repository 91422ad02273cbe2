using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Payments;

/// <summary>Sends a payer to the card page. The amount is the bill's; the browser's return is not believed.</summary>
public sealed class StartCardPayment
{
    private static readonly TimeSpan PageLife = TimeSpan.FromMinutes(30);

    private readonly IDbContextFactory<AppDbContext> _contexts;
    private readonly ChangeWriter _writer;
    private readonly ICardPage _page;
    private readonly TimeProvider _time;

    internal StartCardPayment(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, ICardPage page, TimeProvider time) =>
        (_contexts, _writer, _page, _time) = (contexts, writer, page, time);

    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Started(string RedirectUrl) : Result;

        public sealed record AlreadyPaid : Result;

        /// <summary>Its time is over, or it was cancelled.</summary>
        public sealed record Expired : Result;

        /// <summary>The rail does not answer. The bill can be paid later, or by its number.</summary>
        public sealed record RailDown(string Why) : Result;

        public sealed record NotFound : Result;

        /// <summary>The part is less than may be paid at once, or more than is due, or the bill is paid whole only.</summary>
        public sealed record WrongPart(Money? Least, Money Due) : Result;
    }

    /// <param name="returnUrl">Where the browser comes back to; absolute.</param>
    /// <param name="part">Of a bill that may be paid in parts; null for all that is due.</param>
    public async Task<Result> RunAsync(string billNumber, string returnUrl, CancellationToken ct, Language language = Language.Arabic, Money? part = null)
    {
        await using var db = await _contexts.CreateDbContextAsync(ct);
        if (!BillNumber.TryParse(billNumber, out var number)
            || await db.Set<BillRow>().FirstOrDefaultAsync(x => x.Number == number.Value, ct) is not { } bill)
        {
            return new Result.NotFound();
        }

        var now = _time.GetUtcNow();
        if (bill.State is BillState.Settled or BillState.Refunding or BillState.Refunded)
        {
            return new Result.AlreadyPaid();
        }

        if (!bill.IsPayable || bill.ExpiresAt <= now || (bill.IsBasket && await Basket.IsStaleAsync(db, bill, ct)))
        {
            return new Result.Expired();
        }

        var amount = part ?? bill.Due;
        if (amount != bill.Due && (bill.LeastPart is not { } least || amount < least || amount > bill.Due))
        {
            return new Result.WrongPart(bill.LeastPart, bill.Due);
        }

        try
        {
            // Whoever clicks twice comes to the same page of the rail, which takes the money once.
            var open = await db.Set<CheckoutRow>()
                .Where(x => x.BillNumber == bill.Number && x.ReturnUrl == returnUrl && x.Language == language && x.Amount == amount && x.ExpiresAt > now.AddMinutes(1))
                .OrderByDescending(x => x.StartedAt)
                .FirstOrDefaultAsync(ct);
            if (open is not null && await _page.OpenAsync(open, ct) is { Length: > 0 } again)
            {
                return new Result.Started(again);
            }

            // Written before the rail is called: whatever happens after, somebody will ask the rail what became of it.
            var change = new Change(Actor.System("payer"), Channel.Portal, "card-paying", now);
            var checkout = new CheckoutRow
            {
                Id = change.NewId(),
                BillNumber = bill.Number,
                ReturnUrl = returnUrl,
                Amount = amount,
                Language = language,
                StartedAt = now,
                ExpiresAt = bill.ExpiresAt < now + PageLife ? bill.ExpiresAt : now + PageLife,
            };
            change.Insert(checkout);
            AskRail.Owe(change, bill, checkout.ExpiresAt + AskRail.Grace, checkout.Id.ToString());
            (await _writer.WriteAsync(change, ct)).OrThrow();
            return new Result.Started(await _page.OpenAsync(checkout, ct));
        }
        catch (RailDownException e)
        {
            return new Result.RailDown(e.Message);
        }
    }
}
