using AngleSharp;
using AngleSharp.Dom;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Diwan.Web.Tests.Design;

/// <summary>The real site, marked as the sandbox so that the design page is there.</summary>
public sealed class SiteFixture : WebApplicationFactory<Program>
{
    public static readonly string[] Pages = ["/ar", "/en", "/ar/design", "/ar/services", "/en/services", "/ar/services?q=zzz", "/ar/services/moj/non-conviction-certificate", "/en/services/gam/traffic-fines", "/ar/help", "/en/help", "/ar/accessibility", "/en/accessibility", "/ar/privacy", "/en/privacy", "/en/design", "/ar/error/404", "/en/error/500"];

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("diwan-site-");

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.UseSetting("Data:Directory", _data.FullName);
        builder.UseSetting("Web:Sandbox", "true");
        builder.UseSetting("Logging:LogLevel:Default", "Warning");
        builder.UseSetting("Web:FormActionOrigins:0", "https://pay.example");
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _data.Delete(recursive: true);
    }

    public HttpClient Visitor() => CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });

    public async Task<IDocument> ReadAsync(string path)
    {
        var stop = TestContext.Current.CancellationToken;
        var html = await Visitor().GetStringAsync(path, stop);
        return await BrowsingContext.New(Configuration.Default).OpenAsync(r => r.Content(html).Address("https://diwan.example" + path), stop);
    }

    public async Task<IDocument> ReadAnyStatusAsync(string path)
    {
        var stop = TestContext.Current.CancellationToken;
        var answer = await Visitor().GetAsync(new Uri(path, UriKind.Relative), stop);
        var html = await answer.Content.ReadAsStringAsync(stop);
        return await BrowsingContext.New(Configuration.Default).OpenAsync(r => r.Content(html).Address("https://diwan.example" + path), stop);
    }
}
