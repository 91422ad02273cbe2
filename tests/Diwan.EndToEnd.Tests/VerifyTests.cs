using System.Diagnostics;
using System.Text;
using Diwan.Kernel;
using Microsoft.Playwright;

namespace Diwan.EndToEnd.Tests;

/// <summary>Anybody verifies a document: by file, picture, camera and code; with and without a connection, with and without script.</summary>
public sealed class VerifyTests(TheNation nation)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Language.English, "2000000203")]
    [InlineData(Language.Arabic, "2000000202")]
    public async Task By_file_by_picture_by_camera_and_without_a_connection(Language language, string number)
    {
        var paper = await PlanAsync(nation, number);
        var picture = Picture(paper.Bytes);
        await using var anybody = await nation.VisitorAsync(language, PeopleTests.Phone);
        List<string> requests = [];
        anybody.Page.Request += (_, request) => requests.Add($"{request.Method} {new Uri(request.Url).AbsolutePath}");

        await anybody.OpenAsync("/verify");
        await anybody.VerifyFileAsync("document.pdf", "application/pdf", paper.Bytes);
        await anybody.AnswersAsync("inForce");
        await AccessibleAsync(anybody);
        Assert.Contains("POST /api/v1/verification", requests);
        // The file itself stays where it is.
        Assert.DoesNotContain(requests, r => r.StartsWith("POST ", StringComparison.Ordinal) && r != "POST /api/v1/verification");

        await anybody.VerifyFileAsync("page.png", "image/png", picture);
        await anybody.AnswersAsync("inForce");
        Film(paper.Bytes);
        await anybody.Page.Locator("#verify-camera button").First.ClickAsync();
        await anybody.AnswersAsync("inForce");

        byte[] altered = [.. paper.Bytes];
        altered[altered.Length / 3] ^= 1;
        await anybody.VerifyFileAsync("altered.pdf", "application/pdf", altered);
        await anybody.AnswersAsync("altered");
        await anybody.VerifyFileAsync("longer.pdf", "application/pdf", [.. paper.Bytes, .. "\n%%EOF\n"u8]);
        await anybody.AnswersAsync("altered");
        await anybody.VerifyFileAsync("other.pdf", "application/pdf", "%PDF-1.4\nnothing of ours"u8.ToArray());
        await anybody.AnswersAsync("unknown");
        await AccessibleAsync(anybody);

        // The page and what it needs are kept once it was visited: the second visit needs no connection.
        await anybody.Page.EvaluateAsync("() => navigator.serviceWorker.ready.then(() => true)");
        await anybody.Page.Context.SetOfflineAsync(true);
        Assert.Equal(200, await anybody.OpenAsync("/verify"));
        await anybody.Page.Locator("#verify-state").WaitForAsync();
        await anybody.VerifyFileAsync("document.pdf", "application/pdf", paper.Bytes);
        await anybody.AnswersAsync("inForce");
        await AccessibleAsync(anybody);
        await anybody.VerifyFileAsync("page.png", "image/png", picture);
        await anybody.AnswersAsync("inForce");
        await anybody.VerifyFileAsync("altered.pdf", "application/pdf", altered);
        await anybody.AnswersAsync("altered");
        await anybody.Page.FillAsync("#code", paper.Number);
        await anybody.Page.Locator("#verify-code button").ClickAsync();
        await anybody.AnswersAsync("nothing");
        Assert.True(await anybody.OverflowAsync() <= 0);

        // A list that is out of date is not taken for the present.
        await anybody.Page.Clock.SetFixedTimeAsync(TimeProvider.System.GetUtcNow().AddDays(3).UtcDateTime);
        await anybody.OpenAsync("/verify");
        await anybody.VerifyFileAsync("document.pdf", "application/pdf", paper.Bytes);
        await anybody.AnswersAsync("genuineOnly");
    }

    [Fact]
    public async Task Without_script_the_server_answers()
    {
        var paper = await PlanAsync(nation, "2000000205");
        await using var anybody = await nation.VisitorAsync(Language.Arabic, o => o.JavaScriptEnabled = false);
        await anybody.OpenAsync("/verify");
        await anybody.Page.SetInputFilesAsync("#file", new FilePayload { Name = "document.pdf", MimeType = "application/pdf", Buffer = paper.Bytes });
        await anybody.GoAsync(anybody.Page.Locator("form[enctype='multipart/form-data'] button"));
        await anybody.AnswersAsync("inForce");
        await anybody.Page.FillAsync("#code", paper.Number.Replace("-", " ", StringComparison.Ordinal).ToLowerInvariant());
        await anybody.GoAsync(anybody.Page.Locator("#verify-code button"));
        await anybody.AnswersAsync("inForce");
        await anybody.OpenAsync("/verify?code=AAAA-AAAA-AAAA");
        await anybody.AnswersAsync("unknown");
    }

    [Theory]
    [InlineData(Language.Arabic)]
    [InlineData(Language.English)]
    public async Task A_refused_document_is_reported_and_what_is_wrong_is_said(Language language)
    {
        var paper = await PlanAsync(nation, "2000000208");
        await using var anybody = await nation.VisitorAsync(language);
        await anybody.OpenAsync("/verify/refusal");
        await AccessibleAsync(anybody);
        await anybody.GoAsync(anybody.Page.Locator("main form button"));
        Assert.Equal(4, await anybody.Page.Locator(".govuk-error-summary__list li").CountAsync());
        await AccessibleAsync(anybody);
        await anybody.Page.FillAsync("#code", paper.Number);
        await anybody.Page.FillAsync("#body", "بنك تجريبي / A bank");
        await anybody.Page.EvaluateAsync("() => { const on = document.getElementById('on'); on.value = on.max; }");
        await anybody.Page.CheckAsync("#reason");
        await anybody.GoAsync(anybody.Page.Locator("main form button"));
        Assert.Equal(1, await anybody.Page.Locator(".govuk-panel--confirmation").CountAsync());
        await AccessibleAsync(anybody);
    }

    [Theory]
    [InlineData(Language.Arabic, "2000000203")]
    [InlineData(Language.English, "2000000206")]
    public async Task A_holder_shares_a_document_sees_who_opened_and_verified_it_and_takes_it_back(Language language, string number)
    {
        var paper = await PlanAsync(nation, number);
        await using var holder = await nation.SignedInAsync(number, language);
        await holder.OpenAsync("/account/documents");
        await holder.GoAsync(holder.Page.Locator($"a[href$='/account/documents/{paper.Number}']"));
        await AccessibleAsync(holder);
        await holder.Page.FillAsync("#note", "للبنك / for the bank");
        await holder.GoAsync(holder.Page.Locator("form[action*='handler=share'] button"));
        var link = await holder.Page.InputValueAsync("#link");
        Assert.StartsWith(nation.Product, link, StringComparison.Ordinal);
        await AccessibleAsync(holder);

        await using var other = await nation.VisitorAsync(language, PeopleTests.Phone);
        await other.Page.GotoAsync(link);
        await AccessibleAsync(other);
        await other.Page.GotoAsync(link);  // looking is not opening
        await other.GoAsync(other.Page.Locator("main form button"));
        await other.AnswersAsync("inForce");
        await AccessibleAsync(other);
        var file = await other.Page.RunAndWaitForDownloadAsync(() => other.Page.Locator("a[download]").ClickAsync());
        Assert.Equal(paper.Bytes, await File.ReadAllBytesAsync(await file.PathAsync(), Ct));
        await other.OpenAsync($"/verify?code={paper.Number}");

        await holder.OpenAsync($"/account/documents/{paper.Number}");
        Assert.Equal(["1"], await holder.Page.Locator("#shares td.govuk-table__cell--numeric > span").EvaluateAllAsync<string[]>("all => all.map(e => e.firstChild.textContent.trim())"));
        Assert.Equal(1, await holder.Page.Locator(".dw-lines li").CountAsync());
        await holder.GoAsync(holder.Page.Locator("form[action*='handler=takeback'] button"));
        Assert.Equal(0, await holder.Page.Locator("form[action*='handler=takeback']").CountAsync());
        Assert.Equal(404, (await other.Page.GotoAsync(link))!.Status);
        Assert.Equal(404, (await other.Page.GotoAsync(link + "/file"))!.Status);

        await holder.GoAsync(holder.Page.Locator("form[action*='handler=offer'] button"));
        Assert.Equal(1, await holder.Page.Locator("svg.dw-qr").CountAsync());
        await AccessibleAsync(holder);
        var credential = await holder.Page.RunAndWaitForDownloadAsync(() => holder.Page.Locator("a[href$='/credential']").ClickAsync());
        Assert.Matches("^[\\w-]+\\.[\\w-]+\\.[\\w-]+~", await File.ReadAllTextAsync(await credential.PathAsync(), Ct));

        await using var stranger = await nation.SignedInAsync("2000000606", language);
        foreach (var path in (string[])[$"/account/documents/{paper.Number}", $"/documents/{paper.Number}/credential"])
        {
            Assert.Equal(404, await stranger.OpenAsync(path));
        }
    }

    /// <summary>Somebody's plan of a plot, in force.</summary>
    internal static async Task<Paper> PlanAsync(TheNation nation, string number)
    {
        await using var applicant = await nation.SignedInAsync(number, Language.English);
        await applicant.ApplyAsync("dls/land-plan", Answers.OfPlan());
        await applicant.SubmitAsync();
        await applicant.PayByCardAsync();
        return await applicant.DownloadAsync();
    }

    internal static async Task AccessibleAsync(Visitor visitor) => Assert.Empty(await PageWalk.AxeAsync(visitor));

    /// <summary>The page as a scanner would have it.</summary>
    private static byte[] Picture(byte[] pdf) => Render(pdf, "-png");

    /// <summary>Puts the foot of the page before the camera, in gray.</summary>
    private void Film(byte[] pdf)
    {
        const int Width = 1240, Height = 930;
        var pgm = Render(pdf, "-gray");
        var text = Encoding.ASCII.GetString(pgm, 0, 40).Split((char[])['\n', ' '], 5);
        var (width, height) = (int.Parse(text[1], System.Globalization.CultureInfo.InvariantCulture), int.Parse(text[2], System.Globalization.CultureInfo.InvariantCulture));
        var pixels = pgm.AsSpan(pgm.Length - (width * height));
        Assert.True(width >= Width && height > Height, $"{width} by {height}");
        using var film = File.Create(nation.Camera);
        film.Write(Encoding.ASCII.GetBytes($"YUV4MPEG2 W{Width} H{Height} F5:1 Ip A1:1 C420jpeg\n"));
        for (var frame = 0; frame < 3; frame++)
        {
            film.Write("FRAME\n"u8);
            for (var row = height - Height; row < height; row++)
            {
                film.Write(pixels.Slice(row * width, Width));
            }

            film.Write(Enumerable.Repeat((byte)128, Width * Height / 2).ToArray());
        }
    }

    private static byte[] Render(byte[] pdf, string how)
    {
        const string Tool = "/usr/bin/pdftoppm";
        Assert.SkipUnless(File.Exists(Tool) || Environment.GetEnvironmentVariable("CI") == "true", $"There is no {Tool}: install the package poppler-utils.");
        var folder = Directory.CreateTempSubdirectory("diwan-page-");
        try
        {
            var file = Path.Combine(folder.FullName, "document.pdf");
            File.WriteAllBytes(file, pdf);
            using var process = Process.Start(new ProcessStartInfo(Tool, ["-r", "150", "-singlefile", how, file, Path.Combine(folder.FullName, "page")]))!;
            process.WaitForExit();
            return File.ReadAllBytes(folder.GetFiles("page.*").Single().FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
