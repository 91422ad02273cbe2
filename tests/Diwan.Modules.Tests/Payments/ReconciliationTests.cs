using System.Text.Json;
using System.Text.Json.Nodes;
using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Platform;
using Diwan.Testing;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Modules.Tests.Payments;

/// <summary>The rail's books against ours: every quarter of an hour, and every day by its file.</summary>
public sealed class ReconciliationTests
{
    private static readonly Actor Officer = new(ActorKind.Officer, "OFF:9", "مسؤول المالية", "moj");
    private static readonly string[] Moj = ["moj"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task Whatever_the_rail_took_and_nobody_told_us_is_found_within_a_quarter_of_an_hour(DatabaseProvider on)
    {
        await using var till = await OpenAsync(on);
        await till.PassAsync(TimeSpan.FromMinutes(1));
        var bill = await till.BillAsync();
        till.Rail.Take(bill, 5000, "bill");
        await using (var db = await till.ReadAsync())
        {
            // The bill's own watch would find it too; here it is the standing duty alone that looks.
            var change = new Change(Actor.System("test"), Channel.System, "testing", till.Database.Time.GetUtcNow());
            change.NoLongerOwe(WatchBill.KeyOf(bill));
            (await till.Get<ChangeWriter>().WriteAsync(change, Ct)).OrThrow();
        }

        await till.PassAsync(TimeSpan.FromMinutes(16));
        Assert.Equal(BillState.Settled, (await till.FindAsync(bill)).State);
        var asked = (await till.Get<ReadReconciliation>().LastAskedAsync(Ct))!;
        await using (var db = await till.ReadAsync())
        {
            Assert.Equal(1, await db.Set<RailSweepRow>().SumAsync(s => s.Found, Ct));
        }

        Assert.True(till.Database.Time.GetUtcNow() - asked.At <= TimeSpan.FromMinutes(15));
        Assert.Equal(0, await till.CountAsync<DiscrepancyRow>());
    }

    [Theory, OnEveryDatabase]
    public async Task Money_the_rail_took_in_a_wrong_amount_or_for_no_bill_is_an_open_matter_until_it_goes_back(DatabaseProvider on)
    {
        await using var till = await OpenAsync(on);
        var bill = await till.BillAsync();
        var wrong = till.Rail.Take(bill, 4000);
        var stray = till.Rail.Take("2999999999999", 7000, "bill");
        await till.PassAsync(TimeSpan.FromMinutes(40));
        var read = till.Get<ReadReconciliation>();
        var open = (await read.DiscrepanciesAsync(DiscrepancyState.Open, null, null, Ct)).Rows;
        Assert.Equal(
            [(wrong, "moj", "amount", 4000L), (stray, "", "unknown", 7000L)],
            open.Select(d => (d.TransactionNo, d.Institution, d.What, d.Theirs!.Value.Fils)).OrderBy(d => d.TransactionNo));
        Assert.All(open, d => Assert.True(d is { Kind: DiscrepancyKind.MissingHere, OwnerName: null, CanBook: true } && d.Age > TimeSpan.FromMinutes(30)));

        // One notice of the rail, one alarm: asking again and again rings no more.
        Assert.Equal(2, await till.CountAsync<RefusedNoticeRow>());

        // Each desk sees its own.
        Assert.Equal(wrong, Assert.Single((await read.DiscrepanciesAsync(DiscrepancyState.Open, Moj, null, Ct)).Rows).TransactionNo);
        Assert.Equal(1, await read.OpenAsync(Moj, Ct));
        var (amiss, lost) = (open.Single(d => d.TransactionNo == wrong), open.Single(d => d.TransactionNo == stray));
        var close = till.Get<CloseDiscrepancy>();
        Assert.IsType<CloseDiscrepancy.Result.NotFound>(await close.BookAsync(lost.Id, "رُدّت", Officer, Moj, Ct));

        // Nothing is closed without a reason, nor while the money is in no book of ours.
        Assert.IsType<CloseDiscrepancy.Result.NeedsReason>(await close.BookAsync(amiss.Id, "  ", Officer, Moj, Ct));
        Assert.IsType<CloseDiscrepancy.Result.NeedsReason>(await close.CloseAsync(amiss.Id, null, Officer, Moj, Ct));
        Assert.IsType<CloseDiscrepancy.Result.MoneyOpen>(await close.CloseAsync(amiss.Id, "لا بأس", Officer, Moj, Ct));
        Assert.IsType<CloseDiscrepancy.Result.Done>(await close.TakeAsync(amiss.Id, Officer, Moj, Ct));
        Assert.Equal(Officer.Name, (await read.DiscrepancyAsync(amiss.Id, Moj, Ct))!.OwnerName);
        foreach (var matter in open)
        {
            Assert.Equal(
                new CloseDiscrepancy.Result.Done(DiscrepancyEnd.GivenBack), await close.BookAsync(matter.Id, "مبلغ خاطئ؛ يُرد إلى الدافع", Officer, null, Ct));
            Assert.IsType<CloseDiscrepancy.Result.AlreadyClosed>(await close.BookAsync(matter.Id, "مرة أخرى", Officer, null, Ct));
        }

        await Sound(till);
        await till.PassAsync(TimeSpan.FromMinutes(20));
        Assert.Equal(11_000, till.Rail.RefundedFils);
        Assert.Equal(BillState.Open, (await till.FindAsync(bill)).State);
        Assert.Contains($"unmatched {bill} {wrong}", await till.HeardAsync());
        Assert.Equal(0, await read.OpenAsync(null, Ct));
        var closed = Assert.Single((await read.DiscrepanciesAsync(DiscrepancyState.Closed, Moj, null, Ct)).Rows);
        Assert.Equal((Officer.Name, "مبلغ خاطئ؛ يُرد إلى الدافع", false), (closed.ClosedByName, closed.Reason, closed.ClosedBySystem));
        await Sound(till);
    }

    [Theory, OnEveryDatabase]
    public async Task A_day_is_compared_line_by_line(DatabaseProvider on)
    {
        await using var till = await OpenAsync(on);
        var agreed = await till.BillAsync();
        await till.CardNoticeAsync(agreed, till.Rail.Take(agreed, 5000));
        var gone = await till.BillAsync();
        var back = till.Rail.Take(gone, 5000);
        await till.CardNoticeAsync(gone, back);
        Assert.IsType<RefundResult.Refunded>(await till.Get<RefundBill>().RunAsync(gone, new Money(5000), "back", Ct));

        // The rail has never heard of this one.
        var invented = await till.BillAsync();
        await till.CardNoticeAsync(invented, "INVENTED");

        // Nor we of these: one is due, one is for a bill that is long cancelled; and a refund that nobody asked for.
        var (due, dead) = (await till.BillAsync(), await till.BillAsync());
        var cancel = new Change(Actor.System("test"), Channel.System, "testing", till.Database.Time.GetUtcNow());
        await till.Get<CancelBill>().AddAsync(cancel, dead, Ct);
        (await till.Get<ChangeWriter>().WriteAsync(cancel, Ct)).OrThrow();
        var (missing, late) = (till.Rail.Take(due, 5000, "bill"), till.Rail.Take(dead, 5000));
        till.Rail.Made["nobody-asked"] = (back, 1000, till.Database.Time.GetUtcNow());

        // And this one is known to both, differently.
        var other = await till.BillAsync();
        var differs = till.Rail.Take(other, 5000);
        await till.CardNoticeAsync(other, differs);
        till.Rail.Payments.Single(p => (string?)p["transactionNo"] == differs)["amountFils"] = 6000;

        var day = NationalCalendar.DateAt(till.Database.Time.GetUtcNow());
        await CompareAsync(till, day);
        var read = till.Get<ReadReconciliation>();
        var view = Assert.Single(await read.DaysAsync(day, day, Ct));
        Assert.Equal((SettlementDayState.Compared, 5, 26_000L, 2, 6000L), (view.State, view.PaidCount, view.PaidTotal.Fils, view.RefundCount, view.RefundTotal.Fils));

        // Agreed, given back, and its refund.
        Assert.Equal((3, 3, 1, 1, 3), (view.Matched, view.MissingHere, view.MissingThere, view.Different, view.Open));
        var open = (await read.DiscrepanciesAsync(DiscrepancyState.Open, Moj, null, Ct, day)).Rows.OrderBy(d => d.Kind).ThenBy(d => d.TransactionNo).ToList();
        Assert.Equal(
            [(DiscrepancyKind.MissingHere, MoneyMove.Refund, back, "unknown"), (DiscrepancyKind.MissingThere, MoneyMove.Payment, "INVENTED", "unknown"), (DiscrepancyKind.Different, MoneyMove.Payment, differs, "amount")],
            open.Select(d => (d.Kind, d.Move, d.TransactionNo, d.What)));
        Assert.Equal((5000L, 6000L), (open[2].Ours!.Value.Fils, open[2].Theirs!.Value.Fils));

        // What was missing here led to a booking, or back to its payer, and says so.
        var closed = ((await read.DiscrepanciesAsync(DiscrepancyState.Closed, Moj, null, Ct, day)).Rows).ToDictionary(d => d.TransactionNo, d => (d.End, d.ClosedBySystem));
        Assert.Equal((DiscrepancyEnd.Booked, true), closed[missing]);
        Assert.Equal((DiscrepancyEnd.GivenBack, true), closed[late]);
        Assert.Equal(BillState.Settled, (await till.FindAsync(due)).State);

        // Another file names the invented one after all: the matter closes itself. The other two need a person and a reason.
        till.Rail.Payments.Enqueue(new JsonObject
        {
            ["transactionNo"] = "INVENTED",
            ["rail"] = "card",
            ["merchant"] = "diwan",
            ["billNo"] = invented,
            ["amountFils"] = 5000,
            ["currency"] = "JOD",
            ["status"] = "paid",
            ["paidAt"] = till.Database.Time.GetUtcNow(),
        });
        await CompareAsync(till, day.AddDays(1));
        open = [.. (await read.DiscrepanciesAsync(DiscrepancyState.Open, Moj, null, Ct)).Rows];
        Assert.Equal(2, open.Count);
        Assert.Equal(DiscrepancyEnd.InAnotherFile, ((await read.DiscrepanciesAsync(DiscrepancyState.Closed, Moj, null, Ct)).Rows).Single(d => d.TransactionNo == "INVENTED").End);
        Assert.IsType<CloseDiscrepancy.Result.NothingToBook>(await till.Get<CloseDiscrepancy>().BookAsync(open[0].Id, "يصححه المزود", Officer, Moj, Ct));
        foreach (var matter in open)
        {
            Assert.Equal(new CloseDiscrepancy.Result.Done(DiscrepancyEnd.Explained), await till.Get<CloseDiscrepancy>().CloseAsync(matter.Id, "أقر المزود بخطئه", Officer, Moj, Ct));
        }

        await till.PassAsync(TimeSpan.FromHours(1));
        Assert.True((await till.Get<AuditVerifier>().VerifyAsync(null, Ct)).IsSound);
        await Sound(till);
    }

    [Theory, OnEveryDatabase]
    public async Task A_day_repeated_after_a_crash_says_the_same_once(DatabaseProvider on)
    {
        await using var till = await OpenAsync(on);
        var bill = await till.BillAsync();
        till.Rail.Take(bill, 5000);
        await till.CardNoticeAsync(await till.BillAsync(), "INVENTED");
        var day = NationalCalendar.DateAt(till.Database.Time.GetUtcNow());
        await CompareAsync(till, day);
        var before = (await till.CountAsync<DiscrepancyRow>(), await till.CountAsync<SettlementLineRow>(), await till.CountAsync<PaymentRow>());
        Assert.Equal((2, 1, 2), before);
        await RunAsync(till, day);
        Assert.Equal(before, (await till.CountAsync<DiscrepancyRow>(), await till.CountAsync<SettlementLineRow>(), await till.CountAsync<PaymentRow>()));
    }

    [Theory, OnEveryDatabase]
    public async Task A_file_that_is_forged_of_another_day_or_does_not_add_up_is_not_believed(DatabaseProvider on)
    {
        await using var till = await OpenAsync(on);
        var bill = await till.BillAsync();
        await till.CardNoticeAsync(bill, till.Rail.Take(bill, 5000));
        var day = NationalCalendar.DateAt(till.Database.Time.GetUtcNow());
        foreach (var (spoil, why) in new (Action<JsonObject>?, string)[]
        {
            (null, "not signed"), (c => c["PaidTotal"] = "6.000", "own totals"), (c => c["PaidCount"] = 2, "own totals"), (c => c["STMTDate"] = "2001-01-01", "another day"),
            (c => c["Final"] = "false", "not over"), (c => c["Payments"]![0]!["PaidAmt"] = "five", "cannot be read"),
            (c => { c["Payments"]!.AsArray().Add(c["Payments"]![0]!.DeepClone()); c["PaidCount"] = 2; c["PaidTotal"] = "10.000"; }, "twice"),
        })
        {
            (till.Rail.ForgeFile, till.Rail.Spoil) = (spoil is null, spoil);
            await CompareAsync(till, day);
            var view = Assert.Single(await till.Get<ReadReconciliation>().DaysAsync(day, day, Ct));
            Assert.Equal(SettlementDayState.Waiting, view.State);
            Assert.Contains(why, view.Why!, StringComparison.Ordinal);
            Assert.Equal(0, await till.CountAsync<DiscrepancyRow>());
        }

        (till.Rail.ForgeFile, till.Rail.Spoil) = (false, null);
        await CompareAsync(till, day);
        Assert.Equal((SettlementDayState.Compared, null as string, 1), (await till.Get<ReadReconciliation>().DaysAsync(day, day, Ct)).Select(v => (v.State, v.Why, v.Matched)).Single());
    }

    [Theory, OnEveryDatabase]
    public async Task Days_missed_while_the_product_stood_still_are_compared_when_it_runs_again(DatabaseProvider on)
    {
        await using var till = await OpenAsync(on);
        await till.PassAsync(TimeSpan.FromMinutes(1));
        till.Database.Time.Advance(TimeSpan.FromDays(5));
        await till.PassAsync(TimeSpan.FromHours(2), TimeSpan.FromMinutes(15));
        var today = NationalCalendar.DateAt(till.Database.Time.GetUtcNow());
        var days = await till.Get<ReadReconciliation>().DaysAsync(today.AddDays(-30), today, Ct);
        Assert.Equal([1, 2, 3, 4, 5, 6], days.Select(d => today.DayNumber - d.Day.DayNumber));
        Assert.All(days, d => Assert.Equal(SettlementDayState.Compared, d.State));
    }

    [Theory, OnEveryDatabase]
    public async Task The_standing_duty_is_owed_once_and_outlives_a_rail_that_is_down(DatabaseProvider on)
    {
        await using var till = await OpenAsync(on);
        await till.OweReconciliationAsync();
        Assert.Equal(2, await till.CountAsync<DutyRow>());
        till.Rail.Down = true;
        await till.PassAsync(TimeSpan.FromHours(3), TimeSpan.FromMinutes(1));
        till.Rail.Down = false;
        await till.PassAsync(TimeSpan.FromMinutes(3));
        Assert.True(till.Database.Time.GetUtcNow() - (await till.Get<ReadReconciliation>().LastAskedAsync(Ct))!.At < TimeSpan.FromMinutes(3));
    }

    [Theory, OnEveryDatabase]
    public async Task What_a_rail_keeps_is_a_cost_of_each_institution_and_is_compared_too(DatabaseProvider on)
    {
        await using var till = await OpenAsync(on);
        var (first, second) = (await till.BillAsync(10_000, institution: "moj"), await till.BillAsync(5000, institution: "gam"));
        var basket = Assert.IsType<MakeBasket.Result.Made>(await till.Get<MakeBasket>().RunAsync([first, second], "p1", "ليلى", Officer, Channel.Portal, Ct)).Number.Value;
        var transaction = till.Rail.Take(basket, 15_000);
        till.Rail.Payments.Single()["feeFils"] = 76;
        await till.PassAsync(TimeSpan.FromMinutes(20));

        // 76 fils in the proportion of 10 to 5: 50 2/3 and 25 1/3, the odd one to the last of the basket.
        var (moj, gam) = (-await till.CreditOfAsync("commissions:moj"), -await till.CreditOfAsync("commissions:gam"));
        Assert.Equal(76, moj + gam);
        Assert.InRange(moj, 50, 51);
        Assert.Equal(-(15_000 - 76), await till.CreditOfAsync("rail:card"));
        Assert.Equal((BillState.Settled, BillState.Settled), ((await till.FindAsync(first)).State, (await till.FindAsync(second)).State));
        var day = NationalCalendar.DateAt(till.Database.Time.GetUtcNow());
        till.Rail.Payments.Single()["feeFils"] = 80;
        await CompareAsync(till, day);
        var matter = Assert.Single((await till.Get<ReadReconciliation>().DiscrepanciesAsync(DiscrepancyState.Open, null, null, Ct)).Rows);
        Assert.Equal((transaction, DiscrepancyKind.Different, "commission"), (matter.TransactionNo, matter.Kind, matter.What));
        await Sound(till);
    }

    [Theory, OnEveryDatabase]
    public async Task The_database_itself_closes_nothing_without_a_reason(DatabaseProvider on)
    {
        await using var till = await OpenAsync(on);
        till.Rail.Take("2999999999999", 7000);
        await till.PassAsync(TimeSpan.FromMinutes(1));
        await using var db = await till.ReadAsync();
        var row = await db.Set<DiscrepancyRow>().SingleAsync(Ct);
        row.State = DiscrepancyState.Closed;
        var change = new Change(Officer, Channel.Portal, "testing", till.Database.Time.GetUtcNow());
        change.Update(row);
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => till.Get<ChangeWriter>().WriteAsync(change, Ct));
    }

    private static async Task<Till> OpenAsync(DatabaseProvider on)
    {
        var till = await Till.OpenAsync(on);
        await till.OweReconciliationAsync();
        return till;
    }

    /// <summary>Lets the day end and its file be asked for, with nobody asking the rail in between.</summary>
    private static async Task CompareAsync(Till till, DateOnly day)
    {
        var end = NationalCalendar.At(day.AddDays(1), new TimeOnly(1, 20));
        var now = till.Database.Time.GetUtcNow();
        till.Database.Time.Advance(end > now ? end - now : TimeSpan.FromMinutes(16));
        var change = new Change(Actor.System("test"), Channel.System, "testing", till.Database.Time.GetUtcNow());
        CompareDay.Owe(change, day);
        await till.Get<ChangeWriter>().WriteAsync(change, Ct);
        await RunAsync(till, day);
    }

    private static Task RunAsync(Till till, DateOnly day) => till.RunDutyAsync<CompareDay>(new Duty(
        Guid.CreateVersion7(till.Database.Time.GetUtcNow()), CompareDay.DutyKind, Guid.Empty, JsonSerializer.Serialize(new { day }, Change.Json), till.Database.Time.GetUtcNow(), "compare", 1));

    private static async Task Sound(Till till)
    {
        await till.Get<NumberReceipts>().RunAsync(Ct);
        Assert.Empty((await till.Get<VerifyLedger>().RunAsync(Ct)).Faults);
    }
}
