using System.Net;
using System.Text.Json;
using Diwan.Apps;
using Diwan.Platform;
using Diwan.Testing;
using Diwan.Web.Tests.Till;
using Microsoft.AspNetCore.WebUtilities;

namespace Diwan.Web.Tests.Apps;

/// <summary>Diwan as a provider of OAuth 2.1 and OpenID Connect: the whole way, and everything that is tried against it.</summary>
public sealed class ProviderTests(AppsSite site) : IClassFixture<AppsSite>
{
    private static readonly string[] Citizens = [AppScopes.Profile, AppScopes.CasesRead, AppScopes.Applications];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    public async Task An_app_is_allowed_acts_renews_and_is_withdrawn(DatabaseProvider on)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(on);
        await using var own = new AppsSite(database.ConnectionString);
        var layla = await own.KnownAsync(AppsSite.Layla);
        var (_, key, _) = await own.AppAsync("Sanad", Citizens);

        var tokens = await own.TokensAsync(layla, key, "openid offline_access profile cases.read");
        var claims = JsonDocument.Parse(WebEncoders.Base64UrlDecode(tokens.GetProperty("id_token").GetString()!.Split('.')[1])).RootElement;
        Assert.Equal(layla.PersonKey, claims.GetProperty("sub").GetString());
        Assert.Equal("n1", claims.GetProperty("nonce").GetString());
        var access = tokens.GetProperty("access_token").GetString()!;
        Assert.Equal(layla.PersonKey, (await own.CallAsync(access, HttpMethod.Get, "/me")).Body.GetProperty("key").GetString());
        Assert.Equal(200, (await own.CallAsync(access, HttpMethod.Get, "/cases")).Status);

        // Renewed: the new pair works, and the second use of the old one ends the whole family.
        var first = tokens.GetProperty("refresh_token").GetString();
        var (status, renewed) = await own.TokenAsync(("grant_type", "refresh_token"), ("client_id", key), ("refresh_token", first));
        Assert.True(status == HttpStatusCode.OK, renewed.ToString());
        Assert.Equal(200, (await own.CallAsync(renewed.GetProperty("access_token").GetString(), HttpMethod.Get, "/me")).Status);
        Assert.Equal("invalid_grant", (await own.TokenAsync(("grant_type", "refresh_token"), ("client_id", key), ("refresh_token", first))).Body.GetProperty("error").GetString());
        Assert.Equal("invalid_grant", (await own.TokenAsync(
            ("grant_type", "refresh_token"), ("client_id", key), ("refresh_token", renewed.GetProperty("refresh_token").GetString()))).Body.GetProperty("error").GetString());
        Assert.Equal(401, (await own.CallAsync(renewed.GetProperty("access_token").GetString(), HttpMethod.Get, "/me")).Status);

        // The person is not asked again for what they allow already; it is all in their ledger.
        tokens = await own.TokensAsync(layla, key, "offline_access profile");
        access = tokens.GetProperty("access_token").GetString()!;
        var consent = Assert.Single(await own.Get<Consents>().OfPersonAsync(layla.PersonKey, Ct));
        Assert.Equal([AppScopes.Profile, AppScopes.CasesRead], consent.Scopes.Select(s => s.Name));
        var ledger = await own.Get<AccessLedger>().OfPersonAsync(layla.PersonKey, null, 20, Ct);
        Assert.Contains(ledger, l => l.Purpose.En.Contains("You allowed the app \"Sanad\"", StringComparison.Ordinal));
        Assert.Contains(ledger, l => l.ReaderName.Contains("Sanad", StringComparison.Ordinal) && l.Purpose.Ar.Contains("معاملاتك", StringComparison.Ordinal));

        // Withdrawn on the page: nothing works from that moment.
        Assert.Equal(200, (await own.CallAsync(access, HttpMethod.Get, "/me")).Status);
        var page = own.As(layla);
        Assert.Equal(200, await page.OpenAsync("/ar/account/apps"));
        Assert.Contains("تطبيق Sanad", page.Text, StringComparison.Ordinal);
        Assert.Equal(200, await page.SendAsync("main form button"));
        Assert.Equal(401, (await own.CallAsync(access, HttpMethod.Get, "/me")).Status);
        Assert.Equal("invalid_grant", (await own.TokenAsync(
            ("grant_type", "refresh_token"), ("client_id", key), ("refresh_token", tokens.GetProperty("refresh_token").GetString()))).Body.GetProperty("error").GetString());
        Assert.Contains(await own.Get<AccessLedger>().OfPersonAsync(layla.PersonKey, null, 20, Ct), l => l.Purpose.En.Contains("You withdrew", StringComparison.Ordinal));
        Assert.Empty((await own.Get<AuditVerifier>().VerifyAsync(null, Ct)).Faults);
    }

    [Fact]
    public async Task The_discovery_document_says_what_holds()
    {
        using var client = site.Browser(null);
        var said = JsonDocument.Parse(await client.GetStringAsync(new Uri("/.well-known/openid-configuration", UriKind.Relative), Ct)).RootElement;
        string[] List(string name) => [.. said.GetProperty(name).EnumerateArray().Select(v => v.GetString()!)];
        Assert.Equal(["S256"], List("code_challenge_methods_supported"));
        Assert.Equal(["code"], List("response_types_supported"));
        Assert.Equal(["authorization_code", "client_credentials", "refresh_token"], List("grant_types_supported").Order());
        Assert.All(AppScopes.All, s => Assert.Contains(s.Name, List("scopes_supported")));
        var keys = JsonDocument.Parse(await client.GetStringAsync(new Uri(said.GetProperty("jwks_uri").GetString()!), Ct)).RootElement.GetProperty("keys");
        Assert.All(keys.EnumerateArray(), k => Assert.False(k.TryGetProperty("d", out _)));
        Assert.NotEmpty(keys.EnumerateArray());
    }

    [Fact]
    public async Task What_is_asked_wrongly_is_refused()
    {
        var layla = await site.KnownAsync(AppsSite.Layla);
        var (_, key, _) = await site.AppAsync("Wrong", Citizens);
        var verifier = AppsSite.Verifier();
        var good = AppsSite.Question(key, "profile", verifier);

        // Before anybody is asked: no PKCE, PKCE in the clear, an address that is not exactly one of the key's, a scope the app may not ask, another's client.
        async Task Refused(string question, string error, bool toApp = true)
        {
            var someone = site.As(layla);
            var status = await someone.OpenAsync(question);
            if (someone.Sent is { } sent)
            {
                // Only to an address that is the key's own.
                Assert.True(toApp && sent.StartsWith(AppsSite.Back + "?", StringComparison.Ordinal), sent);
                Assert.Equal(error, QueryHelpers.ParseQuery(new Uri(sent).Query)["error"]);
            }
            else
            {
                Assert.Equal(400, status);
                Assert.Contains(error, someone.Text, StringComparison.Ordinal);
                Assert.Contains("التطبيق الذي أرسلك", someone.Text, StringComparison.Ordinal);
            }
        }

        await Refused($"/connect/authorize?client_id={key}&response_type=code&scope=profile&redirect_uri={Uri.EscapeDataString(AppsSite.Back)}", "invalid_request");
        await Refused(good.Replace("S256", "plain", StringComparison.Ordinal), "invalid_request", false);
        await Refused(AppsSite.Question(key, "profile", verifier, AppsSite.Back + "/more"), "invalid_request", false);
        await Refused(AppsSite.Question(key, "profile", verifier, "https://evil.example/back"), "invalid_request", false);
        await Refused(AppsSite.Question(key, "profile documents", verifier), "invalid_request");
        await Refused(AppsSite.Question("live_nobody", "profile", verifier), "invalid_request", false);
        await Refused(good.Replace("response_type=code", "response_type=token", StringComparison.Ordinal), "unsupported_response_type");

        // The person says no; or nobody may be asked.
        var no = await site.AllowAsync(layla, good, "no");
        Assert.Equal("access_denied", QueryHelpers.ParseQuery(no.Query)["error"]);
        Assert.Equal("s1", QueryHelpers.ParseQuery(no.Query)["state"]);
        Assert.Equal("consent_required", QueryHelpers.ParseQuery((await site.AllowAsync(layla, good + "&prompt=none")).Query)["error"]);

        // A code is good once, with its verifier, its address and its client.
        async Task<string> Code() => QueryHelpers.ParseQuery((await site.AllowAsync(layla, good)).Query)["code"].ToString();
        async Task<string> Error(string? code, string? with, string back = AppsSite.Back, string? client = null) =>
            (await site.TokenAsync(("grant_type", "authorization_code"), ("client_id", client ?? key), ("code", code), ("code_verifier", with), ("redirect_uri", back))).Body.GetProperty("error").GetString()!;
        Assert.Equal("invalid_request", await Error(await Code(), null));
        Assert.Equal("invalid_grant", await Error(await Code(), AppsSite.Verifier()));
        Assert.Equal("invalid_grant", await Error(await Code(), verifier, "http://127.0.0.1:7654/other"));
        var (_, other, _) = await site.AppAsync("Other", Citizens);
        Assert.Equal("invalid_grant", await Error(await Code(), verifier, client: other));
        var code = await Code();
        var (status, body) = await site.TokenAsync(("grant_type", "authorization_code"), ("client_id", key), ("code", code), ("code_verifier", verifier), ("redirect_uri", AppsSite.Back));
        Assert.True(status == HttpStatusCode.OK, body.ToString());
        Assert.False(body.TryGetProperty("refresh_token", out _));
        Assert.Equal("invalid_grant", await Error(code, verifier));
        Assert.Equal(401, (await site.CallAsync(body.GetProperty("access_token").GetString(), HttpMethod.Get, "/me")).Status);
        Assert.Equal(401, (await site.CallAsync("made-up", HttpMethod.Get, "/me")).Status);
        Assert.Equal(401, (await site.CallAsync(null, HttpMethod.Get, "/me")).Status);
    }

    [Fact]
    public async Task A_token_does_what_was_allowed_and_nothing_else()
    {
        var layla = await site.KnownAsync(AppsSite.Layla);
        var (_, key, _) = await site.AppAsync("Narrow", Citizens);
        var access = (await site.TokensAsync(layla, key, "profile")).GetProperty("access_token").GetString();
        var (status, problem, headers) = await site.CallAsync(access, HttpMethod.Get, "/cases");
        Assert.Equal(403, status);
        Assert.Contains("insufficient_scope", headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Contains("cases.read", problem.GetProperty("detailAr").GetString(), StringComparison.Ordinal);

        // A key that ends takes its tokens with it.
        await site.Get<KeepApps>().EndKeyAsync(key, AppsSite.Administrator, Ct);
        Assert.Equal(401, (await site.CallAsync(access, HttpMethod.Get, "/me")).Status);

        // Time passes: an access token, then the consent.
        var (_, second, _) = await site.AppAsync("Timed", Citizens);
        var tokens = await site.TokensAsync(layla, second, "offline_access profile");
        Assert.Equal(200, (await site.CallAsync(tokens.GetProperty("access_token").GetString(), HttpMethod.Get, "/me")).Status);
    }

    [Fact]
    public async Task The_app_of_one_institution_reaches_nothing_of_another()
    {
        var layla = await site.KnownAsync(AppsSite.Layla);
        var (_, lands, _) = await site.AppAsync("Lands", [.. Citizens, AppScopes.Documents, AppScopes.Bills, AppScopes.Desk], "dls");
        var (_, justice, _) = await site.AppAsync("Justice", [.. Citizens, AppScopes.Documents, AppScopes.Bills, AppScopes.Desk], "moj");
        const string all = "profile cases.read applications documents bills";
        var mine = (await site.TokensAsync(layla, lands, all)).GetProperty("access_token").GetString();
        var other = (await site.TokensAsync(layla, justice, all)).GetProperty("access_token").GetString();

        var (status, started, _) = await site.CallAsync(mine, HttpMethod.Post, "/services/dls/land-plan/applications");
        Assert.Equal(201, status);
        var id = started.GetProperty("id").GetString();
        Assert.Equal(403, (await site.CallAsync(other, HttpMethod.Post, "/services/dls/land-plan/applications")).Status);
        foreach (var (method, path) in new[] { (HttpMethod.Get, ""), (HttpMethod.Post, "/submit"), (HttpMethod.Delete, "") })
        {
            Assert.Equal(403, (await site.CallAsync(other, method, $"/applications/{id}{path}")).Status);
        }

        Assert.Equal(403, (await site.CallAsync(other, HttpMethod.Put, $"/applications/{id}/answers", new { copies = 1 })).Status);
        Assert.Single((await site.CallAsync(mine, HttpMethod.Get, "/applications")).Body.EnumerateArray(), d => d.GetProperty("id").GetString() == id);
        Assert.DoesNotContain((await site.CallAsync(other, HttpMethod.Get, "/applications")).Body.EnumerateArray(), d => d.GetProperty("id").GetString() == id);

        // An officer of the one can allow the app of the other nothing, and a citizen nothing of the desk.
        var officer = await site.KnownAsync(TillSite.Officer("2000000901", "dls:officer"));
        var refused = await site.AllowAsync(officer, AppsSite.Question(justice, "desk", AppsSite.Verifier()));
        Assert.Equal("access_denied", QueryHelpers.ParseQuery(refused.Query)["error"]);
        refused = await site.AllowAsync(layla, AppsSite.Question(lands, "desk", AppsSite.Verifier()));
        Assert.Equal("access_denied", QueryHelpers.ParseQuery(refused.Query)["error"]);
        var desk = (await site.TokensAsync(officer, lands, "desk cases.read")).GetProperty("access_token").GetString();
        Assert.Equal(200, (await site.CallAsync(desk, HttpMethod.Get, "/desk/tasks")).Status);
        Assert.Equal(403, (await site.CallAsync(desk, HttpMethod.Get, "/cases")).Status);
        Assert.Equal(403, (await site.CallAsync(mine, HttpMethod.Get, "/desk/tasks")).Status);
    }

    [Fact]
    public async Task What_is_asked_twice_with_one_key_is_done_once()
    {
        var layla = await site.KnownAsync(TillSite.Citizen("2000000204"));
        var (_, key, _) = await site.AppAsync("Twice", Citizens);
        var access = (await site.TokensAsync(layla, key, "applications")).GetProperty("access_token").GetString();
        var (status, first, headers) = await site.CallAsync(access, HttpMethod.Post, "/services/dls/land-plan/applications", once: "k-1");
        Assert.Equal(201, status);
        Assert.Contains("r=", headers.GetValues("RateLimit").Single(), StringComparison.Ordinal);
        var (again, second, replayed) = await site.CallAsync(access, HttpMethod.Post, "/services/dls/land-plan/applications", once: "k-1");
        Assert.Equal((201, first.GetProperty("id").GetString()), (again, second.GetProperty("id").GetString()));
        Assert.Equal("true", replayed.GetValues("Idempotency-Replayed").Single());
        Assert.Equal($"/api/v1/applications/{first.GetProperty("id").GetString()}", replayed.Location?.OriginalString);
        Assert.Equal(422, (await site.CallAsync(access, HttpMethod.Post, "/services/gam/traffic-fines/applications", once: "k-1")).Status);
        var (_, third, _) = await site.CallAsync(access, HttpMethod.Post, "/services/dls/land-plan/applications", once: "k-2");
        Assert.NotEqual(first.GetProperty("id").GetString(), third.GetProperty("id").GetString());

        // Three at once: one is done, the others are told so or to come again.
        var together = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => site.CallAsync(access, HttpMethod.Post, "/services/dls/land-plan/applications", once: "k-3")));
        Assert.All(together, t => Assert.True(t.Status is 201 or 409, $"{t.Status}"));
        Assert.Single(together.Where(t => t.Status == 201).Select(t => t.Body.GetProperty("id").GetString()).Distinct());
        Assert.Equal(3, (await site.CallAsync(access, HttpMethod.Get, "/applications")).Body.GetArrayLength());
    }

    [Fact]
    public async Task Too_many_requests_are_told_when_to_come_again()
    {
        await using var narrow = new AppsSite(null, ("Apps:PerMinute", "5"));
        var layla = await narrow.KnownAsync(AppsSite.Layla);
        var (_, key, _) = await narrow.AppAsync("Often", Citizens);
        var access = (await narrow.TokensAsync(layla, key, "profile")).GetProperty("access_token").GetString();
        var answers = new List<int>();
        for (var i = 0; i < 12; i++)
        {
            var (status, body, headers) = await narrow.CallAsync(access, HttpMethod.Get, "/me");
            answers.Add(status);
            if (status == 429)
            {
                Assert.InRange(headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
                Assert.NotEqual("", body.GetProperty("detailAr").GetString());
            }
        }

        // The minute may turn once meanwhile.
        Assert.InRange(answers.Count(s => s == 200), 5, 10);
        Assert.Contains(429, answers);
    }

    [Fact]
    public async Task The_administrator_registers_an_app_and_its_keys_and_nobody_else_does()
    {
        Assert.Equal(403, await site.As(AppsSite.Layla).OpenAsync("/en/desk/apps"));
        var page = site.As(TillSite.Officer("2000000999", "platform:operator"));
        Assert.Equal(200, await page.OpenAsync("/en/desk/apps"));
        Assert.Equal(400, await page.SendAsync("#add button", ("nameAr", "محاكم"), ("nameEn", "Courts"), ("ownerAr", "وزارة العدل"), ("ownerEn", "Ministry of Justice"), ("institution", ""), ("scopes", "desk")));
        Assert.Contains("institution", page.Errors, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(200, await page.SendAsync("#add button", ("nameAr", "محاكم"), ("nameEn", "Courts"), ("ownerAr", "وزارة العدل"), ("ownerEn", "Ministry of Justice"), ("institution", "moj"), ("scopes", "desk"), ("scopes", "profile")));
        Assert.Contains("Courts", page.Text, StringComparison.Ordinal);

        var app = (await site.Get<KeepApps>().AllAsync(Ct)).Single(a => a.Name.En == "Courts");
        foreach (var (address, kind) in new[] { ("javascript:alert(1)", "Test"), ("https://app.example/back#part", "Live"), ("http://127.0.0.1/back", "Live"), ("http://app.example/back", "Test"), ("app:/back", "Live") })
        {
            Assert.Equal(400, await page.SendAsync($"form:has(input[value='{app.Id}']) button", ($"name-{app.Id:N}", "telephones"), ($"kind-{app.Id:N}", kind), ($"secret-{app.Id:N}", "no"), ($"addresses-{app.Id:N}", address)));
        }

        Assert.Equal(200, await page.SendAsync($"form:has(input[value='{app.Id}']) button", ($"name-{app.Id:N}", "telephones"), ($"kind-{app.Id:N}", "Live"), ($"secret-{app.Id:N}", "no"), ($"addresses-{app.Id:N}", "jo.example.courts:/back")));
        var key = Assert.Single((await site.Get<KeepApps>().AllAsync(Ct)).Single(a => a.Id == app.Id).Keys);
        Assert.Equal((KeyKind.Live, false), (key.Kind, key.HasSecret));
        Assert.Contains(page.Page.QuerySelectorAll("input"), i => i.GetAttribute("value") == key.ClientId);

        // In production there are no test keys, and one that came from elsewhere is good for nothing.
        await using var production = new AppsSite(null, ("Web:Sandbox", "false"));
        var added = Assert.IsType<KeepApps.Result.Added>(await production.Get<KeepApps>().AddAsync(new("أ", "A", "أ", "A", null, [AppScopes.Profile]), AppsSite.Administrator, Ct));
        Assert.IsType<KeepApps.Result.Refused>(await production.Get<KeepApps>().IssueKeyAsync(added.Id, new("k", KeyKind.Test, false, "https://app.example/back"), AppsSite.Administrator, Ct));
    }

    [Fact]
    public async Task The_page_that_asks_names_the_app_what_it_may_do_and_until_when_in_both_languages()
    {
        var layla = await site.KnownAsync(AppsSite.Layla);
        var (_, key, _) = await site.AppAsync("Clear", Citizens, "moj");
        var question = AppsSite.Question(key, "profile cases.read", AppsSite.Verifier());
        foreach (var (language, words) in new[] { ("ar", new[] { "تطبيق Clear", "شركة Clear", "معاملاتك", "وزارة العدل" }), ("en", ["Clear", "Clear Ltd", "your cases", "Ministry of Justice"]) })
        {
            var someone = site.As(layla);
            await someone.OpenAsync(question + "&ui_locales=" + language);
            Assert.StartsWith($"/{language}/allow?", someone.Sent, StringComparison.Ordinal);
            Assert.Equal(200, await someone.OpenAsync(someone.Sent!));
            Assert.All(words, w => Assert.Contains(w, someone.Text, StringComparison.Ordinal));
            Assert.DoesNotContain("applications for services", someone.Text, StringComparison.Ordinal);
        }

        // Nobody signed in is sent to sign in, and comes back to the question.
        var nobody = site.As(null);
        await nobody.OpenAsync(question);
        Assert.Contains("/sign-in?return=%2Fconnect%2Fauthorize", nobody.Sent, StringComparison.Ordinal);
    }
}
