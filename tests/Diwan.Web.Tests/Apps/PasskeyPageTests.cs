using System.Text.Json;
using Diwan.Accounts;
using Diwan.Kernel;
using Diwan.Web.Tests.Till;

namespace Diwan.Web.Tests.Apps;

/// <summary>The pages and questions of passkeys and recovery, without a device: what is asked, what is refused in words, and where a recovery ends.</summary>
public sealed class PasskeyPageTests : IAsyncLifetime
{
    private readonly AppsSite _site = new(null, ("Accounts:Site", "https://diwan.example"));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    private static SignedIn Fresh(string number) => TillSite.Citizen(number) with { AuthenticatedAt = TimeProvider.System.GetUtcNow() };

    private async Task<(int Status, JsonElement Body)> AskAsync(SignedIn? who, string path)
    {
        using var client = _site.Browser(who);
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), null, Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        return ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType == "application/json" ? JsonDocument.Parse(text).RootElement : default);
    }

    [Fact]
    public async Task Questions_name_the_site_and_ask_that_the_device_checks_its_holder()
    {
        var me = await _site.KnownAsync(Fresh("2000000231"));
        var (status, asked) = await AskAsync(me, "/passkeys/add");
        Assert.Equal(200, status);
        var options = asked.GetProperty("options");
        Assert.Equal("diwan.example", options.GetProperty("rp").GetProperty("id").GetString());
        Assert.Equal("required", options.GetProperty("authenticatorSelection").GetProperty("userVerification").GetString());
        Assert.Equal("required", options.GetProperty("authenticatorSelection").GetProperty("residentKey").GetString());
        Assert.Equal("none", options.GetProperty("attestation").GetString());
        Assert.DoesNotContain("2000000231", options.ToString(), StringComparison.Ordinal);
        (status, asked) = await AskAsync(null, "/passkeys/use");
        Assert.Equal(200, status);
        Assert.Equal("required", asked.GetProperty("options").GetProperty("userVerification").GetString());
        Assert.Empty(asked.GetProperty("options").GetProperty("allowCredentials").EnumerateArray());

        // Who may not add is answered by the page; nobody at all not even asked.
        Assert.Equal(401, (await AskAsync(null, "/passkeys/add")).Status);
        Assert.Equal(409, (await AskAsync(me with { AuthenticatedAt = TimeProvider.System.GetUtcNow().AddHours(-1) }, "/passkeys/add")).Status);
        Assert.Equal(409, (await AskAsync(TillSite.Officer("2000000931", "moj:officer"), "/passkeys/add")).Status);

        // Tried out: no more than twenty a minute from one address.
        var last = 0;
        for (var i = 0; i < 20; i++)
        {
            last = (await AskAsync(null, "/passkeys/use")).Status;
        }

        Assert.Equal(429, last);
        var someone = _site.As(null);
        await someone.OpenAsync("/en/sign-in/code");
        Assert.Equal(429, await someone.SendAsync("main form button"));
        Assert.Contains("Too many tries", someone.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_is_said_on_the_page_and_nothing_is_changed()
    {
        var me = await _site.KnownAsync(Fresh("2000000232"));
        var page = _site.As(me);
        Assert.Equal(200, await page.OpenAsync("/en/account/sign-in"));
        Assert.Contains("You have no passkey yet", page.Text, StringComparison.Ordinal);
        Assert.Equal(400, await page.SendAsync("form[data-passkey=add] button", ("name", "My phone"), ("answer", "-")));
        Assert.Contains("This try is over", page.Text, StringComparison.Ordinal);
        Assert.Equal(400, await page.SendAsync("form[data-passkey=add] button", ("name", "")));
        Assert.Contains("Give the passkey a name", page.Text, StringComparison.Ordinal);
        Assert.Empty(await OfAsync(me));

        // Too long ago: the page leads to the national identity first, and its form does too.
        var old = _site.As(me with { AuthenticatedAt = TimeProvider.System.GetUtcNow().AddHours(-1) });
        await old.OpenAsync("/en/account/sign-in");
        Assert.Null(old.Page.QuerySelector("form[data-passkey]"));
        var link = old.Page.QuerySelector("main a.govuk-button")!.GetAttribute("href")!;
        Assert.Contains("age=900", link, StringComparison.Ordinal);
        Assert.Equal(200, await old.OpenAsync(link));
        Assert.Contains("Some time has passed", old.Text, StringComparison.Ordinal);

        // An officer is told why not; without script the national identity remains.
        var officer = _site.As(await _site.KnownAsync(TillSite.Officer("2000000932", "moj:officer") with { AuthenticatedAt = TimeProvider.System.GetUtcNow() }));
        await officer.OpenAsync("/en/account/sign-in");
        Assert.Contains("Officers sign in with the national digital identity alone", officer.Text, StringComparison.Ordinal);
        var nobody = _site.As(null);
        await nobody.OpenAsync("/en/sign-in");
        Assert.True(nobody.Page.QuerySelector("[data-passkeys]")!.HasAttribute("hidden"));
        Assert.Equal(400, await nobody.SendAsync("form[data-passkey=use] button", ("challenge", "nonsense"), ("answer", "{}")));
        Assert.Contains("This try is over", nobody.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recovery_reaches_the_ways_in_and_nothing_else_that_is_the_persons()
    {
        var me = await _site.KnownAsync(Fresh("2000000233"));
        var page = _site.As(me);
        await page.OpenAsync("/en/account/sign-in");
        Assert.Equal(200, await page.SendAsync("form[action*='handler=codes'] button"));
        Assert.Equal(10, page.Page.QuerySelectorAll("#codes li").Length);
        await page.OpenAsync("/en/account/sign-in");
        Assert.Null(page.Page.QuerySelector("#codes"));

        var recovering = me with { Method = SignInMethod.RecoveryCode, Level = Assurance.Low };
        var came = _site.As(recovering);
        Assert.Equal(200, await came.OpenAsync("/en/account"));
        Assert.Equal(200, await came.OpenAsync("/en/account/sign-in"));
        Assert.Contains("Everything else asks for", came.Text, StringComparison.Ordinal);
        foreach (var shut in new[] { "/en/account/documents", "/en/account/access", "/en/apply/dls/land-plan", "/en/allow", "/en/desk", "/app/moj/en/account/bills" })
        {
            await came.OpenAsync(shut);
            Assert.Contains("/step-up?level=substantial", came.Sent, StringComparison.Ordinal);
        }

        foreach (var open in new[] { "/en", "/en/services", "/en/track", "/en/step-up?level=substantial" })
        {
            Assert.Equal(200, await came.OpenAsync(open));
        }

        using var client = _site.Browser(recovering);
        using var call = await client.GetAsync(new Uri("/api/v1/me", UriKind.Relative), Ct);
        Assert.Equal(401, (int)call.StatusCode);
        Assert.Contains("insufficient_user_authentication", call.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<Passkey>> OfAsync(SignedIn who)
    {
        await using var scope = _site.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<KeepPasskeys>().OfPersonAsync(who.PersonKey, Ct);
    }
}
