using System.Text;
using Diwan.Kernel;
using Diwan.Testing;
using Microsoft.Playwright;

namespace Diwan.EndToEnd.Tests;

/// <summary>
/// A service with a question of every answer type, walked with wrong and with right answers. Wrong ones are refused with a line that names the
/// question and says what to write, and stand as they were typed.
/// </summary>
public sealed class AnswerTypesTests(TheNation nation) : IAsyncLifetime
{
    private const string Person = "2000000412";

    private static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n");
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13];

    private readonly string _services = Directory.CreateTempSubdirectory("diwan-everything-").FullName;
    private string _product = "";

    public async ValueTask InitializeAsync()
    {
        var real = Repository.Services;
        foreach (var file in Directory.GetFiles(real).Where(f => Path.GetFileName(f) != "commissions.yaml").Concat(Directory.GetFiles(Path.Combine(real, "calendar"))))
        {
            Copy(file, Path.Combine(_services, Path.GetRelativePath(real, file)));
        }

        var fixture = Repository.In("tests", "Diwan.EndToEnd.Tests", "Fixtures", "everything");
        foreach (var file in Directory.GetFiles(fixture, "*", SearchOption.AllDirectories))
        {
            Copy(file, Path.Combine(_services, "moj", "everything", Path.GetRelativePath(fixture, file)));
        }

        // The checker asks for ten worked examples of every service.
        var example = await File.ReadAllTextAsync(Path.Combine(fixture, "examples", "every-answer.yaml"));
        for (var i = 0; i < 8; i++)
        {
            await File.WriteAllTextAsync(
                Path.Combine(_services, "moj", "everything", "examples", $"copy-{i}.yaml"), example.Replace("name: every-answer", $"name: copy-{i}", StringComparison.Ordinal));
        }

        _product = await nation.FurtherProductAsync(_services);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_services, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(from, to);
    }

    [Theory]
    [InlineData(Language.Arabic, false)]
    [InlineData(Language.English, true)]
    public async Task Every_type_of_answer(Language language, bool script)
    {
        await using var visitor = await nation.SignedInAsync(Person, language, o => o.JavaScriptEnabled = script, _product);
        await visitor.BeginAsync("moj/everything");
        string Say(string ar, string en) => language == Language.Arabic ? ar : en;

        // Nothing at all: every question says that it is there.
        await visitor.ContinueAsync();
        await RefusedAsync(visitor, script, Enumerable.Repeat("", 11).ToArray());

        await FillAsync(visitor, new()
        {
            ["text"] = "ab",
            ["long"] = "x",
            ["whole"] = "12",
            ["number"] = "12.345",
            ["amount"] = "100",
            ["day.day"] = "31",
            ["day.month"] = "2",
            ["day.year"] = "2018",
            ["month.month"] = "13",
            ["month.year"] = "2018",
            ["several"] = "X,Y,Z",
            ["land"] = "JO",
        });
        await visitor.ContinueAsync();
        await RefusedAsync(
            visitor, script,
            Say("رمز: ", "Code: "), Say("شرح: اكتب 10 أحرف على الأقل", "Explanation: Write at least 10 characters"), Say("عدد النسخ: لا تزيد القيمة على 10", "Copies: The most that may be given is 10"),
            Say("نسبة: اكتب منزلتين عشريتين على الأكثر", "Share: Write at most 2 decimals"), Say("الأجر: لا تقل القيمة عن 290", "Wage: The least that may be given is 290"),
            Say("يوم البدء: اكتب تاريخاً صحيحاً", "First day: Write a real date"), Say("شهر البدء: اكتب الشهر ثم السنة", "First month: Write the month and the year"),
            Say("هل تعمل؟ ", "Do you work? "), Say("أي القسمين؟ ", "Which half? "),
            Say("ما الذي تحتاج إليه؟ لا تزد على 2", "What do you need? Give at most 2"), Say("بلد الإقامة: اختر بلداً غير الأردن", "Country of residence: Choose a country other than Jordan"));
        await StandsAsync(visitor, new() { ["text"] = "ab", ["long"] = "x", ["whole"] = "12", ["number"] = "12.345", ["amount"] = "100", ["day.day"] = "31", ["month.month"] = "13", ["land"] = "JO" });
        Assert.Equal(3, await visitor.Page.Locator("input[name=several]:checked").CountAsync());
        await FillAsync(visitor, new()
        {
            ["text"] = "AB-12",
            ["long"] = "شرح يكفي من الحروف",
            ["whole"] = "٣",
            ["number"] = "12.50",
            ["amount"] = "290.500",
            ["day.day"] = "1",
            ["day.month"] = "3",
            ["day.year"] = "2018",
            ["month.month"] = "٣",
            ["month.year"] = "2018",
            ["sure"] = "true",
            ["one"] = "A",
            ["land"] = "EG",
        });
        await visitor.Page.Locator("input[name=several][value=Y]").UncheckAsync();
        await visitor.ContinueAsync();

        await FillAsync(visitor, new()
        {
            ["person"] = "123",
            ["firm"] = "12",
            ["passport.number"] = "؟",
            ["mobile"] = "0612",
            ["abroad"] = "12",
            ["mail"] = "x@",
            ["account"] = "JO00",
            ["paper"] = "؟؟",
        });
        await visitor.ContinueAsync();
        await RefusedAsync(
            visitor, script,
            Say("الرقم الوطني: اكتب الرقم الوطني: عشرة أرقام", "National number: Write the national number: ten digits"), Say("رقم المنشأة: ", "Number of the establishment: "),
            Say("جواز السفر: ", "Passport: "), Say("هاتف في الأردن: اكتب رقم هاتف أردني صحيح", "Telephone in Jordan: Write a valid Jordanian"), Say("هاتف في أي بلد: ", "Telephone in any country: "),
            Say("البريد الإلكتروني: ", "E-mail: "), Say("الحساب المصرفي: ", "Bank account: "), Say("رقم الرخصة: ", "Licence number: "));
        await StandsAsync(visitor, new() { ["person"] = "123", ["firm"] = "12", ["passport.number"] = "؟", ["mobile"] = "0612", ["abroad"] = "12", ["mail"] = "x@", ["account"] = "JO00", ["paper"] = "؟؟" });
        await FillAsync(visitor, new()
        {
            ["person"] = "2000000101",
            ["firm"] = "200000701",
            ["passport.nationality"] = "EG",
            ["passport.number"] = "A123456",
            ["mobile"] = "079 000 0412",
            ["abroad.country"] = "AE",
            ["abroad"] = "50 123 4567",
            ["mail"] = "name@example.com",
            ["account"] = "JO94 CBJO 0010 0000 0000 0131 0003 02",
            ["paper"] = "12/2018",
        });
        await visitor.ContinueAsync();

        await FillAsync(visitor, new()
        {
            ["home.locality"] = "x",
            ["parcel.directorate"] = "1",
            ["parcel.parcel"] = "!",
            ["car.plateCode"] = "ABC",
            ["car.plateNumber"] = "abc",
        });
        await visitor.ContinueAsync();
        await RefusedAsync(
            visitor, script, Say("العنوان: ", "Address: "), Say("المحافظة: ", "Governorate: "), Say("قطعة الأرض: ", "Plot: "), Say("المركبة: ", "Vehicle: "));
        await StandsAsync(visitor, new() { ["home.locality"] = "x", ["parcel.directorate"] = "1", ["parcel.parcel"] = "!", ["car.plateCode"] = "ABC", ["car.plateNumber"] = "abc" });
        await FillAsync(visitor, new()
        {
            ["home.governorate"] = "AM",
            ["home.locality"] = "الجبيهة",
            ["region"] = "IR",
            ["parcel.directorate"] = "1",
            ["parcel.village"] = "01",
            ["parcel.basin"] = "3",
            ["parcel.parcel"] = "12/A",
            ["car.plateCode"] = "13",
            ["car.plateNumber"] = "20697",
            ["car.plateClass"] = "PRIVATE",
        });
        await visitor.ContinueAsync();
        await ListsAsync(visitor, script, Say);

        // What was answered stands on the page on which it is checked, and the application is taken.
        Assert.EndsWith("/check-answers", visitor.Page.Url, StringComparison.Ordinal);
        var check = await visitor.TextAsync();
        foreach (var answer in (string[])["AB-12", "290.500", "A123456", "name@example.com", "13-20697", "12/A", "proof.pdf", "proof.png", "T4120001", Say("خصوصي", "Private"), Say("إربد", "Irbid"), Say("سامي", "Sami")])
        {
            Assert.True(check.Contains(answer, StringComparison.Ordinal), $"{answer} is not on the page: {check}");
        }

        Assert.Empty(script ? await PageWalk.AxeAsync(visitor) : []);
        await visitor.SubmitAsync();
    }

    /// <summary>Files, a repeating group, a table and the list of a register.</summary>
    private static async Task ListsAsync(Visitor visitor, bool script, Func<string, string, string> say)
    {
        var page = visitor.Page;
        await FillAsync(visitor, new() { ["children[0].name"] = say("سامي", "Sami"), ["children[0].born.day"] = "2", ["children[0].born.month"] = "1", ["children[0].born.year"] = "2015" });
        await visitor.GoAsync(page.Locator("button[value='add:children']"));
        await FillAsync(visitor, new() { ["children[1].name"] = "h", ["children[1].born.day"] = "31", ["children[1].born.month"] = "4", ["children[1].born.year"] = "2016" });

        // Not what its name says, and a table with a fault in each of its lines.
        await page.Locator("input[type=file][name=proof]").SetInputFilesAsync(Attached("proof.pdf", "<html>not a PDF</html>"u8.ToArray()));
        await page.Locator("input[type=file][name=wages]").SetInputFilesAsync(Attached("wages.csv", Encoding.UTF8.GetBytes(
            "number,wage,days,kind,since\n2000000101,500,30,FULL,\n123,500,30,FULL,\n2000000102,9000,31,HALF,31/2/2018\n\n2000000103,500,12,FULL,\n")));
        await visitor.ContinueAsync();
        await RefusedAsync(
            visitor, script,
            say("إثبات: اختر ملفاً من نوع", "Proof: Choose a file of type"), say("الأبناء 2 – الاسم: ", "Children 2 – Name: "), say("الأبناء 2 – تاريخ الولادة: ", "Children 2 – Date of birth: "),
            say("كشف الأجور: صحّح السطور المبيّنة", "List of wages: Correct the lines shown"), say("المخالفات: ", "Fines: "), say("ضع إشارة الموافقة", "Tick the box"));
        await StandsAsync(visitor, new() { ["children[0].name"] = say("سامي", "Sami"), ["children[0].born.year"] = "2015", ["children[1].name"] = "h", ["children[1].born.day"] = "31" });
        var lines = await page.Locator(".dw-side li.govuk-error-message").AllInnerTextsAsync();
        Assert.Contains(lines, l => Plain(l).StartsWith(say("السطر 3، العمود «الرقم الوطني»: ", "Line 3, column \"National number\": "), StringComparison.Ordinal));
        foreach (var column in (string[])[say("الأجر", "Wage"), say("الأيام", "Days"), say("الدوام", "Time"), say("منذ", "Since")])
        {
            Assert.Contains(lines, l => Plain(l).StartsWith(say($"السطر 4، العمود «{column}»: ", $"Line 4, column \"{column}\": "), StringComparison.Ordinal));
        }

        Assert.Contains(lines, l => Plain(l) == say("السطر 6: الدوام الكامل ثلاثون يوماً.", "Line 6: Full time is thirty days."));
        Assert.DoesNotContain(lines, l => Plain(l).StartsWith(say("السطر 2", "Line 2"), StringComparison.Ordinal));
        Assert.Empty(script ? await PageWalk.AxeAsync(visitor) : []);

        // Too large a file, and more lines than the table takes.
        await page.Locator("input[type=file][name=proof]").SetInputFilesAsync(Attached("proof.pdf", [.. Pdf, .. new byte[30_000]]));
        await page.Locator("input[type=file][name=wages]").SetInputFilesAsync(Attached("wages.csv", Encoding.UTF8.GetBytes(
            "number,wage,days,kind\n" + string.Concat(Enumerable.Repeat("2000000101,500,30,FULL\n", 6)))));
        await visitor.GoAsync(page.Locator("button[value='remove:children.1']"));
        Assert.True(await page.Locator("[name='children[1].name']").CountAsync() == 0, await visitor.Page.Locator("main").InnerHTMLAsync());
        await page.Locator("input[type=file][name=proof]").SetInputFilesAsync(Attached("proof.pdf", [.. Pdf, .. new byte[30_000]]));
        await page.Locator("input[type=file][name=wages]").SetInputFilesAsync(Attached("wages.csv", Encoding.UTF8.GetBytes(
            "number,wage,days,kind\n" + string.Concat(Enumerable.Repeat("2000000101,500,30,FULL\n", 6)))));
        await visitor.ContinueAsync();
        await RefusedAsync(
            visitor, script,
            say("إثبات: اختر ملفاً لا يزيد على 20 كيلوبايت", "Proof: Choose a file of at most 20 KB"), say("كشف الأجور: يقبل الجدول 5 أسطر على الأكثر", "List of wages: The table takes at most 5 lines"),
            say("المخالفات: ", "Fines: "), say("ضع إشارة الموافقة", "Tick the box"));

        // Two files at once; the table by the names of its columns as the page shows them; a fine of the register; agreed.
        await page.Locator("input[type=file][name=proof]").SetInputFilesAsync([Attached("proof.pdf", Pdf), Attached("proof.png", Png)]);
        await page.Locator("input[type=file][name=wages]").SetInputFilesAsync(Attached("wages.csv", Encoding.UTF8.GetBytes(
            say("الرقم الوطني;الأجر;الأيام;الدوام;منذ\n٢٠٠٠٠٠٠١٠١;٥٠٠;٣٠;الأول;\n", "National number,Wage,Days,Time,Since\n2000000101,500,30,The first,\n")
                .Replace("الأول", "FULL", StringComparison.Ordinal).Replace("The first", "FULL", StringComparison.Ordinal))));
        await FillAsync(visitor, new() { ["fines"] = "T4120001", ["agreed"] = "true" });
        await visitor.ContinueAsync();
    }

    private static FilePayload Attached(string name, byte[] content) => new() { Name = name, MimeType = "application/octet-stream", Buffer = content };

    private static string Plain(string text) => string.Concat(text.Where(c => c is not (>= '\u2066' and <= '\u2069'))).Trim();

    private static async Task FillAsync(Visitor visitor, Answers answers)
    {
        foreach (var name in answers.Keys)
        {
            Assert.True(await visitor.Page.Locator($"main [name='{name}']").CountAsync() > 0, $"There is no {name} on {visitor.Page.Url}: {await visitor.TextAsync()}");
        }

        await visitor.FillSectionAsync(answers, agree: false);
    }

    /// <summary>The summary has these lines, no other, each leading to a control that is there and whose question is marked.</summary>
    private static async Task RefusedAsync(Visitor visitor, bool script, params string[] beginnings)
    {
        var page = visitor.Page;
        var links = page.Locator(".govuk-error-summary__list a");
        var said = (await links.AllInnerTextsAsync()).Select(Plain).ToList();
        Assert.True(said.Count == beginnings.Length, $"{said.Count} lines, not {beginnings.Length}:\n{string.Join('\n', said)}");
        Assert.All(said.Zip(beginnings), pair => Assert.StartsWith(pair.Second, pair.First, StringComparison.Ordinal));
        Assert.Equal(said.Count, said.Distinct().Count());
        foreach (var link in await links.AllAsync())
        {
            var target = (await link.GetAttributeAsync("href"))!;
            Assert.Equal(1, await page.Locator($"[id='{target[1..]}']").CountAsync());
            Assert.Equal(1, await page.Locator($".govuk-form-group--error:has([id='{target[1..]}'])").Last.CountAsync());
        }

        if (script)
        {
            Assert.Empty(await PageWalk.AxeAsync(visitor));
        }
    }

    private static async Task StandsAsync(Visitor visitor, Answers typed)
    {
        foreach (var (name, value) in typed)
        {
            Assert.Equal(value, await visitor.Page.Locator($"main [name='{name}']").InputValueAsync());
        }
    }
}
