using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Payments;

/// <summary>What became of a payment that the rail's own books name.</summary>
internal enum TakenOver
{
    /// <summary>We knew it, or its matter is open already.</summary>
    Known,

    /// <summary>We did not, and booked it.</summary>
    Booked,

    /// <summary>We did not, and no bill can take it: its matter is open.</summary>
    Unbooked,
}

/// <summary>Books whatever the rail knows and we do not. What cannot be booked is an open matter, once, however often the rail is asked.</summary>
internal sealed class RailLedger(
    RailClient rail, ICardPage cards, BookPayment book, IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, TimeProvider time)
{
    private const string Name = "payments.rail-ledger";

    /// <exception cref="RailDownException">The rail could not be asked.</exception>
    public async Task CatchUpAsync(string billNumber, CancellationToken ct)
    {
        foreach (var payment in (IEnumerable<RailPayment>)[.. await cards.PaymentsOfAsync(billNumber, ct), .. await rail.PaymentsOfAsync(billNumber, ct)])
        {
            if (payment.Status == "paid" && payment.BillNo == billNumber)
            {
                await TakeOverAsync(payment, ct);
            }
        }
    }

    public async Task<TakenOver> TakeOverAsync(RailPayment payment, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await Discrepancies.IsKnownAsync(db, MoneyMove.Payment, payment.TransactionNo, DiscrepancyKind.MissingHere, ct))
        {
            return TakenOver.Known;
        }

        switch (await book.RunAsync(payment.ToFact(), ct))
        {
            case BookPayment.Result.AlreadyKnown:
            case BookPayment.Result.Refused { Why: "transaction" }:
                // Known otherwise is told by the settlement file, which has the last word.
                return TakenOver.Known;
            case BookPayment.Result.Refused refused:
                var change = new Change(Actor.System(Name), Channel.System, "rail-asking", time.GetUtcNow());
                var institution = await db.Set<BillRow>().Where(x => x.Number == payment.BillNo).Select(x => x.Institution).FirstOrDefaultAsync(ct);
                Discrepancies.Open(
                    change, MoneyMove.Payment, payment.TransactionNo, DiscrepancyKind.MissingHere, NationalCalendar.DateAt(payment.PaidAt),
                    RailPayment.RailOf(payment.Rail), payment.TransactionNo, payment.BillNo, institution ?? "", null, new Money(payment.AmountFils),
                    refused.Why == "bill" ? "unknown" : refused.Why, payment.PaidAt);

                // A duplicate is the same matter, opened by another node.
                await writer.WriteAsync(change, ct);
                return TakenOver.Unbooked;
            default:
                return TakenOver.Booked;
        }
    }
}
