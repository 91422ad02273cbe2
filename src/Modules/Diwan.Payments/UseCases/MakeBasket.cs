using System.Globalization;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Payments;

/// <summary>Puts several open bills under one number, to be paid at once. Whoever has the numbers may do so: a bill may be paid by anyone.</summary>
public sealed class MakeBasket(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, TimeProvider time)
{
    public const int MostBills = Basket.MostBills;

    private static readonly TimeSpan Life = TimeSpan.FromDays(2);

    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Made(BillNumber Number) : Result;

        /// <summary>Fewer than two, or more than are taken at once.</summary>
        public sealed record WrongCount : Result;

        /// <summary>These are not open, or are no bills.</summary>
        public sealed record NotPayable(IReadOnlyList<string> Numbers) : Result;
    }

    /// <param name="payerKey">Who pays; need not own any of the bills.</param>
    public async Task<Result> RunAsync(IReadOnlyCollection<string> billNumbers, string payerKey, string payerName, Actor actor, Channel channel, CancellationToken ct)
    {
        var numbers = billNumbers.Select(n => BillNumber.TryParse(n, out var parsed) ? parsed.Value : n).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (numbers.Count is < 2 or > Basket.MostBills)
        {
            return new Result.WrongCount();
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        var bills = await db.Set<BillRow>().Where(x => numbers.Contains(x.Number)).ToListAsync(ct);
        var now = time.GetUtcNow();
        var bad = numbers.Where(n => bills.FirstOrDefault(b => b.Number == n) is not { IsBasket: false, IsPayable: true } bill || bill.ExpiresAt <= now).ToList();
        if (bad.Count > 0)
        {
            return new Result.NotPayable(bad);
        }

        var chosen = numbers.ConvertAll(n => bills.First(b => b.Number == n));
        var parts = chosen.ConvertAll(b => new BasketPart(b.Number, b.Institution, b.Due, b.Service, b.Reference));
        var text = BillRow.WriteParts(parts);
        var same = await db.Set<BillRow>()
            .Where(x => x.PayerKey == payerKey && x.Parts == text && x.State == BillState.Open && x.ExpiresAt > now)
            .OrderByDescending(x => x.IssuedAt)
            .Select(x => x.Number)
            .FirstOrDefaultAsync(ct);
        if (same is not null)
        {
            return new Result.Made(BillNumber.Parse(same));
        }

        var change = new Change(actor, channel, "basket-making", now);
        var id = change.NewId();
        var number = BillNumber.New();
        var end = chosen.Min(b => b.ExpiresAt);
        var basket = new BillRow
        {
            Id = id,
            Number = number.Value,
            SubjectId = id,
            Reference = "",
            PayerKey = payerKey,
            PayerName = payerName,
            Institution = "",
            Service = new LocalizedText(
                string.Create(CultureInfo.InvariantCulture, $"سلة فيها {parts.Count} فواتير"),
                string.Create(CultureInfo.InvariantCulture, $"Basket of {parts.Count} bills")),
            Lines = BillRow.WriteLines(chosen.Select(b => new BillLine(
                b.Number, BillLineKind.Charge, b.Due, b.Service, new LocalizedText($"الفاتورة {b.Number}", $"Bill {b.Number}"), ""))),
            Parts = text,
            Total = parts.Select(p => p.Amount).Sum(),
            State = BillState.Open,
            IssuedAt = now,
            ExpiresAt = end < now + Life ? end : now + Life,
            Chain = Chain.Start(id),
        };
        change.Insert(basket);
        change.Record(basket.Chain, "basket-made", new { basket.Number, total = basket.Total.Fils, bills = numbers });
        WatchBill.Owe(change, basket);
        (await writer.WriteAsync(change, ct)).OrThrow();
        return new Result.Made(number);
    }
}
