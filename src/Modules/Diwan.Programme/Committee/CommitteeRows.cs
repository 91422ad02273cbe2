using Diwan.Kernel;

namespace Diwan.Programme.Committee;

/// <summary>A decision of the steering committee as it was recorded. Never changed; a later one may replace it.</summary>
internal sealed class DecisionRow
{
    public Guid Id { get; init; }

    /// <summary>Year and running number: <c>2017/12</c>.</summary>
    public required string Number { get; init; }

    public int Year { get; init; }

    public int Running { get; init; }

    public DecisionKind Kind { get; init; }

    /// <summary>The service it concerns; null for all.</summary>
    public string? Service { get; init; }

    /// <summary>The criterion it lets pass; for overrides only.</summary>
    public string? Criterion { get; init; }

    public required LocalizedText Words { get; init; }

    public DateOnly DecidedOn { get; init; }

    /// <summary>The last day it holds; null for always. An override always ends.</summary>
    public DateOnly? Ends { get; init; }

    /// <summary>For a switch to electronic-only: the day the counter closes.</summary>
    public DateOnly? TakesEffect { get; init; }

    /// <summary>For a decision on exemptions: the <see cref="Diwan.Engine.Definitions.Exemption"/>s that it names, as JSON.</summary>
    public string? Exempt { get; init; }

    /// <summary>For a baseline: the <see cref="CommittedBaseline"/>, as JSON.</summary>
    public string? Baseline { get; init; }

    /// <summary>Who sees to it.</summary>
    public required string Owner { get; init; }

    public DateOnly? DueOn { get; init; }

    /// <summary>The number of the decision it replaces.</summary>
    public string? Replaces { get; init; }

    /// <summary>The number of the meeting it was taken in; null for one taken outside a meeting or before meetings were kept here.</summary>
    public string? Meeting { get; init; }

    public required string RecordedBy { get; init; }

    public DateTimeOffset At { get; init; }
}

/// <summary>What was done about a decision.</summary>
internal sealed class FollowUpRow
{
    public Guid Id { get; init; }

    public required string Decision { get; init; }

    public required string Words { get; init; }

    public bool Done { get; init; }

    /// <summary>The day it was said, in Amman.</summary>
    public DateOnly Day { get; init; }

    public required string By { get; init; }

    public DateTimeOffset At { get; init; }
}

/// <summary>What a decision commits later reports to be compared with.</summary>
/// <param name="Month">The first of a frozen month; null for values only.</param>
/// <param name="Values">By figure, as <c>services.submitted</c>; shares as parts of one, money in dinars.</param>
public sealed record CommittedBaseline(DateOnly? Month, IReadOnlyDictionary<string, decimal> Values);
