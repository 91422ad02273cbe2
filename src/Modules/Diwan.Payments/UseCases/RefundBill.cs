using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Payments;

public abstract record RefundResult
{
    private RefundResult()
    {
    }

    /// <summary>The rail has paid it back.</summary>
    public sealed record Refunded : RefundResult;

    /// <summary>Under way: ask again with the same key.</summary>
    public sealed record Later(string Why) : RefundResult;

    /// <summary>It will not be done: a person must look.</summary>
    public sealed record Refused(string Why) : RefundResult;
}

/// <summary>Gives a settled bill's money back by the way it came, all of it or a part. The same key refunds once.</summary>
public sealed class RefundBill
{
    private readonly IDbContextFactory<AppDbContext> _contexts;
    private readonly ChangeWriter _writer;
    private readonly RefundCarrier _carrier;
    private readonly TimeProvider _time;

    internal RefundBill(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, RefundCarrier carrier, TimeProvider time) =>
        (_contexts, _writer, _carrier, _time) = (contexts, writer, carrier, time);

    public async Task<RefundResult> RunAsync(string billNumber, Money amount, string key, CancellationToken ct)
    {
        await using var db = await _contexts.CreateDbContextAsync(ct);
        if (await db.Set<RefundRow>().Where(x => x.Request == key).OrderBy(x => x.Id).ToListAsync(ct) is { Count: > 0 } known)
        {
            return known[0].BillNumber == billNumber && known.Select(x => x.Amount).Sum() == amount
                ? await CarryAsync(known, ct)
                : new RefundResult.Refused($"The key '{key}' was used for another refund.");
        }

        if (await db.Set<BillRow>().FirstOrDefaultAsync(x => x.Number == billNumber, ct) is not { } bill)
        {
            return new RefundResult.Refused($"There is no bill {billNumber}.");
        }

        if (bill.State == BillState.Refunding)
        {
            return new RefundResult.Later("Another refund of this bill is under way.");
        }

        if (bill.IsBasket || BillLife.After(bill.State, BillHappening.AskRefund) is not (BillAnswer.Move, var to))
        {
            return new RefundResult.Refused($"Bill {billNumber} is {bill.State}: there is nothing to give back.");
        }

        if (amount <= Money.Zero || bill.Refunded + amount > bill.Paid)
        {
            return new RefundResult.Refused($"{amount} cannot be given back: of {bill.Paid} paid, {bill.Refunded} went back before.");
        }

        var change = new Change(Actor.System("refund"), Channel.System, "refund-asking", _time.GetUtcNow());
        var rows = await AskRefund.SplitAsync(db, bill, amount, key, change, RefundState.Asked, ct);
        if (rows.Count == 0)
        {
            return new RefundResult.Later("The bill changed at the same moment.");
        }

        bill.State = to;
        foreach (var refund in rows)
        {
            AskRefund.Add(change, bill, refund);
        }

        return await _writer.WriteAsync(change, ct) is ChangeResult.Written
            ? await CarryAsync(rows, ct)
            : new RefundResult.Later("The bill changed at the same moment.");
    }

    private async Task<RefundResult> CarryAsync(IReadOnlyList<RefundRow> rows, CancellationToken ct)
    {
        RefundResult worst = new RefundResult.Refunded();
        foreach (var row in rows)
        {
            switch (await _carrier.CarryAsync(row, ct))
            {
                case RefundResult.Refused refused:
                    return refused;
                case RefundResult.Later later:
                    worst = later;
                    break;
                default:
                    break;
            }
        }

        return worst;
    }
}
