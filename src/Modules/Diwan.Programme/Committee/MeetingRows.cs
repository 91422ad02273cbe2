using Diwan.Kernel;
using Diwan.Platform;

namespace Diwan.Programme.Committee;

/// <summary>A meeting of the committee, open until its minutes are closed.</summary>
internal sealed class MeetingRow : IVersioned
{
    public Guid Id { get; init; }

    /// <summary>Year and running number: <c>2018/3</c>.</summary>
    public required string Number { get; init; }

    public int Year { get; init; }

    public int Running { get; init; }

    public DateOnly On { get; init; }

    public required string Place { get; init; }

    public required string CalledBy { get; init; }

    public DateTimeOffset CalledAt { get; init; }

    /// <summary>When the minutes were closed; null while they are open.</summary>
    public DateTimeOffset? ClosedAt { get; set; }

    public long Version { get; set; }
}

/// <summary>An item of the agenda of a meeting.</summary>
internal sealed class AgendaRow : IVersioned
{
    public Guid Id { get; init; }

    public required string Meeting { get; init; }

    /// <summary>From 1, never given twice in a meeting.</summary>
    public int Position { get; init; }

    public required LocalizedText Title { get; init; }

    /// <summary>The service it is about; null for none or many.</summary>
    public string? Service { get; init; }

    /// <summary>The key of the late matter that brought it before the committee.</summary>
    public string? Matter { get; init; }

    /// <summary>What came of it, besides the decisions that name the meeting. Null until it is written down.</summary>
    public LocalizedText? Outcome { get; set; }

    public long Version { get; set; }
}

/// <summary>Somebody who sat in a seat at a meeting.</summary>
internal sealed class AttendanceRow : IVersioned
{
    public Guid Id { get; init; }

    public required string Meeting { get; init; }

    public required string Seat { get; init; }

    public required string Name { get; init; }

    /// <summary>Whether they stood in for who holds the seat.</summary>
    public bool Deputy { get; init; }

    public long Version { get; set; }
}

/// <summary>The minutes of a meeting as they were closed and sealed. Never changed.</summary>
internal sealed class MinutesRow
{
    public Guid Id { get; init; }

    public required string Meeting { get; init; }

    /// <summary><see cref="Minutes"/> as JSON, the very bytes that were sealed.</summary>
    public required string Content { get; init; }

    /// <summary>SHA-256 of the content.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>Over <see cref="KeepMeetings.Statement"/>, by the platform's checkpoint key.</summary>
    public required byte[] Signature { get; init; }

    public required string KeyId { get; init; }

    public required string By { get; init; }

    public DateTimeOffset At { get; init; }
}
