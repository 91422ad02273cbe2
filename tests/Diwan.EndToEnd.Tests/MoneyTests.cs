using System.Text;
using Diwan.Kernel;
using Microsoft.Playwright;

namespace Diwan.EndToEnd.Tests;

/// <summary>Money in a browser: baskets, the cash desk, refunds with a second person, the finance desk; each page looked at by axe and on a telephone.</summary>
public sealed class MoneyTests(TheNation nation)
{
    [Theory]
    [InlineData(Language.Arabic, "2000000402")]
    [InlineData(Language.English, "2000000405")]
    public async Task Bills_of_two_institutions_are_paid_at_once_one_of_them_for_somebody_else(Language language, string number)
    {
        List<string> faults = [];
        var scripts = language == Language.Arabic;

        // Somebody else's certificate, of another institution.
        await using var other = await nation.SignedInAsync(language == Language.Arabic ? "2000000301" : "2000000302", language);
        await other.ApplyAsync("moj/non-conviction-certificate", new() { ["purpose"] = "INTERNAL", ["requestingBody"] = "وزارة التربية", ["deliveryMode"] = "ELECTRONIC" });
        await other.SubmitAsync();
        var theirs = await other.BillNumberAsync();
        var name = language == Language.Arabic ? "البستاني" : "الحلو";

        await using var payer = await nation.SignedInAsync(number, language, o => o.JavaScriptEnabled = scripts);
        await payer.ApplyAsync("dls/land-plan", Answers.OfPlan());
        await payer.SubmitAsync();
        var mine = await payer.BillNumberAsync();
        await payer.OpenAsync("/pay");
        await LookAsync(payer, faults, scripts);
        await payer.Page.FillAsync("#q-number", "1234567890123");
        await payer.GoAsync(payer.Page.Locator("button[value=add]"));
        Assert.Equal(1, await payer.Page.Locator(".govuk-error-summary").CountAsync());
        await LookAsync(payer, faults, scripts);
        await payer.Page.FillAsync("#q-number", theirs);
        await payer.GoAsync(payer.Page.Locator("button[value=add]"));
        await payer.Page.Locator($"input[name=pick][value='{mine}']").CheckAsync();
        Assert.True(await payer.Page.Locator($"input[name=pick][value='{theirs}']").IsCheckedAsync());
        await payer.GoAsync(payer.Page.Locator("button[value=continue]"));
        Assert.DoesNotContain(name, await payer.Page.ContentAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(other.Reference, await payer.Page.ContentAsync(), StringComparison.Ordinal);
        await LookAsync(payer, faults, scripts);

        await payer.GoAsync(payer.Page.Locator("button[data-pay=card]"));
        await payer.PayOnTheCardPageAsync();
        await payer.WaitForAsync("both receipts", async () =>
        {
            await payer.Page.ReloadAsync();
            return await payer.Page.Locator("a[href*='/receipts/']").CountAsync() == 2;
        });
        await LookAsync(payer, faults, scripts);

        // Both cases go on, and each has a receipt; the payer's of the other says nothing of them.
        await payer.OpenAsync($"/receipts/R{theirs}");
        Assert.DoesNotContain(name, await payer.Page.ContentAsync(), StringComparison.Ordinal);
        await LookAsync(payer, faults, scripts);
        await payer.OpenAsync($"/receipts/R{mine}");
        await LookAsync(payer, faults, scripts);
        var paper = await SaveAsync(payer, "a[download]");
        Assert.Equal("%PDF"u8, paper.AsSpan(0, 4));
        await using (var anybody = await nation.VisitorAsync(Language.English))
        {
            await anybody.OpenAsync("/verify");
            await anybody.VerifyFileAsync("receipt.pdf", "application/pdf", paper);
            await anybody.AnswersAsync("inForce");
        }

        await payer.OpenAsync("/account/payments");
        Assert.Equal(2, await payer.Page.Locator("tbody a[href*='/receipts/']").CountAsync());
        await LookAsync(payer, faults, scripts);
        await other.OpenAsync($"/receipts/R{theirs}");
        Assert.Equal(1, await other.Page.Locator(".dw-pay").CountAsync());
        await (await other.DownloadAsync()).IsGenuineAsync(nation);
        Assert.Empty(faults);
    }

    [Theory]
    [InlineData(Language.Arabic, "2000000503", "2000000929", "2000000930", "2000000909")]
    [InlineData(Language.English, "2000000506", "2000000930", "2000000929", "2000000922")]
    public async Task A_cashier_takes_a_fee_hands_the_drawer_over_and_the_supervisor_sees_what_was_short(
        Language language, string number, string first, string second, string supervisor)
    {
        List<string> faults = [];
        var scripts = language == Language.Arabic;
        await using var payer = await nation.SignedInAsync(number, language);
        await payer.ApplyAsync("dls/land-plan", Answers.OfPlan());
        await payer.SubmitAsync();
        var bill = await payer.BillNumberAsync();

        await using var colleague = await nation.SignedInAsync(second, language, PeopleTests.Phone);
        await using var cashier = await nation.SignedInAsync(first, language, o => o.JavaScriptEnabled = scripts);
        await cashier.OpenAsync("/desk");
        Assert.EndsWith("/desk/cash", cashier.Page.Url, StringComparison.Ordinal);
        await LookAsync(cashier, faults, scripts);
        await cashier.Page.FillAsync("#q-start", "٢٠");
        await cashier.GoAsync(cashier.Page.Locator("form[action='?handler=open'] button"));
        await LookAsync(cashier, faults, scripts);
        await cashier.Page.FillAsync("#q-bill", bill);
        await cashier.GoAsync(cashier.Page.Locator("form[action='?handler=find'] button"));
        await LookAsync(cashier, faults, scripts);
        await cashier.Page.Locator("input[name=by][value=Cash]").CheckAsync();
        await cashier.GoAsync(cashier.Page.Locator("main form button.govuk-button"));
        Assert.Contains("/desk/cash/taken/", cashier.Page.Url, StringComparison.Ordinal);
        await LookAsync(cashier, faults, scripts);

        // Counted wrongly first, then rightly, and offered.
        await cashier.OpenAsync("/desk/cash/hand-over");
        await LookAsync(cashier, faults, scripts);
        await cashier.Page.SelectOptionAsync("#q-to", "OFF:" + second);
        await cashier.Page.FillAsync("#q-counted", "20");
        await cashier.GoAsync(cashier.Page.Locator("main form button.govuk-button"));
        Assert.Equal(1, await cashier.Page.Locator(".govuk-error-summary").CountAsync());
        await LookAsync(cashier, faults, scripts);
        var fee = decimal.Parse(
            System.Text.RegularExpressions.Regex.Match(await cashier.Page.Locator("#q-reason-error").InnerTextAsync(), @"\d+\.\d{3}").Value, System.Globalization.CultureInfo.InvariantCulture);
        await cashier.Page.FillAsync("#q-counted", FormattableString.Invariant($"{20 + fee}"));
        await cashier.GoAsync(cashier.Page.Locator("main form button.govuk-button"));
        await LookAsync(cashier, faults, scripts);

        await colleague.OpenAsync("/desk/cash");
        await LookAsync(colleague, faults);
        await colleague.Page.FillAsync("#q-counted", FormattableString.Invariant($"{20 + fee}"));
        await colleague.GoAsync(colleague.Page.Locator("form[action='?handler=accept'] button"));
        await colleague.OpenAsync("/desk/cash/refunds");
        await LookAsync(colleague, faults);
        await colleague.OpenAsync("/desk/cash/close");
        await colleague.Page.FillAsync("#q-counted", FormattableString.Invariant($"{19 + fee}"));
        await colleague.Page.FillAsync("#q-reason", language == Language.Arabic ? "سقط دينار خلف الخزانة" : "A dinar fell behind the safe");
        await colleague.GoAsync(colleague.Page.Locator("main form button.govuk-button"));
        Assert.Contains("/desk/cash/closed/", colleague.Page.Url, StringComparison.Ordinal);
        await LookAsync(colleague, faults);

        await using var head = await nation.SignedInAsync(supervisor, language);
        await head.OpenAsync("/desk/money/open");
        await LookAsync(head, faults);
        await head.OpenAsync("/desk/money/shifts");
        await LookAsync(head, faults);
        await head.GoAsync(head.Page.Locator("tbody tr:has(.govuk-tag--yellow) a").First);
        await LookAsync(head, faults);
        await head.Page.FillAsync("#q-note", language == Language.Arabic ? "روجع مع أمين الصندوق" : "Gone through with the cashier");
        await head.GoAsync(head.Page.Locator("main form button.govuk-button"));
        Assert.Equal(0, await head.Page.Locator("#q-note").CountAsync());
        await payer.WaitForCaseAsync("that it is paid", "a[download], .govuk-tag:not(.govuk-tag--yellow)");
        Assert.Empty(faults);
    }

    [Theory]
    [InlineData(Language.Arabic, "2000000502", "2000000909", "2000000922")]
    [InlineData(Language.English, "2000000504", "2000000922", "2000000909")]
    public async Task What_is_asked_back_above_the_limit_goes_back_by_a_second_persons_yes(Language language, string number, string first, string second)
    {
        List<string> faults = [];
        await using var payer = await nation.SignedInAsync(number, language);
        await payer.ApplyAsync("gam/property-tax", new() { ["capacity"] = "OWNER", ["property"] = "5000" + number[^3..], ["amountMode"] = "FULL", ["shareOnly"] = "false" });
        await payer.SubmitAsync();
        var bill = await payer.BillNumberAsync();
        await LookAsync(payer, faults);
        await payer.PayByCardAsync();
        await payer.OpenAsync($"/receipts/R{bill}");
        await LookAsync(payer, faults);
        var receipt = await SaveAsync(payer, "a[download]");
        Assert.Equal("%PDF"u8, receipt.AsSpan(0, 4));
        await payer.GoAsync(payer.Page.Locator("a[href*='/refunds/ask']"));
        await LookAsync(payer, faults);
        await payer.Page.FillAsync("#q-amount", "25");
        await payer.Page.FillAsync("#q-words", "?");
        await payer.GoAsync(payer.Page.Locator("main form button.govuk-button"));
        Assert.Equal(1, await payer.Page.Locator(".govuk-error-summary").CountAsync());
        await LookAsync(payer, faults);
        await payer.Page.FillAsync("#q-words", language == Language.Arabic ? "احتُسبت سنة دفعتها من قبل" : "A year that I had paid was counted");
        await payer.GoAsync(payer.Page.Locator("main form button.govuk-button"));
        await LookAsync(payer, faults);

        await using var officer = await nation.SignedInAsync(first, language);
        await officer.OpenAsync("/desk/money/refunds");
        await LookAsync(officer, faults);
        var wish = officer.Page.Locator($"li:has(.dw-ref:text-is('{bill}'))");
        await wish.Locator("textarea").FillAsync(language == Language.Arabic ? "ثبت أنها مدفوعة" : "It is found to be paid");
        await officer.GoAsync(wish.Locator("button:not([formaction])"));
        Assert.Contains("done=second", officer.Page.Url, StringComparison.Ordinal);
        Assert.Equal(0, await officer.Page.Locator($"li:has(.dw-ref:text-is('{bill}')) form").CountAsync());
        await officer.OpenAsync($"/desk/money/refunds/ask?bill={bill}");
        await LookAsync(officer, faults);

        await using var head = await nation.SignedInAsync(second, language, PeopleTests.Phone);
        await head.OpenAsync("/desk/money/refunds");
        await LookAsync(head, faults);
        await head.GoAsync(head.Page.Locator($"li:has(.dw-ref:text-is('{bill}')) button:not([formaction])"));
        await payer.WaitForAsync("the refund", async () =>
        {
            await payer.OpenAsync("/account/refunds");
            return await payer.Page.Locator(".dw-card .govuk-tag--green").CountAsync() == 2;
        });
        await LookAsync(payer, faults);
        Assert.Empty(faults);
    }

    [Theory]
    [InlineData(Language.Arabic)]
    [InlineData(Language.English)]
    public async Task The_finance_desk_shows_accounts_charts_alarms_and_a_statement_that_can_be_saved(Language language)
    {
        List<string> faults = [];
        await using var payer = await nation.SignedInAsync(language == Language.Arabic ? "2000000401" : "2000000407", language);
        await payer.ApplyAsync("dls/land-plan", Answers.OfPlan());
        await payer.SubmitAsync();
        await payer.PayByCardAsync();
        using (var http = new HttpClient())
        {
            using var forged = new StringContent("""{"transactionNo":"F1","billNo":"2000000000019","amountFils":5000,"currency":"JOD","status":"paid"}""", Encoding.UTF8, "application/json");
            forged.Headers.Add("Diwan-Signature", "t=1,v1=00");
            Assert.Equal(401, (int)(await http.PostAsync(new Uri(nation.Product + "/rails/cards/notice"), forged, TestContext.Current.CancellationToken)).StatusCode);
        }

        await using var finance = await nation.SignedInAsync("2000000925", language);
        await finance.OpenAsync("/desk/money");
        Assert.Equal(3, await finance.Page.Locator(".dw-chart").CountAsync());
        Assert.True(await finance.Page.Locator(".dw-chart table").First.Locator("tbody tr").CountAsync() == 24, "A row of the table for each hour.");
        await LookAsync(finance, faults);
        await finance.OpenAsync("/desk/money?from=2026-02-30");
        Assert.Equal(1, await finance.Page.Locator(".govuk-error-summary").CountAsync());
        await finance.OpenAsync("/desk/money/statement");
        await LookAsync(finance, faults);
        var (paper, workbook) = (await SaveAsync(finance, "a[href*='/statement/pdf']"), await SaveAsync(finance, "a[href*='/statement/xlsx']"));
        Assert.Equal("%PDF"u8, paper.AsSpan(0, 4));
        Assert.Equal("PK"u8, workbook.AsSpan(0, 2));
        await finance.OpenAsync("/desk/money/reconciliation");
        await LookAsync(finance, faults);

        await using var treasury = await nation.SignedInAsync("2000000936", language, PeopleTests.Phone);
        await treasury.OpenAsync("/desk/money");
        await LookAsync(treasury, faults);
        await treasury.OpenAsync("/desk/money/open");
        await LookAsync(treasury, faults);
        await treasury.OpenAsync("/desk/money/reconciliation");
        await LookAsync(treasury, faults);
        await treasury.OpenAsync("/desk/money/alarms");
        await LookAsync(treasury, faults);
        var alarms = await treasury.Page.Locator("main form[action*='alarms']").CountAsync();
        Assert.True(alarms > 0, "The forged notice raises an alarm.");
        await treasury.GoAsync(treasury.Page.Locator("main form[action*='alarms'] button").First);
        Assert.Equal(1, await treasury.Page.Locator(".govuk-error-summary").CountAsync());
        await LookAsync(treasury, faults);
        await treasury.Page.Locator("main form[action*='alarms'] textarea").First.FillAsync(language == Language.Arabic ? "تجربة" : "A trial");
        await treasury.GoAsync(treasury.Page.Locator("main form[action*='alarms'] button").First);
        Assert.Equal(alarms - 1, await treasury.Page.Locator("main form[action*='alarms']").CountAsync());
        Assert.Empty(faults);
    }

    [Theory]
    [InlineData(Language.Arabic, "2000000914", false)]
    [InlineData(Language.English, "2000000936", true)]
    public async Task A_proposed_tariff_is_refused_where_it_may_not_be_and_tried_on_what_was_paid(Language language, string who, bool phone)
    {
        List<string> faults = [];
        await using var payer = await nation.SignedInAsync(language == Language.Arabic ? "2000000408" : "2000000409", language);
        for (var i = 0; i < 5; i++)
        {
            await payer.ApplyAsync("dls/land-plan", Answers.OfPlan());
            await payer.SubmitAsync();
            await payer.PayByCardAsync();
        }

        await using var reader = phone ? await nation.SignedInAsync(who, language, PeopleTests.Phone) : await nation.SignedInAsync(who, language);
        await reader.OpenAsync("/programme/tariff");
        await LookAsync(reader, faults);
        await reader.Page.SelectOptionAsync("#q-service", "dls/land-plan");
        await reader.Page.FillAsync("#q-to", NationalCalendar.DateAt(TimeProvider.System.GetUtcNow()).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        await reader.GoAsync(reader.Page.Locator("form.dw-filters button"));
        var fields = reader.Page.Locator("#figures input");
        var was = await fields.First.InputValueAsync();

        // No number, then nothing, then dearer online than at the counter: each is told, with what was typed kept.
        await fields.First.FillAsync("خمسة");
        await reader.GoAsync(reader.Page.Locator("#figures + button"));
        Assert.Equal(1, await reader.Page.Locator(".govuk-error-summary li a").CountAsync());
        Assert.Equal("خمسة", await fields.First.InputValueAsync());
        await LookAsync(reader, faults);
        await fields.First.FillAsync(was);
        await reader.GoAsync(reader.Page.Locator("#figures + button"));
        Assert.Equal(1, await reader.Page.Locator(".govuk-error-summary li").CountAsync());
        await fields.First.FillAsync("٥٠");
        await reader.GoAsync(reader.Page.Locator("#figures + button"));
        Assert.Contains(language == Language.Arabic ? "عند الشباك" : "at the counter", await reader.Page.Locator(".govuk-error-summary").InnerTextAsync(), StringComparison.Ordinal);
        await LookAsync(reader, faults);

        await fields.First.FillAsync("0.001");
        await reader.GoAsync(reader.Page.Locator("#figures + button"));
        Assert.Equal(2, await reader.Page.Locator(".dw-chart").CountAsync());
        Assert.True(int.Parse(await reader.Page.Locator(".dw-stats dd").First.InnerTextAsync(), System.Globalization.CultureInfo.InvariantCulture) >= 5);
        Assert.DoesNotContain(payer.Reference, await reader.Page.ContentAsync(), StringComparison.Ordinal);
        await LookAsync(reader, faults);
        Assert.Empty(faults);
    }

    private static async Task<byte[]> SaveAsync(Visitor visitor, string link)
    {
        var download = await visitor.Page.RunAndWaitForDownloadAsync(() => visitor.Page.Locator(link).First.ClickAsync());
        await using var stream = await download.CreateReadStreamAsync();
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory, TestContext.Current.CancellationToken);
        if (Environment.GetEnvironmentVariable("DIWAN_PICTURES") is { Length: > 0 } folder)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, download.SuggestedFilename), memory.ToArray(), TestContext.Current.CancellationToken);
        }

        return memory.ToArray();
    }

    /// <summary>Axe has nothing to say, and no page is wider than its window.</summary>
    /// <param name="scripts">Without them axe cannot look; that the page can be used is then all that is tried.</param>
    private static async Task LookAsync(Visitor visitor, List<string> faults, bool scripts = true)
    {
        if (!scripts)
        {
            return;
        }

        await AccessibilityTests.LookAsync(visitor, faults);
        await PeopleTests.FitsAsync(visitor);
        if (Environment.GetEnvironmentVariable("DIWAN_PICTURES") is { Length: > 0 } folder)
        {
            var name = string.Concat(new Uri(visitor.Page.Url).AbsolutePath.Trim('/').Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
            var width = await visitor.Page.EvaluateAsync<int>("() => window.innerWidth");
            await visitor.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name[..Math.Min(60, name.Length)]}-{width}.png"), FullPage = true });
        }
    }
}
