namespace Diwan.Documents;

/// <summary>What the transparency log tells of a document.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(System.Text.Json.Serialization.JsonStringEnumConverter<LogEvent>))]
public enum LogEvent
{
    Issued,
    Superseded,
    Revoked,
}

/// <summary>Waits to be put into the log. Written with what happened; no two changes ever meet over it.</summary>
internal sealed class LogPendingRow
{
    public Guid Id { get; init; }

    public LogEvent Event { get; init; }

    /// <summary>Lower-case hex of the SHA-256 of the sealed file.</summary>
    public required string Document { get; init; }

    public DateTimeOffset At { get; init; }
}

/// <summary>A leaf of the log, in its place for ever.</summary>
internal sealed class LogEntryRow
{
    public long Index { get; init; }

    public LogEvent Event { get; init; }

    public required string Document { get; init; }

    public DateTimeOffset At { get; init; }

    public required byte[] LeafHash { get; init; }
}

/// <summary>A whole subtree above the leaves.</summary>
internal sealed class LogNodeRow
{
    public int Level { get; init; }

    public long Index { get; init; }

    public required byte[] Hash { get; init; }
}

/// <summary>A signed tree head.</summary>
internal sealed class LogHeadRow
{
    /// <summary>One more than the head before: of two nodes that sign at once, one is refused.</summary>
    public long Number { get; init; }

    public long Size { get; init; }

    public DateTimeOffset At { get; init; }

    public required byte[] Root { get; init; }

    public required string KeyId { get; init; }

    public required byte[] Signature { get; init; }

    internal TreeHead ToHead() => new(Size, At, Convert.ToHexStringLower(Root), KeyId, Convert.ToBase64String(Signature));
}
