namespace Diwan.Platform;

public enum DutyState
{
    Waiting,
    Done,

    /// <summary>Given up: an operator must look.</summary>
    Dead,

    /// <summary>No longer owed.</summary>
    Cancelled,
}

internal sealed class DutyRow : IVersioned
{
    public Guid Id { get; init; }

    public required string Kind { get; init; }

    public Guid SubjectId { get; init; }

    public required string Payload { get; init; }

    public required string Key { get; init; }

    public DutyLane Lane { get; init; }

    public DutyState State { get; set; }

    public DateTimeOffset OwedAt { get; init; }

    public DateTimeOffset DueAt { get; init; }

    /// <summary>When it may be taken next: its due moment, the end of a pause, or the end of a lease.</summary>
    public DateTimeOffset NextAt { get; set; }

    public int Attempts { get; set; }

    /// <summary>How many attempts ended in an exception.</summary>
    public int Errors { get; set; }

    public string? LastWhy { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public long Version { get; set; }

    public static DutyRow From(DutyOrder order, Change change) => new()
    {
        Id = change.NewId(),
        Kind = order.Kind,
        SubjectId = order.SubjectId,
        Payload = order.PayloadJson,
        Key = order.Key,
        Lane = order.Lane,
        State = DutyState.Waiting,
        OwedAt = change.Now,
        DueAt = order.DueAt,
        NextAt = order.DueAt,
    };

    public Duty ToDuty() => new(Id, Kind, SubjectId, Payload, DueAt, Key, Attempts);
}
