using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Diwan.Cases;
using Diwan.Cases.UseCases;
using Diwan.Engine.Answers;
using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;
using Diwan.Engine.Process;
using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Platform;
using Diwan.Sandbox;
using Diwan.Testing;
using Diwan.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Diwan.Bench;

/// <summary>
/// The certificate of non-conviction, through the product's own composition: submissions alone (a draft becomes a durable case with its
/// bill), and complete cases (submitted, paid by a signed notice of the bill rail over HTTP, decided automatically, document issued), beside
/// <c>pgbench -N</c> with as many clients on the same server just before. The registers are those of the sandbox, over HTTP on the
/// loopback and in the same process, so what they cost is in the figures. The drafts are copies of one that was filled in through the use cases.
/// </summary>
internal static class CasesBench
{
    internal const string Service = "moj/non-conviction-certificate";
    private const string Secret = "sandbox-rail-secret";
    private const int Complete = 40;
    private static readonly int[] Clients = [1, 8, 32];

    internal static readonly Applicant Layla = new()
    {
        Kind = ApplicantKind.Citizen,
        NationalNumber = "2000000101",
        Nationality = "JO",
        Name = "ليلى الحوراني",
        NameEn = "Layla Al-Hourani",
        BirthDate = new DateOnly(1990, 1, 1),
        Gender = "F",
        Phone = "+962790000101",
        Governorate = "AM",
    };

    internal static readonly Actor Who = new(ActorKind.Person, Applicants.Key(Layla), "Bench");

    /// <param name="args">Seconds for each measurement of submissions and of pgbench; 2 by default.</param>
    public static async Task Run(string[] args)
    {
        var seconds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 2;
        await using var sandbox = SandboxHost.Build(new SandboxOptions { Port = 0, People = 1000 });
        await sandbox.StartAsync();
        Console.WriteLine($"Registers: the sandbox in this process, over HTTP. Complete cases: {Complete} a measurement, until the last is ended. {Environment.ProcessorCount} processors.");
        Console.WriteLine($"{"database",-12}{"clients",8}{"submitted/s",13}{"pgbench -N",12}{"ratio",8}{"cases/s",10}{"ratio",8}");
        var pgbench = Clients.ToDictionary(c => c, _ => double.NaN);
        if (PostgresServer.WhyMissing is null && PostgresServer.Binaries is { } binaries)
        {
            await using var side = await TestDatabase.CreateEmptyAsync(DatabaseProvider.Postgres);
            var settings = new NpgsqlConnectionStringBuilder(side.ConnectionString);
            PlatformBench.Pgbench(binaries, settings, ["-i", "-q"]);
            await MeasureAsync(DatabaseProvider.Postgres, sandbox.Urls.First(), seconds, pgbench, clients => PlatformBench.Tps(PlatformBench.Pgbench(
                binaries, settings, ["-N", "-M", "prepared", "-n", "-c", $"{clients}", "-j", "2", "-T", $"{seconds}"])));
        }

        await MeasureAsync(DatabaseProvider.Sqlite, sandbox.Urls.First(), seconds, pgbench, null);
    }

    private static async Task MeasureAsync(DatabaseProvider on, string outside, int seconds, Dictionary<int, double> limits, Func<int, double>? pgbench)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(on);
        await using var product = Product(database.ConnectionString, outside);
        await product.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(product.Urls.First()) };
        var draft = await DraftAsync(product.Services);
        await SubmitAsync(product.Services, (await CopiesAsync(product.Services, draft, 1))[0]);
        foreach (var clients in Clients)
        {
            if (pgbench is not null)
            {
                limits[clients] = pgbench(clients);
            }

            var ready = new ConcurrentQueue<Guid>(await CopiesAsync(product.Services, draft, 1000 * seconds));
            var (count, watch) = (0, Stopwatch.StartNew());
            await EachAsync(clients, async () =>
            {
                while (watch.Elapsed.TotalSeconds < seconds && ready.TryDequeue(out var id))
                {
                    await SubmitAsync(product.Services, id);
                    Interlocked.Increment(ref count);
                }
            });
            var submitted = count / watch.Elapsed.TotalSeconds;
            var whole = await CompleteAsync(product.Services, http, draft, clients);
            var limit = limits[clients];
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{on,-12}{clients,8}{submitted,13:N1}{limit,12:N0}{submitted / limit,8:N3}{whole,10:N1}{whole / limit,8:N3}"));
        }

        await product.StopAsync();
    }

    private static async Task<double> CompleteAsync(IServiceProvider services, HttpClient http, Guid draft, int clients)
    {
        var ready = new ConcurrentQueue<Guid>(await CopiesAsync(services, draft, Complete));
        var open = new ConcurrentQueue<string>();
        var watch = Stopwatch.StartNew();
        await EachAsync(clients, async () =>
        {
            while (ready.TryDequeue(out var id))
            {
                var reference = await SubmitAsync(services, id);
                await PayAsync(services, http, reference);
                open.Enqueue(reference);
            }
        });
        foreach (var reference in open)
        {
            // The host's own duty runner does the rest; asking rarely leaves it the processor.
            while (await StateAsync(services, reference) != PublicState.Issued)
            {
                if (watch.Elapsed.TotalSeconds > 30)
                {
                    throw new InvalidOperationException($"{reference} is {await StateAsync(services, reference)} after 30 seconds.");
                }

                await Task.Delay(20);
            }
        }

        return open.Count / watch.Elapsed.TotalSeconds;
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
        var result = await scope.ServiceProvider.GetRequiredService<SubmitApplication>().RunAsync(id, Who.Id, Who, null, CancellationToken.None);
        return result is SubmitApplication.Result.Submitted submitted ? submitted.Reference : throw new InvalidOperationException(result.ToString());
    }

    private static async Task PayAsync(IServiceProvider services, HttpClient http, string reference)
    {
        await using var scope = services.CreateAsyncScope();
        var seen = await scope.ServiceProvider.GetRequiredService<ReadCase>().ForApplicantAsync(reference, Who.Id, CancellationToken.None);
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
        content.Headers.Add(RailSignature.Header, RailSignature.Sign(Secret, bytes, now));
        using var answered = await http.PostAsync(new Uri(PaymentsEndpoints.BillNotice, UriKind.Relative), content);
        var text = await answered.Content.ReadAsStringAsync();
        if (!answered.IsSuccessStatusCode || JsonNode.Parse(text)?["MFEP"]?["MsgBody"]?["Transactions"]?[0]?["Result"]?["ErrorCode"]?.GetValue<int>() != 0)
        {
            throw new InvalidOperationException($"The notice was refused: {answered.StatusCode} {text}");
        }
    }

    internal static async Task<Guid> DraftAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var started = await scope.ServiceProvider.GetRequiredService<StartApplication>()
            .RunAsync(Service, Layla, Channel.Portal, Who, CancellationToken.None);
        var id = started is StartApplication.Result.Started s ? s.ApplicationId : throw new InvalidOperationException(started.ToString());
        (string Section, JsonObject Answers)[] filled =
        [
            ("you", new() { ["dataCorrect"] = true }),
            ("purpose", new() { ["purpose"] = "INTERNAL", ["requestingBody"] = "شركة الأفق للاتصالات" }),
            ("delivery", new() { ["deliveryMode"] = "ELECTRONIC", ["mobile"] = "+962790000101" }),
            ("consent", new() { ["consent"] = true }),
        ];
        foreach (var (section, answers) in filled)
        {
            await using var step = services.CreateAsyncScope();
            var saved = await step.ServiceProvider.GetRequiredService<SaveAnswers>().RunAsync(
                new SaveAnswers.Command(
                    id, Who.Id, section, answers.ToDictionary(a => a.Key, a => RawAnswer.FromJson(a.Value?.DeepClone()), StringComparer.Ordinal),
                    new Dictionary<string, IReadOnlyList<Upload>>(), new HashSet<string>(), Who),
                CancellationToken.None);
            if (saved is not SaveAnswers.Result.Saved)
            {
                throw new InvalidOperationException($"Section {section}: {saved}");
            }
        }

        return id;
    }

    /// <summary>Copies of a filled-in draft, with the register answers it holds: preparing them is not what is measured.</summary>
    private static async Task<IReadOnlyList<Guid>> CopiesAsync(IServiceProvider services, Guid draft, int count)
    {
        var database = services.GetRequiredService<Database>();
        var options = new DbContextOptionsBuilder();
        database.Configure(options);
        await using var db = new DbContext(options.Options);
        await using var connection = db.Database.GetDbConnection();
        await connection.OpenAsync();
        List<string> columns = [];
        await using (var read = connection.CreateCommand())
        {
            read.CommandText = "SELECT * FROM applications LIMIT 0";
            await using var reader = await read.ExecuteReaderAsync();
            columns.AddRange(Enumerable.Range(0, reader.FieldCount).Select(reader.GetName));
        }

        var key = columns.Single(c => c.Equals("id", StringComparison.OrdinalIgnoreCase));
        var names = string.Join(", ", columns.Select(c => $"\"{c}\""));
        var values = string.Join(", ", columns.Select(c => c == key ? "@new" : $"\"{c}\""));
        var ids = new List<Guid>();
        await using var transaction = await connection.BeginTransactionAsync();
        for (var i = 0; i < count; i++)
        {
            var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
            await using var insert = connection.CreateCommand();
            insert.Transaction = transaction;
            insert.CommandText = $"INSERT INTO applications ({names}) SELECT {values} FROM applications WHERE \"{key}\" = @old";
            foreach (var (name, value) in new[] { ("new", id), ("old", draft) })
            {
                var parameter = insert.CreateParameter();
                (parameter.ParameterName, parameter.Value) = ("@" + name, value);
                insert.Parameters.Add(parameter);
            }

            if (await insert.ExecuteNonQueryAsync() != 1)
            {
                throw new InvalidOperationException("The draft to copy is not there.");
            }

            ids.Add(id);
        }

        await transaction.CommitAsync();
        return ids;
    }

    /// <summary>The product as <c>diwan run</c> composes it, on a free port.</summary>
    internal static WebApplication Product(string database, string outside) => DiwanSite.Build(
        new WebApplicationOptions { ApplicationName = "Diwan.Web", ContentRootPath = AppContext.BaseDirectory },
        builder =>
        {
            builder.Logging.ClearProviders();
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Urls"] = "http://127.0.0.1:0",
                ["Data:Directory"] = Directory.CreateTempSubdirectory("diwan-bench-").FullName,
                ["Database:ConnectionString"] = database,
                ["Web:Sandbox"] = "true",
                ["Cases:Demonstration"] = "true",
                ["Registries:BaseUrl"] = outside,
                ["Identity:Authority"] = outside,
                ["Payments:Rail:Url"] = outside + "/rail",
                ["Payments:Rail:Secret"] = Secret,
                ["Payments:Rail:Sandbox"] = "true",
                ["Payments:PublicUrl"] = "http://127.0.0.1",
                ["Messages:SmsUrl"] = outside + "/cgi-bin/sendsms",
                ["Documents:VerifyAddress"] = "http://127.0.0.1/verify",
            });
        });
}
