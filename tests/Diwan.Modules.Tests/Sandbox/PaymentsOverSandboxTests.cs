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

    private async Task<string> BillAsync()
    {
        var now = _database.Time.GetUtcNow();
        var change = new Change(new Actor(ActorKind.Person, "JO:2000000101", "ليلى"), Channel.Portal, "case-submitting", now);
        var number = BillNumber.New();
        IssueBill.Add(change, new IssueBill.Order(
            number, change.NewId(), "7K4M-92QX-3", "JO:2000000101", "ليلى", "moj", new LocalizedText("شهادة", "Certificate"),
            [new BillLine("fee", BillLineKind.Charge, new Money(5000), new LocalizedText("رسم", "Fee"), new LocalizedText("لأن", "Because"), "نظام 1")], now.AddDays(7)));
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
            var alarm = Assert.Single(await _services.GetRequiredService<ReadAlarms>().RunAsync(seen: false, 0, Ct), a => a.Rail == rail);
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
}
