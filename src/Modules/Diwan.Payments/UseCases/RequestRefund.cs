using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Diwan.Payments;

/// <summary>
/// A person of the institution gives money of a bill back: all or a part, the way it came, as a credit, by transfer or at a counter. Above
/// a limit a second person decides, who is never the first. What follows from a rule (paid twice, too late, a refused case) needs nobody.
/// </summary>
public sealed class RequestRefund(
    IServiceScopeFactory scopes, IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, TimeProvider time, IOptions<PaymentsOptions> options)
{
    public abstract record Result
    {
        private Result()
        {
        }

        /// <param name="NeedsSecond">It waits for a second person.</param>
        public sealed record Done(bool NeedsSecond) : Result;

        /// <summary>No such bill or refund, or not of these institutions.</summary>
        public sealed record NotFound : Result;

        /// <summary>In this state nothing can be given back.</summary>
        public sealed record WrongState(BillState State) : Result;

        /// <summary>Not above zero, or more than is left of what was paid.</summary>
        public sealed record WrongAmount(Money Left) : Result;

        public sealed record ReasonMissing : Result;

        public sealed record IbanWrong : Result;

        /// <summary>Who asked may not decide.</summary>
        public sealed record SamePerson : Result;

        /// <summary>The number of the transfer is needed.</summary>
        public sealed record NumberMissing : Result;

        /// <summary>Somebody changed it at the same moment. Look again.</summary>
        public sealed record Busy : Result;
    }

    /// <param name="Id">Of the form: the same form asks once.</param>
    public sealed record Order(Guid Id, string BillNumber, Money Amount, RefundWay Way, string? Iban, string Reason);

    /// <param name="institutions">Whose money this person handles.</param>
    public async Task<Result> AskAsync(Actor asker, IReadOnlyCollection<string> institutions, Order order, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (!BillNumber.TryParse(order.BillNumber, out var number)
            || await db.Set<BillRow>().FirstOrDefaultAsync(x => x.Number == number.Value, ct) is not { IsBasket: false } bill
            || !institutions.Contains(bill.Institution))
        {
            return new Result.NotFound();
        }

        var key = $"asked:{order.Id:N}";
        if (await db.Set<RefundRow>().FirstOrDefaultAsync(x => x.Request == key, ct) is { } before)
        {
            return new Result.Done(before.State == RefundState.Proposed);
        }

        if (BillLife.After(bill.State, BillHappening.AskRefund) is not (BillAnswer.Move, var to))
        {
            return new Result.WrongState(bill.State);
        }

        if (order.Amount <= Money.Zero || bill.Refunded + order.Amount > bill.Paid)
        {
            return new Result.WrongAmount(bill.Paid - bill.Refunded);
        }

        if (order.Reason.Trim().Length < 3)
        {
            return new Result.ReasonMissing();
        }

        var iban = Iban.Read(order.Iban);
        if (order.Way == RefundWay.Transfer && iban is null)
        {
            return new Result.IbanWrong();
        }

        var second = order.Amount > options.Value.Refunds.SecondPersonAbove;
        var change = new Change(asker, Channel.System, "refund-asking", time.GetUtcNow(), order.Reason.Trim());
        var rows = await AskRefund.SplitAsync(
            db, bill, order.Amount, key, change, second ? RefundState.Proposed : RefundState.Asked, ct, order.Way, asker, order.Reason.Trim(),
            order.Way == RefundWay.Transfer ? iban : null);
        if (rows.Count == 0)
        {
            return new Result.Busy();
        }

        bill.State = to;
        foreach (var refund in rows)
        {
            AskRefund.Add(change, bill, refund);
        }

        return await writer.WriteAsync(change, ct) is ChangeResult.Written ? new Result.Done(second) : new Result.Busy();
    }

    /// <summary>The second person says yes or no.</summary>
    public async Task<Result> DecideAsync(Actor second, IReadOnlyCollection<string> institutions, Guid refundId, bool approve, string? why, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<RefundRow>().FirstOrDefaultAsync(x => x.Id == refundId, ct) is not { State: RefundState.Proposed } refund || !institutions.Contains(refund.Institution))
        {
            return new Result.NotFound();
        }

        if (refund.AskedBy == second.Id)
        {
            return new Result.SamePerson();
        }

        if (!approve && (why is null || why.Trim().Length < 3))
        {
            return new Result.ReasonMissing();
        }

        var bill = await db.Set<BillRow>().FirstAsync(x => x.Number == refund.BillNumber, ct);
        var change = new Change(second, Channel.System, approve ? "refund-approving" : "refund-rejecting", time.GetUtcNow(), why?.Trim());
        (refund.DecidedBy, refund.DecidedByName, refund.DecidedAt) = (second.Id, second.Name, change.Now);
        await using var scope = scopes.CreateAsyncScope();
        var news = scope.ServiceProvider.GetRequiredService<News>();
        if (approve)
        {
            RefundBooks.Move(refund, RefundHappening.Approve);
            change.Update(refund);
            change.Update(bill);
            change.Record(bill.Chain, "refund-approved", new { bill.Number, amount = refund.Amount.Fils, refund.Key });
            CarryRefund.Owe(change, refund, bill.Id);
            await RefundBooks.TellAsync(refund, bill, change, news, ct);
        }
        else
        {
            refund.Why = why!.Trim();
            await RefundBooks.RejectAsync(db, refund, bill, change, news, ct);
        }

        return await writer.WriteAsync(change, ct) is ChangeResult.Written ? new Result.Done(false) : new Result.Busy();
    }

    /// <summary>The payee says how the money shall come, when it waits for them.</summary>
    public async Task<Result> ChooseWayAsync(Actor payee, Guid refundId, RefundWay way, string? typedIban, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<RefundRow>().FirstOrDefaultAsync(x => x.Id == refundId, ct) is not { } refund || refund.PayerKey != payee.Id
            || way == RefundWay.Source || (refund.State == RefundState.Asked && refund.Way == RefundWay.Source)
            || RefundLife.After(refund.State, RefundHappening.ChooseWay).Answer != BillAnswer.Move)
        {
            return new Result.NotFound();
        }

        var iban = Iban.Read(typedIban);
        if (way == RefundWay.Transfer && iban is null)
        {
            return new Result.IbanWrong();
        }

        var bill = await db.Set<BillRow>().FirstAsync(x => x.Number == refund.BillNumber, ct);
        var change = new Change(payee, Channel.Portal, "refund-way-choosing", time.GetUtcNow());
        RefundBooks.Move(refund, RefundHappening.ChooseWay);
        refund.Way = way;
        refund.Iban = way == RefundWay.Transfer ? iban : null;
        change.Update(refund);
        change.Update(bill);
        change.Record(bill.Chain, "refund-way-chosen", new { bill.Number, refund.Key, way });
        if (way == RefundWay.Credit)
        {
            // At once and in the same change: the money does not leave the house.
            await using var scope = scopes.CreateAsyncScope();
            var account = await RefundBooks.KeepAsync(db, refund, change, ct);
            await RefundBooks.ArriveAsync(db, refund, account, change, scope.ServiceProvider.GetRequiredService<News>(), ct, bill);
        }

        return await writer.WriteAsync(change, ct) is ChangeResult.Written ? new Result.Done(false) : new Result.Busy();
    }

    /// <summary>The finance officer has made the transfer at the bank, and writes its number down.</summary>
    public async Task<Result> TransferredAsync(Actor officer, IReadOnlyCollection<string> institutions, Guid refundId, string bankNumber, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<RefundRow>().FirstOrDefaultAsync(x => x.Id == refundId, ct) is not { State: RefundState.Asked, Way: RefundWay.Transfer } refund
            || !institutions.Contains(refund.Institution))
        {
            return new Result.NotFound();
        }

        if (bankNumber.Trim() is not { Length: >= 3 and <= 60 } number)
        {
            return new Result.NumberMissing();
        }

        var change = new Change(officer, Channel.System, "refund-transferring", time.GetUtcNow());
        refund.OutsideNo = number;
        await using var scope = scopes.CreateAsyncScope();
        await RefundBooks.ArriveAsync(db, refund, LedgerAccounts.BankOf(refund.Institution), change, scope.ServiceProvider.GetRequiredService<News>(), ct);
        return await writer.WriteAsync(change, ct) is ChangeResult.Written ? new Result.Done(false) : new Result.Busy();
    }
}

/// <summary>An international bank account number, as a person types it.</summary>
internal static class Iban
{
    /// <returns>Without spaces; null when its check digits or its length are wrong.</returns>
    public static string? Read(string? typed)
    {
        if (typed is null || typed.Length > 60)
        {
            return null;
        }

        var iban = string.Concat(Digits.ToAscii(typed).Where(c => c is not (' ' or '-' or '\u200e' or '\u200f'))).ToUpperInvariant();
        if (iban.Length is < 15 or > 34 || !iban.All(char.IsAsciiLetterOrDigit) || !iban[..2].All(char.IsAsciiLetterUpper) || !iban[2..4].All(char.IsAsciiDigit)
            || (iban.StartsWith("JO", StringComparison.Ordinal) && iban.Length != 30))
        {
            return null;
        }

        var rest = 0;
        foreach (var c in iban[4..] + iban[..4])
        {
            rest = char.IsAsciiDigit(c) ? ((rest * 10) + (c - '0')) % 97 : ((rest * 100) + (c - 'A' + 10)) % 97;
        }

        return rest == 1 ? iban : null;
    }
}
