using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Platform;
using Diwan.Testing;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Modules.Tests.Payments;

/// <summary>What the finance desk reads, against the ledger; and payers' wishes for money back.</summary>
public sealed class FinanceTests
{
    private static readonly Actor Payer = new(ActorKind.Person, "p1", "ليلى عمر");
    private static readonly Actor Officer = new(ActorKind.Officer, "OFF:5", "موظف مالي", "moj");
    private static readonly Actor Second = new(ActorKind.Officer, "OFF:6", "رئيسة المالية", "moj");
    private static readonly Actor Cashier = new(ActorKind.Officer, "OFF:7", "أمين الصندوق", "moj");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task A_wish_moves_nothing_until_it_is_answered_and_its_answer_is_asked_for_once(DatabaseProvider on)
    {
        await using var till = await Till.OpenAsync(on);
        var bill = await till.BillAsync(30_000);
        await till.CardNoticeAsync(bill, till.Rail.Take(bill, 30_000), fils: 30_000);
        var wishes = till.Get<WishRefund>();
        var order = new WishRefund.Order(bill, new Money(25_000), RefundWay.Credit, null, "دُفعت مرتين بالخطأ");
        Assert.IsType<WishRefund.Result.NotFound>(await wishes.AskAsync(Payer with { Id = "p2" }, order, Ct));
        Assert.Equal(new Money(30_000), Assert.IsType<WishRefund.Result.WrongAmount>(await wishes.AskAsync(Payer, order with { Amount = new Money(30_001) }, Ct)).Left);
        Assert.IsType<WishRefund.Result.WrongAmount>(await wishes.AskAsync(Payer, order with { Amount = Money.Zero }, Ct));
        Assert.IsType<WishRefund.Result.WordsMissing>(await wishes.AskAsync(Payer, order with { Words = "لا" }, Ct));
        Assert.IsType<WishRefund.Result.IbanWrong>(await wishes.AskAsync(Payer, order with { Way = RefundWay.Transfer, Iban = "JO94CBJO" }, Ct));
        var unpaid = await till.BillAsync();
        Assert.IsType<WishRefund.Result.NotFound>(await wishes.AskAsync(Payer, order with { BillNumber = unpaid }, Ct));

        // Many at once: one is taken.
        var results = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => wishes.AskAsync(Payer, order, Ct)));
        var wish = Assert.Single(results.OfType<WishRefund.Result.Wished>()).Id;
        Assert.Equal(4, results.Count(r => r is WishRefund.Result.AlreadyWished));
        Assert.Equal(30_000, await till.CreditOfAsync("institution:moj"));

        var answers = till.Get<AnswerWish>();
        Assert.IsType<RequestRefund.Result.NotFound>(await answers.GrantAsync(Officer, ["gam"], wish, new Money(1), "لغيرهم", Ct));
        Assert.IsType<RequestRefund.Result.NotFound>(await answers.GrantAsync(Payer, ["moj"], wish, new Money(1), "لنفسه", Ct));
        Assert.IsType<RequestRefund.Result.WrongAmount>(await answers.GrantAsync(Officer, ["moj"], wish, new Money(25_001), "أكثر", Ct));
        Assert.IsType<RequestRefund.Result.ReasonMissing>(await answers.GrantAsync(Officer, ["moj"], wish, new Money(25_000), " ", Ct));
        Assert.True(Assert.IsType<RequestRefund.Result.Done>(await answers.GrantAsync(Officer, ["moj"], wish, new Money(25_000), "ثبت أنها دُفعت مرتين", Ct)).NeedsSecond);
        Assert.IsType<RequestRefund.Result.NotFound>(await answers.GrantAsync(Officer, ["moj"], wish, new Money(25_000), "مرة أخرى", Ct));
        var refund = Assert.Single(await till.Get<FindRefund>().OfBillAsync(bill, Ct));
        Assert.Equal((RefundState.Proposed, "OFF:5"), (refund.State, refund.AskedBy));
        Assert.IsType<RequestRefund.Result.SamePerson>(await till.Get<RequestRefund>().DecideAsync(Officer, ["moj"], refund.Id, true, null, Ct));
        Assert.IsType<RequestRefund.Result.Done>(await till.Get<RequestRefund>().DecideAsync(Second, ["moj"], refund.Id, true, null, Ct));
        await till.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(new Money(25_000), Assert.Single(await till.Get<FindRefund>().CreditsAsync("p1", Ct)).Amount);
        Assert.Equal(new Money(5000), await wishes.LeftAsync("p1", bill, Ct));
        await SoundAsync(till);
    }

    [Theory, OnEveryDatabase]
    public async Task A_wish_that_was_granted_when_the_machine_stopped_can_only_be_granted_to_its_end(DatabaseProvider on)
    {
        await using var till = await Till.OpenAsync(on);
        var bill = await till.BillAsync();
        await till.CardNoticeAsync(bill, till.Rail.Take(bill, 5000));
        var wish = Assert.IsType<WishRefund.Result.Wished>(await till.Get<WishRefund>().AskAsync(Payer, new(bill, new Money(2000), RefundWay.Source, null, "رسم لا يلزمني"), Ct)).Id;

        // As far as the first of the two changes came.
        await till.Get<RequestRefund>().AskAsync(Officer, ["moj"], new(wish, bill, new Money(2000), RefundWay.Source, null, "ثبت"), Ct);
        Assert.IsType<RequestRefund.Result.Busy>(await till.Get<AnswerWish>().DeclineAsync(Second, ["moj"], wish, "لا يستحق", Ct));
        Assert.IsType<RequestRefund.Result.Done>(await till.Get<AnswerWish>().GrantAsync(Officer, ["moj"], wish, new Money(2000), "ثبت", Ct));
        Assert.Single(await till.Get<FindRefund>().OfBillAsync(bill, Ct));
        Assert.Equal(WishState.Granted, Assert.Single((await till.Get<WishRefund>().OfPayerAsync("p1", null, Ct)).Rows).State);
        await till.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(2000, till.Rail.RefundedFils);
        await SoundAsync(till);
    }

    [Theory, OnEveryDatabase]
    public async Task A_statement_and_the_counted_takings_say_what_the_ledger_says_month_by_month_in_Amman(DatabaseProvider on)
    {
        await using var till = await Till.OpenAsync(on);
        var zone = till.Database.Time;

        // Half an hour before midnight in Amman at the end of a month, and half an hour after.
        var now = NationalCalendar.ToAmman(zone.GetUtcNow());
        var month = new DateOnly(now.Year, now.Month, 1).AddMonths(1);
        zone.Advance(NationalCalendar.At(month, TimeOnly.MinValue) - TimeSpan.FromMinutes(30) - zone.GetUtcNow());
        var (a, b) = (await till.BillAsync(5000), await till.BillAsync(7000, institution: "gam"));
        await till.CardNoticeAsync(a, till.Rail.Take(a, 5000));
        await till.CardNoticeAsync(b, till.Rail.Take(b, 7000), fils: 7000);
        zone.Advance(TimeSpan.FromHours(1));
        var c = await till.BillAsync(3000);
        Assert.Equal(0, await till.BillNoticeAsync(c, till.Rail.Take(c, 3000, "bill"), "3.000"));
        zone.Advance(TimeSpan.FromMinutes(1));
        await till.Get<RequestRefund>().AskAsync(Officer, ["moj"], new(Guid.CreateVersion7(zone.GetUtcNow()), a, new Money(4000), RefundWay.Counter, null, "زيادة"), Ct);
        await till.Get<NumberReceipts>().RunAsync(Ct);

        var read = till.Get<ReadStatement>();
        var first = await read.RunAsync("moj", month.AddDays(-1), true, Ct);
        Assert.Equal((0, 5000, 5000), (first.Opening.Fils, first.Taken.Fils, first.Closing.Fils));
        Assert.Equal(month.AddDays(-1), Assert.Single(first.Days).Day);
        var second = await read.RunAsync("moj", month, true, Ct);
        Assert.Equal((5000, 3000, 4000, 4000), (second.Opening.Fils, second.Taken.Fils, second.Refunded.Fils, second.Closing.Fils));
        Assert.True(first.Adds && second.Adds);
        Assert.Equal(await till.CreditOfAsync("institution:moj"), second.Closing.Fils);
        Assert.Equal([StatementKind.Taken, StatementKind.Refunded], second.Lines.Select(l => l.Kind));
        Assert.Equal(("R" + c, Rail.Bill), (second.Lines[0].Receipt!, second.Lines[0].Rail!.Value));
        Assert.EndsWith("000002", second.Lines[0].Fiscal, StringComparison.Ordinal);
        Assert.Empty((await read.RunAsync("moj", month, false, Ct)).Lines);
        Assert.Empty((await read.RunAsync("ssc", month, true, Ct)).Lines);

        var cells = await till.Get<CountTakings>().RunAsync(month.AddDays(-1), month, null, Ct);
        Assert.Equal(
            [(month.AddDays(-1), 23, Rail.Card, "gam", 7000L), (month.AddDays(-1), 23, Rail.Card, "moj", 5000L), (month, 0, Rail.Bill, "moj", 3000L)],
            cells.Select(x => (x.Day, x.Hour, x.Rail, x.Institution, x.Amount.Fils)));
        Assert.Equal(2, (await till.Get<CountTakings>().RunAsync(month.AddDays(-1), month, ["moj"], Ct)).Count);
        Assert.Empty(await till.Get<CountTakings>().RunAsync(month, month.AddDays(-1), null, Ct));

        var accounts = await till.Get<ReadAccounts>().RunAsync(null, Ct);
        var ledger = await till.Get<VerifyLedger>().RunAsync(Ct);
        Assert.Equal(ledger.Accounts.Sum(x => x.Debit), accounts.Sum(x => x.Debit));
        Assert.Equal(ledger.BalanceOf("institution:moj"), accounts.Single(x => x is { Kind: "institution", Of: "moj" }).Balance);
        Assert.All(await till.Get<ReadAccounts>().RunAsync(["gam"], Ct), x => Assert.Equal("gam", x.Of));
    }

    [Theory, OnEveryDatabase]
    public async Task What_is_not_at_its_end_is_listed_until_it_is(DatabaseProvider on)
    {
        await using var till = await Till.OpenAsync(on);
        var read = till.Get<ReadOpenMatters>();
        Assert.Empty((await read.RunAsync(null, null, Ct)).Rows);

        // Paid twice while the rail is down: unmatched, until it goes back.
        var bill = await till.BillAsync();
        await till.CardNoticeAsync(bill, till.Rail.Take(bill, 5000));
        await till.CardNoticeAsync(bill, till.Rail.Take(bill, 5000));
        till.Rail.Down = true;
        till.Database.Time.Advance(TimeSpan.FromMinutes(5));
        var matters = (await read.RunAsync(null, null, Ct)).Rows;
        var unmatched = Assert.Single(matters, m => m.Kind == OpenMatterKind.Unmatched);
        Assert.Equal(("moj", 5000L), (unmatched.Institution, unmatched.Amount.Fils));
        Assert.Single(matters, m => m.Kind == OpenMatterKind.Receipt);
        Assert.Empty((await read.RunAsync(["gam"], null, Ct)).Rows);
        await till.PassAsync(TimeSpan.FromMinutes(2));
        Assert.Single((await read.RunAsync(["moj"], null, Ct)).Rows, m => m.Kind == OpenMatterKind.Unmatched);

        // A basket that is paid, and whose bills wait for their shares.
        var (a, b) = (await till.BillAsync(), await till.BillAsync(institution: "gam"));
        var basket = Assert.IsType<MakeBasket.Result.Made>(await till.Get<MakeBasket>().RunAsync([a, b], "p1", "ليلى", Payer, Channel.Portal, Ct)).Number.Value;
        await till.CardNoticeAsync(basket, till.Rail.Take(basket, 10_000), fils: 10_000);
        till.Database.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Single((await read.RunAsync(null, null, Ct)).Rows, m => m.Kind == OpenMatterKind.Basket);

        // A drawer that was short, until somebody has looked at it.
        var work = till.Get<WorkShift>();
        var shift = Assert.IsType<WorkShift.Result.Done>(await work.OpenAsync(Cashier, "moj", new Money(10_000), Ct)).ShiftId;
        await work.CloseAsync(shift, Cashier, new Money(9500), "سقطت قطعة", Ct);
        Assert.Equal(-500, Assert.Single((await read.RunAsync(["moj"], null, Ct)).Rows, m => m.Kind == OpenMatterKind.Shift).Amount.Fils);
        Assert.IsType<WorkShift.Result.NotFound>(await work.ReviewAsync(shift, Cashier, ["moj"], "نظرت", Ct));
        Assert.IsType<WorkShift.Result.NotFound>(await work.ReviewAsync(shift, Officer, ["gam"], "نظرت", Ct));
        Assert.IsType<WorkShift.Result.Done>(await work.ReviewAsync(shift, Officer, ["moj"], "روجع", Ct));

        till.Rail.Down = false;
        await till.Get<NumberReceipts>().RunAsync(Ct);
        await till.PassAsync(TimeSpan.FromMinutes(30));
        await till.Get<NumberReceipts>().RunAsync(Ct);
        Assert.Empty((await read.RunAsync(null, null, Ct)).Rows);
        await SoundAsync(till);
    }

    private static async Task SoundAsync(Till till) => Assert.Empty((await till.Get<VerifyLedger>().RunAsync(Ct)).Faults);
}
