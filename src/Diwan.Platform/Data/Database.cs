using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Diwan.Platform;

/// <summary>The one database: which kind it is and how it is reached.</summary>
public sealed class Database : IAsyncDisposable, IDisposable
{
    /// <exception cref="ArgumentException">The connection string is for neither SQLite nor PostgreSQL.</exception>
    public Database(string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        if (connectionString.Contains("Host=", StringComparison.OrdinalIgnoreCase))
        {
            Provider = DatabaseProvider.Postgres;
            // The writer must know which statement of a batch failed.
            var settings = new NpgsqlConnectionStringBuilder(connectionString) { IncludeFailedBatchedCommand = true };
            // The typed builder says of every setting that it is there.
            if (!new DbConnectionStringBuilder { ConnectionString = connectionString }.ContainsKey("Max Auto Prepare"))
            {
                settings.MaxAutoPrepare = 500;
                settings.AutoPrepareMinUsages = 2;
            }

            // Nothing here leaves anything behind in a session (no SET, no temporary table, no lock of a session): wiping it at every
            // opening is seven statements for nothing.
            settings.NoResetOnClose = true;

            ConnectionString = settings.ConnectionString;
            Source = NpgsqlDataSource.Create(settings);
        }
        else if (connectionString.Contains("Data Source=", StringComparison.OrdinalIgnoreCase))
        {
            Provider = DatabaseProvider.Sqlite;
            var settings = new SqliteConnectionStringBuilder(connectionString);
            if (settings.DataSource.Length == 0 || settings.DataSource.Contains(":memory:", StringComparison.Ordinal))
            {
                throw new ArgumentException("Database:ConnectionString must name a file: what is kept in memory is lost.", nameof(connectionString));
            }

            ConnectionString = settings.ConnectionString;
            FilePath = Path.GetFullPath(settings.DataSource);
        }
        else
        {
            throw new ArgumentException(
                "Database:ConnectionString must begin with 'Data Source=' (SQLite) or 'Host=' (PostgreSQL).",
                nameof(connectionString));
        }
    }

    public DatabaseProvider Provider { get; }

    public string ConnectionString { get; }

    /// <summary>The file of a SQLite database; otherwise null.</summary>
    public string? FilePath { get; }

    internal NpgsqlDataSource? Source { get; }

    public void Configure(DbContextOptionsBuilder options, IEnumerable<IRoomModel> rooms)
    {
        options.UseRooms(rooms);
        if (Source is not null)
        {
            options.UseNpgsql(Source, o => o.MigrationsAssembly("Diwan.Migrations"));
        }
        else
        {
            options.UseSqlite(ConnectionString, o => o.MigrationsAssembly("Diwan.Migrations"));
        }
    }

    /// <summary>A connection for reading, not yet opened.</summary>
    internal DbConnection Connection() => Source is not null ? Source.CreateConnection() : new SqliteConnection(ConnectionString);

    public void Dispose()
    {
        Source?.Dispose();
        ReleaseFile();
    }

    public async ValueTask DisposeAsync()
    {
        if (Source is not null)
        {
            await Source.DisposeAsync();
        }

        ReleaseFile();
    }

    private void ReleaseFile()
    {
        if (FilePath is not null)
        {
            using var connection = new SqliteConnection(ConnectionString);
            SqliteConnection.ClearPool(connection);
        }
    }
}
