using System.Diagnostics;
using System.Text.Json;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Diwan.Payments;

/// <summary>Takes a refund that is written down along its way, and writes down what became of it.</summary>
internal sealed class RefundCarrier(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, RailClient rail, ICardPage cards, IServiceScopeFactory scopes, TimeProvider time)
{
    /// <summary>How often an ending that met another is written again at once.</summary>
    private const int Rereads = 8;

    public async Task<RefundResult> CarryAsync(RefundRow refund, CancellationToken ct)
    {
        switch (refund)
        {
            case { State: RefundState.Done }:
                return new RefundResult.Refunded();
            case { State: RefundState.Refused }:
                return new RefundResult.Refused(refund.Why ?? "The second person said no.");
            case { State: RefundState.Proposed }:
                return new RefundResult.Later("It waits for a second person.");
            case { State: RefundState.NeedsWay }:
                return new RefundResult.Later("Its payee is asked to choose another way.");
            case { Way: RefundWay.Transfer or RefundWay.Counter }:
                return new RefundResult.Later("It waits for a person: a transfer, or the payee at a counter.");
            default:
                break;
        }

        var keep = refund.Way == RefundWay.Credit || refund.Rail == Rail.Credit;
        var why = null as string;
        if (!keep)
        {
            RailRefund answer;
            try
            {
                answer = refund.Rail == Rail.Card ? await cards.RefundAsync(refund, ct) : await rail.RefundAsync(refund, ct);
            }
            catch (RailDownException e)
            {
                return new RefundResult.Later(e.Message);
            }

            if (answer.Status is not ("done" or "refused"))
            {
                return new RefundResult.Later("The rail is working on it.");
            }

            why = answer.Why;
            if (answer.Status == "refused")
            {
                return await BounceAsync(refund, why, ct);
            }
        }

        // Refunds of one bill end at the same moment: who comes second reads the bill again at once, not after a pause in which they meet again.
        for (var tries = 0; tries < Rereads; tries++)
        {
            var change = new Change(Actor.System("refund"), Channel.System, "refund-ending", time.GetUtcNow());
            await using var db = await contexts.CreateDbContextAsync(ct);
            refund.Why = why;
            var to = keep ? await RefundBooks.KeepAsync(db, refund, change, ct) : LedgerAccounts.Of(refund.Rail);
            await using var scope = scopes.CreateAsyncScope();
            await RefundBooks.ArriveAsync(db, refund, to, change, scope.ServiceProvider.GetRequiredService<News>(), ct);
            if (await writer.WriteAsync(change, ct) is ChangeResult.Written)
            {
                return new RefundResult.Refunded();
            }

            // Nothing was written: whoever holds the row must not believe that it has ended.
            refund.State = RefundState.Asked;
        }

        return new RefundResult.Later("The bill changed at the same moment.");
    }

    private async Task<RefundResult> BounceAsync(RefundRow refund, string? why, CancellationToken ct)
    {
        var change = new Change(Actor.System("refund"), Channel.System, "refund-ending", time.GetUtcNow());
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<BillRow>().FirstOrDefaultAsync(x => x.Number == refund.BillNumber, ct) is not { } bill)
        {
            return new RefundResult.Refused($"Stray money: the rail refused it ({why}), and nobody is known to ask.");
        }

        refund.State = RefundLife.After(refund.State, RefundHappening.Bounce).To;
        refund.Why = why;
        change.Update(refund);
        change.Update(bill);
        change.Record(bill.Chain, "refund-bounced", new { bill.Number, amount = refund.Amount.Fils, refund.Key, refund.TransactionNo, refund.Why });
        await using var scope = scopes.CreateAsyncScope();
        await RefundBooks.TellAsync(refund, bill, change, scope.ServiceProvider.GetRequiredService<News>(), ct);
        if (await writer.WriteAsync(change, ct) is not ChangeResult.Written)
        {
            refund.State = RefundState.Asked;
            return new RefundResult.Later("The bill changed at the same moment.");
        }

        return new RefundResult.Later($"The rail refused it ({why}); its payee is asked to choose another way.");
    }
}

/// <summary>What the ends of a refund write, whoever brings it there.</summary>
internal static class RefundBooks
{
    /// <summary>The money has gone to <paramref name="account"/>.</summary>
    /// <param name="bill">Its bill, when the caller's change holds it already.</param>
    public static async Task ArriveAsync(
        AppDbContext db, RefundRow refund, string account, Change change, News news, CancellationToken ct, BillRow? bill = null)
    {
        bill ??= await db.Set<BillRow>().FirstOrDefaultAsync(x => x.Number == refund.BillNumber, ct);
        Move(refund, RefundHappening.Arrive);
        refund.EndedAt = change.Now;
        change.Update(refund);
        LedgerAccounts.Post(change, "refund-done:" + refund.Key, LedgerAccounts.Refunds, account, refund.Amount, refund.BillNumber, refund.TransactionNo);
        if (bill is null)
        {
            // Stray money: no bill, and nobody whom we could tell.
            return;
        }

        await CloseAsync(db, refund, bill, refused: false, ct);
        change.Update(bill);
        change.Record(bill.Chain, "refund-done", new { bill.Number, amount = refund.Amount.Fils, refund.Key, refund.TransactionNo, way = refund.Way });
        await TellAsync(refund, bill, change, news, ct);
    }

    /// <summary>The second person said no: the money goes back to where it was.</summary>
    public static async Task RejectAsync(AppDbContext db, RefundRow refund, BillRow bill, Change change, News news, CancellationToken ct)
    {
        Move(refund, RefundHappening.Reject);
        refund.EndedAt = change.Now;
        change.Update(refund);
        LedgerAccounts.Post(change, "refund-refused:" + refund.Key, LedgerAccounts.Refunds, refund.From, refund.Amount, refund.BillNumber, refund.TransactionNo);
        bill.Refunded -= refund.Amount;
        await CloseAsync(db, refund, bill, refused: true, ct);
        change.Update(bill);
        change.Record(bill.Chain, "refund-refused", new { bill.Number, amount = refund.Amount.Fils, refund.Key, refund.Why });
        await TellAsync(refund, bill, change, news, ct);
    }

    /// <summary>Adds what is kept for the payer; returns its account.</summary>
    public static async Task<string> KeepAsync(AppDbContext db, RefundRow refund, Change change, CancellationToken ct)
    {
        var credit = await db.Set<CreditRow>().FirstOrDefaultAsync(x => x.PayerKey == refund.PayerKey && x.Institution == refund.Institution, ct);
        if (credit is null)
        {
            credit = new CreditRow { Id = change.NewId(), PayerKey = refund.PayerKey, Institution = refund.Institution };
            change.Insert(credit);
        }
        else
        {
            change.Update(credit);
        }

        credit.Balance += refund.Amount;
        return LedgerAccounts.CreditOf(credit.Id);
    }

    public static Task TellAsync(RefundRow refund, BillRow bill, Change change, News news, CancellationToken ct) => news.PublishAsync(
        new RefundMoved(refund.Id, BillNumber.Parse(bill.Number), bill.Reference, refund.PayerKey, refund.Amount, refund.Way, refund.State), change, ct);

    public static void Move(RefundRow refund, RefundHappening what)
    {
        var (answer, to) = RefundLife.After(refund.State, what);
        refund.State = answer == BillAnswer.Move
            ? to
            : throw new InvalidOperationException($"A refund that is {refund.State} cannot {what}; who asks must look first.");
    }

    private static async Task CloseAsync(AppDbContext db, RefundRow refund, BillRow bill, bool refused, CancellationToken ct)
    {
        if (!refund.IsOfBill)
        {
            return;
        }

        var others = await db.Set<RefundRow>().AnyAsync(
            x => x.BillNumber == bill.Number && x.Id != refund.Id && x.From != LedgerAccounts.Suspense && x.State != RefundState.Done && x.State != RefundState.Refused, ct);
        var what = others ? BillHappening.RefundStep
            : bill.Refunded == bill.Paid ? BillHappening.RefundAll
            : refused ? BillHappening.RefuseRefund
            : BillHappening.RefundPart;
        bill.State = BillLife.After(bill.State, what).To;
    }
}

/// <summary>Takes a refund along its way as often as that takes.</summary>
internal sealed class CarryRefund(IDbContextFactory<AppDbContext> contexts, RefundCarrier carrier) : IDutyHandler
{
    public const string DutyKind = "payments.carry-refund";

    public string Kind => DutyKind;

    public static void Owe(Change change, RefundRow refund, Guid subject) => change.Owe(new DutyOrder(
        DutyKind, subject, JsonSerializer.Serialize(new Order(refund.Key), Change.Json), change.Now, $"{DutyKind}:{refund.Key}"));

    public static TimeSpan PauseAfter(int attempt) => TimeSpan.FromSeconds(Math.Min(900, 2 << Math.Min(attempt, 9)));

    public async Task<DutyOutcome> CarryOutAsync(Duty duty, CancellationToken ct)
    {
        var order = JsonSerializer.Deserialize<Order>(duty.PayloadJson, Change.Json)!;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var refund = await db.Set<RefundRow>().FirstAsync(x => x.Key == order.Key, ct);
        return await carrier.CarryAsync(refund, ct) switch
        {
            // From here a person takes it on; the row waits in their list.
            RefundResult.Later when refund.State is not RefundState.Asked || refund.Way is RefundWay.Transfer or RefundWay.Counter => new DutyOutcome.Done(),
            RefundResult.Later later => new DutyOutcome.Again(PauseAfter(duty.Attempt), later.Why),
            _ => new DutyOutcome.Done(),
        };
    }

    private sealed record Order(string Key);
}

/// <summary>Gives back money that no bill needed.</summary>
internal sealed class RefundUnmatched(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, RefundCarrier carrier, TimeProvider time) : IDutyHandler
{
    public const string DutyKind = "payments.refund-unmatched";

    public string Kind => DutyKind;

    /// <param name="billNumber">The bill that did not need it: of a basket, one of its bills.</param>
    public static void Owe(Change change, Guid subject, string transactionNo, string billNumber, Money amount) => change.Owe(new DutyOrder(
        DutyKind, subject, JsonSerializer.Serialize(new Order(transactionNo, billNumber, amount.Fils), Change.Json), change.Now, $"{DutyKind}:{transactionNo}:{billNumber}"));

    public async Task<DutyOutcome> CarryOutAsync(Duty duty, CancellationToken ct)
    {
        var order = JsonSerializer.Deserialize<Order>(duty.PayloadJson, Change.Json)!;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var refund = await db.Set<RefundRow>().FirstOrDefaultAsync(x => x.Key == duty.Key, ct);
        if (refund is null)
        {
            var payment = await db.Set<PaymentRow>().FirstAsync(x => x.TransactionNo == order.TransactionNo, ct);
            var number = order.BillNumber ?? payment.BillNumber;
            var bill = await db.Set<BillRow>().FirstOrDefaultAsync(x => x.Number == number, ct);
            var basket = payment.BillNumber == number ? null : await db.Set<BillRow>().FirstAsync(x => x.Number == payment.BillNumber, ct);
            var change = new Change(Actor.System(DutyKind), Channel.System, "refund-asking", time.GetUtcNow());
            refund = new RefundRow
            {
                Id = change.NewId(),
                Key = duty.Key,
                Request = duty.Key,
                BillNumber = number,
                TransactionNo = payment.TransactionNo,
                Institution = bill?.Institution ?? "",
                PayerKey = basket?.PayerKey ?? bill?.PayerKey ?? "",
                Rail = payment.Rail,
                Amount = order.Fils is { } fils ? new Money(fils) : payment.Amount,
                From = LedgerAccounts.Suspense,
                Way = AskRefund.WayBack(payment.Rail),
                State = RefundState.Asked,
                AskedAt = change.Now,
            };
            change.Insert(refund);
            LedgerAccounts.Post(change, "refund-asked:" + refund.Key, LedgerAccounts.Suspense, LedgerAccounts.Refunds, refund.Amount, refund.BillNumber, refund.TransactionNo);
            (await writer.WriteAsync(change, ct)).OrThrow();
        }

        return await carrier.CarryAsync(refund, ct) switch
        {
            RefundResult.Refunded => new DutyOutcome.Done(),

            // From here its payee takes it on; the row waits for them.
            RefundResult.Later when refund.State == RefundState.NeedsWay || refund.Way == RefundWay.Counter => new DutyOutcome.Done(),
            RefundResult.Later later => new DutyOutcome.Again(CarryRefund.PauseAfter(duty.Attempt), later.Why),
            RefundResult.Refused refused => new DutyOutcome.Failed(refused.Why),
            var other => throw new UnreachableException(other.ToString()),
        };
    }

    /// <param name="BillNumber">Null in duties of an older version, which gave the whole payment back.</param>
    private sealed record Order(string TransactionNo, string? BillNumber = null, long? Fils = null);
}

/// <summary>Gives back the parts that were paid of a bill that came to nothing.</summary>
internal static class ReturnParts
{
    public static async Task AddAsync(AppDbContext db, BillRow bill, Change change, CancellationToken ct)
    {
        var rows = await AskRefund.SplitAsync(db, bill, bill.Paid - bill.Refunded, $"parts:{bill.Number}", change, RefundState.Asked, ct);
        if (rows.Count == 0)
        {
            throw new InvalidOperationException($"Bill {bill.Number} changed while its parts were sent back; the duty reads it again.");
        }

        foreach (var refund in rows)
        {
            AskRefund.Add(change, bill, refund);
        }
    }
}
