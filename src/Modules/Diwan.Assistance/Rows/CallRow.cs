using Diwan.Engine.Definitions;
using Diwan.Platform;

namespace Diwan.Assistance.Rows;

/// <summary>A call to the contact centre, as it is recorded. What was said is not kept.</summary>
internal sealed class CallRow : IVersioned
{
    public Guid Id { get; init; }

    public required string AgentKey { get; init; }

    public required string AgentName { get; init; }

    /// <summary>E.164; null where the number was withheld.</summary>
    public string? Phone { get; init; }

    public DateTimeOffset BegunAt { get; init; }

    /// <summary>The last moment it may go on.</summary>
    public DateTimeOffset EndsAt { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Whom the caller says to be, found and not yet known; null before that and for who stays anonymous.</summary>
    public string? PersonKey { get; set; }

    public FoundBy? FoundBy { get; set; }

    /// <summary>When enough answers were right; null while the caller is not known.</summary>
    public DateTimeOffset? KnownAt { get; set; }

    /// <summary>The person as the register holds them, as JSON; null while not known.</summary>
    public string? Applicant { get; set; }

    /// <summary>The question that waits for its answer.</summary>
    public IdentityFact? Asked { get; set; }

    /// <summary>The questions that were asked in the call, by name, with commas; none is asked twice, whoever is found meanwhile.</summary>
    public string AskedBefore { get; set; } = "";

    public int Right { get; set; }

    public int Wrong { get; set; }

    public string? Reason { get; set; }

    public CallOutcome? Outcome { get; set; }

    public string? Service { get; set; }

    /// <summary>The case that was spoken of.</summary>
    public string? Reference { get; set; }

    /// <summary>The complaint that was taken in it.</summary>
    public string? Complaint { get; set; }

    /// <summary>The call-back that it is; null for a call that came in.</summary>
    public Guid? CallBack { get; init; }

    public long Version { get; set; }
}

/// <summary>A wrong answer to an identity question. Counted, so that nobody is guessed.</summary>
internal sealed class WrongAnswerRow
{
    public Guid Id { get; init; }

    public Guid Call { get; init; }

    public required string AgentKey { get; init; }

    public required string PersonKey { get; init; }

    public IdentityFact Fact { get; init; }

    public DateTimeOffset At { get; init; }
}

/// <summary>A call that the centre owes somebody.</summary>
internal sealed class CallBackRow : IVersioned
{
    public Guid Id { get; init; }

    /// <summary>The call in which it was promised.</summary>
    public Guid Call { get; init; }

    /// <summary>Null for who stayed anonymous.</summary>
    public string? PersonKey { get; init; }

    /// <summary>E.164.</summary>
    public required string Phone { get; init; }

    public required string Reason { get; init; }

    public string? Service { get; init; }

    public required string OwnerKey { get; set; }

    public required string OwnerName { get; set; }

    public DateTimeOffset PromisedAt { get; init; }

    public DateTimeOffset DueAt { get; init; }

    /// <summary>When the first try was made; the promise is kept if it was in time.</summary>
    public DateTimeOffset? FirstTriedAt { get; set; }

    public int Tries { get; set; }

    public CallBackState State { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>When its date passed and the supervisor was told.</summary>
    public DateTimeOffset? EscalatedAt { get; set; }

    public long Version { get; set; }
}

/// <summary>An outage that the supervisor declared: agents read its script until it is lifted or its time is over.</summary>
internal sealed class OutageRow : IVersioned
{
    public Guid Id { get; init; }

    public required string Script { get; init; }

    /// <summary>Null where it is no one service.</summary>
    public string? Service { get; init; }

    public required string DeclaredBy { get; init; }

    public DateTimeOffset DeclaredAt { get; init; }

    public DateTimeOffset Until { get; init; }

    public DateTimeOffset? LiftedAt { get; set; }

    public string? LiftedBy { get; set; }

    public long Version { get; set; }
}
