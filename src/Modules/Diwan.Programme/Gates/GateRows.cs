using Diwan.Platform;

namespace Diwan.Programme.Gates;

/// <summary>Where a service stands on its way to launch.</summary>
internal sealed class GateRow : IVersioned
{
    public Guid Id { get; init; }

    /// <summary>The service: <c>moj/non-conviction-certificate</c>.</summary>
    public required string Service { get; init; }

    public GatePhase Phase { get; set; }

    public DateTimeOffset Since { get; set; }

    /// <summary>Codes of the channels chosen, separated by blanks; empty until chosen.</summary>
    public required string Channels { get; set; }

    /// <summary>What is said of the campaign; null until the phase of promotion.</summary>
    public string? Campaign { get; set; }

    public required Chain Chain { get; init; }

    public long Version { get; set; }
}

/// <summary>A judgement of people over a criterion. The latest holds; none is ever changed.</summary>
internal sealed class ScoreRow
{
    public Guid Id { get; init; }

    public required string Service { get; init; }

    public required string Criterion { get; init; }

    /// <summary>0 nothing, 1 begun, 2 nearly, 3 met.</summary>
    public int Score { get; init; }

    public required string Evidence { get; init; }

    public required string ScoredBy { get; init; }

    public required string ScoredByKey { get; init; }

    public DateTimeOffset At { get; init; }
}

/// <summary>Who closes a gap, and by when. The latest holds.</summary>
internal sealed class GapRow
{
    public Guid Id { get; init; }

    public required string Service { get; init; }

    public required string Criterion { get; init; }

    /// <summary>Name of the person who answers for it.</summary>
    public required string Owner { get; init; }

    public DateOnly DueOn { get; init; }

    public required string SetBy { get; init; }

    public DateTimeOffset At { get; init; }
}

/// <summary>A readiness check as it came out, frozen.</summary>
internal sealed class AssessmentRow
{
    public Guid Id { get; init; }

    public required string Service { get; init; }

    public GatePhase Phase { get; init; }

    public required string ServiceVersion { get; init; }

    /// <summary><see cref="CriterionStanding"/>s as JSON.</summary>
    public required string Standings { get; init; }

    public int Score { get; init; }

    public int OpenBlocking { get; init; }

    public required string By { get; init; }

    public DateTimeOffset At { get; init; }
}
