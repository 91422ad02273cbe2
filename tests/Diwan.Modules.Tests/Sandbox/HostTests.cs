using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Diwan.Modules.Tests.Sandbox;

public sealed partial class HostTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static HttpRequestMessage Question(string path, object input)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(input) };
        request.Headers.Add("X-Road-Client", "JO/GOV/DIWAN/portal");
        request.Headers.Add("X-Road-Id", "q1");
        request.Headers.Add("X-Road-UserId", "JO:2000000101");
        return request;
    }

    [Fact]
    public async Task Registers_answer_over_http_with_the_headers_of_x_road_and_refuse_without_them()
    {
        var (app, client) = await SandboxWorld.StartAsync();
        await using var _ = app;
        using var answer = await client.SendAsync(Question("/r1/JO/GOV/CSPD/civil-status/person", new { nationalNumber = "2000000101" }), Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("q1", answer.Headers.GetValues("X-Road-Id").Single());
        Assert.Contains("ليلى", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);

        using var bare = await client.PostAsJsonAsync("/r1/JO/GOV/CSPD/civil-status/person", new { nationalNumber = "2000000101" }, Ct);
        Assert.Equal((HttpStatusCode.BadRequest, "Client.MissingHeader"), (bare.StatusCode, bare.Headers.GetValues("X-Road-Error").Single()));
        using var stranger = await client.SendAsync(Question("/r1/JO/GOV/DLS/civil-status/person", new { }), Ct);
        Assert.Equal((HttpStatusCode.NotFound, "Client.UnknownService"), (stranger.StatusCode, stranger.Headers.GetValues("X-Road-Error").Single()));
        using var list = new HttpRequestMessage(HttpMethod.Get, "/r1/JO/GOV/CSPD/civil-status/listMethods");
        list.Headers.Add("X-Road-Client", "JO/GOV/DIWAN/portal");
        using var offered = await client.SendAsync(list, Ct);
        Assert.Contains("\"service_code\":\"person\"", await offered.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        using var elsewhere = await client.GetAsync(new Uri("/r1/JO/GOV/DLS/civil-status/listMethods", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
        using var nobody = await client.SendAsync(Question("/r1/JO/GOV/CSPD/civil-status/person", new { nationalNumber = "2999999999" }), Ct);
        Assert.Equal((HttpStatusCode.NotFound, "Provider.NotFound"), (nobody.StatusCode, nobody.Headers.GetValues("X-Road-Error").Single()));
        using var broken = new HttpRequestMessage(HttpMethod.Post, "/r1/JO/GOV/CSPD/civil-status/person") { Content = new StringContent("{\"a\":1,\"a\":2}") };
        broken.Headers.Add("X-Road-Client", "x");
        broken.Headers.Add("X-Road-Id", "x");
        broken.Headers.Add("X-Road-UserId", "x");
        using var refused = await client.SendAsync(broken, Ct);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task Knobs_slow_a_register_down_stop_it_and_let_go()
    {
        var (app, client) = await SandboxWorld.StartAsync();
        await using var _ = app;
        async Task<HttpStatusCode> Ask(string path, object input)
        {
            using var answer = await client.SendAsync(Question(path, input), Ct);
            return answer.StatusCode;
        }

        await client.PutAsJsonAsync("/control/api/lands", new { latencyMs = 0, errorPercent = 0, down = true }, Ct);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Ask("/r1/JO/GOV/DLS/lands/directorates", new { }));
        Assert.Equal(HttpStatusCode.OK, await Ask("/r1/JO/GOV/MOJ/justice/courts", new { }));
        await client.PutAsJsonAsync("/control/api/lands", new { latencyMs = 300, errorPercent = 0, down = false }, Ct);
        var clock = Stopwatch.StartNew();
        Assert.Equal(HttpStatusCode.OK, await Ask("/r1/JO/GOV/DLS/lands/directorates", new { }));
        Assert.True(clock.ElapsedMilliseconds >= 290);
        await client.PutAsJsonAsync("/control/api/all", new { latencyMs = 0, errorPercent = 100, down = false }, Ct);
        Assert.Equal(HttpStatusCode.InternalServerError, await Ask("/r1/JO/GOV/MOJ/justice/courts", new { }));
        await client.DeleteAsync("/control/api", Ct);
        Assert.Equal(HttpStatusCode.OK, await Ask("/r1/JO/GOV/MOJ/justice/courts", new { }));
        using var wrong = await client.PutAsJsonAsync("/control/api/weather", new { latencyMs = 0 }, Ct);
        Assert.Equal(HttpStatusCode.NotFound, wrong.StatusCode);

        using var form = await client.PostAsync("/control", new FormUrlEncodedContent([new("vehicles.latency", "٥"), new("vehicles.errors", "0"), new("vehicles.down", "1")]), Ct);
        Assert.Equal(HttpStatusCode.Redirect, form.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Ask("/r1/JO/GOV/DVLD/vehicles/vehicles-of", new { nationalNumber = "2000000401" }));
    }

    [Fact]
    public async Task Every_page_says_in_both_languages_that_it_is_the_sandbox_and_runs_no_script()
    {
        var (app, client) = await SandboxWorld.StartAsync();
        await using var _ = app;
        foreach (var path in new[] { "/", "/phones", "/phone/0790000101", "/teller", "/ask", "/ask?operation=lands/title", "/control", "/no-such-page", Authorize(client, "x") })
        {
            using var page = await client.GetAsync(path, Ct);
            var html = await page.Content.ReadAsStringAsync(Ct);
            Assert.Contains("بيئة تجريبية", html, StringComparison.Ordinal);
            Assert.Contains("Sandbox", html, StringComparison.Ordinal);
            Assert.Contains("dir=\"rtl\"", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("style=", html, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("default-src 'none'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_people_type_is_text_on_a_page_and_never_markup()
    {
        var (app, client) = await SandboxWorld.StartAsync();
        await using var _ = app;
        using var sent = await client.GetAsync("/cgi-bin/sendsms?username=sandbox&password=sandbox&to=%2B962790000101&text=%3Cscript%3Ealert(1)%3C/script%3E", Ct);
        Assert.Equal(HttpStatusCode.Accepted, sent.StatusCode);
        var page = await client.GetStringAsync("/phone/%2B962790000101", Ct);
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
        using var asked = await client.PostAsync("/ask", new FormUrlEncodedContent([new("operation", "lands/title"), new("input", "</textarea><img>")]), Ct);
        Assert.DoesNotContain("<img>", await asked.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_sms_in_Arabic_arrives_and_a_wrong_password_sends_nothing()
    {
        var (app, client) = await SandboxWorld.StartAsync();
        await using var _ = app;
        using var wrong = await client.GetAsync("/cgi-bin/sendsms?username=sandbox&password=no&to=0790000101&text=x", Ct);
        Assert.Equal(HttpStatusCode.Forbidden, wrong.StatusCode);
        await client.GetAsync($"/cgi-bin/sendsms?username=sandbox&password=sandbox&coding=2&charset=UTF-8&to=0790000101&text={Uri.EscapeDataString("وصل طلبك 7K4M-92QX-3")}", Ct);
        var messages = (JsonArray)JsonNode.Parse(await client.GetStringAsync("/phone/00962790000101/messages", Ct))!;
        Assert.Equal("وصل طلبك 7K4M-92QX-3", Assert.Single(messages)!["text"]!.GetValue<string>());
        using var refused = await client.GetAsync("/cgi-bin/sendsms?username=sandbox&password=sandbox&to=%2B962790000002&text=x", Ct);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    // ---- identity

    private const string Verifier = "a-verifier-of-more-than-forty-three-characters-0123456789";

    private static string Challenge(string verifier) => System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    private static string Authorize(HttpClient client, string nonce, string redirect = "http://127.0.0.1:9/signin-oidc") =>
        $"/authorize?client_id=diwan&response_type=code&scope=openid%20profile&redirect_uri={Uri.EscapeDataString(redirect)}&state=s1&nonce={nonce}&code_challenge={Challenge(Verifier)}&code_challenge_method=S256&acr_values=high";

    private static async Task<string> CodeAsync(HttpClient client, string subject, string? typed = null)
    {
        var page = await client.GetStringAsync(Authorize(client, "n1"), Ct);
        var fields = HiddenField().Matches(page).Select(m => new KeyValuePair<string, string>(WebUtility.HtmlDecode(m.Groups[1].Value), WebUtility.HtmlDecode(m.Groups[2].Value))).ToList();
        fields.Add(new("subject", subject));
        fields.Add(new("typed", typed ?? ""));
        using var back = await client.PostAsync("/authorize", new FormUrlEncodedContent(fields), Ct);
        Assert.Equal(HttpStatusCode.Redirect, back.StatusCode);
        var query = System.Web.HttpUtility.ParseQueryString(back.Headers.Location!.Query);
        Assert.Equal("s1", query["state"]);
        return query["code"]!;
    }

    private static Task<HttpResponseMessage> RedeemAsync(HttpClient client, string code, string verifier = Verifier, string redirect = "http://127.0.0.1:9/signin-oidc", string clientId = "diwan") =>
        client.PostAsync("/token", new FormUrlEncodedContent([new("grant_type", "authorization_code"), new("code", code), new("client_id", clientId), new("redirect_uri", redirect), new("code_verifier", verifier)]), Ct);

    [Fact]
    public async Task Signing_in_gives_a_signed_token_of_who_it_is_once()
    {
        var (app, client) = await SandboxWorld.StartAsync();
        await using var _ = app;
        var code = await CodeAsync(client, "2000000903");
        using var answer = await RedeemAsync(client, code);
        var tokens = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct))!;
        var parts = ContractTests.T(tokens, "id_token").Split('.');
        var keys = JsonNode.Parse(await client.GetStringAsync("/jwks", Ct))!["keys"]![0]!;
        using var key = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = System.Buffers.Text.Base64Url.DecodeFromChars(ContractTests.T(keys, "x")), Y = System.Buffers.Text.Base64Url.DecodeFromChars(ContractTests.T(keys, "y")) },
        });
        Assert.True(key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), System.Buffers.Text.Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256));
        var claims = JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1]))!;
        var issuer = ContractTests.T(JsonNode.Parse(await client.GetStringAsync("/.well-known/openid-configuration", Ct)), "issuer");
        Assert.Equal((issuer, "diwan", "2000000903", "n1", "high", "officer"), (ContractTests.T(claims, "iss"), ContractTests.T(claims, "aud"), ContractTests.T(claims, "sub"), ContractTests.T(claims, "nonce"), ContractTests.T(claims, "acr"), ContractTests.T(claims, "kind")));
        Assert.Equal("moj:judge", claims["roles"]![0]!.GetValue<string>());
        Assert.Matches(@"\p{IsArabic}", ContractTests.T(claims, "name"));

        using var info = new HttpRequestMessage(HttpMethod.Get, "/userinfo");
        info.Headers.Authorization = new("Bearer", ContractTests.T(tokens, "access_token"));
        using var me = await client.SendAsync(info, Ct);
        Assert.Equal("2000000903", ContractTests.T(JsonNode.Parse(await me.Content.ReadAsStringAsync(Ct)), "sub"));

        using var again = await RedeemAsync(client, code);
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
        using var stranger = await client.GetAsync("/userinfo", Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
    }

    [Fact]
    public async Task A_code_is_worth_nothing_with_another_verifier_address_or_client()
    {
        var (app, client) = await SandboxWorld.StartAsync();
        await using var _ = app;
        using var verifier = await RedeemAsync(client, await CodeAsync(client, "2000000101"), "another-verifier-of-more-than-forty-three-characters-012");
        using var address = await RedeemAsync(client, await CodeAsync(client, "2000000101"), redirect: "http://127.0.0.1:9/elsewhere");
        using var other = await RedeemAsync(client, await CodeAsync(client, "2000000101"), clientId: "thief");
        Assert.All([verifier, address, other], r => Assert.Equal(HttpStatusCode.BadRequest, r.StatusCode));
    }

    [Fact]
    public async Task Anybody_of_the_nation_can_be_typed_and_nobody_is_sent_to_a_strange_address()
    {
        var (app, client) = await SandboxWorld.StartAsync();
        await using var _ = app;
        using var world = new SandboxWorld(500);
        var living = Enumerable.Range(0, 500).Select(world.World.Made.People.At).First(p => p.Alive).Number;
        var arabic = string.Concat(living.Select(c => (char)('٠' + (c - '0'))));
        Assert.NotEmpty(await CodeAsync(client, "", arabic));

        using var away = await client.GetAsync(Authorize(client, "n", "https://example.org/steal"), Ct);
        Assert.Equal(HttpStatusCode.BadRequest, away.StatusCode);
        using var plain = await client.GetAsync(Authorize(client, "n").Replace("S256", "plain", StringComparison.Ordinal), Ct);
        Assert.Contains("error=invalid_request", plain.Headers.Location!.Query, StringComparison.Ordinal);
        using var nobody = await client.PostAsync("/authorize", new FormUrlEncodedContent(
            System.Web.HttpUtility.ParseQueryString(Authorize(client, "n").Split('?')[1]) is var q ? q.AllKeys.Select(k => new KeyValuePair<string, string>(k!, q[k]!)).Append(new("typed", "2000000290")) : []), Ct);
        Assert.Equal(HttpStatusCode.BadRequest, nobody.StatusCode);
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">")]
    private static partial Regex HiddenField();
}
