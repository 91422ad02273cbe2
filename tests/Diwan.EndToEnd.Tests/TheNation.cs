using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using Diwan.EndToEnd.Tests;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Sandbox;
using Diwan.Sandbox.Trust;
using Diwan.Web;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(TheNation))]

namespace Diwan.EndToEnd.Tests;

/// <summary>The product, the sandbox nation and one browser, started once for the whole run. They know one another by HTTP only.</summary>
public sealed partial class TheNation : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";

    private static readonly string[] Arguments =
    [
        "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("diwan-e2e-").FullName;
    private readonly HttpClient _http = new();
    private WebApplication? _sandbox;
    private WebApplication? _product;
    private readonly List<WebApplication> _further = [];
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public string Product { get; } = $"http://localhost:{FreePort()}";

    private readonly int _mailPort = FreePort();

    public string Outside { get; } = $"http://localhost:{FreePort()}";

    /// <summary>What the camera of the browser sees: a film in Y4M, to be put there before the camera is opened.</summary>
    internal string Camera => Path.Combine(_folder, "camera.y4m");

    /// <summary>Why nothing can be tried here; null when everything can.</summary>
    private static string? Missing => File.Exists(Chromium) ? null : $"There is no {Chromium}: install the package chromium.";

    public async ValueTask InitializeAsync()
    {
        if (Missing is not null)
        {
            return;
        }

        _sandbox = SandboxHost.Build(new SandboxOptions
        {
            Port = new Uri(Outside).Port,
            MailPort = _mailPort,
            People = 500,
            DataDirectory = Path.Combine(_folder, "sandbox"),
            ProductUrl = Product,
        });
        _product = Build(Product, _folder, null);
        await _sandbox.StartAsync();
        await _product.StartAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Chromium, Args = [.. Arguments, $"--use-file-for-fake-video-capture={Camera}"] });
    }

    public async ValueTask DisposeAsync()
    {
        await (_browser?.CloseAsync() ?? Task.CompletedTask);
        _playwright?.Dispose();
        _http.Dispose();
        foreach (var host in _further.Append(_product).Append(_sandbox).OfType<WebApplication>())
        {
            await host.StopAsync();
            await host.DisposeAsync();
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Starts the product once more, with other services, in front of the same outside world.</summary>
    /// <returns>Its address.</returns>
    /// <param name="servicesFolder">Null for those of the repository.</param>
    /// <param name="settings">Other settings, by the address it gets.</param>
    internal async Task<string> FurtherProductAsync(string? servicesFolder, Func<string, IReadOnlyDictionary<string, string?>>? settings = null)
    {
        SkipWithoutBrowser();
        var address = $"http://localhost:{FreePort()}";
        var product = Build(address, Directory.CreateDirectory(System.IO.Path.Combine(_folder, $"further-{_further.Count}")).FullName, servicesFolder, settings?.Invoke(address));
        _further.Add(product);
        await product.StartAsync(TestContext.Current.CancellationToken);
        return address;
    }

    private WebApplication Build(string address, string folder, string? services, IReadOnlyDictionary<string, string?>? settings = null) => DiwanSite.Build(
        new WebApplicationOptions { ApplicationName = "Diwan.Web", ContentRootPath = AppContext.BaseDirectory, EnvironmentName = Environments.Production },
        builder =>
        {
            builder.WebHost.UseStaticWebAssets();
            builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error);
            builder.Configuration.AddInMemoryCollection(Settings(address, folder));
            if (services is not null)
            {
                builder.Configuration.AddInMemoryCollection([new("Services:Folder", services)]);
            }

            builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
        });

    private static void SkipWithoutBrowser()
    {
        if (Missing is { } missing)
        {
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", missing);
            Assert.Fail(missing);
        }
    }

    /// <summary>Somebody opens a browser of their own. They are not signed in yet.</summary>
    /// <param name="product">Another product than the one all tests share.</param>
    internal async Task<Visitor> VisitorAsync(Language language, Action<BrowserNewContextOptions>? device = null, string? product = null)
    {
        SkipWithoutBrowser();
        var options = new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1100, Height = 900 }, AcceptDownloads = true };
        device?.Invoke(options);
        var context = await _browser!.NewContextAsync(options);
        context.SetDefaultTimeout(60_000);
        return new Visitor(this, context, await context.NewPageAsync(), language, product);
    }

    /// <summary>The person with this number, signed in through the identity provider.</summary>
    internal async Task<Visitor> SignedInAsync(string number, Language language = Language.Arabic, Action<BrowserNewContextOptions>? device = null, string? product = null)
    {
        var visitor = await VisitorAsync(language, device, product);
        await visitor.SignInAsync(number);
        return visitor;
    }

    /// <summary>The consent code that was last sent to somebody.</summary>
    internal Task<string> ConsentCodeAsync(string number) => FromInsideAsync(async product =>
        (await product.GetRequiredService<Inbox>().OfPersonAsync($"JO:{number}", 5, TestContext.Current.CancellationToken)).Select(m => ConsentCode().Match(m.Text.En)).First(m => m.Success).Value);

    [GeneratedRegex(@"(?<=code )\d{6}")]
    private static partial Regex ConsentCode();

    /// <summary>Asks the product from inside, for what has no page of its own or would take a test too long.</summary>
    internal async Task<T> FromInsideAsync<T>(Func<IServiceProvider, Task<T>> ask)
    {
        await using var scope = _product!.Services.CreateAsyncScope();
        return await ask(scope.ServiceProvider);
    }

    /// <summary>The same of a further product.</summary>
    internal async Task<T> FromInsideAsync<T>(string address, Func<IServiceProvider, Task<T>> ask)
    {
        await using var scope = _further.Single(f => f.Configuration["Urls"]!.EndsWith($":{new Uri(address).Port}", StringComparison.Ordinal)).Services.CreateAsyncScope();
        return await ask(scope.ServiceProvider);
    }

    /// <summary>Every kind of page there is, by its address: <c>{lang}/cases/{reference}/pay</c>.</summary>
    internal IReadOnlyList<RoutePattern> PageKinds =>
    [
        .. _product!.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<PageActionDescriptor>() is not null)
            .Select(e => e.RoutePattern)
            .DistinctBy(p => p.RawText),
    ];

    /// <summary>What a register of the nation holds now, asked on the sandbox's own page.</summary>
    internal async Task<JsonElement> RegisterAsync(string operation, object input)
    {
        using var form = new FormUrlEncodedContent([new("operation", operation), new("input", JsonSerializer.Serialize(input))]);
        using var answer = await _http.PostAsync(new Uri($"{Outside}/ask"), form, TestContext.Current.CancellationToken);
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var text = WebUtility.HtmlDecode(page[(page.IndexOf("<pre>", StringComparison.Ordinal) + 5)..page.IndexOf("</pre>", StringComparison.Ordinal)]);
        Assert.True(text.StartsWith('{'), text);
        return JsonDocument.Parse(text).RootElement;
    }

    private Dictionary<string, string?> Settings(string address, string folder) => new(ProductSettings.For(address, Outside, mailPort: _mailPort))
    {
        ["Urls"] = address.Replace("localhost", "127.0.0.1", StringComparison.Ordinal) + ";" + address.Replace("localhost", "[::1]", StringComparison.Ordinal),
        ["Data:Directory"] = folder,
        ["Database:ConnectionString"] = "",
        ["Web:FormActionOrigins:0"] = Outside,
        ["Documents:TimeStamp:Url"] = Outside + "/tsa",
        ["Documents:TimeStamp:Root"] = TimeStampAuthority.RootPem(),
    };

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
