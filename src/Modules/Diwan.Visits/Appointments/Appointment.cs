using Diwan.Kernel;

namespace Diwan.Visits;

public enum AppointmentState
{
    Booked,

    /// <summary>The person is there and has a number.</summary>
    Arrived,

    Served,

    /// <summary>The person did not come.</summary>
    Missed,

    Cancelled,
}

/// <summary>An appointment as the person reads it.</summary>
/// <param name="MayChange">Whether it can still be moved or cancelled.</param>
/// <param name="Ticket">The number they have in the queue; null until they are there.</param>
public sealed record Appointment(
    Guid Id, string Code, string Kind, string Service, string? Reference, VisitPlace Place, DateTimeOffset At, int Minutes, AppointmentState State, bool MayChange, Guid? Ticket);

/// <summary>Who the visit is for.</summary>
/// <param name="Phone">E.164; null where none is known.</param>
public sealed record Visitor(string PersonKey, string? Phone);

/// <summary>A day on which there are free times.</summary>
public sealed record FreeDay(DateOnly Day, IReadOnlyList<DateTimeOffset> Times);

/// <summary>What became of asking for a time.</summary>
public abstract record BookingResult
{
    private BookingResult()
    {
    }

    public sealed record Booked(string Code) : BookingResult;

    /// <param name="Field">The field it belongs to; null where it is none.</param>
    public sealed record Refused(LocalizedText Why, string? Field = null) : BookingResult;

    /// <summary>There is no such appointment of this person, or nobody may act for them now: the two are not told apart.</summary>
    public sealed record NotFound : BookingResult;
}
