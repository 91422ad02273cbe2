using System.Diagnostics;
using System.Globalization;
using Diwan.Accounts;
using Diwan.Cases.Mining;
using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Programme.Accountability;
using Diwan.Programme.Promotion;
using Diwan.Programme.Reports;
using Diwan.Sandbox;
using Diwan.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Diwan.Bench;

/// <summary>
/// The programme's pages over many cases on PostgreSQL, beside a bare page of the same process, and how long it takes to measure and freeze
/// the reports of a month. The cases are copies of one that was submitted through the use cases, spread over a year and the nine services.
/// </summary>
internal static class ProgrammeBench
{
    /// <summary>Nobody waits longer for a page of the programme, in milliseconds, 95 times in a hundred.</summary>
    private const double MostOfPage = 300;

    /// <summary>Nor the office for both reports of a month, in seconds.</summary>
    private const double MostOfReports = 30;

    /// <summary>Cases of one service whose events are copied too, as many as a page of what really happened reads.</summary>
    private const int WithEvents = 20_000;

    private static readonly SignedIn Office = new(
        "OFF:2000000914", "officer", "2000000914", null, "JO", "مكتب البرنامج", "Programme office", null, null, null, "AM", ["programme:office", "moj:head"], Language.Arabic);

    /// <param name="args">How many cases (1,000,000), then how often each page is asked for (60).</param>
    /// <returns>1 when a limit is passed.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        if (PostgresServer.WhyMissing is { } missing)
        {
            Console.Error.WriteLine(missing);
            return 1;
        }

        var passed = new List<string>();

        ReadVariants();
        var cases = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
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
                CultureInfo.InvariantCulture, $"Both reports of {month:yyyy-MM} ({report.Services.Sum(s => s.Submitted):N0} cases submitted) measured and frozen in {watch.Elapsed.TotalSeconds:N1} s; limit {MostOfReports:N0} s."));
            if (watch.Elapsed.TotalSeconds > MostOfReports)
            {
                passed.Add($"the reports of {month:yyyy-MM}");
            }
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
            ("open matters", "/ar/programme/matters"),
            ("the league", "/ar/programme/league"),
            ("the portfolio", "/ar/programme/portfolio"),
            ("the budget", "/ar/programme/budget"),
            ("partners", "/ar/programme/partners"),
            ("meetings", "/ar/programme/meetings"),
            ("the workbench", "/ar/programme/workbench"),
            ("what really happened", FormattableString.Invariant($"/ar/programme/workbench/{CertificateDraft.Service}/launched")),
            ("the European questions", FormattableString.Invariant($"/ar/programme/workbench/{CertificateDraft.Service}/benchmark")),
            ("an officer's own figures", "/ar/desk/figures"),
        })
        {
            var (median, p95) = await TimeAsync(http, path, times);
            bare = double.IsNaN(bare) ? p95 : bare;
            Tell(name, median, p95);
        }

        // Some pages show figures that were counted a little before: this is what the first who asks waits for.
        foreach (var (name, count) in new (string, Func<IServiceProvider, Task>)[]
        {
            ("the running month, counted", async s => await s.GetRequiredService<MeasureMonth>().RunAsync(ReportKind.Services, today, CancellationToken.None)),
            ("the league, counted", async s => await new RankServices(s.GetRequiredService<CountCases>(), s.GetRequiredService<PublishedServices>(), TimeProvider.System).RunAsync(CancellationToken.None)),
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
            Tell(name, seen[seen.Count / 2], seen[(int)(seen.Count * 0.95)]);
        }

        // The head of a unit waits for the log of what really happened once in ten minutes; it is no dashboard and has no limit.
        watch.Restart();
        var runs = await new MeasureRuns(
                product.Services.GetRequiredService<IDbContextFactory<AppDbContext>>(), product.Services.GetRequiredService<Diwan.Platform.EventLog>(), product.Services.GetRequiredService<PublishedServices>(), TimeProvider.System)
            .RunAsync(CertificateDraft.Service, today.AddDays(-182), today, new Officer(Office.ToActor(), Office.Roles), CancellationToken.None);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"What really happened to {runs!.Cases:N0} of {runs.All:N0} cases read from the log in {watch.Elapsed.TotalSeconds:N1} s."));
        await product.StopAsync();
        Console.WriteLine(passed.Count == 0 ? "Every limit is kept." : $"Past the limit: {string.Join("; ", passed)}.");
        return passed.Count == 0 ? 0 : 1;

        void Tell(string name, double median, double p95)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-34}{median,12:N1}{p95,10:N1}{p95 / bare,10:N1}"));
            if (p95 > MostOfPage)
            {
                passed.Add($"{name}, {p95.ToString("N0", CultureInfo.InvariantCulture)} ms");
            }
        }
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
            ["id"] = "md5(n::text)::uuid",
            ["chain_id"] = "md5(n::text)::uuid",
            ["reference"] = "translate(substr(upper(md5(n::text)), 1, 8), '01', 'XY') || n",
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
        await CopyEventsAsync(connection, Array.FindIndex([.. services.GetRequiredService<PublishedServices>().Catalogue.Services], s => s.Id.ToString() == CertificateDraft.Service));
        await using var analyze = connection.CreateCommand();
        analyze.CommandText = "VACUUM ANALYZE cases, applications, events";
        analyze.CommandTimeout = 600;
        await analyze.ExecuteNonQueryAsync();
    }

    /// <summary>The events of the case that was submitted, for the latest cases of its service. Their chains are not those of the log: only the pages read them.</summary>
    private static async Task CopyEventsAsync(NpgsqlConnection connection, int place)
    {
        var columns = await RowCopies.ColumnsAsync(connection, "events");
        await using var insert = connection.CreateCommand();
        insert.CommandTimeout = 1200;
        insert.CommandText = string.Create(
            CultureInfo.InvariantCulture,
            $"INSERT INTO events ({string.Join(", ", columns.Select(c => $"\"{c}\""))}) SELECT {string.Join(", ", columns.Select(c => c switch { "chain_id" => "md5(n::text)::uuid", _ => $"e.\"{c}\"" }))} FROM (SELECT 9 * i + {place} AS n FROM generate_series(0, {WithEvents - 1}) AS i) AS cases, (SELECT * FROM events WHERE chain_id IN (SELECT chain_id FROM cases)) AS e");
        await insert.ExecuteNonQueryAsync();
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
