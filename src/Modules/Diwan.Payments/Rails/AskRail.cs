using System.Text.Json;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Payments;

/// <summary>
/// Where money may be on its way (a payer was sent to the card page, a bill was closed): asks the rail with growing pauses until that time
/// is over, so that a lost notice is found.
/// </summary>
internal sealed class AskRail(RailLedger ledger, TimeProvider time) : IDutyHandler
{
    public const string DutyKind = "payments.ask-rail";

    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(20);

    /// <summary>How long after the end of a page the rail may still report that it was paid.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(15);

    public string Kind => DutyKind;

    public async Task<DutyOutcome> CarryOutAsync(Duty duty, CancellationToken ct)
    {
        var order = JsonSerializer.Deserialize<Order>(duty.PayloadJson, Change.Json)!;
        try
        {
            // A settled bill is watched on: the page may be paid a second time.
            await ledger.CatchUpAsync(order.Number, ct);
        }
        catch (RailDownException e)
        {
            return new DutyOutcome.Again(TimeSpan.FromMinutes(1), e.Message);
        }

        var left = order.Until - time.GetUtcNow();
        var pause = FirstPause * Math.Pow(2, Math.Min(duty.Attempt - 1, 8));
        return left <= TimeSpan.Zero
            ? new DutyOutcome.Done()
            : new DutyOutcome.Again(pause < left ? pause : left, "The payer may still pay.");
    }

    public static void Owe(Change change, BillRow bill, DateTimeOffset until, string key) => change.Owe(new DutyOrder(
        DutyKind, bill.Id, JsonSerializer.Serialize(new Order(bill.Number, until), Change.Json), change.Now + FirstPause, $"{DutyKind}:{key}"));

    /// <summary>Once, at once: the rail says it was paid, and we do not know of it.</summary>
    public static void OweNow(Change change, BillRow bill, string key) => change.Owe(new DutyOrder(
        DutyKind, bill.Id, JsonSerializer.Serialize(new Order(bill.Number, change.Now), Change.Json), change.Now, $"{DutyKind}:{bill.Number}:{key}"));

    private sealed record Order(string Number, DateTimeOffset Until);
}

/// <summary>
/// Closes a bill when its time is over, once the rails have said that they know of no payment for it. Until then nobody asks about it: whoever
/// was sent to a card page is followed by <see cref="AskRail"/>, and one question every quarter of an hour (<see cref="AskWhatIsPending"/>)
/// finds whatever else was taken, for however many open bills there are.
/// </summary>
internal sealed class WatchBill(RailLedger ledger, IDbContextFactory<AppDbContext> contexts, News news, TimeProvider time) : IDutyHandler
{
    public const string DutyKind = "payments.watch-bill";

    /// <summary>What was paid at the last moment may take this long to reach us.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    public string Kind => DutyKind;

    public static string KeyOf(string billNumber) => $"{DutyKind}:{billNumber}";

    public static void Owe(Change change, BillRow bill) => change.Owe(new DutyOrder(
        DutyKind, bill.Id, JsonSerializer.Serialize(new Order(bill.Number), Change.Json), bill.ExpiresAt + Grace, bill.WatchKey, DutyLane.Watch));

    public async Task<DutyOutcome> CarryOutAsync(Duty duty, CancellationToken ct)
    {
        var order = JsonSerializer.Deserialize<Order>(duty.PayloadJson, Change.Json)!;
        try
        {
            await ledger.CatchUpAsync(order.Number, ct);
        }
        catch (RailDownException e)
        {
            // While nobody can say whether it was paid, it stays open.
            return new DutyOutcome.Again(TimeSpan.FromMinutes(1), e.Message);
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        var bill = await db.Set<BillRow>().FirstAsync(x => x.Number == order.Number, ct);
        if (!bill.IsPayable)
        {
            return new DutyOutcome.Done();
        }

        // A duty that an earlier version owed wakes before the end.
        var now = time.GetUtcNow();
        if (bill.ExpiresAt + Grace - now is { Ticks: > 0 } left)
        {
            return new DutyOutcome.Again(left, "The bill is open.");
        }

        var change = new Change(Actor.System(DutyKind), Channel.System, "bill-expiring", now);
        var parts = bill.Paid;
        bill.State = BillLife.After(bill.State, BillHappening.Expire).To;
        change.Update(bill);
        change.Record(bill.Chain, "bill-expired", new { bill.Number });
        if (parts > Money.Zero)
        {
            await ReturnParts.AddAsync(db, bill, change, ct);
        }

        if (!bill.IsBasket)
        {
            await news.PublishAsync(new BillExpired(BillNumber.Parse(bill.Number), bill.SubjectId, bill.Reference), change, ct);
        }

        return new DutyOutcome.Done(change);
    }

    private sealed record Order(string Number);
}
