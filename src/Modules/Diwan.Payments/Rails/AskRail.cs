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

/// <summary>Looks after an open bill: asks the rail now and then, and closes the bill when its time is over and the rail knows of no payment.</summary>
internal sealed class WatchBill(RailLedger ledger, IDbContextFactory<AppDbContext> contexts, News news, TimeProvider time) : IDutyHandler
{
    public const string DutyKind = "payments.watch-bill";

    private static readonly TimeSpan First = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    /// <summary>What was paid at the last moment may take this long to reach us.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    /// <summary>How long after its end money for a bill may still turn up, to be sent back.</summary>
    private static readonly TimeSpan LastLook = TimeSpan.FromDays(1);

    public string Kind => DutyKind;

    public static string KeyOf(string billNumber) => $"{DutyKind}:{billNumber}";

    public static void Owe(Change change, BillRow bill) => change.Owe(new DutyOrder(
        DutyKind, bill.Id, JsonSerializer.Serialize(new Order(bill.Number), Change.Json), Earlier(change.Now + First, bill.ExpiresAt + Grace), bill.WatchKey, DutyLane.Watch));

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

        var now = time.GetUtcNow();
        var end = bill.ExpiresAt + Grace;
        if (now < end)
        {
            var pause = First * Math.Pow(2, Math.Min(duty.Attempt, 10));
            return new DutyOutcome.Again(Earlier(now + (pause < Longest ? pause : Longest), end) - now, "The bill is open.");
        }

        var change = new Change(Actor.System(DutyKind), Channel.System, "bill-expiring", now);
        var parts = bill.Paid;
        bill.State = BillLife.After(bill.State, BillHappening.Expire).To;
        change.Update(bill);
        change.Record(bill.Chain, "bill-expired", new { bill.Number });
        AskRail.Owe(change, bill, now + LastLook, $"{bill.Number}:expired");
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

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private sealed record Order(string Number);
}
