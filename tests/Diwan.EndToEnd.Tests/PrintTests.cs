using Diwan.Kernel;
using Microsoft.Playwright;

namespace Diwan.EndToEnd.Tests;

/// <summary>Pages that people print: what is printed is the matter itself, in ink that paper takes, and not the furniture of the screen.</summary>
public sealed class PrintTests(TheNation nation)
{
    [Theory]
    [InlineData(Language.Arabic, "2000000202")]
    [InlineData(Language.English, "2000000203")]
    public async Task What_is_printed_is_the_matter_and_no_furniture(Language language, string number)
    {
        await using var visitor = await nation.SignedInAsync(number, language);
        await visitor.OpenAsync("/services/moj/non-conviction-certificate");
        await PrintsAsync(visitor, "service", 5);

        await visitor.ApplyAsync("moj/non-conviction-certificate", new()
        {
            ["purpose"] = "INTERNAL",
            ["requestingBody"] = language == Language.Arabic ? "وزارة التربية" : "Ministry of Education",
            ["deliveryMode"] = "COURT",
            ["courtId"] = "AMMAN",
        });
        await PrintsAsync(visitor, "check", 3);
        await visitor.SubmitAsync();
        await PrintsAsync(visitor, "confirmation", 4);
        Assert.Contains(visitor.Reference, await visitor.TextAsync(), StringComparison.Ordinal);
        await visitor.PayByCardAsync();
        await visitor.WaitForCaseAsync("the paper copy", "a[download]");
        await PrintsAsync(visitor, "timeline", 4);

        await using var officer = await nation.SignedInAsync("2000000901", language);
        await officer.OpenAsync("/desk");
        await officer.GoAsync(officer.Page.Locator($"a[href*='/desk/{visitor.Reference}/']").First);
        await PrintsAsync(officer, "desk", 5);
    }

    /// <summary>Nothing that only works on a screen is printed, nothing runs off the paper, and it is not spread over more sheets than it needs.</summary>
    private static async Task PrintsAsync(Visitor visitor, string name, int mostPages)
    {
        var page = visitor.Page;
        var language = new Uri(page.Url).Segments[1].Trim('/');
        var pdf = await page.PdfAsync(new PagePdfOptions { Format = "A4", PrintBackground = false });
        if (Environment.GetEnvironmentVariable("DIWAN_PRINTS") is { Length: > 0 } folder)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, $"{name}-{language}.pdf"), pdf);
        }

        var pages = System.Text.RegularExpressions.Regex.Count(System.Text.Encoding.Latin1.GetString(pdf), @"/Type\s*/Page\b");
        Assert.InRange(pages, 1, mostPages);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        try
        {
            foreach (var furniture in (string[])["header nav", "footer", "button", ".govuk-skip-link", ".govuk-back-link", ".govuk-breadcrumbs", "a.govuk-button", ".govuk-summary-list__actions"])
            {
                foreach (var piece in await page.Locator(furniture).AllAsync())
                {
                    Assert.False(await piece.IsVisibleAsync(), $"{furniture} is printed on {name}: {await piece.InnerHTMLAsync()}");
                }
            }

            Assert.True(await page.Locator("h1").First.IsVisibleAsync());
            Assert.True(await page.Locator("main").IsVisibleAsync());

            // The notice that this is the sandbox stays: paper outlives the screen.
            Assert.True(await page.GetByText(language == "ar" ? "بيئة تجريبية" : "Sandbox").First.IsVisibleAsync());

            // 180 mm of paper between the margins, at 96 dots an inch.
            await page.SetViewportSizeAsync(680, 900);
            Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth + 1"), $"{name} is wider than the paper");
        }
        finally
        {
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Null });
            await page.SetViewportSizeAsync(1100, 900);
        }
    }
}
