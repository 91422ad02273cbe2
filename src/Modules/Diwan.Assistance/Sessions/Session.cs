using Diwan.Engine.Journeys;
using Diwan.Kernel;

namespace Diwan.Assistance;

public enum SessionState
{
    /// <summary>The code was sent and not yet given.</summary>
    AwaitingConsent,

    /// <summary>The person agreed; the agent may act.</summary>
    Open,

    /// <summary>It is over: by the agent, or by its time.</summary>
    Ended,

    /// <summary>The person did not agree: the code was wrong too often, or was never given.</summary>
    NotAgreed,
}

/// <summary>How the person agreed.</summary>
public enum ConsentWay
{
    /// <summary>They told the agent the code that their telephone received.</summary>
    Code,

    /// <summary>They have no telephone: the agent saw their identity card, and gave its number.</summary>
    IdentitySeen,
}

/// <summary>A session as the agent works in it.</summary>
/// <param name="Application">Null until the form is begun.</param>
/// <param name="Channel">Assisted at a counter, or the contact centre.</param>
public sealed record AssistedSession(
    Guid Id, string Site, string PersonKey, Applicant Person, string Service, SessionState State, ConsentWay Consent, int TriesLeft, DateTimeOffset BegunAt, DateTimeOffset EndsAt,
    Guid? Application, Channel Channel);

/// <summary>A session as it stands in the lists of a counter.</summary>
public sealed record SessionLine(DateTimeOffset BegunAt, DateTimeOffset? EndedAt, string AgentName, string Site, string Service, SessionState State, ConsentWay Consent);
