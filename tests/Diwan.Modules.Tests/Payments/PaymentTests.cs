using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Platform;
using Diwan.Testing;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Modules.Tests.Payments;

public sealed class PaymentTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task A_notice_settles_the_bill_and_moves_the_room_above_in_the_same_change(DatabaseProvider on)
    {
        await using var till = await Till.OpenAsync(on);
        var bill = await till.BillAsync();

        Assert.Equal((200, "settled"), await till.CardNoticeAsync(bill, "T1"));

        var view = await till.FindAsync(bill);
        Assert.Equal(BillState.Settled, view.State);
        Assert.Equal(new Money(5000), view.Total);
        Assert.Equal(["fee", "discount"], view.Lines.Select(l => l.Code));
        Assert.Equal("T1", view.TransactionNo);
        Assert.Equal(view.Number, (await till.Get<FindBill>().ByReceiptAsync(view.ReceiptNumber!, Ct))!.Number);
        Assert.Equal([$"settled {bill} 7K4M-92QX-3"], await till.HeardAsync());
        Assert.Equal(5000, await till.CreditOfAsync("institution:moj"));
        Assert.Equal(-5000, await till.CreditOfAsync("rail:card"));
        await till.PassAsync(TimeSpan.FromDays(8), TimeSpan.FromDays(1));
        Assert.Equal(BillState.Settled, (await till.FindAsync(bill)).State);
        Assert.True((await till.Get<AuditVerifier>().VerifyAsync(null, Ct)).IsSound);
    }

    [Theory, OnEveryDatabase]
    public async Task A_repeated_notice_changes_nothing(DatabaseProvider on)
    {
        await using var till = await Till.OpenAsync(on);
        var bill = await till.BillAsync();
        await till.CardNoticeAsync(bill, "T1");
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal((200, "alreadyKnown"), await till.CardNoticeAsync(bill, "T1"));
        }

        Assert.Equal(1, await till.CountAsync<LedgerRow>());
    }

    [Theory, OnEveryDatabase]
    public async Task Twenty_deliveries_of_one_notice_at_once_settle_once(DatabaseProvider on)
    {
        await using var till = await Till.OpenAsync(on);
        var bill = await till.BillAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => till.CardNoticeAsync(bill, "T1"))));
        Assert.Equal(1, answers.Count(a => a == (200, "settled")));
        Assert.Equal(19, answers.Count(a => a == (200, "alreadyKnown")));
        Assert.Equal(1, await till.CountAsync<LedgerRow>());
        Assert.Single(await till.HeardAsync());
    }

    [Theory, OnEveryDatabase]
    public async Task A_forged_or_stale_notice_is_refused_and_leaves_nothing(DatabaseProvider on)
    {
        await using var till = await Till.OpenAsync(on);
        var bill = await till.BillAsync();
        Assert.Equal((401, "forged"), await till.CardNoticeAsync(bill, "T1", secret: "another-secret-altogether"));
        Assert.Equal((401, "forged"), await till.CardNoticeAsync(bill, "T1", signedAgo: TimeSpan.FromMinutes(6)));
        Assert.Equal((401, "forged"), await till.CardNoticeAsync(bill, "T1", signedAgo: -TimeSpan.FromMinutes(6)));
        var (status, _) = await till.Get<ReceiveCardNotice>().RunAsync("{}"u8.ToArray(), null, Ct);
        Assert.Equal(401, status);
        Assert.Equal(BillState.Open, (await till.FindAsync(bill)).State);
        Assert.Equal(0, await till.CountAsync<PaymentRow>());
    }

    [Theory, OnEveryDatabase]
    public async Task A_notice_that_does_not_fit_is_refused_and_recorded(DatabaseProvider on)
    {
        await using var till = await Till.OpenAsync(on);
        var bill = await till.BillAsync();
        var other = await till.BillAsync();
        Assert.Equal((422, "amount"), await till.CardNoticeAsync(bill, "T1", fils: 4999));
        Assert.Equal((422, "currency"), await till.CardNoticeAsync(bill, "T2", currency: "USD"));
        Assert.Equal((422, "merchant"), await till.CardNoticeAsync(bill, "T3", merchant: "somebody"));
        Assert.Equal((422, "bill"), await till.CardNoticeAsync("2000000000019", "T4"));
        Assert.Equal((200, "settled"), await till.CardNoticeAsync(bill, "T5"));
        Assert.Equal((422, "transaction"), await till.CardNoticeAsync(other, "T5"));
        Assert.Equal((422, "transaction"), await till.CardNoticeAsync(bill, "T5", fils: 1));
        Assert.Equal((200, "noted"), await till.CardNoticeAsync(other, "T6", status: "declined"));

        await using var db = await till.ReadAsync();
        Assert.Equal(
            ["amount", "bill", "currency", "merchant", "transaction", "transaction"],
            await db.Set<RefusedNoticeRow>().OrderBy(x => x.Why).Select(x => x.Why).ToListAsync(Ct));
        Assert.Equal(BillState.Open, (await till.FindAsync(other)).State);
    }

    [Theory, OnEveryDatabase]
    public async Task Paid_by_card_and_at_the_teller_at_once_one_settles_and_the_other_goes_back(DatabaseProvider on)
    {
        await using var till = await Till.OpenAsync(on);
        for (var i = 0; i < 5; i++)
        {
            var bill = await till.BillAsync();
            var card = till.Rail.Take(bill, 5000);
            var cash = till.Rail.Take(bill, 5000, "bill");
            var answers = await Task.WhenAll(
                Task.Run(async () => (await till.CardNoticeAsync(bill, card)).Result),
                Task.Run(async () => (await till.BillNoticeAsync(bill, cash)).ToString()));
            Assert.True(answers[0] is "settled" or "credited");
            Assert.Equal("0", answers[1]);
        }

        await till.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(25_000, await till.CreditOfAsync("institution:moj"));
        Assert.Equal(0, await till.CreditOfAsync(LedgerAccounts.Suspense));
        Assert.Equal(0, await till.CreditOfAsync(LedgerAccounts.Refunds));
        Assert.Equal(25_000, till.Rail.RefundedFils);
        Assert.Equal(5, (await till.HeardAsync()).Count(t => t.StartsWith("unmatched", StringComparison.Ordinal)));
    }

    [Theory, OnEveryDatabase]
    public async Task Money_that_comes_after_the_end_goes_back_even_if_the_rails_answer_is_lost(DatabaseProvider on)
    {
        await using var till = await Till.OpenAsync(on);
        var bill = await till.BillAsync(life: TimeSpan.FromHours(1));
        await till.PassAsync(TimeSpan.FromHours(2));
        Assert.Equal(BillState.Expired, (await till.FindAsync(bill)).State);
        Assert.Contains($"expired {bill}", await till.HeardAsync());

        till.Rail.LoseRefundAnswers = 3;
        Assert.Equal((200, "credited"), await till.CardNoticeAsync(bill, till.Rail.Take(bill, 5000)));
        Assert.Equal(5000, await till.CreditOfAsync(LedgerAccounts.Suspense));
        await till.PassAsync(TimeSpan.FromMinutes(30));

        Assert.Equal(0, await till.CreditOfAsync(LedgerAccounts.Suspense));
        Assert.Equal(0, await till.CreditOfAsync(LedgerAccounts.Refunds));
        Assert.Equal(0, await till.CreditOfAsync("rail:card"));
        Assert.Equal(5000, till.Rail.RefundedFils);
    }

    [Theory, OnEveryDatabase]
    public async Task A_lost_notice_is_found_by_asking_the_rail(DatabaseProvider on)
    {
        await using var till = await Till.OpenAsync(on);
        var bill = await till.BillAsync();
        Assert.IsType<StartCardPayment.Result.Started>(await till.Get<StartCardPayment>().RunAsync(bill, "https://diwan.test/back", Ct));
        till.Rail.Take(bill, 5000);
        await till.PassAsync(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(20));
        Assert.Equal(BillState.Settled, (await till.FindAsync(bill)).State);
    }

    [Theory, OnEveryDatabase]
    public async Task A_lost_notice_of_money_that_came_after_the_end_is_found_and_the_money_goes_back(DatabaseProvider on)
    {
        await using var till = await Till.OpenAsync(on);
        var bill = await till.BillAsync(life: TimeSpan.FromHours(1));
        await till.OweReconciliationAsync();
        await till.PassAsync(TimeSpan.FromHours(2));
        till.Rail.Take(bill, 5000, "bill");
        await till.PassAsync(TimeSpan.FromHours(1), TimeSpan.FromMinutes(15));
        Assert.Equal(5000, till.Rail.RefundedFils);
        Assert.Equal(0, await till.CreditOfAsync("rail:bill"));
    }

    [Theory, OnEveryDatabase]
    public async Task Of_a_bill_that_nobody_began_to_pay_each_rail_is_asked_once_at_its_end(DatabaseProvider on)
    {
        await using var till = await Till.OpenAsync(on);
        await till.OweReconciliationAsync();
        var (left, begun) = (await till.BillAsync(), await till.BillAsync());
        Assert.IsType<StartCardPayment.Result.Started>(await till.Get<StartCardPayment>().RunAsync(begun, "https://diwan.test/back", Ct));
        await till.PassAsync(TimeSpan.FromDays(7), TimeSpan.FromMinutes(30));
        Assert.False(till.Rail.Questions.ContainsKey(left));
        Assert.InRange(till.Rail.Questions[begun], 4, 30);
        await till.PassAsync(TimeSpan.FromDays(2), TimeSpan.FromMinutes(30));
        Assert.Equal((BillState.Expired, 2), ((await till.FindAsync(left)).State, till.Rail.Questions[left]));
    }

    [Theory, OnEveryDatabase]
    public async Task A_bill_is_not_closed_while_the_rail_cannot_say_whether_it_was_paid(DatabaseProvider on)
    {
        await using var till = await Till.OpenAsync(on);
        var bill = await till.BillAsync(life: TimeSpan.FromHours(1));
        till.Rail.Take(bill, 5000, "bill");
        till.Rail.Down = true;
        await till.PassAsync(TimeSpan.FromHours(3));
        Assert.Equal(BillState.Open, (await till.FindAsync(bill)).State);
        till.Rail.Down = false;
        await till.PassAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(BillState.Settled, (await till.FindAsync(bill)).State);
    }

    [Theory, OnEveryDatabase]
    public async Task Two_clicks_lead_to_one_page_of_the_rail_and_a_used_page_to_a_new_one(DatabaseProvider on)
    {
        await using var till = await Till.OpenAsync(on);
        var bill = await till.BillAsync();
        var start = till.Get<StartCardPayment>();
        var first = await start.RunAsync(bill, "https://diwan.test/back", Ct);
        Assert.Equal(first, await start.RunAsync(bill, "https://diwan.test/back", Ct));
        Assert.Equal(1, till.Rail.Sessions);
        till.Rail.Down = true;
        Assert.IsType<StartCardPayment.Result.RailDown>(await start.RunAsync(bill, "https://diwan.test/back", Ct));
        till.Rail.Down = false;
        till.Database.Time.Advance(TimeSpan.FromMinutes(31));
        Assert.NotEqual(first, await start.RunAsync(bill, "https://diwan.test/back", Ct));
        await till.CardNoticeAsync(bill, "T1");
        Assert.IsType<StartCardPayment.Result.AlreadyPaid>(await start.RunAsync(bill, "https://diwan.test/back", Ct));
        Assert.IsType<StartCardPayment.Result.NotFound>(await start.RunAsync("2000000000019", "https://diwan.test/back", Ct));
    }

    [Theory, OnEveryDatabase]
    public async Task A_cancelled_bill_takes_no_money_and_a_settled_one_is_not_cancelled(DatabaseProvider on)
    {
        await using var till = await Till.OpenAsync(on);
        var cancelled = await till.BillAsync();
        var settled = await till.BillAsync();
        await till.CardNoticeAsync(settled, "T1");
        var change = new Change(Actor.System("test"), Channel.System, "testing", till.Database.Time.GetUtcNow());
        foreach (var bill in new[] { cancelled, settled })
        {
            await till.Get<CancelBill>().AddAsync(change, bill, Ct);
        }

        (await till.Get<ChangeWriter>().WriteAsync(change, Ct)).OrThrow();
        Assert.Equal(BillState.Cancelled, (await till.FindAsync(cancelled)).State);
        Assert.Equal(BillState.Settled, (await till.FindAsync(settled)).State);
        Assert.IsType<StartCardPayment.Result.Expired>(await till.Get<StartCardPayment>().RunAsync(cancelled, "https://diwan.test/back", Ct));
        Assert.Equal((200, "credited"), await till.CardNoticeAsync(cancelled, "T2"));
    }

    [Theory, OnEveryDatabase]
    public async Task The_bill_rail_is_told_what_is_due(DatabaseProvider on)
    {
        await using var till = await Till.OpenAsync(on);
        var bill = await till.BillAsync(life: TimeSpan.FromHours(1));
        var pulled = await till.PullAsync(bill);
        var record = pulled["MsgBody"]!["BillsRec"]![0]!;
        Assert.Equal("g7", (string?)pulled["MsgHeader"]!["GUID"]);
        Assert.Equal("5.000", record["DueAmount"]!.ToJsonString());
        Assert.Equal("ليلى ع.", (string?)record["AdditionalInfo"]!["CustName"]);
        Assert.Equal(408, (int)(await till.PullAsync("2000000000019"))["MsgHeader"]!["Result"]!["ErrorCode"]!);
        Assert.Equal(4, await till.BillNoticeAsync(bill, "T0", "4.999"));
        Assert.Equal(0, await till.BillNoticeAsync(bill, "T1"));
        Assert.Equal(0, await till.BillNoticeAsync(bill, "T1"));
        Assert.Equal(408, await till.BillNoticeAsync("2000000000019", "T9"));
        Assert.Equal(324, (int)(await till.PullAsync(bill))["MsgBody"]!["BillsRec"]![0]!["Result"]!["ErrorCode"]!);
        Assert.Equal(Rail.Bill, (await till.FindAsync(bill)).PaidBy);

        var late = await till.BillAsync(life: TimeSpan.FromHours(1));
        till.Database.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(325, (int)(await till.PullAsync(late))["MsgBody"]!["BillsRec"]![0]!["Result"]!["ErrorCode"]!);
    }

    [Theory, OnEveryDatabase]
    public async Task A_refund_goes_back_once_in_part_and_then_the_rest(DatabaseProvider on)
    {
        await using var till = await Till.OpenAsync(on);
        var bill = await till.BillAsync();
        var refunds = till.Get<RefundBill>();
        Assert.IsType<RefundResult.Refused>(await refunds.RunAsync(bill, new Money(5000), "r0", Ct));
        await till.CardNoticeAsync(bill, "T1");

        Assert.IsType<RefundResult.Refunded>(await refunds.RunAsync(bill, new Money(2000), "r1", Ct));
        Assert.IsType<RefundResult.Refunded>(await refunds.RunAsync(bill, new Money(2000), "r1", Ct));
        Assert.IsType<RefundResult.Refused>(await refunds.RunAsync(bill, new Money(2001), "r1", Ct));
        Assert.IsType<RefundResult.Refused>(await refunds.RunAsync(bill, new Money(3001), "r2", Ct));
        Assert.Equal(BillState.Settled, (await till.FindAsync(bill)).State);

        till.Rail.Down = true;
        Assert.IsType<RefundResult.Later>(await refunds.RunAsync(bill, new Money(3000), "r3", Ct));
        Assert.Equal(BillState.Refunding, (await till.FindAsync(bill)).State);
        Assert.Equal(3000, await till.CreditOfAsync(LedgerAccounts.Refunds));
        till.Rail.Down = false;
        Assert.IsType<RefundResult.Refunded>(await refunds.RunAsync(bill, new Money(3000), "r3", Ct));

        Assert.Equal(BillState.Refunded, (await till.FindAsync(bill)).State);
        Assert.Equal(5000, till.Rail.RefundedFils);
        Assert.Equal(0, await till.CreditOfAsync(LedgerAccounts.Refunds));
        Assert.Equal(0, await till.CreditOfAsync("institution:moj"));
        Assert.Equal(0, await till.CreditOfAsync("rail:card"));
    }

    /// <summary>It is not put back, where it would be forgotten: it waits, set aside, for another way.</summary>
    [Theory, OnEveryDatabase]
    public async Task A_refund_that_the_rail_refuses_stays_owed_and_asks_for_another_way(DatabaseProvider on)
    {
        await using var till = await Till.OpenAsync(on);
        var bill = await till.BillAsync();
        await till.CardNoticeAsync(bill, "T1");
        till.Rail.RefundStatus = "refused";
        Assert.IsType<RefundResult.Later>(await till.Get<RefundBill>().RunAsync(bill, new Money(5000), "r1", Ct));
        Assert.Equal(BillState.Refunding, (await till.FindAsync(bill)).State);
        Assert.Equal(new Money(5000), (await till.FindAsync(bill)).Refunded);
        Assert.Equal(0, await till.CreditOfAsync("institution:moj"));
        Assert.Equal(5000, await till.CreditOfAsync(LedgerAccounts.Refunds));
        await using var db = await till.ReadAsync();
        Assert.Equal(RefundState.NeedsWay, (await db.Set<RefundRow>().SingleAsync(Ct)).State);
        Assert.Empty((await till.Get<VerifyLedger>().RunAsync(Ct)).Faults);
    }

    [Theory, OnEveryDatabase]
    public async Task The_ledger_takes_no_row_that_is_out_of_balance_and_lets_none_be_changed(DatabaseProvider on)
    {
        await using var till = await Till.OpenAsync(on);
        var change = new Change(Actor.System("test"), Channel.System, "testing", till.Database.Time.GetUtcNow());
        Assert.Throws<ArgumentOutOfRangeException>(() => LedgerAccounts.Post(change, "k", "a", "b", Money.Zero, "1", "T"));
        foreach (var (debit, credit, fils) in new[] { ("a", "a", 1L), ("a", "b", -1L) })
        {
            var bad = new Change(Actor.System("test"), Channel.System, "testing", till.Database.Time.GetUtcNow());
            bad.Insert(new LedgerRow { Id = bad.NewId(), At = bad.Now, Key = "k", Debit = debit, Credit = credit, Amount = new Money(fils), BillNumber = "1", TransactionNo = "T" });
            await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => till.Get<ChangeWriter>().WriteAsync(bad, Ct));
        }

        var bill = await till.BillAsync();
        await till.CardNoticeAsync(bill, "T1");
        await using var db = await till.ReadAsync();
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(
            () => db.Set<LedgerRow>().ExecuteUpdateAsync(s => s.SetProperty(x => x.Amount, new Money(1)), Ct));
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => db.Set<LedgerRow>().ExecuteDeleteAsync(Ct));
    }
}
