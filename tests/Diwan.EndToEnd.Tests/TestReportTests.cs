extern alias cli;

using System.Text.Json;
using cli::Diwan.Cli.Commands;
using Diwan.Kernel;
using Diwan.Testing;
using Microsoft.Playwright;

namespace Diwan.EndToEnd.Tests;

/// <summary>The tests that a launch asks for, done and handed in: axe over every page of a service, and the load of its busiest hour.</summary>
public sealed class TestReportTests(TheNation nation)
{
    private const string Service = "dls/land-plan";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_pages_of_a_service_are_looked_at_and_the_report_meets_the_criterion()
    {
        await using var visitor = await nation.SignedInAsync("2000000204", Language.English);
        var results = new List<JsonElement>();
        await visitor.OpenAsync($"/services/{Service}");
        await InBothAsync(visitor, results);
        await visitor.BeginAsync(Service);
        while (true)
        {
            await InBothAsync(visitor, results);
            if (visitor.Page.Url.EndsWith("/check-answers", StringComparison.Ordinal))
            {
                break;
            }

            await visitor.AnswerSectionAsync(Answers.OfPlan());
        }

        await using var office = await nation.SignedInAsync("2000000914", Language.English);
        await office.OpenAsync($"/programme/gate/{Service}/accessibility");
        await UploadAsync(office, "no report"u8.ToArray());
        Assert.Contains("report of axe", await office.Page.Locator(".govuk-error-summary").InnerTextAsync(), StringComparison.Ordinal);
        await UploadAsync(office, JsonSerializer.SerializeToUtf8Bytes(results.Skip(1)));
        Assert.Contains($"/en/services/{Service}", await office.Page.Locator(".govuk-inset-text").InnerTextAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("found no violation", await office.TextAsync(), StringComparison.Ordinal);
        await UploadAsync(office, JsonSerializer.SerializeToUtf8Bytes(results));
        Assert.Contains("found no violation", await office.Page.Locator(".govuk-inset-text").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(await PageWalk.AxeAsync(office));
        await office.OpenAsync($"/programme/gate/{Service}");
        Assert.Equal(1, await office.Page.Locator("#c-accessibility .govuk-tag--green").CountAsync());
    }

    [Fact]
    public async Task A_load_is_put_on_the_site_and_a_test_that_was_too_short_does_not_meet_the_criterion()
    {
        var folder = Directory.CreateTempSubdirectory("diwan-load-").FullName;
        await using var visitor = await nation.SignedInAsync("2000000205", Language.Arabic);
        var cookies = string.Join("; ", (await visitor.Page.Context.CookiesAsync([nation.Product])).Select(c => $"{c.Name}={c.Value}"));
        string In(string file) => Path.Combine(folder, file);
        await File.WriteAllTextAsync(In("people"), cookies + "\n", Ct);
        await File.WriteAllTextAsync(
            In("answers.json"),
            """
            {"whichPlot":"OTHER","plot":{"directorate":"1","village":"1","basin":"1","quarter":"0","parcel":"1"},"planType":"CADASTRAL","scale":"SHEET",
             "isApartment":"false","copies":"2","purpose":"SALE","deliveryMode":"ELECTRONIC","mobile":"+962790000205"}
            """,
            Ct);
        var options = new LoadCommand.Options(Service, new Uri(nation.Product), In("people"), In("answers.json"), Rate: 4, Seconds: 5, In("load.json"), Repository.Services);
        var (said, error) = (new StringWriter(), new StringWriter());

        // What cannot come to its end once is not repeated.
        await File.WriteAllTextAsync(In("nobody"), "none=1\n", Ct);
        Assert.Equal(2, await LoadCommand.RunAsync(options with { People = In("nobody") }, said, error, Ct));
        Assert.Contains("401", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, await LoadCommand.RunAsync(options with { Service = "dls/castle" }, said, error, Ct));
        Assert.Equal(2, await LoadCommand.RunAsync(options with { Answers = In("none.json") }, said, error, Ct));
        Assert.False(File.Exists(In("load.json")));

        Assert.True(await LoadCommand.RunAsync(options, said, error, Ct) == 0, error.ToString());
        var report = JsonDocument.Parse(await File.ReadAllBytesAsync(In("load.json"), Ct)).RootElement;
        Assert.InRange(report.GetProperty("applications").GetInt32(), 15, 21);
        Assert.Equal(0, report.GetProperty("failed").GetInt32());
        await using var office = await nation.SignedInAsync("2000000914", Language.Arabic);
        await office.OpenAsync($"/programme/gate/{Service}/load-test");
        await UploadAsync(office, await File.ReadAllBytesAsync(In("load.json"), Ct));
        Assert.Contains("المدة أقصر من المطلوب", await office.Page.Locator(".govuk-inset-text").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(await PageWalk.AxeAsync(office));
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The page that is open, and the same in Arabic.</summary>
    private static async Task InBothAsync(Visitor visitor, List<JsonElement> results)
    {
        var english = visitor.Page.Url;
        results.Add(await PageWalk.ReportAsync(visitor.Page));
        await visitor.Page.GotoAsync(english.Replace("/en/", "/ar/", StringComparison.Ordinal));
        results.Add(await PageWalk.ReportAsync(visitor.Page));
        await visitor.Page.GotoAsync(english);
    }

    private static async Task UploadAsync(Visitor office, byte[] report)
    {
        await office.Page.Locator("#file").SetInputFilesAsync(new FilePayload { Name = "report.json", MimeType = "application/json", Buffer = report });
        await office.GoAsync(office.Page.Locator("form[enctype] button"));
    }
}
