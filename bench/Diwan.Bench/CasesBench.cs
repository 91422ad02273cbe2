using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using System.Text.Json.Nodes;
using Diwan.Cases.UseCases;
using Diwan.Engine.Process;
using Diwan.Payments;
using Diwan.Platform;
using Diwan.Sandbox;
using Diwan.Testing;
using Diwan.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Diwan.Bench;

/// <summary>
/// The certificate of non-conviction, through the product's own composition: submissions alone (a draft becomes a durable case with its
/// bill), and complete cases (submitted, paid by a signed notice of the bill rail over HTTP, the criminal record asked, decided
/// automatically, document sealed, every message handed to the gateway), beside <c>pgbench -N</c> with as many clients on the same server
/// just before, in rounds. The outside world is the sandbox in a process of its own. The drafts are copies of one that was filled in
/// through the use cases. Beside each rate stands what it costs: processor time of this process and of the whole machine.
/// </summary>
internal static class CasesBench
{
    private const int Complete = 300;

    /// <summary>Compiling for less than this in a second of work is taken for the end of it.</summary>
    private static readonly TimeSpan CompilerRests = TimeSpan.FromMilliseconds(40);

    /// <param name="Seconds">For each measurement of submissions, and of pgbench.</param>
    /// <param name="Whole">Whether complete cases are measured too.</param>
    private sealed record Plan(int Seconds, int Rounds, IReadOnlyList<DatabaseProvider> Databases, IReadOnlyList<int> Clients, bool Whole);

    /// <param name="args">
    /// Seconds for each measurement (3) and rounds (3), then in any order: "postgres" or "sqlite" for one of them alone, "submissions" to
    /// leave complete cases out, "clients=8" for one number of clients.
    /// </param>
    public static async Task Run(string[] args)
    {
        var numbers = args.TakeWhile(a => char.IsAsciiDigit(a[0])).Select(a => int.Parse(a, CultureInfo.InvariantCulture)).ToArray();
        var plan = new Plan(
            numbers.ElementAtOrDefault(0) is > 0 and var s ? s : 3,
            numbers.ElementAtOrDefault(1) is > 0 and var r ? r : 3,
            args.Contains("postgres") ? [DatabaseProvider.Postgres] : args.Contains("sqlite") ? [DatabaseProvider.Sqlite] : [DatabaseProvider.Postgres, DatabaseProvider.Sqlite],
            args.FirstOrDefault(a => a.StartsWith("clients=", StringComparison.Ordinal)) is { } c ? [int.Parse(c[8..], CultureInfo.InvariantCulture)] : [1, 8, 32],
            !args.Contains("submissions"));

        using var outside = OutsideWorld.Start();
        Console.WriteLine($"{plan.Rounds} rounds of {plan.Seconds} s a measurement, medians. Complete cases: {Complete} a measurement, until nothing is owed. {Environment.ProcessorCount} processors, {Load()}.");
        Console.WriteLine("us: processor time for one transaction, submission or case: product and client + database server + sandbox.");
        Console.WriteLine($"{"database",-10}{"clients",8}{"pgbench -N",12}{"us",7}{"submitted/s",13}{"ratio",8}{"us",20}{"cases/s",10}{"ratio",8}{"us",20}");
        var server = PostgresServer.WhyMissing is null ? PostgresServer.Binaries : null;
        await using var side = server is null ? null : await TestDatabase.CreateEmptyAsync(DatabaseProvider.Postgres);
        Func<int, double>? pgbench = null;
        if (side is not null)
        {
            var settings = new NpgsqlConnectionStringBuilder(side.ConnectionString);
            PlatformBench.Pgbench(server!, settings, ["-i", "-q"]);
            pgbench = clients => PlatformBench.Tps(PlatformBench.Pgbench(
                server!, settings, ["-N", "-M", "prepared", "-n", "-c", $"{clients}", "-j", "2", "-T", $"{plan.Seconds}"]));
        }

        foreach (var on in plan.Databases.Where(d => d == DatabaseProvider.Sqlite || server is not null))
        {
            await MeasureAsync(on, outside, plan, pgbench);
        }

        Console.WriteLine($"Afterwards {Load()}.");
    }

    private static async Task MeasureAsync(DatabaseProvider on, OutsideWorld outside, Plan plan, Func<int, double>? pgbench)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(on);
        await using var product = Product(database.ConnectionString, outside.Address);
        await product.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(product.Urls.First()) };
        var draft = await CertificateDraft.FillAsync(product.Services);

        // What runs for the first time is compiled first, and what runs often once more; a service that runs for months is measured without that.
        var compiled = TimeSpan.MaxValue;
        for (var warm = 0; warm < 4 || (warm < 25 && compiled > CompilerRests); warm++)
        {
            var before = JitInfo.GetCompilationTime();
            await SubmissionsAsync(product.Services, outside, draft, 8, 1);
            if (plan.Whole)
            {
                await CompleteAsync(product.Services, outside, http, draft, 8);
            }

            compiled = JitInfo.GetCompilationTime() - before;
        }

        await DrainedAsync(product.Services);
        Console.Error.WriteLine($"{on}: warm.");
        var seen = plan.Clients.ToDictionary(c => c, _ => new List<(Rate Limit, Rate Submitted, Rate Whole)>());
        for (var round = 0; round < plan.Rounds; round++)
        {
            foreach (var clients in plan.Clients)
            {
                var limit = Rate.None;
                if (pgbench is not null)
                {
                    var before = ProcessorTime.Now(outside);
                    var tps = pgbench(clients);
                    limit = Rate.Of(tps, tps * plan.Seconds, ProcessorTime.Now(outside) - before);
                }

                var submitted = await SubmissionsAsync(product.Services, outside, draft, clients, plan.Seconds);
                await DrainedAsync(product.Services);
                var whole = plan.Whole ? await CompleteAsync(product.Services, outside, http, draft, clients) : Rate.None;
                await ForgetUnpaidAsync(product.Services);
                seen[clients].Add((limit, submitted, whole));
            }
        }

        foreach (var (clients, of) in seen.Where(s => s.Value.Count > 0))
        {
            double Median(Func<(Rate Limit, Rate Submitted, Rate Whole), double> what) => of.Select(what).Order().ElementAt(of.Count / 2);
            string Parts(Func<(Rate Limit, Rate Submitted, Rate Whole), Rate> of) => string.Create(
                CultureInfo.InvariantCulture, $"{Median(r => of(r).Own):N0}+{Median(r => of(r).Database):N0}+{Median(r => of(r).Outside):N0}");
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{on,-10}{clients,8}{Median(r => r.Limit.PerSecond),12:N0}{Median(r => r.Limit.Total),7:N0}" +
                $"{Median(r => r.Submitted.PerSecond),13:N0}{Median(r => r.Submitted.PerSecond / r.Limit.PerSecond),8:N3}{Parts(r => r.Submitted),20}" +
                $"{Median(r => r.Whole.PerSecond),10:N0}{Median(r => r.Whole.PerSecond / r.Limit.PerSecond),8:N3}{Parts(r => r.Whole),20}"));
        }

        await product.StopAsync();
    }

    private static async Task<Rate> SubmissionsAsync(IServiceProvider services, OutsideWorld outside, Guid draft, int clients, int seconds)
    {
        var ready = new ConcurrentQueue<Guid>(await CopiesAsync(services, draft, 2500 * seconds));
        var count = 0;
        return await RateAsync(outside, async watch =>
        {
            await EachAsync(clients, async () =>
            {
                while (watch.Elapsed.TotalSeconds < seconds && ready.TryDequeue(out var id))
                {
                    await SubmitAsync(services, id);
                    Interlocked.Increment(ref count);
                }
            });
            return count;
        });
    }

    private static async Task<Rate> CompleteAsync(IServiceProvider services, OutsideWorld outside, HttpClient http, Guid draft, int clients)
    {
        var ready = new ConcurrentQueue<Guid>(await CopiesAsync(services, draft, Complete));
        var open = new ConcurrentQueue<string>();
        var rate = await RateAsync(outside, async _ =>
        {
            await EachAsync(clients, async () =>
            {
                while (ready.TryDequeue(out var id))
                {
                    var reference = await SubmitAsync(services, id);
                    await PayAsync(services, http, reference);
                    open.Enqueue(reference);
                }
            });
            await DrainedAsync(services);
            return Complete;
        });
        foreach (var reference in open)
        {
            if (await StateAsync(services, reference) != PublicState.Issued)
            {
                throw new InvalidOperationException($"{reference} is {await StateAsync(services, reference)} although nothing is owed.");
            }
        }

        return rate;
    }

    private static async Task<Rate> RateAsync(OutsideWorld outside, Func<Stopwatch, Task<int>> work)
    {
        var (before, watch) = (ProcessorTime.Now(outside), Stopwatch.StartNew());
        var count = await work(watch);
        var elapsed = watch.Elapsed;
        return Rate.Of(count / elapsed.TotalSeconds, count, ProcessorTime.Now(outside) - before);
    }

    /// <summary>
    /// Nobody will pay what was merely submitted, and after two minutes the product would begin to ask the rail about each of those bills,
    /// in the middle of another measurement.
    /// </summary>
    private static async Task ForgetUnpaidAsync(IServiceProvider services)
    {
        await using var connection = await OpenAsync(services);
        await using var forget = connection.CreateCommand();
        forget.CommandText = "UPDATE duties SET state = 'Cancelled', version = version + 1 WHERE kind = 'payments.watch-bill' AND state = 'Waiting'";
        await forget.ExecuteNonQueryAsync();
    }

    /// <summary>
    /// Waits until the host's own duty runner has carried out all that is due; asking rarely leaves it the processor. What payments
    /// owe comes again and again (asking the rail, comparing days, watching unpaid bills) and is not waited for.
    /// </summary>
    private static async Task DrainedAsync(IServiceProvider services)
    {
        await using var connection = await OpenAsync(services);
        var watch = Stopwatch.StartNew();
        while (true)
        {
            await using var read = connection.CreateCommand();
            read.CommandText = string.Create(
                CultureInfo.InvariantCulture, $"SELECT count(*) FROM duties WHERE state = 'Waiting' AND kind NOT LIKE 'payments.%' AND due_at <= {TimeProvider.System.GetUtcNow().UtcTicks}");
            var due = Convert.ToInt64(await read.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
            if (due == 0)
            {
                return;
            }

            if (watch.Elapsed.TotalMinutes > 3)
            {
                throw new InvalidOperationException($"{due} duties are still due after three minutes.");
            }

            await Task.Delay(25);
        }
    }

    private static string Load() => OperatingSystem.IsLinux() ? "load average " + string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3]) : "load not known";

    /// <param name="PerSecond">How many a second.</param>
    /// <param name="Own">Microseconds of processor time for one: the product and the client that drives it.</param>
    /// <param name="Database">The same of the database server.</param>
    /// <param name="Outside">The same of the sandbox.</param>
    private sealed record Rate(double PerSecond, double Own, double Database, double Outside)
    {
        public static readonly Rate None = new(double.NaN, double.NaN, double.NaN, double.NaN);

        public double Total => Own + Database + Outside;

        public static Rate Of(double perSecond, double count, ProcessorTime used) =>
            new(perSecond, used.Own.TotalMicroseconds / count, used.Database.TotalMicroseconds / count, used.Outside.TotalMicroseconds / count);
    }

    private static async Task<PublicState?> StateAsync(IServiceProvider services, string reference)
    {
        await using var scope = services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<ReadCase>().TrackAsync(reference, CancellationToken.None))?.State;
    }

    private static Task EachAsync(int clients, Func<Task> work) => Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(work)));

    private static async Task<string> SubmitAsync(IServiceProvider services, Guid id)
    {
        await using var scope = services.CreateAsyncScope();
        var result = await scope.ServiceProvider.GetRequiredService<SubmitApplication>().RunAsync(id, CertificateDraft.Who.Id, CertificateDraft.Who, null, CancellationToken.None);
        return result is SubmitApplication.Result.Submitted submitted ? submitted.Reference : throw new InvalidOperationException(result.ToString());
    }

    private static async Task PayAsync(IServiceProvider services, HttpClient http, string reference)
    {
        await using var scope = services.CreateAsyncScope();
        var seen = await scope.ServiceProvider.GetRequiredService<ReadCase>().ForApplicantAsync(reference, CertificateDraft.Who.Id, CancellationToken.None);
        var bill = seen?.State.Bill ?? throw new InvalidOperationException($"{reference} has no bill.");
        var now = TimeProvider.System.GetUtcNow();
        var body = new JsonObject
        {
            ["MFEP"] = new JsonObject
            {
                ["MsgHeader"] = new JsonObject
                {
                    ["TmStp"] = now,
                    ["GUID"] = reference,
                    ["TrsInf"] = new JsonObject { ["SdrCode"] = "1", ["RcvCode"] = "diwan", ["ReqTyp"] = "BLRPMTNTFRQ" },
                },
                ["MsgBody"] = new JsonObject
                {
                    ["Transactions"] = new JsonArray(new JsonObject
                    {
                        ["AcctInfo"] = new JsonObject { ["BillingNo"] = bill.Number, ["BillNo"] = bill.Number },
                        ["JOEBPPSTrx"] = "T" + bill.Number,
                        ["PmtStatus"] = "PmtNew",
                        ["Currency"] = "JOD",
                        ["ProcessDate"] = now,
                        ["PaidAmt"] = bill.Total.Fils / 1000m,
                        ["DueAmt"] = bill.Total.Fils / 1000m,
                    }),
                },
            },
        };
        var bytes = System.Text.Encoding.UTF8.GetBytes(body.ToJsonString());
        using var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new("application/json");
        content.Headers.Add(RailSignature.Header, RailSignature.Sign(ProductSettings.RailSecret, bytes, now));
        using var answered = await http.PostAsync(new Uri(PaymentsEndpoints.BillNotice, UriKind.Relative), content);
        var text = await answered.Content.ReadAsStringAsync();
        if (!answered.IsSuccessStatusCode || JsonNode.Parse(text)?["MFEP"]?["MsgBody"]?["Transactions"]?[0]?["Result"]?["ErrorCode"]?.GetValue<int>() != 0)
        {
            throw new InvalidOperationException($"The notice was refused: {answered.StatusCode} {text}");
        }
    }

    private static async Task<IReadOnlyList<Guid>> CopiesAsync(IServiceProvider services, Guid draft, int count)
    {
        await using var connection = await OpenAsync(services);
        return await RowCopies.OfDraftAsync(connection, draft, count);
    }

    private static async Task<System.Data.Common.DbConnection> OpenAsync(IServiceProvider services)
    {
        var database = services.GetRequiredService<Database>();
        System.Data.Common.DbConnection connection = database.Provider == DatabaseProvider.Postgres
            ? new NpgsqlConnection(database.ConnectionString)
            : new Microsoft.Data.Sqlite.SqliteConnection(database.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>The product as <c>diwan run</c> composes it, on a free port.</summary>
    internal static WebApplication Product(string database, string outside) => DiwanSite.Build(
        new WebApplicationOptions { ApplicationName = "Diwan.Web", ContentRootPath = AppContext.BaseDirectory },
        builder =>
        {
            builder.Logging.ClearProviders();
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(ProductSettings.For("http://127.0.0.1", outside))
            {
                ["Urls"] = "http://127.0.0.1:0",
                ["Data:Directory"] = Directory.CreateTempSubdirectory("diwan-bench-").FullName,
                ["Database:ConnectionString"] = database,
            });
        });
}
