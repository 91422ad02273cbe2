using Diwan.Kernel;

namespace Diwan.EndToEnd.Tests;

/// <summary>What people say of a service is read, and a complaint is answered in writing.</summary>
public sealed class VoiceTests(TheNation nation)
{
    [Fact]
    public async Task A_complaint_is_given_without_JavaScript_and_without_an_account_and_its_answer_is_read_by_its_code()
    {
        await using var visitor = await nation.VisitorAsync(Language.Arabic, o => o.JavaScriptEnabled = false);
        await visitor.OpenAsync("/help");
        await visitor.GoAsync(visitor.Page.Locator("main a[href$='/complaints']"));
        await visitor.GoAsync(visitor.Page.Locator("main a[href$='/complaint/gam/traffic-fines']"));
        await visitor.Page.Locator("#words").FillAsync("دفعت المخالفة مرتين\nولم يُعد إليّ المبلغ.");
        await visitor.Page.Locator("#phone").FillAsync("0790000999");
        await visitor.GoAsync(visitor.Page.Locator("main form button"));
        Assert.Equal(1, await visitor.Page.Locator(".govuk-panel").CountAsync());
        var number = new Uri(visitor.Page.Url).AbsolutePath.Split('/')[^1];
        var code = System.Web.HttpUtility.ParseQueryString(new Uri(visitor.Page.Url).Query)["code"]!;
        Assert.Contains(code, await visitor.TextAsync(), StringComparison.Ordinal);

        await using var desk = await nation.SignedInAsync("2000000939", Language.Arabic);
        await desk.GoAsync(desk.Page.Locator("header a[href$='/desk/complaints']"));
        await desk.GoAsync(desk.Page.Locator($"a[href$='/desk/complaints/{number}']"));
        Assert.Contains("دفعت المخالفة مرتين", await desk.TextAsync(), StringComparison.Ordinal);
        await desk.GoAsync(desk.Page.Locator("form[action*='handler=take'] button"));
        await desk.Page.Locator("#finding-Upheld").CheckAsync();
        await desk.Page.Locator("#answer").FillAsync("وجدنا الدفعتين، وأعدنا إليك الثانية.");
        await desk.GoAsync(desk.Page.Locator("form[action*='handler=answer'] button"));
        Assert.EndsWith("/desk/complaints", desk.Page.Url, StringComparison.Ordinal);
        Assert.Equal(0, await desk.Page.Locator($"a[href$='/desk/complaints/{number}']").CountAsync());

        // By the number alone: that it is answered. With the code: the answer.
        await visitor.OpenAsync($"/complaints?number={number}");
        Assert.DoesNotContain("الدفعتين", await visitor.TextAsync(), StringComparison.Ordinal);
        await visitor.Page.Locator("#code").FillAsync(code);
        await visitor.GoAsync(visitor.Page.Locator("main form button"));
        Assert.Contains("وجدنا الدفعتين، وأعدنا إليك الثانية.", await visitor.TextAsync(), StringComparison.Ordinal);

        // Somebody else's desk finds nothing, and neither does the visitor.
        await using var other = await nation.SignedInAsync("2000000938", Language.English);
        Assert.Equal(404, await other.OpenAsync($"/desk/complaints/{number}"));
        await using var citizen = await nation.SignedInAsync("2000000101", Language.English);
        Assert.Equal(403, await citizen.OpenAsync($"/desk/complaints/{number}"));

        // The head of the unit reads the figures; the telephone outside shows what was told.
        await using var head = await nation.SignedInAsync("2000000923", Language.English);
        await head.OpenAsync("/desk/feedback");
        Assert.Equal(1, await head.Page.Locator("#voice tbody tr").CountAsync());
        await head.Page.GotoAsync($"{nation.Outside}/phone/%2B962790000999");
        Assert.Contains(number, await head.Page.ContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pressing_submit_twice_files_one_case()
    {
        await using var rana = await nation.SignedInAsync("2000000101", Language.English);
        await rana.ApplyAsync("moj/non-conviction-certificate", new() { ["purpose"] = "INTERNAL", ["requestingBody"] = "Ministry of Education" });
        var check = rana.Page.Url;
        var twin = await rana.Page.Context.NewPageAsync();
        await twin.GotoAsync(check);

        // The same page in two windows, pressed at one moment, and one of them again after that.
        var button = "main form button.govuk-button";
        await Task.WhenAll(rana.Page.Locator(button).First.DblClickAsync(), twin.Locator(button).First.ClickAsync());
        await twin.WaitForURLAsync("**/cases/**");
        await twin.GotoAsync(check);
        static string Case(string url) => new Uri(url).AbsolutePath.Split('/')[3];
        Assert.Contains("/cases/", twin.Url, StringComparison.Ordinal);
        await rana.Page.WaitForURLAsync("**/cases/**");
        Assert.Equal(Case(twin.Url), Case(rana.Page.Url));
        await rana.OpenAsync("/account");
        Assert.Equal(1, await rana.Page.Locator($"a[href*='/cases/{Case(twin.Url)}']").CountAsync());
    }

    [Theory]
    [InlineData(Language.Arabic, "العنوان أطول من المسموح")]
    [InlineData(Language.English, "The address is too long")]
    public async Task An_address_that_is_too_long_is_answered_with_a_page_of_ours(Language language, string says)
    {
        await using var visitor = await nation.VisitorAsync(language);
        Assert.Equal(414, await visitor.OpenAsync("/services?q=" + new string('x', 20_000)));
        Assert.Contains(says, await visitor.TextAsync(), StringComparison.Ordinal);
        Assert.Equal(200, await visitor.OpenAsync("/services?q=" + new string('x', 4_000)));
    }
}
