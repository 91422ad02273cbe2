using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Payments;

/// <summary>Takes a refund that is written down to the rail, and writes down what became of it.</summary>
internal sealed class RefundCarrier(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, RailClient rail, TimeProvider time)
{
    public async Task<RefundResult> CarryAsync(RefundRow refund, CancellationToken ct)
    {
        if (refund.State != RefundState.Asked)
        {
            return Ended(refund);
        }

        RailRefund answer;
        try
        {
            answer = await rail.RefundAsync(refund, ct);
        }
        catch (RailDownException e)
        {
            return new RefundResult.Later(e.Message);
        }

        if (answer.Status is not ("done" or "refused"))
        {
            return new RefundResult.Later("The rail is working on it.");
        }

        var change = new Change(Actor.System("refund"), Channel.System, "refund-ending", time.GetUtcNow());
        refund.State = answer.Status == "done" ? RefundState.Done : RefundState.Refused;
        refund.Why = answer.Why;
        refund.EndedAt = change.Now;
        change.Update(refund);
        var done = refund.State == RefundState.Done;
        LedgerAccounts.Post(
            change,
            (done ? "refund-done:" : "refund-refused:") + refund.Key,
            LedgerAccounts.Refunds,
            done ? LedgerAccounts.Of(refund.Rail) : refund.From,
            refund.Amount,
            refund.BillNumber,
            refund.TransactionNo);

        await using var db = await contexts.CreateDbContextAsync(ct);
        var bill = await db.Set<BillRow>().FirstAsync(x => x.Number == refund.BillNumber, ct);
        if (refund.From != LedgerAccounts.Suspense)
        {
            var what = !done ? BillHappening.RefuseRefund : bill.Refunded == bill.Total ? BillHappening.RefundAll : BillHappening.RefundPart;
            bill.Refunded = done ? bill.Refunded : bill.Refunded - refund.Amount;
            bill.State = BillLife.After(bill.State, what).To;
        }

        change.Update(bill);
        change.Record(bill.Chain, done ? "refund-done" : "refund-refused", new { bill.Number, amount = refund.Amount.Fils, refund.Key, refund.TransactionNo, refund.Why });
        return await writer.WriteAsync(change, ct) is ChangeResult.Written ? Ended(refund) : new RefundResult.Later("The bill changed at the same moment.");
    }

    private static RefundResult Ended(RefundRow refund) => refund.State == RefundState.Done
        ? new RefundResult.Refunded()
        : new RefundResult.Refused(refund.Why ?? "The rail refused it.");
}

/// <summary>Gives back money that no bill needed.</summary>
internal sealed class RefundUnmatched(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, RefundCarrier carrier, TimeProvider time) : IDutyHandler
{
    public const string DutyKind = "payments.refund-unmatched";

    public string Kind => DutyKind;

    public static void Owe(Change change, BillRow bill, string transactionNo) => change.Owe(new DutyOrder(
        DutyKind, bill.Id, System.Text.Json.JsonSerializer.Serialize(new Order(transactionNo), Change.Json), change.Now, $"{DutyKind}:{transactionNo}"));

    public async Task<DutyOutcome> CarryOutAsync(Duty duty, CancellationToken ct)
    {
        var order = System.Text.Json.JsonSerializer.Deserialize<Order>(duty.PayloadJson, Change.Json)!;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var refund = await db.Set<RefundRow>().FirstOrDefaultAsync(x => x.Key == duty.Key, ct);
        if (refund is null)
        {
            var payment = await db.Set<PaymentRow>().FirstAsync(x => x.TransactionNo == order.TransactionNo, ct);
            var change = new Change(Actor.System(DutyKind), Channel.System, "refund-asking", time.GetUtcNow());
            refund = new RefundRow
            {
                Id = change.NewId(),
                Key = duty.Key,
                BillNumber = payment.BillNumber,
                TransactionNo = payment.TransactionNo,
                Rail = payment.Rail,
                Amount = payment.Amount,
                From = LedgerAccounts.Suspense,
                AskedAt = change.Now,
            };
            change.Insert(refund);
            LedgerAccounts.Post(change, "refund-asked:" + refund.Key, LedgerAccounts.Suspense, LedgerAccounts.Refunds, refund.Amount, refund.BillNumber, refund.TransactionNo);
            (await writer.WriteAsync(change, ct)).OrThrow();
        }

        return await carrier.CarryAsync(refund, ct) switch
        {
            RefundResult.Refunded => new DutyOutcome.Done(),
            RefundResult.Later later => new DutyOutcome.Again(TimeSpan.FromSeconds(Math.Min(900, 2 << Math.Min(duty.Attempt, 9))), later.Why),
            RefundResult.Refused refused => new DutyOutcome.Failed(refused.Why),
            var other => throw new System.Diagnostics.UnreachableException(other.ToString()),
        };
    }

    private sealed record Order(string TransactionNo);
}
