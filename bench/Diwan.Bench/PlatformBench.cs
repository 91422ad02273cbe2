using System.Diagnostics;
using System.Globalization;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Diwan.Bench;

/// <summary>
/// The change writer: a row of 2 KB, four events, a duty and a line of the access ledger in one durable change, beside
/// <c>pgbench -N</c> with as many clients on the same server in the same run. "own CPU" is what this process spends on one change, in
/// microseconds; with SQLite that is all there is. On a machine that others use it tells more than the rate.
/// </summary>
internal static class PlatformBench
{
    private static readonly int[] Clients = [1, 8, 32];

    /// <param name="args">Seconds for each measurement; 3 by default.</param>
    public static async Task Run(string[] args)
    {
        var seconds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 3;
        var pgbench = Clients.ToDictionary(c => c, _ => double.NaN);
        Console.WriteLine($"{"database",-10}{"clients",8}{"changes/s",12}{"pgbench -N",12}{"ratio",8}{"own CPU us",12}");
        if (PostgresServer.WhyMissing is null && PostgresServer.Binaries is { } binaries)
        {
            await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Postgres, new BenchModel());
            var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString);
            Pgbench(binaries, settings, ["-i", "-q"]);
            foreach (var clients in Clients)
            {
                pgbench[clients] = Tps(Pgbench(binaries, settings, ["-N", "-M", "prepared", "-n", "-c", $"{clients}", "-j", "2", "-T", $"{seconds}"]));
                Print("PostgreSQL", clients, await MeasureAsync(database, clients, seconds), pgbench[clients]);
            }
        }

        await using (var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite, new BenchModel()))
        {
            foreach (var clients in Clients)
            {
                Print("SQLite", clients, await MeasureAsync(database, clients, seconds), pgbench[clients]);
            }
        }
    }

    private static void Print(string database, int clients, (double Tps, double Cpu) measured, double limit) =>
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{database,-10}{clients,8}{measured.Tps,12:N0}{limit,12:N0}{measured.Tps / limit,8:N2}{measured.Cpu,12:N0}"));

    private static async Task<(double Tps, double Cpu)> MeasureAsync(TestDatabase database, int clients, int seconds)
    {
        await using var services = database.Services();
        var writer = services.GetRequiredService<ChangeWriter>();
        var text = new string('x', 2000);
        await WriteAsync(writer, text);
        long done = 0;
        using var self = Process.GetCurrentProcess();
        var cpu = self.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            while (watch.Elapsed.TotalSeconds < seconds)
            {
                await WriteAsync(writer, text);
                Interlocked.Increment(ref done);
            }
        })));
        self.Refresh();
        return (done / watch.Elapsed.TotalSeconds, (self.TotalProcessorTime - cpu).TotalMicroseconds / done);
    }

    private static async Task WriteAsync(ChangeWriter writer, string text)
    {
        var change = new Change(new Actor(ActorKind.Person, "p1", "Bench"), Channel.Portal, "case-submitting", TimeProvider.System.GetUtcNow());
        var id = change.NewId();
        var row = new BenchRow { Id = id, Text = text, Chain = Chain.Start(id) };
        change.Insert(row);
        for (var i = 0; i < 4; i++)
        {
            change.Record(row.Chain, "moved", new { step = i, what = "submitted" });
        }

        change.Owe(new DutyOrder("bench", id, "{}", change.Now, $"bench:{id}"));
        AccessLedger.Note(change, new AccessNote("p1", "officer", new LocalizedText("فحص", "Check"), "7K4M-92QX-3"));
        (await writer.WriteAsync(change, CancellationToken.None)).OrThrow();
    }

    internal static string Pgbench(string binaries, NpgsqlConnectionStringBuilder settings, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(
            Path.Combine(binaries, "pgbench"),
            ["-h", settings.Host!, "-p", $"{settings.Port}", "-U", settings.Username!, .. arguments, settings.Database!])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException("pgbench: " + errors.Result);
    }

    internal static double Tps(string output) => double.Parse(
        output.Split('\n').First(l => l.StartsWith("tps = ", StringComparison.Ordinal)).Split(' ')[2], CultureInfo.InvariantCulture);

    private sealed class BenchModel : IRoomModel
    {
        public void Map(ModelBuilder model) => model.Entity<BenchRow>(e =>
        {
            e.ToTable("bench_rows");
            e.HasKey(x => x.Id);
            e.ComplexProperty(x => x.Chain);
        });
    }

    private sealed class BenchRow : IVersioned
    {
        public Guid Id { get; init; }

        public required string Text { get; set; }

        public required Chain Chain { get; init; }

        public long Version { get; set; }
    }
}
