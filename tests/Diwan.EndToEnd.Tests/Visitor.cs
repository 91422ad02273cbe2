using System.Text.RegularExpressions;
using Diwan.Kernel;
using Diwan.Web.Texts;
using Microsoft.Playwright;

namespace Diwan.EndToEnd.Tests;

/// <summary>Somebody with a browser. Each method is something a person does, and fails with what the page says when it cannot be done.</summary>
internal sealed partial class Visitor(TheNation nation, IBrowserContext context, IPage page, Language language, string? product = null) : IAsyncDisposable
{
    internal const string GoodCard = "4000 0000 0000 0000";

    /// <summary>Work goes on behind the pages; on a busy machine it may take this long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>By which they signed in.</summary>
    private string _number = "";

    internal TheNation Nation => nation;

    internal IPage Page => page;

    /// <summary>The case last submitted.</summary>
    internal string Reference { get; private set; } = "";

    internal string Path(string path) => $"{product ?? nation.Product}/{language.Code()}{path}";

    internal async Task<int> OpenAsync(string path)
    {
        var answer = await page.GotoAsync(Path(path));
        return answer!.Status;
    }

    /// <summary>Presses something that leads to another page, and waits until that page is there.</summary>
    internal async Task GoAsync(ILocator button)
    {
        var there = new TaskCompletionSource();
        void Loaded(object? sender, IPage loaded) => there.TrySetResult();
        page.Load += Loaded;
        try
        {
            await button.ClickAsync();
            await there.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        }
        finally
        {
            page.Load -= Loaded;
        }
    }

    internal Task ContinueAsync() => GoAsync(page.Locator("button[value=continue]").Last);

    internal async Task SignInAsync(string number)
    {
        await OpenAsync("/sign-in");
        await GoAsync(page.Locator("main form[method=post] button").First);
        await ShowWhoAsync(number);
    }

    /// <summary>Shows again, or by a higher level, who they are, where the page asks for it; and is back where they were.</summary>
    internal async Task StepUpAsync()
    {
        Assert.Contains("/step-up", page.Url, StringComparison.Ordinal);
        await GoAsync(page.Locator("main form button"));
        await ShowWhoAsync(_number);
    }

    private async Task ShowWhoAsync(string number)
    {
        _number = number;
        await GoAsync(page.Locator($"button[name=subject][value='{number}']"));
        Assert.StartsWith(product ?? nation.Product, page.Url, StringComparison.Ordinal);
    }

    /// <summary>Begins an application and answers every section, up to the page on which everything is checked.</summary>
    /// <param name="answers">By the name of the field; a selection takes its keys separated by commas. Declarations are agreed to.</param>
    internal async Task ApplyAsync(string service, Answers answers)
    {
        await BeginAsync(service);
        await AnswerAsync(answers);
    }

    internal async Task BeginAsync(string service)
    {
        await OpenAsync($"/apply/{service}");

        // Whoever has drafts of it already is shown them first, and asked for more certainty only when they begin another.
        for (var pages = 0; pages < 4 && !page.Url.Contains("/applications/", StringComparison.Ordinal); pages++)
        {
            if (page.Url.Contains("/step-up", StringComparison.Ordinal))
            {
                await StepUpAsync();
            }
            else if (page.Url.Contains("/apply/", StringComparison.Ordinal))
            {
                await GoAsync(page.Locator("main form button").Last);
            }
        }

        Assert.True(page.Url.Contains("/applications/", StringComparison.Ordinal), $"Not begun: {page.Url}\n{await TextAsync()}");
    }

    internal async Task AnswerAsync(Answers answers)
    {
        for (var pages = 0; !page.Url.EndsWith("/check-answers", StringComparison.Ordinal); pages++)
        {
            Assert.True(pages < 30, $"The application does not come to an end: {page.Url}\n{await TextAsync()}");
            await AnswerSectionAsync(answers);
        }
    }

    /// <summary>Answers what this page asks and continues. What an answer brings up further on the same page is asked on the next.</summary>
    internal async Task AnswerSectionAsync(Answers answers)
    {
        await FillSectionAsync(answers);
        await ContinueAsync();
        if (await page.Locator(".govuk-error-summary").CountAsync() > 0)
        {
            Assert.Fail($"{page.Url}\n{await TextAsync()}");
        }
    }

    internal async Task FillSectionAsync(Answers answers, bool agree = true)
    {
        foreach (var box in agree ? await page.Locator("main input[type=checkbox][value=true]").AllAsync() : [])
        {
            await box.CheckAsync();
        }

        foreach (var (name, value) in answers)
        {
            var fields = page.Locator($"main [name='{name}']");
            if (await fields.CountAsync() == 0)
            {
                continue;
            }

            switch (await fields.First.EvaluateAsync<string>("e => e.type"))
            {
                case "radio" or "checkbox":
                    foreach (var one in value.Split(','))
                    {
                        await page.Locator($"main [name='{name}'][value='{one}']").CheckAsync();
                    }

                    break;
                case "select-one":
                    await fields.SelectOptionAsync(value);
                    break;
                default:
                    await fields.FillAsync(value);
                    break;
            }
        }
    }

    /// <summary>Sends the application from the check page.</summary>
    internal async Task SubmitAsync()
    {
        Assert.True(await page.Locator("input[name=agreed]").CountAsync() > 0, $"Cannot be submitted: {page.Url}\n{await TextAsync()}");
        await GoAsync(page.Locator("main form button.govuk-button").First);
        var reference = CaseInUrl().Match(page.Url);
        Assert.True(reference.Success, $"Not submitted: {page.Url}\n{await TextAsync()}");
        Reference = reference.Groups[1].Value;
    }

    /// <summary>Pays on the card page of the outside world and comes back to the case.</summary>
    internal async Task PayByCardAsync()
    {
        await ToPaymentAsync();
        await GoAsync(page.Locator("main button[data-pay=card]"));
        await PayOnTheCardPageAsync();
        await WaitForAsync("the payment", async () =>
        {
            if (IsWaiting())
            {
                await page.ReloadAsync();
            }

            return !IsWaiting();

            bool IsWaiting() => new Uri(page.Url).AbsolutePath.EndsWith("/paid", StringComparison.Ordinal);
        });
        Assert.Contains($"/cases/{Reference}", page.Url, StringComparison.Ordinal);
    }

    internal async Task PayOnTheCardPageAsync()
    {
        Assert.StartsWith(nation.Outside + "/rail/pay/", page.Url, StringComparison.Ordinal);
        await page.Locator("input[name=card]").FillAsync(GoodCard);
        await GoAsync(page.Locator("main form button:not([name=leave])").First);
    }

    /// <summary>The number of the open bill of the case last submitted.</summary>
    internal async Task<string> BillNumberAsync()
    {
        await ToPaymentAsync();
        return (await page.Locator("main p.govuk-body-l strong").Last.InnerTextAsync()).Trim();
    }

    /// <summary>Takes the bill's number to a teller, who needs no account here, and pays in cash.</summary>
    internal async Task PayAtATellerAsync()
    {
        var bill = await BillNumberAsync();
        await page.GotoAsync($"{nation.Outside}/teller?bill={Uri.EscapeDataString(bill)}");
        await page.SelectOptionAsync("#channel", "POST");
        await GoAsync(page.Locator("form[action='/teller/pay'] button"));
        Assert.Contains("The bill is paid", await page.GetByRole(AriaRole.Status).InnerTextAsync(), StringComparison.Ordinal);
    }

    private async Task ToPaymentAsync()
    {
        if (!page.Url.EndsWith("/pay", StringComparison.Ordinal))
        {
            await WaitForCaseAsync("a bill", "a[href$='/pay']");
            await GoAsync(page.Locator("a[href$='/pay']"));
        }
    }

    /// <summary>Looks at the case until its state reads as given.</summary>
    internal Task WaitForStateAsync(string state) => WaitForCaseAsync($"the state {state}", $"strong.govuk-tag:text-is('{state}')");

    internal async Task WaitForCaseAsync(string what, string selector)
    {
        await WaitForAsync(what, async () =>
        {
            await OpenAsync($"/cases/{Reference}");
            return await page.Locator(selector).CountAsync() > 0;
        });
    }

    /// <summary>Waits until the document is issued and downloads it.</summary>
    /// <param name="which">Which of several, from 0.</param>
    internal async Task<Paper> DownloadAsync(int which = 0)
    {
        await WaitForCaseAsync("the document", "a[download]");
        var link = page.Locator("a[download]").Nth(which);
        var number = (await link.GetAttributeAsync("href"))!.Split('/')[^1];
        var download = await page.RunAndWaitForDownloadAsync(() => link.ClickAsync());
        await using var stream = await download.CreateReadStreamAsync();
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory, TestContext.Current.CancellationToken);
        return new Paper(number, memory.ToArray());
    }

    /// <summary>Opens a file on the verification page, which looks at it in the browser.</summary>
    internal async Task VerifyFileAsync(string name, string type, byte[] bytes)
    {
        await page.Locator("#verify[data-ready]").WaitForAsync();
        await page.SetInputFilesAsync("#file", new FilePayload { Name = name, MimeType = type, Buffer = bytes });
        await page.Locator("form[enctype='multipart/form-data'] button").ClickAsync();
    }

    /// <summary>Waits for the answer of the verification page: one of the headings it has.</summary>
    internal async Task AnswersAsync(string key)
    {
        var words = TextCatalogue.Load().Find(language, $"verify.{key}")!;
        var title = page.Locator(".dw-verdict__title");
        try
        {
            await Assertions.Expect(title).ToHaveTextAsync(words, new() { Timeout = 30_000 });
        }
        catch (PlaywrightException)
        {
            Assert.Fail($"Not \"{words}\": {await TextAsync()}");
        }
    }

    /// <summary>An officer takes the case from the queue.</summary>
    internal async Task ClaimAsync(string reference)
    {
        var link = page.Locator($"a[href*='/desk/{reference}/']");
        await WaitForAsync($"{reference} at the desk", async () =>
        {
            await OpenAsync("/desk");
            return await link.CountAsync() > 0;
        });
        await GoAsync(link.First);
        await GoAsync(page.Locator("form[action*='handler=claim'] button"));
        Assert.True(await page.Locator("#decide").CountAsync() > 0, $"Not claimed: {page.Url}\n{await TextAsync()}");
    }

    internal async Task ApproveAsync(string reference)
    {
        await ClaimAsync(reference);
        await ApproveOpenAsync();
    }

    internal async Task ApproveClaimedAsync(string reference)
    {
        await OpenAsync("/desk");
        await GoAsync(page.Locator($"a[href*='/desk/{reference}/']"));
        await ApproveOpenAsync();
    }

    /// <summary>Approves the file that is open.</summary>
    internal async Task ApproveOpenAsync()
    {
        await GoAsync(page.Locator("form[action*='handler=approve'] button"));
        Assert.True(page.Url.EndsWith("/desk", StringComparison.Ordinal), await TextAsync());
    }

    internal Task<string> TextAsync() => page.Locator("main").InnerTextAsync();

    /// <summary>By how much the page is wider than the device: a telephone zooms out of what is too wide, and then its window is as wide as the page.</summary>
    internal async Task<int> OverflowAsync() => await page.EvaluateAsync<int>("() => document.scrollingElement.scrollWidth") - page.ViewportSize!.Width;

    internal async Task WaitForAsync(string what, Func<Task<bool>> come)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await come())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, $"Waited in vain for {what}: {page.Url}\n{await TextAsync()}");
            await Task.Delay(400, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>A picture of the whole page for whoever looks at them: into the folder that DIWAN_PICTURES names, if it does.</summary>
    internal Task PictureAsync(string name) => PictureAsync(page, name);

    internal static async Task PictureAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("DIWAN_PICTURES") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new() { Path = System.IO.Path.Combine(folder, $"{name}.png"), FullPage = true });
        }
    }

    public async ValueTask DisposeAsync() => await context.CloseAsync();

    [GeneratedRegex("/cases/([^/?]+)")]
    private static partial Regex CaseInUrl();
}

/// <summary>A downloaded document.</summary>
internal sealed record Paper(string Number, byte[] Bytes)
{
    /// <summary>It is a PDF, and whoever asks by its number or with the file is told that it is in force.</summary>
    internal async Task IsGenuineAsync(TheNation nation)
    {
        Assert.Equal("%PDF"u8, Bytes.AsSpan(0, 4));
        await using var anybody = await nation.VisitorAsync(Language.English);
        await anybody.OpenAsync($"/verify?code={Number}");
        await anybody.AnswersAsync("inForce");
        await anybody.OpenAsync("/verify");
        await anybody.VerifyFileAsync("document.pdf", "application/pdf", Bytes);
        await anybody.AnswersAsync("inForce");
    }
}

/// <summary>Answers by the name of their field.</summary>
internal sealed class Answers : Dictionary<string, string>
{
    /// <summary>For the plan of a plot that anybody may ask for.</summary>
    internal static Answers OfPlan() => new()
    {
        ["whichPlot"] = "OTHER",
        ["plot.directorate"] = "1",
        ["plot.village"] = "1",
        ["plot.basin"] = "1",
        ["plot.quarter"] = "0",
        ["plot.parcel"] = "1",
        ["purpose"] = "SALE",
    };
}
