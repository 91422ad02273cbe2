using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Playwright;

namespace Diwan.EndToEnd.Tests.Design;

/// <summary>The site on a port of its own and Debian's browser, shared by the tests of this folder.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private readonly Site _site = new();
    private IPlaywright? _playwright;

    public IBrowser Browser { get; private set; } = null!;

    public Uri Address => _site.ClientOptions.BaseAddress;

    public async ValueTask InitializeAsync()
    {
        _site.StartServer();
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("DIWAN_CHROMIUM") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright?.Dispose();
        await _site.DisposeAsync();
    }

    private sealed class Site : WebApplicationFactory<Program>
    {
        public Site() => UseKestrel(0);

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Development");
            builder.UseSetting("Web:Sandbox", "true");

            // Of its own: what an earlier version of the services left behind is none of this test's business.
            builder.UseSetting("Data:Directory", Directory.CreateTempSubdirectory("diwan-design-").FullName);
            builder.UseSetting("Logging:LogLevel:Default", "Warning");
        }
    }
}

public sealed class AccessibilityTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    [Theory]
    [InlineData("ar/design", 360)]
    [InlineData("en/design", 360)]
    [InlineData("ar/design", 1100)]
    [InlineData("ar", 360)]
    [InlineData("en/services", 1100)]
    [InlineData("ar/services/moj/non-conviction-certificate", 360)]
    [InlineData("en/error/404", 360)]
    public async Task A_page_breaks_no_rule_of_WCAG_and_is_no_wider_than_the_screen(string path, int width)
    {
        await using var context = await fixture.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BypassCSP = true,
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
        });
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(fixture.Address, path).ToString());

        var found = await PageWalk.AxeAsync(page);
        var widest = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");

        Assert.Empty(found);
        Assert.InRange(widest, 1, width);
    }
}
