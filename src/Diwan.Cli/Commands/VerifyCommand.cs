using System.CommandLine;
using Diwan.Documents;

namespace Diwan.Cli.Commands;

/// <summary><c>verify file.pdf</c>: whether a document is genuine and in force.</summary>
internal static class VerifyCommand
{
    internal static Command Build()
    {
        var file = new Argument<string>("file") { Description = "A PDF that Diwan issued." };
        var data = new Option<string>("--data") { Description = "The data folder of the installation that issued it.", DefaultValueFactory = _ => Path.Combine(".diwan", "data") };
        var database = new Option<string?>("--database") { Description = "A connection string, when the database is not in the data folder." };
        var command = new Command("verify", "Say whether a document is genuine and in force.") { file, data, database };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(file)!, parsed.GetValue(data)!, parsed.GetValue(database), ct));
        return command;
    }

    private static async Task<int> RunAsync(string file, string data, string? database, CancellationToken ct)
    {
        if (!File.Exists(file))
        {
            await Console.Error.WriteLineAsync($"There is no file {file}.");
            return 2;
        }

        await using var services = DataHost.Open(data, database);
        var result = await services.GetRequiredService<VerifyDocument>().ByFileAsync(await File.ReadAllBytesAsync(file, ct), ct);
        var (words, code) = result switch
        {
            Verification.InForce => ("genuine and in force", 0),
            Verification.Superseded s => ($"genuine, but superseded on {s.Since:yyyy-MM-dd}", 1),
            Verification.Revoked r => ($"genuine, but revoked on {r.Since:yyyy-MM-dd} ({r.Reason})", 1),
            Verification.Expired e => ($"genuine, but expired after {e.LastDay:yyyy-MM-dd}", 1),
            Verification.Altered a => ($"ALTERED: {a.Reason.En}", 1),
            Verification.Unknown u => ($"unknown: {u.Reason.En}", 1),
            _ => ("unknown", 1),
        };
        Console.WriteLine($"{Path.GetFileName(file)}: {words}");
        return code;
    }
}
