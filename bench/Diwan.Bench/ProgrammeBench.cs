using System.Diagnostics;
using System.Globalization;
using Diwan.Accounts;
using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Programme.Promotion;
using Diwan.Programme.Reports;
using Diwan.Sandbox;
using Diwan.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Diwan.Bench;

/// <summary>
/// The programme's pages over many cases on PostgreSQL, beside a bare page of the same process, and how long it takes to measure and freeze
/// the reports of a month. The cases are copies of one that was submitted through the use cases, spread over a year and the nine services.
/// </summary>
internal static class ProgrammeBench
{
    private const int Months = 12;

    private static readonly SignedIn Office = new(
        "OFF:2000000914", "officer", "2000000914", null, "JO", "مكتب البرنامج", "Programme office", null, null, null, "AM", ["programme:office"], Language.Arabic);

    /// <param name="args">How many cases (1,200,000), then how often each page is asked for (60).</param>
    public static async Task Run(string[] args)
    {
        if (PostgresServer.WhyMissing is { } missing)
        {
            Console.Error.WriteLine(missing);
            return;
        }

        ReadVariants();
        var cases = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_200_000;
        var times = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 60;
        await using var sandbox = SandboxHost.Build(new SandboxOptions { Port = 0, People = 1000 });
        await sandbox.StartAsync();
        await using var database = await TestDatabase.CreateEmptyAsync(DatabaseProvider.Postgres);
        await using var product = CasesBench.Product(database.ConnectionString, sandbox.Urls.First());
        await product.StartAsync();
        await SubmitOneAsync(product.Services);
        var watch = Stopwatch.StartNew();
        await FillAsync(product.Services, cases);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cases:N0} cases and as many applications in {watch.Elapsed.TotalSeconds:N0} s."));

        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(product.Urls.First()), Timeout = TimeSpan.FromMinutes(5) };
        http.DefaultRequestHeaders.Add("Cookie", WebBench.Cookie(product.Services, Office));
        var today = NationalCalendar.DateAt(TimeProvider.System.GetUtcNow());
        var last = new DateOnly(today.Year, today.Month, 1).AddMonths(-1);
        foreach (var month in new[] { last.AddMonths(-1), last })
        {
            watch.Restart();
            await using var scope = product.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<FreezeReport>().RunAsync(month, CancellationToken.None);
            var report = (await scope.ServiceProvider.GetRequiredService<FindReports>().RunAsync(ReportKind.Services, month, CancellationToken.None))[0].Report;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"Both reports of {month:yyyy-MM} ({report.Services.Sum(s => s.Submitted):N0} cases submitted) measured and frozen in {watch.Elapsed.TotalSeconds:N1} s."));
        }

        Console.WriteLine($"{"page",-34}{"median ms",12}{"p95 ms",10}{"of bare",10}");
        var bare = double.NaN;
        foreach (var (name, path) in new[]
        {
            ("bare page (help)", "/ar/help"),
            ("the gate of all services", "/ar/programme"),
            ("one service at the gate", "/ar/programme/gate/" + CertificateDraft.Service),
            ("a frozen report", FormattableString.Invariant($"/ar/programme/reports/services/{last:yyyy-MM}")),
            ("the running month", FormattableString.Invariant($"/ar/programme/reports/services/{today:yyyy-MM}")),
            ("how the services do", "/ar/performance"),
            ("the funnel of a service", FormattableString.Invariant($"/ar/programme/promotion?service={CertificateDraft.Service}")),
        })
        {
            var (median, p95) = await TimeAsync(http, path, times);
            bare = double.IsNaN(bare) ? p95 : bare;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-34}{median,12:N1}{p95,10:N1}{p95 / bare,10:N1}"));
        }

        // Pages of the running month and of the funnel show figures of the last minute: this is what the first who asks waits for.
        foreach (var (name, count) in new (string, Func<IServiceProvider, Task>)[]
        {
            ("the running month, counted", async s => await s.GetRequiredService<MeasureMonth>().RunAsync(ReportKind.Services, today, CancellationToken.None)),
            ("the funnel, counted", async s => await s.GetRequiredService<ReadFunnel>().RunAsync(CertificateDraft.Service, null, today.AddDays(-90), today, CancellationToken.None)),
        })
        {
            var seen = new List<double>();
            for (var i = 0; i < times; i++)
            {
                await using var scope = product.Services.CreateAsyncScope();
                watch.Restart();
                await count(scope.ServiceProvider);
                seen.Add(watch.Elapsed.TotalMilliseconds);
            }

            seen.Sort();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-34}{seen[seen.Count / 2],12:N1}{seen[(int)(seen.Count * 0.95)],10:N1}{seen[(int)(seen.Count * 0.95)] / bare,10:N1}"));
        }

        await product.StopAsync();
    }

    private static async Task<(double Median, double P95)> TimeAsync(HttpClient http, string path, int times)
    {
        var seen = new List<double>();
        for (var i = 0; i < times + 5; i++)
        {
            var watch = Stopwatch.StartNew();
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
            if ((int)answer.StatusCode != 200)
            {
                throw new InvalidOperationException($"{path}: {(int)answer.StatusCode} {answer.Headers.Location}");
            }

            await answer.Content.ReadAsByteArrayAsync();
            if (i >= 5)
            {
                seen.Add(watch.Elapsed.TotalMilliseconds);
            }
        }

        seen.Sort();
        return (seen[seen.Count / 2], seen[(int)(seen.Count * 0.95)]);
    }

    /// <summary>A log of the size of the large public ones: 150,000 cases of four to eleven events.</summary>
    private static void ReadVariants()
    {
        var file = Path.GetTempFileName();
        using (var text = new StreamWriter(file))
        {
            text.Write("<?xml version=\"1.0\" encoding=\"UTF-8\"?><log xmlns=\"http://www.xes-standard.org/\">");
            for (var i = 0; i < 150_000; i++)
            {
                text.Write(string.Create(CultureInfo.InvariantCulture, $"<trace><string key=\"concept:name\" value=\"A{i}\"/>"));
                for (var j = 0; j < 4 + (i % 8); j++)
                {
                    text.Write(string.Create(CultureInfo.InvariantCulture,
                        $"<event><float key=\"amount\" value=\"35.0\"/><string key=\"org:resource\" value=\"{i % 541}\"/><date key=\"time:timestamp\" value=\"2006-07-24T00:00:00.000+02:00\"/><string key=\"concept:name\" value=\"Activity {((i / 8 % 17) + j) % 11}\"/><string key=\"lifecycle:transition\" value=\"complete\"/></event>"));
                }

                text.Write("</trace>\n");
            }

            text.Write("</log>");
        }

        var watch = Stopwatch.StartNew();
        using (var stream = File.OpenRead(file))
        {
            var count = Diwan.Cases.Mining.Xes.Variants(stream);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"XES log of {count.Cases:N0} cases, {count.Events:N0} events ({stream.Length / 1e6:N0} MB): {count.Variants.Count:N0} variants in {watch.Elapsed.TotalSeconds:N1} s."));
        }

        File.Delete(file);
    }

    private static async Task SubmitOneAsync(IServiceProvider services)
    {
        var draft = await CertificateDraft.FillAsync(services);
        await using var scope = services.CreateAsyncScope();
        var result = await scope.ServiceProvider.GetRequiredService<SubmitApplication>().RunAsync(draft, CertificateDraft.Who.Id, CertificateDraft.Who, null, CancellationToken.None);
        if (result is not SubmitApplication.Result.Submitted)
        {
            throw new InvalidOperationException(result.ToString());
        }
    }

    /// <summary>Copies with a service, channel, governorate, age, day and end of their own; one in fifty still runs, one in ten was late.</summary>
    private static async Task FillAsync(IServiceProvider services, int count)
    {
        var ids = string.Join(',', services.GetRequiredService<PublishedServices>().Catalogue.Services.Select(s => $"'{s.Id}'"));
        var now = TimeProvider.System.GetUtcNow().UtcTicks;
        var year = TimeSpan.FromDays(365).Ticks;
        var day = TimeSpan.FromDays(1).Ticks;
        await using var connection = new NpgsqlConnection(services.GetRequiredService<Database>().ConnectionString);
        await connection.OpenAsync();
        var submitted = string.Create(CultureInfo.InvariantCulture, $"({now} - {year / count} * n::bigint)");
        var service = $"(ARRAY[{ids}])[1 + n % 9]";
        await CopyAsync(connection, "cases", count, new(StringComparer.Ordinal)
        {
            ["id"] = "gen_random_uuid()",
            ["chain_id"] = "gen_random_uuid()",
            ["reference"] = "'B' || n",
            ["person_key"] = "'JO:' || (3000000000 + n % 700000)",
            ["service"] = service,
            ["institution"] = $"split_part({service}, '/', 1)",
            ["channel"] = "(ARRAY['Portal','Portal','Portal','Mobile','Mobile','Assisted','Assisted','Counter'])[1 + n % 8]",
            ["governorate"] = "(ARRAY['AM','IR','AZ','BA','MD','KA','TA','MN','MA','JA','AJ','AQ'])[1 + n % 12]",
            ["birth_year"] = "1940 + n % 67",
            ["gender"] = "(ARRAY['F','M'])[1 + n % 2]",
            ["submitted_at"] = submitted,
            ["changed_at"] = submitted,
            ["promised_at"] = $"{submitted} + {5 * day}",
            ["public_state"] = "CASE WHEN n % 50 = 0 THEN 'BeingChecked' WHEN n % 20 = 1 THEN 'Refused' ELSE 'Issued' END",
            ["ended_at"] = $"CASE WHEN n % 50 = 0 THEN NULL ELSE {submitted} + {day} * (n % 10) / 2 + CASE WHEN n % 10 = 3 THEN {6 * day} ELSE 0 END END",
        });
        await CopyAsync(connection, "applications", count, new(StringComparer.Ordinal)
        {
            ["id"] = "gen_random_uuid()",
            ["person_key"] = "'JO:' || (3000000000 + n % 700000)",
            ["service"] = service,
            ["reference"] = "'B' || n",
            ["started_at"] = submitted,
            ["changed_at"] = submitted,
        });
        await using var analyze = connection.CreateCommand();
        analyze.CommandText = "VACUUM ANALYZE cases, applications";
        analyze.CommandTimeout = 600;
        await analyze.ExecuteNonQueryAsync();
    }

    private static async Task CopyAsync(NpgsqlConnection connection, string table, int count, Dictionary<string, string> own)
    {
        var columns = await RowCopies.ColumnsAsync(connection, table);
        await using var insert = connection.CreateCommand();
        insert.CommandTimeout = 1200;
        insert.CommandText = string.Create(
            CultureInfo.InvariantCulture,
            $"INSERT INTO {table} ({string.Join(", ", columns.Select(c => $"\"{c}\""))}) SELECT {string.Join(", ", columns.Select(c => own.TryGetValue(c, out var sql) ? sql : $"one.\"{c}\""))} FROM generate_series(1, {count}) AS n, (SELECT * FROM {table} LIMIT 1) AS one");
        if (await insert.ExecuteNonQueryAsync() != count)
        {
            throw new InvalidOperationException($"There is nothing in {table} to copy.");
        }
    }
}
