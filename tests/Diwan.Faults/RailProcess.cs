using System.Globalization;
using Diwan.Sandbox.Rails;

namespace Diwan.Faults;

/// <summary>The rail simulator as a process of its own. It is never killed: its book says what was really paid.</summary>
internal static class RailProcess
{
    public static async Task<int> RunAsync(string[] args)
    {
        await using var rail = RailHost.Build(new RailHostOptions
        {
            Port = int.Parse(Child.Argument(args, "--port"), CultureInfo.InvariantCulture),
            BillerUrl = Child.Argument(args, "--biller"),
            DataDirectory = Child.Argument(args, "--data"),
            FeeRate = 0.005m,
            Xml = Child.Argument(args, "--xml") == "true",
            Time = RunningClock.Parse(Child.Argument(args, "--clock")),
        });
        await rail.RunAsync();
        return 0;
    }
}
