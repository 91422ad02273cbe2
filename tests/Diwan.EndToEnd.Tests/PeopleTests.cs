using Diwan.Kernel;
using Microsoft.Playwright;

namespace Diwan.EndToEnd.Tests;

/// <summary>Different people at different devices, and what each of them may see.</summary>
public sealed class PeopleTests(TheNation nation)
{
    [Fact]
    public async Task Someone_abroad_gets_a_certificate_in_English()
    {
        await using var rami = await nation.SignedInAsync("2000000107", Language.English);
        await rami.ApplyAsync("moj/non-conviction-certificate", new()
        {
            ["purpose"] = "EXTERNAL",
            ["destinationCountry"] = "GB",
            ["requestingBody"] = "A university",
            ["language"] = "EN",
            ["deliveryMode"] = "ELECTRONIC",
        });
        await rami.SubmitAsync();
        await rami.PayByCardAsync();

        await (await rami.DownloadAsync()).IsGenuineAsync(nation);
        await rami.WaitForStateAsync("Issued");
        await HasNoArabicLettersAsync(rami);
    }

    [Fact]
    public async Task The_owner_beside_an_old_sheet_gets_a_plan_in_English()
    {
        await using var munir = await nation.SignedInAsync("2000000208", Language.English);
        await munir.ApplyAsync("dls/land-plan", new() { ["whichPlot"] = "MINE", ["myPlot"] = "1/1/3/0/1", ["purpose"] = "BANK" });
        await munir.SubmitAsync();
        await munir.PayByCardAsync();

        await (await munir.DownloadAsync()).IsGenuineAsync(nation);
        await HasNoArabicLettersAsync(munir);
    }

    [Fact]
    public async Task A_driver_pays_fines_in_English_and_sees_no_Arabic()
    {
        await using var haneen = await nation.SignedInAsync("2000000412", Language.English);
        await haneen.BeginAsync("gam/traffic-fines");
        await haneen.AnswerSectionAsync(new() { ["searchBy"] = "MINE" });
        Assert.Equal(0, await haneen.Page.Locator("input[value=T4120003]").CountAsync());  // under objection
        await haneen.AnswerAsync(new() { ["tickets"] = "T4120002" });
        await haneen.SubmitAsync();
        await haneen.PayByCardAsync();

        await (await haneen.DownloadAsync()).IsGenuineAsync(nation);
        await HasNoArabicLettersAsync(haneen);
    }

    [Theory]
    [InlineData(Language.Arabic, "2000000102")]
    [InlineData(Language.English, "2000000104")]
    public async Task The_way_of_a_case_is_drawn_and_a_confidential_step_only_for_its_own_desk(Language language, string number)
    {
        await using var visitor = await nation.SignedInAsync(number, language);
        await visitor.ApplyAsync("moj/non-conviction-certificate", new() { ["purpose"] = "INTERNAL", ["requestingBody"] = language == Language.Arabic ? "وزارة التربية والتعليم" : "Ministry of Education" });
        await visitor.SubmitAsync();
        await visitor.OpenAsync($"/cases/{visitor.Reference}");
        Assert.Equal(1, await visitor.Page.Locator("svg.bpmn .is-current").CountAsync());
        await visitor.PayByCardAsync();
        await visitor.OpenAsync($"/cases/{visitor.Reference}");
        Assert.Equal(0, await visitor.Page.Locator("svg.bpmn [data-node=section], svg.bpmn [data-node=judge]").CountAsync());
        await using var section = await nation.SignedInAsync("2000000920", language);
        await section.ClaimAsync(visitor.Reference);
        Assert.Equal(1, await section.Page.Locator("svg.bpmn .is-current[data-node=section]").CountAsync());
    }

    [Fact]
    public async Task Everything_works_without_JavaScript()
    {
        await using var bilal = await nation.SignedInAsync("2000000503", device: o => o.JavaScriptEnabled = false);
        await bilal.ApplyAsync("gam/property-tax", new() { ["capacity"] = "OWNER", ["property"] = "5000503", ["amountMode"] = "FULL" });
        await bilal.SubmitAsync();
        await bilal.PayByCardAsync();

        await (await bilal.DownloadAsync()).IsGenuineAsync(nation);
    }

    [Fact]
    public async Task On_a_telephone_no_page_of_the_journey_is_wider_than_the_screen()
    {
        await using var suad = await nation.SignedInAsync("2000000201", device: Phone);
        foreach (var path in (string[])["/", "/services", "/services/dls/registration-deed", "/help"])
        {
            await suad.OpenAsync(path);
            await FitsAsync(suad);
        }

        await suad.BeginAsync("dls/registration-deed");
        var answers = new Answers { ["capacity"] = "OWNER", ["myPlot"] = "1/1/1/0/1", ["purpose"] = "ZONING" };
        while (!suad.Page.Url.EndsWith("/check-answers", StringComparison.Ordinal))
        {
            await FitsAsync(suad);
            await suad.AnswerSectionAsync(answers);
        }

        await FitsAsync(suad);
        await suad.SubmitAsync();
        await FitsAsync(suad);
        await suad.PayByCardAsync();
        await (await suad.DownloadAsync()).IsGenuineAsync(nation);
        await FitsAsync(suad);
        foreach (var path in (string[])["/account", "/account/bills", "/account/documents", "/account/messages", "/account/access"])
        {
            await suad.OpenAsync(path);
            await FitsAsync(suad);
        }
    }

    [Fact]
    public async Task Who_may_have_a_namesake_with_a_record_sees_only_that_the_application_is_being_checked()
    {
        await using var ahmad = await nation.SignedInAsync("2000000102");
        await ahmad.ApplyAsync("moj/non-conviction-certificate", new() { ["purpose"] = "INTERNAL", ["requestingBody"] = "وزارة التربية", ["deliveryMode"] = "ELECTRONIC" });
        await ahmad.SubmitAsync();
        await ahmad.PayByCardAsync();
        await ahmad.WaitForStateAsync("قيد التدقيق");
        await SaysNothingOfARecordAsync(ahmad);

        await using var section = await nation.SignedInAsync("2000000920");
        await section.ClaimAsync(ahmad.Reference);
        Assert.Contains("سرية: للقسم والقاضي فقط", await section.TextAsync(), StringComparison.Ordinal);
        await section.ApproveOpenAsync();
        await ahmad.OpenAsync($"/cases/{ahmad.Reference}");
        await SaysNothingOfARecordAsync(ahmad);

        await using var judge = await nation.SignedInAsync("2000000903");
        await judge.ApproveAsync(ahmad.Reference);
        await (await ahmad.DownloadAsync()).IsGenuineAsync(nation);
        await SaysNothingOfARecordAsync(ahmad);
        await ahmad.OpenAsync("/account/messages");
        await SaysNothingOfARecordAsync(ahmad);

        static async Task SaysNothingOfARecordAsync(Visitor applicant)
        {
            var page = await applicant.Page.ContentAsync();
            foreach (var word in (string[])["قيد جرمي", "السجل العدلي", "السجل الجرمي", "سابقة", "القاضي", "تشابه"])
            {
                Assert.DoesNotContain(word, page, StringComparison.Ordinal);
            }

            // The number of a record; a reference may end in the same letters.
            Assert.DoesNotMatch(@"(?<![0-9A-Z])CR-", page);
        }
    }

    [Theory]
    [InlineData("2000000404", "dvld/vehicle-licence-renewal", "car", "4000404", "تأمين")]
    [InlineData("2000000602", "ssc/voluntary-subscription", "declaredWage", "400", "ستون سنة")]
    public async Task Who_is_not_eligible_is_told_why_and_what_to_do(string number, string service, string question, string answer, string why)
    {
        await using var visitor = await nation.SignedInAsync(number);
        await visitor.BeginAsync(service);
        var refusal = visitor.Page.Locator(".dw-refusal");
        for (var pages = 0; await refusal.CountAsync() == 0; pages++)
        {
            Assert.True(pages < 10 && !visitor.Page.Url.EndsWith("/check-answers", StringComparison.Ordinal), await visitor.TextAsync());
            await visitor.AnswerSectionAsync(new() { [question] = answer });
        }

        Assert.Contains(why, await refusal.InnerTextAsync(), StringComparison.Ordinal);
        var paragraphs = await refusal.Locator("p").AllInnerTextsAsync();
        Assert.True(paragraphs.Count >= 3 && paragraphs.Take(2).All(p => p.Trim().Length > 10), "A reason, its remedy and the way to complain.");
        Assert.Equal(0, await visitor.Page.Locator("input[name=agreed]").CountAsync());
    }

    [Fact]
    public async Task The_head_of_a_unit_sees_who_has_what_and_gives_a_task_to_an_officer_who_reads_the_registers_in_words()
    {
        await using var reem = await nation.SignedInAsync("2000000204");
        await reem.BeginAsync("dls/registration-deed");
        await reem.AnswerSectionAsync(new() { ["capacity"] = "HEIR" });
        await reem.AnswerAsync(new() { ["myPlot"] = "1/1/1/0/3", ["shareOnly"] = "false", ["purpose"] = "SALE" });
        await reem.SubmitAsync();
        await reem.PayByCardAsync();
        await reem.WaitForStateAsync("قيد التدقيق");

        // Who may take it is known once they have signed in.
        await using var keeper = await nation.SignedInAsync("2000000921", Language.English);
        await using var head = await nation.SignedInAsync("2000000906", Language.English);
        await head.OpenAsync("/desk/team");
        Assert.Equal(1, await head.Page.Locator("#workload").CountAsync());
        await head.Page.SetViewportSizeAsync(360, 800);
        await FitsAsync(head);
        var give = head.Page.Locator($"form:has(input[value='{reem.Reference}']):has(select)");
        await give.Locator("select").SelectOptionAsync("OFF:2000000921");
        await head.GoAsync(give.Locator("button"));
        Assert.Contains("Rifat", await head.Page.Locator("#workload").InnerTextAsync(), StringComparison.Ordinal);
        foreach (var odd in (string[])["?page=99", "?page=-3", "?page=two", "?deadline=never", "?service=no/such"])
        {
            Assert.Equal(200, await head.OpenAsync("/desk/team" + odd));
        }

        Assert.Equal(200, await keeper.OpenAsync("/desk?mine=true"));
        await keeper.GoAsync(keeper.Page.Locator($"a[href*='/desk/{reem.Reference}/']").First);
        Assert.Equal(1, await keeper.Page.Locator("#decide").CountAsync());
        var file = await keeper.Page.Locator("main").TextContentAsync();
        Assert.Contains("Area (m²)", file, StringComparison.Ordinal);
        Assert.DoesNotContain("areaM2", file, StringComparison.Ordinal);
        await keeper.ApproveOpenAsync();
        await (await reem.DownloadAsync()).IsGenuineAsync(nation);
    }

    [Fact]
    public async Task The_case_and_the_document_of_somebody_else_are_not_to_be_found()
    {
        await using var george = await nation.SignedInAsync("2000000606");
        await george.ApplyAsync("dls/land-plan", Answers.OfPlan());
        var application = new Uri(george.Page.Url).AbsolutePath[3..];
        await george.SubmitAsync();
        await george.PayByCardAsync();
        var paper = await george.DownloadAsync();
        await paper.IsGenuineAsync(nation);

        await using var other = await nation.SignedInAsync("2000000203");
        foreach (var path in (string[])[$"/cases/{george.Reference}", $"/cases/{george.Reference}/pay", $"/cases/{george.Reference}/withdraw", $"/documents/{paper.Number}", application])
        {
            Assert.Equal(404, await other.OpenAsync(path));
        }

        // An officer of another institution has no business with it either.
        await using var officer = await nation.SignedInAsync("2000000910");
        Assert.Equal(404, await officer.OpenAsync($"/cases/{george.Reference}"));
        Assert.Equal(404, await officer.OpenAsync($"/desk/{george.Reference}/surveyor"));
    }

    internal static void Phone(BrowserNewContextOptions device)
    {
        device.ViewportSize = new ViewportSize { Width = 390, Height = 844 };
        device.IsMobile = true;
        device.HasTouch = true;
    }

    internal static async Task FitsAsync(Visitor visitor)
    {
        var over = await visitor.OverflowAsync();
        Assert.True(over <= 0, $"{visitor.Page.Url} is {over} pixels wider than the screen.");
    }

    /// <summary>Nothing but the way to the Arabic site is in Arabic letters.</summary>
    private static async Task HasNoArabicLettersAsync(Visitor visitor)
    {
        var text = await visitor.TextAsync();
        Assert.DoesNotContain(text, c => c is >= '\u0600' and <= '\u06FF');
    }
}
