using System.CommandLine;
using System.Globalization;
using Diwan.Kernel;
using Diwan.Simulation;

namespace Diwan.Cli.Commands;

/// <summary><c>simulate --from 2018-01 --months 12</c>: months of the sandbox nation's affairs, and the reports that come of them.</summary>
internal static class SimulateCommand
{
    internal static Command Build()
    {
        var from = new Option<string>("--from") { Description = "The first month, such as 2018-01.", DefaultValueFactory = _ => "2018-01" };
        var months = new Option<int>("--months") { Description = "How many months.", DefaultValueFactory = _ => 12 };
        var people = new Option<int>("--people") { Description = "How many people the nation has; there is as much to do for each as in the country.", DefaultValueFactory = _ => 5_000 };
        var seed = new Option<ulong>("--seed") { Description = "The same seed gives the same nation and the same dice.", DefaultValueFactory = _ => 2018 };
        var data = new Option<string>("--data") { Description = "Where everything is kept: a folder that holds nothing yet.", DefaultValueFactory = _ => Path.Combine(".diwan", "simulated") };
        var database = new Option<string?>("--database") { Description = "A connection string of an empty database; SQLite in the data folder otherwise." };
        var command = new Command("simulate", "Plays months of the sandbox nation through the services, and freezes the monthly reports.") { from, months, people, seed, data, database };
        command.SetAction((parsed, ct) => RunAsync(
            parsed.GetValue(from)!, parsed.GetValue(months), parsed.GetValue(people), parsed.GetValue(seed), parsed.GetValue(data)!, parsed.GetValue(database), ct));
        return command;
    }

    private static async Task<int> RunAsync(string from, int months, int people, ulong seed, string data, string? database, CancellationToken ct)
    {
        if (TypedDay.ReadMonth(from) is not { } first)
        {
            await Console.Error.WriteLineAsync($"‏--from شهر مثل 2018-01، لا {from}.\n--from is a month such as 2018-01, not {from}.");
            return 2;
        }

        if (Directory.Exists(data) && Directory.EnumerateFileSystemEntries(data).Any())
        {
            await Console.Error.WriteLineAsync($"المجلد {data} فيه بيانات. احذفه أو اختر غيره بـ--data.\nThe folder {data} holds data. Remove it, or choose another with --data.");
            return 2;
        }

        var plan = new SimulationPlan(first, months, people, seed, Path.GetFullPath(data), database, AppContext.BaseDirectory);
        if (plan.Fault() is { } fault)
        {
            await Console.Error.WriteLineAsync($"{fault.Ar}\n{fault.En}");
            return 2;
        }

        Directory.CreateDirectory(plan.Data);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var result = await SimulatedTime.RunAsync(plan, Console.WriteLine, null, ct);
        foreach (var (service, day) in result.NotOffered)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"not offered  {service}: in force from {day:yyyy-MM-dd}"));
        }

        foreach (var ledger in result.LedgerFaults)
        {
            Console.WriteLine($"ledger  {ledger}");
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"reports {result.Reports}   ledger {(result.LedgerFaults.Count == 0 ? "balanced" : "NOT balanced")}   audit {(result.AuditIsSound ? "sound" : "NOT sound")}   {watch.Elapsed.TotalSeconds:N0} s"));
        Console.WriteLine($"Look at it: ./diwan run --data {data} --people {people.ToString(CultureInfo.InvariantCulture)} --seed {seed.ToString(CultureInfo.InvariantCulture)}, sign in at the programme office, open the reports.");
        return result.LedgerFaults.Count == 0 && result.AuditIsSound ? 0 : 1;
    }
}
