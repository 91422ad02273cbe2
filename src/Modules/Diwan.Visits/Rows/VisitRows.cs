using Diwan.Kernel;
using Diwan.Platform;

namespace Diwan.Visits.Rows;

/// <summary>A time at a window that was given to somebody. It holds no name.</summary>
internal sealed class AppointmentRow : IVersioned
{
    public Guid Id { get; init; }

    /// <summary>By which the person checks in; written like the reference of a case.</summary>
    public required string Code { get; init; }

    public required string PersonKey { get; init; }

    /// <summary>E.164; null where none is known.</summary>
    public string? Phone { get; init; }

    /// <summary>The reason, as in services/visits.yaml.</summary>
    public required string Kind { get; init; }

    public required string Service { get; init; }

    /// <summary>The case that needs it; null where none does.</summary>
    public string? Reference { get; init; }

    /// <summary>An office as <c>moj/palace</c>, or a partner's as <c>counter/POST-1</c>.</summary>
    public required string Place { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>How long it was booked for.</summary>
    public int Minutes { get; set; }

    /// <summary>From 1.</summary>
    public int Window { get; set; }

    /// <summary>How often it was given another time.</summary>
    public int Moves { get; set; }

    public AppointmentState State { get; set; }

    public DateTimeOffset BookedAt { get; init; }

    public Channel BookedBy { get; init; }

    /// <summary>Null while it is still to come or goes on.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    public required Chain Chain { get; init; }

    public long Version { get; set; }
}

/// <summary>Five minutes of a window that an appointment takes.</summary>
internal sealed class TakenTimeRow
{
    public Guid Id { get; init; }

    public required string Place { get; init; }

    /// <summary>The beginning of the five minutes.</summary>
    public DateTimeOffset At { get; init; }

    public int Window { get; init; }

    public Guid Appointment { get; init; }
}

/// <summary>A number in a queue. Whoever came without an appointment is nobody in it.</summary>
internal sealed class TicketRow : IVersioned
{
    public Guid Id { get; init; }

    public required string Place { get; init; }

    public DateOnly Day { get; init; }

    /// <summary>From 1 each day at each place.</summary>
    public int Number { get; init; }

    public required string Kind { get; set; }

    /// <summary>Null where whoever took it did not say for which service.</summary>
    public string? Service { get; set; }

    public Guid? Appointment { get; init; }

    /// <summary>The time of the appointment; null without one.</summary>
    public DateTimeOffset? For { get; init; }

    public DateTimeOffset TakenAt { get; init; }

    /// <summary>From when its place in the queue is counted: later than it was taken when its holder did not come to the window.</summary>
    public DateTimeOffset QueuedAt { get; set; }

    public TicketState State { get; set; }

    public int? Window { get; set; }

    public string? OfficerKey { get; set; }

    public DateTimeOffset? CalledAt { get; set; }

    /// <summary>How often it was called.</summary>
    public int Calls { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public long Version { get; set; }
}

/// <summary>How long somebody waited until they were first called for a reason. Of nobody.</summary>
internal sealed class WaitRow
{
    public Guid Id { get; init; }

    public required string Place { get; init; }

    public DateOnly Day { get; init; }

    public required string Kind { get; init; }

    public string? Service { get; init; }

    /// <summary>From taking the number, or from the time of the appointment where that is later.</summary>
    public int Seconds { get; init; }

    public bool WithAppointment { get; init; }
}
