using System.CommandLine;
using Diwan.Documents;
using Diwan.Kernel;

namespace Diwan.Cli.Commands;

/// <summary>
/// <c>verify file.pdf</c>: whether a document is genuine and in force; by the installation's own register, or offline with
/// <c>--keys</c> and <c>--list</c> as they are published below <c>/.well-known</c>.
/// </summary>
internal static class VerifyCommand
{
    internal static Command Build()
    {
        var file = new Argument<string>("file") { Description = "A PDF that Diwan issued, or a text file with what was read from its seal." };
        var keys = new Option<string?>("--keys") { Description = "The published keys (/.well-known/diwan-seal-keys.json): verifies offline." };
        var list = new Option<string?>("--list") { Description = "The published list of ended documents (/.well-known/diwan-ended-documents.cose), with --keys." };
        var data = new Option<string>("--data") { Description = "Without --keys: the data folder of the installation that issued it.", DefaultValueFactory = _ => Path.Combine(".diwan", "data") };
        var database = new Option<string?>("--database") { Description = "A connection string, when the database is not in the data folder." };
        var command = new Command("verify", "Say whether a document is genuine and in force. Exit code 0 only if it is both.") { file, keys, list, data, database };
        command.SetAction((parsed, ct) => RunAsync(
            new(parsed.GetValue(file)!, parsed.GetValue(keys), parsed.GetValue(list), parsed.GetValue(data)!, parsed.GetValue(database)), TimeProvider.System.GetUtcNow(), Console.Out, ct));
        return command;
    }

    internal sealed record Order(string File, string? Keys, string? List, string Data, string? Database);

    internal static async Task<int> RunAsync(Order order, DateTimeOffset now, TextWriter output, CancellationToken ct)
    {
        foreach (var file in (string?[])[order.File, order.Keys, order.List])
        {
            if (file is not null && !File.Exists(file))
            {
                output.WriteLine($"There is no file {file}.");
                return 2;
            }
        }

        if (order is { List: not null, Keys: null })
        {
            output.WriteLine("--list is signed with one of the published keys: give them with --keys.");
            return 2;
        }

        if (new FileInfo(order.File).Length > SealVerifier.MaxBytes)
        {
            output.WriteLine($"{order.File} is larger than {SealVerifier.MaxBytes / 1024 / 1024} MiB; no document is.");
            return 2;
        }

        var bytes = await File.ReadAllBytesAsync(order.File, ct);
        try
        {
            var (words, code) = order.Keys is null ? await AskAsync(order, bytes, ct) : Offline(bytes, await ReadAsync(order, ct), now);
            output.WriteLine($"{Path.GetFileName(order.File)}: {words}");
            return code;
        }
        catch (FormatException e)
        {
            output.WriteLine(e.Message);
            return 2;
        }
    }

    private static async Task<(string Words, int Code)> AskAsync(Order order, byte[] bytes, CancellationToken ct)
    {
        await using var services = DataHost.Open(order.Data, order.Database);
        var verify = services.GetRequiredService<VerifyDocument>();
        var result = Seal(bytes) is { } seal ? await verify.BySealAsync(seal, ct) : await verify.ByFileAsync(bytes, ct);
        return result switch
        {
            Verification.InForce => ("genuine and in force", 0),
            Verification.Superseded s => ($"genuine, but superseded on {s.Since:yyyy-MM-dd}", 1),
            Verification.Revoked r => ($"genuine, but revoked on {r.Since:yyyy-MM-dd} ({r.Reason})", 1),
            Verification.Expired e => ($"genuine, but expired after {e.LastDay:yyyy-MM-dd}", 1),
            Verification.Altered a => ($"ALTERED: {a.Reason.En}", 1),
            Verification.Unknown u => ($"unknown: {u.Reason.En}", 1),
            _ => ("unknown", 1),
        };
    }

    private static async Task<(TrustedKeys Keys, EndedDocuments? Ended)> ReadAsync(Order order, CancellationToken ct)
    {
        var keys = TrustedKeys.Parse(await File.ReadAllTextAsync(order.Keys!, ct));
        return order.List is null ? (keys, null)
            : (keys, EndedDocuments.Read(await File.ReadAllBytesAsync(order.List, ct), keys)
                ?? throw new FormatException($"{order.List} is not a list of ended documents signed with one of these keys."));
    }

    private static (string Words, int Code) Offline(byte[] bytes, (TrustedKeys Keys, EndedDocuments? Ended) known, DateTimeOffset now)
    {
        string code;
        SealReading.Genuine? seal;
        if (Seal(bytes) is { } text)
        {
            switch (SealVerifier.VerifyQr(text, known.Keys))
            {
                case SealReading.Genuine genuine:
                    (code, seal) = (genuine.Code, genuine);
                    break;
                case SealReading.Altered:
                    return ("ALTERED: The seal that was read is not as the institution made it.", 1);
                default:
                    return ("unknown: What was read is not a seal of these keys.", 1);
            }
        }
        else
        {
            switch (SealVerifier.VerifyPdf(bytes, known.Keys))
            {
                case PdfReading.Genuine genuine:
                    (code, seal) = (genuine.Code, genuine.Seal);
                    break;
                case PdfReading.Altered altered:
                    return ($"ALTERED: {altered.Reason.En}", 1);
                case PdfReading.Unknown unknown:
                    return ($"unknown: {unknown.Reason.En}", 1);
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }

        return known.Ended?.Find(code) switch
        {
            { Reason: { } reason } end => ($"genuine, but revoked on {end.Since:yyyy-MM-dd} ({reason}), by the list of {known.Ended.AsAt:yyyy-MM-dd HH:mm}Z", 1),
            { } end => ($"genuine, but superseded on {end.Since:yyyy-MM-dd}, by the list of {known.Ended.AsAt:yyyy-MM-dd HH:mm}Z", 1),
            _ when seal?.Expires <= now => ($"genuine, but expired after {NationalCalendar.DateAt(seal.Expires!.Value).AddDays(-1):yyyy-MM-dd}", 1),
            _ when known.Ended is null => ("genuine. Whether it is still in force is not known without --list", 1),
            _ when now > known.Ended.Next => ($"genuine. Whether it is still in force is not known: the list of {known.Ended.AsAt:yyyy-MM-dd HH:mm}Z is out of date", 1),
            _ => ($"genuine and in force, by the list of {known.Ended.AsAt:yyyy-MM-dd HH:mm}Z", 0),
        };
    }

    /// <summary>The text of a seal, when the file holds that and not a PDF.</summary>
    private static string? Seal(byte[] bytes) => bytes.Length < 5000 && bytes.AsSpan().TrimStart(" \t\r\n\uFEFF"u8).StartsWith("DIWAN1:"u8)
        ? System.Text.Encoding.UTF8.GetString(bytes).Trim().TrimStart('\uFEFF')
        : null;
}
