using System.Globalization;
using Diwan.Documents;

namespace Diwan.Web.Api;

/// <summary>The transparency log of documents, for anyone who wants to hold the institutions to it. <c>./diwan log verify</c> reads it.</summary>
internal static class LogEndpoints
{
    internal static void MapLog(this WebApplication app)
    {
        var log = app.MapGroup("/api/v1/log").WithTags("Transparency log");
        log.MapGet("/key", async (ReadLog read, CancellationToken ct) => new LogKey(await read.KeyAsync(ct)))
            .WithSummary("The public key (PEM, P-256) that tree heads are signed with.");
        log.MapGet("/head", async (ReadLog read, CancellationToken ct) =>
                await read.HeadAsync(ct) is { } head ? Results.Ok(head) : Empty())
            .WithSummary("The latest signed tree head: size, moment, root and signature.")
            .Produces<TreeHead>().ProducesProblem(404);
        log.MapGet("/heads", async (long fromSize, string? after, ReadLog read, CancellationToken ct) =>
            {
                if (fromSize < 0 || !TryMoment(after, out var moment))
                {
                    return Problems.Bad(new("fromSize عدد غير سالب، وafter لحظة مثل 2026-01-12T08:00:00.000Z.", "fromSize is a number not below zero, after a moment such as 2026-01-12T08:00:00.000Z."));
                }

                return Results.Ok(await read.HeadsAsync(fromSize, moment, ct));
            })
            .WithSummary("Signed tree heads of at least a size and after a moment, the oldest first, at most a thousand.")
            .Produces<IReadOnlyList<TreeHead>>().ProducesProblem(400);
        log.MapGet("/entries", async (long from, int? count, ReadLog read, CancellationToken ct) =>
                from < 0 || count is < 1 ? Problems.Bad(new("from وcount عددان غير سالبين.", "from and count are numbers not below zero.")) : Results.Ok(await read.EntriesAsync(from, count ?? ReadLog.Page, ct)))
            .WithSummary("Entries from an index on, at most a thousand. Documents are named by the hash of their file only.")
            .Produces<IReadOnlyList<LogEntry>>().ProducesProblem(400);
        log.MapGet("/consistency", async (long older, long newer, ReadLog read, CancellationToken ct) =>
                await read.ConsistencyAsync(older, newer, ct) is { } proof ? Results.Ok(proof) : Problems.Missing(new("لا شجرتين بهذين الحجمين.", "There are no trees of these sizes.")))
            .WithSummary("The proof (RFC 6962, 2.1.2) that the tree of one size is the beginning of another.")
            .Produces<IReadOnlyList<string>>().ProducesProblem(404);
        log.MapGet("/proof", async (string document, long? size, ReadLog read, CancellationToken ct) =>
            {
                if (document.Length != 64 || !document.All(char.IsAsciiHexDigitLower))
                {
                    return Problems.Bad(new("document بصمة SHA-256 للملف: أربعة وستون رقمًا سداسي عشر بحروف صغيرة.", "document is the SHA-256 of the file: sixty-four lower-case hexadecimal digits."));
                }

                var at = size ?? (await read.HeadAsync(ct))?.Size ?? 0;
                var found = await read.FindAsync(document, at, ct);
                return found.Count > 0 ? Results.Ok(found) : Problems.Missing(new("لا قيد لهذه الوثيقة في السجل بهذا الحجم.", "The log of this size holds nothing about this document."));
            })
            .WithSummary("What the log says of a document, with inclusion proofs (RFC 6962, 2.1.1) for the tree of a size.")
            .Produces<IReadOnlyList<InclusionProof>>().ProducesProblem(400).ProducesProblem(404);
    }

    private static IResult Empty() => Problems.Missing(new("السجل فارغ بعد.", "The log is still empty."));

    private static bool TryMoment(string? text, out DateTimeOffset moment)
    {
        moment = DateTimeOffset.MinValue;
        return text is null || DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out moment);
    }
}

/// <summary>The key of the log.</summary>
public sealed record LogKey(string Pem);
