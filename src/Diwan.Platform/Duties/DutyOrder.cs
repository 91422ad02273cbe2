namespace Diwan.Platform;

/// <summary>Something owed to the outside: call a register, take a payment, send a message, sign a document, keep a deadline.</summary>
/// <param name="Kind">Which <see cref="IDutyHandler"/> carries it out.</param>
/// <param name="SubjectId">What it is about: a case, a bill.</param>
/// <param name="Key">Unique for ever: the same thing is owed once.</param>
/// <param name="Lane">What it waits among.</param>
public sealed record DutyOrder(string Kind, Guid SubjectId, string PayloadJson, DateTimeOffset DueAt, string Key, DutyLane Lane = DutyLane.Matter);

/// <summary>What a duty waits among. Each lane is carried out on its own, so that much of one kind holds up nothing of another.</summary>
public enum DutyLane
{
    /// <summary>Someone's matter goes on with it.</summary>
    Matter,

    /// <summary>Telling people. Gathered for a moment and carried out together.</summary>
    Message,

    /// <summary>Looking after something now and then, in case nobody told us.</summary>
    Watch,

    /// <summary>Telling other systems, each of which may be slow or away.</summary>
    Notice,
}

/// <summary>A duty as its handler sees it.</summary>
/// <param name="Attempt">1 the first time. A duty may come again after a crash: what it does must bear repeating.</param>
public sealed record Duty(Guid Id, string Kind, Guid SubjectId, string PayloadJson, DateTimeOffset DueAt, string Key, int Attempt);

public interface IDutyHandler
{
    string Kind { get; }

    /// <summary>
    /// Carries the duty out. An exception means: again later, with growing pauses, a limited number of times.
    /// The token is cancelled when the lease ends.
    /// </summary>
    Task<DutyOutcome> CarryOutAsync(Duty duty, CancellationToken ct);
}

/// <summary>Carries out duties that are cheaper together. Everything said of <see cref="IDutyHandler"/> holds for each of them.</summary>
public interface IBatchDutyHandler
{
    string Kind { get; }

    /// <summary>Begins them all; one task for each, in the same order. What those carried out changed is committed together.</summary>
    IReadOnlyList<Task<DutyOutcome>> CarryOut(IReadOnlyList<Duty> duties, CancellationToken ct);
}

public abstract record DutyOutcome
{
    private DutyOutcome()
    {
    }

    /// <summary>Carried out. What it changed is committed together with the duty.</summary>
    public sealed record Done(Change? Change = null) : DutyOutcome;

    /// <summary>Not yet: come back after a while. Not an error, and not limited.</summary>
    public sealed record Again(TimeSpan After, string Why) : DutyOutcome;

    /// <summary>It cannot be carried out and a person must look. What follows from that is committed with it.</summary>
    public sealed record Failed(string Why, Change? Change = null) : DutyOutcome;
}

/// <summary>News: a duty was given up, because its handler failed or its attempts are used up. Rooms may compensate in the same change.</summary>
public sealed record DutyGivenUp(Duty Duty, string Why);
