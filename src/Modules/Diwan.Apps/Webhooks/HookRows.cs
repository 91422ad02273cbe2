using Diwan.Platform;

namespace Diwan.Apps;

/// <summary>Where an app wants to be told what happens.</summary>
internal sealed class HookRow : IVersioned
{
    public Guid Id { get; init; }

    public Guid AppId { get; init; }

    /// <summary>The key with which it was asked for: what its consents allow is told, and nothing else.</summary>
    public required string ClientId { get; init; }

    public required string Url { get; init; }

    /// <summary>Separated by spaces.</summary>
    public required string Events { get; init; }

    public DateTimeOffset At { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    public long Version { get; set; }
}

/// <summary>How far a notice has come.</summary>
public enum NoticeState
{
    Waiting,
    Delivered,

    /// <summary>Given up. It can be sent again by the app or the administrator.</summary>
    Failed,
}

/// <summary>One thing that happened, to be told at one address.</summary>
internal sealed class NoticeRow : IVersioned
{
    public Guid Id { get; init; }

    public Guid HookId { get; init; }

    public required string Type { get; init; }

    /// <summary>As it is sent, and signed.</summary>
    public required string Body { get; init; }

    public DateTimeOffset At { get; init; }

    public NoticeState State { get; set; }

    /// <summary>In this round.</summary>
    public int Attempts { get; set; }

    /// <summary>1 the first time; each sending again begins another.</summary>
    public int Round { get; set; }

    /// <summary>What the address answered last; null when it did not.</summary>
    public int? LastStatus { get; set; }

    public string? LastWhy { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public long Version { get; set; }
}
