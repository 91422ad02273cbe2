using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Diwan.Bpmn;
using Diwan.Engine.Answers;
using Diwan.Engine.Definitions;
using Diwan.Engine.Journeys;
using Diwan.Engine.Rules;
using Diwan.Kernel;

namespace Diwan.Engine.Process;

/// <summary>
/// All that is known of a case at a moment. Immutable and serializable; a case on an old version of its service keeps that version.
/// </summary>
public sealed record CaseState
{
    public required string Reference { get; init; }

    public required ServiceId Service { get; init; }

    public required string Version { get; init; }

    public required Applicant Applicant { get; init; }

    public required Channel Channel { get; init; }

    public required AnswerSet Answers { get; init; }

    public required CaseFacts Facts { get; init; }

    /// <summary>The fee lines as they stood at submission, with their explanation. Never reckoned again.</summary>
    public required FeeStatement Fees { get; init; }

    /// <summary>By what they were reckoned; null in cases from before it was kept.</summary>
    public PricingBasis? Pricing { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }

    public required ProcessState Process { get; init; }

    /// <summary>Results of business rule tasks, by decision.</summary>
    public ImmutableDictionary<string, JsonNode?> RuleResults { get; init; } = ImmutableDictionary<string, JsonNode?>.Empty;

    /// <summary>Verdicts, by user task: <c>approve</c> or <c>refuse</c>.</summary>
    public ImmutableDictionary<string, string> Decisions { get; init; } = ImmutableDictionary<string, string>.Empty;

    public ImmutableList<CaseTask> Tasks { get; init; } = [];

    public CaseBill? Bill { get; init; }

    public ImmutableList<CaseDocument> Documents { get; init; } = [];

    /// <summary>What the applicant says to be handed the paper; known to them by message and to the officer who hands it over. Null until paper is prepared.</summary>
    public string? DeliveryCode { get; init; }

    /// <summary>By when the institution undertakes to answer; null until it has all it needs from the applicant.</summary>
    public DateTimeOffset? PromisedAt { get; init; }

    /// <summary>From when the promise is reckoned: a holiday announced meanwhile moves its date.</summary>
    public DateTimeOffset? PromisedFrom { get; init; }

    public bool PromiseBroken { get; init; }

    public CaseRefusal? Refusal { get; init; }

    /// <summary>The end the case came to; null while it runs.</summary>
    public PublicState? End { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The earliest moment at which time alone changes the case; null when none does.</summary>
    public DateTimeOffset? NextWake { get; init; }

    /// <summary>Whether an activity of the process still waits to be completed.</summary>
    public bool IsWaiting(string activityId) => Process.Find(activityId) is not null;

    public CaseTask? FindTask(string id) => Tasks.FirstOrDefault(t => t.Id == id);

    public IEnumerable<CaseTask> OpenTasks => Tasks.Where(t => t.State is TaskState.Open or TaskState.WithApplicant);

    /// <summary>The task the applicant has to complete; null when nothing is asked of them.</summary>
    public CaseTask? YourTurn => Tasks.FirstOrDefault(t => t.State == TaskState.WithApplicant);
}

/// <summary>Work for an officer.</summary>
public sealed record CaseTask
{
    /// <summary>The process's own name for this instance of the activity.</summary>
    public required string Id { get; init; }

    public required string NodeId { get; init; }

    /// <summary>Who may take it: <c>moj:judge</c>.</summary>
    public required string Role { get; init; }

    public bool Confidential { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>In working time; moves on by the working time the applicant took.</summary>
    public required DateTimeOffset DueAt { get; init; }

    public TaskState State { get; init; }

    public string? OfficerId { get; init; }

    public string? OfficerName { get; init; }

    public bool Overdue { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    public SentBack? SentBack { get; init; }

    /// <summary>The times it was with the applicant, completed: they count for no date.</summary>
    public ImmutableList<Pause> Pauses { get; init; } = [];
}

/// <summary>A time that a case was with its applicant.</summary>
public sealed record Pause(DateTimeOffset From, DateTimeOffset To);

public enum TaskState
{
    Open,

    /// <summary>Sent back: the clock stands still until the applicant completes it.</summary>
    WithApplicant,
    Decided,
    Cancelled,
}

/// <param name="Until">The last moment to complete it; after it the case lapses.</param>
public sealed record SentBack(ImmutableList<string> Questions, string Note, DateTimeOffset At, DateTimeOffset Until);

/// <summary>The bill of a case as the case knows it.</summary>
public sealed record CaseBill(string ActivityId, string Number, Money Total, DateTimeOffset ExpiresAt)
{
    public DateTimeOffset? PaidAt { get; init; }

    public string? ReceiptNumber { get; init; }

    public bool Cancelled { get; init; }

    public Money RefundOrdered { get; init; }

    public Money Refunded { get; init; }
}

public sealed record CaseDocument(string DocumentId, string Number, DateTimeOffset IssuedAt);

/// <summary>Why a case was refused.</summary>
/// <param name="Code">A code of the definition; its words are <c>refusal.&lt;code&gt;</c>.</param>
/// <param name="Note">The officer's own words to the applicant.</param>
public sealed record CaseRefusal(string Code, string? Note);
