using System.Net;
using Diwan.Engine.Definitions;
using Diwan.Kernel;

namespace Diwan.Web.Tests.Design;

public sealed class CatalogueTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private Catalogue Catalogue => site.Services.GetRequiredService<Catalogue>();

    [Theory]
    [InlineData("ar", Language.Arabic)]
    [InlineData("en", Language.English)]
    public async Task Home_offers_every_service_once_in_the_readers_language(string code, Language language)
    {
        var page = await site.ReadAsync($"/{code}");

        var shown = page.QuerySelectorAll($"a[href^='/{code}/services/']").Select(a => a.TextContent.Trim()).ToList();
        Assert.True(Catalogue.Services.Count > 3);
        Assert.Equal(Catalogue.Services.Select(s => s.Name.In(language)).Order(StringComparer.Ordinal), shown.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("ar")]
    [InlineData("en")]
    public async Task Every_service_has_a_page_that_says_all_before_it_starts(string code)
    {
        foreach (var service in Catalogue.Services)
        {
            var page = await site.ReadAsync($"/{code}/services/{service.Id}");

            Assert.Equal(service.Name.In(Languages.FromCode(code)), page.QuerySelector("h1")!.TextContent);
            Assert.Equal($"/{code}/apply/{service.Id}", page.QuerySelector("a.dw-start")!.GetAttribute("href"));
            Assert.True(page.QuerySelectorAll(".dw-facts__item").Length >= 4, $"{service.Id} does not say fee, minutes, promise and for whom");
            Assert.Equal(service.Texts.List("steps").Count, page.QuerySelectorAll(".dw-steps li").Length);
            Assert.DoesNotContain("[services.", page.Body!.TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_fee_online_and_at_the_counter_are_those_of_the_rules()
    {
        var page = await site.ReadAsync("/en/services/moj/non-conviction-certificate");
        var text = page.QuerySelector(".dw-facts")!.TextContent;

        Assert.Contains("5.000", text, StringComparison.Ordinal);
        Assert.Contains("6.000", text, StringComparison.Ordinal);
        Assert.Contains("You save", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_debt_is_said_to_come_on_top_and_to_be_the_same_on_every_channel()
    {
        var fines = await site.ReadAsync("/en/services/gam/traffic-fines");
        var certificate = await site.ReadAsync("/en/services/moj/non-conviction-certificate");

        Assert.Contains("the same whichever way you apply", fines.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("the same whichever way you apply", certificate.Body!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ar", "محكوميه")]
    [InlineData("ar", "شهاده عدم المحكومية")]
    [InlineData("en", "certificate")]
    public async Task Search_forgives_spelling(string code, string query)
    {
        var page = await site.ReadAsync($"/{code}/services?q={Uri.EscapeDataString(query)}");

        Assert.NotNull(page.QuerySelector($"a[href='/{code}/services/moj/non-conviction-certificate']"));
        Assert.Equal(query, page.QuerySelector("input[name=q]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task A_search_that_finds_nothing_leads_on()
    {
        var page = await site.ReadAsync("/en/services?q=zzzzzz%3Cscript%3E");

        Assert.Empty(page.QuerySelectorAll(".dw-card"));
        Assert.Equal(2, page.QuerySelectorAll("main .govuk-inset-text a[href]").Length);
        Assert.Contains("zzzzzz<script>", page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_institution_and_an_occasion_narrow_the_list()
    {
        var gam = await site.ReadAsync("/en/services?of=gam");
        var work = await site.ReadAsync("/en/services?for=work");

        Assert.Equal(Catalogue.Services.Count(s => s.Id.Institution == "gam"), gam.QuerySelectorAll(".dw-card").Length);
        Assert.All(work.QuerySelectorAll(".dw-card__title a"), a =>
            Assert.Contains(Catalogue.Find(ServiceId.Parse(a.GetAttribute("href")!["/en/services/".Length..]))!.LifeEvents, e => e.Id == "work"));
    }

    [Theory]
    [InlineData("/ar/services/moj/no-such-service")]
    [InlineData("/ar/services/nobody/nothing")]
    [InlineData("/ar/services/UPPER/Case")]
    [InlineData("/en/services?of=nobody")]
    [InlineData("/en/services?for=nothing")]
    public async Task What_is_not_offered_is_not_found(string path)
    {
        var answer = await site.Visitor().GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
