using System.Globalization;
using Diwan.Kernel;
using Diwan.Testing;

namespace Diwan.EndToEnd.Tests;

/// <summary>A visit from the case to the window, on a telephone in Arabic: booked, moved, checked in, called; the screen shows a number and nobody's name.</summary>
public sealed class VisitTests(TheNation nation) : IDisposable
{
    private readonly string _services = Directory.CreateTempSubdirectory("diwan-visits-e2e-").FullName;

    private const string Palace = "/visits/at/moj/palace";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_services, recursive: true);

    [Fact]
    public async Task From_a_case_to_the_window()
    {
        List<string> faults = [];
        var product = await nation.FurtherProductAsync(await AlwaysOpenAsync(_services));
        await using var person = await nation.SignedInAsync("2000000207", Language.Arabic, PeopleTests.Phone, product);
        var page = person.Page;
        await person.ApplyAsync("moj/non-conviction-certificate", new() { ["purpose"] = "INTERNAL", ["requestingBody"] = "وزارة التربية", ["mobile"] = "0790000207" });
        await person.SubmitAsync();
        await person.OpenAsync($"/cases/{person.Reference}");

        // From the case; on the next day that has times, so that there is something to move.
        await person.GoAsync(page.Locator("main a[href*='/visits/book']"));
        await AccessibilityTests.LookAsync(person, faults);
        await person.PictureAsync("visit-book");
        await page.Locator("#day").SelectOptionAsync(new Microsoft.Playwright.SelectOptionValue { Index = 2 });
        await person.GoAsync(page.Locator("#where button"));
        await person.GoAsync(page.Locator("#book button"));
        var code = new Uri(page.Url).Segments[^1];
        Assert.Contains(code, await page.Locator(".govuk-panel").InnerTextAsync(), StringComparison.Ordinal);
        await AccessibilityTests.LookAsync(person, faults);
        await person.PictureAsync("visit-booked");
        await person.OpenAsync($"/cases/{person.Reference}");
        Assert.Equal(1, await page.Locator($"main a[href$='/visits/{code}']").CountAsync());
        await person.OpenAsync($"/visits/book?what=cash%7Cmoj/non-conviction-certificate&reference={person.Reference}");
        await person.GoAsync(page.Locator("#book button"));
        Assert.Equal(1, await page.Locator(".govuk-error-summary").CountAsync());
        await AccessibilityTests.LookAsync(person, faults);

        // Too early to check in; moved to the first time there is.
        await person.OpenAsync($"{Palace}/arrive?code={code}");
        await person.GoAsync(page.Locator("#arrive button"));
        Assert.Contains("نصف ساعة", await page.Locator(".govuk-error-summary").InnerTextAsync(), StringComparison.Ordinal);
        await AccessibilityTests.LookAsync(person, faults);
        await person.OpenAsync($"/visits/{code}");
        await page.Locator("#day").SelectOptionAsync(new Microsoft.Playwright.SelectOptionValue { Index = 0 });
        await person.GoAsync(page.Locator("#days button"));
        await page.Locator("#at").SelectOptionAsync(new Microsoft.Playwright.SelectOptionValue { Index = 0 });
        await person.GoAsync(page.Locator("#move button"));
        Assert.EndsWith($"/visits/{code}", page.Url, StringComparison.Ordinal);
        await AccessibilityTests.LookAsync(person, faults);
        await person.OpenAsync("/visits");
        Assert.Contains(code, await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await AccessibilityTests.LookAsync(person, faults);
        await person.PictureAsync("visit-mine");
        await person.OpenAsync($"{Palace}/arrive?code={code}");
        await person.GoAsync(page.Locator("#arrive button"));
        var number = page.Url;
        await AccessibilityTests.LookAsync(person, faults);
        await person.PictureAsync("visit-number");

        // The officer gives another number at the door, and calls at a window.
        await using var officer = await nation.SignedInAsync("2000000931", Language.Arabic, product: product);
        await officer.OpenAsync("/desk/visits");
        await AccessibilityTests.LookAsync(officer, faults);
        Assert.Equal(403, await officer.OpenAsync("/desk/visits/gam/city-hall/1"));
        await officer.OpenAsync("/desk/visits/moj/palace/door");
        await officer.Page.Locator("#kind").SelectOptionAsync("help|moj/non-conviction-certificate");
        await officer.GoAsync(officer.Page.Locator("#by-reason button"));
        Assert.Contains("2", await officer.Page.Locator("#given").InnerTextAsync(), StringComparison.Ordinal);
        await AccessibilityTests.LookAsync(officer, faults);
        await officer.PictureAsync("visit-door");
        await officer.OpenAsync("/desk/visits/moj/palace/1");
        var queue = await officer.Page.Locator("main table").InnerTextAsync();
        Assert.Contains("الدفع نقداً", queue, StringComparison.Ordinal);

        // The screen in the hall is open before anybody is called.
        await using var hall = await nation.VisitorAsync(Language.Arabic, product: product);
        await hall.OpenAsync($"{Palace}/screen");
        Assert.Equal(0, await hall.Page.Locator("tbody td").CountAsync());
        await officer.GoAsync(officer.Page.Locator("#next button"));
        await AccessibilityTests.LookAsync(officer, faults);
        await officer.PictureAsync("visit-window");
        var called = (await officer.Page.Locator("#current strong").InnerTextAsync()).Trim();

        // Everybody reads number and window, by themselves there; nobody reads a name or a case.
        await hall.Page.Locator("tbody td").First.WaitForAsync();
        await AccessibilityTests.LookAsync(hall, faults);
        Assert.Equal([called, "1"], (await hall.Page.Locator("tbody td").AllInnerTextsAsync()).Select(t => t.Trim()));
        Assert.DoesNotContain(person.Reference, await hall.Page.ContentAsync(), StringComparison.Ordinal);
        Assert.Contains("http-equiv=\"refresh\"", await hall.Page.Locator("head noscript").InnerHTMLAsync(), StringComparison.Ordinal);
        await hall.PictureAsync("visit-screen");
        await hall.OpenAsync(Palace);
        await AccessibilityTests.LookAsync(hall, faults);
        await hall.PictureAsync("visit-place");

        // Whoever is called is served, then the other; the one with the case reads that it is over.
        for (var i = 0; i < 2; i++)
        {
            await officer.GoAsync(officer.Page.Locator("#done button"));
            if (i == 0)
            {
                await officer.GoAsync(officer.Page.Locator("#next button"));
            }
        }

        await officer.GoAsync(officer.Page.Locator("#next button"));
        Assert.Equal(1, await officer.Page.Locator(".govuk-error-summary").CountAsync());
        await page.GotoAsync(number);
        Assert.Contains("انتهت زيارتك", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await using var head = await nation.SignedInAsync("2000000902", Language.English, product: product);
        await head.OpenAsync("/desk/visits/figures");
        Assert.Contains("Paying in cash", await head.Page.Locator("main table").InnerTextAsync(), StringComparison.Ordinal);
        await AccessibilityTests.LookAsync(head, faults);
        await head.PictureAsync("visit-figures");
        Assert.Empty(faults);
    }

    /// <summary>The services with an office that never closes, whatever the hour and the day at which this runs.</summary>
    private static async Task<string> AlwaysOpenAsync(string folder)
    {
        Repository.CopyServices(folder);
        var year = NationalCalendar.DateAt(TimeProvider.System.GetUtcNow()).Year;
        var (hours, holidays) = (Path.Combine(folder, "calendar/hours.yaml"), Path.Combine(folder, "calendar/holidays.yaml"));
        var all = string.Join(", ", Enum.GetValues<DayOfWeek>().Select(d => d.ToString().ToLowerInvariant()));
        await File.AppendAllTextAsync(hours, string.Create(CultureInfo.InvariantCulture, $"  - {{ at: moj/palace, from: {year - 1}-01-01, opens: \"00:00\", closes: \"23:59\", days: [{all}], assumed: true }}\n"), Ct);
        await File.WriteAllLinesAsync(
            holidays, (await File.ReadAllLinesAsync(holidays, Ct)).Where(l => !l.Contains(string.Create(CultureInfo.InvariantCulture, $"from: {year}"), StringComparison.Ordinal)
                && !l.Contains(string.Create(CultureInfo.InvariantCulture, $"from: {year + 1}"), StringComparison.Ordinal)), Ct);
        return folder;
    }
}
