namespace Diwan.Payments;

/// <summary>A message of the bill rail that was answered: the same GUID is answered the same.</summary>
internal sealed class RailMessageRow
{
    public Guid Id { get; init; }

    /// <summary>The rail's own name for its message, unique.</summary>
    public required string MessageGuid { get; init; }

    public required string Kind { get; init; }

    /// <summary>SHA-256 of what the message said, so that another message under the same name is noticed.</summary>
    public required string Digest { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>The body of our answer.</summary>
    public required string Answer { get; init; }
}
