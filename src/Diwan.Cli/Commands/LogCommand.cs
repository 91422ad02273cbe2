using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using Diwan.Documents;

namespace Diwan.Cli.Commands;

/// <summary><c>log verify</c>: looks at a transparency log from outside, and remembers what it saw for the next look.</summary>
internal static class LogCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    internal static Command Build()
    {
        var url = new Option<string?>("--url") { Description = "The address of an installation, such as http://localhost:5080; the database in the data folder otherwise." };
        var data = new Option<string>("--data") { Description = "The data folder.", DefaultValueFactory = _ => Path.Combine(".diwan", "data") };
        var database = new Option<string?>("--database") { Description = "A connection string, when the database is not in the data folder." };
        var state = new Option<string?>("--state") { Description = "A file of what was seen so far: made when it is not there, and brought up to date when all holds." };
        var key = new Option<string?>("--key") { Description = "A PEM file with the key that heads must be signed with; otherwise that of the first look." };
        var document = new Option<string?>("--document") { Description = "A PDF whose issue the log must hold." };
        var verify = new Command("verify", "Show that the log of documents only ever grew, and that nothing in it is back-dated.") { url, data, database, state, key, document };
        verify.SetAction((parsed, ct) => VerifyAsync(
            new(parsed.GetValue(url), parsed.GetValue(data)!, parsed.GetValue(database), parsed.GetValue(state), parsed.GetValue(key), parsed.GetValue(document)), Console.Out, ct));
        return new Command("log", "The transparency log of documents.") { verify };
    }

    internal sealed record Order(string? Url, string Data, string? Database, string? State, string? Key, string? Document);

    internal static async Task<int> VerifyAsync(Order order, TextWriter output, CancellationToken ct)
    {
        if (order.Url is not null && !(Uri.TryCreate(order.Url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
        {
            output.WriteLine($"{order.Url} is not an address. Give one such as http://localhost:5080.");
            return 2;
        }

        foreach (var file in (string?[])[order.Key, order.Document])
        {
            if (file is not null && !File.Exists(file))
            {
                output.WriteLine($"There is no file {file}.");
                return 2;
            }
        }

        SavedLog? saved = null;
        try
        {
            saved = order.State is not null && File.Exists(order.State) ? JsonSerializer.Deserialize<SavedLog>(await File.ReadAllTextAsync(order.State, ct), Json) : null;
        }
        catch (JsonException)
        {
            output.WriteLine($"{order.State} is not a file that this command wrote. Name another, or none to look at the whole log.");
            return 2;
        }

        using var http = order.Url is null ? null : new HttpClient { BaseAddress = new Uri(order.Url.TrimEnd('/') + "/"), Timeout = TimeSpan.FromSeconds(30) };
        await using var services = http is null ? DataHost.Open(order.Data, order.Database) : null;
        ILogSource source = http is null ? services!.GetRequiredService<ReadLog>() : new HttpLog(http);
        LogAudit.Report report;
        var faults = new List<string>();
        try
        {
            report = await LogAudit.RunAsync(source, saved, order.Key is null ? null : await File.ReadAllTextAsync(order.Key, ct), TimeProvider.System.GetUtcNow(), ct);
            faults.AddRange(report.Faults);
            if (services is not null)
            {
                // Whoever has the register as well can see what the log should hold.
                faults.AddRange(await services.GetRequiredService<ReadLog>().MissingAsync(TimeProvider.System.GetUtcNow() - TransparencyLog.LongestDelay, ct));
            }

            if (order.Document is not null && report.Saved is { } seen)
            {
                var hash = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(order.Document, ct)));
                if (await LogAudit.HoldsAsync(source, seen.Heads[^1], hash, ct) is { } fault)
                {
                    faults.Add(fault);
                }
                else
                {
                    output.WriteLine($"{Path.GetFileName(order.Document)}: its issue is in the log, proven for the head of size {seen.Heads[^1].Size}");
                }
            }
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            output.WriteLine($"The log cannot be read: {e.Message}");
            return 2;
        }

        faults.ForEach(output.WriteLine);
        output.WriteLine($"{report.Entries} new entries, {report.Heads} new heads: {(faults.Count == 0 ? "sound" : $"{faults.Count} faults")}");
        if (faults.Count == 0 && order.State is not null && report.Saved is { } now)
        {
            await File.WriteAllTextAsync(order.State, JsonSerializer.Serialize(now, Json), ct);
        }

        return faults.Count == 0 ? 0 : 1;
    }
}
