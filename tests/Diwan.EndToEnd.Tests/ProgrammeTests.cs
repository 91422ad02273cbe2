using System.Text;
using Diwan.Kernel;
using Microsoft.Playwright;

namespace Diwan.EndToEnd.Tests;

/// <summary>The programme office and the committee in a browser: the gate, decisions, vulnerabilities, portfolio, budget, reports.</summary>
public sealed class ProgrammeTests(TheNation nation)
{
    private const string Office = "2000000914";
    private const string Member = "2000000919";

    [Theory]
    [InlineData(Language.Arabic, "ssc/contributions")]
    [InlineData(Language.English, "dls/land-plan")]
    public async Task The_office_takes_a_service_to_the_gate_and_the_committee_reads_why_it_is_held(Language language, string service)
    {
        List<string> faults = [];
        await using var office = await nation.SignedInAsync(Office, language);
        var page = office.Page;
        await office.OpenAsync("/programme");
        await LookAsync(office, faults);
        Assert.Equal(10, await page.Locator("#gate tbody tr").CountAsync());

        // The check is frozen, and the way on is barred until every gap has an owner.
        await office.OpenAsync($"/programme/gate/{service}");
        Assert.Equal(0, await page.Locator("#checks").CountAsync());
        await office.GoAsync(page.Locator("main form button").First);
        Assert.Equal(1, await page.Locator("#checks tbody tr").CountAsync());
        await office.GoAsync(page.Locator("main form button").First);
        Assert.True(await page.Locator(".govuk-error-summary li").CountAsync() > 5);
        await LookAsync(office, faults);

        // Evidence that people write: refused without words, then kept, and marked as typed in.
        await office.OpenAsync($"/programme/gate/{service}/legal-basis");
        await LookAsync(office, faults);
        await page.Locator("#score-3").CheckAsync();
        await office.GoAsync(page.Locator("main form button").First);
        Assert.Equal(1, await page.Locator(".govuk-error-summary").CountAsync());
        await page.Locator("#score-3").CheckAsync();
        await page.Locator("#evidence").FillAsync("قرار مجلس الوزراء، حزيران 2017");
        await office.GoAsync(page.Locator("main form button").First);
        Assert.Contains("قرار مجلس الوزراء", await page.Locator("#c-legal-basis").InnerTextAsync(), StringComparison.Ordinal);

        // A gap gets its owner; what the platform measures cannot be typed over.
        await office.OpenAsync($"/programme/gate/{service}/nothing-assumed");
        Assert.Equal(0, await page.Locator("#evidence").CountAsync());
        await page.Locator("#owner").FillAsync("سعاد علي");
        await page.Locator("#due").FillAsync("2030-01-01");
        await office.GoAsync(page.Locator("main form button").First);
        Assert.Contains("سعاد علي", await page.Locator("#c-nothing-assumed").InnerTextAsync(), StringComparison.Ordinal);

        // A decision: refused without an end, then recorded; the criterion passes by it.
        await office.OpenAsync("/programme/decisions/new");
        await LookAsync(office, faults);
        await page.Locator("#Kind").SelectOptionAsync("Override");
        await page.Locator("#DecidedOn").FillAsync(Today);
        await page.Locator("#WordsAr").FillAsync("يمرّ إلى أن يُعثر على النص");
        await page.Locator("#WordsEn").FillAsync("Passes until the text is found");
        await page.Locator("#Owner").FillAsync("الأمانة");
        await page.Locator("#Service").SelectOptionAsync(service);
        await page.Locator("#Criterion").SelectOptionAsync("nothing-assumed");
        await office.GoAsync(page.Locator("main form button"));
        Assert.Equal(1, await page.Locator(".govuk-error-summary li").CountAsync());
        await page.Locator("#Ends").FillAsync(InDays(90));
        await office.GoAsync(page.Locator("main form button"));
        await LookAsync(office, faults);
        var number = page.Url.Split("/decisions/")[1];
        await office.OpenAsync($"/programme/gate/{service}");
        Assert.Contains(number, await page.Locator("#c-nothing-assumed").InnerTextAsync(), StringComparison.Ordinal);

        // A vulnerability holds the launch until it is closed.
        await office.OpenAsync("/programme/vulnerabilities");
        await page.Locator("#title").FillAsync("رابط يُخمَّن");
        await page.Locator("#severity").SelectOptionAsync("Critical");
        await page.Locator("#service").SelectOptionAsync(service);
        await office.GoAsync(page.Locator("main form button").Last);
        await LookAsync(office, faults);
        await office.OpenAsync($"/programme/gate/{service}");
        Assert.Equal(0, await page.Locator("#c-vulnerabilities .govuk-tag--green").CountAsync());
        await office.OpenAsync("/programme/vulnerabilities");
        await page.Locator("input[name=remedy]").First.FillAsync("صار الرابط عشوائياً");
        await office.GoAsync(page.Locator("form:has(input[name=remedy]) button").First);
        await office.OpenAsync($"/programme/gate/{service}");
        Assert.Equal(1, await page.Locator("#c-vulnerabilities .govuk-tag--green").CountAsync());

        // Portfolio: a wrong file is refused line by line, a right one is taken.
        await office.OpenAsync("/programme/portfolio");
        await UploadAsync(office, "code,institution,name_ar,name_en,owner\r\nP-1,gam,,Lighting,Head\r\n");
        Assert.Equal(1, await page.Locator(".govuk-error-summary li").CountAsync());
        await LookAsync(office, faults);
        await UploadAsync(office, $"code,institution,name_ar,name_en,owner,volume,group\r\nP-{language},gam,إنارة الشوارع,Street lighting,Head,9000,Candidate\r\n");
        Assert.Equal(0, await page.Locator(".govuk-error-summary").CountAsync());
        await UploadAsync(office, $"code,institution,name_ar,name_en,owner,state,state_date,evidence,service\r\nQ-{language},moj,عدم المحكومية,Non-conviction,Head,AppliedOnTheGround,2018-01-02,كتاب رقم 3,moj/non-conviction-certificate\r\n");
        Assert.Contains("state:", await page.Locator(".govuk-error-summary li").InnerTextAsync(), StringComparison.Ordinal);
        await office.OpenAsync("/programme/portfolio?perMonth=1&own=gam+2");
        Assert.Equal(0, await page.Locator(".govuk-error-summary").CountAsync());
        await LookAsync(office, faults);
        await office.OpenAsync("/programme/portfolio?perMonth=1&own=nobody+2");
        Assert.Contains("nobody 2", await page.Locator(".govuk-error-summary li").InnerTextAsync(), StringComparison.Ordinal);

        // Budget: no more is bound than is approved.
        await office.OpenAsync("/programme/budget");
        await page.Locator("#stage").SelectOptionAsync("Committed");
        await page.Locator("#line").FillAsync("أتمتة الخدمات");
        await page.Locator("#amount").FillAsync("999,000,000");
        await office.GoAsync(page.Locator("main form button").Last);
        Assert.Equal(1, await page.Locator(".govuk-error-summary").CountAsync());
        await page.Locator("#stage").SelectOptionAsync("Approved");
        await page.Locator("#amount").FillAsync("٢٥٠٬٠٠٠");
        await office.GoAsync(page.Locator("main form button").Last);
        Assert.Contains("250,000.000", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await LookAsync(office, faults);

        // Reports: last month's are frozen; this month's figures say that they are not.
        await office.OpenAsync("/programme/reports");
        await office.GoAsync(page.Locator("main form button").Last);
        Assert.True(await page.Locator("main ul.govuk-list li").CountAsync() >= 2);
        await LookAsync(office, faults);
        await office.GoAsync(page.Locator("main ul.govuk-list li a").First);
        Assert.Equal(1, await page.Locator("main .govuk-tag--green").First.CountAsync());
        await LookAsync(office, faults);
        var frozen = new Uri(page.Url).AbsolutePath;
        await office.OpenAsync("/programme/reports/services/" + Today[..7]);
        Assert.Equal(0, await page.Locator(".dw-hash").CountAsync());
        Assert.True(await page.Locator("#counted dt").CountAsync() > 30);
        await LookAsync(office, faults);

        // What is downloaded of a frozen month and of the running one; a month that is not there is no file, and who may not read gets none.
        await using var stranger = await nation.SignedInAsync("2000000101", language);
        foreach (var path in new[] { frozen, new Uri(page.Url).AbsolutePath })
        {
            foreach (var (handler, type, begins) in new[] { ("data", "application/json", "{"), ("csv", "text/csv", "\uFEFF"), ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "PK"), ("pdf", "application/pdf", "%PDF-") })
            {
                var file = await page.APIRequest.GetAsync($"{nation.Product}{path}?handler={handler}");
                if (handler == "pdf" && path != frozen)
                {
                    Assert.Equal(404, file.Status);
                    continue;
                }

                Assert.Equal((200, true), (file.Status, file.Headers["content-type"].StartsWith(type, StringComparison.Ordinal)));
                Assert.Contains($".{(handler == "data" ? "json" : handler)}", file.Headers["content-disposition"], StringComparison.Ordinal);
                Assert.StartsWith(begins, Encoding.UTF8.GetString(await file.BodyAsync()), StringComparison.Ordinal);
                Assert.Equal(403, (await stranger.Page.APIRequest.GetAsync($"{nation.Product}{path}?handler={handler}")).Status);
            }
        }

        Assert.Equal(404, (await page.APIRequest.GetAsync($"{nation.Product}{frozen[..^7]}2999-01?handler=xlsx")).Status);
        await SheetsAsync(await page.APIRequest.GetAsync($"{nation.Product}{frozen}?handler=xlsx"));

        // A member reads all of it and changes none of it; a citizen sees nothing.
        await using var member = await nation.SignedInAsync(Member, language);
        foreach (var path in (string[])["/programme", $"/programme/gate/{service}", "/programme/decisions", $"/programme/decisions/{number}", "/programme/portfolio", "/programme/budget", "/programme/vulnerabilities", "/programme/reports"])
        {
            Assert.Equal(200, await member.OpenAsync(path));
            Assert.Equal(0, await member.Page.Locator("main form[method=post]").CountAsync());
        }

        Assert.Equal(403, await member.OpenAsync("/programme/decisions/new"));
        await using var citizen = await nation.SignedInAsync("2000000101", language);
        Assert.Equal(403, await citizen.OpenAsync("/programme"));
        Assert.Empty(faults);
    }

    [Theory]
    [InlineData(Language.Arabic)]
    [InlineData(Language.English)]
    public async Task The_committee_meets_and_partners_are_taken_on_by_its_decision(Language language)
    {
        List<string> faults = [];
        await using var office = await nation.SignedInAsync(Office, language);
        var page = office.Page;

        // Called, refused without a place; an item; who was there; a decision; not closed before every item came to something.
        await office.OpenAsync("/programme/meetings");
        await page.Locator("#on").FillAsync(Today);
        await office.GoAsync(page.Locator("main form button"));
        Assert.Equal(1, await page.Locator(".govuk-error-summary li").CountAsync());
        await page.Locator("#on").FillAsync(Today);
        await page.Locator("#place").FillAsync("رئاسة الوزراء");
        await office.GoAsync(page.Locator("main form button"));
        var meeting = new Uri(page.Url).AbsolutePath.Split("/meetings/")[1];
        await page.Locator("#titleAr").FillAsync("التعاقد مع البريد");
        await page.Locator("#titleEn").FillAsync("A contract with the post");
        await office.GoAsync(page.Locator("#new-item button"));
        await page.Locator("#name").FillAsync("نادر الكردي");
        await office.GoAsync(page.Locator("#new-attendance button"));
        await LookAsync(office, faults);
        await office.GoAsync(page.Locator("#close button"));
        Assert.Equal(1, await page.Locator(".govuk-error-summary li").CountAsync());
        await page.Locator("#ar-1").FillAsync("وافقت اللجنة");
        await page.Locator("#en-1").FillAsync("The committee agreed");
        await office.GoAsync(page.Locator("#item-1 button"));
        await office.OpenAsync($"/programme/decisions/new?meeting={meeting}");
        await page.Locator("#Kind").SelectOptionAsync("Other");
        await page.Locator("#WordsAr").FillAsync("يُتعاقد مع البريد لسنة");
        await page.Locator("#WordsEn").FillAsync("Contract with the post for a year");
        await page.Locator("#Owner").FillAsync("تالا حداد");
        await office.GoAsync(page.Locator("main form button"));
        var decision = await page.Locator("#decisions dw-ref, #decisions li a").First.InnerTextAsync();
        await office.GoAsync(page.Locator("#close button"));
        Assert.Equal(0, await page.Locator("main form[method=post]").CountAsync());
        Assert.Equal(1, await page.Locator("main .govuk-tag--green").CountAsync());
        await LookAsync(office, faults);
        var pdf = await page.APIRequest.GetAsync(page.Url + "?handler=pdf");
        Assert.Equal("application/pdf", pdf.Headers["content-type"]);

        // A partner with a counter and a contract that rests on the decision.
        var code = $"POST-{language.ToString()[..2].ToUpperInvariant()}";
        await office.OpenAsync("/programme/partners");
        await page.Locator("#code").FillAsync(code);
        await page.Locator("#nameAr").FillAsync("البريد");
        await page.Locator("#nameEn").FillAsync("The post");
        await office.GoAsync(page.Locator("main form button"));
        await page.Locator("#number").FillAsync($"C-{code}");
        await page.Locator("#begins").FillAsync(Today);
        await page.Locator("#ends").FillAsync(InDays(365));
        await page.Locator("#commission").FillAsync("٠٫٣٥٠");
        await page.Locator("#deduction").FillAsync("10");
        await page.Locator("#RightAtOnce").FillAsync("95");
        await page.Locator("#ComplaintsPerThousand").FillAsync("5");
        await office.GoAsync(page.Locator("#new-contract button"));
        Assert.Equal(1, await page.Locator(".govuk-error-summary li").CountAsync());
        await page.Locator("#decision").FillAsync(decision.Trim());
        await office.GoAsync(page.Locator("#new-contract button"));
        await page.Locator("#site").FillAsync($"{code}-1");
        await page.Locator("#new-site #nameAr").FillAsync("بريد إربد");
        await page.Locator("#new-site #nameEn").FillAsync("Irbid post office");
        await page.Locator("#governorate").SelectOptionAsync("IR");
        await office.GoAsync(page.Locator("#new-site button"));
        await LookAsync(office, faults);
        await office.OpenAsync($"/programme/decisions/{decision.Trim()}");
        Assert.Equal(1, await page.Locator("#allowed li").CountAsync());
        await LookAsync(office, faults);

        // Trainees come in by a file, whole or not at all.
        await office.OpenAsync("/programme/trainees");
        await UploadAsync(office, "number,name,governorate,cohort,state,date,until,site,evidence\r\n1,رنا,IR,A,Certified,2018-03-01,,,شهادة\r\n");
        Assert.Equal(1, await page.Locator(".govuk-error-summary li").CountAsync());
        await UploadAsync(office, $"number,name,governorate,cohort,state,date,until,site,evidence\r\n{code},رنا الخوالدة,IR,A,Enrolled,2018-03-01,,,كشف\r\n");
        Assert.Equal(0, await page.Locator(".govuk-error-summary").CountAsync());
        await LookAsync(office, faults);
        foreach (var path in (string[])["/programme/partners", "/programme/matters", "/programme/league", "/programme/meetings"])
        {
            await office.OpenAsync(path);
            await LookAsync(office, faults);
        }

        // A member reads all of it and changes none of it; a head reads what concerns the institution, and nothing else of the programme.
        await using var member = await nation.SignedInAsync(Member, language);
        foreach (var path in (string[])["/programme/meetings", $"/programme/meetings/{meeting}", "/programme/matters", "/programme/league", "/programme/partners", $"/programme/partners/{code}", "/programme/trainees"])
        {
            Assert.Equal(200, await member.OpenAsync(path));
            Assert.Equal(0, await member.Page.Locator("main form[method=post]").CountAsync());
        }

        await using var head = await nation.SignedInAsync("2000000906", language);
        Assert.Equal(200, await head.OpenAsync("/programme/matters"));
        Assert.Equal(200, await head.OpenAsync("/desk/figures"));
        await LookAsync(head, faults);
        Assert.Equal(403, await head.OpenAsync("/programme/partners"));
        Assert.Empty(faults);
    }

    private static string Today => NationalCalendar.DateAt(TimeProvider.System.GetUtcNow()).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static string InDays(int days) =>
        NationalCalendar.DateAt(TimeProvider.System.GetUtcNow()).AddDays(days).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static async Task UploadAsync(Visitor office, string text)
    {
        await office.Page.Locator("#file").SetInputFilesAsync(new FilePayload { Name = "upload.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(text) });
        await office.GoAsync(office.Page.Locator("form[enctype] button"));
    }

    /// <summary>The workbook has a sheet for each part of the report, and one for how each figure is counted.</summary>
    private static async Task SheetsAsync(IAPIResponse file)
    {
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(await file.BodyAsync()));
        await using var book = await zip.GetEntry("xl/workbook.xml")!.OpenAsync();
        var names = (await System.Xml.Linq.XDocument.LoadAsync(book, default, default)).Descendants().Where(e => e.Name.LocalName == "sheet").Select(e => e.Attribute("name")!.Value).ToList();
        Assert.True(names.Count >= 6 && names.Distinct().Count() == names.Count, string.Join("; ", names));
    }

    private static async Task LookAsync(Visitor visitor, List<string> faults)
    {
        await AccessibilityTests.LookAsync(visitor, faults);
        if (Environment.GetEnvironmentVariable("DIWAN_PICTURES") is { Length: > 0 } folder)
        {
            await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, new Uri(visitor.Page.Url).AbsolutePath.Replace('/', '_') + ".png"), FullPage = true });
        }
    }
}
