using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Platform;
using Diwan.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wire = Diwan.Sandbox.Rails.MfepXml;

namespace Diwan.Bench;

/// <summary>
/// The bill rail at a steady rate, each request sent at its moment whether or not the ones before it were answered, so that waiting is seen;
/// beside a plain endpoint that writes one row, at the same rate in the same run. A notice books the money, the bill, the receipt and the
/// ledger; no case stands behind the bills here. Then as fast as sixteen lines can.
/// </summary>
internal static class RailsBench
{
    private const int Rate = 200;
    private const int Lines = 16;

    private static readonly ECDsa RailsKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <param name="args">Seconds for each measurement; 5 by default.</param>
    public static async Task Run(string[] args)
    {
        var seconds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;
        Console.WriteLine($"{"database",-12}{"request",-24}{"sent/s",8}{"p50 ms",10}{"p99 ms",10}{"failed",8}{"most/s",10}");
        foreach (var on in PostgresServer.WhyMissing is null ? (DatabaseProvider[])[DatabaseProvider.Postgres, DatabaseProvider.Sqlite] : [DatabaseProvider.Sqlite])
        {
            await MeasureAsync(on, seconds);
        }
    }

    private static async Task MeasureAsync(DatabaseProvider on, int seconds)
    {
        await using var database = await TestDatabase.CreateAsync(on, new BenchModel());
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var keys = Directory.CreateTempSubdirectory("diwan-bench-");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:ConnectionString"] = database.ConnectionString,
            ["Data:Directory"] = keys.FullName,
            ["Payments:BillRail:RailKey"] = RailsKey.ExportSubjectPublicKeyInfoPem(),
        });
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddPlatform(builder.Configuration);
        builder.Services.AddPayments(builder.Configuration);
        builder.Services.AddSingleton<IRoomModel, BenchModel>();
        await using var app = builder.Build();
        PaymentsEndpoints.Map(app);
        app.MapPost("/plain", async (ChangeWriter writer) =>
        {
            var change = New();
            change.Insert(new BenchRow { Id = change.NewId(), Text = "one row" });
            (await writer.WriteAsync(change, CancellationToken.None)).OrThrow();
            return Results.Text("ok");
        });
        await app.StartAsync();
        var writer = app.Services.GetRequiredService<ChangeWriter>();
        var count = Rate * (seconds + 1);
        var bills = new ConcurrentQueue<string>(await BillsAsync(writer, count + 20_000));
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { BaseAddress = new Uri(app.Urls.Single()) };
        var all = bills.ToArray();
        var turn = 0;

        HttpRequestMessage Plain() => new(HttpMethod.Post, "/plain");
        HttpRequestMessage Pull() => Message(PaymentsEndpoints.BillPull, "BILPULRQ", new { AcctInfo = new { BillingNo = all[Interlocked.Increment(ref turn) % all.Length] } });
        HttpRequestMessage Notice()
        {
            if (!bills.TryDequeue(out var bill))
            {
                throw new InvalidOperationException("The bills are used up.");
            }

            var now = TimeProvider.System.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
            return Message(PaymentsEndpoints.BillNotice, "BLRPMTNTFRQ", new
            {
                Transactions = new[]
                {
                    new { AcctInfo = new { BillingNo = bill, BillNo = bill }, JOEBPPSTrx = "T" + bill, PmtStatus = "PmtNew", PaidAmt = "5.000", Currency = "JOD", ProcessDate = now },
                },
            });
        }

        foreach (var (name, make) in new (string, Func<HttpRequestMessage>)[] { ("plain, one insert", Plain), ("bill pull (XML)", Pull), ("payment notice (XML)", Notice) })
        {
            await SteadyAsync(http, make, Rate);
            var (latencies, failed) = await SteadyAsync(http, make, Rate * seconds);
            var most = await MostAsync(http, make, Math.Min(seconds, 5));
            latencies.Sort();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{on,-12}{name,-24}{Rate,8}{latencies[latencies.Count / 2],10:N1}{latencies[(int)(latencies.Count * 0.99)],10:N1}{failed,8}{most,10:N0}"));
        }

        keys.Delete(recursive: true);
    }

    private static async Task<(List<double> Milliseconds, int Failed)> SteadyAsync(HttpClient http, Func<HttpRequestMessage> make, int count)
    {
        var latencies = new ConcurrentBag<double>();
        var failed = 0;
        var watch = Stopwatch.StartNew();
        var sent = new List<Task>(count);
        for (var i = 0; i < count; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / Rate);
            if (due - watch.Elapsed is var wait && wait > TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(wait);
            }

            sent.Add(Task.Run(async () =>
            {
                if (!await SendAsync(http, make))
                {
                    Interlocked.Increment(ref failed);
                }

                latencies.Add((watch.Elapsed - due).TotalMilliseconds);
            }));
        }

        await Task.WhenAll(sent);
        return ([.. latencies], failed);
    }

    private static async Task<double> MostAsync(HttpClient http, Func<HttpRequestMessage> make, int seconds)
    {
        long done = 0;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Lines).Select(_ => Task.Run(async () =>
        {
            while (watch.Elapsed.TotalSeconds < seconds)
            {
                await SendAsync(http, make);
                Interlocked.Increment(ref done);
            }
        })));
        return done / watch.Elapsed.TotalSeconds;
    }

    private static async Task<bool> SendAsync(HttpClient http, Func<HttpRequestMessage> make)
    {
        using var request = make();
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode && (request.RequestUri!.OriginalString == "/plain" || !text.Contains("<Severity>Error", StringComparison.Ordinal));
    }

    private static HttpRequestMessage Message(string path, string kind, object body)
    {
        var now = TimeProvider.System.GetUtcNow();
        var envelope = new JsonObject
        {
            ["MFEP"] = new JsonObject
            {
                ["MsgHeader"] = new JsonObject
                {
                    ["TmStp"] = now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
                    ["GUID"] = Guid.CreateVersion7(now).ToString(),
                    ["TrsInf"] = new JsonObject { ["SdrCode"] = "1", ["RcvCode"] = "diwan", ["ReqTyp"] = kind },
                },
                ["MsgBody"] = JsonSerializer.SerializeToNode(body),
            },
        };
        return new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Wire.Write(envelope, RailsKey)) { Headers = { ContentType = new("application/xml") } } };
    }

    private static async Task<List<string>> BillsAsync(ChangeWriter writer, int count)
    {
        var numbers = new List<string>(count);
        while (numbers.Count < count)
        {
            var change = New();
            for (var i = 0; i < 500; i++)
            {
                var number = BillNumber.New();
                numbers.Add(number.Value);
                IssueBill.Add(change, new IssueBill.Order(
                    number, change.NewId(), "7K4M-92QX-3", "p1", "ليلى عمر", "moj", new LocalizedText("شهادة", "Certificate"),
                    [new BillLine("fee", BillLineKind.Charge, new Money(5000), new LocalizedText("رسم", "Fee"), new LocalizedText("لأن", "Because"), "")], change.Now.AddDays(7)));
            }

            (await writer.WriteAsync(change, CancellationToken.None)).OrThrow();
        }

        return numbers;
    }

    private static Change New() => new(new Actor(ActorKind.Person, "p1", "Bench"), Channel.Portal, "bench", TimeProvider.System.GetUtcNow());

    private sealed class BenchModel : IRoomModel
    {
        public void Map(ModelBuilder model) => model.Entity<BenchRow>(e =>
        {
            e.ToTable("bench_plain");
            e.HasKey(x => x.Id);
        });
    }

    private sealed class BenchRow
    {
        public Guid Id { get; init; }

        public required string Text { get; init; }
    }
}
