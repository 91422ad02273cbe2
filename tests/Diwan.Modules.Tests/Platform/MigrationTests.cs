using Diwan.Migrations;
using Diwan.Platform;
using Diwan.Testing;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Modules.Tests.Platform;

public sealed class MigrationTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task The_migrations_say_what_the_models_say(DatabaseProvider on)
    {
        await using var place = await TestDatabase.CreateEmptyAsync(on);
        await using var database = new Database(place.ConnectionString);
        await using var db = MigrationsModule.Context(database, Rooms.Discover());
        Assert.SkipWhen(!db.Database.GetMigrations().Any(), "There are no migrations yet: src/Diwan.Migrations/add.sh --initial makes the first.");
        Assert.False(db.Database.HasPendingModelChanges(), "A room's model has changed: run src/Diwan.Migrations/add.sh NAME.");
    }

    [Theory, OnEveryDatabase]
    public async Task An_empty_database_is_brought_up_by_several_nodes_at_once_and_again(DatabaseProvider on)
    {
        await using var place = await TestDatabase.CreateEmptyAsync(on);
        var rooms = Rooms.Discover();
        async Task Node()
        {
            await using var database = new Database(place.ConnectionString + ";Pooling=false");
            await MigrationsModule.ApplyAsync(database, rooms, Ct);
        }

        await Node();
        await Task.WhenAll(Enumerable.Range(0, on == DatabaseProvider.Postgres ? 4 : 1).Select(_ => Task.Run(Node)));

        await using var database = new Database(place.ConnectionString + ";Pooling=false");
        await using var db = MigrationsModule.Context(database, rooms);
        Assert.Equal(0, await db.Set<EventRow>().CountAsync(Ct));
    }

    [Theory, OnEveryDatabase]
    public async Task Several_nodes_start_on_a_new_database_together(DatabaseProvider on)
    {
        Assert.SkipWhen(on == DatabaseProvider.Sqlite, "An embedded database has one node.");
        await using var place = await TestDatabase.CreateEmptyAsync(on);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            await using var database = new Database(place.ConnectionString + ";Pooling=false");
            await MigrationsModule.ApplyAsync(database, Rooms.Discover(), Ct);
        })));
    }

    [Fact]
    public async Task Long_texts_are_compressed_by_the_faster_method_where_the_server_knows_it()
    {
        Assert.SkipUnless(PostgresServer.WhyMissing is null, PostgresServer.WhyMissing ?? "");
        await using var place = await TestDatabase.CreateEmptyAsync(DatabaseProvider.Postgres);
        await using var database = new Database(place.ConnectionString + ";Pooling=false");
        await MigrationsModule.ApplyAsync(database, Rooms.Discover(), Ct);
        await using var db = MigrationsModule.Context(database, Rooms.Discover());
        var knows = await db.Database.SqlQueryRaw<bool>("SELECT EXISTS (SELECT 1 FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY(enumvals)) AS \"Value\"").SingleAsync(Ct);
        Assert.SkipUnless(knows, "This server was built without lz4.");
        async Task<int> Columns(string which) => await db.Database.SqlQueryRaw<int>(
            "SELECT count(*)::int AS \"Value\" FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND a.attstorage = 'x' AND a.attcompression::text = {0}", which).SingleAsync(Ct);
        Assert.Equal(0, await Columns(""));
        Assert.True(await Columns("l") > 50);

        // What is there already at the next start is left alone, and what came since is not.
        await db.Database.ExecuteSqlRawAsync("CREATE TABLE later (words text)", Ct);
        await MigrationsModule.ApplyAsync(database, Rooms.Discover(), Ct);
        Assert.Equal(0, await Columns(""));
    }
}
