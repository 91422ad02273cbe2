using Diwan.Accounts;
using Diwan.Cases.Published;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Visits.Rows;

namespace Diwan.Visits;

/// <summary>Somebody is there: they check in by the code of their appointment, or the officer at the door gives them a number for their reason.</summary>
public sealed class Arrive
{
    /// <summary>How long before the time of an appointment its holder may check in. Assumed.</summary>
    public static readonly TimeSpan Early = TimeSpan.FromMinutes(30);

    private const int MostTries = 20;

    private readonly ChangeWriter _writer;
    private readonly TicketBook _tickets;
    private readonly FindVisitPlaces _places;
    private readonly PublishedServices _services;
    private readonly TimeProvider _time;

    internal Arrive(ChangeWriter writer, TicketBook tickets, FindVisitPlaces places, PublishedServices services, TimeProvider time) =>
        (_writer, _tickets, _places, _services, _time) = (writer, tickets, places, services, time);

    /// <summary>By the code of the appointment, on one's own telephone at the place. The same code again gives the same number.</summary>
    public Task<QueueResult> ByCodeAsync(string place, string? code, CancellationToken ct, Channel channel = Channel.Portal) =>
        ByCodeAsync(place, code, new Actor(ActorKind.Person, "visit", "visit"), channel, ct);

    /// <summary>By the code, typed by who works at the place.</summary>
    public async Task<QueueResult> ByCodeAsync(SignedIn officer, string place, string? code, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        return await _places.ForStaffAsync(officer, place, ct) is { } found
            ? await ByCodeAsync(place, code, officer.ToActor(), found.IsCounter ? Channel.Assisted : Channel.Counter, ct)
            : new QueueResult.NotAllowed();
    }

    /// <summary>A number for who came without an appointment. Nothing of them is written down.</summary>
    /// <param name="service">For which service, where they say so.</param>
    public async Task<QueueResult> WithoutAppointmentAsync(SignedIn officer, string place, string? kind, string? service, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        if (await _places.ForStaffAsync(officer, place, ct) is not { } at)
        {
            return new QueueResult.NotAllowed();
        }

        if (Closed(at) is { } closed)
        {
            return closed;
        }

        if (_services.Catalogue.Visits.At(place).FirstOrDefault(k => k.Id == kind) is not { } reason)
        {
            return new QueueResult.Refused(new("اختر سبب الزيارة من القائمة.", "Choose the reason for the visit from the list."), "kind");
        }

        var known = service is not null && ServiceId.TryParse(service, out var id) && (reason.Services.Contains(id) || reason.Cases.Any(c => c.Services.Contains(id))) ? service : null;
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var number = await _tickets.NextNumberAsync(place, ct);
            var change = new Change(officer.ToActor(), at.IsCounter ? Channel.Assisted : Channel.Counter, "visit-queueing", _time.GetUtcNow());
            var row = TicketBook.New(change, at, reason, known, number, null, _tickets.Today);
            if ((await _writer.WriteAsync(change, ct)).IsWritten)
            {
                return new QueueResult.Done(TicketBook.View(row));
            }
        }

        return Busy();
    }

    private async Task<QueueResult> ByCodeAsync(string place, string? code, Actor actor, Channel channel, CancellationToken ct)
    {
        if (await _places.FindAsync(place, ct) is not { } at)
        {
            return new QueueResult.NotAllowed();
        }

        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            if (!CaseReference.TryParse(code, out var read) || await _tickets.AppointmentAsync(read, ct) is not { } row || _services.Catalogue.Visits.Find(row.Kind) is not { } kind)
            {
                return No(
                    "لا موعد بهذا الرمز. اكتبه كما في رسالة التأكيد، أو اطلب رقماً من موظف الاستقبال.",
                    "There is no appointment with this code. Type it as in the confirmation, or ask at the reception for a number.");
            }

            if (await _tickets.OfAppointmentAsync(row.Id, ct) is { } had && row.State == AppointmentState.Arrived && had.Place == place)
            {
                return new QueueResult.Done(TicketBook.View(had, row.Reference));
            }

            if (Refusal(row, at, (await _places.NamedAsync(row.Place, ct)).Name) is { } refused)
            {
                return refused;
            }

            var number = await _tickets.NextNumberAsync(place, ct);
            var who = actor.Kind == ActorKind.Person ? new Actor(ActorKind.Person, row.PersonKey, row.PersonKey) : actor;
            var change = new Change(who, channel, "visit-arriving", _time.GetUtcNow());
            var ticket = TicketBook.New(change, at, kind, row.Service, number, row, _tickets.Today);
            AppointmentLife.Arrive(change, row);
            if ((await _writer.WriteAsync(change, ct)).IsWritten)
            {
                return new QueueResult.Done(TicketBook.View(ticket, row.Reference));
            }
        }

        return Busy();
    }

    private QueueResult.Refused? Refusal(AppointmentRow row, VisitPlace at, LocalizedText booked)
    {
        var now = _time.GetUtcNow();
        if (row.Place != at.Id)
        {
            return No($"موعدك في مكان آخر: {booked.Ar}.", $"Your appointment is at another place: {booked.En}.");
        }

        return row.State switch
        {
            AppointmentState.Cancelled => No("أُلغي هذا الموعد. اطلب رقماً من موظف الاستقبال، أو احجز من جديد.", "This appointment was cancelled. Ask at the reception for a number, or book again."),
            AppointmentState.Missed => No("فات موعدك. اطلب رقماً من موظف الاستقبال، أو احجز من جديد.", "You missed your appointment. Ask at the reception for a number, or book again."),
            AppointmentState.Served => No("انتهت هذه الزيارة.", "This visit is over."),
            _ when now < row.At - Early => No(
                $"موعدك {AppointmentLife.When(row.At).Ar}. يُسجَّل الحضور قبله بنصف ساعة على الأكثر.", $"Your appointment is on {AppointmentLife.When(row.At).En}. Check in at most half an hour before it."),
            _ => Closed(at),
        };
    }

    private QueueResult.Refused? Closed(VisitPlace at) => at.IsOpenAt(_time.GetUtcNow())
        ? null
        : No("المكان مغلق الآن. تُعطى الأرقام في ساعات الدوام.", "The place is closed now. Numbers are given in its opening hours.");

    private static QueueResult.Refused Busy() => No("كثرت الطلبات في هذه اللحظة. حاول ثانية.", "Too many asked at this moment. Try again.");

    private static QueueResult.Refused No(string ar, string en) => new(new(ar, en), "code");
}
