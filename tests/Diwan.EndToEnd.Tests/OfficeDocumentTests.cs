using Diwan.Kernel;

namespace Diwan.EndToEnd.Tests;

/// <summary>What officers do to issued documents takes two of them, and everyone who verifies sees it.</summary>
public sealed class OfficeDocumentTests(TheNation nation)
{
    [Theory]
    [InlineData(Language.Arabic, "2000000207")]
    [InlineData(Language.English, "2000000208")]
    public async Task A_document_is_corrected_and_then_revoked_by_two_officers(Language language, string number)
    {
        var paper = await VerifyTests.PlanAsync(nation, number);
        await using var surveyor = await nation.SignedInAsync("2000000905", language);
        await surveyor.OpenAsync("/desk/documents");
        await VerifyTests.AccessibleAsync(surveyor);
        await surveyor.Page.FillAsync("#q", paper.Number);
        await surveyor.GoAsync(surveyor.Page.Locator("main form button").First);
        await surveyor.GoAsync(surveyor.Page.Locator($"main ul a[href$='/desk/documents/{paper.Number}']"));
        await VerifyTests.AccessibleAsync(surveyor);
        await AskAsync(surveyor, "correct", "");
        Assert.Equal(0, await surveyor.Page.Locator("button[name=confirm]").CountAsync());

        await using var head = await nation.SignedInAsync("2000000906", language);
        await head.OpenAsync($"/desk/documents/{paper.Number}");
        await VerifyTests.AccessibleAsync(head);
        await head.GoAsync(head.Page.Locator("button[name=confirm][value=true]"));

        await using var anybody = await nation.VisitorAsync(language);
        for (var tries = 0; ; tries++)
        {
            await anybody.OpenAsync($"/verify?code={paper.Number}");
            if (await anybody.Page.Locator(".dw-verdict--warning").CountAsync() > 0)
            {
                break;
            }

            Assert.True(tries < 60, await anybody.TextAsync());
            await Task.Delay(500, TestContext.Current.CancellationToken);
        }

        await anybody.AnswersAsync("superseded");
        await using var holder = await nation.SignedInAsync(number, language);
        await holder.OpenAsync("/account/documents");
        var current = (await holder.Page.Locator(".dw-card:has(.govuk-tag--green) .dw-card__title a").First.GetAttributeAsync("href"))!.Split('/')[^1];
        Assert.NotEqual(paper.Number, current);

        await surveyor.OpenAsync($"/desk/documents/{current}");
        await surveyor.Page.CheckAsync("#kind-revoke");
        await surveyor.GoAsync(surveyor.Page.Locator("#ask ~ form button"));
        Assert.Equal(1, await surveyor.Page.Locator(".govuk-error-summary").CountAsync());
        await VerifyTests.AccessibleAsync(surveyor);
        await AskAsync(surveyor, "revoke", "FactsChanged");
        await anybody.OpenAsync($"/verify?code={current}");
        await anybody.AnswersAsync("inForce");

        // The head of the unit may ask as well; then another head has to confirm. One of another institution never.
        await using var stranger = await nation.SignedInAsync("2000000902", language);
        Assert.Equal(404, await stranger.OpenAsync($"/desk/documents/{current}"));
        await head.OpenAsync($"/desk/documents/{current}");
        await head.GoAsync(head.Page.Locator("button[name=confirm][value=true]"));
        await anybody.OpenAsync($"/verify?code={current}");
        await anybody.AnswersAsync("revoked");
        await holder.OpenAsync($"/account/documents/{current}");
        Assert.Equal(1, await holder.Page.Locator(".govuk-tag--red").CountAsync());
        await holder.OpenAsync("/account/messages");
        Assert.Contains(current, await holder.TextAsync(), StringComparison.Ordinal);
        await holder.OpenAsync("/account/access");
        Assert.True(await holder.Page.Locator("main li, main tr").CountAsync() > 1);
    }

    [Theory]
    [InlineData(Language.Arabic)]
    [InlineData(Language.English)]
    public async Task The_programme_office_gives_a_bank_a_key_and_ends_it(Language language)
    {
        await using var office = await nation.SignedInAsync("2000000914", language);
        await office.OpenAsync("/desk/relying");
        await office.GoAsync(office.Page.Locator("form[action*='handler=add'] button"));
        Assert.Equal(1, await office.Page.Locator(".govuk-error-summary").CountAsync());
        await VerifyTests.AccessibleAsync(office);
        await office.Page.FillAsync("#ar", "بنك تجريبي");
        await office.Page.FillAsync("#en", "A bank");
        await office.GoAsync(office.Page.Locator("form[action*='handler=add'] button"));
        await office.GoAsync(office.Page.Locator("form[action*='handler=key'] button").Last);
        var key = await office.Page.InputValueAsync("#key");
        await VerifyTests.AccessibleAsync(office);
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        var statistics = new Uri($"{nation.Product}/api/v1/verification/statistics");
        Assert.True((await http.GetAsync(statistics, TestContext.Current.CancellationToken)).IsSuccessStatusCode);
        await office.GoAsync(office.Page.Locator("form[action*='handler=end'] button").Last);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await http.GetAsync(statistics, TestContext.Current.CancellationToken)).StatusCode);

        await using var clerk = await nation.SignedInAsync("2000000901", language);
        await clerk.OpenAsync("/desk/relying");
        Assert.Equal(0, await clerk.Page.Locator("#figures").CountAsync());
    }

    private static async Task AskAsync(Visitor officer, string kind, string reason)
    {
        await officer.Page.CheckAsync($"#kind-{kind}");
        await officer.Page.SelectOptionAsync("#reason", reason);
        await officer.Page.FillAsync("#words", "تصحيح بعد مراجعة السجل / corrected in the register");
        await officer.GoAsync(officer.Page.Locator("#ask ~ form button"));
        Assert.Equal(1, await officer.Page.Locator("#waiting").CountAsync());
    }
}
