using System.IO.Compression;
using System.Net;
using Diwan.Web.Pages.Portal;

namespace Diwan.Web.Tests.Design;

public sealed class FrameTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    public static TheoryData<string> EveryPage => [.. SiteFixture.Pages];

    [Theory]
    [InlineData(null, "/ar")]
    [InlineData("fr-FR", "/ar")]
    [InlineData("en-GB,ar;q=0.5", "/en")]
    [InlineData("en;q=0.3, ar-JO;q=0.9", "/ar")]
    public async Task The_root_leads_to_the_browsers_language_and_to_Arabic_otherwise(string? accepted, string expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        if (accepted is not null)
        {
            request.Headers.Add("Accept-Language", accepted);
        }

        var answer = await site.Visitor().SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(expected, answer.Headers.Location!.ToString());
    }

    [Theory]
    [InlineData("/ar", "ar", "rtl", "/en")]
    [InlineData("/en", "en", "ltr", "/ar")]
    [InlineData("/ar/no-such-page?x=1", "ar", "rtl", "/en/no-such-page?x=1")]
    [InlineData("/en/no-such-page", "en", "ltr", "/ar/no-such-page")]
    public async Task A_page_says_its_language_and_direction_and_offers_itself_in_the_other(string path, string lang, string dir, string other)
    {
        var page = await site.ReadAnyStatusAsync(path);

        Assert.Equal(lang, page.DocumentElement.GetAttribute("lang"));
        Assert.Equal(dir, page.DocumentElement.GetAttribute("dir"));
        Assert.Equal(other, page.QuerySelector(".dw-headlink--language")!.GetAttribute("href"));
    }

    [Theory]
    [InlineData("/fr")]
    [InlineData("/arabic")]
    [InlineData("/ar/no-such-page")]
    [InlineData("/en/no-such-page")]
    public async Task What_is_not_there_is_404_with_a_way_on(string path)
    {
        var answer = await site.Visitor().GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        var page = await site.ReadAnyStatusAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.NotEmpty(page.QuerySelectorAll("main a[href]"));
        Assert.Single(page.QuerySelectorAll("h1"));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(410)]
    [InlineData(413)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Every_error_has_its_own_words_in_both_languages(int code)
    {
        var arabic = await site.ReadAnyStatusAsync($"/ar/error/{code}");
        var english = await site.ReadAnyStatusAsync($"/en/error/{code}");

        Assert.NotEqual(arabic.QuerySelector("h1")!.TextContent, english.QuerySelector("h1")!.TextContent);
        Assert.DoesNotContain("[error.", arabic.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("[error.", english.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused_in_words()
    {
        using var form = new FormUrlEncodedContent([new("q", "x")]);
        var answer = await site.Visitor().PostAsync(new Uri("/ar/services", UriKind.Relative), form, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("تعذّر قبول ما أُرسل", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_of_ours_is_owned_up_to_without_showing_its_inside()
    {
        await using var broken = site.WithWebHostBuilder(b => b
            .ConfigureServices(s => s.AddSingleton<ServiceOffers>(_ => throw new InvalidOperationException("no-such-folder")))
            .UseSetting("Logging:LogLevel:Default", "None"));
        var answer = await broken.CreateClient().GetAsync(new Uri("/en/services", UriKind.Relative), TestContext.Current.CancellationToken);
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Contains("Something went wrong on our side", html, StringComparison.Ordinal);
        Assert.Contains("lang=\"en\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", html, StringComparison.Ordinal);
        Assert.DoesNotContain("no-such-folder", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_get_problem_details()
    {
        var answer = await site.Visitor().GetAsync(new Uri("/api/none", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task The_policy_allows_nothing_inline_and_forms_only_to_known_places()
    {
        var answer = await site.Visitor().GetAsync(new Uri("/ar", UriKind.Relative), TestContext.Current.CancellationToken);

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("form-action 'self' https://pay.example;", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }

    [Theory, MemberData(nameof(EveryPage))]
    public async Task No_link_is_empty_and_none_loses_the_language(string path)
    {
        var page = await site.ReadAnyStatusAsync(path);
        var language = path[..3];

        foreach (var link in page.QuerySelectorAll("a"))
        {
            var href = link.GetAttribute("href");
            Assert.False(string.IsNullOrEmpty(href), $"An empty link on {path}: {link.OuterHtml}");
            Assert.True(
                href[0] == '#' || href.StartsWith(language, StringComparison.Ordinal) || link.HasAttribute("hreflang")
                || href.StartsWith("mailto:", StringComparison.Ordinal) || href.StartsWith("tel:", StringComparison.Ordinal),
                $"{href} on {path} names no language");
        }

        foreach (var form in page.QuerySelectorAll("form[action]"))
        {
            Assert.StartsWith(language, form.GetAttribute("action"), StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(EveryPage))]
    public async Task Nothing_is_fetched_from_elsewhere_and_nothing_is_inline(string path)
    {
        var page = await site.ReadAnyStatusAsync(path);

        Assert.Empty(page.QuerySelectorAll("[style]"));
        Assert.Empty(page.QuerySelectorAll("style"));
        Assert.Empty(page.QuerySelectorAll("script:not([src])"));
        Assert.DoesNotContain(page.All, e => e.Attributes.Any(a => a.Name.StartsWith("on", StringComparison.Ordinal)));
        foreach (var element in page.QuerySelectorAll("[src], link[href]"))
        {
            var address = element.GetAttribute("src") ?? element.GetAttribute("href")!;
            Assert.True(address[0] == '/' && !address.StartsWith("//", StringComparison.Ordinal), address);
        }
    }

    [Theory, MemberData(nameof(EveryPage))]
    public async Task Every_page_has_one_heading_a_way_past_the_menu_and_unique_ids(string path)
    {
        var page = await site.ReadAnyStatusAsync(path);

        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.Equal("#main", page.QuerySelector("body > a")!.GetAttribute("href"));
        Assert.NotNull(page.QuerySelector("main#main"));
        var ids = page.QuerySelectorAll("[id]").Select(e => e.Id!).ToList();
        Assert.Equal(ids.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), ids.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("/ar")]
    [InlineData("/en")]
    public async Task A_first_visit_is_under_100_KB_fonts_aside(string path)
    {
        // Compressed here as a published site compresses: a debug build serves its files stored.
        var page = await site.ReadAsync(path);
        var total = await CompressedAsync(path);
        foreach (var element in page.QuerySelectorAll("script[src], img[src], link[rel=stylesheet], link[rel=icon]"))
        {
            total += await CompressedAsync(element.GetAttribute("src") ?? element.GetAttribute("href")!);
        }

        Assert.InRange(total, 10_000, 50_000);
    }

    private async Task<long> CompressedAsync(string path)
    {
        var bytes = await site.Visitor().GetByteArrayAsync(path, TestContext.Current.CancellationToken);
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zip.Write(bytes);
        }

        return packed.Length;
    }

    [Fact]
    public async Task Arabic_is_written_as_letters_not_as_numbers()
    {
        var html = await site.Visitor().GetStringAsync("/ar", TestContext.Current.CancellationToken);

        Assert.DoesNotContain("&#x6", html, StringComparison.Ordinal);
        Assert.Contains("ديوان", html, StringComparison.Ordinal);
    }
}
