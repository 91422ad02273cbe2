using Diwan.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Diwan.Migrations;

public static class MigrationsModule
{
    private const long Lock = 0x0D1A_0001;

    /// <summary>
    /// Long texts are kept compressed. Where the server knows lz4 it is used: it takes a fraction of the time of PostgreSQL's own method, and every
    /// change of a case writes its state. What was written before stays as it is.
    /// </summary>
    private const string Compression = """
        DO $$
        DECLARE change text;
        BEGIN
          IF EXISTS (SELECT 1 FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY(enumvals)) THEN
            FOR change IN
              SELECT format('ALTER TABLE %s %s', a.attrelid::regclass, string_agg(format('ALTER COLUMN %I SET COMPRESSION lz4', a.attname), ', '))
              FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
              WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
                AND a.attstorage IN ('x', 'm') AND a.attcompression = ''
              GROUP BY a.attrelid
            LOOP
              EXECUTE change;
            END LOOP;
          END IF;
        END $$
        """;

    /// <summary>Brings the database up to date before anything else in the host starts.</summary>
    public static IServiceCollection AddMigrationsAtStart(this IServiceCollection services) =>
        services.AddHostedService<AtStart>();

    /// <summary>
    /// Applies the migrations, then the rooms' guards. On PostgreSQL an advisory lock lets one node do it while the others wait.
    /// </summary>
    public static async Task ApplyAsync(Database database, IEnumerable<IRoomModel> rooms, CancellationToken ct)
    {
        await using var db = Context(database, rooms);
        if (database.Provider == DatabaseProvider.Postgres)
        {
            await CreateAsync(db, ct);
            await db.Database.OpenConnectionAsync(ct);
            await db.Database.ExecuteSqlRawAsync($"SELECT pg_advisory_lock({Lock})", ct);
        }

        try
        {
            await db.Database.MigrateAsync(ct);

            await GuardAsync(db, ct);
            if (database.Provider == DatabaseProvider.Postgres)
            {
                await db.Database.ExecuteSqlRawAsync(Compression, ct);
            }
        }
        finally
        {
            if (database.Provider == DatabaseProvider.Postgres)
            {
                await db.Database.ExecuteSqlRawAsync($"SELECT pg_advisory_unlock({Lock})", CancellationToken.None);
                await db.Database.CloseConnectionAsync();
            }
        }
    }

    /// <summary>The context with the migration history for this kind of database.</summary>
    public static AppDbContext Context(Database database, IEnumerable<IRoomModel> rooms)
    {
        if (database.Provider == DatabaseProvider.Postgres)
        {
            var postgres = new DbContextOptionsBuilder<PostgresAppDbContext>();
            database.Configure(postgres, rooms);
            return new PostgresAppDbContext(postgres.Options);
        }

        if (Path.GetDirectoryName(database.FilePath) is { Length: > 0 } directory)
        {
            Directory.CreateDirectory(directory);
        }

        var sqlite = new DbContextOptionsBuilder<SqliteAppDbContext>();
        database.Configure(sqlite, rooms);
        return new SqliteAppDbContext(sqlite.Options);
    }

    /// <summary>Puts the rooms' triggers in place.</summary>
    public static async Task GuardAsync(AppDbContext db, CancellationToken ct)
    {
        foreach (var guard in db.Rooms.SelectMany(room => room.Guards(db.Provider)))
        {
            var literal = guard.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
            await db.Database.ExecuteSqlRawAsync(literal, ct);
        }
    }

    private static async Task CreateAsync(AppDbContext db, CancellationToken ct)
    {
        var creator = (Microsoft.EntityFrameworkCore.Storage.IRelationalDatabaseCreator)
            Microsoft.EntityFrameworkCore.Infrastructure.AccessorExtensions.GetService<Microsoft.EntityFrameworkCore.Storage.IDatabaseCreator>(db);
        if (!await creator.ExistsAsync(ct))
        {
            await creator.CreateAsync(ct);
        }
    }

    private sealed class AtStart(Database database, IEnumerable<IRoomModel> rooms) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken) => ApplyAsync(database, rooms, cancellationToken);

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
