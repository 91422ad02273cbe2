using System.Text.Json;
using Diwan.Engine.Process;
using Diwan.Kernel;

namespace Diwan.Engine.Definitions;

/// <summary>A case that needs a visit: of one of these services, in one of these states, with these answers.</summary>
/// <param name="Answers">Question to the answer it must have; empty where any will do.</param>
public sealed record VisitNeed(IReadOnlyList<ServiceId> Services, IReadOnlyList<PublicState> States, IReadOnlyDictionary<string, string> Answers)
{
    internal bool Holds(CaseState state, PublicState stands) =>
        Services.Contains(state.Service) && States.Contains(stands)
        && Answers.All(a => state.Answers[a.Key] is { Json: { ValueKind: JsonValueKind.String } given } && given.GetString() == a.Value);
}

/// <summary>A reason to come to an office in person.</summary>
/// <param name="Why">Why it cannot be spared, or how it can, as the person reads it.</param>
/// <param name="Minutes">How long it takes at a window.</param>
/// <param name="Offices">Where, as <c>moj/palace</c>.</param>
/// <param name="AtCounters">Also at every open counter of a partner.</param>
/// <param name="Services">Those for which anybody who is signed in may book.</param>
/// <param name="Cases">The cases whose applicant may book.</param>
public sealed record VisitKind(
    string Id, LocalizedText Name, LocalizedText Why, IReadOnlyList<LocalizedText> Bring, int Minutes, IReadOnlyList<string> Offices, bool AtCounters, IReadOnlyList<ServiceId> Services,
    IReadOnlyList<VisitNeed> Cases)
{
    /// <summary>Appointments begin on this grid, counted from the opening.</summary>
    public const int Grid = 5;

    /// <summary>The moments of a day at which such a visit may begin: one after another from the opening, the last of them over when the office closes. None on a day off.</summary>
    /// <param name="calendar">That of the office.</param>
    public IEnumerable<DateTimeOffset> TimesOn(DateOnly day, NationalCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        if (!calendar.IsWorkingDay(day))
        {
            yield break;
        }

        var hours = calendar.HoursOn(day);
        var closes = NationalCalendar.At(day, hours.Closes);
        for (var at = NationalCalendar.At(day, hours.Opens); at.AddMinutes(Minutes) <= closes; at = at.AddMinutes(Minutes))
        {
            yield return at;
        }
    }

    /// <summary>Whether such a visit may take place at this moment by the hours and holidays of the office, whenever it was booked.</summary>
    public bool FitsAt(DateTimeOffset at, NationalCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        var day = NationalCalendar.DateAt(at);
        var hours = calendar.HoursOn(day);
        return calendar.IsWorkingDay(day) && at >= NationalCalendar.At(day, hours.Opens) && at.AddMinutes(Minutes) <= NationalCalendar.At(day, hours.Closes);
    }
}

/// <summary>How many people a place receives.</summary>
/// <param name="Place">An office as <c>moj/palace</c>; empty for the counters of partners, each of which is alike.</param>
/// <param name="Windows">How many are received at once.</param>
/// <param name="Bookable">How many of the windows take appointments; the rest is kept for who comes without one.</param>
/// <param name="Roles">Who works at them, as <c>moj:officer</c>; none for the counters, whose agents are known otherwise.</param>
public sealed record VisitCapacity(string Place, int Windows, int Bookable, IReadOnlyList<string> Roles);

/// <summary>The visits that are still demanded, and what the places can receive. No part of a version: it changes no case.</summary>
/// <param name="Assumed">What of it no source gives, as everybody reads it; null where all is known.</param>
public sealed record VisitBook(IReadOnlyList<VisitKind> Kinds, IReadOnlyList<VisitCapacity> Offices, VisitCapacity? Counters, LocalizedText? Assumed)
{
    /// <summary>The first part of the place of a partner's counter: <c>counter/POST-1</c>.</summary>
    public const string CounterPrefix = "counter/";

    public static VisitBook None { get; } = new([], [], null, null);

    public VisitKind? Find(string? id) => Kinds.FirstOrDefault(k => k.Id == id);

    /// <summary>What a place can receive; null where nobody is received by appointment or number.</summary>
    public VisitCapacity? CapacityOf(string place)
    {
        ArgumentNullException.ThrowIfNull(place);
        return place.StartsWith(CounterPrefix, StringComparison.Ordinal) ? Counters : Offices.FirstOrDefault(o => o.Place == place);
    }

    /// <summary>The reasons for which people come to a place.</summary>
    public IReadOnlyList<VisitKind> At(string place)
    {
        ArgumentNullException.ThrowIfNull(place);
        return place.StartsWith(CounterPrefix, StringComparison.Ordinal) ? [.. Kinds.Where(k => k.AtCounters)] : [.. Kinds.Where(k => k.Offices.Contains(place))];
    }

    /// <summary>The reasons anybody may book for, of a service.</summary>
    public IReadOnlyList<VisitKind> ForAnybody(ServiceId service) => [.. Kinds.Where(k => k.Services.Contains(service))];

    /// <summary>The visits a case needs as it stands.</summary>
    public IReadOnlyList<VisitKind> NeededBy(CaseState state, PublicState stands)
    {
        ArgumentNullException.ThrowIfNull(state);
        return [.. Kinds.Where(k => k.Cases.Any(c => c.Holds(state, stands)))];
    }

    /// <summary>The offices at which a service's visit of a kind may be made: those of its institution.</summary>
    public static IReadOnlyList<string> OfficesFor(VisitKind kind, ServiceId service)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(service);
        return [.. kind.Offices.Where(o => o.StartsWith(service.Institution + "/", StringComparison.Ordinal))];
    }
}
