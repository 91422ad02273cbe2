using System.Text.Json;
using Diwan.Cases.Published;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Programme.Committee;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Programme.Gates;

/// <summary>A service at the gate.</summary>
/// <param name="Service">As it lies in the folder, which is what is judged.</param>
/// <param name="InForce">The version under which people apply, when the judged one waits behind it; otherwise null.</param>
/// <param name="Standings">How every criterion stands now.</param>
/// <param name="Checks">The frozen checks, the latest first.</param>
/// <param name="History">What happened at the gate, the oldest first.</param>
public sealed record GateView(
    ServiceDefinition Service, string? InForce, GatePhase Phase, DateTimeOffset? Since, IReadOnlyList<Channel> Channels, string? Campaign,
    IReadOnlyList<CriterionStanding> Standings, IReadOnlyList<CheckView> Checks, IReadOnlyList<RecordedEvent> History)
{
    public int OpenBlocking => Standings.Count(s => s.Holds);

    public int Score => GateScore.Of(Standings);
}

/// <summary>A check as it was frozen.</summary>
/// <param name="Score">Per cent of the points.</param>
public sealed record CheckView(DateTimeOffset At, GatePhase Phase, string ServiceVersion, int Score, int OpenBlocking, string By, IReadOnlyList<CriterionStanding> Standings);

/// <summary>A service in the list of the gate.</summary>
/// <param name="Waits">A later version waits to be admitted.</param>
public sealed record GateLine(ServiceDefinition Service, bool Waits, GatePhase Phase, DateTimeOffset? Since, int Score, int OpenBlocking, int Overridden, int LateGaps);

internal static class GateScore
{
    /// <summary>Per cent of the points that can be had.</summary>
    internal static int Of(IReadOnlyList<CriterionStanding> standings) =>
        standings.Count == 0 ? 0 : (int)Math.Round(100m * standings.Sum(s => s.Score) / (CriterionStanding.Most * standings.Count), MidpointRounding.AwayFromZero);
}

/// <summary>Reads where services stand. What the platform can judge is judged anew each time.</summary>
public sealed class ReadGate(
    IDbContextFactory<AppDbContext> contexts, PublishedServices services, ReadinessProbes probes, FindDecisions decisions, EventLog events, TimeProvider time)
{
    /// <summary>Every service with where it stands; those of the same phase by name.</summary>
    public async Task<IReadOnlyList<GateLine>> AllAsync(CancellationToken ct)
    {
        var today = NationalCalendar.DateAt(time.GetUtcNow());
        var books = await OpenBooksAsync(anew: false, ct);
        var lines = new List<GateLine>();
        foreach (var service in services.Folder.Services)
        {
            var (row, standings) = await StandingsAsync(service, books, ct);
            lines.Add(new GateLine(
                service, services.Waiting(service.Id.ToString()) is not null, row?.Phase ?? GatePhase.NotBegun, row?.Since, GateScore.Of(standings), standings.Count(s => s.Holds),
                standings.Count(s => s.Override is not null && !s.IsMet), standings.Count(s => !s.IsMet && s.GapDue < today)));
        }

        return lines;
    }

    /// <summary>The services between their first check and their launch, with the day of that check and how every criterion stands.</summary>
    internal async Task<IReadOnlyList<(ServiceDefinition Service, DateOnly? CheckedOn, IReadOnlyList<CriterionStanding> Standings)>> UnderWayAsync(CancellationToken ct)
    {
        var books = await OpenBooksAsync(anew: false, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var checks = await db.Set<AssessmentRow>().GroupBy(a => a.Service).Select(g => new { g.Key, First = g.Min(a => a.At) }).ToDictionaryAsync(g => g.Key, g => g.First, ct);
        var found = new List<(ServiceDefinition, DateOnly?, IReadOnlyList<CriterionStanding>)>();
        foreach (var service in services.Folder.Services.Where(s => books.Gates.GetValueOrDefault(s.Id.ToString()) is { Phase: not GatePhase.NotBegun }))
        {
            // Of a launched service, what would hold it today: an override that has ended, a version that nobody has tested.
            var launched = books.Gates[service.Id.ToString()].Phase == GatePhase.Launched;
            DateOnly? since = checks.TryGetValue(service.Id.ToString(), out var first) ? NationalCalendar.DateAt(first) : null;
            found.Add((service, since, [.. (await StandingsAsync(service, books, ct)).Standings.Where(x => !launched || x.Holds)]));
        }

        return found;
    }

    /// <summary>Null when there is no such service.</summary>
    public async Task<GateView?> RunAsync(string service, CancellationToken ct)
    {
        if (services.InFolder(service) is not { } definition)
        {
            return null;
        }

        var (row, standings) = await StandingsAsync(definition, await OpenBooksAsync(anew: false, ct), ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var checks = await db.Set<AssessmentRow>().Where(a => a.Service == service).OrderByDescending(a => a.At).ToListAsync(ct);
        return new GateView(
            definition, services.Waiting(service) is null ? null : services.Current(service)?.Version, row?.Phase ?? GatePhase.NotBegun, row?.Since, ChannelsOf(row?.Channels), row?.Campaign, standings,
            [.. checks.Select(c => new CheckView(
                c.At, c.Phase, c.ServiceVersion, c.Score, c.OpenBlocking, c.By, JsonSerializer.Deserialize<List<CriterionStanding>>(c.Standings, Change.Json)!))],
            row is null ? [] : await events.OfChainAsync(row.Chain.Id, ct));
    }

    /// <summary>What happened at the gate of a service, the oldest first.</summary>
    internal async Task<IReadOnlyList<RecordedEvent>> HistoryAsync(string service, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<GateRow>().FirstOrDefaultAsync(g => g.Service == service, ct) is { } row ? await events.OfChainAsync(row.Chain.Id, ct) : [];
    }

    /// <summary>How everything stands at this very moment, to move a service by.</summary>
    internal async Task<(GateRow? Row, IReadOnlyList<CriterionStanding> Standings)> StandingsAsync(ServiceDefinition service, CancellationToken ct) =>
        await StandingsAsync(service, await OpenBooksAsync(anew: true, ct), ct);

    private async Task<(GateRow? Row, IReadOnlyList<CriterionStanding> Standings)> StandingsAsync(ServiceDefinition service, Books books, CancellationToken ct)
    {
        var id = service.Id.ToString();
        var standings = new List<CriterionStanding>();
        foreach (var criterion in services.Catalogue.Gate.Criteria)
        {
            var key = (id, criterion.Id);
            var standing = criterion.Probe is { } probe
                ? Measured(criterion, await probes.RunAsync(probe, service, books.Round, ct))
                : TypedIn(criterion, books.Scores[key].LastOrDefault());
            var (gap, pass) = (books.Gaps[key].LastOrDefault(), books.Overrides[key].FirstOrDefault());
            standings.Add(standing with { Override = pass?.Number, OverrideEnds = pass?.Ends, GapOwner = gap?.Owner, GapDue = gap?.DueOn });
        }

        return (books.Gates.GetValueOrDefault(id), standings);
    }

    private async Task<Books> OpenBooksAsync(bool anew, CancellationToken ct)
    {
        var today = NationalCalendar.DateAt(time.GetUtcNow());
        await using var db = await contexts.CreateDbContextAsync(ct);
        return new Books(
            await db.Set<GateRow>().ToDictionaryAsync(g => g.Service, StringComparer.Ordinal, ct),
            (await db.Set<ScoreRow>().OrderBy(s => s.At).ToListAsync(ct)).ToLookup(s => (s.Service, s.Criterion)),
            (await db.Set<GapRow>().OrderBy(g => g.At).ToListAsync(ct)).ToLookup(g => (g.Service, g.Criterion)),
            (await decisions.AllAsync(ct)).Where(d => d.Kind == DecisionKind.Override && d.HoldsOn(today)).ToLookup(d => (d.Service!, d.Criterion!)),
            new ProbeRound(anew));
    }

    internal static IReadOnlyList<Channel> ChannelsOf(string? codes) =>
        [.. (codes ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Channels.FromCode).OfType<Channel>()];

    private static CriterionStanding Measured(LaunchCriterion criterion, Probed found) =>
        new(criterion.Id, criterion.Name, criterion.Blocking, found.Met ? CriterionStanding.Most : 0, ByPlatform: true, found.Evidence, null, null);

    private static CriterionStanding TypedIn(LaunchCriterion criterion, ScoreRow? score) => score is null
        ? new(criterion.Id, criterion.Name, criterion.Blocking, 0, ByPlatform: false, new("لم يُكتب دليل بعد.", "No evidence yet."), null, null)
        : new(criterion.Id, criterion.Name, criterion.Blocking, score.Score, ByPlatform: false, LocalizedText.Same(score.Evidence), score.ScoredBy, score.At);

    /// <summary>What people wrote down, by service and criterion, the earliest first.</summary>
    private sealed record Books(
        Dictionary<string, GateRow> Gates, ILookup<(string Service, string Criterion), ScoreRow> Scores,
        ILookup<(string Service, string Criterion), GapRow> Gaps, ILookup<(string Service, string Criterion), DecisionView> Overrides,
        ProbeRound Round);
}
