using System.Text.Json;
using Diwan.Accounts;
using Diwan.Cases.Book;
using Diwan.Engine.Definitions;
using Diwan.Engine.Process;
using Diwan.Kernel;
using Diwan.Platform;

namespace Diwan.Cases.UseCases;

/// <summary>A line of a case's timeline.</summary>
/// <param name="Text">In the person's words.</param>
public sealed record TimelineLine(DateTimeOffset At, LocalizedText Text, string Type);

/// <summary>A line of a case's history for those who work on it.</summary>
public sealed record HistoryLine(DateTimeOffset At, string Type, string? Node, string Actor, ActorKind ActorKind, Channel Channel, IReadOnlyDictionary<string, string> Data);

/// <summary>A case as its applicant sees it.</summary>
public sealed record CaseView(
    ServiceDefinition Definition, CaseState State, PublicState PublicState, DateTimeOffset ChangedAt, IReadOnlyList<TimelineLine> Timeline, bool CanWithdraw, CaseWay Way)
{
    public string Reference => State.Reference;
}

public sealed record CaseOwner(string Reference, string PersonKey);

/// <summary>What anyone may know of a case by its reference alone: nothing personal.</summary>
public sealed record TrackedCase(string Reference, ServiceDefinition Definition, PublicState State, DateTimeOffset SubmittedAt, DateTimeOffset ChangedAt, DateTimeOffset? PromisedAt);

/// <summary>Reads a case for its applicant, or its bare state for anyone who has the reference.</summary>
public sealed class ReadCase
{
    private readonly CaseBook _book;
    private readonly EventLog _log;
    private readonly FindAccount _accounts;
    private readonly TimeProvider _time;

    internal ReadCase(CaseBook book, EventLog log, FindAccount accounts, TimeProvider time) => (_book, _log, _accounts, _time) = (book, log, accounts, time);

    /// <returns>Null when there is no such case, or it is another's: the two are not told apart.</returns>
    public async Task<CaseView?> ForApplicantAsync(string reference, string personKey, CancellationToken ct)
    {
        if (await _book.OpenAsync(reference, ct) is not { } open || open.Row.PersonKey != personKey)
        {
            return null;
        }

        var lines = new List<TimelineLine>();
        var events = new List<(DateTimeOffset At, CaseEvent Event)>();
        var history = await _log.OfChainAsync(open.Row.Id, ct);

        // Who acted for the applicant, as they call themselves now.
        var others = history.Where(r => r.ActorKind == ActorKind.Person && r.ActorId != personKey).Select(r => r.ActorId).Distinct().ToList();
        var names = others.Count == 0 ? new Dictionary<string, LocalizedText>() : await _accounts.NamesAsync(others, ct);
        foreach (var recorded in history)
        {
            var payload = JsonSerializer.Deserialize<CaseEventPayload>(recorded.Payload, Change.Json)!;
            events.Add((recorded.At, payload.ToEvent(recorded.Type)));
            if (CaseWords.Line(open.Definition, open.State, events[^1].Event, ActedBy(recorded)) is { } text)
            {
                lines.Add(new TimelineLine(recorded.At, text, recorded.Type));
            }
        }

        return new CaseView(
            open.Definition, open.State, open.Row.PublicState, open.Row.ChangedAt, lines, CaseEngine.CanWithdraw(open.Definition, open.State),
            CaseWay.Of(open.Definition, open.State, events, seesConfidential: false, _time.GetUtcNow()));

        LocalizedText? ActedBy(RecordedEvent recorded) =>
            !others.Contains(recorded.ActorId) ? null : names.GetValueOrDefault(recorded.ActorId) ?? LocalizedText.Same(recorded.ActorName);
    }

    /// <summary>The service of a person's own case, in the version it was filed under; null when there is no such case of theirs.</summary>
    public async Task<ServiceDefinition?> ServiceOfAsync(string reference, string personKey, CancellationToken ct) =>
        await _book.OpenAsync(reference, ct) is { } open && open.Row.PersonKey == personKey ? open.Definition : null;

    /// <summary>Whose case it is. For those who must find a person by a reference; it opens nothing.</summary>
    public async Task<CaseOwner?> WhoseAsync(string reference, CancellationToken ct) =>
        CaseReference.TryParse(reference, out var parsed) && await _book.OpenAsync(parsed.Value, ct) is { } open
            ? new CaseOwner(parsed.Value, open.Row.PersonKey)
            : null;

    public async Task<TrackedCase?> TrackAsync(string reference, CancellationToken ct) =>
        CaseReference.TryParse(reference, out var parsed) && await _book.OpenAsync(parsed.Value, ct) is { } open
            ? new TrackedCase(parsed.Value, open.Definition, open.Row.PublicState, open.Row.SubmittedAt, open.Row.ChangedAt, open.Row.PromisedAt)
            : null;
}
