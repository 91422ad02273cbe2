using System.Net;
using System.Text.Json;
using Diwan.Accounts;
using Diwan.Apps;
using Diwan.Kernel;
using Diwan.Web.Tests.Till;
using Microsoft.AspNetCore.WebUtilities;

namespace Diwan.Web.Tests.Apps;

/// <summary>Higher levels on the pages and over the API (RFC 9470): who has too little is told what is needed and how to get it, and comes back to where they were.</summary>
public sealed class StepUpTests(AppsSite site) : IClassFixture<AppsSite>
{
    private const string Deed = "dls/registration-deed";

    private static SignedIn Who(string number, Assurance level, DateTimeOffset? at = null) =>
        TillSite.Citizen(number) with { Level = level, AuthenticatedAt = at ?? TimeProvider.System.GetUtcNow() };

    [Fact]
    public async Task An_app_is_told_what_level_is_needed_and_gets_a_token_of_it()
    {
        var who = Who("2000000221", Assurance.Substantial);
        await site.KnownAsync(who);
        var (_, key, _) = await site.AppAsync("Deeds", [AppScopes.Profile, AppScopes.Applications]);
        var tokens = await site.TokensAsync(who, key, "openid offline_access " + AppScopes.Applications);
        Assert.Equal("substantial", ClaimsOf(tokens).GetProperty("acr").GetString());
        Assert.Equal(who.AuthenticatedAt.ToUnixTimeSeconds(), ClaimsOf(tokens).GetProperty("auth_time").GetInt64());
        var access = tokens.GetProperty("access_token").GetString();

        var (status, problem, headers) = await site.CallAsync(access, HttpMethod.Post, $"/services/{Deed}/applications", once: "k1");
        Assert.Equal(401, status);
        var challenge = headers.WwwAuthenticate.ToString();
        Assert.Contains("error=\"insufficient_user_authentication\"", challenge, StringComparison.Ordinal);
        Assert.Contains("acr_values=\"high\"", challenge, StringComparison.Ordinal);
        Assert.Contains("acr_values=high", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("«عالٍ»", problem.GetProperty("detailAr").GetString(), StringComparison.Ordinal);
        Assert.Equal("high", (await site.CallAsync(null, HttpMethod.Get, $"/services/{Deed}")).Body.GetProperty("assurance").GetString());

        // Renewing the token does not raise it.
        var (_, renewed) = await site.TokenAsync(("grant_type", "refresh_token"), ("client_id", key), ("refresh_token", tokens.GetProperty("refresh_token").GetString()));
        Assert.Equal(401, (await site.CallAsync(renewed.GetProperty("access_token").GetString(), HttpMethod.Post, $"/services/{Deed}/applications")).Status);

        // Asked again with the level: the person is sent to show it, silently it is refused, and with it the same key works.
        var verifier = AppsSite.Verifier();
        var question = AppsSite.Question(key, "openid " + AppScopes.Applications, verifier, more: "&acr_values=high&ui_locales=en");
        var someone = site.As(who);
        await someone.OpenAsync(question);
        Assert.StartsWith("/en/step-up?level=high&return=%2Fconnect%2Fauthorize", someone.Sent, StringComparison.Ordinal);
        await someone.OpenAsync(question + "&prompt=none");
        Assert.Contains("error=login_required", someone.Sent, StringComparison.Ordinal);
        var high = who with { Level = Assurance.High };
        var code = QueryHelpers.ParseQuery((await site.AllowAsync(high, question)).Query)["code"].ToString();
        var (got, better) = await site.TokenAsync(("grant_type", "authorization_code"), ("client_id", key), ("code", code), ("code_verifier", verifier), ("redirect_uri", AppsSite.Back));
        Assert.Equal(HttpStatusCode.OK, got);
        Assert.Equal("high", ClaimsOf(better).GetProperty("acr").GetString());
        Assert.Equal(201, (await site.CallAsync(better.GetProperty("access_token").GetString(), HttpMethod.Post, $"/services/{Deed}/applications", once: "k1")).Status);

        // A sign-in of an hour ago is too old for who asks for one of ten minutes.
        var late = site.As(high with { AuthenticatedAt = TimeProvider.System.GetUtcNow().AddHours(-1) });
        await late.OpenAsync(question + "&max_age=600");
        Assert.Contains("age=600", late.Sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_discovery_document_names_the_levels()
    {
        using var client = site.Browser(null);
        var said = JsonDocument.Parse(await client.GetStringAsync(new Uri("/.well-known/openid-configuration", UriKind.Relative), TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal(["low", "substantial", "high"], said.GetProperty("acr_values_supported").EnumerateArray().Select(v => v.GetString()!));
    }

    [Fact]
    public async Task On_the_pages_the_person_is_sent_to_show_it_and_comes_back()
    {
        var who = site.As(Who("2000000222", Assurance.Substantial));
        await who.OpenAsync($"/en/apply/{Deed}?c=x");
        Assert.Equal("/en/step-up?level=high&return=%2Fen%2Fapply%2Fdls%2Fregistration-deed%3Fc%3Dx", who.Sent);
        Assert.Equal(200, await who.OpenAsync(who.Sent!));
        Assert.Contains("“high”", who.Text, StringComparison.Ordinal);
        Assert.Equal($"/en/apply/{Deed}?c=x", who.Page.QuerySelector("input[name=return]")!.GetAttribute("value"));

        foreach (var (problem, words) in new[] { ("cancelled", "was not completed"), ("other", "Somebody else"), ("low", "stronger way") })
        {
            await who.OpenAsync($"/en/step-up?level=high&return=%2Fen%2Faccount&problem={problem}");
            Assert.Contains(words, who.Text, StringComparison.Ordinal);
            Assert.Contains("is kept", who.Text, StringComparison.Ordinal);
        }

        // Enough already: straight on. Never to another site, and never on words that mean nothing.
        var high = site.As(Who("2000000222", Assurance.High));
        await high.OpenAsync("/en/step-up?level=high&return=%2Fen%2Faccount%2Fbills");
        Assert.Equal("/en/account/bills", high.Sent);
        await high.OpenAsync("/en/step-up?level=high&return=https%3A%2F%2Fevil.example%2F");
        Assert.Equal("/en/account", high.Sent);
        Assert.Equal(200, await who.OpenAsync("/en/step-up?level=nonsense&return=x&age=-3"));
        Assert.Equal(200, await site.As(Who("2000000222", Assurance.High, TimeProvider.System.GetUtcNow().AddHours(-2))).OpenAsync("/en/step-up?level=high&age=900&return=%2Fen%2Faccount"));
        Assert.Equal(302, await high.OpenAsync($"/en/apply/{Deed}"));
        Assert.StartsWith("/en/applications/", high.Sent, StringComparison.Ordinal);

        // Nobody at all signs in first.
        var nobody = site.As(null);
        await nobody.OpenAsync("/en/step-up?level=high");
        Assert.Contains("/en/sign-in?return=", nobody.Sent, StringComparison.Ordinal);
    }

    private static JsonElement ClaimsOf(JsonElement tokens) =>
        JsonDocument.Parse(WebEncoders.Base64UrlDecode(tokens.GetProperty("id_token").GetString()!.Split('.')[1])).RootElement;
}
