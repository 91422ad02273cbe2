using System.Globalization;
using System.Net;
using System.Text.Json;
using Diwan.Programme.Benchmark;

namespace Diwan.Web.Tests.Design;

/// <summary>What anybody may fetch of the programme: where to report a weakness, the European questions as data, the short links of campaigns.</summary>
public sealed class PublicDataTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Security_txt_says_where_to_turn_and_until_when()
    {
        using var answer = await site.Visitor().GetAsync(new Uri("/.well-known/security.txt", UriKind.Relative), Ct);
        Assert.Equal((HttpStatusCode.OK, "text/plain"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        var lines = (await answer.Content.ReadAsStringAsync(Ct)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("Contact: mailto:help@diwan.example", lines);
        Assert.Single(lines, l => l.StartsWith("Expires: ", StringComparison.Ordinal));
        var expires = DateTimeOffset.Parse(lines.Single(l => l.StartsWith("Expires: ", StringComparison.Ordinal))[9..], CultureInfo.InvariantCulture);
        Assert.InRange((expires - TimeProvider.System.GetUtcNow()).TotalDays, 60, 365);
        foreach (var page in lines.Where(l => l.StartsWith("Policy: ", StringComparison.Ordinal)))
        {
            Assert.Equal(HttpStatusCode.OK, (await site.Visitor().GetAsync(new Uri(new Uri(page[8..]).AbsolutePath, UriKind.Relative), Ct)).StatusCode);
        }
    }

    [Fact]
    public async Task The_European_questions_are_open_data()
    {
        using var json = JsonDocument.Parse(await site.Visitor().GetStringAsync("/api/v1/benchmark", Ct));
        Assert.Equal(9, json.RootElement.GetArrayLength());
        var first = json.RootElement[0];
        Assert.InRange(first.GetProperty("total").GetDecimal(), 0, 1);
        Assert.Equal(53, first.GetProperty("questions").GetArrayLength());

        // What the answers rest on is there: the site knows its own pages.
        Assert.DoesNotContain("There is no page at", json.RootElement.ToString(), StringComparison.Ordinal);
        var served = site.Services.GetRequiredService<PageServed>();
        Assert.Equal((true, true, false, false), (served("/track"), served("/services/dls/land-plan/process"), served("/tracked"), served("/services/dls/land-plan/process/no/such")));
        var csv = await site.Visitor().GetStringAsync("/api/v1/benchmark.csv", Ct);
        Assert.Equal(1 + (9 * 53), csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("\"In the portal's list and search.\"", csv, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/go/NOSUCH", null, "/ar/services")]
    [InlineData("/go/NOSUCH", "en-GB", "/en/services")]
    [InlineData("/go/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", null, "/ar/services")]
    public async Task A_link_of_no_campaign_leads_to_the_services(string path, string? accepted, string expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accepted is not null)
        {
            request.Headers.Add("Accept-Language", accepted);
        }

        using var answer = await site.Visitor().SendAsync(request, Ct);
        Assert.Equal((HttpStatusCode.Redirect, expected), (answer.StatusCode, answer.Headers.Location!.ToString()));
    }

    [Fact]
    public async Task A_code_that_runs_nowhere_is_not_carried_on()
    {
        var page = await site.ReadAsync("/ar/services/moj/non-conviction-certificate?c=NOSUCH");
        Assert.Equal("/ar/apply/moj/non-conviction-certificate", page.QuerySelector("a.dw-start")!.GetAttribute("href"));
    }
}
