using Diwan.Kernel;
using Microsoft.Playwright;

namespace Diwan.EndToEnd.Tests;

/// <summary>
/// Pictures of the pages of money for somebody to look at, on a desktop and on a telephone, each heard by axe. Run it by name, with explicit
/// tests on and DIWAN_PICTURES naming a folder.
/// </summary>
public sealed class MoneyPictures(TheNation nation)
{
    /// <summary>The sandbox's card whose payment comes 20 seconds after the browser.</summary>
    private const string LateCard = "4000 0000 0000 0051";

    private static readonly (int Width, int Height)[] Devices = [(1100, 900), (360, 740)];

    [Theory(Explicit = true)]
    [InlineData(Language.Arabic, "2000000502", "2000000929")]
    [InlineData(Language.English, "2000000504", "2000000930")]
    public async Task Pages_of_money(Language language, string number, string cashierNumber)
    {
        List<string> faults = [];
        await using var payer = await nation.VisitorAsync(language);
        foreach (var service in (string[])["gam/property-tax", "dls/land-plan", "moj/non-conviction-certificate"])
        {
            await payer.OpenAsync($"/services/{service}");
            await SeeAsync(payer, $"service-{service.Split('/')[1]}");
        }

        await payer.SignInAsync(number);
        await payer.ApplyAsync("gam/property-tax", new() { ["capacity"] = "OWNER", ["property"] = "5000" + number[^3..], ["amountMode"] = "FULL", ["shareOnly"] = "false" });
        await SeeAsync(payer, "check-answers");
        await payer.SubmitAsync();
        var tax = await payer.BillNumberAsync();
        await SeeAsync(payer, "case-pay");
        await payer.ApplyAsync("dls/land-plan", Answers.OfPlan());
        await payer.SubmitAsync();
        var plan = await payer.BillNumberAsync();
        await payer.OpenAsync("/account/bills");
        await SeeAsync(payer, "my-bills");
        await payer.OpenAsync("/pay");
        await SeeAsync(payer, "choose");
        await payer.Page.FillAsync("#q-number", "1234567890123");
        await payer.GoAsync(payer.Page.Locator("button[value=add]"));
        await SeeAsync(payer, "choose-wrong");
        foreach (var bill in (string[])[tax, plan])
        {
            await payer.Page.Locator($"input[name=pick][value='{bill}']").CheckAsync();
        }

        await payer.GoAsync(payer.Page.Locator("button[value=continue]"));
        await SeeAsync(payer, "basket");
        await payer.GoAsync(payer.Page.Locator("button[data-pay=card]"));
        await payer.Page.Locator("input[name=card]").FillAsync(LateCard);
        await payer.GoAsync(payer.Page.Locator("main form button:not([name=leave])").First);
        Assert.Contains("/wait", payer.Page.Url, StringComparison.Ordinal);
        await SeeAsync(payer, "wait");
        await payer.WaitForAsync("both receipts", async () =>
        {
            await payer.OpenAsync("/account/payments");
            return await payer.Page.Locator("tbody a[href*='/receipts/']").CountAsync() == 2;
        });
        await SeeAsync(payer, "my-payments");
        await payer.OpenAsync($"/receipts/R{tax}");
        await SeeAsync(payer, "receipt");
        await SaveAsync(payer, "a[download]", $"receipt-{language.Code()}.pdf");
        await payer.OpenAsync($"/account/refunds/ask?bill={tax}");
        await SeeAsync(payer, "refund-ask");
        await payer.Page.FillAsync("#q-amount", "25");
        await payer.Page.FillAsync("#q-words", "?");
        await payer.GoAsync(payer.Page.Locator("main form button.govuk-button"));
        await SeeAsync(payer, "refund-ask-wrong");
        await payer.Page.FillAsync("#q-words", language == Language.Arabic ? "احتُسبت سنة دفعتها من قبل" : "A year that I had paid was counted");
        await payer.GoAsync(payer.Page.Locator("main form button.govuk-button"));
        await SeeAsync(payer, "refund-asked");

        await payer.ApplyAsync("dls/land-plan", Answers.OfPlan());
        await payer.SubmitAsync();
        plan = await payer.BillNumberAsync();
        await using var cashier = await nation.SignedInAsync(cashierNumber, language);
        await cashier.OpenAsync("/desk/cash");
        await SeeAsync(cashier, "cash-open");
        await cashier.Page.FillAsync("#q-start", "20");
        await cashier.GoAsync(cashier.Page.Locator("form[action='?handler=open'] button"));
        await cashier.Page.FillAsync("#q-bill", plan);
        await cashier.GoAsync(cashier.Page.Locator("form[action='?handler=find'] button"));
        await SeeAsync(cashier, "cash-take");
        await cashier.Page.Locator("input[name=by][value=Cash]").CheckAsync();
        await cashier.GoAsync(cashier.Page.Locator("main form button.govuk-button"));
        await SeeAsync(cashier, "cash-taken");
        await cashier.OpenAsync("/desk/cash");
        await SeeAsync(cashier, "cash-working");
        await cashier.OpenAsync("/desk/cash/refunds");
        await SeeAsync(cashier, "cash-pay-out");
        await cashier.OpenAsync("/desk/cash/close");
        await cashier.Page.FillAsync("#q-counted", "20");
        await cashier.Page.FillAsync("#q-reason", language == Language.Arabic ? "سقط دينار خلف الخزانة" : "A dinar fell behind the safe");
        await SeeAsync(cashier, "cash-close");
        await cashier.GoAsync(cashier.Page.Locator("main form button.govuk-button"));
        await SeeAsync(cashier, "cash-closed");
        await using var head = await nation.SignedInAsync("2000000925", language);
        await head.OpenAsync("/desk/money/shifts");
        await SeeAsync(head, "shifts");
        Assert.Empty(faults);

        async Task SeeAsync(Visitor who, string name)
        {
            foreach (var (width, height) in Devices)
            {
                await who.Page.SetViewportSizeAsync(width, height);
                await who.Page.EvaluateAsync("() => document.fonts.ready.then(() => true)");
                await who.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Folder, $"{name}-{language.Code()}-{width}.png"), FullPage = true });
                if (await who.OverflowAsync() is var over and > 0)
                {
                    faults.Add($"{who.Page.Url} is {over} pixels wider than {width}.");
                }
            }

            await AccessibilityTests.LookAsync(who, faults);
        }
    }

    private static string Folder =>
        Environment.GetEnvironmentVariable("DIWAN_PICTURES") is { Length: > 0 } folder ? Directory.CreateDirectory(folder).FullName : throw new InvalidOperationException("DIWAN_PICTURES is to name a folder.");

    private static async Task SaveAsync(Visitor visitor, string link, string name)
    {
        var download = await visitor.Page.RunAndWaitForDownloadAsync(() => visitor.Page.Locator(link).First.ClickAsync());
        await download.SaveAsAsync(Path.Combine(Folder, name));
    }
}
