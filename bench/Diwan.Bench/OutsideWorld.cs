using System.Diagnostics;
using Diwan.Sandbox;

namespace Diwan.Bench;

/// <summary>The sandbox in a process of its own, so that what it costs is not counted as the product's.</summary>
internal sealed class OutsideWorld : IDisposable
{
    private readonly Process _process;

    private OutsideWorld(Process process, string address) => (_process, Address) = (process, address);

    public string Address { get; }

    public int ProcessId => _process.Id;

    public static OutsideWorld Start()
    {
        var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["outside"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var address = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The sandbox did not start.");
        return new OutsideWorld(process, address);
    }

    /// <summary>What the other process does: serves until its input is closed, which the end of this one does too.</summary>
    public static async Task Run()
    {
        await using var sandbox = SandboxHost.Build(new SandboxOptions { Port = 0, People = 1000 });
        await sandbox.StartAsync();
        Console.WriteLine(sandbox.Urls.First());
        await Console.In.ReadToEndAsync();
        await sandbox.StopAsync();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
