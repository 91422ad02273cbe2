using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Platform;
using Diwan.Testing;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Modules.Tests.Payments;

/// <summary>Parts, baskets, counters, fiscal numbers; and after each, the ledger proved against all else that is written of money.</summary>
public sealed class MoneyTests
{
    private static readonly Actor Cashier = new(ActorKind.Officer, "OFF:1", "أمين الصندوق", "moj");
    private static readonly Actor Colleague = new(ActorKind.Officer, "OFF:2", "زميلته", "moj");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task A_bill_that_may_be_paid_in_parts_is_settled_by_the_last_of_them(DatabaseProvider on)
    {
        await using var till = await Till.OpenAsync(on);
        var bill = await till.BillAsync(leastPart: 2000);
        Assert.Equal((422, "amount"), await till.CardNoticeAsync(bill, "T0", fils: 1999));
        Assert.Equal((200, "settled"), await till.CardNoticeAsync(bill, "X1", fils: 3500));
        var view = await till.FindAsync(bill);
        Assert.Equal((BillState.PartlyPaid, PublicBillState.PartlyPaid, new Money(1500)), (view.State, view.PublicState, view.Due));
        Assert.Empty(await till.HeardAsync());
        var pulled = (await till.PullAsync(bill))["MsgBody"]!["BillsRec"]![0]!;
        Assert.Equal(("1.500", "1.500"), (pulled["DueAmount"]!.ToJsonString(), pulled["PmtConst"]!["Lower"]!.ToJsonString()));

        // The rest is less than the least part, and is taken; more than the rest goes back whole.
        Assert.Equal((200, "credited"), await till.CardNoticeAsync(bill, till.Rail.Take(bill, 2000), fils: 2000));
        Assert.Equal(0, await till.BillNoticeAsync(bill, "X3", "1.500"));
        Assert.Equal(BillState.Settled, (await till.FindAsync(bill)).State);
        Assert.Equal(["R" + bill, $"R{bill}-2"], (await till.Get<FindReceipt>().OfBillAsync(bill, Ct)).Select(r => r.Number));
        Assert.Single(await till.HeardAsync(), t => t.StartsWith("settled", StringComparison.Ordinal));
        await till.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(2000, till.Rail.RefundedFils);
        await Sound(till);
    }

    [Theory, OnEveryDatabase]
    public async Task The_parts_of_a_bill_that_was_never_paid_whole_go_back_the_way_each_came(DatabaseProvider on)
    {
        await using var till = await Till.OpenAsync(on);
        var expired = await till.BillAsync(leastPart: 1000, life: TimeSpan.FromHours(1));
        var cancelled = await till.BillAsync(leastPart: 1000);
        foreach (var bill in new[] { expired, cancelled })
        {
            await till.CardNoticeAsync(bill, till.Rail.Take(bill, 1500), fils: 1500);
            Assert.Equal(0, await till.BillNoticeAsync(bill, till.Rail.Take(bill, 2500, "bill"), "2.500"));
        }

        var change = new Change(Actor.System("test"), Channel.System, "testing", till.Database.Time.GetUtcNow());
        await till.Get<CancelBill>().AddAsync(change, cancelled, Ct);
        (await till.Get<ChangeWriter>().WriteAsync(change, Ct)).OrThrow();
        till.Rail.Down = true;
        await till.PassAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(BillState.Refunding, (await till.FindAsync(cancelled)).State);
        await Sound(till);
        till.Rail.Down = false;
        await till.PassAsync(TimeSpan.FromHours(3), TimeSpan.FromMinutes(10));
        foreach (var bill in new[] { expired, cancelled })
        {
            Assert.Equal(BillState.Refunded, (await till.FindAsync(bill)).State);
        }

        Assert.Equal(8000, till.Rail.RefundedFils);
        Assert.Equal(0, await till.CreditOfAsync("institution:moj"));
        await Sound(till);
    }

    [Theory, OnEveryDatabase]
    public async Task A_basket_settles_the_bills_of_several_institutions_and_gives_back_what_one_no_longer_needs(DatabaseProvider on)
    {
        await using var till = await Till.OpenAsync(on);
        var (a, b, c) = (await till.BillAsync(), await till.BillAsync(7000, institution: "gam"), await till.BillAsync(2000, institution: "ssc"));
        var baskets = till.Get<MakeBasket>();
        var payer = new Actor(ActorKind.Person, "p2", "دافع");
        Assert.IsType<MakeBasket.Result.WrongCount>(await baskets.RunAsync([a], "p2", "دافع", payer, Channel.Portal, Ct));
        Assert.Equal(["2000000000019"], Assert.IsType<MakeBasket.Result.NotPayable>(await baskets.RunAsync([a, "2000000000019"], "p2", "دافع", payer, Channel.Portal, Ct)).Numbers);
        var made = Assert.IsType<MakeBasket.Result.Made>(await baskets.RunAsync([a, b, c], "p2", "دافع", payer, Channel.Portal, Ct));
        Assert.Equal(made, await baskets.RunAsync([c, b, a], "p2", "دافع", payer, Channel.Portal, Ct));
        var basket = made.Number.Value;
        Assert.Equal(new Money(14_000), (await till.FindAsync(basket)).Due);
        Assert.Equal("14.000", (await till.PullAsync(basket))["MsgBody"]!["BillsRec"]![0]!["DueAmount"]!.ToJsonString());

        // The card page is open when one of them is paid on its own; the basket is no longer offered, but its money is taken as it comes.
        await till.CardNoticeAsync(c, "X1", fils: 2000);
        Assert.Equal(BillState.Cancelled, (await till.FindAsync(basket)).State);
        Assert.Equal((200, "settled"), await till.CardNoticeAsync(basket, till.Rail.Take(basket, 14_000), fils: 14_000));
        Assert.Equal((200, "credited"), await till.CardNoticeAsync(basket, till.Rail.Take(basket, 14_000), fils: 14_000));
        Assert.Equal(14_000, await till.CreditOfAsync(LedgerAccounts.Baskets));
        await Sound(till);
        await till.PassAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(
            (5000, 7000, 2000, 0L),
            (await till.CreditOfAsync("institution:moj"), await till.CreditOfAsync("institution:gam"), await till.CreditOfAsync("institution:ssc"), await till.CreditOfAsync(LedgerAccounts.Baskets)));
        Assert.Equal(16_000, till.Rail.RefundedFils);
        Assert.Equal(3, (await till.HeardAsync()).Count(t => t.StartsWith("settled", StringComparison.Ordinal)));
        Assert.Equal(2, (await till.Get<FindReceipt>().OfPayerAsync("p2", null, Ct)).Rows.Count);
        await Sound(till);
    }

    [Theory, OnEveryDatabase]
    public async Task Fiscal_numbers_have_no_gap_however_many_give_them_at_once(DatabaseProvider on)
    {
        await using var till = await Till.OpenAsync(on);
        var booked = 0;
        var booking = Task.Run(async () =>
        {
            for (var i = 0; i < 30; i++)
            {
                var bill = await till.BillAsync(institution: i % 3 == 0 ? "gam" : "moj");
                await till.CardNoticeAsync(bill, $"T{i}");
                Interlocked.Increment(ref booked);
            }
        });
        using var crash = new CancellationTokenSource();
        var numbering = Enumerable.Range(0, 4).Select(n => Task.Run(async () =>
        {
            while (Volatile.Read(ref booked) < 30)
            {
                // Two of the four are broken off at any point, again and again.
                using var broken = new CancellationTokenSource(n < 2 ? TimeSpan.FromMilliseconds(3) : Timeout.InfiniteTimeSpan);
                try
                {
                    await till.Get<NumberReceipts>().RunAsync(broken.Token);
                }
                catch (OperationCanceledException)
                {
                }

                await Task.Delay(5);
            }
        }));
        await Task.WhenAll([booking, .. numbering]);
        await till.Get<NumberReceipts>().RunAsync(Ct);

        await using var db = await till.ReadAsync();
        var rows = await db.Set<ReceiptRow>().ToListAsync(Ct);
        foreach (var (institution, count) in new[] { ("gam", 10), ("moj", 20) })
        {
            Assert.Equal(Enumerable.Range(1, count).Select(n => (long?)n), rows.Where(r => r.Institution == institution).Select(r => r.FiscalNumber).Order());
        }

        Assert.Equal(0, await till.Get<NumberReceipts>().RunAsync(Ct));
        await Sound(till);
    }

    [Theory, OnEveryDatabase]
    public async Task A_cashier_takes_money_once_counts_and_hands_over_and_every_difference_has_a_reason(DatabaseProvider on)
    {
        await using var till = await Till.OpenAsync(on);
        var (shifts, take) = (till.Get<WorkShift>(), till.Get<TakeAtCounter>());
        var bill = await till.BillAsync();
        var order = new TakeAtCounter.Order(bill, Rail.Cash, null, Guid.CreateVersion7(), null);
        Assert.IsType<TakeAtCounter.Result.NoShift>(await take.RunAsync(Cashier, order, Ct));
        var shift = Assert.IsType<WorkShift.Result.Done>(await shifts.OpenAsync(Cashier, "moj", new Money(20_000), Ct)).ShiftId;
        Assert.Equal(new WorkShift.Result.HasShift(shift), await shifts.OpenAsync(Cashier, "moj", Money.Zero, Ct));

        var twice = await Task.WhenAll(Task.Run(() => take.RunAsync(Cashier, order, Ct)), Task.Run(() => take.RunAsync(Cashier, order, Ct)));
        Assert.Equal(twice[0], twice[1]);
        Assert.Equal("R" + bill, Assert.IsType<TakeAtCounter.Result.Taken>(twice[0]).ReceiptNumber);
        Assert.Equal([$"settled {bill} 7K4M-92QX-3"], await till.HeardAsync());
        Assert.Equal(new TakeAtCounter.Result.NotPayable(BillState.Settled), await take.RunAsync(Cashier, order with { TakeId = Guid.CreateVersion7() }, Ct));
        Assert.Equal(new TakeAtCounter.Result.WrongPart(null, new Money(5000)), await take.RunAsync(Cashier, new(await till.BillAsync(), Rail.Cash, new Money(1000), Guid.CreateVersion7(), null), Ct));
        var late = await till.BillAsync(life: TimeSpan.FromMinutes(1));
        till.Database.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(new TakeAtCounter.Result.NotPayable(BillState.Expired), await take.RunAsync(Cashier, new(late, Rail.Cash, null, Guid.CreateVersion7(), null), Ct));
        Assert.IsType<TakeAtCounter.Result.NoBill>(await take.RunAsync(Cashier, new("2000000000019", Rail.Cash, null, Guid.CreateVersion7(), null), Ct));
        var byCard = await till.BillAsync(3000);
        Assert.IsType<TakeAtCounter.Result.SlipMissing>(await take.RunAsync(Cashier, new(byCard, Rail.Terminal, null, Guid.CreateVersion7(), " "), Ct));
        Assert.IsType<TakeAtCounter.Result.Taken>(await take.RunAsync(Cashier, new(byCard, Rail.Terminal, null, Guid.CreateVersion7(), "000123"), Ct));

        var view = (await till.Get<FindShift>().OpenOfAsync(Cashier.Id, Ct))!;
        Assert.Equal((new Money(25_000), new Money(3000)), (view.Cash, view.ByTerminal));
        Assert.Equal(2, (await till.Get<FindShift>().TakingsAsync(shift, null, Ct)).Rows.Count);
        Assert.Equal(25_000, -await till.CreditOfAsync(LedgerAccounts.FloatOf(shift)));
        await Sound(till);

        // One dinar short: not without a reason, and the reason is kept.
        Assert.Equal(new WorkShift.Result.ReasonMissing(new Money(25_000), new Money(-1000)), await shifts.OfferAsync(shift, Cashier, new Money(24_000), " ", Colleague.Id, Ct));
        Assert.IsType<WorkShift.Result.NotFound>(await shifts.OfferAsync(shift, Colleague, new Money(24_000), "لماذا", Cashier.Id, Ct));
        Assert.IsType<WorkShift.Result.Done>(await shifts.OfferAsync(shift, Cashier, new Money(24_000), "خطأ في إعادة الباقي", Colleague.Id, Ct));
        Assert.IsType<TakeAtCounter.Result.NoShift>(await take.RunAsync(Cashier, new(await till.BillAsync(), Rail.Cash, null, Guid.CreateVersion7(), null), Ct));
        Assert.Equal(new WorkShift.Result.CountsDiffer(new Money(24_000)), await shifts.AcceptAsync(shift, Colleague, new Money(23_000), Ct));
        var next = Assert.IsType<WorkShift.Result.Done>(await shifts.AcceptAsync(shift, Colleague, new Money(24_000), Ct)).ShiftId;
        Assert.Equal(0, await till.CreditOfAsync(LedgerAccounts.FloatOf(shift)));
        Assert.Equal(-1000, await till.CreditOfAsync(LedgerAccounts.OverShortOf("moj")));
        Assert.IsType<WorkShift.Result.Done>(await shifts.CloseAsync(next, Colleague, new Money(24_500), "وُجد نصف دينار تحت الدرج", Ct));
        Assert.Equal(0, await till.CreditOfAsync(LedgerAccounts.FloatOf(next)));
        Assert.Equal(-500, await till.CreditOfAsync(LedgerAccounts.OverShortOf("moj")));
        Assert.Equal(-4500, await till.CreditOfAsync(LedgerAccounts.SafeOf("moj")));

        Assert.IsType<WorkShift.Result.NotFound>(await shifts.ReviewAsync(shift, Cashier, ["moj"], "رأيته", Ct));
        Assert.IsType<WorkShift.Result.NotFound>(await shifts.ReviewAsync(shift, Colleague, ["gam"], "رأيته", Ct));
        Assert.IsType<WorkShift.Result.Done>(await shifts.ReviewAsync(shift, Colleague, ["moj"], "رأيته", Ct));
        Assert.True((await till.Get<AuditVerifier>().VerifyAsync(null, Ct)).IsSound);
        await Sound(till);
    }

    [Theory, OnEveryDatabase]
    public async Task Above_the_limit_a_second_person_decides_and_every_way_leads_to_the_payee(DatabaseProvider on)
    {
        await using var till = await Till.OpenAsync(on);
        var (ask, find) = (till.Get<RequestRefund>(), till.Get<FindRefund>());
        var payee = new Actor(ActorKind.Person, "p1", "ليلى عمر");
        var bill = await till.BillAsync(100_000);
        RequestRefund.Order Order(long fils, RefundWay way, string? iban = null, string reason = "دُفع عن عقار آخر") =>
            new(Guid.CreateVersion7(), bill, new Money(fils), way, iban, reason);
        Assert.Equal(new RequestRefund.Result.WrongState(BillState.Open), await ask.AskAsync(Cashier, ["moj"], Order(1000, RefundWay.Source), Ct));
        await till.CardNoticeAsync(bill, "X1", fils: 100_000);
        Assert.IsType<RequestRefund.Result.NotFound>(await ask.AskAsync(Cashier, ["gam"], Order(1000, RefundWay.Source), Ct));
        Assert.IsType<RequestRefund.Result.ReasonMissing>(await ask.AskAsync(Cashier, ["moj"], Order(1000, RefundWay.Source, reason: " "), Ct));
        Assert.Equal(new RequestRefund.Result.WrongAmount(new Money(100_000)), await ask.AskAsync(Cashier, ["moj"], Order(100_001, RefundWay.Source), Ct));
        Assert.IsType<RequestRefund.Result.IbanWrong>(await ask.AskAsync(Cashier, ["moj"], Order(1000, RefundWay.Transfer, "JO94 CBJO 0010 0000 0000 0131 0003 03"), Ct));

        // Within the limit: one person, and the same form asks once.
        var small = Order(20_000, RefundWay.Source);
        Assert.Equal(new RequestRefund.Result.Done(false), await ask.AskAsync(Cashier, ["moj"], small, Ct));
        Assert.Equal(new RequestRefund.Result.Done(false), await ask.AskAsync(Cashier, ["moj"], small, Ct));
        await till.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(20_000, till.Rail.RefundedFils);
        Assert.Equal(BillState.Settled, (await till.FindAsync(bill)).State);

        // Above it: nothing moves before a second person, who is not the first; a no puts it back.
        Assert.Equal(new RequestRefund.Result.Done(true), await ask.AskAsync(Cashier, ["moj"], Order(30_000, RefundWay.Transfer, "JO94 CBJO 0010 0000 0000 0131 0003 02"), Ct));
        await till.PassAsync(TimeSpan.FromMinutes(1));
        var waiting = Assert.Single((await find.WaitingOfAsync(["moj"], null, Ct)).Rows, r => r.State == RefundState.Proposed);
        Assert.IsType<RequestRefund.Result.SamePerson>(await ask.DecideAsync(Cashier, ["moj"], waiting.Id, true, null, Ct));
        Assert.IsType<RequestRefund.Result.NotFound>(await ask.DecideAsync(Colleague, ["gam"], waiting.Id, true, null, Ct));
        Assert.IsType<RequestRefund.Result.ReasonMissing>(await ask.DecideAsync(Colleague, ["moj"], waiting.Id, false, null, Ct));
        Assert.IsType<RequestRefund.Result.Done>(await ask.DecideAsync(Colleague, ["moj"], waiting.Id, false, "العقار صحيح", Ct));
        Assert.Equal((BillState.Settled, new Money(20_000)), ((await till.FindAsync(bill)).State, (await till.FindAsync(bill)).Refunded));
        await Sound(till);

        // By transfer: approved, then made at the bank, whose number is written down.
        await ask.AskAsync(Cashier, ["moj"], Order(30_000, RefundWay.Transfer, "jo94cbjo0010000000000131000302"), Ct);
        waiting = Assert.Single((await find.WaitingOfAsync(["moj"], null, Ct)).Rows, r => r.State == RefundState.Proposed);
        Assert.IsType<RequestRefund.Result.NotFound>(await ask.TransferredAsync(Colleague, ["moj"], waiting.Id, "TR-1", Ct));
        await ask.DecideAsync(Colleague, ["moj"], waiting.Id, true, null, Ct);
        await till.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal("…0302", Assert.Single((await find.OfPayerAsync("p1", null, Ct)).Rows, r => r.State == RefundState.Asked).Iban);
        Assert.IsType<RequestRefund.Result.NumberMissing>(await ask.TransferredAsync(Colleague, ["moj"], waiting.Id, " ", Ct));
        Assert.IsType<RequestRefund.Result.Done>(await ask.TransferredAsync(Colleague, ["moj"], waiting.Id, "TR-1", Ct));
        Assert.Equal(30_000, await till.CreditOfAsync(LedgerAccounts.BankOf("moj")));
        await Sound(till);

        // The rail refuses: the payee keeps it for the next bill of the institution, and pays with it.
        till.Rail.RefundStatus = "refused";
        await ask.AskAsync(Cashier, ["moj"], Order(10_000, RefundWay.Source), Ct);
        await till.PassAsync(TimeSpan.FromMinutes(1));
        var stuck = Assert.Single((await find.OfPayerAsync("p1", null, Ct)).Rows, r => r.State == RefundState.NeedsWay);
        Assert.IsType<RequestRefund.Result.NotFound>(await ask.ChooseWayAsync(Colleague, stuck.Id, RefundWay.Credit, null, Ct));
        Assert.IsType<RequestRefund.Result.Done>(await ask.ChooseWayAsync(payee, stuck.Id, RefundWay.Credit, null, Ct));
        Assert.Equal([("moj", new Money(10_000))], await find.CreditsAsync("p1", Ct));
        var next = await till.BillAsync(6000);
        Assert.Equal(new UseCredit.Result.Used(new Money(6000)), await till.Get<UseCredit>().RunAsync(payee, next, Ct));
        Assert.Equal(BillState.Settled, (await till.FindAsync(next)).State);
        Assert.Equal(new UseCredit.Result.TooLittle(new Money(4000)), await till.Get<UseCredit>().RunAsync(payee, await till.BillAsync(6000), Ct));
        await Sound(till);

        // Cash goes back over the counter, out of a drawer that holds enough.
        await till.Get<WorkShift>().OpenAsync(Colleague, "moj", new Money(1000), Ct);
        var byCash = await till.BillAsync();
        await till.Get<TakeAtCounter>().RunAsync(Colleague, new(byCash, Rail.Cash, null, Guid.CreateVersion7(), null), Ct);
        Assert.IsType<RefundResult.Later>(await till.Get<RefundBill>().RunAsync(byCash, new Money(5000), "case", Ct));
        var atCounter = Assert.Single((await find.OfPayerAsync("p1", null, Ct)).Rows, r => r.Way == RefundWay.Counter);
        Assert.IsType<PayOutRefund.Result.NoShift>(await till.Get<PayOutRefund>().RunAsync(Cashier, atCounter.Id, "S-77", Ct));
        Assert.IsType<PayOutRefund.Result.SlipMissing>(await till.Get<PayOutRefund>().RunAsync(Colleague, atCounter.Id, "", Ct));
        Assert.Equal(new PayOutRefund.Result.PaidOut(new Money(5000)), await till.Get<PayOutRefund>().RunAsync(Colleague, atCounter.Id, "S-77", Ct));
        Assert.IsType<PayOutRefund.Result.NotFound>(await till.Get<PayOutRefund>().RunAsync(Colleague, atCounter.Id, "S-77", Ct));
        Assert.IsType<RefundResult.Refunded>(await till.Get<RefundBill>().RunAsync(byCash, new Money(5000), "case", Ct));
        Assert.Equal(BillState.Refunded, (await till.FindAsync(byCash)).State);
        Assert.True((await till.Get<AuditVerifier>().VerifyAsync(null, Ct)).IsSound);
        await Sound(till);
    }

    /// <summary>A proof that cannot fail proves nothing: each thing that could go wrong with a fils is done behind the ledger's back.</summary>
    [Theory, OnEveryDatabase]
    public async Task The_proof_of_the_ledger_notices_what_does_not_agree(DatabaseProvider on)
    {
        await using var till = await Till.OpenAsync(on);
        var bill = await till.BillAsync();
        await till.CardNoticeAsync(bill, "T1");
        await till.Get<NumberReceipts>().RunAsync(Ct);
        await Sound(till);
        await using var db = await till.ReadAsync();
        await db.Set<BillRow>().ExecuteUpdateAsync(s => s.SetProperty(x => x.Paid, new Money(4000)), Ct);
        Assert.Contains(await Faults(till), f => f.Contains($"bill {bill}", StringComparison.Ordinal));
        await db.Set<BillRow>().ExecuteUpdateAsync(s => s.SetProperty(x => x.Paid, new Money(5000)), Ct);
        await db.Set<ReceiptRow>().ExecuteUpdateAsync(s => s.SetProperty(x => x.FiscalNumber, 2L), Ct);
        Assert.Contains(await Faults(till), f => f.StartsWith("fiscal numbers of moj", StringComparison.Ordinal));
        await db.Set<ReceiptRow>().ExecuteUpdateAsync(s => s.SetProperty(x => x.FiscalNumber, 1L), Ct);
        await Sound(till);

        var change = new Change(Actor.System("test"), Channel.System, "testing", till.Database.Time.GetUtcNow());
        LedgerAccounts.Post(change, "paid:T9", "rail:card", "rail:bill", new Money(7), bill, "T9");
        LedgerAccounts.Post(change, "out of nowhere", "suspense", "institution:moj", new Money(7), bill, "T9");
        (await till.Get<ChangeWriter>().WriteAsync(change, Ct)).OrThrow();
        var faults = await Faults(till);
        Assert.Contains(faults, f => f.StartsWith("payment T9", StringComparison.Ordinal));
        Assert.Contains(faults, f => f.StartsWith("suspense", StringComparison.Ordinal));
        Assert.Contains(faults, f => f.StartsWith($"bill {bill}", StringComparison.Ordinal));
    }

    private static async Task<IReadOnlyList<string>> Faults(Till till) => (await till.Get<VerifyLedger>().RunAsync(Ct)).Faults;

    private static async Task Sound(Till till) => Assert.Empty(await Faults(till));
}
