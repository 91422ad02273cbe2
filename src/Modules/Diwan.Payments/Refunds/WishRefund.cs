using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Payments;

/// <summary>A wish as it is shown.</summary>
/// <param name="Iban">All but its end is hidden.</param>
public sealed record WishView(
    Guid Id, string BillNumber, string Institution, string PayerKey, string PayerName, Money Amount, RefundWay Way, string? Iban, string Words, WishState State,
    DateTimeOffset AskedAt, string? AnsweredByName, DateTimeOffset? AnsweredAt, string? Answer);

/// <summary>A payer asks for money back, and says why. A person of the institution answers; nothing moves before.</summary>
public sealed class WishRefund(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, TimeProvider time)
{
    public const int LongestWords = 1000;

    private const int PageSize = 50;

    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Wished(Guid Id) : Result;

        /// <summary>No such bill, or none of this person's money is in it.</summary>
        public sealed record NotFound : Result;

        /// <summary>Nothing can be given back of a bill in this state.</summary>
        public sealed record WrongState(BillState State) : Result;

        /// <summary>Not above zero, or more than is left of what this person paid.</summary>
        public sealed record WrongAmount(Money Left) : Result;

        public sealed record WordsMissing : Result;

        public sealed record IbanWrong : Result;

        /// <summary>The same was asked for before and is not answered yet.</summary>
        public sealed record AlreadyWished : Result;
    }

    /// <param name="Way">Source, Credit or Transfer.</param>
    public sealed record Order(string BillNumber, Money? Amount, RefundWay Way, string? Iban, string? Words);

    /// <summary>How much of a bill this person could get back: what they paid of it, less what went back or is on its way.</summary>
    public async Task<Money> LeftAsync(string payerKey, string billNumber, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return BillNumber.TryParse(billNumber, out var number) ? await LeftAsync(db, payerKey, number.Value, ct) : Money.Zero;
    }

    public async Task<Result> AskAsync(Actor payer, Order order, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(order);
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (!BillNumber.TryParse(order.BillNumber, out var number)
            || await db.Set<BillRow>().FirstOrDefaultAsync(x => x.Number == number.Value, ct) is not { IsBasket: false } bill
            || !await db.Set<ReceiptRow>().AnyAsync(x => x.BillNumber == number.Value && x.PayerKey == payer.Id, ct))
        {
            return new Result.NotFound();
        }

        if (BillLife.After(bill.State, BillHappening.AskRefund).Answer != BillAnswer.Move)
        {
            return new Result.WrongState(bill.State);
        }

        var left = await LeftAsync(db, payer.Id, bill.Number, ct);
        if (order.Amount is not { } amount || amount <= Money.Zero || amount > left)
        {
            return new Result.WrongAmount(left);
        }

        if (order.Words?.Trim() is not { Length: >= 10 and <= LongestWords } words)
        {
            return new Result.WordsMissing();
        }

        var iban = Iban.Read(order.Iban);
        if (order.Way == RefundWay.Transfer && iban is null)
        {
            return new Result.IbanWrong();
        }

        var change = new Change(payer, Channel.Portal, "refund-wishing", time.GetUtcNow());
        var wish = new RefundWishRow
        {
            Id = change.NewId(),
            BillNumber = bill.Number,
            OpenKey = $"{bill.Number}:{payer.Id}",
            Institution = bill.Institution,
            PayerKey = payer.Id,
            PayerName = payer.Name,
            Amount = amount,
            Way = order.Way is RefundWay.Credit or RefundWay.Transfer ? order.Way : RefundWay.Source,
            Iban = order.Way == RefundWay.Transfer ? iban : null,
            Words = words,
            AskedAt = change.Now,
        };
        change.Insert(wish);
        return await writer.WriteAsync(change, ct) is ChangeResult.Written ? new Result.Wished(wish.Id) : new Result.AlreadyWished();
    }

    /// <summary>A payer's, the latest first.</summary>
    public async Task<Slice<WishView>> OfPayerAsync(string payerKey, ListPlace? after, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = db.Set<RefundWishRow>().Where(x => x.PayerKey == payerKey);
        if (after is var (at, id))
        {
            rows = rows.Where(x => x.AskedAt < at || (x.AskedAt == at && x.Id.CompareTo(id) < 0));
        }

        return SliceOf(await rows.OrderByDescending(x => x.AskedAt).ThenByDescending(x => x.Id).Take(PageSize + 1).ToListAsync(ct));
    }

    /// <summary>Those of some institutions that nobody has answered; the oldest first.</summary>
    public async Task<Slice<WishView>> OpenOfAsync(IReadOnlyCollection<string> institutions, ListPlace? after, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = db.Set<RefundWishRow>().Where(x => institutions.Contains(x.Institution) && x.State == WishState.Open);
        if (after is var (at, id))
        {
            rows = rows.Where(x => x.AskedAt > at || (x.AskedAt == at && x.Id.CompareTo(id) > 0));
        }

        return SliceOf(await rows.OrderBy(x => x.AskedAt).ThenBy(x => x.Id).Take(PageSize + 1).ToListAsync(ct));
    }

    /// <summary>One of some institutions that nobody has answered; null if it is none of those.</summary>
    public async Task<WishView?> OpenOneAsync(Guid id, IReadOnlyCollection<string> institutions, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<RefundWishRow>().FirstOrDefaultAsync(x => x.Id == id && institutions.Contains(x.Institution) && x.State == WishState.Open, ct) is { } row
            ? View(row)
            : null;
    }

    private static async Task<Money> LeftAsync(AppDbContext db, string payerKey, string billNumber, CancellationToken ct)
    {
        var paid = await db.Set<ReceiptRow>().Where(x => x.BillNumber == billNumber && x.PayerKey == payerKey).Select(x => new { x.TransactionNo, x.Amount }).ToListAsync(ct);
        var numbers = paid.ConvertAll(x => x.TransactionNo);
        var back = await db.Set<RefundRow>()
            .Where(x => x.BillNumber == billNumber && numbers.Contains(x.TransactionNo) && x.From != LedgerAccounts.Suspense && x.State != RefundState.Refused)
            .Select(x => x.Amount)
            .ToListAsync(ct);
        return paid.Sum(x => x.Amount) - back.Sum();
    }

    private static Slice<WishView> SliceOf(List<RefundWishRow> found) => Slice.Of(found, PageSize, x => new(x.AskedAt, x.Id), View);

    private static WishView View(RefundWishRow x) => new(
        x.Id, x.BillNumber, x.Institution, x.PayerKey, x.PayerName, x.Amount, x.Way, x.Iban is null ? null : "…" + x.Iban[^4..], x.Words, x.State, x.AskedAt,
        x.AnsweredByName, x.AnsweredAt, x.Answer);
}
