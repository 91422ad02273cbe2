using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Payments;

/// <summary>
/// A person of the institution answers a payer's wish for money back: yes, all or less of it, or no; each with a reason that the payer reads.
/// A yes is that person's own request for the refund, so above the limit a second person decides as always.
/// </summary>
public sealed class AnswerWish(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, RequestRefund refunds, TimeProvider time)
{
    /// <returns>What asking for the refund gave.</returns>
    public async Task<RequestRefund.Result> GrantAsync(
        Actor officer, IReadOnlyCollection<string> institutions, Guid wishId, Money? amount, string? answer, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await FindAsync(db, institutions, officer, wishId, ct) is not { } wish)
        {
            return new RequestRefund.Result.NotFound();
        }

        if (amount is not { } some || some <= Money.Zero || some > wish.Amount)
        {
            return new RequestRefund.Result.WrongAmount(wish.Amount);
        }

        if (answer is null || answer.Trim().Length < 3)
        {
            return new RequestRefund.Result.ReasonMissing();
        }

        // Under the id of the wish, so that repeating it after a crash between the two changes asks for nothing twice.
        var result = await refunds.AskAsync(officer, institutions, new RequestRefund.Order(wish.Id, wish.BillNumber, some, wish.Way, wish.Iban, answer.Trim()), ct);
        if (result is not RequestRefund.Result.Done)
        {
            return result;
        }

        return await EndAsync(wish, WishState.Granted, officer, answer.Trim(), ct) ? result : new RequestRefund.Result.Busy();
    }

    public async Task<RequestRefund.Result> DeclineAsync(Actor officer, IReadOnlyCollection<string> institutions, Guid wishId, string? answer, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await FindAsync(db, institutions, officer, wishId, ct) is not { } wish)
        {
            return new RequestRefund.Result.NotFound();
        }

        if (answer is null || answer.Trim().Length < 3)
        {
            return new RequestRefund.Result.ReasonMissing();
        }

        // Granted by another, whose change of the wish was cut off: the money is on its way, and the wish stays to be granted.
        if (await db.Set<RefundRow>().AnyAsync(x => x.Request == $"asked:{wishId:N}", ct))
        {
            return new RequestRefund.Result.Busy();
        }

        return await EndAsync(wish, WishState.Declined, officer, answer.Trim(), ct) ? new RequestRefund.Result.Done(false) : new RequestRefund.Result.Busy();
    }

    /// <summary>Nobody answers their own wish.</summary>
    private static async Task<RefundWishRow?> FindAsync(AppDbContext db, IReadOnlyCollection<string> institutions, Actor officer, Guid id, CancellationToken ct) =>
        await db.Set<RefundWishRow>().FirstOrDefaultAsync(x => x.Id == id, ct) is { State: WishState.Open } wish
        && institutions.Contains(wish.Institution) && wish.PayerKey != officer.Id
            ? wish
            : null;

    private async Task<bool> EndAsync(RefundWishRow wish, WishState state, Actor officer, string answer, CancellationToken ct)
    {
        var change = new Change(officer, Channel.System, "refund-wish-answering", time.GetUtcNow(), answer);
        (wish.State, wish.OpenKey, wish.Answer, wish.AnsweredByName, wish.AnsweredAt, wish.Iban) = (state, null, answer, officer.Name, change.Now, null);
        change.Update(wish);
        return await writer.WriteAsync(change, ct) is ChangeResult.Written;
    }
}
