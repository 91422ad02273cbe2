using System.Diagnostics;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Diwan.Modules.Tests.Platform;

/// <summary>A process that writes and acknowledges is killed with SIGKILL: what it acknowledged is there, and what it owed gets done.</summary>
public sealed class KillTests
{
    private const string ChildDatabase = "DIWAN_TEST_KILL_DATABASE";
    private const string ChildFile = "DIWAN_TEST_KILL_FILE";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task What_was_acknowledged_before_SIGKILL_is_there_and_what_was_owed_is_done_once(DatabaseProvider on)
    {
        await using var database = await TestDatabase.CreateAsync(on, new ThingsModel());
        var acknowledged = Path.GetTempFileName();
        for (var life = 0; life < 3; life++)
        {
            await LiveAndDieAsync(database, acknowledged, beforeDeath: 60 * (life + 1));
        }

        var names = await File.ReadAllLinesAsync(acknowledged, Ct);
        File.Delete(acknowledged);
        var done = new List<string>();
        await using var services = database.Services(
            s => s.AddSingleton<IDutyHandler>(new Worker(done)).AddSingleton<IRoomModel, ThingsModel>());

        // The clock of the tests stands in 2018, the child's duties are due now.
        var now = TimeProvider.System.GetUtcNow();
        await services.GetRequiredService<DutyRunner>().RunDueAsync(now.AddHours(1), Ct);
        await services.GetRequiredService<DutyRunner>().RunDueAsync(now.AddHours(2), Ct);

        await using var db = await services.GetRequiredService<IDbContextFactory<AppDbContext>>().CreateDbContextAsync(Ct);
        var there = (await db.Set<Thing>().Select(t => t.Name).ToListAsync(Ct)).ToHashSet();
        Assert.True(names.Length >= 180);
        Assert.Superset(names.ToHashSet(), there);
        Assert.Equal(there.Count, await db.Set<DutyRow>().CountAsync(d => d.State == DutyState.Done, Ct));
        Assert.Equal(there.Count, await db.Set<EventRow>().CountAsync(Ct));
        Assert.Equal(there.Order(), done.Distinct().Order());
        Assert.True((await services.GetRequiredService<AuditVerifier>().VerifyAsync(null, Ct)).IsSound);
    }

    /// <summary>The child: run by the test above in a process of its own, until it is killed.</summary>
    [Fact(Explicit = true)]
    public async Task Child()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            [new("Database:ConnectionString", Environment.GetEnvironmentVariable(ChildDatabase))]).Build();
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddPlatform(configuration);
        services.AddSingleton<IRoomModel, ThingsModel>();
        await using var provider = services.BuildServiceProvider();
        var writer = provider.GetRequiredService<ChangeWriter>();
        await using var file = new FileStream(Environment.GetEnvironmentVariable(ChildFile)!, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        var gate = new Lock();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(w => Task.Run(async () =>
        {
            for (var i = 0; ; i++)
            {
                var change = new Change(Actor.System("child"), Channel.System, "testing", TimeProvider.System.GetUtcNow());
                var thing = Thing.New(change, $"{Environment.ProcessId}/{w}/{i}");
                change.Insert(thing);
                change.Record(thing.Chain, "made", new { w, i });
                change.Owe(new DutyOrder("work", thing.Id, $"\"{thing.Name}\"", change.Now, thing.Name));
                (await writer.WriteAsync(change, CancellationToken.None)).OrThrow();
                lock (gate)
                {
                    file.Write(System.Text.Encoding.UTF8.GetBytes(thing.Name + "\n"));
                    file.Flush();
                }
            }
        })));
    }

    private static async Task LiveAndDieAsync(TestDatabase database, string acknowledged, int beforeDeath)
    {
        var already = (await File.ReadAllLinesAsync(acknowledged, Ct)).Length;
        var start = new ProcessStartInfo("dotnet", [typeof(KillTests).Assembly.Location, "-explicit", "only", "-method", $"{typeof(KillTests).FullName}.{nameof(Child)}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[ChildDatabase] = database.ConnectionString;
        start.Environment[ChildFile] = acknowledged;
        start.Environment["DIWAN_TEST_POSTGRES"] = "none";
        using var child = Process.Start(start)!;
        _ = child.StandardOutput.ReadToEndAsync(CancellationToken.None);
        _ = child.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            while (await LinesAsync(acknowledged) < already + beforeDeath)
            {
                Assert.False(child.HasExited, "The child ended by itself.");
                await Task.Delay(20, Ct);
            }
        }
        finally
        {
            child.Kill();
            await child.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static async Task<int> LinesAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return (await reader.ReadToEndAsync(Ct)).Count(c => c == '\n');
    }

    private sealed class Worker(List<string> done) : IDutyHandler
    {
        public string Kind => "work";

        public Task<DutyOutcome> CarryOutAsync(Duty duty, CancellationToken ct)
        {
            lock (done)
            {
                done.Add(duty.Key);
            }

            return Task.FromResult<DutyOutcome>(new DutyOutcome.Done());
        }
    }
}
