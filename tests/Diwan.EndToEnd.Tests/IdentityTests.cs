using Diwan.Kernel;

namespace Diwan.EndToEnd.Tests;

/// <summary>Who somebody is and how sure that is, on a telephone in Arabic: a higher level where a service needs it, passkeys with a virtual authenticator, and recovery.</summary>
public sealed class IdentityTests(TheNation nation)
{
    private const string Deed = "dls/registration-deed";

    [Fact]
    public async Task A_service_that_asks_for_more_leads_to_the_national_identity_and_back()
    {
        List<string> faults = [];
        await using var suad = await nation.SignedInAsync("2000000201", Language.Arabic, PeopleTests.Phone);
        var page = suad.Page;

        // Cancelled, and somebody else: told so, still signed in as before, and nothing begun.
        await suad.OpenAsync($"/apply/{Deed}");
        await AccessibilityTests.LookAsync(suad, faults);
        await suad.GoAsync(page.Locator("main form button"));
        Assert.Contains("مستوى التحقق المطلوب: عالٍ", await page.Locator("body").InnerTextAsync(), StringComparison.Ordinal);
        await suad.GoAsync(page.Locator("button[name=cancel]"));
        Assert.Contains("لم يكتمل التحقق", await suad.TextAsync(), StringComparison.Ordinal);
        await AccessibilityTests.LookAsync(suad, faults);
        await suad.GoAsync(page.Locator("main form button"));
        await suad.GoAsync(page.Locator("button[name=subject][value='2000000202']"));
        Assert.Contains("شخص غيرك", await suad.TextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator("a[href*='/applications/']").CountAsync());

        // The same person: on with the very thing.
        await suad.StepUpAsync();
        Assert.Contains("/applications/", page.Url, StringComparison.Ordinal);

        // Signing in on the way to it asks for its level at once; at a sign-in, cancelling leads back to it.
        await using var direct = await nation.VisitorAsync(Language.Arabic, PeopleTests.Phone);
        await direct.OpenAsync($"/apply/{Deed}");
        await direct.GoAsync(direct.Page.Locator("main form[method=post] button").First);
        await direct.GoAsync(direct.Page.Locator("button[name=cancel]"));
        Assert.Contains("/sign-in?failed=true", direct.Page.Url, StringComparison.Ordinal);
        await direct.GoAsync(direct.Page.Locator("main form[method=post] button").First);
        await direct.GoAsync(direct.Page.Locator("button[name=subject][value='2000000202']"));
        Assert.Matches("/(apply|applications)/", direct.Page.Url);
        Assert.Empty(faults);
    }

    [Fact]
    public async Task A_passkey_is_added_lets_in_is_not_enough_for_high_and_is_removed()
    {
        List<string> faults = [];
        await using var munir = await nation.SignedInAsync("2000000208", Language.Arabic, PeopleTests.Phone);
        var page = munir.Page;
        var device = await page.Context.NewCDPSessionAsync(page);
        await device.SendAsync("WebAuthn.enable");
        await device.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });

        // Added, with a name.
        await munir.OpenAsync("/account/sign-in");
        await AccessibilityTests.LookAsync(munir, faults);
        await page.Locator("#name").FillAsync("هاتف منير 15");
        await munir.GoAsync(page.Locator("form[data-passkey=add] button"));
        Assert.Contains("أُضيف مفتاح المرور", await munir.TextAsync(), StringComparison.Ordinal);
        Assert.Equal(1, await page.Locator("main h3").CountAsync());
        await AccessibilityTests.LookAsync(munir, faults);
        await munir.OpenAsync("/account/messages");
        Assert.Contains("هاتف منير 15", await munir.TextAsync(), StringComparison.Ordinal);

        // Codes are shown once.
        await munir.OpenAsync("/account/sign-in");
        await munir.GoAsync(page.Locator("form[action*='handler=codes'] button"));
        var codes = await page.Locator("#codes li").AllInnerTextsAsync();
        Assert.Equal(10, codes.Count);
        await AccessibilityTests.LookAsync(munir, faults);
        await munir.GoAsync(page.Locator("section a[href$='/account/sign-in']"));
        Assert.Equal(0, await page.Locator("#codes").CountAsync());

        // Out, and in again by the passkey alone.
        await OutAsync(munir);
        await munir.OpenAsync("/sign-in?return=" + Uri.EscapeDataString("/ar/account/sign-in"));
        await AccessibilityTests.LookAsync(munir, faults);
        await munir.GoAsync(page.Locator("form[data-passkey=use] button"));
        Assert.Contains("بمفتاح مرور", await munir.TextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator("#name").CountAsync());

        // Not enough for a service that asks for high; the national identity is, and leads back.
        await munir.OpenAsync($"/apply/{Deed}");
        await munir.StepUpAsync();
        Assert.Matches("/(apply|applications)/", page.Url);

        // Removed: the device still offers it, and is told that it is not known.
        await munir.OpenAsync("/account/sign-in");
        await munir.GoAsync(page.Locator("form[action*='handler=remove'] button"));
        Assert.Equal(0, await page.Locator("main h3").CountAsync());
        await OutAsync(munir);
        await munir.OpenAsync("/sign-in");
        await munir.GoAsync(page.Locator("form[data-passkey=use] button"));
        Assert.Contains("لا نعرف مفتاح المرور هذا", await page.Locator(".govuk-error-summary").InnerTextAsync(), StringComparison.Ordinal);
        await AccessibilityTests.LookAsync(munir, faults);

        // By a code: wrong first, then in, to the ways in and no further.
        await munir.OpenAsync("/sign-in/code");
        await AccessibilityTests.LookAsync(munir, faults);
        await page.Locator("#q-number").FillAsync("2000000208");
        await page.Locator("#q-code").FillAsync("AAAAA-22222");
        await munir.GoAsync(page.Locator("main form button"));
        await AccessibilityTests.LookAsync(munir, faults);
        Assert.Equal("2000000208", await page.Locator("#q-number").InputValueAsync());
        await page.Locator("#q-code").FillAsync(codes[0]);
        await munir.GoAsync(page.Locator("main form button"));
        Assert.Contains("برمز استرداد", await munir.TextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator("form[data-passkey=add]").CountAsync());
        await AccessibilityTests.LookAsync(munir, faults);
        await munir.OpenAsync("/account");
        Assert.EndsWith("/ar/account", page.Url, StringComparison.Ordinal);
        foreach (var shut in new[] { "/account/documents", "/account/bills", "/account/apps", "/apply/dls/land-plan" })
        {
            await munir.OpenAsync(shut);
            Assert.Contains("/step-up?level=substantial", page.Url, StringComparison.Ordinal);
        }

        // What is for everybody knows them as a visitor: nothing there is done in their name.
        Assert.Equal(200, await munir.OpenAsync("/complaints"));
        Assert.Equal(1, await page.Locator("header a[href*='/sign-in']").CountAsync());
        await munir.OpenAsync("/account");
        Assert.Equal(0, await page.Locator("header a[href*='/sign-in']").CountAsync());
        Assert.Empty(faults);
    }

    private static async Task OutAsync(Visitor visitor)
    {
        await visitor.OpenAsync("/sign-out");
        await visitor.GoAsync(visitor.Page.Locator("main form button"));
    }
}
