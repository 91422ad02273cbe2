using System.Diagnostics;
using System.Globalization;
using Diwan.Testing;
using Npgsql;

namespace Diwan.Faults;

/// <summary>A PostgreSQL of this storm's own, so that it can be stopped in the middle without hurting anybody else's tests.</summary>
internal sealed class OwnPostgres : IAsyncDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"diwan-faults-pg-{Environment.ProcessId}-{Child.FreePort()}");
    private readonly int _port = Child.FreePort();

    public string ConnectionString => string.Create(
        CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Username=postgres;Database=postgres;Maximum Pool Size=40;Timeout=5;Command Timeout=20");

    public async Task StartAsync()
    {
        var binaries = PostgresServer.Binaries ?? throw new InvalidOperationException("PostgreSQL is not installed (Debian: apt-get install postgresql).");
        if (!Directory.Exists(_folder))
        {
            Directory.CreateDirectory(_folder);
            if (Environment.UserName == "root")
            {
                Run("chown", ["postgres", _folder], plain: true);
            }

            Run($"{binaries}/initdb", ["-D", $"{_folder}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]);
        }

        Run($"{binaries}/pg_ctl",
        [
            "-D", $"{_folder}/data", "-l", $"{_folder}/log", "-w", "-t", "60", "-o",
            string.Create(CultureInfo.InvariantCulture, $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c shared_buffers=128MB -c max_connections=100"), "start",
        ]);
        for (var i = 0; ; i++)
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException) when (i < 200)
            {
                await Task.Delay(50);
            }
        }
    }

    /// <summary>As when its machine loses power: no checkpoint, every connection cut.</summary>
    public void Stop() => Run($"{PostgresServer.Binaries}/pg_ctl", ["-D", $"{_folder}/data", "-m", "immediate", "-w", "stop"]);

    public ValueTask DisposeAsync()
    {
        try
        {
            Stop();
        }
        catch (InvalidOperationException)
        {
            // It is stopped already.
        }

        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static void Run(string program, string[] arguments, bool plain = false)
    {
        var start = !plain && Environment.UserName == "root"
            ? new ProcessStartInfo("runuser", ["-u", "postgres", "--", program, .. arguments])
            : new ProcessStartInfo(program, arguments);
        start.WorkingDirectory = Path.GetTempPath();

        using var process = Process.Start(Quiet(start))!;
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
        }
    }

    /// <summary>Without pipes: a server that inherits one keeps it open, and whoever reads to its end waits for ever.</summary>
    private static ProcessStartInfo Quiet(ProcessStartInfo start)
    {
        string Quoted(string text) => "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
        return new ProcessStartInfo("sh", ["-c", $"{Quoted(start.FileName)} {string.Join(' ', start.ArgumentList.Select(Quoted))} >/dev/null 2>&1 </dev/null"]) { WorkingDirectory = start.WorkingDirectory };
    }
}
