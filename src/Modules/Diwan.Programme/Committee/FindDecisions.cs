using System.Text.Json;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Programme.Committee;

/// <param name="Done">Whether what it asked for is done, by the last word on it.</param>
/// <param name="Meeting">The number of the meeting it was taken in; null when it was taken outside one.</param>
/// <param name="ReplacedBy">The number of the decision that replaces it.</param>
public sealed record DecisionView(
    string Number, DecisionKind Kind, string? Service, string? Criterion, LocalizedText Words, DateOnly DecidedOn, DateOnly? Ends,
    DateOnly? TakesEffect, string Owner, DateOnly? DueOn, string? Replaces, string? ReplacedBy, string RecordedBy, bool Done,
    IReadOnlyList<FollowUpView> FollowUps, string? Meeting)
{
    /// <summary>The exempt that it names; empty where it names none.</summary>
    public IReadOnlyList<Exemption> Exempt { get; init; } = [];

    /// <summary>The baseline that it commits to; null where it is another decision.</summary>
    public CommittedBaseline? Baseline { get; init; }

    /// <summary>The moment it was recorded.</summary>
    public DateTimeOffset At { get; init; }

    public bool IsLate(DateOnly today) => !Done && ReplacedBy is null && DueOn < today;

    /// <summary>Whether what it asked for was done at the end of a day, by what had been said by then.</summary>
    public bool DoneOn(DateOnly day) => FollowUps.LastOrDefault(f => NationalCalendar.DateAt(f.At) <= day)?.Done ?? false;

    public bool HoldsOn(DateOnly day) => ReplacedBy is null && DecidedOn <= day && (Ends is null || day <= Ends);
}

public sealed record FollowUpView(string Words, bool Done, string By, DateTimeOffset At);

/// <summary>The decisions of the committee, the latest first.</summary>
public sealed class FindDecisions(IDbContextFactory<AppDbContext> contexts)
{
    public async Task<IReadOnlyList<DecisionView>> AllAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return Views(await db.Set<DecisionRow>().ToListAsync(ct), await db.Set<FollowUpRow>().ToListAsync(ct));
    }

    public async Task<DecisionView?> FindAsync(string number, CancellationToken ct) =>
        (await AllAsync(ct)).FirstOrDefault(d => d.Number == number);

    /// <summary>Those that hold on a day for a service, of one kind.</summary>
    public async Task<IReadOnlyList<DecisionView>> HoldingAsync(DecisionKind kind, string service, DateOnly day, CancellationToken ct) =>
        [.. (await AllAsync(ct)).Where(d => d.Kind == kind && d.Service == service && d.HoldsOn(day))];

    /// <summary>Those that hold on a day and name the exempt, of one service or of all.</summary>
    internal async Task<IReadOnlyList<DecisionView>> OnExemptionsAsync(DateOnly day, CancellationToken ct) =>
        [.. (await AllAsync(ct)).Where(d => d.Kind == DecisionKind.Exemptions && d.HoldsOn(day))];

    private static List<DecisionView> Views(List<DecisionRow> rows, List<FollowUpRow> followUps)
    {
        var said = followUps.OrderBy(f => f.At).ToLookup(f => f.Decision, StringComparer.Ordinal);
        var replaced = rows.Where(r => r.Replaces is not null).ToLookup(r => r.Replaces!, r => r.Number, StringComparer.Ordinal);
        return
        [
            .. rows.OrderByDescending(r => r.Year).ThenByDescending(r => r.Running)
                .Select(r => new DecisionView(
                    r.Number, r.Kind, r.Service, r.Criterion, r.Words, r.DecidedOn, r.Ends, r.TakesEffect, r.Owner, r.DueOn, r.Replaces,
                    replaced[r.Number].FirstOrDefault(), r.RecordedBy, said[r.Number].LastOrDefault()?.Done ?? false,
                    [.. said[r.Number].Select(f => new FollowUpView(f.Words, f.Done, f.By, f.At))], r.Meeting)
                {
                    Exempt = r.Exempt is { } exempt ? JsonSerializer.Deserialize<List<Exemption>>(exempt, Change.Json)! : [],
                    Baseline = r.Baseline is { } baseline ? JsonSerializer.Deserialize<CommittedBaseline>(baseline, Change.Json)! : null,
                    At = r.At,
                }),
        ];
    }
}
