using Diwan.Platform;

namespace Diwan.Cases.Rows;

/// <summary>What a person thought of a service, or complains of.</summary>
internal sealed class FeedbackRow : IVersioned
{
    public Guid Id { get; init; }

    public required string Service { get; init; }

    /// <summary>The case it is about, if it is about one.</summary>
    public string? Reference { get; init; }

    public FeedbackKind Kind { get; init; }

    /// <summary>1 (very dissatisfied) to 5 (very satisfied); null for a complaint.</summary>
    public int? Satisfaction { get; init; }

    public required string Words { get; init; }

    /// <summary>How to answer the person; null when they gave nothing.</summary>
    public string? Contact { get; init; }

    /// <summary>The number the person is given for a complaint.</summary>
    public required string Number { get; init; }

    /// <summary>The role that answers for it.</summary>
    public required string Owner { get; init; }

    public DateTimeOffset GivenAt { get; init; }

    /// <summary>By when it is to be answered; null for mere feedback.</summary>
    public DateTimeOffset? DueAt { get; init; }

    public string? Answer { get; set; }

    public DateTimeOffset? AnsweredAt { get; set; }

    public long Version { get; set; }
}

internal enum FeedbackKind
{
    Feedback,
    Complaint,
}
