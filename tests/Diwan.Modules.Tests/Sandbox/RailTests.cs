using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Diwan.Sandbox;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Diwan.Modules.Tests.Sandbox;

public sealed class RailTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<(string Path, JsonNode Body, bool Signed)> _heard = new();
    private WebApplication _merchant = null!;
    private WebApplication _sandbox = null!;
    private HttpClient _client = null!;
    private bool _paid;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _merchant = builder.Build();
        _merchant.MapPost("/rails/{**path}", (Delegate)HearAsync);
        await _merchant.StartAsync(Ct);
        (_sandbox, _client) = await SandboxWorld.StartAsync(new SandboxOptions { Port = 0, People = 500, ProductUrl = _merchant.Urls.Single(), RailXml = false });
    }

    public async ValueTask DisposeAsync()
    {
        await _sandbox.DisposeAsync();
        await _merchant.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private async Task<IResult> HearAsync(HttpContext http, string path)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync(Ct);
        var signature = http.Request.Headers["Diwan-Signature"].ToString();
        var timestamp = signature.Split(',')[0][2..];
        _heard.Enqueue((path, JsonNode.Parse(body)!, signature == Sign(timestamp, body)));
        if (path.EndsWith("prepaid", StringComparison.Ordinal))
        {
            return Results.Text("""{"MFEP":{"MsgHeader":{"Result":{"ErrorCode":0}},"MsgBody":{"BillingInfo":{"Result":{"ErrorCode":0}}}}}""", "application/json");
        }

        if (!path.EndsWith("pull", StringComparison.Ordinal))
        {
            return Results.Json(new { result = "settled" });
        }

        var number = JsonNode.Parse(body)!["MFEP"]!["MsgBody"]!["AcctInfo"]!["BillingNo"]!.GetValue<string>();
        return Results.Text(number == "404"
            ? """{"MFEP":{"MsgHeader":{"Result":{"ErrorCode":408}},"MsgBody":{"RecCount":0,"BillsRec":[]}}}"""
            : """{"MFEP":{"MsgHeader":{"Result":{"ErrorCode":0}},"MsgBody":{"RecCount":1,"BillsRec":[{"Result":{"ErrorCode":CODE},"AcctInfo":{"BillingNo":"NUMBER","BillNo":"NUMBER"},"DueAmount":5.000,"AdditionalInfo":{"FreeText":"رسم"}}]}}}"""
                .Replace("CODE", _paid ? "324" : "0", StringComparison.Ordinal).Replace("NUMBER", number, StringComparison.Ordinal), "application/json");
    }

    private static string Sign(string t, string body) =>
        $"t={t},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes("sandbox-rail-secret"), Encoding.UTF8.GetBytes($"{t}.{body}")))}";

    private async Task<(HttpStatusCode Status, JsonNode? Body)> CallAsync(HttpMethod method, string path, object? message = null, bool sign = true)
    {
        var body = message is null ? "" : JsonSerializer.Serialize(message);
        using var request = new HttpRequestMessage(method, path);
        if (message is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        if (sign)
        {
            request.Headers.TryAddWithoutValidation("Diwan-Signature", Sign(DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()).ToUnixTimeSeconds().ToString(), body));
        }

        using var answer = await _client.SendAsync(request, Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        return (answer.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text) : null);
    }

    private object Order(string key, long amount = 5000) => new
    {
        merchant = "diwan",
        billNo = "2000000000017",
        amountFils = amount,
        currency = "JOD",
        description = "x",
        language = "ar",
        returnUrl = "http://127.0.0.1:9/back",
        notifyUrl = $"{_merchant.Urls.Single()}/rails/cards/notice",
        expiresAt = "2099-01-01T00:00:00Z",
        idempotencyKey = key,
    };

    private async Task<string> OpenAsync(long amount = 5000)
    {
        var (status, body) = await CallAsync(HttpMethod.Post, "/rail/checkout-sessions", Order(Guid.CreateVersion7().ToString(), amount));
        Assert.Equal(HttpStatusCode.Created, status);
        return body!["id"]!.GetValue<string>();
    }

    private async Task PayAsync(string session, string card)
    {
        using var answer = await _client.PostAsync($"/rail/pay/{session}", new FormUrlEncodedContent([new("card", card)]), Ct);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("http://127.0.0.1:9/back", answer.Headers.Location!.ToString());
    }

    private async Task<JsonNode> StateAsync(string session) => (await CallAsync(HttpMethod.Get, $"/rail/checkout-sessions/{session}")).Body!;

    private async Task<List<(string Path, JsonNode Body, bool Signed)>> HeardAsync(int count)
    {
        for (var i = 0; i < 200 && _heard.Count < count; i++)
        {
            await Task.Delay(50, Ct);
        }

        await Task.Delay(100, Ct);
        return [.. _heard];
    }

    [Fact]
    public async Task A_paid_session_is_told_before_the_browser_returns_and_can_be_asked()
    {
        var session = await OpenAsync();
        Assert.Contains("5.000", await _client.GetStringAsync($"/rail/pay/{session}", Ct), StringComparison.Ordinal);
        await PayAsync(session, "٤٠٠٠ 0000 0000 0000");
        var notice = Assert.Single(_heard);
        Assert.True(notice.Signed);
        Assert.Equal(("paid", 5000, session), (notice.Body["status"]!.GetValue<string>(), notice.Body["amountFils"]!.GetValue<int>(), notice.Body["sessionId"]!.GetValue<string>()));
        Assert.Equal("paid", ContractTests.T(await StateAsync(session), "status"));
        await PayAsync(session, "4000000000000000");
        Assert.Single(await HeardAsync(1));
        var payments = (await CallAsync(HttpMethod.Get, "/rail/payments?billNo=2000000000017")).Body!["payments"]!.AsArray();
        Assert.Equal(notice.Body["transactionNo"]!.GetValue<string>(), ContractTests.T(Assert.Single(payments), "transactionNo"));
    }

    [Theory]
    [InlineData("4000000000000002", "declined", new[] { "declined" })]
    [InlineData("4000000000000028", "paid", new string[0])]
    [InlineData("4000000000000036", "paid", new[] { "paid", "paid", "paid" })]
    [InlineData("4000000000000044", "paid", new[] { "paid", "declined" })]
    public async Task Each_magic_card_does_as_it_says(string card, string state, string[] notices)
    {
        var session = await OpenAsync();
        await PayAsync(session, card);
        var heard = await HeardAsync(notices.Length);
        Assert.Equal(notices, heard.Select(h => h.Body["status"]!.GetValue<string>()));
        Assert.All(heard, h => Assert.True(h.Signed));
        Assert.Equal(state, ContractTests.T(await StateAsync(session), "status"));
        if (card.EndsWith("36", StringComparison.Ordinal))
        {
            Assert.Single(heard.Select(h => ContractTests.T(h.Body, "transactionNo")).Distinct());
        }
    }

    [Fact]
    public async Task A_forged_notice_leaves_the_session_open_and_a_slow_one_comes_after_the_browser()
    {
        var forged = await OpenAsync();
        await PayAsync(forged, "4000000000000069");
        Assert.False(Assert.Single(_heard).Signed);
        Assert.Equal("open", ContractTests.T(await StateAsync(forged), "status"));
        _heard.Clear();
        var slow = await OpenAsync();
        await PayAsync(slow, "4000000000000010");
        Assert.Empty(_heard);
        Assert.Single(await HeardAsync(1));
    }

    [Fact]
    public async Task Orders_are_idempotent_signed_and_checked_and_leaving_pays_nothing()
    {
        var (first, one) = await CallAsync(HttpMethod.Post, "/rail/checkout-sessions", Order("same"));
        var (second, two) = await CallAsync(HttpMethod.Post, "/rail/checkout-sessions", Order("same"));
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (first, second));
        Assert.Equal(one!["id"]!.GetValue<string>(), two!["id"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.Conflict, (await CallAsync(HttpMethod.Post, "/rail/checkout-sessions", Order("same", 6000))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await CallAsync(HttpMethod.Post, "/rail/checkout-sessions", Order("other"), sign: false)).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await CallAsync(HttpMethod.Post, "/rail/checkout-sessions", Order("zero", 0))).Status);
        using var left = await _client.PostAsync($"/rail/pay/{one["id"]}", new FormUrlEncodedContent([new("leave", "1")]), Ct);
        Assert.Equal("open", ContractTests.T(await StateAsync(one["id"]!.GetValue<string>()), "status"));
        using var typo = await _client.PostAsync($"/rail/pay/{one["id"]}", new FormUrlEncodedContent([new("card", "4111")]), Ct);
        Assert.Equal(HttpStatusCode.BadRequest, typo.StatusCode);
        Assert.Empty(_heard);
    }

    [Fact]
    public async Task Refunds_are_idempotent_and_never_exceed_the_payment()
    {
        var session = await OpenAsync();
        await PayAsync(session, "4000000000000000");
        var transaction = ContractTests.T(await StateAsync(session), "transactionNo");
        object Refund(string key, long fils) => new { merchant = "diwan", transactionNo = transaction, amountFils = fils, currency = "JOD", idempotencyKey = key };
        var (status, refund) = await CallAsync(HttpMethod.Post, "/rail/refunds", Refund("a", 3000));
        Assert.Equal((HttpStatusCode.Created, "done"), (status, ContractTests.T(refund, "status")));
        Assert.Equal(HttpStatusCode.OK, (await CallAsync(HttpMethod.Post, "/rail/refunds", Refund("a", 3000))).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await CallAsync(HttpMethod.Post, "/rail/refunds", Refund("b", 3000))).Status);
        Assert.Equal(HttpStatusCode.Created, (await CallAsync(HttpMethod.Post, "/rail/refunds", Refund("c", 2000))).Status);
        Assert.Equal("refused", ContractTests.T((await CallAsync(HttpMethod.Post, "/rail/refunds", new { merchant = "diwan", transactionNo = await PaidAsync(), amountFils = 999, currency = "JOD", idempotencyKey = "d" })).Body, "status"));

        async Task<string> PaidAsync()
        {
            var other = await OpenAsync();
            await PayAsync(other, "4000000000000000");
            return ContractTests.T(await StateAsync(other), "transactionNo");
        }
    }

    [Theory]
    [InlineData("success", 1)]
    [InlineData("lost", 0)]
    [InlineData("duplicate", 2)]
    [InlineData("twice", 2)]
    public async Task Anybody_pays_a_bill_number_at_the_teller(string outcome, int notices)
    {
        Assert.Contains("5.000", await _client.GetStringAsync("/teller?bill=٢٠٠٠٠٠٠٠٠٠٠١٧", Ct), StringComparison.Ordinal);
        using var paid = await _client.PostAsync("/teller/pay", new FormUrlEncodedContent([new("bill", "2000000000017"), new("channel", "POST"), new("outcome", outcome)]), Ct);
        Assert.Equal(HttpStatusCode.OK, paid.StatusCode);
        var heard = _heard.Where(h => h.Path.EndsWith("notice", StringComparison.Ordinal)).ToList();
        Assert.Equal(notices, heard.Count);
        Assert.All(_heard, h => Assert.True(h.Signed));
        var numbers = heard.Select(h => h.Body["MFEP"]!["MsgBody"]!["Transactions"]![0]!["JOEBPPSTrx"]!.GetValue<string>()).Distinct().Count();
        Assert.Equal(outcome switch { "lost" => 0, "twice" => 2, _ => 1 }, numbers);
        Assert.Equal(outcome == "twice" ? 2 : 1, (await CallAsync(HttpMethod.Get, "/rail/payments?billNo=2000000000017")).Body!["payments"]!.AsArray().Count);
    }

    [Fact]
    public async Task The_teller_says_why_a_bill_cannot_be_paid()
    {
        Assert.Contains("لا توجد فاتورة", await _client.GetStringAsync("/teller?bill=404", Ct), StringComparison.Ordinal);
        _paid = true;
        Assert.Contains("مدفوعة من قبل", await _client.GetStringAsync("/teller?bill=2000000000017", Ct), StringComparison.Ordinal);
        using var again = await _client.PostAsync("/teller/pay", new FormUrlEncodedContent([new("bill", "2000000000017")]), Ct);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
    }
}
