using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Diwan.Kernel;

namespace Diwan.EndToEnd.Tests;

/// <summary>No page of any kind breaks a rule of WCAG 2.2 A or AA that axe can see, in either language.</summary>
public sealed class AccessibilityTests(TheNation nation)
{
    private static readonly AxeRunOptions Wcag = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
    };

    [Theory]
    [InlineData(Language.Arabic)]
    [InlineData(Language.English)]
    public async Task Pages_for_everybody(Language language)
    {
        await using var visitor = await nation.VisitorAsync(language);
        List<string> faults = [];
        foreach (var path in (string[])
                 [
                     "", "/services", "/services?q=plan", "/services/dls/land-plan", "/services/moj/non-conviction-certificate", "/sign-in", "/sign-in?failed=1",
                     "/track", "/verify", "/help", "/accessibility", "/privacy", "/no-such-page",
                 ])
        {
            await visitor.OpenAsync(path);
            await LookAsync(visitor, faults);
        }

        Assert.Empty(faults);
    }

    [Theory]
    [InlineData(Language.Arabic, "2000000205")]
    [InlineData(Language.English, "2000000206")]
    public async Task Pages_of_a_journey_of_the_account_and_of_the_desk(Language language, string number)
    {
        var plan = new Answers
        {
            ["whichPlot"] = "OTHER",
            ["plot.directorate"] = "1",
            ["plot.village"] = "1",
            ["plot.basin"] = "2",
            ["plot.quarter"] = "0",
            ["plot.parcel"] = "1",
            ["purpose"] = "BUILDING",
        };
        await using var visitor = await nation.SignedInAsync(number, language);
        List<string> faults = [];

        await visitor.BeginAsync("dls/land-plan");
        await visitor.ContinueAsync();  // nothing answered: the page with its errors
        Assert.Equal(1, await visitor.Page.Locator(".govuk-error-summary").CountAsync());
        await LookAsync(visitor, faults);
        while (!visitor.Page.Url.EndsWith("/check-answers", StringComparison.Ordinal))
        {
            await visitor.AnswerSectionAsync(plan);
            await LookAsync(visitor, faults);
        }

        await visitor.SubmitAsync();
        await LookAsync(visitor, faults);  // the bill
        await visitor.OpenAsync($"/cases/{visitor.Reference}/withdraw");
        await LookAsync(visitor, faults);
        await visitor.OpenAsync($"/cases/{visitor.Reference}/pay");
        await visitor.PayByCardAsync();
        await LookAsync(visitor, faults);

        await using var surveyor = await nation.SignedInAsync("2000000905", language);
        await surveyor.ClaimAsync(visitor.Reference);
        await LookAsync(surveyor, faults);
        await surveyor.OpenAsync("/desk");
        await LookAsync(surveyor, faults);
        await using var head = await nation.SignedInAsync("2000000906", language);
        await head.OpenAsync("/desk/team");
        Assert.Equal(1, await head.Page.Locator("#workload").CountAsync());
        await LookAsync(head, faults);
        await surveyor.ApproveClaimedAsync(visitor.Reference);

        await visitor.DownloadAsync();
        await LookAsync(visitor, faults);
        foreach (var path in (string[])["/account", "/account/bills", "/account/documents", "/account/messages", "/account/access"])
        {
            await visitor.OpenAsync(path);
            await LookAsync(visitor, faults);
        }

        Assert.Empty(faults);
    }

    internal static async Task LookAsync(Visitor visitor, List<string> faults)
    {
        var where = new Uri(visitor.Page.Url).AbsolutePath;
        Assert.True(await visitor.Page.Locator("h1").CountAsync() > 0, $"{where} has no heading: {await visitor.Page.ContentAsync()}");
        var result = await visitor.Page.RunAxe(Wcag);
        Assert.NotEmpty(result.Passes);
        faults.AddRange(result.Violations.Select(v =>
            $"{where} {v.Id} ({v.Help}): {string.Join(" | ", v.Nodes.Take(4).Select(n => n.Html))}"));
    }
}
