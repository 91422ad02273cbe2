using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Diwan.Modules.Tests.Platform;

public sealed class ChangeWriterTests
{
    private static readonly DateTimeOffset Now = new(2018, 1, 3, 8, 0, 0, TimeSpan.Zero);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task What_is_written_is_read_back_the_same(DatabaseProvider on)
    {
        await using var database = await TestDatabase.CreateAsync(on, new ThingsModel());
        await using var services = database.Services();
        var change = NewChange();
        var thing = Thing.New(change, "أوّل");
        thing.Kind = Channel.ContactCentre;
        thing.Price = new Money(477_233);
        thing.At = new DateTimeOffset(2018, 1, 3, 10, 0, 0, 0, TimeSpan.FromHours(2)).AddTicks(7);
        thing.Day = new DateOnly(2018, 3, 31);
        thing.Title = new LocalizedText("عنوان", "Title");
        thing.Yes = true;
        change.Insert(thing);
        change.Record(thing.Chain, "made", new { Name = "أوّل" });

        Assert.IsType<ChangeResult.Written>(await Writer(services).WriteAsync(change, Ct));

        var read = await FindAsync(services, thing.Id);
        Assert.NotNull(read);
        Assert.Equal("أوّل", read.Name);
        Assert.Equal(Channel.ContactCentre, read.Kind);
        Assert.Null(read.OtherKind);
        Assert.Equal(new Money(477_233), read.Price);
        Assert.Null(read.Discount);
        Assert.Equal(thing.At, read.At);
        Assert.Equal(thing.Day, read.Day);
        Assert.Equal(thing.Title, read.Title);
        Assert.True(read.Yes);
        Assert.Equal(1, read.Chain.Seq);
        Assert.Equal(thing.Chain.Hash, read.Chain.Hash);
    }

    [Theory, OnEveryDatabase]
    public async Task The_second_of_two_who_read_the_same_version_conflicts_and_leaves_nothing(DatabaseProvider on)
    {
        await using var database = await TestDatabase.CreateAsync(on, new ThingsModel());
        await using var services = database.Services();
        var id = await InsertAsync(services, "one");
        var first = (await FindAsync(services, id))!;
        var second = (await FindAsync(services, id))!;

        first.Count = 1;
        var change = NewChange();
        change.Update(first);
        Assert.True((await Writer(services).WriteAsync(change, Ct)).IsWritten);
        Assert.Equal(1, first.Version);

        var late = NewChange();
        late.Insert(Thing.New(late, "beside"));
        second.Count = 2;
        late.Update(second);
        late.Owe(new DutyOrder("x", id, "{}", Now, "late"));
        var conflict = Assert.IsType<ChangeResult.Conflict>(await Writer(services).WriteAsync(late, Ct));

        Assert.Contains(id.ToString(), conflict.Row, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(1, (await FindAsync(services, id))!.Count);
        await using var db = await ReadAsync(services);
        Assert.Equal(1, await db.Set<Thing>().CountAsync(Ct));
        Assert.Equal(0, await db.Set<DutyRow>().CountAsync(Ct));

        first.Count = 3;
        var next = NewChange();
        next.Update(first);
        Assert.True((await Writer(services).WriteAsync(next, Ct)).IsWritten);
    }

    [Theory, OnEveryDatabase]
    public async Task An_update_of_some_properties_leaves_the_others_and_asked_for_again_writes_all(DatabaseProvider on)
    {
        await using var database = await TestDatabase.CreateAsync(on, new ThingsModel());
        await using var services = database.Services();
        var id = await InsertAsync(services, "one");
        var thing = (await FindAsync(services, id))!;
        (thing.Name, thing.Count) = ("two", 5);
        var narrow = NewChange();
        narrow.Update(thing, nameof(Thing.Count));
        (await Writer(services).WriteAsync(narrow, Ct)).OrThrow();
        var read = (await FindAsync(services, id))!;
        Assert.Equal(("one", 5, 1L), (read.Name, read.Count, read.Version));

        thing.Count = 6;
        var wide = NewChange();
        wide.Update(thing, nameof(Thing.Count));
        wide.Update(thing);
        (await Writer(services).WriteAsync(wide, Ct)).OrThrow();
        read = (await FindAsync(services, id))!;
        Assert.Equal(("two", 6, 2L), (read.Name, read.Count, read.Version));

        var unknown = NewChange();
        unknown.Update(thing, "Nothing");
        await Assert.ThrowsAsync<InvalidOperationException>(() => Writer(services).WriteAsync(unknown, Ct));
    }

    [Theory]
    [InlineData("Host=nowhere", true)]
    [InlineData("Host=nowhere;Max Auto Prepare=0", false)]
    [InlineData("Host=nowhere;Max Auto Prepare=7", false)]
    public void Statements_are_prepared_unless_the_connection_string_says_otherwise(string given, bool ours)
    {
        using var database = new Database(given);
        Assert.Equal(ours, database.ConnectionString.Contains("Max Auto Prepare=500", StringComparison.Ordinal));
    }

    [Theory, OnEveryDatabase]
    public async Task Deleting_a_row_that_has_moved_on_conflicts(DatabaseProvider on)
    {
        await using var database = await TestDatabase.CreateAsync(on, new ThingsModel());
        await using var services = database.Services();
        var id = await InsertAsync(services, "one");
        var stale = (await FindAsync(services, id))!;
        var change = NewChange();
        change.Update((await FindAsync(services, id))!);
        Assert.True((await Writer(services).WriteAsync(change, Ct)).IsWritten);

        var late = NewChange();
        late.Delete(stale);
        Assert.IsType<ChangeResult.Conflict>(await Writer(services).WriteAsync(late, Ct));

        var right = NewChange();
        right.Delete((await FindAsync(services, id))!);
        Assert.True((await Writer(services).WriteAsync(right, Ct)).IsWritten);
        Assert.Null(await FindAsync(services, id));
    }

    [Theory, OnEveryDatabase]
    public async Task A_taken_key_is_named_and_nothing_is_half_done(DatabaseProvider on)
    {
        await using var database = await TestDatabase.CreateAsync(on, new ThingsModel());
        await using var services = database.Services();
        await InsertAsync(services, "one");

        var change = NewChange();
        change.Insert(Thing.New(change, "two"));
        change.Insert(Thing.New(change, "one"));
        var duplicate = Assert.IsType<ChangeResult.Duplicate>(await Writer(services).WriteAsync(change, Ct));

        Assert.Equal("ix_things_name", duplicate.Key);
        await using var db = await ReadAsync(services);
        Assert.Equal(["one"], await db.Set<Thing>().Select(t => t.Name).ToListAsync(Ct));
    }

    [Theory, OnEveryDatabase]
    public async Task The_same_duty_is_owed_once(DatabaseProvider on)
    {
        await using var database = await TestDatabase.CreateAsync(on, new ThingsModel());
        await using var services = database.Services();
        ChangeResult last = new ChangeResult.Written();
        for (var i = 0; i < 2; i++)
        {
            var change = NewChange();
            change.Owe(new DutyOrder("pay", change.NewId(), "{}", Now, "pay:1"));
            last = await Writer(services).WriteAsync(change, Ct);
        }

        Assert.Equal("ix_duties_key", Assert.IsType<ChangeResult.Duplicate>(last).Key);
    }

    [Theory, OnEveryDatabase]
    public async Task A_broken_reference_is_a_defect_and_is_thrown(DatabaseProvider on)
    {
        await using var database = await TestDatabase.CreateAsync(on, new ThingsModel());
        await using var services = database.Services();
        var change = NewChange();
        change.Insert(Thing.New(change, "one"));
        change.Insert(new ThingPart { ThingId = change.NewId(), Number = 1 });

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => Writer(services).WriteAsync(change, Ct));

        await using var db = await ReadAsync(services);
        Assert.Equal(0, await db.Set<Thing>().CountAsync(Ct));
    }

    [Theory, OnEveryDatabase]
    public async Task Sixty_four_writers_at_once_lose_nothing(DatabaseProvider on)
    {
        await using var database = await TestDatabase.CreateAsync(on, new ThingsModel());
        await using var services = database.Services();
        var shared = await InsertAsync(services, "shared");
        var written = 0;
        var conflicts = 0;

        await Task.WhenAll(Enumerable.Range(0, 64).Select(async writer =>
        {
            for (var i = 0; i < 5; i++)
            {
                while (true)
                {
                    var thing = (await FindAsync(services, shared))!;
                    thing.Count++;
                    var change = NewChange();
                    change.Update(thing);
                    change.Insert(Thing.New(change, $"{writer}/{i}"));
                    change.Record(thing.Chain, "counted", new { writer, i });
                    if (await Writer(services).WriteAsync(change, Ct) is ChangeResult.Written)
                    {
                        Interlocked.Increment(ref written);
                        break;
                    }

                    Interlocked.Increment(ref conflicts);
                    await Task.Yield();
                }
            }
        }));

        var end = (await FindAsync(services, shared))!;
        Assert.Equal(320, written);
        Assert.Equal(320, end.Count);
        Assert.Equal(320, end.Version);
        Assert.Equal(320, end.Chain.Seq);
        Assert.True(conflicts > 0, "The writers never met: the test shows nothing.");
        await using var db = await ReadAsync(services);
        Assert.Equal(321, await db.Set<Thing>().CountAsync(Ct));
    }

    [Theory, OnEveryDatabase]
    public async Task Waiting_changes_share_a_commit_and_a_bad_one_does_not_spoil_the_rest(DatabaseProvider on)
    {
        await using var database = await TestDatabase.CreateAsync(on, new ThingsModel());
        await using var services = database.Services();
        await InsertAsync(services, "taken");
        var stale = (await FindAsync(services, await InsertAsync(services, "moved")))!;
        var moved = NewChange();
        moved.Update((await FindAsync(services, stale.Id))!);
        (await Writer(services).WriteAsync(moved, Ct)).OrThrow();
        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
        {
            var change = NewChange();
            change.Insert(Thing.New(change, i % 10 == 0 ? "taken" : $"n{i}"));
            change.Owe(new DutyOrder("x", change.NewId(), "{}", Now, $"d{i}"));
            if (i % 10 == 1)
            {
                change.Update((await FindAsync(services, stale.Id))! is var late && i % 20 == 1 ? stale : late);
            }

            return (i, Result: await Writer(services).WriteAsync(change, Ct));
        })));

        Assert.All(results, r => Assert.True(r.i % 10 == 0 ? r.Result is ChangeResult.Duplicate : r.i % 20 == 1 ? r.Result is ChangeResult.Conflict : r.i % 10 == 1 || r.Result.IsWritten, $"{r}"));
        await using var db = await ReadAsync(services);
        var written = results.Count(r => r.Result.IsWritten);
        Assert.Equal(2 + written, await db.Set<Thing>().CountAsync(Ct));
        Assert.Equal(written, await db.Set<DutyRow>().CountAsync(Ct));
    }

    [Fact]
    public async Task What_is_written_before_a_change_of_a_row_and_after_it_keeps_its_order_among_others()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Postgres, new ThingsModel());
        await using var services = database.Services();
        for (var i = 0; i < 40; i++)
        {
            await InsertAsync(services, $"n{i}");
        }

        // Each frees a name and takes it again, which only goes in this order.
        var results = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(async () =>
        {
            await using var db = await ReadAsync(services);
            var thing = await db.Set<Thing>().SingleAsync(t => t.Name == $"n{i}", Ct);
            var change = NewChange();
            change.Insert(Thing.New(change, $"before{i}"));
            thing.Name = $"freed{i}";
            change.Update(thing);
            change.Insert(Thing.New(change, $"n{i}"));
            return await Writer(services).WriteAsync(change, Ct);
        })));
        Assert.All(results, r => Assert.True(r.IsWritten));
        await using var read = await ReadAsync(services);
        Assert.Equal(120, await read.Set<Thing>().CountAsync(Ct));
    }

    [Fact]
    public async Task Whoever_waits_behind_a_lock_holds_nobody_up()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Postgres, new ThingsModel());
        await using var services = database.Services();
        var id = await InsertAsync(services, "locked");
        var readers = await Task.WhenAll(Enumerable.Range(0, 2 * Environment.ProcessorCount).Select(_ => FindAsync(services, id)));
        await using var db = await ReadAsync(services);
        await using var hold = await db.Database.BeginTransactionAsync(Ct);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM things WHERE name = 'locked' FOR UPDATE", Ct);

        // As many as fill every lane wait for the row.
        var behind = readers.Select((locked, i) =>
        {
            var change = NewChange();
            change.Insert(Thing.New(change, $"behind{i}"));
            change.Update(locked!);
            return Writer(services).WriteAsync(change, Ct);
        }).ToList();
        var free = Enumerable.Range(0, 20).Select(i =>
        {
            var change = NewChange();
            change.Insert(Thing.New(change, $"free{i}"));
            return Writer(services).WriteAsync(change, Ct);
        }).ToList();

        // Those that went together with one that waits are held with it; whoever comes after is not.
        await Task.Delay(TimeSpan.FromMilliseconds(400), Ct);
        var later = NewChange();
        later.Insert(Thing.New(later, "later"));
        Assert.True((await Writer(services).WriteAsync(later, Ct).WaitAsync(TimeSpan.FromSeconds(10), Ct)).IsWritten);
        Assert.All(behind, w => Assert.False(w.IsCompleted));
        await hold.RollbackAsync(Ct);
        Assert.Single((await Task.WhenAll(behind)), r => r.IsWritten);
        Assert.All(await Task.WhenAll(free), r => Assert.True(r.IsWritten));
    }

    [Theory, OnEveryDatabase]
    public async Task Events_cannot_be_changed_or_deleted(DatabaseProvider on)
    {
        await using var database = await TestDatabase.CreateAsync(on, new ThingsModel());
        await using var services = database.Services();
        var change = NewChange();
        var thing = Thing.New(change, "one");
        change.Record(thing.Chain, "made", new { });
        change.Insert(thing);
        (await Writer(services).WriteAsync(change, Ct)).OrThrow();

        await using var db = await ReadAsync(services);
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => db.Set<EventRow>().ExecuteDeleteAsync(Ct));
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(
            () => db.Set<EventRow>().ExecuteUpdateAsync(s => s.SetProperty(x => x.Reason, "forged"), Ct));
    }

    [Fact]
    public async Task Nothing_is_saved_through_the_context()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite, new ThingsModel());
        await using var services = database.Services();
        await using var db = await ReadAsync(services);
        await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveChangesAsync(Ct));
    }

    private static Change NewChange() => new(Actor.System("test"), Channel.System, "testing", Now);

    private static ChangeWriter Writer(IServiceProvider services) => services.GetRequiredService<ChangeWriter>();

    private static Task<AppDbContext> ReadAsync(IServiceProvider services) =>
        services.GetRequiredService<IDbContextFactory<AppDbContext>>().CreateDbContextAsync(Ct);

    private static async Task<Thing?> FindAsync(IServiceProvider services, Guid id)
    {
        await using var db = await ReadAsync(services);
        return await db.Set<Thing>().FirstOrDefaultAsync(x => x.Id == id, Ct);
    }

    private static async Task<Guid> InsertAsync(IServiceProvider services, string name)
    {
        var change = NewChange();
        var thing = Thing.New(change, name);
        change.Insert(thing);
        (await Writer(services).WriteAsync(change, Ct)).OrThrow();
        return thing.Id;
    }
}
