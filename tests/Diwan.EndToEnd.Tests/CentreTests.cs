using System.Text.Json;
using Diwan.Assistance;
using Diwan.Kernel;

namespace Diwan.EndToEnd.Tests;

/// <summary>A call to the contact centre: the caller becomes known by answers, an application is made with their code, a complaint taken, a call-back owed; nothing is open afterwards.</summary>
public sealed class CentreTests(TheNation nation)
{
    private const string Service = "moj/non-conviction-certificate";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Language.Arabic, "2000000915", "2000000101", "كم رسم شهاده عدم المحكوميه", false)]
    [InlineData(Language.English, "2000000951", "2000000102", "how much certificate", true)]
    public async Task A_caller_is_served_and_nobody_else_is_seen(Language language, string number, string caller, string asks, bool onAPhone)
    {
        List<string> faults = [];
        await using var agent = await nation.SignedInAsync(number, language, onAPhone ? PeopleTests.Phone : null);
        var page = agent.Page;
        await agent.OpenAsync("/centre");
        await LookAsync(agent, faults);
        await page.Locator("#phone").FillAsync("12");
        await agent.GoAsync(page.Locator("#begin button"));
        Assert.Equal(1, await page.Locator(".govuk-error-summary").CountAsync());
        await page.Locator("#phone").FillAsync("0791112223");
        await agent.GoAsync(page.Locator("#begin button"));
        await LookAsync(agent, faults);

        // Never oneself; nobody's cases while the caller is not known.
        await page.Locator("#number").FillAsync(number);
        await agent.GoAsync(page.Locator("#find button"));
        Assert.Equal(1, await page.Locator(".govuk-error-summary").CountAsync());
        Assert.Equal(404, await agent.OpenAsync("/centre/cases"));
        await agent.OpenAsync("/centre");

        // By a national number and two answers.
        await page.Locator("#number").FillAsync(caller);
        await agent.GoAsync(page.Locator("#find button"));
        await LookAsync(agent, faults);
        var person = await nation.RegisterAsync("civil-status/person", new { nationalNumber = caller });
        await AnswerAsync(agent, person);
        await AnswerAsync(agent, person);
        Assert.Equal(0, await page.Locator("#find, #answer").CountAsync());
        Assert.Contains(person.GetProperty(language == Language.Arabic ? "nameAr" : "nameEn").GetString()!, await agent.TextAsync(), StringComparison.Ordinal);
        await agent.PictureAsync($"centre-call-{language}");

        // What they ask, with the figures of the definition.
        await page.Locator("#q").FillAsync(asks);
        await agent.GoAsync(page.Locator("form[role=search] button"));
        Assert.True(await page.Locator(".dw-answer").CountAsync() > 0);
        Assert.DoesNotContain("{", await agent.TextAsync(), StringComparison.Ordinal);
        await LookAsync(agent, faults);
        await agent.PictureAsync($"centre-answers-{language}");
        await agent.OpenAsync($"/centre/answers?service={Service}");
        Assert.True(await page.Locator(".dw-answer").CountAsync() > 8);
        Assert.DoesNotContain("{", await agent.TextAsync(), StringComparison.Ordinal);

        // An application by telephone, with the code that only their telephone has.
        await agent.OpenAsync("/centre");
        await page.Locator("#purpose").SelectOptionAsync(Service);
        await agent.GoAsync(page.Locator("#session button"));
        await LookAsync(agent, faults);
        await page.Locator("#code").FillAsync(await nation.ConsentCodeAsync(caller));
        await agent.GoAsync(page.Locator("#agree button"));
        await agent.GoAsync(page.Locator("#form button"));
        Assert.Equal(1, await page.Locator(".dw-assisted a[href$='/centre']").CountAsync());

        // What is put aside leads back to the desk of the call.
        var form = page.Url;
        await agent.GoAsync(page.Locator("main button[value=save]").Last);
        Assert.EndsWith("/centre", new Uri(page.Url).AbsolutePath, StringComparison.Ordinal);
        await page.GotoAsync(form);
        var answers = new Answers { ["purpose"] = "INTERNAL", ["requestingBody"] = "وزارة التربية", ["mobile"] = "0790000104" };
        while (!page.Url.EndsWith("/check-answers", StringComparison.Ordinal))
        {
            await agent.AnswerSectionAsync(answers);
        }

        await agent.GoAsync(page.Locator("main form button.govuk-button").Last);
        var reference = new Uri(page.Url).AbsolutePath.Split("/cases/")[1].Split('/')[0];
        Assert.Equal(0, await page.Locator("main a[href*='/desk/cash'], main a[href*='/withdraw'], main a[href$='/pay']").CountAsync());
        await LookAsync(agent, faults);

        // The caller's cases, and one in their words; its bill goes to their telephone.
        await agent.OpenAsync("/centre/cases");
        await LookAsync(agent, faults);
        Assert.Contains(reference, await agent.TextAsync(), StringComparison.Ordinal);
        await agent.OpenAsync($"/centre/cases/{reference}");
        await LookAsync(agent, faults);
        await agent.PictureAsync($"centre-case-{language}");
        await agent.GoAsync(page.Locator("#bill button"));
        Assert.Contains("sent=true", page.Url, StringComparison.Ordinal);
        Assert.Equal(404, await agent.OpenAsync("/centre/cases/7K4M-92QX-3"));

        // A complaint, too short first; then the end, wrongly first, with a call owed.
        await agent.OpenAsync("/centre");
        await page.Locator("#complain").Locator("xpath=ancestor::details").Locator("summary").ClickAsync();
        await page.Locator("#words").FillAsync("لا");
        await agent.GoAsync(page.Locator("#complain button"));
        Assert.Equal(1, await page.Locator(".govuk-error-summary").CountAsync());
        await page.Locator("#complain").Locator("xpath=ancestor::details").Locator("summary").ClickAsync();
        await page.Locator("#words").FillAsync("انتظرت على الهاتف طويلاً ولم يجبني أحد.");
        await page.Locator("#about").SelectOptionAsync(Service);
        await agent.GoAsync(page.Locator("#complain button"));
        Assert.Equal(1, await page.Locator(".govuk-panel").CountAsync());
        await LookAsync(agent, faults);
        await agent.GoAsync(page.Locator("#hangup button[type=submit]"));
        Assert.Equal(1, await page.Locator(".govuk-error-summary").CountAsync());
        await page.Locator("#reason").SelectOptionAsync("apply");
        await page.Locator("#outcome").SelectOptionAsync(nameof(CallOutcome.CallBack));
        await page.Locator("#backDay").Locator("xpath=ancestor::details").Locator("summary").ClickAsync();
        var due = NationalCalendar.ToAmman(TimeProvider.System.GetUtcNow()).AddDays(1);
        await page.Locator("#backDay").FillAsync(due.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        await page.Locator("#backTime").FillAsync("10:30");
        await LookAsync(agent, faults);
        await agent.GoAsync(page.Locator("#hangup button[type=submit]"));
        Assert.Equal(1, await page.Locator("#owed li").CountAsync());
        await LookAsync(agent, faults);
        await agent.PictureAsync($"centre-owed-{language}");

        // After the end nothing is there.
        Assert.Equal(404, await agent.OpenAsync($"/centre/cases/{reference}"));
        Assert.Equal(404, await agent.OpenAsync($"/cases/{reference}"));
        Assert.Equal(404, await agent.OpenAsync("/centre/cases"));
        Assert.Equal(403, await agent.OpenAsync("/centre/figures"));
        await agent.OpenAsync("/centre");
        await agent.GoAsync(page.Locator("form[action*='handler=notReached'] button"));

        // The supervisor's figures; an outage is read out by everybody until it is lifted.
        await using (var supervisor = await nation.SignedInAsync("2000000952", language, onAPhone ? PeopleTests.Phone : null))
        {
            await supervisor.OpenAsync("/centre");
            await LookAsync(supervisor, faults);
            await supervisor.OpenAsync("/centre/figures");
            await supervisor.Page.Locator("#hours").FillAsync("0");
            await supervisor.GoAsync(supervisor.Page.Locator("#declare button"));
            Assert.Equal(1, await supervisor.Page.Locator(".govuk-error-summary").CountAsync());
            await supervisor.Page.Locator("#script").SelectOptionAsync(onAPhone ? "portal" : "late");
            await supervisor.Page.Locator("#hours").FillAsync("2");
            await supervisor.GoAsync(supervisor.Page.Locator("#declare button"));
            await LookAsync(supervisor, faults);
            await supervisor.PictureAsync($"centre-figures-{language}");
            var name = await supervisor.Page.Locator("#script option").Nth(onAPhone ? 0 : 1).InnerTextAsync();
            var script = page.Locator(".govuk-notification-banner", new() { HasText = name });
            await agent.OpenAsync("/centre");
            Assert.Equal(1, await script.CountAsync());
            await supervisor.GoAsync(supervisor.Page.Locator(".govuk-inset-text", new() { HasText = name }).Locator("button"));
            await agent.OpenAsync("/centre");
            Assert.Equal(0, await script.CountAsync());
        }

        // The person reads who looked, and the complaint is in their account; they are no agent.
        await using var self = await nation.SignedInAsync(caller, language);
        await self.OpenAsync("/account/access");
        Assert.Contains(reference, await self.TextAsync(), StringComparison.Ordinal);
        Assert.Contains(number == "2000000915" ? "قيس" : "سلمى", await self.TextAsync(), StringComparison.Ordinal);
        await self.PictureAsync($"centre-ledger-{language}");
        Assert.Equal(403, await self.OpenAsync("/centre"));
        Assert.Equal(403, await self.OpenAsync("/centre/answers"));
        Assert.Empty(faults);
    }

    private static async Task LookAsync(Visitor visitor, List<string> faults)
    {
        await AccessibilityTests.LookAsync(visitor, faults);
        Assert.True(await visitor.OverflowAsync() <= 0, $"{visitor.Page.Url} is wider than the screen.");
    }

    private static async Task AnswerAsync(Visitor agent, JsonElement person)
    {
        var said = agent.Page.Locator("#said");
        string Of(string field) => person.GetProperty(field).GetString()!;
        if (await said.EvaluateAsync<string>("e => e.tagName") == "SELECT")
        {
            // Other tests may have applied for the same person; what is last is told by our own books.
            var last = await LastAsync(person, agent);
            await said.SelectOptionAsync(last);
        }
        else
        {
            var label = await agent.Page.Locator("label[for=said]").InnerTextAsync();
            await said.FillAsync(
                label.Contains("ميلاد", StringComparison.Ordinal) || label.Contains("birth", StringComparison.Ordinal) ? Of("birthDate")
                : label.Contains("والدتك", StringComparison.Ordinal) || label.Contains("mother", StringComparison.Ordinal) ? Of("motherNameAr")
                : Of("documentNumber"));
        }

        await agent.GoAsync(agent.Page.Locator("#answer button"));
        Assert.Equal(0, await agent.Page.Locator(".govuk-error-summary").CountAsync());
    }

    private static Task<string> LastAsync(JsonElement person, Visitor agent) => agent.Nation.FromInsideAsync(async p =>
        (await p.GetRequiredService<Diwan.Cases.UseCases.ListMine>().CasesAsync($"JO:{person.GetProperty("nationalNumber").GetString()}", Ct))[0].Service);
}
