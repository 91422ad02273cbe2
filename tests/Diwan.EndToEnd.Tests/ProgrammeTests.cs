using System.Text;
using Diwan.Kernel;
using Microsoft.Playwright;

namespace Diwan.EndToEnd.Tests;

/// <summary>The programme office and the committee in a browser: the gate, decisions, vulnerabilities, portfolio, budget, reports.</summary>
public sealed class ProgrammeTests(TheNation nation)
{
    private const string Office = "2000000914";
    private const string Member = "2000000919";

    [Theory]
    [InlineData(Language.Arabic, "ssc/contributions")]
    [InlineData(Language.English, "dls/land-plan")]
    public async Task The_office_takes_a_service_to_the_gate_and_the_committee_reads_why_it_is_held(Language language, string service)
    {
        List<string> faults = [];
        await using var office = await nation.SignedInAsync(Office, language);
        var page = office.Page;
        await office.OpenAsync("/programme");
        await LookAsync(office, faults);
        Assert.Equal(10, await page.Locator("#gate tbody tr").CountAsync());

        // The check is frozen, and the way on is barred until every gap has an owner.
        await office.OpenAsync($"/programme/gate/{service}");
        Assert.Equal(0, await page.Locator("#checks").CountAsync());
        await office.GoAsync(page.Locator("main form button").First);
        Assert.Equal(1, await page.Locator("#checks tbody tr").CountAsync());
        await office.GoAsync(page.Locator("main form button").First);
        Assert.True(await page.Locator(".govuk-error-summary li").CountAsync() > 5);
        await LookAsync(office, faults);

        // Evidence that people write: refused without words, then kept, and marked as typed in.
        await office.OpenAsync($"/programme/gate/{service}/legal-basis");
        await LookAsync(office, faults);
        await page.Locator("#score-3").CheckAsync();
        await office.GoAsync(page.Locator("main form button").First);
        Assert.Equal(1, await page.Locator(".govuk-error-summary").CountAsync());
        await page.Locator("#score-3").CheckAsync();
        await page.Locator("#evidence").FillAsync("قرار مجلس الوزراء، حزيران 2017");
        await office.GoAsync(page.Locator("main form button").First);
        Assert.Contains("قرار مجلس الوزراء", await page.Locator("#c-legal-basis").InnerTextAsync(), StringComparison.Ordinal);

        // A gap gets its owner; what the platform measures cannot be typed over.
        await office.OpenAsync($"/programme/gate/{service}/nothing-assumed");
        Assert.Equal(0, await page.Locator("#evidence").CountAsync());
        await page.Locator("#owner").FillAsync("سعاد علي");
        await page.Locator("#due").FillAsync("2030-01-01");
        await office.GoAsync(page.Locator("main form button").First);
        Assert.Contains("سعاد علي", await page.Locator("#c-nothing-assumed").InnerTextAsync(), StringComparison.Ordinal);

        // A decision: refused without an end, then recorded; the criterion passes by it.
        await office.OpenAsync("/programme/decisions/new");
        await LookAsync(office, faults);
        await page.Locator("#Kind").SelectOptionAsync("Override");
        await page.Locator("#DecidedOn").FillAsync(Today);
        await page.Locator("#WordsAr").FillAsync("يمرّ إلى أن يُعثر على النص");
        await page.Locator("#WordsEn").FillAsync("Passes until the text is found");
        await page.Locator("#Owner").FillAsync("الأمانة");
        await page.Locator("#Service").SelectOptionAsync(service);
        await page.Locator("#Criterion").SelectOptionAsync("nothing-assumed");
        await office.GoAsync(page.Locator("main form button"));
        Assert.Equal(1, await page.Locator(".govuk-error-summary li").CountAsync());
        await page.Locator("#Ends").FillAsync(InDays(90));
        await office.GoAsync(page.Locator("main form button"));
        await LookAsync(office, faults);
        var number = page.Url.Split("/decisions/")[1];
        await office.OpenAsync($"/programme/gate/{service}");
        Assert.Contains(number, await page.Locator("#c-nothing-assumed").InnerTextAsync(), StringComparison.Ordinal);

        // A vulnerability holds the launch until it is closed.
        await office.OpenAsync("/programme/vulnerabilities");
        await page.Locator("#title").FillAsync("رابط يُخمَّن");
        await page.Locator("#severity").SelectOptionAsync("Critical");
        await page.Locator("#service").SelectOptionAsync(service);
        await office.GoAsync(page.Locator("main form button").Last);
        await LookAsync(office, faults);
        await office.OpenAsync($"/programme/gate/{service}");
        Assert.Equal(0, await page.Locator("#c-vulnerabilities .govuk-tag--green").CountAsync());
        await office.OpenAsync("/programme/vulnerabilities");
        await page.Locator("input[name=remedy]").First.FillAsync("صار الرابط عشوائياً");
        await office.GoAsync(page.Locator("form:has(input[name=remedy]) button").First);
        await office.OpenAsync($"/programme/gate/{service}");
        Assert.Equal(1, await page.Locator("#c-vulnerabilities .govuk-tag--green").CountAsync());

        // Portfolio: a wrong file is refused line by line, a right one is taken.
        await office.OpenAsync("/programme/portfolio");
        await UploadAsync(office, "code,institution,name_ar,name_en,owner\r\nP-1,gam,,Lighting,Head\r\n");
        Assert.Equal(1, await page.Locator(".govuk-error-summary li").CountAsync());
        await LookAsync(office, faults);
        await UploadAsync(office, $"code,institution,name_ar,name_en,owner,volume,group\r\nP-{language},gam,إنارة الشوارع,Street lighting,Head,9000,Candidate\r\n");
        Assert.Equal(0, await page.Locator(".govuk-error-summary").CountAsync());
        await office.OpenAsync("/programme/portfolio?perMonth=1");
        await LookAsync(office, faults);

        // Budget: no more is bound than is approved.
        await office.OpenAsync("/programme/budget");
        await page.Locator("#stage").SelectOptionAsync("Committed");
        await page.Locator("#line").FillAsync("أتمتة الخدمات");
        await page.Locator("#amount").FillAsync("999,000,000");
        await office.GoAsync(page.Locator("main form button").Last);
        Assert.Equal(1, await page.Locator(".govuk-error-summary").CountAsync());
        await page.Locator("#stage").SelectOptionAsync("Approved");
        await page.Locator("#amount").FillAsync("٢٥٠٬٠٠٠");
        await office.GoAsync(page.Locator("main form button").Last);
        Assert.Contains("250,000.000", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await LookAsync(office, faults);

        // Reports: last month's are frozen; this month's figures say that they are not.
        await office.OpenAsync("/programme/reports");
        await office.GoAsync(page.Locator("main form button").Last);
        Assert.True(await page.Locator("main ul.govuk-list li").CountAsync() >= 2);
        await LookAsync(office, faults);
        await office.GoAsync(page.Locator("main ul.govuk-list li a").First);
        Assert.Equal(1, await page.Locator("main .govuk-tag--green").First.CountAsync());
        await LookAsync(office, faults);
        await office.OpenAsync("/programme/reports/services/" + Today[..7]);
        Assert.Equal(0, await page.Locator(".dw-hash").CountAsync());
        await LookAsync(office, faults);

        // A member reads all of it and changes none of it; a citizen sees nothing.
        await using var member = await nation.SignedInAsync(Member, language);
        foreach (var path in (string[])["/programme", $"/programme/gate/{service}", "/programme/decisions", $"/programme/decisions/{number}", "/programme/portfolio", "/programme/budget", "/programme/vulnerabilities", "/programme/reports"])
        {
            Assert.Equal(200, await member.OpenAsync(path));
            Assert.Equal(0, await member.Page.Locator("main form[method=post]").CountAsync());
        }

        Assert.Equal(403, await member.OpenAsync("/programme/decisions/new"));
        await using var citizen = await nation.SignedInAsync("2000000101", language);
        Assert.Equal(403, await citizen.OpenAsync("/programme"));
        Assert.Empty(faults);
    }

    private static string Today => NationalCalendar.DateAt(TimeProvider.System.GetUtcNow()).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static string InDays(int days) =>
        NationalCalendar.DateAt(TimeProvider.System.GetUtcNow()).AddDays(days).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static async Task UploadAsync(Visitor office, string text)
    {
        await office.Page.Locator("#file").SetInputFilesAsync(new FilePayload { Name = "portfolio.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(text) });
        await office.GoAsync(office.Page.Locator("form[enctype] button"));
    }

    private static async Task LookAsync(Visitor visitor, List<string> faults)
    {
        await AccessibilityTests.LookAsync(visitor, faults);
        if (Environment.GetEnvironmentVariable("DIWAN_PICTURES") is { Length: > 0 } folder)
        {
            await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, new Uri(visitor.Page.Url).AbsolutePath.Replace('/', '_') + ".png"), FullPage = true });
        }
    }
}
