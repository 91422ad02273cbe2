using System.Diagnostics;
using System.Globalization;
using Diwan.Accounts;
using Diwan.Cases;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Sandbox;
using Diwan.Testing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Diwan.Bench;

/// <summary>
/// Pages a second over Kestrel on the loopback beside a plain-text endpoint of the same process, asked for by HttpClient in that process
/// too: client and server share the processors, so the ratio says more than the rate. Then memory, and the time from building the host to the first page.
/// </summary>
internal static class WebBench
{
    /// <param name="args">Seconds for each measurement; 2 by default.</param>
    public static async Task Run(string[] args)
    {
        var seconds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 2;
        await using var sandbox = SandboxHost.Build(new SandboxOptions { Port = 0, People = 1000 });
        await sandbox.StartAsync();
        await using var database = await TestDatabase.CreateEmptyAsync(DatabaseProvider.Sqlite);
        var start = Stopwatch.StartNew();
        await using var product = CasesBench.Product(database.ConnectionString, sandbox.Urls.First());
        product.MapGet("/bench/plain", () => "ok");
        await product.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(product.Urls.First()) };
        (await http.GetAsync(new Uri("/ar", UriKind.Relative))).EnsureSuccessStatusCode();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Host built, tables made, first page: {start.Elapsed.TotalMilliseconds:N0} ms. Working set {Memory():N0} MB."));

        var draft = await CertificateDraft.FillAsync(product.Services);
        var layla = CertificateDraft.Layla;
        http.DefaultRequestHeaders.Add("Cookie", Cookie(product.Services, new SignedIn(
            Applicants.Key(layla), "citizen", layla.NationalNumber, null, layla.Nationality, layla.Name!, layla.NameEn,
            layla.BirthDate, layla.Gender, layla.Phone, layla.Governorate, [], Language.Arabic)));
        Console.WriteLine($"{"page",-14}{"connections",12}{"pages/s",10}{"of plain",10}");
        foreach (var connections in new[] { 1, 16 })
        {
            var plain = double.NaN;
            foreach (var (name, path) in new[] { ("plain text", "/bench/plain"), ("service", "/ar/services/" + CertificateDraft.Service), ("form section", $"/ar/applications/{draft}/delivery") })
            {
                var rate = await RateAsync(http, path, connections, seconds);
                plain = name == "plain text" ? rate : plain;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-14}{connections,12}{rate,10:N0}{rate / plain,10:N3}"));
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Working set afterwards {Memory():N0} MB (client and sandbox included)."));
        await product.StopAsync();
    }

    private static async Task<double> RateAsync(HttpClient http, string path, int connections, int seconds)
    {
        var address = new Uri(path, UriKind.Relative);
        // A page that was asked for a few times only runs uncompiled, at a fraction of its pace: what is measured is a site that has been up for a while.
        for (var warm = Stopwatch.StartNew(); warm.Elapsed.TotalSeconds < 2 * seconds;)
        {
            using var answer = await http.GetAsync(address);
            if ((int)answer.StatusCode != 200)
            {
                throw new InvalidOperationException($"{path}: {(int)answer.StatusCode} {answer.Headers.Location}");
            }
        }

        var (count, watch) = (0, Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            while (watch.Elapsed.TotalSeconds < seconds)
            {
                using var answer = (await http.GetAsync(address)).EnsureSuccessStatusCode();
                Interlocked.Increment(ref count);
            }
        })));
        return count / watch.Elapsed.TotalSeconds;
    }

    /// <summary>The cookie that signing in would have set.</summary>
    internal static string Cookie(IServiceProvider services, SignedIn who)
    {
        const string scheme = CookieAuthenticationDefaults.AuthenticationScheme;
        var options = services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(scheme);
        var now = TimeProvider.System.GetUtcNow();
        var ticket = new AuthenticationTicket(who.ToPrincipal(), new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now.AddHours(1) }, scheme);
        return $"{options.Cookie.Name}={options.TicketDataFormat.Protect(ticket)}";
    }

    private static double Memory()
    {
        using var self = Process.GetCurrentProcess();
        return self.WorkingSet64 / 1048576.0;
    }
}
