using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Diwan.Accounts;
using Diwan.Apps;
using Diwan.Cases.UseCases;
using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Platform;
using Diwan.Testing;
using Diwan.Web.Api;
using Diwan.Web.Tests.Till;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Web.Tests.Apps;

/// <summary>What holds for calls of the API: whose things an app reaches, what is kept of an answer, and what becomes of bodies that nobody should send.</summary>
public sealed class CallTests(AppsSite site) : IClassFixture<AppsSite>
{
    private static readonly string[] Citizens = [AppScopes.Profile, AppScopes.Applications, AppScopes.Cases, AppScopes.Bills, AppScopes.Complaints, AppScopes.AccessRead];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    public async Task The_app_of_an_institution_sees_no_complaint_and_no_look_of_another(DatabaseProvider on)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(on);
        await using var own = new AppsSite(database.ConnectionString);
        var who = await own.KnownAsync(TillSite.Citizen("2000000211"));
        var partner = await AccessAsync(own, who, "Whole", null);
        var justice = await AccessAsync(own, who, "Justice", "moj");
        var numbers = new Dictionary<string, string>();
        foreach (var service in new[] { "dls/land-plan", "moj/non-conviction-certificate" })
        {
            var (status, taken, _) = await own.CallAsync(partner, HttpMethod.Post, $"/services/{service}/complaints", new { words = "The counter was closed at noon." });
            Assert.True(status == 201, taken.ToString());
            numbers[service[..3]] = taken.GetProperty("number").GetString()!;
        }

        Assert.Equal(2, (await own.CallAsync(partner, HttpMethod.Get, "/complaints")).Body.GetArrayLength());
        Assert.Equal(200, (await own.CallAsync(partner, HttpMethod.Get, $"/complaints/{numbers["dls"]}")).Status);
        Assert.Equal(numbers["moj"], Assert.Single((await own.CallAsync(justice, HttpMethod.Get, "/complaints")).Body.EnumerateArray()).GetProperty("number").GetString());
        Assert.Equal(200, (await own.CallAsync(justice, HttpMethod.Get, $"/complaints/{numbers["moj"]}")).Status);
        var (refused, problem, _) = await own.CallAsync(justice, HttpMethod.Get, $"/complaints/{numbers["dls"]}");
        Assert.Equal(403, refused);
        Assert.DoesNotContain("noon", problem.ToString(), StringComparison.Ordinal);

        // More looks of another than a page holds hide none of its own.
        foreach (var (institution, name) in Enumerable.Repeat(((string?)"moj", "Of justice"), 1).Append((null, "Of none")).Concat(Enumerable.Repeat(((string?)"dls", "Of lands"), 120)))
        {
            await own.Get<AccessLedger>().NoteAsync(
                new Actor(ActorKind.Officer, "OFF:1", name, institution), Channel.Portal, new AccessNote(who.PersonKey, "officer", new("معاملة", "A case")), Ct);
        }

        var seen = (await own.CallAsync(justice, HttpMethod.Get, "/access")).Body.EnumerateArray().Select(l => l.GetProperty("who").GetString()).ToList();
        Assert.Contains("Of justice", seen);
        Assert.Contains("Of none", seen);
        Assert.DoesNotContain("Of lands", seen);
        Assert.Contains("Of lands", (await own.CallAsync(partner, HttpMethod.Get, "/access")).Body.ToString(), StringComparison.Ordinal);
        var page = own.As(who);
        Assert.Equal(200, await page.OpenAsync("/en/account/access"));
        Assert.Contains("Of lands", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_that_were_not_kept_are_not_answered_as_if_they_were()
    {
        Assert.Equal(409, Status(ApplicationCalls.Note([], new SaveAnswers.Result.ChangedElsewhere(), [])));
        Assert.Equal(404, Status(ApplicationCalls.Note([], new SaveAnswers.Result.NotFound(), [])));
        Assert.Null(ApplicationCalls.Note([], new SaveAnswers.Result.Saved(null), []));

        // Sent at the same moment, each for itself: what was answered with 200 is there afterwards.
        var access = await AccessAsync(site, TillSite.Citizen("2000000212"), "Together", null);
        (string Question, string Answer)[] sent = [("copies", "2"), ("purpose", "SALE"), ("planType", "CADASTRAL"), ("whichPlot", "OTHER")];
        for (var round = 0; round < 4; round++)
        {
            var path = $"/applications/{await StartAsync(site, access)}";
            var answers = await Task.WhenAll(sent.Select(s => site.CallAsync(access, HttpMethod.Put, path + "/answers", new Dictionary<string, string> { [s.Question] = s.Answer })));
            var kept = (await site.CallAsync(access, HttpMethod.Get, path)).Body.GetProperty("answers");
            foreach (var (question, answer) in sent.Zip(answers))
            {
                Assert.True(answer.Status is 200 or 409, answer.Body.ToString());
                Assert.True(answer.Status == 409 || kept.TryGetProperty(question.Question, out _), $"{question.Question} was answered with 200: {kept}");
            }
        }
    }

    [Fact]
    public async Task What_is_given_once_lies_in_no_table()
    {
        var (_, key, secret) = await site.AppAsync("Sealed", [AppScopes.Webhooks], secret: true, addresses: "");
        var access = (await site.TokenAsync(("grant_type", "client_credentials"), ("client_id", key), ("client_secret", secret), ("scope", "webhooks"))).Body.GetProperty("access_token").GetString();
        var order = new { url = "https://app.example/n", events = new[] { "case.moved" } };
        var (status, first, _) = await site.CallAsync(access, HttpMethod.Post, "/hooks", order, once: "sealed-1");
        Assert.True(status == 201, first.ToString());
        var given = first.GetProperty("secret").GetString()!;

        await using (var db = await site.Get<IDbContextFactory<AppDbContext>>().CreateDbContextAsync(Ct))
        {
            var rows = await db.Set<ReplyRow>().ToListAsync(Ct);
            Assert.Contains(rows, r => r is { Status: 201, Location: "/api/v1/hooks" });
            Assert.All(rows, r => Assert.DoesNotContain("whsec_", Encoding.UTF8.GetString(r.Body ?? []), StringComparison.Ordinal));
            Assert.All(rows, r => Assert.DoesNotContain("sealed-1", r.Key + r.Asked, StringComparison.Ordinal));
        }

        var (again, second, headers) = await site.CallAsync(access, HttpMethod.Post, "/hooks", order, once: "sealed-1");
        Assert.Equal((201, given, "true"), (again, second.GetProperty("secret").GetString(), headers.GetValues("Idempotency-Replayed").Single()));
    }

    [Fact]
    public async Task Two_large_bodies_that_differ_at_their_end_are_two_requests()
    {
        var access = await AccessAsync(site, TillSite.Citizen("2000000213"), "Large", null);
        var path = $"/api/v1/applications/{await StartAsync(site, access)}/files/none/a.pdf";
        var body = new byte[(8 * 1024 * 1024) + 4096];
        Assert.Equal(404, await SendAsync(path));
        body[^1] = 1;
        Assert.Equal(422, await SendAsync(path));

        // However the address is written, the body counts.
        var other = path.Replace("/api/v1/", "/API/v1/", StringComparison.Ordinal);
        Assert.Equal(404, await SendAsync(other, "large-2"));
        body[^1] = 2;
        Assert.Equal(422, await SendAsync(other, "large-2"));

        async Task<int> SendAsync(string to, string once = "large-1")
        {
            using var client = site.Browser(null);
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(to, UriKind.Relative)) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", access);
            request.Headers.Add("Idempotency-Key", once);
            using var answer = await client.SendAsync(request, Ct);
            return (int)answer.StatusCode;
        }
    }

    [Fact]
    public async Task A_body_that_nobody_should_send_is_refused_in_both_languages()
    {
        var who = TillSite.Citizen("2000000214");
        var access = await AccessAsync(site, who, "Bodies", null);
        var application = $"/applications/{await StartAsync(site, access)}/answers";
        foreach (var body in new[] { """{"copies":"1","copies":"2"}""", """{"plot":{"parcel":"1","parcel":"2"}}""", "{", "[1]", "7", "null" })
        {
            await RefusedAsync(400, access, HttpMethod.Put, application, body);
            await RefusedAsync(400, access, HttpMethod.Post, "/cases/7K4M-92QX-3/complete", body);
        }

        await RefusedAsync(400, access, HttpMethod.Post, "/cases/7K4M-92QX-3/withdraw", """{"reason":"a","reason":"b"}""");
        await RefusedAsync(404, access, HttpMethod.Get, "/castles");
        await RefusedAsync(405, access, HttpMethod.Delete, "/cases");

        // Money is neither rounded nor too large to be read.
        var bill = await BillAsync(who);
        foreach (var amount in new[] { "1e25", "1.2345", "-1e25" })
        {
            await RefusedAsync(400, access, HttpMethod.Post, $"/bills/{bill}/checkout", $$"""{"part":{{amount}}}""", "part");
            await RefusedAsync(400, access, HttpMethod.Post, $"/bills/{bill}/refund-requests", $$"""{"amount":{{amount}},"way":"source","words":"It is not needed any more."}""", "amount");
        }

        // Nothing of an event is no event.
        var (_, key, secret) = await site.AppAsync("Nothing", [AppScopes.Webhooks], secret: true, addresses: "");
        var own = (await site.TokenAsync(("grant_type", "client_credentials"), ("client_id", key), ("client_secret", secret), ("scope", "webhooks"))).Body.GetProperty("access_token").GetString();
        await RefusedAsync(400, own, HttpMethod.Post, "/hooks", """{"url":"https://app.example/n","events":[null]}""", "case.moved");
    }

    [Fact]
    public async Task A_body_without_end_is_refused_before_it_is_read()
    {
        await using var own = new AppsSite();
        own.Listen(KannelBox.FreePort());
        var access = await AccessAsync(own, TillSite.Citizen("2000000217"), "Endless", null);
        var application = await StartAsync(own, access);
        foreach (var (call, kind, more) in new[]
        {
            ("POST {0}/files/none/a.pdf", "application/octet-stream", ""), ("POST {0}/files/none/a.pdf", "application/octet-stream", "Idempotency-Key: endless-1\r\n"),
            ("PUT {0}/answers", "application/json", ""),
        })
        {
            using var line = new TcpClient();
            await line.ConnectAsync("127.0.0.1", own.Address!.Port, Ct);
            await line.GetStream().WriteAsync(
                Encoding.ASCII.GetBytes(
                    $"{call.Replace("{0}", "/api/v1/applications/" + application, StringComparison.Ordinal)} HTTP/1.1\r\nHost: {own.Address.Authority}\r\nAuthorization: Bearer {access}\r\n"
                    + $"Content-Type: {kind}\r\nContent-Length: 900000000\r\nConnection: close\r\n{more}\r\n"),
                Ct);
            using var reader = new StreamReader(line.GetStream(), Encoding.UTF8);
            var answer = await reader.ReadToEndAsync(Ct).WaitAsync(TimeSpan.FromSeconds(30), Ct);
            Assert.StartsWith("HTTP/1.1 413", answer, StringComparison.Ordinal);
            Assert.Contains("\"detail\":\"The ", answer, StringComparison.Ordinal);
            Assert.Contains("\"detailAr\":\"ال", answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_notice_is_sent_again_under_its_own_subscription_only()
    {
        var (_, key, secret) = await site.AppAsync("Two hooks", [AppScopes.Webhooks], secret: true, addresses: "");
        var access = (await site.TokenAsync(("grant_type", "client_credentials"), ("client_id", key), ("client_secret", secret), ("scope", "webhooks"))).Body.GetProperty("access_token").GetString();
        var hooks = new List<string>();
        foreach (var path in new[] { "one", "two" })
        {
            // Nobody listens there.
            var (status, body, _) = await site.CallAsync(access, HttpMethod.Post, "/hooks", new { url = $"http://127.0.0.1:9/{path}", events = new[] { "case.moved" } });
            Assert.True(status == 201, body.ToString());
            hooks.Add(body.GetProperty("id").GetString()!);
        }

        var notice = (await site.CallAsync(access, HttpMethod.Post, $"/hooks/{hooks[0]}/ping")).Body.GetProperty("id").GetString()!;
        await using (var db = await site.Get<IDbContextFactory<AppDbContext>>().CreateDbContextAsync(Ct))
        {
            await db.Set<NoticeRow>().Where(n => n.Id == Guid.Parse(notice)).ExecuteUpdateAsync(n => n.SetProperty(r => r.State, NoticeState.Failed), Ct);
        }

        Assert.Equal(404, (await site.CallAsync(access, HttpMethod.Post, $"/hooks/{hooks[1]}/notices/{notice}/replay")).Status);
        Assert.Equal(202, (await site.CallAsync(access, HttpMethod.Post, $"/hooks/{hooks[0]}/notices/{notice}/replay")).Status);
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    public async Task What_stands_is_shown_however_much_was_replaced_since_and_ends_with_its_key(DatabaseProvider on)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(on);
        await using var own = new AppsSite(database.ConnectionString);
        var who = await own.KnownAsync(TillSite.Citizen("2000000215"));
        var (old, oldKey, _) = await own.AppAsync("Old", [AppScopes.Profile]);
        var (often, oftenKey, _) = await own.AppAsync("Often", [AppScopes.Profile]);
        var consents = own.Get<Consents>();
        Assert.NotNull(await consents.AllowAsync(who, oldKey, [AppScopes.Profile], Ct));
        for (var i = 0; i < 102; i++)
        {
            Assert.NotNull(await consents.AllowAsync(who, oftenKey, [AppScopes.Profile], Ct));
        }

        var shown = await consents.OfPersonAsync(who.PersonKey, Ct);
        var now = own.Get<TimeProvider>().GetUtcNow();
        Assert.Equal(100, shown.Count);
        Assert.Equal([often, old], shown.Take(2).Select(c => c.AppId));
        Assert.Equal([true, true, false], shown.Take(3).Select(c => c.StandsAt(now)));
        var page = own.As(who);
        Assert.Equal(200, await page.OpenAsync("/en/account/apps"));
        Assert.Equal(2, page.Page.QuerySelectorAll("main form button").Length);

        // A key that ends takes what people allowed with it.
        Assert.Equal(1, await AllowingAsync(old));
        await own.Get<KeepApps>().EndKeyAsync(oldKey, AppsSite.Administrator, Ct);
        Assert.Equal(0, await AllowingAsync(old));
        Assert.Equal(1, await AllowingAsync(often));
        Assert.Equal([true, false], (await consents.OfPersonAsync(who.PersonKey, Ct)).Take(2).Select(c => c.StandsAt(now)));

        async Task<int> AllowingAsync(Guid app) => (await own.Get<KeepApps>().AllAsync(Ct)).Single(a => a.Id == app).Allowing;
    }

    [Theory]
    [InlineData("https://app.example/back", "https://app.example")]
    [InlineData("https://app.example:8443/back", "https://app.example:8443")]
    [InlineData("https://someone:secret@app.example/back", "https://app.example")]
    [InlineData("http://127.0.0.1:7654/back", "http://127.0.0.1:7654")]
    [InlineData("http://[::1]:7654/back", "http://[::1]:7654")]
    [InlineData("https://تطبيق.example/عودة", "https://xn--ngbd3b5bzb.example")]
    [InlineData("jo.example.app:/back", "jo.example.app:")]
    public void Where_a_form_leads_is_said_in_letters_that_a_header_can_carry(string address, string source) =>
        Assert.Equal(source, SecurityHeaders.Source(new Uri(address)));

    [Fact]
    public async Task An_address_in_arabic_letters_breaks_no_page_and_is_registered_in_its_other_form()
    {
        var (app, key, _) = await site.AppAsync("Arabic address", [AppScopes.Profile]);
        var browser = site.Browser(await site.KnownAsync(TillSite.Citizen("2000000216")));
        using var answer = await browser.GetAsync(new Uri(
            $"/ar/allow?client_id={key}&scope=profile&redirect_uri={Uri.EscapeDataString("https://تطبيق.example/back")}", UriKind.Relative), Ct);
        Assert.Equal(200, (int)answer.StatusCode);
        Assert.All(answer.Headers.GetValues("Content-Security-Policy").Single(), c => Assert.True(char.IsAscii(c)));
        var refused = Assert.IsType<KeepApps.Result.Refused>(await site.Get<KeepApps>().IssueKeyAsync(
            app, new("k", KeyKind.Live, false, "https://تطبيق.example/back"), AppsSite.Administrator, Ct));
        Assert.Contains("\u2068xn--\u2069", refused.Why.Ar, StringComparison.Ordinal);
    }

    private static int? Status(IResult? result) => (result as IStatusCodeHttpResult)?.StatusCode;

    private static async Task<string> AccessAsync(AppsSite site, SignedIn who, string name, string? institution)
    {
        await site.KnownAsync(who);
        var (_, key, _) = await site.AppAsync(name, Citizens, institution);
        return (await site.TokensAsync(who, key, string.Join(' ', Citizens))).GetProperty("access_token").GetString()!;
    }

    private static async Task<string> StartAsync(AppsSite site, string access)
    {
        var (status, started, _) = await site.CallAsync(access, HttpMethod.Post, "/services/dls/land-plan/applications");
        Assert.True(status == 201, started.ToString());
        return started.GetProperty("id").GetString()!;
    }

    private async Task RefusedAsync(int expected, string? access, HttpMethod method, string path, string? body = null, string names = "")
    {
        var (status, problem, _) = await site.CallAsync(access, method, path, body);
        Assert.True(status == expected, $"{method} {path} {body}: {status} {problem}");
        Assert.Contains(names, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains(problem.GetProperty("detailAr").GetString()!, c => c is >= '\u0600' and <= '\u06ff');
    }

    private async Task<string> BillAsync(SignedIn payer)
    {
        var change = new Change(payer.ToActor(), Channel.Portal, "testing", TimeProvider.System.GetUtcNow());
        var number = BillNumber.New();
        IssueBill.Add(change, new IssueBill.Order(
            number, change.NewId(), "7K4M-92QX-3", payer.PersonKey, "ليلى", "gam", new LocalizedText("مخالفات", "Fines"),
            [new BillLine("fine", BillLineKind.Debt, new Money(5000), new LocalizedText("مخالفة", "Ticket"), new LocalizedText("سرعة", "Speed"), "traffic-law", new LocalizedText("قانون", "Law"))],
            change.Now + TimeSpan.FromDays(7), null));
        (await site.Get<ChangeWriter>().WriteAsync(change, Ct)).OrThrow();
        return number.Value;
    }
}
