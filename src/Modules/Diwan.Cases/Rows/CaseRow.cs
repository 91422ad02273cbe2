using Diwan.Engine.Process;
using Diwan.Kernel;
using Diwan.Platform;

namespace Diwan.Cases.Rows;

/// <summary>A case: its state whole as JSON, and beside it what lists are made of.</summary>
internal sealed class CaseRow : IVersioned
{
    public Guid Id { get; init; }

    public required string Reference { get; init; }

    public required string PersonKey { get; init; }

    public required string Service { get; init; }

    public required string ServiceVersion { get; init; }

    public required string Institution { get; init; }

    public Channel Channel { get; init; }

    /// <summary>Of the applicant, as counts are broken down; null where the registers do not say.</summary>
    public string? Governorate { get; init; }

    public int? BirthYear { get; init; }

    /// <summary>M or F.</summary>
    public string? Gender { get; init; }

    /// <summary>See <see cref="ApplicationRow.Exemption"/>.</summary>
    public string? Exemption { get; init; }

    /// <summary>See <see cref="ApplicationRow.Site"/>.</summary>
    public string? Site { get; init; }

    /// <summary>The keys of those who acted in it for the applicant, each followed by a space; null when nobody did. They are barred from it at the desk.</summary>
    public string? Represented { get; set; }

    public PublicState PublicState { get; set; }

    /// <summary><see cref="CaseState"/> as JSON.</summary>
    public required string State { get; set; }

    public DateTimeOffset SubmittedAt { get; init; }

    public DateTimeOffset ChangedAt { get; set; }

    public DateTimeOffset? PromisedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>The head of the case's chain of events.</summary>
    public required Chain Chain { get; init; }

    public long Version { get; set; }
}

/// <summary>A task as the queues list it. The truth is in the case's state; this row follows it in the same transaction.</summary>
internal sealed class TaskRow : IVersioned
{
    public Guid Id { get; init; }

    public Guid CaseId { get; init; }

    public required string Reference { get; init; }

    /// <summary>The engine's name of the task within its case.</summary>
    public required string TaskId { get; init; }

    public required string NodeId { get; init; }

    public required string Service { get; init; }

    public required string Institution { get; init; }

    public required string Role { get; init; }

    public bool Confidential { get; init; }

    public TaskState State { get; set; }

    public DateTimeOffset OpenedAt { get; init; }

    public DateTimeOffset DueAt { get; set; }

    public bool Overdue { get; set; }

    public string? OfficerId { get; set; }

    public string? OfficerName { get; set; }

    public DateTimeOffset? ClosedAt { get; set; }

    public long Version { get; set; }
}
