using System.Collections.Concurrent;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Diwan.Modules.Tests.Platform;

public sealed class DutyTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task A_duty_waits_until_it_is_due_and_is_done_once(DatabaseProvider on)
    {
        await using var database = await TestDatabase.CreateAsync(on, new ThingsModel());
        var work = new Work(_ => new DutyOutcome.Done());
        await using var services = database.Services(s => s.AddSingleton<IDutyHandler>(work));
        await OweAsync(services, database.Time.GetUtcNow().AddHours(1), "a");

        Assert.Equal(0, await RunAsync(services, database));
        database.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, await RunAsync(services, database));
        database.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, await RunAsync(services, database));
        Assert.Equal(["a"], work.Done);
    }

    [Theory, OnEveryDatabase]
    public async Task What_a_handler_changed_is_committed_with_the_duty_or_done_again_after_a_conflict(DatabaseProvider on)
    {
        await using var database = await TestDatabase.CreateAsync(on, new ThingsModel());
        ServiceProvider? provider = null;
        Guid id = default;
        var calls = 0;
        var work = new Work(async _ =>
        {
            var thing = await FindAsync(provider!, id);
            if (++calls == 1)
            {
                // Someone is faster between the handler's reading and the commit.
                await ChangeCountAsync(provider!, id);
            }

            thing.Count += 10;
            var change = new Change(Actor.System("test"), Channel.System, "testing", database.Time.GetUtcNow());
            change.Update(thing);
            return new DutyOutcome.Done(change);
        });
        await using var services = provider = database.Services(s => s.AddSingleton<IDutyHandler>(work));
        id = await ThingAsync(services);
        await OweAsync(services, database.Time.GetUtcNow(), "a");

        await RunAsync(services, database);

        Assert.Equal(2, calls);
        Assert.Equal(11, (await FindAsync(services, id)).Count);
        Assert.Equal(DutyState.Done, (await DutyAsync(services, "a")).State);
    }

    [Theory, OnEveryDatabase]
    public async Task A_failing_duty_comes_back_with_growing_pauses_and_is_then_given_up_with_news(DatabaseProvider on)
    {
        await using var database = await TestDatabase.CreateAsync(on, new ThingsModel());
        var work = new Work(DutyOutcome (_) => throw new IOException("the register does not answer"));
        var news = new Listener();
        await using var services = database.Services(
            s => s.AddSingleton<IDutyHandler>(work).AddSingleton<INewsHandler<DutyGivenUp>>(news), ("Duties:Attempts", "3"));
        await OweAsync(services, database.Time.GetUtcNow(), "a");

        Assert.Equal(1, await RunAsync(services, database));
        Assert.Equal(0, await RunAsync(services, database));
        database.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(1, await RunAsync(services, database));
        database.Time.Advance(TimeSpan.FromSeconds(3.9));
        Assert.Equal(0, await RunAsync(services, database));
        database.Time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(1, await RunAsync(services, database));
        database.Time.Advance(TimeSpan.FromDays(30));
        Assert.Equal(0, await RunAsync(services, database));

        var list = services.GetRequiredService<DutyList>();
        var dead = Assert.Single(await list.DeadAsync(10, Ct));
        Assert.Equal("the register does not answer", dead.Why);
        Assert.Equal("a", Assert.Single(news.Heard).Duty.Key);
        await using (var db = await ReadAsync(services))
        {
            Assert.Equal("after a", (await db.Set<Thing>().SingleAsync(Ct)).Name);
        }

        var change = new Change(new Actor(ActorKind.Officer, "op", "Operator"), Channel.Portal, "duty-retrying", database.Time.GetUtcNow());
        Assert.True(await list.TryAgainAsync(dead.Id, change, Ct));
        Assert.Equal(1, await RunAsync(services, database));
    }

    [Theory, OnEveryDatabase]
    public async Task Coming_again_is_not_failing(DatabaseProvider on)
    {
        await using var database = await TestDatabase.CreateAsync(on, new ThingsModel());
        var calls = 0;
        var work = new Work(_ => ++calls < 20 ? new DutyOutcome.Again(TimeSpan.FromMinutes(1), "pending") : new DutyOutcome.Done());
        await using var services = database.Services(s => s.AddSingleton<IDutyHandler>(work), ("Duties:Attempts", "3"));
        await OweAsync(services, database.Time.GetUtcNow(), "a");
        for (var i = 0; i < 30; i++)
        {
            await RunAsync(services, database);
            database.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(20, calls);
        Assert.Equal(DutyState.Done, (await DutyAsync(services, "a")).State);
    }

    [Theory, OnEveryDatabase]
    public async Task A_duty_whose_node_died_is_taken_by_another_after_the_lease(DatabaseProvider on)
    {
        await using var database = await TestDatabase.CreateAsync(on, new ThingsModel());
        var work = new Work(_ => new DutyOutcome.Done());
        await using var services = database.Services(s => s.AddSingleton<IDutyHandler>(work));
        await OweAsync(services, database.Time.GetUtcNow(), "a");
        var leases = new DutyLeases(services.GetRequiredService<Database>(), services.GetRequiredService<ChangeWriter>());

        Assert.Single(await leases.TakeAsync(DutyLane.Matter, database.Time.GetUtcNow(), TimeSpan.FromMinutes(2), 5, Ct));
        Assert.Equal(0, await RunAsync(services, database));
        database.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await RunAsync(services, database));
        Assert.Equal(2, (await DutyAsync(services, "a")).Attempts);
    }

    [Theory, OnEveryDatabase]
    public async Task A_duty_that_kills_its_node_each_time_is_given_up(DatabaseProvider on)
    {
        await using var database = await TestDatabase.CreateAsync(on, new ThingsModel());
        var work = new Work(_ => new DutyOutcome.Done());
        await using var services = database.Services(s => s.AddSingleton<IDutyHandler>(work), ("Duties:Attempts", "3"));
        await OweAsync(services, database.Time.GetUtcNow(), "a");
        var leases = new DutyLeases(services.GetRequiredService<Database>(), services.GetRequiredService<ChangeWriter>());
        for (var i = 0; i < 3; i++)
        {
            Assert.Single(await leases.TakeAsync(DutyLane.Matter, database.Time.GetUtcNow(), TimeSpan.FromMinutes(2), 5, Ct));
            database.Time.Advance(TimeSpan.FromMinutes(2));
        }

        await RunAsync(services, database);
        Assert.Empty(work.Done);
        Assert.Equal(DutyState.Dead, (await DutyAsync(services, "a")).State);
    }

    [Theory, OnEveryDatabase]
    public async Task Four_runners_together_do_each_duty_once(DatabaseProvider on)
    {
        await using var database = await TestDatabase.CreateAsync(on, new ThingsModel());
        var work = new Work(async _ =>
        {
            await Task.Delay(1, Ct);
            return new DutyOutcome.Done();
        });
        var nodes = Enumerable.Range(0, 4).Select(_ => database.Services(s => s.AddSingleton<IDutyHandler>(work))).ToList();
        for (var i = 0; i < 100; i++)
        {
            await OweAsync(nodes[0], database.Time.GetUtcNow(), $"d{i}");
        }

        await Task.WhenAll(nodes.Select(node => Task.Run(() => RunAsync(node, database))));

        Assert.Equal(100, work.Done.Count);
        Assert.Equal(100, work.Done.Distinct().Count());
    }

    [Theory, OnEveryDatabase]
    public async Task A_withdrawn_duty_is_not_done(DatabaseProvider on)
    {
        await using var database = await TestDatabase.CreateAsync(on, new ThingsModel());
        var work = new Work(_ => new DutyOutcome.Done());
        await using var services = database.Services(s => s.AddSingleton<IDutyHandler>(work));
        await OweAsync(services, database.Time.GetUtcNow(), "a");
        var change = new Change(Actor.System("test"), Channel.System, "testing", database.Time.GetUtcNow());
        change.NoLongerOwe("a");
        (await services.GetRequiredService<ChangeWriter>().WriteAsync(change, Ct)).OrThrow();

        Assert.Equal(0, await RunAsync(services, database));
        Assert.Equal(DutyState.Cancelled, (await DutyAsync(services, "a")).State);
    }

    [Theory, OnEveryDatabase]
    public async Task In_a_running_host_an_owed_duty_is_begun_at_once(DatabaseProvider on)
    {
        await using var database = await TestDatabase.CreateAsync(on, new ThingsModel());
        var done = new TaskCompletionSource();
        var work = new Work(_ =>
        {
            done.TrySetResult();
            return new DutyOutcome.Done();
        });
        await using var services = database.Services(
            s => s.AddSingleton(TimeProvider.System).AddSingleton<IDutyHandler>(work), ("Duties:Poll", "00:04:00"));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var running = services.GetRequiredService<DutyRunner>().RunAsync(stop.Token);
        await Task.Delay(300, Ct);
        await OweAsync(services, services.GetRequiredService<TimeProvider>().GetUtcNow(), "a");
        await done.Task.WaitAsync(TimeSpan.FromSeconds(30), Ct);
        await stop.CancelAsync();
        await running;
    }

    [Theory, OnEveryDatabase]
    public async Task Duties_of_a_kind_that_goes_together_do_and_one_that_fails_comes_back_alone(DatabaseProvider on)
    {
        await using var database = await TestDatabase.CreateAsync(on, new ThingsModel());
        var work = new Together(duty => duty is { Key: "b", Attempt: 1 } ? throw new IOException("away") : Task.FromResult<DutyOutcome>(new DutyOutcome.Done()));
        await using var services = database.Services(s => s.AddSingleton<IBatchDutyHandler>(work));
        foreach (var key in new[] { "a", "b", "c" })
        {
            await OweAsync(services, database.Time.GetUtcNow(), key, DutyLane.Message);
        }

        Assert.Equal(3, await RunAsync(services, database));
        Assert.Equal([3], work.Sizes);
        Assert.Equal(DutyState.Done, (await DutyAsync(services, "a")).State);
        Assert.Equal((DutyState.Waiting, "away"), await DutyAsync(services, "b") is var b ? (b.State, b.LastWhy) : default);
        Assert.Equal(DutyState.Done, (await DutyAsync(services, "c")).State);

        database.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(1, await RunAsync(services, database));
        Assert.Equal([3, 1], work.Sizes);
        Assert.Equal(DutyState.Done, (await DutyAsync(services, "b")).State);
    }

    [Theory, OnEveryDatabase]
    public async Task A_conflict_of_one_that_went_with_others_is_begun_anew_for_that_one_alone(DatabaseProvider on)
    {
        await using var database = await TestDatabase.CreateAsync(on, new ThingsModel());
        ServiceProvider? provider = null;
        var things = new Dictionary<string, Guid>();
        var calls = new ConcurrentDictionary<string, int>();
        var work = new Together(async duty =>
        {
            var thing = await FindAsync(provider!, things[duty.Key]);
            if (calls.AddOrUpdate(duty.Key, 1, (_, n) => n + 1) == 1 && duty.Key == "b")
            {
                await ChangeCountAsync(provider!, things[duty.Key]);
            }

            thing.Count += 10;
            var change = new Change(Actor.System("test"), Channel.System, "testing", database.Time.GetUtcNow());
            change.Update(thing);
            return new DutyOutcome.Done(change);
        });
        await using var services = provider = database.Services(s => s.AddSingleton<IBatchDutyHandler>(work));
        foreach (var key in new[] { "a", "b" })
        {
            things[key] = await ThingAsync(services, key);
            await OweAsync(services, database.Time.GetUtcNow(), key, DutyLane.Message);
        }

        await RunAsync(services, database);

        Assert.Equal((1, 10), (calls["a"], (await FindAsync(services, things["a"])).Count));
        Assert.Equal((2, 11), (calls["b"], (await FindAsync(services, things["b"])).Count));
        Assert.Equal(DutyState.Done, (await DutyAsync(services, "a")).State);
        Assert.Equal(DutyState.Done, (await DutyAsync(services, "b")).State);
    }

    [Theory, OnEveryDatabase]
    public async Task What_waits_in_one_lane_is_not_in_the_way_of_another(DatabaseProvider on)
    {
        await using var database = await TestDatabase.CreateAsync(on, new ThingsModel());
        await using var services = database.Services();
        foreach (var lane in Enum.GetValues<DutyLane>().Reverse())
        {
            await OweAsync(services, database.Time.GetUtcNow(), lane.ToString().ToLowerInvariant(), lane);
        }

        var leases = new DutyLeases(services.GetRequiredService<Database>(), services.GetRequiredService<ChangeWriter>());

        foreach (var lane in Enum.GetValues<DutyLane>())
        {
            var taken = Assert.Single(await leases.TakeAsync(lane, database.Time.GetUtcNow(), TimeSpan.FromMinutes(2), 5, Ct));
            Assert.Equal((lane, lane.ToString().ToLowerInvariant()), (taken.Lane, taken.Key));
        }
    }

    [Fact]
    public void What_failed_together_is_not_begun_again_together()
    {
        var options = new DutyOptions();
        var pause = TimeSpan.FromSeconds(8);
        var duties = Enumerable.Range(0, 200).Select(_ => Guid.CreateVersion7()).ToArray();
        var spread = duties.Select(id => options.Spread(pause, id, 1)).ToList();
        Assert.All(spread, s => Assert.InRange(s, pause, pause * 1.2));
        Assert.True(spread.Distinct().Count() > 190);
        Assert.True(spread.Max() - spread.Min() > TimeSpan.FromSeconds(1));

        // The same each time, other at the next attempt, never more than half a minute, and none where it is switched off.
        Assert.Equal(spread, duties.Select(id => options.Spread(pause, id, 1)));
        Assert.NotEqual(spread, duties.Select(id => options.Spread(pause, id, 2)));
        Assert.All(duties, id => Assert.InRange(options.Spread(TimeSpan.FromDays(5), id, 1), TimeSpan.FromDays(5), TimeSpan.FromDays(5) + TimeSpan.FromSeconds(30)));
        options.Jitter = 0;
        Assert.All(duties, id => Assert.Equal(pause, options.Spread(pause, id, 1)));
    }

    [Theory, OnEveryDatabase]
    public async Task A_failed_duty_waits_its_pause_and_its_spread(DatabaseProvider on)
    {
        await using var database = await TestDatabase.CreateAsync(on, new ThingsModel());
        var work = new Work(DutyOutcome (_) => throw new InvalidOperationException("not now"));
        await using var services = database.Services(s => s.AddSingleton<IDutyHandler>(work), ("Duties:Jitter", "1"));
        var now = database.Time.GetUtcNow();
        await OweAsync(services, now, "a");
        await RunAsync(services, database);

        var row = await DutyAsync(services, "a");
        var options = services.GetRequiredService<Microsoft.Extensions.Options.IOptions<DutyOptions>>().Value;
        Assert.InRange(row.NextAt - now - options.Spread(options.FirstPause, row.Id, row.Attempts), TimeSpan.FromMilliseconds(-1), TimeSpan.FromMilliseconds(1));
        Assert.True(row.NextAt - now > options.FirstPause);
    }

    private static Task<int> RunAsync(IServiceProvider services, TestDatabase database) =>
        services.GetRequiredService<DutyRunner>().RunDueAsync(database.Time.GetUtcNow(), Ct);

    private static async Task OweAsync(IServiceProvider services, DateTimeOffset due, string key, DutyLane lane = DutyLane.Matter)
    {
        var change = new Change(Actor.System("test"), Channel.System, "testing", services.GetRequiredService<TimeProvider>().GetUtcNow());
        change.Owe(new DutyOrder("work", change.NewId(), "{}", due, key, lane));
        (await services.GetRequiredService<ChangeWriter>().WriteAsync(change, Ct)).OrThrow();
    }

    private static async Task<Guid> ThingAsync(IServiceProvider services, string name = "thing")
    {
        var change = new Change(Actor.System("test"), Channel.System, "testing", services.GetRequiredService<TimeProvider>().GetUtcNow());
        var thing = Thing.New(change, name);
        change.Insert(thing);
        (await services.GetRequiredService<ChangeWriter>().WriteAsync(change, Ct)).OrThrow();
        return thing.Id;
    }

    private static async Task ChangeCountAsync(IServiceProvider services, Guid id)
    {
        var thing = await FindAsync(services, id);
        thing.Count++;
        var change = new Change(Actor.System("test"), Channel.System, "testing", services.GetRequiredService<TimeProvider>().GetUtcNow());
        change.Update(thing);
        (await services.GetRequiredService<ChangeWriter>().WriteAsync(change, Ct)).OrThrow();
    }

    private static Task<AppDbContext> ReadAsync(IServiceProvider services) =>
        services.GetRequiredService<IDbContextFactory<AppDbContext>>().CreateDbContextAsync(Ct);

    private static async Task<Thing> FindAsync(IServiceProvider services, Guid id)
    {
        await using var db = await ReadAsync(services);
        return await db.Set<Thing>().SingleAsync(x => x.Id == id, Ct);
    }

    private static async Task<DutyRow> DutyAsync(IServiceProvider services, string key)
    {
        await using var db = await ReadAsync(services);
        return await db.Set<DutyRow>().SingleAsync(x => x.Key == key, Ct);
    }

    private sealed class Together(Func<Duty, Task<DutyOutcome>> run) : IBatchDutyHandler
    {
        public string Kind => "work";

        public ConcurrentQueue<int> Sizes { get; } = new();

        public IReadOnlyList<Task<DutyOutcome>> CarryOut(IReadOnlyList<Duty> duties, CancellationToken ct)
        {
            Sizes.Enqueue(duties.Count);
            return [.. duties.Select(duty => Task.Run(() => run(duty), ct))];
        }
    }

    private sealed class Work(Func<Duty, Task<DutyOutcome>> run) : IDutyHandler
    {
        public Work(Func<Duty, DutyOutcome> run)
            : this(duty => Task.FromResult(run(duty)))
        {
        }

        public string Kind => "work";

        public ConcurrentQueue<string> Done { get; } = new();

        public async Task<DutyOutcome> CarryOutAsync(Duty duty, CancellationToken ct)
        {
            var outcome = await run(duty);
            Done.Enqueue(duty.Key);
            return outcome;
        }
    }

    private sealed class Listener : INewsHandler<DutyGivenUp>
    {
        public ConcurrentQueue<DutyGivenUp> Heard { get; } = new();

        public Task HandleAsync(DutyGivenUp news, Change change, CancellationToken ct)
        {
            Heard.Enqueue(news);
            change.Insert(Thing.New(change, "after " + news.Duty.Key));
            return Task.CompletedTask;
        }
    }
}
