using Diwan.Platform;

namespace Diwan.Assistance.Rows;

/// <summary>That one person may act for another. Rows are never removed: both sides see what was.</summary>
internal sealed class MandateRow : IVersioned
{
    public Guid Id { get; init; }

    public MandateGround Ground { get; init; }

    /// <summary>The number of the registered power; blank for the other grounds.</summary>
    public required string Power { get; init; }

    /// <summary>Who is acted for.</summary>
    public required string PrincipalKey { get; init; }

    public required string PrincipalName { get; init; }

    public required string PrincipalNameEn { get; init; }

    /// <summary>Who acts.</summary>
    public required string AgentKey { get; init; }

    /// <summary>Blank until they accept: until then nothing is known here but the number that was typed.</summary>
    public required string AgentName { get; set; }

    public required string AgentNameEn { get; set; }

    /// <summary>Services and institutions, separated by spaces; <see cref="Mandate.Everything"/> for all.</summary>
    public required string Services { get; set; }

    /// <summary><see cref="MandateScope"/>s, separated by spaces.</summary>
    public required string Scopes { get; init; }

    public MandateState State { get; set; }

    public DateTimeOffset MadeAt { get; init; }

    public DateTimeOffset? AcceptedAt { get; set; }

    /// <summary>The last day; null where only the register ends it.</summary>
    public DateOnly? EndsOn { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Who ended it; null while it stands, and where time or a register did.</summary>
    public string? EndedBy { get; set; }

    public DateTimeOffset? FirstUsedAt { get; set; }

    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>Who is acted for, as the register knew them when it was last taken up; as JSON, null before.</summary>
    public string? Person { get; set; }

    public required Chain Chain { get; init; }

    public long Version { get; set; }
}
