using Diwan.Kernel;

namespace Diwan.Visits;

public enum TicketState
{
    Waiting,

    /// <summary>Called to a window, or at it.</summary>
    Called,

    Done,

    /// <summary>Called as often as it is done and not there.</summary>
    Gone,
}

/// <summary>A number as those who wait and those who call see it. It names nobody.</summary>
/// <param name="For">The time of the appointment; null without one.</param>
/// <param name="Reference">The case the appointment was made for: shown to the officer, never on the screen.</param>
public sealed record Ticket(
    Guid Id, string Place, int Number, string Kind, string? Service, DateTimeOffset? For, DateTimeOffset TakenAt, DateTimeOffset QueuedAt, TicketState State, int? Window, int Calls, string? Reference);

/// <summary>Who is next. Pure.</summary>
public static class QueueOrder
{
    /// <summary>How long after their time those with an appointment still go first; later they wait as if they had none. Assumed.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Those with an appointment whose time has come, by their time; then everybody else by arrival, those who came too early for their appointment last: they are taken before
    /// their time only when nobody else waits.
    /// </summary>
    public static IReadOnlyList<Ticket> Of(IEnumerable<Ticket> waiting, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(waiting);
        return [.. waiting.OrderBy(t => Class(t, now)).ThenBy(t => Class(t, now) == 1 ? t.QueuedAt : t.For!.Value).ThenBy(t => t.Number)];
    }

    private static int Class(Ticket ticket, DateTimeOffset now) => ticket.For switch
    {
        null => 1,
        { } at when ticket.Calls > 0 || ticket.TakenAt > at + Grace => 1,
        { } at when at <= now => 0,
        _ => 2,
    };
}

/// <summary>What those who wait read.</summary>
/// <param name="Called">Numbers that are called now, the last called first.</param>
/// <param name="Waits">The median of today's waiting by reason; a reason for which nobody was called today is not there.</param>
public sealed record QueueBoard(VisitPlace Place, IReadOnlyList<Ticket> Called, int Waiting, IReadOnlyDictionary<string, TimeSpan> Waits);

/// <summary>A number as its holder reads it.</summary>
/// <param name="Before">How many are called before; null once it is called.</param>
/// <param name="About">The median of today's waiting for the reason; null where nobody was called yet.</param>
public sealed record TicketView(Ticket Ticket, VisitPlace Place, int? Before, TimeSpan? About);

/// <summary>A window as its officer sees it.</summary>
public sealed record WindowView(VisitPlace Place, int Window, Ticket? Current, IReadOnlyList<Ticket> Waiting);

/// <summary>What became of an act at the queue.</summary>
public abstract record QueueResult
{
    private QueueResult()
    {
    }

    public sealed record Done(Ticket Ticket) : QueueResult;

    /// <summary>Nobody waits.</summary>
    public sealed record Nobody : QueueResult;

    public sealed record Refused(LocalizedText Why, string? Field = null) : QueueResult;

    /// <summary>Not somebody who works at this place.</summary>
    public sealed record NotAllowed : QueueResult;
}
