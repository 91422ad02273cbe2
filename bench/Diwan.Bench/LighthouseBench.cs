using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Diwan.Accounts;
using Diwan.Cases;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Sandbox;
using Diwan.Testing;
using Diwan.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.StaticWebAssets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Diwan.Bench;

/// <summary>
/// Lighthouse's judgement of the home, a service page and a form page of an institution's application on the telephone it imitates (a slow one, on a slow
/// line), in Arabic. The limit stands beside each figure; what is below it makes the command fail.
/// </summary>
internal static class LighthouseBench
{
    private const int Least = 95;
    private const int MostBytes = 100_000;

    private static readonly string[] Categories = ["performance", "accessibility", "best-practices"];

    /// <param name="args">The folder of node's packages with lighthouse in it, and how often each page is looked at (3); the middle one counts.</param>
    /// <returns>0 when every page keeps every limit, 1 when one does not, 2 when there is no Lighthouse.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var program = Path.Combine(args.Length > 0 ? args[0] : ".diwan/node", "node_modules", "lighthouse", "cli", "index.js");
        if (!File.Exists(program))
        {
            await Console.Error.WriteLineAsync($"There is no {program}: run it as ./diwan bench lighthouse, with npm at hand.");
            return 2;
        }

        var times = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 3;
        await using var sandbox = SandboxHost.Build(new SandboxOptions { Port = 0, People = 1000 });
        await sandbox.StartAsync();
        await using var database = await TestDatabase.CreateEmptyAsync(DatabaseProvider.Sqlite);
        await using var product = DiwanSite.Build(
            new WebApplicationOptions { ApplicationName = "Diwan.Web", ContentRootPath = AppContext.BaseDirectory, EnvironmentName = Environments.Production },
            builder =>
            {
                StaticWebAssetsLoader.UseStaticWebAssets(builder.Environment, builder.Configuration);
                builder.Logging.ClearProviders();
                builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(ProductSettings.For("http://127.0.0.1", sandbox.Urls.First()))
                {
                    ["Urls"] = "http://127.0.0.1:0",
                    ["Data:Directory"] = Directory.CreateTempSubdirectory("diwan-bench-").FullName,
                    ["Database:ConnectionString"] = database.ConnectionString,
                });
            });
        await product.StartAsync();
        var draft = await CertificateDraft.FillAsync(product.Services);
        var layla = CertificateDraft.Layla;
        var cookie = WebBench.Cookie(product.Services, new SignedIn(
            Applicants.Key(layla), "citizen", layla.NationalNumber, null, layla.Nationality, layla.Name!, layla.NameEn,
            layla.BirthDate, layla.Gender, layla.Phone, layla.Governorate, [], Language.Arabic));
        Console.WriteLine($"{"page",-14}{"performance",12}{"accessib.",11}{"practices",11}{"FCP ms",9}{"LCP ms",9}{"TBT ms",9}{"CLS",7}{"bytes",9}{"no fonts",10}");
        var kept = true;
        foreach (var (name, path, signedIn) in new[]
        {
            ("home", "/app/moj/ar", false),
            ("service", "/app/moj/ar/services/" + CertificateDraft.Service, false),
            ("form", $"/app/moj/ar/applications/{draft}/delivery", true),
        })
        {
            var looks = new List<JsonElement>();
            for (var i = 0; i < times; i++)
            {
                looks.Add(await LookAsync(program, product.Urls.First() + path, signedIn ? cookie : null));
            }

            var middle = looks.OrderBy(l => Score(l, "performance")).ElementAt(times / 2);
            var scores = Categories.Select(c => Score(middle, c)).ToArray();
            var (bytes, bare) = Bytes(middle);
            kept &= scores.All(s => s >= Least) && bare <= MostBytes;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-14}{scores[0],12}{scores[1],11}{scores[2],11}{Figure(middle, "first-contentful-paint"),9:0}{Figure(middle, "largest-contentful-paint"),9:0}{Figure(middle, "total-blocking-time"),9:0}{Figure(middle, "cumulative-layout-shift"),7:0.000}{bytes,9}{bare,10}"));
            foreach (var fault in Faults(middle))
            {
                Console.WriteLine($"    {fault}");
            }
        }

        Console.WriteLine(kept ? $"Each at least {Least}; each page at most {MostBytes} bytes without fonts." : $"Not kept: at least {Least} each, and at most {MostBytes} bytes without fonts.");
        await product.StopAsync();
        return kept ? 0 : 1;
    }

    private static async Task<JsonElement> LookAsync(string program, string address, string? cookie)
    {
        List<string> arguments =
        [
            program, address, "--quiet", "--output=json", "--output-path=stdout", $"--only-categories={string.Join(',', Categories)}", "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
        ];
        if (cookie is not null)
        {
            arguments.Add($"--extra-headers={JsonSerializer.Serialize(new Dictionary<string, string> { ["Cookie"] = cookie })}");
        }

        var start = new ProcessStartInfo("node", arguments) { RedirectStandardOutput = true };
        start.Environment["CHROME_PATH"] = "/usr/bin/chromium";
        using var process = Process.Start(start)!;
        var report = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"Lighthouse ended with {process.ExitCode} at {address}.");
        }

        var root = JsonDocument.Parse(report).RootElement;
        if (root.GetProperty("finalDisplayedUrl").GetString() is { } final && final != address)
        {
            throw new InvalidOperationException($"{address} led to {final}: another page was looked at.");
        }

        return root;
    }

    private static int Score(JsonElement report, string category) =>
        report.GetProperty("categories").GetProperty(category).GetProperty("score") is { ValueKind: JsonValueKind.Number } score ? (int)Math.Round(100 * score.GetDouble()) : 0;

    private static double Figure(JsonElement report, string audit) => report.GetProperty("audits").GetProperty(audit).GetProperty("numericValue").GetDouble();

    /// <summary>What came over the line, whole and without fonts.</summary>
    private static (int Whole, int WithoutFonts) Bytes(JsonElement report)
    {
        var items = report.GetProperty("audits").GetProperty("network-requests").GetProperty("details").GetProperty("items").EnumerateArray().ToList();
        int Sum(Func<JsonElement, bool> which) => items.Where(which).Sum(i => (int)i.GetProperty("transferSize").GetDouble());
        return (Sum(_ => true), Sum(i => i.GetProperty("url").GetString()?.EndsWith(".woff2", StringComparison.Ordinal) == false));
    }

    /// <summary>What Lighthouse holds against the page.</summary>
    private static IEnumerable<string> Faults(JsonElement report) =>
        from category in Categories.Skip(1)
        from reference in report.GetProperty("categories").GetProperty(category).GetProperty("auditRefs").EnumerateArray()
        let audit = report.GetProperty("audits").GetProperty(reference.GetProperty("id").GetString()!)
        where reference.GetProperty("weight").GetDouble() > 0 && audit.GetProperty("score") is { ValueKind: JsonValueKind.Number } score && score.GetDouble() < 1
        select $"{category}: {audit.GetProperty("title").GetString()}";
}
