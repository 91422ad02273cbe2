using Diwan.Platform;

namespace Diwan.Assistance.Rows;

/// <summary>A session in which an agent helps one person with one service.</summary>
internal sealed class SessionRow : IVersioned
{
    public Guid Id { get; init; }

    public required string AgentKey { get; init; }

    public required string AgentName { get; init; }

    /// <summary>The counter of the partner, or the contact centre.</summary>
    public required string Site { get; init; }

    /// <summary>The call in which it was begun; null at a counter.</summary>
    public Guid? Call { get; init; }

    public required string PersonKey { get; init; }

    /// <summary>The person as the civil register knows them, as JSON.</summary>
    public required string Applicant { get; init; }

    public required string Service { get; init; }

    public SessionState State { get; set; }

    public ConsentWay Consent { get; init; }

    /// <summary>SHA-256 of the session's id and the code; null where an identity document was seen.</summary>
    public byte[]? CodeHash { get; init; }

    /// <summary>Wrong codes given.</summary>
    public int Tries { get; set; }

    public DateTimeOffset BegunAt { get; init; }

    /// <summary>When the person agreed.</summary>
    public DateTimeOffset? AgreedAt { get; set; }

    /// <summary>The last moment: of the code until it is given, then of the session.</summary>
    public DateTimeOffset EndsAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>The one application of the session; null until it is begun.</summary>
    public Guid? Application { get; set; }

    public long Version { get; set; }
}
