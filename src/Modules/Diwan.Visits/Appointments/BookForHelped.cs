using Diwan.Accounts;
using Diwan.Assistance;
using Diwan.Engine.Journeys;
using Diwan.Kernel;
using Diwan.Platform;
using CallOrSession = Diwan.Assistance.Place;

namespace Diwan.Visits;

/// <summary>Whom an agent may book for now: the person of their open session, or the caller once they are known.</summary>
/// <param name="Service">The one of the session; null in a call without one, where any may be asked for.</param>
/// <param name="Reference">The case of the session, the only one that may be named in it; null where there is none yet, and in a call without a session.</param>
public sealed record HelpedPerson(string PersonKey, Applicant Person, Channel Channel, string Role, string? Service, string? Reference)
{
    public bool InSession => Service is not null;
}

/// <summary>
/// An agent books a visit for the person they help: at a counter in a session, at the contact centre in a call. The channel of the events is theirs, and each act and look stands in
/// the person's ledger; the person is told as if they had booked themselves.
/// </summary>
public sealed class BookForHelped
{
    private readonly AppointmentBook _book;
    private readonly FindSession _sessions;
    private readonly WorkSession _work;
    private readonly FindCall _calls;
    private readonly AccessLedger _ledger;

    internal BookForHelped(AppointmentBook book, FindSession sessions, WorkSession work, FindCall calls, AccessLedger ledger) =>
        (_book, _sessions, _work, _calls, _ledger) = (book, sessions, work, calls, ledger);

    /// <summary>Null when the agent helps nobody just now.</summary>
    public async Task<HelpedPerson?> WhoAsync(SignedIn agent, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(agent);
        if (!FindPlace.Helps(agent))
        {
            return null;
        }

        if (await _sessions.OfAgentAsync(agent, ct) is { State: SessionState.Open } session)
        {
            return new HelpedPerson(
                session.PersonKey, session.Person, session.Channel, session.Channel == Channel.ContactCentre ? CallOrSession.AgentOfCentre : CallOrSession.AgentOfCounter, session.Service,
                await _work.ReferenceAsync(session, ct));
        }

        return await _calls.OfAgentAsync(agent, ct) is { PersonKey: { } key, Person: { } caller }
            ? new HelpedPerson(key, caller, Channel.ContactCentre, CallOrSession.AgentOfCentre, null, null)
            : null;
    }

    /// <summary>The person's appointments, in a session those of its service, noted in their ledger.</summary>
    public async Task<IReadOnlyList<Appointment>> OfAsync(SignedIn agent, CancellationToken ct)
    {
        if (await WhoAsync(agent, ct) is not { } who)
        {
            return [];
        }

        await _ledger.NoteAsync(agent.ToActor(), who.Channel, new AccessNote(who.PersonKey, who.Role, new("عرض مواعيد زياراتك لك", "To tell you the appointments of your visits")), ct);
        return [.. (await _book.OfAsync(who.PersonKey, ct)).Where(a => Concerns(who, a))];
    }

    public async Task<BookingResult> BookAsync(SignedIn agent, VisitOrder order, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (await WhoAsync(agent, ct) is not { } who || !MayName(who, order))
        {
            return new BookingResult.NotFound();
        }

        return await _book.BookAsync(new Visitor(who.PersonKey, who.Person.Phone), order, agent.ToActor(), who.Channel, ct, Note(who, order.Reference, "حجز زيارة", "To book a visit"));
    }

    public async Task<BookingResult> MoveAsync(SignedIn agent, string code, DateTimeOffset? at, CancellationToken ct) => await WhoseAsync(agent, code, ct) is { } who
        ? await _book.MoveAsync(who.PersonKey, code, at, agent.ToActor(), who.Channel, ct, Note(who, null, "نقل موعد زيارتك", "To move the appointment of your visit"))
        : new BookingResult.NotFound();

    public async Task<BookingResult> CancelAsync(SignedIn agent, string code, CancellationToken ct) => await WhoseAsync(agent, code, ct) is { } who
        ? await _book.CancelAsync(who.PersonKey, code, agent.ToActor(), who.Channel, ct, Note(who, null, "إلغاء موعد زيارتك", "To cancel the appointment of your visit"))
        : new BookingResult.NotFound();

    /// <summary>Whose the appointment is; null where the agent has nothing to do with it now.</summary>
    private async Task<HelpedPerson?> WhoseAsync(SignedIn agent, string code, CancellationToken ct) =>
        await WhoAsync(agent, ct) is { } who && await _book.FindAsync(who.PersonKey, code, ct) is { } appointment && Concerns(who, appointment) ? who : null;

    private static bool Concerns(HelpedPerson who, Appointment appointment) => !who.InSession || appointment.Service == who.Service;

    /// <summary>In a session nothing but its service and its case; in a call anything, for the book takes no case that is not the caller's.</summary>
    private static bool MayName(HelpedPerson who, VisitOrder order) =>
        !who.InSession || (order.Reference is null ? order.Service == who.Service : order.Reference == who.Reference);

    private static Action<Change, Diwan.Engine.Definitions.VisitKind> Note(HelpedPerson who, string? reference, string ar, string en) => (change, kind) =>
        AccessLedger.Note(change, new AccessNote(who.PersonKey, who.Role, new($"{ar}: {kind.Name.Ar}", $"{en}: {kind.Name.En}"), reference));
}
