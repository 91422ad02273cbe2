using System.Globalization;
using Diwan.Kernel;

namespace Diwan.EndToEnd.Tests;

/// <summary>The office tries a service with a few people before its launch, in a browser, and takes it back; the exempt are named by a decision.</summary>
public sealed class PilotTests(TheNation nation)
{
    private const string Service = "dls/registration-deed";

    [Fact]
    public async Task A_pilot_is_opened_to_people_tried_by_one_of_them_and_taken_back()
    {
        List<string> faults = [];
        await using var office = await nation.SignedInAsync("2000000914", Language.Arabic, PeopleTests.Phone);
        var page = office.Page;
        await office.OpenAsync($"/programme/gate/{Service}");
        Assert.Equal(0, await page.Locator("main a[href$='/pilot']").CountAsync());
        await office.OpenAsync($"/programme/gate/{Service}/pilot");
        Assert.Equal(0, await page.Locator("#people").CountAsync());
        await ToImprovementAsync(office);

        // Numbers that are none are named; nothing of what was typed is lost.
        await office.GoAsync(page.Locator("main a[href$='/pilot']"));
        await AccessibilityTests.LookAsync(office, faults);
        await page.Locator("#people").FillAsync("2000000203\nسلمى");
        await office.GoAsync(page.Locator("main form button"));
        Assert.Contains("سلمى", await page.Locator(".govuk-error-summary").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("2000000203\nسلمى", await page.Locator("#people").InputValueAsync());
        await page.Locator("#people").FillAsync("2000000203");
        await office.GoAsync(page.Locator("main form button"));
        Assert.Equal("1", (await page.Locator(".dw-stats dd").First.InnerTextAsync()).Trim());

        // Nothing is shown by taking back what nobody has tried.
        await office.GoAsync(page.Locator("main form button"));
        Assert.Equal(1, await page.Locator(".govuk-error-summary").CountAsync());
        await using var owner = await nation.SignedInAsync("2000000203");
        await owner.ApplyAsync(Service, new() { ["capacity"] = "OWNER", ["myPlot"] = "1/1/1/0/2", ["shareOnly"] = "false", ["purpose"] = "BANK" });
        await owner.SubmitAsync();
        await office.OpenAsync($"/programme/gate/{Service}/pilot");
        await AccessibilityTests.LookAsync(office, faults);
        await office.GoAsync(page.Locator("main form button"));
        Assert.Contains("معاملات تمضي 1 من 1", await page.Locator("main table").InnerTextAsync(), StringComparison.Ordinal);
        await AccessibilityTests.LookAsync(office, faults);

        // The exempt: held until a decision names them, which lists them.
        await office.OpenAsync("/programme/decisions/new");
        await page.Locator("#Kind").SelectOptionAsync("Exemptions");
        await page.Locator("#DecidedOn").FillAsync(NationalCalendar.DateAt(TimeProvider.System.GetUtcNow()).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await page.Locator("#WordsAr").FillAsync("يستعمل هؤلاء الشباك بعد إغلاقه");
        await page.Locator("#WordsEn").FillAsync("These may use the counter after it closes");
        await page.Locator("#Owner").FillAsync("الأمانة");
        await page.Locator("#Service").SelectOptionAsync(Service);
        await office.GoAsync(page.Locator("main form button"));
        Assert.Contains("قرار محكمة", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await office.OpenAsync($"/programme/gate/{Service}");
        foreach (var met in new[] { "rollback", "exemptions" })
        {
            Assert.Equal(1, await page.Locator($"#c-{met} .govuk-tag--green").CountAsync());
        }

        Assert.Equal(0, await page.Locator("#c-refund .govuk-tag--green").CountAsync());
        await office.OpenAsync($"/programme/gate/{Service}/rollback");
        Assert.Equal(0, await page.Locator("input[type=file], #evidence").CountAsync());
        await AccessibilityTests.LookAsync(office, faults);
        Assert.Empty(faults);
    }

    private static async Task ToImprovementAsync(Visitor office)
    {
        var page = office.Page;
        var next = page.Locator("main form:not([action]) button");
        await office.OpenAsync($"/programme/gate/{Service}");
        await office.GoAsync(next);
        var open = await page.Locator("#criteria tbody tr:not(:has(.govuk-tag--green)) td:first-child a").EvaluateAllAsync<string[]>("links => links.map(a => a.href)");
        foreach (var gap in open)
        {
            await page.GotoAsync(gap);
            await page.Locator("#owner").FillAsync("سعاد علي");
            await page.Locator("#due").FillAsync("2030-01-01");
            await office.GoAsync(page.Locator("form:has(#owner) button"));
        }

        await office.GoAsync(next);
        await page.Locator("#channel-Portal").CheckAsync();
        await office.GoAsync(next);
    }
}
