using Diwan.Kernel;

namespace Diwan.EndToEnd.Tests;

/// <summary>No page of any kind breaks a rule of WCAG 2.2 A or AA that axe can see, in either language.</summary>
public sealed class AccessibilityTests(TheNation nation)
{
    /// <summary>Addresses that answer with a file or lead on to another page.</summary>
    private static readonly string[] NotPages =
    [
        "/applications/{id}", "/applications/{id}/files/{question}/{key}", "/applications/{id}/table/{question}.csv",
        "/desk/{reference}/{task}/files/{question}/{key}", "/documents/{number}", "/documents/{number}/credential", "/shared/{token}/file", "/services/{institution}/{service}/process/{which}.svg", "/sign-out",
    ];

    /// <summary>Kinds that the tests of money, of documents and of the programme look at in the same way, on their own walks.</summary>
    private static readonly string[] Elsewhere =
    [
        "/account/payments", "/account/mandates/new", "/centre", "/centre/answers", "/centre/cases", "/centre/cases/{reference}", "/centre/figures", "/counter", "/account/refunds", "/account/refunds/ask", "/desk/cash", "/desk/cash/closed/{id}", "/desk/cash/refunds", "/desk/cash/take/{number}",
        "/desk/cash/taken/{transaction}", "/desk/cash/{way}", "/desk/money", "/desk/money/alarms", "/desk/money/open", "/desk/money/reconciliation",
        "/desk/money/refunds", "/desk/money/refunds/ask", "/desk/money/shifts/{id?}", "/desk/money/statement/{handler?}", "/pay", "/pay/{number}", "/pay/{number}/wait",
        "/receipts/{number}/{handler?}", "/desk/visits", "/desk/visits/figures", "/desk/visits/{institution}/{office}/door", "/desk/visits/{institution}/{office}/{window}", "/visits/numbers/{id}",
        "/desk/documents", "/desk/documents/{number}", "/desk/relying", "/programme/decisions/{year}/{running}", "/programme/meetings/{year}/{running}", "/programme/partners/{code}", "/programme/reports/{kind}/{month}",
    ];

    /// <summary>The whole walk for each language: what everybody sees, a journey, the account, the desk, complaints; and no kind of page is left out.</summary>
    [Theory]
    [InlineData(Language.Arabic, "2000000205")]
    [InlineData(Language.English, "2000000206")]
    public async Task Every_kind_of_page(Language language, string number)
    {
        await using var visitor = await nation.VisitorAsync(language);
        var walk = new PageWalk(nation.PageKinds);
        await walk.LookAtAsync(
            visitor,
            "", "/services", "/services?q=plan", "/services/dls/land-plan", "/services/moj/non-conviction-certificate", "/services/gam/property-tax/process",
            "/sign-in", "/sign-in?failed=true", "/sign-in/code", "/track", "/track?reference=7K4M-92QX-3", "/verify", "/verify/refusal", "/help", "/accessibility", "/performance", "/performance/gam/property-tax", "/telephone", "/kept", "/privacy", "/disclosure", "/design",
            "/visits/at/moj/palace", "/visits/at/moj/palace/arrive", "/visits/at/moj/palace/screen", "/no-such-page", "/error/500", "/feedback/dls/land-plan", "/complaints", "/complaints?number=1");
        var complaint = await GiveAsync(visitor, walk);
        await visitor.OpenAsync("/sign-in");
        await visitor.SignInAsync(number);
        await JourneyAsync(visitor, walk, language);
        await ShareAsync(visitor, walk);
        await walk.LookAtAsync(visitor, "/account", "/account/bills", "/account/documents", "/account/messages", "/account/contact", "/account/access", "/account/mandates", "/account/sign-in", "/step-up?level=high", "/step-up?level=high&problem=cancelled", "/complaints");
        await ContactAsync(visitor, walk);
        await VisitAsync(visitor, walk);
        await AnswerAsync(complaint, walk, language);
        await ProgrammeAsync(walk, language);
        await MessagesAsync(walk, language);
        await AppsAsync(visitor, walk, language);

        Assert.Empty(walk.Faults);
        Assert.Empty(walk.Missed(NotPages.Concat(Elsewhere)));
    }

    [Fact]
    public void A_kind_of_page_nobody_looked_at_is_noticed()
    {
        var walk = new PageWalk(nation.PageKinds);
        walk.See("/ar/desk/complaints");
        Assert.Equal("/desk/complaints", walk.KindOf("/ar/desk/complaints"));
        Assert.Equal("/desk/{team?}", walk.KindOf("/en/desk/team"));
        Assert.Equal("/cases/{reference}/pay", walk.KindOf("/en/cases/7K4M-92QX-3/pay"));
        Assert.Null(walk.KindOf("/no/such/page/at/all"));
        var missed = walk.Missed(NotPages).ToList();
        Assert.Contains("/desk/{team?}", missed);
        Assert.DoesNotContain("/desk/complaints", missed);
    }

    /// <summary>A visitor rates a service and complains of it, wrongly first. Returns the number of the complaint.</summary>
    private static async Task<string> GiveAsync(Visitor visitor, PageWalk walk)
    {
        await visitor.OpenAsync("/feedback/dls/land-plan");
        await visitor.GoAsync(visitor.Page.Locator("main form button"));
        await walk.LookAsync(visitor);
        await visitor.Page.Locator("#satisfaction-4").CheckAsync();
        await visitor.GoAsync(visitor.Page.Locator("main form button"));
        await walk.LookAsync(visitor);
        await visitor.OpenAsync("/complaint/dls/land-plan");
        await walk.LookAsync(visitor);
        await visitor.GoAsync(visitor.Page.Locator("main form button"));
        Assert.Equal(1, await visitor.Page.Locator("#words-error").CountAsync());
        await walk.LookAsync(visitor);
        await visitor.Page.Locator("#words").FillAsync("المخطط الذي صدر لا يبيّن القطعة كلها.");
        await visitor.GoAsync(visitor.Page.Locator("main form button"));
        await walk.LookAsync(visitor);
        return new Uri(visitor.Page.Url).AbsolutePath.Split('/')[^1];
    }

    /// <summary>A visit is booked from the list of what anybody may book.</summary>
    private static async Task VisitAsync(Visitor visitor, PageWalk walk)
    {
        await walk.LookAtAsync(visitor, "/visits");
        await visitor.Page.Locator("#what").SelectOptionAsync("help|moj/non-conviction-certificate");
        await visitor.GoAsync(visitor.Page.Locator("#choose button"));
        await walk.LookAsync(visitor);
        await visitor.GoAsync(visitor.Page.Locator("#book button"));
        await walk.LookAsync(visitor);
    }

    /// <summary>How somebody wants to be reached, wrongly first.</summary>
    private static async Task ContactAsync(Visitor visitor, PageWalk walk)
    {
        await visitor.OpenAsync("/account/contact");
        await visitor.Page.Locator("#q-email").FillAsync("no address");
        await visitor.GoAsync(visitor.Page.Locator("main form button").First);
        Assert.Equal(1, await visitor.Page.Locator("#q-email-error").CountAsync());
        await walk.LookAsync(visitor);
        await visitor.Page.Locator("#q-email").FillAsync("somebody@example.jo");
        await visitor.GoAsync(visitor.Page.Locator("main form button").First);
        Assert.Equal(1, await visitor.Page.Locator("#q-code").CountAsync());
        await walk.LookAsync(visitor);
    }

    /// <summary>The words of messages as their authors see them, and the administrator's page of accounts.</summary>
    private async Task MessagesAsync(PageWalk walk, Language language)
    {
        await using var administrator = await nation.SignedInAsync("2000000917", language);
        await walk.LookAtAsync(administrator, "/desk/messages", "/desk/messages?name=complaint.received", "/desk/messages/accounts");
        await administrator.Page.Locator("#ar").FillAsync("دائرة التجربة");
        await administrator.Page.Locator("#en").FillAsync("Department of trying");
        await administrator.GoAsync(administrator.Page.Locator("#add button"));
        await administrator.Page.Locator("input[name=name]").First.FillAsync("key");
        await administrator.GoAsync(administrator.Page.Locator("form[action*='handler=key'] button").First);
        Assert.Matches("^key-[0-9a-f-]{36}-[0-9a-f-]{36}$", await administrator.Page.Locator("#made").InputValueAsync());
        await walk.LookAsync(administrator);
    }

    /// <summary>An app is registered, wrongly first, with a key; a person is asked what it may do, and sees what was allowed.</summary>
    private async Task AppsAsync(Visitor visitor, PageWalk walk, Language language)
    {
        await using var administrator = await nation.SignedInAsync("2000000917", language);
        await walk.LookAtAsync(administrator, "/desk/apps", "/desk/apps/notices");
        await administrator.OpenAsync("/desk/apps");
        await administrator.GoAsync(administrator.Page.Locator("#add button"));
        Assert.Equal(1, await administrator.Page.Locator(".govuk-error-summary").CountAsync());
        await walk.LookAsync(administrator);
        foreach (var (field, value) in new[] { ("nameAr", "تطبيق التجربة"), ("nameEn", "App of trying"), ("ownerAr", "شركة التجربة"), ("ownerEn", "Company of trying") })
        {
            await administrator.Page.Locator($"#add [name={field}]").FillAsync(value);
        }

        await administrator.Page.Locator("#add input[name=scopes]").First.CheckAsync();
        var scope = await administrator.Page.Locator("#add input[name=scopes]").First.GetAttributeAsync("value");
        await administrator.GoAsync(administrator.Page.Locator("#add button"));
        Assert.Equal(0, await administrator.Page.Locator(".govuk-error-summary").CountAsync());
        await administrator.Page.Locator("section.dw-card summary").First.ClickAsync();
        await administrator.Page.Locator("section.dw-card input[name^='name-']").First.FillAsync("phone");
        await administrator.Page.Locator("section.dw-card textarea[name^='addresses-']").First.FillAsync("https://app.example/back");
        await administrator.GoAsync(administrator.Page.Locator("section.dw-card details button").First);
        await walk.LookAsync(administrator);
        var client = await administrator.Page.Locator("#made-id").InputValueAsync();

        // The challenge is the example of RFC 7636, appendix B.
        await visitor.Page.GotoAsync(
            $"{nation.Product}/connect/authorize?client_id={client}&response_type=code&scope=openid%20{scope}&redirect_uri={Uri.EscapeDataString("https://app.example/back")}"
            + $"&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256&state=x&ui_locales={language.Code()}");
        Assert.EndsWith($"/{language.Code()}/allow", new Uri(visitor.Page.Url).AbsolutePath, StringComparison.Ordinal);
        await walk.LookAsync(visitor);
        await walk.LookAtAsync(visitor, "/account/apps");
    }

    private async Task JourneyAsync(Visitor visitor, PageWalk walk, Language language)
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
        await visitor.BeginAsync("dls/land-plan");
        await walk.LookAtAsync(visitor, "/apply/dls/land-plan");  // there is a draft: go on with it, or begin anew
        await visitor.BeginAsync("dls/land-plan");
        await visitor.ContinueAsync();  // nothing answered: the page with its errors
        Assert.Equal(1, await visitor.Page.Locator(".govuk-error-summary").CountAsync());
        await walk.LookAsync(visitor);
        while (!visitor.Page.Url.EndsWith("/check-answers", StringComparison.Ordinal))
        {
            await visitor.AnswerSectionAsync(plan);
            await walk.LookAsync(visitor);
        }

        await visitor.SubmitAsync();
        await walk.LookAsync(visitor);  // the bill
        await walk.LookAtAsync(visitor, $"/cases/{visitor.Reference}", $"/cases/{visitor.Reference}/withdraw", $"/cases/{visitor.Reference}/paid", $"/cases/{visitor.Reference}/pay");
        await visitor.PayByCardAsync();
        await walk.LookAsync(visitor);

        await using var surveyor = await nation.SignedInAsync("2000000905", language);
        await surveyor.ClaimAsync(visitor.Reference);
        await walk.LookAsync(surveyor);
        await using var head = await nation.SignedInAsync("2000000906", language);
        await head.OpenAsync("/desk/team");
        Assert.Equal(1, await head.Page.Locator("#workload").CountAsync());
        await walk.LookAsync(head);
        await walk.LookAtAsync(head, "/desk/complaints", "/desk/feedback", "/desk/figures");

        // Sent back for a question, and completed.
        await surveyor.Page.Locator("input[name=questions][value=purpose]").CheckAsync();
        await surveyor.Page.Locator("#back-note").FillAsync("Which purpose?");
        await surveyor.GoAsync(surveyor.Page.Locator("form[action*='handler=sendBack'] button"));
        Assert.EndsWith("/desk", surveyor.Page.Url, StringComparison.Ordinal);
        await walk.LookAsync(surveyor);
        await visitor.OpenAsync($"/cases/{visitor.Reference}/complete");
        Assert.EndsWith("/complete", visitor.Page.Url, StringComparison.Ordinal);
        await walk.LookAsync(visitor);
        await visitor.FillSectionAsync(plan);
        await visitor.ContinueAsync();
        await surveyor.ApproveClaimedAsync(visitor.Reference);
        await visitor.DownloadAsync();
        await walk.LookAsync(visitor);
    }

    /// <summary>The owner's page of a document, and the page of a link to it that somebody else opens.</summary>
    private static async Task ShareAsync(Visitor visitor, PageWalk walk)
    {
        await visitor.OpenAsync("/account/documents");
        var document = visitor.Page.Locator("main a[href*='/account/documents/']").First;
        if (await document.CountAsync() > 0)
        {
            await visitor.GoAsync(document);
        }

        await walk.LookAsync(visitor);
        await visitor.GoAsync(visitor.Page.Locator("form[action*='handler=share'] button"));
        var link = await visitor.Page.Locator("#link").InputValueAsync();
        await walk.LookAsync(visitor);
        await visitor.OpenAsync(link[link.IndexOf("/shared/", StringComparison.Ordinal)..]);
        await walk.LookAsync(visitor);
    }

    internal static async Task LookAsync(Visitor visitor, List<string> faults)
    {
        Assert.True(await visitor.Page.Locator("h1").CountAsync() > 0, $"{visitor.Page.Url} has no heading: {await visitor.Page.ContentAsync()}");
        faults.AddRange(await PageWalk.AxeAsync(visitor));
    }

    private async Task ProgrammeAsync(PageWalk walk, Language language)
    {
        await using var office = await nation.SignedInAsync("2000000914", language);
        await walk.LookAtAsync(
            office,
            "/programme", "/programme/portfolio", "/programme/tariff?service=dls/land-plan", "/programme/budget", "/programme/reports", "/programme/vulnerabilities",
            "/programme/decisions", "/programme/meetings", "/programme/matters", "/programme/league", "/programme/partners", "/programme/trainees", "/programme/decisions/new",
            "/programme/workbench", "/programme/workbench/dls/land-plan", "/programme/workbench/dls/land-plan/trial?run=1&weeks=3&times=2",
            "/programme/workbench/dls/land-plan/launched", "/programme/workbench/dls/land-plan/benchmark", "/programme/workbench/log",
            "/programme/promotion?service=dls/land-plan", "/programme/gate/dls/land-plan/pilot", "/programme/gate/dls/land-plan");
        await office.GoAsync(office.Page.Locator("main a[href*='/programme/gate/dls/land-plan/']:not([href$='/pilot'])").First);
        await walk.LookAsync(office);
        await CampaignAsync(office, walk, language);
    }

    /// <summary>A campaign is opened; its link leads to the service, and the code goes along to the application.</summary>
    private static async Task CampaignAsync(Visitor office, PageWalk walk, Language language)
    {
        var code = $"WALK{language.Code()}".ToUpperInvariant();
        await office.OpenAsync("/programme/promotion");
        await office.GoAsync(office.Page.Locator("main form button").Last);
        Assert.Equal(1, await office.Page.Locator(".govuk-error-summary").CountAsync());
        foreach (var (field, value) in new[] { ("code", code), ("nameAr", "ملصق"), ("nameEn", "Poster"), ("begins", "2018-01-01"), ("ends", "2030-01-01") })
        {
            await office.Page.Locator("#" + field).FillAsync(value);
        }

        await office.Page.Locator("#forService").SelectOptionAsync("dls/land-plan");
        await office.GoAsync(office.Page.Locator("main form button").Last);
        await walk.LookAsync(office);
        var link = await office.Page.Locator(".dw-side dw-ref, .dw-side .dw-ref").First.InnerTextAsync();
        await office.Page.GotoAsync(link);
        Assert.EndsWith($"/apply/dls/land-plan?c={code}", await office.Page.Locator("a.dw-start").GetAttributeAsync("href"), StringComparison.Ordinal);
    }

    private async Task AnswerAsync(string complaint, PageWalk walk, Language language)
    {
        await using var desk = await nation.SignedInAsync("2000000938", language);
        await walk.LookAtAsync(desk, "/desk/complaints", $"/desk/complaints/{complaint}");
        await desk.GoAsync(desk.Page.Locator("form[action*='handler=take'] button"));
        await walk.LookAsync(desk);
        await desk.GoAsync(desk.Page.Locator("form[action*='handler=answer'] button"));
        Assert.Equal(1, await desk.Page.Locator(".govuk-error-summary").CountAsync());
        await walk.LookAsync(desk);
        await walk.LookAtAsync(desk, "/desk/complaints?answered=true");
    }
}
