using System.Net;
using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Platform;
using Diwan.Sandbox;
using Diwan.Sandbox.Rails;
using Diwan.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Diwan.Modules.Tests.Sandbox;

/// <inheritdoc cref="PaymentsOverSandboxTests"/>
public sealed class PaymentsOverSandboxInXmlTests() : PaymentsOverSandboxTests(xml: true);

/// <inheritdoc cref="PaymentsOverSandboxTests"/>
public sealed class PaymentsOverSandboxInJsonTests() : PaymentsOverSandboxTests(xml: false);

/// <summary>The two sides of docs/payments-rail.md, written apart, held together over HTTP.</summary>
public abstract class PaymentsOverSandboxTests(bool xml) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private WebApplication _ours = null!;
    private WebApplication _sandbox = null!;
    private ServiceProvider _services = null!;
    private HttpClient _browser = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(_ => _services.GetRequiredService<ReceiveCardNotice>());
        builder.Services.AddSingleton(_ => _services.GetRequiredService<ServeBillRail>());
        builder.Services.AddSingleton(_ => _services.GetRequiredService<RailKeys>());
        _ours = builder.Build();
        PaymentsEndpoints.Map(_ours);
        await _ours.StartAsync(Ct);
        (_sandbox, _browser) = await SandboxWorld.StartAsync(new SandboxOptions
        {
            Port = 0,
            People = 500,
            ProductUrl = _ours.Urls.Single(),
            Time = _database.Time,
            RailXml = xml,
        });
        var settings = new Dictionary<string, string?>
        {
            ["Payments:Rail:Url"] = $"{_sandbox.Urls.Single()}/rail",
            ["Payments:Rail:Secret"] = "sandbox-rail-secret",
            ["Payments:Rail:Sandbox"] = "true",
            ["Payments:PublicUrl"] = _ours.Urls.Single(),
            ["Payments:BillRail:RailKey"] = RailKey.PublicPem("sandbox-rail-secret"),
            ["Payments:BillRail:Upload"] = "true",
        };
        _services = _database.Services(s => s.AddPayments(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()));
    }

    public async ValueTask DisposeAsync()
    {
        await _sandbox.DisposeAsync();
        await _ours.DisposeAsync();
        await _services.DisposeAsync();
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private async Task<string> BillAsync(long? leastPart = null)
    {
        var now = _database.Time.GetUtcNow();
        var change = new Change(new Actor(ActorKind.Person, "JO:2000000101", "ليلى"), Channel.Portal, "case-submitting", now);
        var number = BillNumber.New();
        IssueBill.Add(change, new IssueBill.Order(
            number, change.NewId(), "7K4M-92QX-3", "JO:2000000101", "ليلى", "moj", new LocalizedText("شهادة", "Certificate"),
            [new BillLine("fee", BillLineKind.Charge, new Money(5000), new LocalizedText("رسم", "Fee"), new LocalizedText("لأن", "Because"), "نظام 1")], now.AddDays(7),
            leastPart is { } least ? new Money(least) : null));
        (await _services.GetRequiredService<ChangeWriter>().WriteAsync(change, Ct)).OrThrow();
        return number.Value;
    }

    private async Task<BillState> StateAsync(string bill) => (await _services.GetRequiredService<FindBill>().ByNumberAsync(bill, Ct))!.State;

    private async Task PayByCardAsync(string bill, string card)
    {
        var started = Assert.IsType<StartCardPayment.Result.Started>(
            await _services.GetRequiredService<StartCardPayment>().RunAsync(bill, "http://127.0.0.1:9/back", Ct));
        using var back = await _browser.PostAsync(started.RedirectUrl, new FormUrlEncodedContent([new("card", card)]), Ct);
        Assert.Equal(HttpStatusCode.Redirect, back.StatusCode);
    }

    private async Task PassAsync(TimeSpan time)
    {
        _database.Time.Advance(time);
        await _services.GetRequiredService<DutyRunner>().RunDueAsync(_database.Time.GetUtcNow(), Ct);
    }

    [Theory]
    [InlineData("4000000000000000", BillState.Settled)]
    [InlineData("4000000000000002", BillState.Open)]
    [InlineData("4000000000000028", BillState.Open)]
    [InlineData("4000000000000036", BillState.Settled)]
    [InlineData("4000000000000044", BillState.Settled)]
    [InlineData("4000000000000069", BillState.Open)]
    public async Task A_card_settles_the_bill_by_its_notice_alone(string card, BillState state)
    {
        var bill = await BillAsync();
        await PayByCardAsync(bill, card);
        Assert.Equal(state, await StateAsync(bill));
        if (card.EndsWith("28", StringComparison.Ordinal))
        {
            await PassAsync(TimeSpan.FromMinutes(2));
            Assert.Equal(BillState.Settled, await StateAsync(bill));
        }
    }

    [Fact]
    public async Task The_teller_takes_a_part_where_the_bill_allows_parts_and_no_other_amount()
    {
        var bill = await BillAsync(leastPart: 1000);
        Assert.Contains("name=\"amount\"", await _browser.GetStringAsync($"/teller?bill={bill}", Ct), StringComparison.Ordinal);
        foreach (var (amount, status) in new[] { ("0.999", HttpStatusCode.Conflict), ("5.001", HttpStatusCode.Conflict), ("-1", HttpStatusCode.Conflict), ("x", HttpStatusCode.Conflict), ("٢", HttpStatusCode.OK) })
        {
            using var paid = await _browser.PostAsync("/teller/pay", new FormUrlEncodedContent([new("bill", bill), new("amount", amount)]), Ct);
            Assert.Equal(status, paid.StatusCode);
        }

        var view = (await _services.GetRequiredService<FindBill>().ByNumberAsync(bill, Ct))!;
        Assert.Equal((BillState.PartlyPaid, 2000L, 3000L), (view.State, view.Paid.Fils, view.Due.Fils));
        using var rest = await _browser.PostAsync("/teller/pay", new FormUrlEncodedContent([new("bill", bill)]), Ct);
        Assert.Equal(BillState.Settled, await StateAsync(bill));

        // Where no parts are allowed nobody is asked for one, and none is taken.
        var whole = await BillAsync();
        Assert.DoesNotContain("name=\"amount\"", await _browser.GetStringAsync($"/teller?bill={whole}", Ct), StringComparison.Ordinal);
        using var part = await _browser.PostAsync("/teller/pay", new FormUrlEncodedContent([new("bill", whole), new("amount", "2")]), Ct);
        Assert.Equal((HttpStatusCode.Conflict, BillState.Open), (part.StatusCode, await StateAsync(whole)));
    }

    [Theory]
    [InlineData("success", BillState.Settled)]
    [InlineData("duplicate", BillState.Settled)]
    [InlineData("lost", BillState.Open)]
    public async Task The_teller_settles_the_bill_by_its_number(string outcome, BillState state)
    {
        var bill = await BillAsync();
        using var paid = await _browser.PostAsync("/teller/pay", new FormUrlEncodedContent([new("bill", bill), new("outcome", outcome)]), Ct);
        Assert.Equal(HttpStatusCode.OK, paid.StatusCode);
        Assert.Equal(state, await StateAsync(bill));
        if (state == BillState.Settled)
        {
            Assert.Contains("مدفوعة من قبل", await _browser.GetStringAsync($"/teller?bill={bill}", Ct), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("app")]
    [InlineData("agent")]
    public async Task The_app_and_the_agent_pay_too_and_the_app_several_at_once(string place)
    {
        string[] bills = place == "app" ? [await BillAsync(), await BillAsync(), await BillAsync()] : [await BillAsync()];
        Assert.Contains("5.000", await _browser.GetStringAsync($"/{place}?bill={string.Join("%20", bills)}", Ct), StringComparison.Ordinal);
        using var paid = await _browser.PostAsync($"/{place}/pay", new FormUrlEncodedContent([new("bill", string.Join(", ", bills)), new("outcome", "duplicate")]), Ct);
        Assert.Equal(HttpStatusCode.OK, paid.StatusCode);
        foreach (var bill in bills)
        {
            Assert.Equal(BillState.Settled, await StateAsync(bill));
        }

        using var again = await _browser.PostAsync($"/{place}/pay", new FormUrlEncodedContent([new("bill", bills[0])]), Ct);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
    }

    [Theory]
    [InlineData("signature", "forged")]
    [InlineData("stale", "stale")]
    [InlineData("amount", "amount")]
    [InlineData("currency", "currency")]
    [InlineData("merchant", "merchant")]
    public async Task A_false_notice_ahead_of_the_true_one_raises_an_alarm_and_changes_nothing(string forgery, string why)
    {
        foreach (var rail in new[] { Rail.Bill, Rail.Card })
        {
            var bill = await BillAsync();
            if (rail == Rail.Bill)
            {
                using var paid = await _browser.PostAsync("/teller/pay", new FormUrlEncodedContent([new("bill", bill), new("faults", $"forge:{forgery};copies:2")]), Ct);
                Assert.Equal(HttpStatusCode.OK, paid.StatusCode);
            }
            else
            {
                var started = Assert.IsType<StartCardPayment.Result.Started>(await _services.GetRequiredService<StartCardPayment>().RunAsync(bill, "http://127.0.0.1:9/back", Ct));
                using var back = await _browser.PostAsync(started.RedirectUrl, new FormUrlEncodedContent([new("card", "4000000000000000"), new("faults", $"forge:{forgery};copies:2")]), Ct);
                Assert.Equal(HttpStatusCode.Redirect, back.StatusCode);
            }

            for (var i = 0; i < 100 && await StateAsync(bill) != BillState.Settled; i++)
            {
                await Task.Delay(50, Ct);
            }

            Assert.Equal(BillState.Settled, await StateAsync(bill));
            var alarm = Assert.Single((await _services.GetRequiredService<ReadAlarms>().RunAsync(seen: false, null, Ct)).Rows, a => a.Rail == rail);
            Assert.Equal(why, alarm.Why);
        }
    }

    [Fact]
    public async Task Money_goes_back_over_the_rail_once()
    {
        var bill = await BillAsync();
        await PayByCardAsync(bill, "4000000000000000");
        var refund = _services.GetRequiredService<RefundBill>();
        var first = await refund.RunAsync(bill, new Money(5000), "case-1", Ct);
        var second = await refund.RunAsync(bill, new Money(5000), "case-1", Ct);
        Assert.Equal("Refunded", first.GetType().Name);
        Assert.Equal("Refunded", second.GetType().Name);
        Assert.Equal(BillState.Refunded, await StateAsync(bill));
    }

    [Fact]
    public async Task The_payers_bank_asks_for_a_code_before_money_is_taken()
    {
        var bill = await BillAsync();
        var started = Assert.IsType<StartCardPayment.Result.Started>(await _services.GetRequiredService<StartCardPayment>().RunAsync(bill, "http://127.0.0.1:9/back", Ct));
        async Task<HttpStatusCode> Say(params KeyValuePair<string, string>[] more)
        {
            using var answer = await _browser.PostAsync(started.RedirectUrl, new FormUrlEncodedContent([new("card", "4000000000000085"), .. more]), Ct);
            return answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.OK, await Say());
        Assert.Equal(HttpStatusCode.BadRequest, await Say(new KeyValuePair<string, string>("code", "000000")));
        Assert.Equal(BillState.Open, await StateAsync(bill));

        // The browser comes back without a word of truth; only the notice settles.
        Assert.Equal(HttpStatusCode.Redirect, await Say(new KeyValuePair<string, string>("leave", "1")));
        Assert.Equal(BillState.Open, await StateAsync(bill));
        Assert.Equal(HttpStatusCode.Redirect, await Say(new KeyValuePair<string, string>("code", "123456")));
        Assert.Equal(BillState.Settled, await StateAsync(bill));
    }

    [Fact]
    public async Task A_bank_that_says_yes_when_the_bill_is_long_expired_is_credited_and_paid_back()
    {
        var bill = await BillAsync();
        var started = Assert.IsType<StartCardPayment.Result.Started>(await _services.GetRequiredService<StartCardPayment>().RunAsync(bill, "http://127.0.0.1:9/back", Ct));
        using var back = await _browser.PostAsync(started.RedirectUrl, new FormUrlEncodedContent([new("card", "4000000000000000"), new("faults", "take:1500")]), Ct);
        Assert.Equal(HttpStatusCode.Redirect, back.StatusCode);
        await PassAsync(TimeSpan.FromDays(7) + TimeSpan.FromMinutes(6));
        Assert.Equal(BillState.Expired, await StateAsync(bill));
        var ledger = _services.GetRequiredService<VerifyLedger>();
        for (var i = 0; i < 200 && (await ledger.RunAsync(Ct)).BalanceOf(LedgerAccounts.Suspense).IsZero; i++)
        {
            await Task.Delay(50, Ct);
        }

        Assert.Equal(new Money(5000), (await ledger.RunAsync(Ct)).BalanceOf(LedgerAccounts.Suspense));
        await PassAsync(TimeSpan.FromMinutes(1));
        var report = await ledger.RunAsync(Ct);
        Assert.True(report.IsSound, string.Join('\n', report.Faults));
        Assert.Equal((Money.Zero, Money.Zero), (report.BalanceOf(LedgerAccounts.Suspense), report.BalanceOf("rail:card")));
    }

    [Fact]
    public async Task A_decline_rings_no_alarm()
    {
        await PayByCardAsync(await BillAsync(), "4000000000000002");
        Assert.Empty((await _services.GetRequiredService<ReadAlarms>().RunAsync(seen: false, null, Ct)).Rows);
    }

    [Fact]
    public async Task A_message_under_the_guid_of_another_is_refused_and_alarmed()
    {
        var bill = await BillAsync();
        using var paid = await _browser.PostAsync("/teller/pay", new FormUrlEncodedContent([new("bill", bill), new("faults", "forge:guid")]), Ct);
        for (var i = 0; i < 100 && await _services.GetRequiredService<ReadAlarms>().OpenAsync(Ct) == 0; i++)
        {
            await Task.Delay(50, Ct);
        }

        Assert.Equal("guid", Assert.Single((await _services.GetRequiredService<ReadAlarms>().RunAsync(seen: false, null, Ct)).Rows).Why);
        Assert.Equal(BillState.Settled, await StateAsync(bill));
    }

    [Fact]
    public async Task Uploaded_bills_are_paid_while_we_do_not_answer_and_found_when_we_do()
    {
        var (bill, gone) = (await BillAsync(), await BillAsync());
        await _services.GetRequiredService<StandingDuties>().OweAsync(Ct);
        await PassAsync(TimeSpan.Zero);
        var cancel = new Change(Actor.System("test"), Channel.System, "testing", _database.Time.GetUtcNow());
        await _services.GetRequiredService<CancelBill>().AddAsync(cancel, gone, Ct);
        (await _services.GetRequiredService<ChangeWriter>().WriteAsync(cancel, Ct)).OrThrow();
        await PassAsync(TimeSpan.FromMinutes(16));
        await _ours.StopAsync(Ct);

        Assert.Contains("list it last uploaded", await _browser.GetStringAsync($"/teller?bill={bill}", Ct), StringComparison.Ordinal);
        Assert.DoesNotContain("5.000", await _browser.GetStringAsync($"/teller?bill={gone}", Ct), StringComparison.Ordinal);
        using var paid = await _browser.PostAsync("/teller/pay", new FormUrlEncodedContent([new("bill", bill), new("outcome", "lost")]), Ct);
        Assert.Equal(HttpStatusCode.OK, paid.StatusCode);
        await PassAsync(TimeSpan.FromMinutes(16));
        Assert.Equal(BillState.Settled, await StateAsync(bill));
    }
}
