using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Diwan.Faults;

/// <summary>A process of this program that can be killed without warning.</summary>
internal sealed class Child(string[] arguments, string log) : IAsyncDisposable
{
    private Process? _process;

    public bool Runs => _process is { HasExited: false };

    public void Start()
    {
        var program = typeof(Child).Assembly.Location;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };

        // Hosted by a test, this program borrows the test's list of libraries.
        var entry = System.Reflection.Assembly.GetEntryAssembly()!.Location;
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add("--runtimeconfig");
        start.ArgumentList.Add(Path.ChangeExtension(entry, ".runtimeconfig.json"));
        start.ArgumentList.Add("--depsfile");
        start.ArgumentList.Add(Path.ChangeExtension(entry, ".deps.json"));
        start.ArgumentList.Add(program);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_TieredCompilation"] = "1";
        var process = Process.Start(start)!;
        var writer = TextWriter.Synchronized(new StreamWriter(new FileStream(log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true });
        process.OutputDataReceived += (_, e) => Write(e.Data);
        process.ErrorDataReceived += (_, e) => Write(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;

        void Write(string? line)
        {
            if (line is not null)
            {
                writer.WriteLine(line);
            }
        }
    }

    /// <summary>SIGKILL: nothing of it is told, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
            _process = null;
        }
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static string Argument(string[] args, string name) =>
        Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : throw new ArgumentException($"{name} is missing.");

    public static string? Optional(string[] args, string name) =>
        Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
}
