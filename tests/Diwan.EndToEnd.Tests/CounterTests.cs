using Diwan.Accounts;
using Diwan.Assistance;
using Diwan.Cases.UseCases;
using Diwan.Engine.Answers;
using Diwan.Kernel;
using Diwan.Simulation;

namespace Diwan.EndToEnd.Tests;

/// <summary>An agent at a post office helps one person with one service; the person reads it; nothing else is open to the agent.</summary>
public sealed class CounterTests(TheNation nation)
{
    private const string Agent = "2000000916";
    private const string Service = "moj/non-conviction-certificate";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Language.Arabic, "2000000106", false)]
    [InlineData(Language.English, "2000000104", true)]
    public async Task A_person_is_helped_with_their_consent_and_nothing_else_is_seen(Language language, string number, bool hasTelephone)
    {
        List<string> faults = [];
        await nation.FromInsideAsync(async product =>
        {
            await ThePost.TakeOnAsync(product, NationalCalendar.DateAt(TimeProvider.System.GetUtcNow()), Ct);
            return true;
        });
        await using var agent = await nation.SignedInAsync(Agent, language, hasTelephone ? PeopleTests.Phone : null);
        var page = agent.Page;
        await agent.OpenAsync("/counter");
        await AccessibilityTests.LookAsync(agent, faults);

        // Never for oneself.
        await page.Locator("#number").FillAsync(Agent);
        await agent.GoAsync(page.Locator("main form button").First);
        Assert.Equal(1, await page.Locator(".govuk-error-summary").CountAsync());
        await page.Locator("#number").FillAsync(number);
        await page.Locator("#purpose").SelectOptionAsync(Service);
        await agent.GoAsync(page.Locator("main form button").First);
        if (hasTelephone)
        {
            await AccessibilityTests.LookAsync(agent, faults);
            await page.Locator("#code").FillAsync("12");
            await agent.GoAsync(page.Locator("#agree button"));
            Assert.Equal(1, await page.Locator(".govuk-error-summary").CountAsync());
            await page.Locator("#code").FillAsync(await nation.ConsentCodeAsync(number));
            await agent.GoAsync(page.Locator("#agree button"));
        }
        else
        {
            Assert.Equal(1, await page.Locator(".govuk-error-summary").CountAsync());
            await page.Locator("#number").FillAsync(number);
            await page.Locator("#purpose").SelectOptionAsync(Service);
            await page.Locator("#card").FillAsync((await nation.RegisterAsync("civil-status/person", new { nationalNumber = number })).GetProperty("documentNumber").GetString()!);
            await agent.GoAsync(page.Locator("main form button").First);
        }

        // The form, by the person's side; it says all the time whose matter it is.
        await agent.GoAsync(page.Locator("#form button"));
        Assert.Equal(1, await page.Locator(".dw-assisted").CountAsync());
        await AccessibilityTests.LookAsync(agent, faults);
        var answers = new Answers { ["purpose"] = "INTERNAL", ["requestingBody"] = "وزارة التربية", ["mobile"] = "0790000104" };
        while (!page.Url.EndsWith("/check-answers", StringComparison.Ordinal))
        {
            await agent.AnswerSectionAsync(answers);
        }

        await AccessibilityTests.LookAsync(agent, faults);
        await agent.GoAsync(page.Locator("main form button.govuk-button").Last);
        var reference = new Uri(page.Url).AbsolutePath.Split("/cases/")[1].Split('/')[0];
        Assert.Equal(1, await page.Locator(".dw-assisted").CountAsync());
        Assert.Equal(1, await page.Locator("main a[href*='/desk/cash/take/']").CountAsync());
        Assert.Equal(0, await page.Locator("main a[href*='/withdraw'], main a[href$='/pay']").CountAsync());
        await AccessibilityTests.LookAsync(agent, faults);
        await agent.PictureAsync($"counter-case-{language}");

        // Nothing else is there; after the end, not even this.
        Assert.Equal(404, await agent.OpenAsync("/cases/7K4M-92QX-3"));
        await agent.OpenAsync("/counter");
        await AccessibilityTests.LookAsync(agent, faults);
        await agent.GoAsync(page.Locator("#end button"));
        Assert.Equal(404, await agent.OpenAsync($"/cases/{reference}"));

        // The person reads who it was, and of the end of it.
        await using var person = await nation.SignedInAsync(number, language);
        await person.OpenAsync("/account/access");
        Assert.Contains(reference, await person.TextAsync(), StringComparison.Ordinal);

        // They complain of a look: the complaint names it, whatever they write.
        await AccessibilityTests.LookAsync(person, faults);
        await person.GoAsync(person.Page.Locator("#sessions + ul a").First);
        var look = await person.Page.Locator("#look").InnerTextAsync();
        await AccessibilityTests.LookAsync(person, faults);
        await person.Page.Locator("#words").FillAsync("فتح الموظف ملفي مرتين من غير سبب.");
        await person.GoAsync(person.Page.Locator("main form button"));
        Assert.Contains("/complaints/", person.Page.Url, StringComparison.Ordinal);
        Assert.Contains(look.Split(language == Language.Arabic ? "في" : "on")[0].Trim(), await person.TextAsync(), StringComparison.Ordinal);
        await person.OpenAsync($"/cases/{reference}");
        Assert.Equal(0, await person.Page.Locator(".dw-assisted").CountAsync());
        await person.OpenAsync("/account/messages");
        Assert.Contains(reference, await person.TextAsync(), StringComparison.Ordinal);
        Assert.Equal(403, await person.OpenAsync("/counter"));
        Assert.Empty(faults);
    }

    [Fact]
    public async Task A_line_that_is_cut_loses_nothing_doubles_nothing_and_sends_nothing_without_consent()
    {
        const string person = "2000000107";
        List<string> faults = [];
        await nation.FromInsideAsync(async product =>
        {
            await ThePost.TakeOnAsync(product, NationalCalendar.DateAt(TimeProvider.System.GetUtcNow()), Ct);
            return true;
        });
        await using var agent = await nation.SignedInAsync(Agent, Language.English, PeopleTests.Phone, nation.Product + "/app/counter");
        var page = agent.Page;
        await BeginAsync(agent, person);
        await agent.GoAsync(page.Locator("#form button"));
        var application = Guid.Parse(new Uri(page.Url).Segments[^2].TrimEnd('/'));
        await agent.AnswerSectionAsync([]);
        await AppTests.ReadyAsync(page);

        // Cut: kept, and a note that cannot be taken for a receipt; the next section is there.
        await page.Context.SetOfflineAsync(true);
        await page.Locator("[name=purpose][value=ELECTION]").CheckAsync();
        await page.Locator("button[value=continue]").Last.ClickAsync();
        await page.Locator("#not-submitted").WaitForAsync();
        Assert.Equal(["لم يُقدَّم بعد", "Not yet submitted"], await page.Locator("#not-submitted p").AllInnerTextsAsync());
        faults.AddRange(await PageWalk.AxeAsync(page));
        await agent.PictureAsync("counter-not-submitted-English");
        Assert.False((await AnswersAsync(application, person)).Has("purpose"));

        // Back: sent by itself, once.
        await page.Context.SetOfflineAsync(false);
        await page.Locator("#kept-sent").WaitForAsync();
        Assert.Equal("ELECTION", (await AnswersAsync(application, person))["purpose"]!.Json.GetString());
        await agent.GoAsync(page.Locator("#kept-sent a"));
        await AppTests.ReadyAsync(page);

        // Cut again, and the session ends meanwhile: what was kept is shown, and not sent.
        await page.Context.SetOfflineAsync(true);
        await page.Locator("[name=electionKind][value=MUNICIPAL]").CheckAsync();
        await page.Locator("button[value=continue]").Last.ClickAsync();
        await page.Locator("#not-submitted").WaitForAsync();
        await nation.FromInsideAsync(async product =>
        {
            var me = await product.GetRequiredService<FindAccount>().ByKeyAsync($"OFF:{Agent}", Ct);
            return Assert.IsType<WorkSession.Result.Done>(await product.GetRequiredService<WorkSession>().EndAsync(me!, Ct));
        });
        await page.Context.SetOfflineAsync(false);
        await page.Locator("#kept", new() { HasText = "Needs your decision: 1" }).WaitForAsync();
        await agent.OpenAsync("/kept");
        await page.Locator(".dw-kept[data-state=held]").WaitForAsync();
        Assert.Equal(1, await page.Locator(".dw-kept button").CountAsync());
        faults.AddRange(await PageWalk.AxeAsync(page));
        Assert.False((await AnswersAsync(application, person)).Has("electionKind"));

        // A new consent to the same thing: offered, read, and sent when the agent says so.
        await BeginAsync(agent, person);
        await agent.GoAsync(page.Locator("#form button"));
        Assert.Contains(application.ToString(), page.Url, StringComparison.Ordinal);
        await AppTests.ReadyAsync(page);
        Assert.False((await AnswersAsync(application, person)).Has("electionKind"));
        await agent.OpenAsync("/kept");
        await page.Locator(".dw-kept[data-state=held]").WaitForAsync();
        await agent.PictureAsync("counter-held-English");
        await page.Locator(".dw-kept button", new() { HasText = "Send it under the new consent" }).ClickAsync();
        await page.Locator("#kept-sent").WaitForAsync();
        Assert.Equal("MUNICIPAL", (await AnswersAsync(application, person))["electionKind"]!.Json.GetString());
        Assert.Equal(0, await page.Locator(".dw-kept").CountAsync());
        await agent.OpenAsync("/counter");
        await agent.GoAsync(page.Locator("#end button"));
        Assert.Empty(faults);
    }

    private async Task BeginAsync(Visitor agent, string person)
    {
        await agent.OpenAsync("/counter");
        await agent.Page.Locator("#number").FillAsync(person);
        await agent.Page.Locator("#purpose").SelectOptionAsync(Service);
        await agent.GoAsync(agent.Page.Locator("main form button").First);
        await agent.Page.Locator("#code").FillAsync(await nation.ConsentCodeAsync(person));
        await agent.GoAsync(agent.Page.Locator("#agree button"));
    }

    private Task<AnswerSet> AnswersAsync(Guid application, string person) => nation.FromInsideAsync(async product =>
        Assert.IsType<OpenApplication.Result.Opened>(await product.GetRequiredService<OpenApplication>().RunAsync(application, $"JO:{person}", Ct)).View.Answers);
}
