using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Diwan.Testing;

/// <summary>
/// A throwaway PostgreSQL cluster for this test process, started when first asked for. It dies with the process, however that ends.
/// DIWAN_TEST_POSTGRES may name a server to use instead ("Host=…", with the right to create databases), or "none".
/// </summary>
public static class PostgresServer
{
    private static readonly Lazy<Task<string>> Started = new(StartAsync);

    /// <summary>Why tests on PostgreSQL cannot run here; null if they can.</summary>
    public static string? WhyMissing { get; } = FindWhyMissing();

    /// <summary>A connection string without a database.</summary>
    public static Task<string> ConnectionStringAsync() => Started.Value;

    /// <summary>The folder of initdb, postgres and pgbench, the newest version first; null if not installed.</summary>
    public static string? Binaries { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql")
            .Select(d => Path.Combine(d, "bin"))
            .Where(d => File.Exists(Path.Combine(d, "initdb")))
            .OrderByDescending(d => int.TryParse(Path.GetFileName(Path.GetDirectoryName(d)), CultureInfo.InvariantCulture, out var v) ? v : 0)
            .FirstOrDefault()
        : null;

    private static string? Given => Environment.GetEnvironmentVariable("DIWAN_TEST_POSTGRES");

    private static string? FindWhyMissing()
    {
        if (Given is "none")
        {
            return "DIWAN_TEST_POSTGRES is 'none'.";
        }

        if (Given is { Length: > 0 } || Directory.Exists("/usr/lib/postgresql"))
        {
            return null;
        }

        return Environment.GetEnvironmentVariable("CI") == "true"
            ? null
            : "PostgreSQL is not installed (Debian: apt-get install postgresql), and DIWAN_TEST_POSTGRES names no server.";
    }

    private static async Task<string> StartAsync()
    {
        if (Given is { Length: > 0 } given)
        {
            return given;
        }

        var binaries = Binaries ?? throw new InvalidOperationException(
            "CI needs PostgreSQL: install it, name a server in DIWAN_TEST_POSTGRES, or set that to 'none'.");
        var folder = Path.Combine(Path.GetTempPath(), $"diwan-pg-{Environment.ProcessId}");
        var port = FreePort().ToString(CultureInfo.InvariantCulture);

        // The shell ends the server when our end of its standard input closes, that is when this process ends, even by SIGKILL.
        var script = $"""
            mkdir -p {folder} && {binaries}/initdb -D {folder}/data -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >{folder}/log 2>&1 || exit 1
            {binaries}/postgres -D {folder}/data -p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200 -c shared_buffers=128MB >>{folder}/log 2>&1 &
            server=$!
            cat >/dev/null
            kill -QUIT $server
            wait $server
            rm -rf {folder}
            """;
        var start = Environment.UserName == "root"
            ? new ProcessStartInfo("runuser", ["-u", "postgres", "--", "sh", "-c", script])
            : new ProcessStartInfo("sh", ["-c", script]);
        start.RedirectStandardInput = true;
        start.WorkingDirectory = Path.GetTempPath();
        var shell = Process.Start(start)!;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => shell.StandardInput.Close();

        var connectionString = $"Host=127.0.0.1;Port={port};Username=postgres;Include Error Detail=true";
        for (var waited = 0; ; waited++)
        {
            try
            {
                await using var connection = new NpgsqlConnection(connectionString + ";Database=postgres;Pooling=false");
                await connection.OpenAsync();
                return connectionString;
            }
            catch (NpgsqlException) when (waited < 600 && !shell.HasExited)
            {
                await Task.Delay(50);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
