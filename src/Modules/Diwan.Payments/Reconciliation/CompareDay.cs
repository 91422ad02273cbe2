using System.Text.Json;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Payments;

/// <summary>
/// Compares one day of the rail with ours, line by line. What the rail took and we do not know is booked, or goes back where no bill needs it;
/// whatever then still differs is an open matter. Repeated after a crash it goes on where it was.
/// </summary>
internal sealed class CompareDay(
    IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, RailClient rail, BookPayment book, TimeProvider time) : IDutyHandler
{
    public const string DutyKind = "payments.compare-day";

    private const int AtOnce = 200;

    /// <summary>How long after midnight the rail's file is first asked for. No source names an hour: assumed.</summary>
    private static readonly TimeSpan AfterMidnight = TimeSpan.FromHours(1);

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(15);

    /// <summary>How far before the day money is looked for that was booked late.</summary>
    private const int DaysBefore = 7;

    public string Kind => DutyKind;

    public static void Owe(Change change, DateOnly day)
    {
        var id = change.NewId();
        var row = new SettlementDayRow { Id = id, Day = day, Chain = Chain.Start(id) };
        change.Insert(row);
        change.Owe(new DutyOrder(
            DutyKind, id, JsonSerializer.Serialize(new Order(day), Change.Json), NationalCalendar.At(day.AddDays(1), TimeOnly.MinValue) + AfterMidnight,
            $"{DutyKind}:{day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)}"));
    }

    public async Task<DutyOutcome> CarryOutAsync(Duty duty, CancellationToken ct)
    {
        var day = JsonSerializer.Deserialize<Order>(duty.PayloadJson, Change.Json)!.Day;
        SettlementFile? file;
        try
        {
            file = await rail.SettlementAsync(day, ct);
        }
        catch (RailDownException e)
        {
            return await WaitAsync(day, e.Message, ct);
        }

        if (file is null)
        {
            return await WaitAsync(day, "The rail has no file of this day yet.", ct);
        }

        foreach (var batch in file.Payments.Chunk(AtOnce))
        {
            await PaymentsAsync(day, batch, ct);
        }

        foreach (var batch in file.Refunds.Chunk(AtOnce))
        {
            await RefundsAsync(day, batch, ct);
        }

        await MissingThereAsync(day, ct);
        await CloseFoundAsync(ct);
        return new DutyOutcome.Done(await SumUpAsync(day, file, ct));
    }

    // ---- what the rail names

    private async Task PaymentsAsync(DateOnly day, SettlementLine[] lines, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var keys = Array.ConvertAll(lines, l => l.Key);
        var seen = await db.Set<SettlementLineRow>().Where(x => x.Move == MoneyMove.Payment && keys.Contains(x.Key)).Select(x => x.Key).ToListAsync(ct);
        var ours = await db.Set<PaymentRow>().Where(x => keys.Contains(x.TransactionNo)).ToDictionaryAsync(x => x.TransactionNo, ct);
        var fees = await db.Set<LedgerRow>().Where(x => x.Key.StartsWith("commission:") && keys.Contains(x.TransactionNo))
            .GroupBy(x => x.TransactionNo).Select(g => new { g.Key, Fils = g.Sum(x => (long)(object)x.Amount) }).ToDictionaryAsync(x => x.Key, x => x.Fils, ct);
        var change = New("day-comparing");
        foreach (var line in lines.ExceptBy(seen, l => l.Key))
        {
            var by = RailPayment.RailOf(line.Rail);
            var missing = !ours.TryGetValue(line.Key, out var payment);
            var what = !missing ? Difference(line, by, payment!, fees.GetValueOrDefault(line.Key))
                : await Discrepancies.IsKnownAsync(db, MoneyMove.Payment, line.Key, DiscrepancyKind.MissingHere, ct) ? "unknown"
                : await BookAsync(line, by, ct);
            change.Insert(LineOf(change, day, line, what is null && !missing));
            if (missing)
            {
                // Booked now, or not: that it was missing is written down either way.
                var bill = await db.Set<BillRow>().FirstOrDefaultAsync(x => x.Number == line.BillNumber, ct);
                if (!await Discrepancies.IsKnownAsync(db, MoneyMove.Payment, line.Key, DiscrepancyKind.MissingHere, ct))
                {
                    var row = Discrepancies.Open(
                        change, MoneyMove.Payment, line.Key, DiscrepancyKind.MissingHere, day, by, line.TransactionNo, line.BillNumber, bill?.Institution ?? "",
                        null, line.Amount, what ?? "unknown", line.At);
                    if (what is null)
                    {
                        var booked = await db.Set<PaymentRow>().FirstAsync(x => x.TransactionNo == line.Key, ct);
                        Discrepancies.Close(
                            change, row, booked.Fate == PaymentFate.Credited ? DiscrepancyEnd.GivenBack : DiscrepancyEnd.Booked, Discrepancies.BySystem, Actor.System(DutyKind));
                    }
                }
            }
            else if (what is not null)
            {
                await DifferentAsync(db, change, line, day, by, payment!.BillNumber, payment.Amount, what, ct);
            }
        }

        await WriteAsync(change, ct);
    }

    /// <returns>Null once it is booked; else why no bill can take it.</returns>
    private async Task<string?> BookAsync(SettlementLine line, Rail by, CancellationToken ct)
    {
        return await book.RunAsync(by, line.TransactionNo, line.BillNumber, line.Amount, line.At, ct, line.Currency, line.Fee.Fils) is BookPayment.Result.Refused refused ? refused.Why : null;
    }

    private static string? Difference(SettlementLine line, Rail rail, PaymentRow ours, long feeFils) =>
        line.Currency != "JOD" ? "currency"
        : line.Amount != ours.Amount ? "amount"
        : line.BillNumber != ours.BillNumber ? "bill"
        : rail != ours.Rail ? "rail"
        : line.Fee.Fils != feeFils ? "commission"
        : null;

    private async Task RefundsAsync(DateOnly day, SettlementLine[] lines, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var keys = Array.ConvertAll(lines, l => l.Key);
        var seen = await db.Set<SettlementLineRow>().Where(x => x.Move == MoneyMove.Refund && keys.Contains(x.Key)).Select(x => x.Key).ToListAsync(ct);
        var ours = await db.Set<RefundRow>().Where(x => keys.Contains(x.Key)).ToDictionaryAsync(x => x.Key, ct);
        var change = New("day-comparing");
        foreach (var line in lines.ExceptBy(seen, l => l.Key))
        {
            // One that is still on its way here is known: its own duty brings it to its end.
            var refund = ours.GetValueOrDefault(line.Key);
            var missing = refund is not { Way: RefundWay.Source, State: RefundState.Done or RefundState.Asked };
            var what = missing ? "unknown" : line.Amount != refund!.Amount ? "amount" : line.TransactionNo != refund.TransactionNo ? "transaction" : null;
            change.Insert(LineOf(change, day, line, what is null));
            if (what is null)
            {
                continue;
            }

            var payment = await db.Set<PaymentRow>().FirstOrDefaultAsync(x => x.TransactionNo == line.TransactionNo, ct);
            var (number, by) = (refund?.BillNumber ?? payment?.BillNumber ?? "", payment?.Rail ?? Rail.Card);
            if (missing && !await Discrepancies.IsKnownAsync(db, MoneyMove.Refund, line.Key, DiscrepancyKind.MissingHere, ct))
            {
                Discrepancies.Open(
                    change, MoneyMove.Refund, line.Key, DiscrepancyKind.MissingHere, day, by, line.TransactionNo, number, await InstitutionAsync(db, number, ct),
                    null, line.Amount, what, line.At);
            }
            else if (!missing)
            {
                await DifferentAsync(db, change, line, day, by, number, refund!.Amount, what, ct);
            }
        }

        await WriteAsync(change, ct);
    }

    private static async Task DifferentAsync(
        AppDbContext db, Change change, SettlementLine line, DateOnly day, Rail rail, string billNumber, Money ours, string what, CancellationToken ct)
    {
        if (!await Discrepancies.IsKnownAsync(db, line.Move, line.Key, DiscrepancyKind.Different, ct))
        {
            Discrepancies.Open(
                change, line.Move, line.Key, DiscrepancyKind.Different, day, rail, line.TransactionNo, billNumber, await InstitutionAsync(db, billNumber, ct),
                ours, line.Amount, what, line.At);
        }
    }

    private static SettlementLineRow LineOf(Change change, DateOnly day, SettlementLine line, bool agrees) => new()
    {
        Id = change.NewId(),
        Key = line.Key,
        Move = line.Move,
        Day = day,
        Rail = line.Rail,
        TransactionNo = line.TransactionNo,
        BillNumber = line.BillNumber,
        Amount = line.Amount,
        Agrees = agrees,
    };

    // ---- what only we have

    private async Task MissingThereAsync(DateOnly day, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var (from, to) = (NationalCalendar.At(day.AddDays(-DaysBefore), TimeOnly.MinValue), NationalCalendar.At(day.AddDays(1), TimeOnly.MinValue));
        var payments = await db.Set<PaymentRow>()
            .Where(x => (x.Rail == Rail.Card || x.Rail == Rail.Bill) && x.PaidAt >= from && x.PaidAt < to)
            .Where(x => !db.Set<SettlementLineRow>().Any(l => l.Move == MoneyMove.Payment && l.Key == x.TransactionNo))
            .ToListAsync(ct);
        var refunds = await db.Set<RefundRow>()
            .Where(x => x.Way == RefundWay.Source && x.State == RefundState.Done && (x.Rail == Rail.Card || x.Rail == Rail.Bill) && x.EndedAt >= from && x.EndedAt < to)
            .Where(x => !db.Set<SettlementLineRow>().Any(l => l.Move == MoneyMove.Refund && l.Key == x.Key))
            .ToListAsync(ct);

        // Of an earlier day only if its own file was read: days that are caught up with are compared side by side.
        var read = await db.Set<SettlementDayRow>().Where(x => x.State == SettlementDayState.Compared && x.Day >= day.AddDays(-DaysBefore)).Select(x => x.Day).ToHashSetAsync(ct);
        read.Add(day);
        var change = New("day-comparing");
        foreach (var payment in payments.Where(x => read.Contains(NationalCalendar.DateAt(x.PaidAt))))
        {
            if (!await Discrepancies.IsKnownAsync(db, MoneyMove.Payment, payment.TransactionNo, DiscrepancyKind.MissingThere, ct))
            {
                Discrepancies.Open(
                    change, MoneyMove.Payment, payment.TransactionNo, DiscrepancyKind.MissingThere, day, payment.Rail, payment.TransactionNo, payment.BillNumber,
                    await InstitutionAsync(db, payment.BillNumber, ct), payment.Amount, null, "unknown", payment.PaidAt);
            }
        }

        foreach (var refund in refunds.Where(x => read.Contains(NationalCalendar.DateAt(x.EndedAt!.Value))))
        {
            if (!await Discrepancies.IsKnownAsync(db, MoneyMove.Refund, refund.Key, DiscrepancyKind.MissingThere, ct))
            {
                Discrepancies.Open(
                    change, MoneyMove.Refund, refund.Key, DiscrepancyKind.MissingThere, day, refund.Rail, refund.TransactionNo, refund.BillNumber,
                    refund.Institution, refund.Amount, null, "unknown", refund.EndedAt);
            }
        }

        await WriteAsync(change, ct);
    }

    /// <summary>What was missing there and stands in a file after all, such as money taken a moment before midnight, is closed by that file.</summary>
    private async Task CloseFoundAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var open = await db.Set<DiscrepancyRow>().Where(x => x.State == DiscrepancyState.Open && x.Kind == DiscrepancyKind.MissingThere).ToListAsync(ct);
        var change = New("day-comparing");
        foreach (var row in open)
        {
            var key = row.Key[(row.Move.ToString().Length + 1)..^(row.Kind.ToString().Length + 1)];
            if (await db.Set<SettlementLineRow>().AnyAsync(x => x.Move == row.Move && x.Key == key, ct))
            {
                Discrepancies.Close(change, row, DiscrepancyEnd.InAnotherFile, Discrepancies.BySystem, Actor.System(DutyKind));
            }
        }

        await WriteAsync(change, ct);
    }

    private async Task<Change> SumUpAsync(DateOnly day, SettlementFile file, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var row = await db.Set<SettlementDayRow>().FirstAsync(x => x.Day == day, ct);
        var counts = await db.Set<DiscrepancyRow>().Where(x => x.Day == day).GroupBy(x => x.Kind).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(x => x.Key, x => x.Count, ct);
        var change = New("day-closing");
        (row.State, row.Why, row.ComparedAt) = (SettlementDayState.Compared, null, change.Now);
        (row.PaidCount, row.PaidTotal, row.RefundCount, row.RefundTotal) = (file.Payments.Count, file.Paid, file.Refunds.Count, file.Refunded);
        row.Matched = await db.Set<SettlementLineRow>().CountAsync(x => x.Day == day && x.Agrees, ct);
        row.MissingHere = counts.GetValueOrDefault(DiscrepancyKind.MissingHere);
        row.MissingThere = counts.GetValueOrDefault(DiscrepancyKind.MissingThere);
        row.Different = counts.GetValueOrDefault(DiscrepancyKind.Different);
        change.Update(row);
        change.Record(row.Chain, "day-compared", new { day, row.PaidCount, paid = row.PaidTotal.Fils, row.RefundCount, refunded = row.RefundTotal.Fils, row.Matched, row.MissingHere, row.MissingThere, row.Different });
        return change;
    }

    private async Task<DutyOutcome> WaitAsync(DateOnly day, string why, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<SettlementDayRow>().FirstAsync(x => x.Day == day, ct) is var row && row.Why != why)
        {
            var change = New("day-waiting");
            row.Why = why;
            change.Update(row);
            await writer.WriteAsync(change, ct);
        }

        return new DutyOutcome.Again(Pause, why);
    }

    private static async Task<string> InstitutionAsync(AppDbContext db, string billNumber, CancellationToken ct) =>
        await db.Set<BillRow>().Where(x => x.Number == billNumber).Select(x => x.Institution).FirstOrDefaultAsync(ct) ?? "";

    private Change New(string process) => new(Actor.System(DutyKind), Channel.System, process, time.GetUtcNow());

    private async Task WriteAsync(Change change, CancellationToken ct)
    {
        if (!change.IsEmpty)
        {
            (await writer.WriteAsync(change, ct)).OrThrow();
        }
    }

    private sealed record Order(DateOnly Day);
}
