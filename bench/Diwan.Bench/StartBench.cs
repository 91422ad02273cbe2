using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Diwan.Bench;

/// <summary>
/// From the command <c>diwan run</c>, already built, to the first page, as a process of its own: on an empty data folder, and again on the
/// same. Beside it what the same program needs to say its version, which is the start of the runtime alone.
/// </summary>
internal static class StartBench
{
    /// <param name="args">How often; 3 by default. Medians are printed.</param>
    public static async Task Run(string[] args)
    {
        var times = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 3;
        var program = Program();
        var (bare, first, second, memory) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < times; i++)
        {
            var watch = Stopwatch.StartNew();
            using (var version = Process.Start(new ProcessStartInfo("dotnet", [program, "--version"]) { RedirectStandardOutput = true })!)
            {
                await version.StandardOutput.ReadToEndAsync();
                await version.WaitForExitAsync();
            }

            bare.Add(watch.Elapsed.TotalSeconds);
            var data = Directory.CreateTempSubdirectory("diwan-bench-start-").FullName;
            try
            {
                first.Add((await StartAsync(program, data)).Seconds);
                var again = await StartAsync(program, data);
                second.Add(again.Seconds);
                memory.Add(again.Megabytes);
            }
            finally
            {
                Directory.Delete(data, recursive: true);
            }
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"version {Median(bare):0.00} s; first page {Median(first):0.0} s, again {Median(second):0.0} s ({Median(second) / Median(bare):0.0} times the version); resident memory {Median(memory):0} MB"));
    }

    private static double Median(List<double> of) => of.Order().ElementAt(of.Count / 2);

    private static async Task<(double Seconds, double Megabytes)> StartAsync(string program, string data)
    {
        var (port, outside) = (FreePort(), FreePort());
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, "run", "--port", $"{port}", "--sandbox-port", $"{outside}", "--data", data])
        {
            RedirectStandardOutput = true,
        })!;
        try
        {
            using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            while (true)
            {
                try
                {
                    using var page = await http.GetAsync(new Uri("/ar", UriKind.Relative));
                    page.EnsureSuccessStatusCode();
                    break;
                }
                catch (HttpRequestException) when (!process.HasExited && watch.Elapsed.TotalMinutes < 3)
                {
                    await Task.Delay(20);
                }
            }

            var seconds = watch.Elapsed.TotalSeconds;
            process.Refresh();
            return (seconds, process.WorkingSet64 / 1e6);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    private static string Program()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var program = Path.Combine(folder.FullName, "src", "Diwan.Cli", "bin", "Release", "net10.0", "diwan.dll");
            if (File.Exists(program))
            {
                return program;
            }
        }

        throw new InvalidOperationException("The command line is not built yet: ./diwan help builds it.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
