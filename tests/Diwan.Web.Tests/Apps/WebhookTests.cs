using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Diwan.Apps;
using Diwan.Apps.Webhooks;
using Diwan.Documents;
using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Platform;
using Diwan.Web.Api.Calls;
using Diwan.Web.Tests.Till;

namespace Diwan.Web.Tests.Apps;

/// <summary>Notices to apps: signed, repeated, given up, sent again, and never to where they must not go.</summary>
public sealed class WebhookTests(AppsSite site) : IClassFixture<AppsSite>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_happens_to_a_person_is_told_to_the_apps_they_allowed_and_to_no_other()
    {
        await using var receiver = await Receiver.StartAsync();
        var layla = await site.KnownAsync(AppsSite.Layla);
        string[] scopes = [AppScopes.Profile, AppScopes.Bills, AppScopes.Documents, AppScopes.Webhooks];
        var (_, key, secret) = await site.AppAsync("Told", scopes, secret: true);
        var (_, lands, landsSecret) = await site.AppAsync("Lands", scopes, "dls", secret: true);
        var (_, narrow, narrowSecret) = await site.AppAsync("Narrow", scopes, secret: true);
        var signing = await SubscribeAsync(key, secret!, receiver.Url + "/told");
        await SubscribeAsync(lands, landsSecret!, receiver.Url + "/lands");
        await SubscribeAsync(narrow, narrowSecret!, receiver.Url + "/narrow");
        await site.TokensAsync(layla, key, "bills documents", secret);
        await site.TokensAsync(layla, lands, "bills documents", landsSecret);
        await site.TokensAsync(layla, narrow, "profile", narrowSecret);

        var bill = await BillAsync();
        Assert.IsType<BookPayment.Result.Settled>(await site.Get<BookPayment>().RunAsync(Rail.Card, "T-1", bill, new Money(5000), TimeProvider.System.GetUtcNow(), Ct));
        var settled = await receiver.NextAsync();
        Assert.Equal("/told", settled.Path);
        Assert.Equal(bill, settled.Body.GetProperty("data").GetProperty("number").GetString());
        Assert.True(WebhookSignature.IsGood(signing, settled.Id, settled.Timestamp, settled.Signature, settled.Text, TimeProvider.System.GetUtcNow()));

        var code = await DocumentAsync();
        await using (var scope = site.Services.CreateAsyncScope())
        {
            var change = new Change(AppsSite.Administrator, Channel.Portal, "document-revoking", TimeProvider.System.GetUtcNow());
            await scope.ServiceProvider.GetRequiredService<RevokeDocument>().AddAsync(change, code, RevocationReason.FactsChanged, Ct);
            (await site.Get<ChangeWriter>().WriteAsync(change, Ct)).OrThrow();
        }

        var revoked = await receiver.NextAsync();
        Assert.Equal(("/told", "document.revoked", code), (revoked.Path, revoked.Body.GetProperty("type").GetString(), revoked.Body.GetProperty("data").GetProperty("number").GetString()));
        Assert.DoesNotContain("2000000101", settled.Text + revoked.Text, StringComparison.Ordinal);

        // Withdrawn: not another word.
        foreach (var consent in await site.Get<Consents>().OfPersonAsync(layla.PersonKey, Ct))
        {
            await site.Get<Consents>().WithdrawAsync(layla, consent.Id, Ct);
        }

        bill = await BillAsync();
        await site.Get<BookPayment>().RunAsync(Rail.Card, "T-2", bill, new Money(5000), TimeProvider.System.GetUtcNow(), Ct);
        await Task.Delay(TimeSpan.FromSeconds(3), Ct);
        Assert.Empty(receiver.Waiting);
    }

    [Fact]
    public async Task A_notice_that_is_not_taken_is_repeated_given_up_and_sent_again()
    {
        await using var own = new AppsSite();
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = 503;
        var (_, key, secret) = await own.AppAsync("Away", [AppScopes.Webhooks], secret: true, addresses: "");
        var access = await OwnAsync(own, key, secret!);
        var (_, subscribed, _) = await own.CallAsync(access, HttpMethod.Post, "/hooks", new { url = receiver.Url + "/n", events = new[] { "case.moved" } });
        var hook = subscribed.GetProperty("id").GetString();
        Assert.Equal(202, (await own.CallAsync(access, HttpMethod.Post, $"/hooks/{hook}/ping")).Status);

        var ids = new HashSet<string>();
        for (var i = 0; i <= NotifyDuty.Pauses.Length; i++)
        {
            var came = await receiver.NextAsync();
            ids.Add(came.Id);
            Assert.True(WebhookSignature.IsGood(subscribed.GetProperty("secret").GetString()!, came.Id, came.Timestamp, came.Signature, came.Text, own.Get<TimeProvider>().GetUtcNow()));
            await StateAsync(i + 1, i == NotifyDuty.Pauses.Length ? "failed" : "waiting");
            own.Pass(TimeSpan.FromDays(2));
            access = await OwnAsync(own, key, secret!);
        }

        Assert.Single(ids);
        var page = own.As(TillSite.Officer("2000000999", "platform:operator"));
        Assert.Equal(200, await page.OpenAsync("/en/desk/apps/notices"));
        Assert.Contains("It answered 503", page.Text, StringComparison.Ordinal);
        receiver.Answer = 204;
        Assert.Equal(200, await page.SendAsync("main form button"));
        Assert.Equal(ids.Single(), (await receiver.NextAsync()).Id);
        await StateAsync(1, "delivered");

        // By the API too; and an address that is gone ends the subscription.
        var notice = (await own.CallAsync(access, HttpMethod.Get, $"/hooks/{hook}/notices")).Body[0].GetProperty("id").GetString();
        receiver.Answer = 410;
        Assert.Equal(202, (await own.CallAsync(access, HttpMethod.Post, $"/hooks/{hook}/notices/{notice}/replay")).Status);
        await receiver.NextAsync();
        await StateAsync(1, "failed");
        Assert.NotEqual(JsonValueKind.Null, (await own.CallAsync(access, HttpMethod.Get, "/hooks")).Body[0].GetProperty("endedAt").ValueKind);

        // Another app's key sees and replays nothing of it.
        var (_, other, otherSecret) = await own.AppAsync("Other", [AppScopes.Webhooks], secret: true, addresses: "");
        var stranger = await OwnAsync(own, other, otherSecret!);
        Assert.Equal(0, (await own.CallAsync(stranger, HttpMethod.Get, $"/hooks/{hook}/notices")).Body.GetArrayLength());
        Assert.Equal(404, (await own.CallAsync(stranger, HttpMethod.Post, $"/hooks/{hook}/notices/{notice}/replay")).Status);
        Assert.Equal(404, (await own.CallAsync(stranger, HttpMethod.Delete, $"/hooks/{hook}")).Status);

        async Task StateAsync(int attempts, string state)
        {
            for (var tries = 0; ; tries++)
            {
                var found = (await own.CallAsync(access, HttpMethod.Get, $"/hooks/{hook}/notices")).Body[0];
                if ((found.GetProperty("attempts").GetInt32(), found.GetProperty("state").GetString()) == (attempts, state))
                {
                    return;
                }

                Assert.True(tries < 100, found.ToString());
                await Task.Delay(100, Ct);
            }
        }
    }

    [Fact]
    public void A_notice_that_is_forged_altered_old_or_taken_before_is_seen_through()
    {
        var (secret, now) = (WebhookSignature.Secret(new byte[32]), new DateTimeOffset(2018, 1, 3, 8, 0, 0, TimeSpan.Zero));
        const string body = """{"type":"ping"}""";
        var (stamp, signature) = (now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), WebhookSignature.Sign(secret, "msg_1", now, body));
        Assert.True(WebhookSignature.IsGood(secret, "msg_1", stamp, signature, body, now));
        Assert.True(WebhookSignature.IsGood(secret, "msg_1", stamp, "v1,AAAA " + signature, body, now + TimeSpan.FromMinutes(4)));
        Assert.False(WebhookSignature.IsGood(WebhookSignature.Secret([1]), "msg_1", stamp, signature, body, now));
        Assert.False(WebhookSignature.IsGood(secret, "msg_2", stamp, signature, body, now));
        Assert.False(WebhookSignature.IsGood(secret, "msg_1", stamp, signature, body + " ", now));
        Assert.False(WebhookSignature.IsGood(secret, "msg_1", (now.ToUnixTimeSeconds() + 1).ToString(CultureInfo.InvariantCulture), signature, body, now));
        Assert.False(WebhookSignature.IsGood(secret, "msg_1", stamp, signature, body, now + TimeSpan.FromMinutes(6)));
        Assert.False(WebhookSignature.IsGood(secret, "msg_1", stamp, signature, body, now - TimeSpan.FromMinutes(6)));
        Assert.False(WebhookSignature.IsGood(secret, "msg_1", stamp, null, body, now));
        var taken = new HashSet<string>();
        Assert.True(WebhookSignature.IsGood(secret, "msg_1", stamp, signature, body, now, id => !taken.Add(id)));
        Assert.False(WebhookSignature.IsGood(secret, "msg_1", stamp, signature, body, now, id => !taken.Add(id)));

        // The example that Standard Webhooks gives.
        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", WebhookSignature.Sign(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", DateTimeOffset.FromUnixTimeSeconds(1614265330), """{"test": 2432232314}"""));
    }

    [Theory]
    [InlineData("http://app.example/n")]
    [InlineData("https://127.0.0.1/n")]
    [InlineData("https://localhost/n")]
    [InlineData("https://10.1.2.3/n")]
    [InlineData("https://169.254.169.254/latest")]
    [InlineData("https://[::1]/n")]
    [InlineData("https://[::ffff:192.168.0.1]/n")]
    [InlineData("https://[fd00::1]/n")]
    [InlineData("https://[64:ff9b::a00:1]/n")]
    [InlineData("https://[2002:a00:1::]/n")]
    [InlineData("https://user@app.example/n")]
    [InlineData("ftp://app.example/n")]
    [InlineData("/n")]
    public void Outside_a_sandbox_a_notice_goes_to_https_and_the_public_network_only(string address) => Assert.NotNull(HookAddress.Fault(address, sandbox: false));

    [Fact]
    public async Task A_name_that_leads_inside_is_not_connected_to()
    {
        Assert.Null(HookAddress.Fault("https://app.example/n", sandbox: false));
        Assert.Null(HookAddress.Fault("https://93.184.216.34/n", sandbox: false));
        await using var receiver = await Receiver.StartAsync();
        using var strict = new HttpClient(PublicAddress.Handler(sandbox: false));
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => strict.GetAsync(new Uri(receiver.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)), Ct));
        Assert.Contains("public network", refused.ToString(), StringComparison.Ordinal);
        Assert.Empty(receiver.Waiting);

        // A live key is held to it even in a sandbox.
        var (_, key, secret) = await site.AppAsync("Live", [AppScopes.Webhooks], secret: true, kind: KeyKind.Live, addresses: "");
        var access = await OwnAsync(site, key, secret!);
        var (status, problem, _) = await site.CallAsync(access, HttpMethod.Post, "/hooks", new { url = receiver.Url, events = new[] { "case.moved" } });
        Assert.Equal(400, status);
        Assert.Contains("https", problem.GetProperty("detailAr").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_an_app_with_its_secret_subscribes()
    {
        var layla = await site.KnownAsync(AppsSite.Layla);
        var (_, key, secret) = await site.AppAsync("Own", [AppScopes.Profile, AppScopes.Webhooks], secret: true);
        async Task<string?> Error(params (string, string?)[] form) => (await site.TokenAsync(form)).Body.GetProperty("error").GetString();
        Assert.Equal("invalid_client", await Error(("grant_type", "client_credentials"), ("client_id", key), ("client_secret", "wrong"), ("scope", "webhooks")));
        Assert.Equal("invalid_request", await Error(("grant_type", "client_credentials"), ("client_id", key), ("scope", "webhooks")));
        Assert.Equal("invalid_scope", await Error(("grant_type", "client_credentials"), ("client_id", key), ("client_secret", secret), ("scope", "profile")));
        var (_, pub, _) = await site.AppAsync("Public", [AppScopes.Profile, AppScopes.Webhooks]);
        Assert.Equal("invalid_request", await Error(("grant_type", "client_credentials"), ("client_id", pub), ("scope", "webhooks")));

        var own = await OwnAsync(site, key, secret!);
        Assert.Equal(403, (await site.CallAsync(own, HttpMethod.Get, "/me")).Status);
        var person = (await site.TokensAsync(layla, key, "profile", secret)).GetProperty("access_token").GetString();
        Assert.Equal(403, (await site.CallAsync(person, HttpMethod.Get, "/hooks")).Status);
        Assert.Equal(400, (await site.CallAsync(own, HttpMethod.Post, "/hooks", new { url = "https://app.example/n", events = new[] { "case.exploded" } })).Status);
    }

    [Fact]
    public async Task A_call_that_is_retired_says_so_for_a_year()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.MapGet("/old", () => Results.Ok()).RetiredOn(new(2027, 1, 1), new(2028, 1, 1), "https://diwan.example/api");
        await app.StartAsync(Ct);
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(app.Urls.Single() + "/old"), Ct);
        Assert.Equal("@1798761600", answer.Headers.GetValues("Deprecation").Single());
        Assert.Equal("Sat, 01 Jan 2028 00:00:00 GMT", answer.Headers.GetValues("Sunset").Single());
        Assert.Throws<ArgumentException>(() => app.MapGet("/soon", () => Results.Ok()).RetiredOn(new(2027, 1, 1), new(2027, 6, 1), "https://diwan.example/api"));
    }

    private async Task<string> SubscribeAsync(string key, string secret, string url)
    {
        var (status, body, _) = await site.CallAsync(await OwnAsync(site, key, secret), HttpMethod.Post, "/hooks", new { url, events = new[] { "bill.settled", "document.revoked" } });
        Assert.True(status == 201, body.ToString());
        return body.GetProperty("secret").GetString()!;
    }

    private static async Task<string> OwnAsync(AppsSite site, string key, string secret)
    {
        var (status, body) = await site.TokenAsync(("grant_type", "client_credentials"), ("client_id", key), ("client_secret", secret), ("scope", "webhooks"));
        Assert.True(status == HttpStatusCode.OK, body.ToString());
        return body.GetProperty("access_token").GetString()!;
    }

    private async Task<string> BillAsync()
    {
        var change = new Change(new Actor(ActorKind.Person, AppsSite.Layla.PersonKey, "ليلى"), Channel.Portal, "testing", TimeProvider.System.GetUtcNow());
        var number = BillNumber.New();
        IssueBill.Add(change, new IssueBill.Order(
            number, change.NewId(), "7K4M-92QX-3", AppsSite.Layla.PersonKey, "ليلى", "gam", new LocalizedText("مخالفات", "Fines"),
            [new BillLine("fine", BillLineKind.Debt, new Money(5000), new LocalizedText("مخالفة", "Ticket"), new LocalizedText("سرعة", "Speed"), "traffic-law", new LocalizedText("قانون", "Law"))],
            change.Now + TimeSpan.FromDays(7), null));
        (await site.Get<ChangeWriter>().WriteAsync(change, Ct)).OrThrow();
        return number.Value;
    }

    private async Task<string> DocumentAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        var content = new DocumentContent(
            "moj/non-conviction-certificate/certificate", DocumentLanguage.Both, new("شهادة", "Certificate"), "moj", new("وزارة العدل", "Ministry of Justice"),
            [new DocumentBlock.Paragraph(new("نص", "Text"))], [new("holder", new("صاحب الوثيقة", "Holder"), "ليلى")], null, Sandbox: true);
        var change = new Change(Actor.System("tests"), Channel.System, "document-issuing", now);
        var issued = await site.Get<IssueDocument>().AddAsync(
            change, new(Guid.CreateVersion7(now), "7K4M-92QX-3", AppsSite.Layla.PersonKey, "certificate", "moj", _ => content, now, Guid.CreateVersion7(now).ToString("N")) { Assurance = Assurance.Low }, Ct);
        (await site.Get<ChangeWriter>().WriteAsync(change, Ct)).OrThrow();
        return issued.Number;
    }

    private sealed record Came(string Path, string Id, string Timestamp, string Signature, string Text)
    {
        internal JsonElement Body => JsonDocument.Parse(Text).RootElement;
    }

    /// <summary>The server of an app.</summary>
    private sealed class Receiver(WebApplication app, ConcurrentQueue<Came> waiting) : IAsyncDisposable
    {
        internal ConcurrentQueue<Came> Waiting => waiting;

        internal int Answer { get; set; } = 200;

        internal string Url => app.Urls.Single();

        internal static async Task<Receiver> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
            var app = builder.Build();
            var receiver = new Receiver(app, new());
            app.Run(async http =>
            {
                using var reader = new StreamReader(http.Request.Body);
                var headers = http.Request.Headers;
                receiver.Waiting.Enqueue(new(http.Request.Path, headers[WebhookSignature.Id].ToString(), headers[WebhookSignature.Timestamp].ToString(), headers[WebhookSignature.Signature].ToString(), await reader.ReadToEndAsync()));
                http.Response.StatusCode = receiver.Answer;
            });
            await app.StartAsync(Ct);
            return receiver;
        }

        internal async Task<Came> NextAsync()
        {
            for (var tries = 0; tries < 200; tries++)
            {
                if (waiting.TryDequeue(out var came))
                {
                    return came;
                }

                await Task.Delay(100, Ct);
            }

            throw new TimeoutException("No notice came.");
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
