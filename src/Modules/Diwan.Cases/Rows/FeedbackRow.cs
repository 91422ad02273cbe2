namespace Diwan.Cases.Rows;

/// <summary>What a person thought of a service. It names nobody.</summary>
internal sealed class FeedbackRow
{
    public Guid Id { get; init; }

    public required string Service { get; init; }

    /// <summary>1 (very dissatisfied) to 5 (very satisfied).</summary>
    public int Satisfaction { get; init; }

    public required string Words { get; init; }

    public DateTimeOffset GivenAt { get; init; }
}
