using System.Text.Json;
using Diwan.Accounts;
using Diwan.Kernel;
using Diwan.Sandbox;
using Diwan.Web.Tests.Apps;
using Diwan.Web.Tests.Till;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Diwan.Web.Tests.Mandates;

/// <summary>The site in front of the sandbox's registers.</summary>
public sealed class MandatesSite : IAsyncLifetime
{
    private WebApplication _outside = null!;

    internal AppsSite Site { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _outside = SandboxHost.Build(new SandboxOptions { Port = 0, People = 100 });
        await _outside.StartAsync(TestContext.Current.CancellationToken);
        Site = new AppsSite(null, ("Registries:BaseUrl", _outside.Urls.Single()), ("Messages:Push:Contact", "mailto:notices@diwan.example"));
    }

    public async ValueTask DisposeAsync()
    {
        await Site.DisposeAsync();
        await _outside.DisposeAsync();
    }

    /// <summary>Somebody of the nation, signed in at a browser of their own.</summary>
    internal async Task<Someone> AtAsync(SignedIn who) => new(await ClientAsync(who));

    internal async Task<HttpClient> ClientAsync(SignedIn who)
    {
        await Site.KnownAsync(who);
        var client = Site.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        client.DefaultRequestHeaders.Add(TillSite.Header, Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(who)));
        return client;
    }

    internal static SignedIn Person(string code, string name, string english, int born = 1980, Language language = Language.English) =>
        new($"JO:2000000{code}", "citizen", $"2000000{code}", null, "JO", name, english, new DateOnly(born, 1, 1), "F", null, "AM", [], language) { Level = Assurance.High };
}

/// <summary>The pages on which people give mandates, take them up, and act under them.</summary>
public sealed class MandatePagesTests(MandatesSite site) : IClassFixture<MandatesSite>
{
    private static DateOnly Last => NationalCalendar.DateAt(TimeProvider.System.GetUtcNow()).AddMonths(2);

    private static string Year => $"{Last.Year}";

    private static string Month => $"{Last.Month}";

    [Fact]
    public async Task A_wrong_mandate_is_refused_field_by_field_in_both_languages_and_nothing_typed_is_lost()
    {
        var ahmad = await site.AtAsync(MandatesSite.Person("102", "أحمد محمود", "Ahmad Al-Khatib"));
        await ahmad.OpenAsync("/en/account/mandates/new");
        Assert.Equal(400, await ahmad.SendAsync("main form button", ("number", "12"), ("scopes", null), ("until.day", "40"), ("until.month", "2"), ("until.year", "2030")));
        foreach (var words in new[] { "ten digits", "at least one service", "what is allowed", "the last day" })
        {
            Assert.Contains(words, ahmad.Errors, StringComparison.Ordinal);
        }

        Assert.Equal("12", ahmad.Page.QuerySelector("#q-number")!.GetAttribute("value"));
        Assert.Equal("40", ahmad.Page.QuerySelector("#q-until-day")!.GetAttribute("value"));
        Assert.Equal(400, await ahmad.SendAsync("main form button", ("number", "2000000102"), ("services", "*"), ("scopes", "Read"), ("until.day", "1"), ("until.month", "1"), ("until.year", "2020")));
        Assert.Contains("your own number", ahmad.Errors, StringComparison.Ordinal);
        Assert.Contains("has passed", ahmad.Errors, StringComparison.Ordinal);
        await ahmad.OpenAsync("/ar/account/mandates/new");
        Assert.Equal(400, await ahmad.SendAsync("main form button", ("number", "١٢"), ("services", "*"), ("scopes", "Read"), ("until.day", "1"), ("until.month", Month), ("until.year", Year)));
        Assert.Contains("الرقم الوطني عشرة أرقام", ahmad.Errors, StringComparison.Ordinal);

        // Whoever the number is of, or of nobody, the same is said.
        var said = new List<string>();
        foreach (var number in new[] { "2000000104", "9999999999" })
        {
            await ahmad.OpenAsync("/en/account/mandates/new");
            Assert.Equal(200, await ahmad.SendAsync("main form button", ("number", number), ("services", "dls/land-plan"), ("scopes", "Read"), ("until.day", "1"), ("until.month", Month), ("until.year", Year)));
            said.Add(string.Join('|', ahmad.Page.QuerySelectorAll("section.dw-card").Where(c => c.TextContent.Contains(number, StringComparison.Ordinal)).Select(c => c.TextContent.Replace(number, "N", StringComparison.Ordinal)).Take(1)));
        }

        Assert.Equal(said[0].Where(char.IsLetter), said[1].Where(char.IsLetter));
        Assert.DoesNotContain("Hala", ahmad.Text, StringComparison.Ordinal);

        // A power that was revoked, another's, and none at all.
        var omar = await site.AtAsync(MandatesSite.Person("205", "عمر زياد", "Omar Al-Awadi"));
        await omar.OpenAsync("/en/account/mandates");
        Assert.Equal(400, await omar.SendAsync("#by-power button", ("power", "2025/0077")));
        Assert.Contains("revoked", omar.Errors, StringComparison.Ordinal);
        Assert.Equal("2025/0077", omar.Page.QuerySelector("#q-power")!.GetAttribute("value"));
        Assert.Equal(400, await omar.SendAsync("#by-power button", ("power", "")));
        await ahmad.OpenAsync("/ar/account/mandates");
        Assert.Equal(400, await ahmad.SendAsync("#by-power button", ("power", "2026/1205")));
        Assert.Contains("لا وكالة سارية", ahmad.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_acts_for_another_is_told_on_every_page_and_is_let_in_to_what_the_mandate_holds_and_no_further()
    {
        var suad = await site.AtAsync(MandatesSite.Person("201", "سعاد المصري", "Suad Al-Masri"));
        var client = await site.ClientAsync(MandatesSite.Person("202", "ماجد المصري", "Majed Al-Masri"));
        var majed = new Someone(client);
        await suad.OpenAsync("/en/account/mandates/new");
        Assert.Equal(200, await suad.SendAsync(
            "main form button", ("number", "2000000202"), ("services", "dls/land-plan"), ("scopes", "Apply"), ("until.day", "1"), ("until.month", Month), ("until.year", Year)));
        await majed.OpenAsync("/en/account/mandates");
        Assert.Contains("Suad Al-Masri", majed.Text, StringComparison.Ordinal);
        Assert.Equal(200, await majed.SendAsync("#asked ~ section form button"));
        Assert.Contains("You accepted", majed.Text, StringComparison.Ordinal);
        await suad.OpenAsync("/en/account/mandates");
        Assert.Contains("Majed Al-Masri", suad.Text, StringComparison.Ordinal);
        Assert.Null(majed.Page.QuerySelector("#acting"));

        // He takes it up on his account's first page.
        await majed.OpenAsync("/en/account");
        Assert.Equal(200, await majed.SendAsync("#for-whom + ul button"));
        Assert.Contains("Suad", majed.Page.QuerySelector("#acting")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Cases of", majed.Text, StringComparison.Ordinal);
        foreach (var path in new[] { "/en/services", "/ar/help", "/en/track", "/en/pay", "/en/account/mandates" })
        {
            Assert.Equal(200, await majed.OpenAsync(path));
            Assert.NotNull(majed.Page.QuerySelector("#acting form button"));
        }

        // What is the account owner's alone, and what the mandate does not hold: in words, with the way back.
        foreach (var (path, words) in new[]
        {
            ("/en/account/messages", "owner of an account alone"), ("/en/account/contact", "owner of an account alone"), ("/en/account/access", "owner of an account alone"), ("/en/account/bills", "owner of an account alone"),
            ("/en/account/apps", "owner of an account alone"), ("/en/account/documents", "does not extend"), ("/en/account/mandates/new", "owner of an account alone"),
            ("/en/apply/gam/property-tax", "does not extend"), ("/en/apply/moj/non-conviction-certificate", "does not extend"), ("/ar/apply/gam/property-tax", "لا يشمل"),
        })
        {
            Assert.Equal(403, await majed.OpenAsync(path));
            Assert.Contains(words, majed.Text, StringComparison.Ordinal);
            Assert.NotNull(majed.Page.QuerySelector("#acting form button"));
        }

        Assert.Equal(404, await majed.OpenAsync("/en/cases/7K4M-92QX-3"));
        Assert.Equal(404, await majed.OpenAsync($"/en/applications/{Guid.CreateVersion7()}/which"));

        // The draft is hers; a page of his own, at another browser of his, is his own.
        await majed.OpenAsync("/en/apply/dls/land-plan");
        Assert.Contains("/applications/", majed.Sent, StringComparison.Ordinal);
        var draft = majed.Sent!;
        await suad.OpenAsync("/en/account");
        Assert.Contains("Land plan", suad.Text, StringComparison.OrdinalIgnoreCase);
        var elsewhere = await site.AtAsync(MandatesSite.Person("202", "ماجد المصري", "Majed Al-Masri"));
        Assert.Equal(404, await elsewhere.OpenAsync(draft));

        // Her ledger, before anything else of hers was shown to him.
        await suad.OpenAsync("/en/account/access");
        Assert.Contains("Acting for you: applying", suad.Text, StringComparison.Ordinal);
        Assert.Contains("ماجد المصري", suad.Text, StringComparison.Ordinal);

        // One click back; and again.
        await majed.OpenAsync("/en/services");
        Assert.Equal(200, await majed.SendAsync("#acting button"));
        Assert.Null(majed.Page.QuerySelector("#acting"));
        Assert.Equal(404, await majed.OpenAsync(draft));
        await majed.OpenAsync("/en/account");
        await majed.SendAsync("#for-whom + ul button");
        Assert.Equal(200, await majed.OpenAsync(draft));

        // Withdrawn: he is out with his next step, in words, and is himself after that.
        await suad.OpenAsync("/en/account/mandates");
        Assert.Equal(200, await suad.SendAsync("section.dw-card button.govuk-button--warning"));
        Assert.Equal(403, await majed.OpenAsync(draft));
        Assert.Contains("withdrew the mandate", majed.Text, StringComparison.Ordinal);
        Assert.Null(majed.Page.QuerySelector("#acting"));
        Assert.Equal(404, await majed.OpenAsync(draft));
        Assert.Equal(200, await majed.OpenAsync("/en/account/messages"));
        Assert.Null(majed.Page.QuerySelector("#acting"));
    }

    [Fact]
    public async Task A_cookie_that_names_anothers_mandate_opens_nothing()
    {
        var client = await site.ClientAsync(MandatesSite.Person("104", "هالة البيطار", "Hala Al-Bitar"));
        client.DefaultRequestHeaders.Add("Cookie", $"diwan-acting={Guid.CreateVersion7():N}");
        var hala = new Someone(client);
        Assert.Equal(200, await hala.OpenAsync("/en/account/messages"));
        Assert.Null(hala.Page.QuerySelector("#acting"));
    }

    [Fact]
    public async Task A_parent_takes_up_the_matters_of_a_child()
    {
        var qais = await site.AtAsync(MandatesSite.Person("210", "قيس بركات", "Qais Barakat"));
        await qais.OpenAsync("/en/account/mandates");
        Assert.Contains("Jana", qais.Text, StringComparison.Ordinal);
        Assert.Equal(200, await qais.SendAsync("form[action*='handler=ward'] button"));
        Assert.Contains("Jana", qais.Page.QuerySelector("#acting")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(403, await qais.OpenAsync("/en/apply/dls/land-plan"));
        Assert.Contains("child", qais.Text, StringComparison.Ordinal);
        await qais.OpenAsync("/en/apply/dls/registration-deed");
        Assert.Contains("/applications/", qais.Sent, StringComparison.Ordinal);
        Assert.Equal(200, await qais.OpenAsync(qais.Sent!));
        Assert.Contains("Jana", qais.Page.QuerySelector("#acting")!.TextContent, StringComparison.Ordinal);
    }
}
