using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Diwan.Cases.Book;
using Diwan.Cases.Published;
using Diwan.Cases.Rows;
using Diwan.Engine.Process;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Cases.Mining;

/// <summary>Something that happened to a case, as a tool for process mining reads it.</summary>
/// <param name="Activity">Type and step: <c>task.decided review</c>. The same in every language.</param>
/// <param name="Step">The step of the process; null for what concerns the whole case.</param>
/// <param name="Resource">What kind of actor did it, never who.</param>
public sealed record LoggedEvent(string Activity, string? Step, DateTimeOffset At, string Resource);

/// <summary>A case without anything by which its applicant could be found.</summary>
/// <param name="Id">Follows from the reference and cannot be turned back into it.</param>
public sealed record LoggedCase(string Id, string Service, string Version, Channel Channel, PublicState Outcome, IReadOnlyList<LoggedEvent> Events);

/// <summary>
/// Reads the events of a service's cases for process-mining tools. Left out: who applied and who acted, answers, and everything that only a
/// confidential desk may know of.
/// </summary>
public sealed class ExportEventLog(IDbContextFactory<AppDbContext> databases, EventLog log, PublishedServices services, LogPseudonyms pseudonyms)
{
    private const int AtOnce = 500;

    /// <param name="from">The first moment of submission.</param>
    /// <param name="to">The first moment after.</param>
    /// <returns>Null when there is no such service.</returns>
    public IAsyncEnumerable<LoggedCase>? Run(string service, DateTimeOffset from, DateTimeOffset to, CancellationToken ct) =>
        services.Current(service) is null ? null : ReadAsync(service, from, to, ct);

    private async IAsyncEnumerable<LoggedCase> ReadAsync(string service, DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var cases = await db.Set<CaseRow>().Where(c => c.Service == service && c.SubmittedAt >= from && c.SubmittedAt < to)
            .OrderBy(c => c.SubmittedAt).ThenBy(c => c.Id)
            .Select(c => new { c.Id, c.Reference, c.ServiceVersion, c.Channel, c.PublicState }).ToListAsync(ct);
        foreach (var part in cases.Chunk(AtOnce))
        {
            var events = await log.OfChainsAsync([.. part.Select(c => c.Id)], ct);
            foreach (var c in part)
            {
                yield return new LoggedCase(
                    pseudonyms.Of(c.Reference), service, c.ServiceVersion, c.Channel, c.PublicState, [.. events[c.Id].Select(Read).OfType<LoggedEvent>()]);
            }
        }
    }

    private static LoggedEvent? Read(RecordedEvent recorded)
    {
        var payload = JsonSerializer.Deserialize<CaseEventPayload>(recorded.Payload, Change.Json)!;
        return payload.Audience == Audience.Confidential
            ? null
            : new LoggedEvent(payload.Node is { } node ? $"{recorded.Type} {node}" : recorded.Type, payload.Node, recorded.At, recorded.ActorKind.ToString());
    }
}

/// <summary>Names for cases in exported logs: the same case has the same name in every export of an installation, and no one outside can make them.</summary>
public sealed class LogPseudonyms(CheckpointKey key)
{
    private readonly byte[] _secret = key.Derive("event-log-pseudonyms");

    public string Of(string reference) => Convert.ToHexStringLower(HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes(reference)).AsSpan(0, 10));
}
