using Diwan.Kernel;

namespace Diwan.EndToEnd.Tests;

/// <summary>A mother has her son apply for her, sees what he does, and ends it.</summary>
public sealed class MandateTests(TheNation nation)
{
    private const string Najah = "2000000291";
    private const string Hazem = "2000000292";

    [Fact]
    public async Task A_mother_gives_a_mandate_her_son_applies_for_her_and_she_ends_it()
    {
        List<string> faults = [];
        await using var mother = await SignedInAsync(Najah);
        await using var son = await SignedInAsync(Hazem);

        // She gives it, wrongly first.
        await mother.OpenAsync("/account/mandates");
        await AccessibilityTests.LookAsync(mother, faults);
        await mother.GoAsync(mother.Page.Locator("main a[href$='/account/mandates/new']"));
        await mother.Page.Locator("#q-number").FillAsync(Najah);
        await mother.GoAsync(mother.Page.Locator("main form button"));
        Assert.Equal(1, await mother.Page.Locator("#q-number-error").CountAsync());
        await AccessibilityTests.LookAsync(mother, faults);
        await mother.PictureAsync("mandate-new-Arabic");
        var last = NationalCalendar.DateAt(TimeProvider.System.GetUtcNow()).AddMonths(2);
        await mother.Page.Locator("#q-number").FillAsync(Hazem);
        await mother.Page.Locator("main input[name=services][value='dls/land-plan']").CheckAsync();
        await mother.Page.Locator("main input[name=scopes][value=Pay]").CheckAsync();
        await mother.Page.Locator("#q-until-day").FillAsync($"{last.Day}");
        await mother.Page.Locator("#q-until-month").FillAsync($"{last.Month}");
        await mother.Page.Locator("#q-until-year").FillAsync($"{last.Year}");
        await mother.GoAsync(mother.Page.Locator("main form button"));
        Assert.DoesNotContain("حازم", await mother.TextAsync(), StringComparison.Ordinal);

        // He reads what is asked, accepts, and takes it up.
        await son.OpenAsync("/account/mandates");
        await AccessibilityTests.LookAsync(son, faults);
        await son.PictureAsync("mandate-asked-Arabic");
        await son.GoAsync(son.Page.Locator("form[action*='handler=accept'] button").First);
        await son.GoAsync(son.Page.Locator("form[action*='handler=act'] button"));
        Assert.Contains("نجاح", await son.Page.Locator("#acting").InnerTextAsync(), StringComparison.Ordinal);
        await AccessibilityTests.LookAsync(son, faults);

        // Her plan: the page says all the time whose it is.
        await son.ApplyAsync("dls/land-plan", new()
        {
            ["whichPlot"] = "OTHER",
            ["plot.directorate"] = "1",
            ["plot.village"] = "1",
            ["plot.basin"] = "1",
            ["plot.quarter"] = "0",
            ["plot.parcel"] = "3",
            ["purpose"] = "SALE",
            ["mobile"] = "0790000291",
        });
        Assert.Equal(1, await son.Page.Locator("#acting").CountAsync());
        await son.SubmitAsync();
        await son.OpenAsync($"/cases/{son.Reference}");
        await AccessibilityTests.LookAsync(son, faults);
        await son.PictureAsync("mandate-case-Arabic");
        Assert.Equal(1, await son.Page.Locator("main a[href$='/pay']").CountAsync());
        Assert.Equal(403, await son.OpenAsync("/account/messages"));
        await AccessibilityTests.LookAsync(son, faults);
        await son.PictureAsync("mandate-refused-Arabic");

        // She sees it among her cases, who did it, and in her ledger.
        await mother.OpenAsync("/account");
        Assert.Contains(son.Reference, await mother.TextAsync(), StringComparison.Ordinal);
        await mother.OpenAsync($"/cases/{son.Reference}");
        Assert.Contains("نيابة عن", await mother.TextAsync(), StringComparison.Ordinal);
        Assert.Contains("حازم", await mother.TextAsync(), StringComparison.Ordinal);
        await mother.OpenAsync("/account/access");
        Assert.Contains(son.Reference, await mother.TextAsync(), StringComparison.Ordinal);
        await mother.PictureAsync("mandate-ledger-Arabic");

        // She ends it, and he is out at once.
        await mother.OpenAsync("/account/mandates");
        await AccessibilityTests.LookAsync(mother, faults);
        await mother.PictureAsync("mandate-given-Arabic");
        await mother.GoAsync(mother.Page.Locator("form[action*='handler=withdraw'] button"));
        await AccessibilityTests.LookAsync(mother, faults);
        Assert.Equal(403, await son.OpenAsync($"/cases/{son.Reference}"));
        Assert.Contains("سحب", await son.TextAsync(), StringComparison.Ordinal);
        Assert.Equal(404, await son.OpenAsync($"/cases/{son.Reference}"));
        Assert.Equal(0, await son.Page.Locator("#acting").CountAsync());
        Assert.Empty(faults);
    }

    /// <summary>By a number that is typed: these two have no button of their own.</summary>
    private async Task<Visitor> SignedInAsync(string number)
    {
        var visitor = await nation.VisitorAsync(Language.Arabic, PeopleTests.Phone);
        await visitor.OpenAsync("/sign-in");
        await visitor.GoAsync(visitor.Page.Locator("main form[method=post] button").First);
        await visitor.Page.Locator("#typed").FillAsync(number);
        await visitor.GoAsync(visitor.Page.Locator("button[name=subject][value='']"));
        Assert.StartsWith(nation.Product, visitor.Page.Url, StringComparison.Ordinal);
        return visitor;
    }
}
