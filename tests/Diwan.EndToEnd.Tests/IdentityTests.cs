using Diwan.Kernel;

namespace Diwan.EndToEnd.Tests;

/// <summary>Who somebody is and how sure that is, on a telephone in Arabic: a higher level is asked for where a service needs it.</summary>
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
}
