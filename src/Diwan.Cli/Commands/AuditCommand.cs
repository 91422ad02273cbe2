using System.CommandLine;
using Diwan.Platform;

namespace Diwan.Cli.Commands;

/// <summary><c>audit verify</c>: recomputes every chain of events and every signed checkpoint.</summary>
internal static class AuditCommand
{
    internal static Command Build()
    {
        var data = new Option<string>("--data") { Description = "The data folder.", DefaultValueFactory = _ => Path.Combine(".diwan", "data") };
        var database = new Option<string?>("--database") { Description = "A connection string, when the database is not in the data folder." };
        var key = new Option<string?>("--key") { Description = "A PEM file with the public key that checkpoints must be signed with." };
        var verify = new Command("verify", "Show that no event was changed, removed or put in between.") { data, database, key };
        verify.SetAction((parsed, ct) => VerifyAsync(parsed.GetValue(data)!, parsed.GetValue(database), parsed.GetValue(key), ct));
        return new Command("audit", "The audit trail.") { verify };
    }

    private static async Task<int> VerifyAsync(string data, string? database, string? key, CancellationToken ct)
    {
        if (!DataHost.Exists(data, database))
        {
            return 2;
        }

        await using var services = DataHost.Open(data, database);
        var report = await services.GetRequiredService<AuditVerifier>().VerifyAsync(key is null ? null : await File.ReadAllTextAsync(key, ct), ct);
        foreach (var fault in report.Faults)
        {
            Console.WriteLine($"{fault.Chain} event {fault.Seq}: {fault.What}");
        }

        Console.WriteLine($"{report.Events} events in {report.Chains} chains, {report.Checkpoints} checkpoints: {(report.IsSound ? "sound" : $"{report.Faults.Count} faults")}");
        return report.IsSound ? 0 : 1;
    }
}
