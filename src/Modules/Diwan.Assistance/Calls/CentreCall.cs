using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;

namespace Diwan.Assistance;

/// <summary>By what a caller was found.</summary>
public enum FoundBy
{
    /// <summary>They gave the reference of a case.</summary>
    Reference,

    /// <summary>Their own number calls.</summary>
    Phone,

    /// <summary>They said their national number.</summary>
    Number,
}

/// <summary>How a call ended.</summary>
public enum CallOutcome
{
    /// <summary>What was asked is answered.</summary>
    Answered,

    /// <summary>An application was begun or gone on with.</summary>
    Applied,

    /// <summary>A complaint was taken.</summary>
    Complained,

    /// <summary>The centre calls back.</summary>
    CallBack,

    /// <summary>The institution must answer; the caller was told whom to ask.</summary>
    Referred,

    /// <summary>The line broke off, or the caller hung up.</summary>
    CutOff,

    /// <summary>The agent did not end it; its time did.</summary>
    NotRecorded,
}

/// <summary>How a call-back stands.</summary>
public enum CallBackState
{
    Owed,

    Done,

    /// <summary>Nobody answered, as often as it is tried; the person was told by message.</summary>
    NotReached,
}

/// <summary>A call as the agent works in it.</summary>
/// <param name="Person">Who calls; null while they are not known.</param>
/// <param name="Asked">The question that waits for its answer.</param>
public sealed record CentreCall(
    Guid Id, string? Phone, DateTimeOffset BegunAt, DateTimeOffset EndsAt, string? PersonKey, Applicant? Person, IdentityQuestion? Asked, int WrongLeft, string? Reason, string? Service,
    string? Reference, string? Complaint);

/// <summary>A call in the lists of its agent. It says nothing of the person.</summary>
public sealed record CallLine(DateTimeOffset BegunAt, DateTimeOffset? EndedAt, string? Reason, CallOutcome? Outcome, string? Service, bool Known);
