using System.Collections.Concurrent;
using System.Globalization;
using Diwan.Migrations;
using Diwan.Platform;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Diwan.Testing;

/// <summary>A database of a test's own, copied from a template that has every room's tables.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Templates = new();
    private static readonly SemaphoreSlim Copying = new(1);
    private static readonly string Folder = CreateFolder();
    private static int _count;

    private readonly List<ServiceProvider> _providers = [];
    private readonly IReadOnlyList<IRoomModel> _rooms;
    private readonly string _name;

    private TestDatabase(DatabaseProvider on, IReadOnlyList<IRoomModel> rooms, string name, string connectionString)
    {
        On = on;
        _rooms = rooms;
        _name = name;
        ConnectionString = connectionString;
    }

    public DatabaseProvider On { get; }

    public string ConnectionString { get; }

    /// <summary>The clock of all services made by <see cref="Services"/>: Wednesday 3 January 2018, ten in the morning in Amman.</summary>
    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2018, 1, 3, 8, 0, 0, TimeSpan.Zero));

    /// <param name="extra">Tables of the test's own, beside those of all rooms.</param>
    public static async Task<TestDatabase> CreateAsync(DatabaseProvider on, params IRoomModel[] extra)
    {
        IReadOnlyList<IRoomModel> rooms = [.. Rooms.Discover(), .. extra];
        var key = on + "|" + string.Join(';', rooms.Select(r => r.GetType().FullName));
        var template = await Templates.GetOrAdd(key, _ => new(() => CreateTemplateAsync(on, rooms))).Value;
        var name = NextName();
        if (on == DatabaseProvider.Sqlite)
        {
            var file = Path.Combine(Folder, name + ".sqlite");
            File.Copy(template, file);
            return new TestDatabase(on, rooms, name, $"Data Source={file}");
        }

        await OnServerAsync($"CREATE DATABASE {name} TEMPLATE {template}");
        return new TestDatabase(on, rooms, name, $"{await PostgresServer.ConnectionStringAsync()};Database={name};Maximum Pool Size=20");
    }

    /// <summary>A database without any table.</summary>
    public static async Task<TestDatabase> CreateEmptyAsync(DatabaseProvider on)
    {
        var name = NextName();
        if (on == DatabaseProvider.Sqlite)
        {
            return new TestDatabase(on, [], name, $"Data Source={Path.Combine(Folder, name + ".sqlite")}");
        }

        await OnServerAsync($"CREATE DATABASE {name}");
        return new TestDatabase(on, [], name, $"{await PostgresServer.ConnectionStringAsync()};Database={name};Maximum Pool Size=20");
    }

    /// <summary>
    /// The platform's services over this database, with a clock that stands still and without the background runner: use
    /// DutyRunner.RunDueAsync. Ask again for a second node.
    /// </summary>
    public ServiceProvider Services(Action<IServiceCollection>? more = null, params (string Key, string? Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            // A clock that is moved by hand meets pauses that are as long as they say.
            .AddInMemoryCollection([new("Duties:Jitter", "0")])
            .AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => s.Value))
            .AddInMemoryCollection([new("Database:ConnectionString", ConnectionString), new("Data:Directory", Path.Combine(Folder, _name))])
            .Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddPlatform(configuration);
        foreach (var room in _rooms)
        {
            services.AddSingleton(room);
        }

        more?.Invoke(services);
        var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
        _providers.Add(provider);
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var provider in _providers)
        {
            await provider.DisposeAsync();
        }

        if (On == DatabaseProvider.Sqlite)
        {
            foreach (var file in Directory.GetFiles(Folder, _name + ".sqlite*"))
            {
                File.Delete(file);
            }
        }
        else
        {
            await OnServerAsync($"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");
        }
    }

    private static async Task<string> CreateTemplateAsync(DatabaseProvider on, IReadOnlyList<IRoomModel> rooms)
    {
        var name = NextName();
        if (on == DatabaseProvider.Sqlite)
        {
            var file = Path.Combine(Folder, name + ".sqlite");
            await using (var database = new Database($"Data Source={file};Pooling=false"))
            {
                await BuildAsync(database, rooms);
            }

            return file;
        }

        await OnServerAsync($"CREATE DATABASE {name}");
        await using (var database = new Database($"{await PostgresServer.ConnectionStringAsync()};Database={name};Pooling=false"))
        {
            await BuildAsync(database, rooms);
        }

        return name;
    }

    /// <summary>From the model, not from the migrations: that the two agree is a test of its own.</summary>
    private static async Task BuildAsync(Database database, IReadOnlyList<IRoomModel> rooms)
    {
        await using var db = MigrationsModule.Context(database, rooms);
        await db.Database.EnsureCreatedAsync();
        await MigrationsModule.GuardAsync(db, CancellationToken.None);
    }

    // CREATE DATABASE wants its template to itself, so one at a time.
    private static async Task OnServerAsync(string sql)
    {
        await Copying.WaitAsync();
        try
        {
            await using var connection = new NpgsqlConnection(await PostgresServer.ConnectionStringAsync() + ";Database=postgres;Pooling=false");
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }
        finally
        {
            Copying.Release();
        }
    }

    private static string NextName() =>
        string.Create(CultureInfo.InvariantCulture, $"diwan_test_{Environment.ProcessId}_{Interlocked.Increment(ref _count)}");

    private static string CreateFolder()
    {
        var folder = Directory.CreateTempSubdirectory("diwan-test-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (IOException)
            {
                // A file is still open; the system's temporary folder is swept anyway.
            }
        };
        return folder;
    }
}
