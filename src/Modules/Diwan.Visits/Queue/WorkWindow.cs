using Diwan.Accounts;
using Diwan.Cases.Published;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Visits.Rows;

namespace Diwan.Visits;

/// <summary>What an officer does at a window: calls the next, says they are not there, done, or that it is another reason.</summary>
public sealed class WorkWindow
{
    /// <summary>How often a number is called until it is given up. Assumed.</summary>
    public const int MostCalls = 2;

    private const int MostTries = 20;

    private readonly ChangeWriter _writer;
    private readonly TicketBook _tickets;
    private readonly AppointmentLife _life;
    private readonly FindVisitPlaces _places;
    private readonly PublishedServices _services;
    private readonly TimeProvider _time;

    internal WorkWindow(ChangeWriter writer, TicketBook tickets, AppointmentLife life, FindVisitPlaces places, PublishedServices services, TimeProvider time) =>
        (_writer, _tickets, _life, _places, _services, _time) = (writer, tickets, life, places, services, time);

    /// <summary>A window and who waits, in the order in which they are called; null for who does not work there, or where there is no such window.</summary>
    public async Task<WindowView?> ReadAsync(SignedIn officer, string place, int window, CancellationToken ct)
    {
        if (await PlaceAsync(officer, place, window, ct) is not { } at)
        {
            return null;
        }

        var open = await _tickets.OpenAsync(place, ct);
        return new WindowView(
            at, window, open.FirstOrDefault(t => t.State == TicketState.Called && t.Window == window), QueueOrder.Of(open.Where(t => t.State == TicketState.Waiting), _time.GetUtcNow()));
    }

    /// <summary>Calls who is next. Of two windows that call at once each gets another.</summary>
    public async Task<QueueResult> NextAsync(SignedIn officer, string place, int window, CancellationToken ct)
    {
        if (await PlaceAsync(officer, place, window, ct) is not { } at)
        {
            return new QueueResult.NotAllowed();
        }

        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            if (await _tickets.AtWindowAsync(place, window, ct) is { } busy)
            {
                return new QueueResult.Refused(new($"عند نافذتك الرقم {busy.Number}. أنهه أولاً.", $"Number {busy.Number} is at your window. End it first."));
            }

            if (QueueOrder.Of((await _tickets.OpenAsync(place, ct)).Where(t => t.State == TicketState.Waiting), _time.GetUtcNow()) is not [var next, ..])
            {
                return new QueueResult.Nobody();
            }

            if (await _tickets.RowAsync(next.Id, ct) is not { State: TicketState.Waiting } row)
            {
                continue;
            }

            var change = Begin(officer, at, "visit-calling");
            var first = row.CalledAt is null;
            (row.State, row.Window, row.OfficerKey, row.CalledAt, row.QueuedAt, row.Calls) = (TicketState.Called, window, officer.PersonKey, row.CalledAt ?? change.Now, change.Now, row.Calls + 1);
            change.Update(row);
            if (first)
            {
                var from = row.For is { } time && time > row.TakenAt ? time : row.TakenAt;
                change.Insert(new WaitRow
                {
                    Id = change.NewId(),
                    Place = row.Place,
                    Day = row.Day,
                    Kind = row.Kind,
                    Service = row.Service,
                    Seconds = Math.Max(0, (int)(change.Now - from).TotalSeconds),
                    WithAppointment = row.For is not null,
                });
            }

            if ((await _writer.WriteAsync(change, ct)).IsWritten)
            {
                return new QueueResult.Done(TicketBook.View(row, next.Reference));
            }
        }

        return new QueueResult.Refused(new("تغيّر الصف في أثناء ذلك. حاول ثانية.", "The queue changed meanwhile. Try again."));
    }

    /// <summary>They did not come to the window: the first time they wait again behind the others, then the number is given up, and an appointment counts as missed.</summary>
    public Task<QueueResult> NotThereAsync(SignedIn officer, string place, int window, CancellationToken ct) => ActAsync(
        officer, place, window, "visit-not-there",
        async (change, row) =>
        {
            (row.State, row.Window, row.OfficerKey, row.QueuedAt) = (TicketState.Waiting, null, null, change.Now);
            if (row.Calls >= MostCalls)
            {
                (row.State, row.EndedAt) = (TicketState.Gone, change.Now);
                await EndAppointmentAsync(change, row, AppointmentState.Missed, AppointmentLife.Missed, ct);
            }

            return null;
        },
        ct);

    /// <summary>The visit is over.</summary>
    public Task<QueueResult> DoneAsync(SignedIn officer, string place, int window, CancellationToken ct) => ActAsync(
        officer, place, window, "visit-serving",
        async (change, row) =>
        {
            (row.State, row.EndedAt) = (TicketState.Done, change.Now);
            await EndAppointmentAsync(change, row, AppointmentState.Served, AppointmentLife.Served, ct);
            return null;
        },
        ct);

    /// <summary>It is another reason: they wait for that one, in the place they had.</summary>
    public Task<QueueResult> ToReasonAsync(SignedIn officer, string place, int window, string? kind, CancellationToken ct) => ActAsync(
        officer, place, window, "visit-passing-on",
        (change, row) =>
        {
            if (_services.Catalogue.Visits.At(place).FirstOrDefault(k => k.Id == kind) is not { } other || other.Id == row.Kind)
            {
                return Task.FromResult<LocalizedText?>(new("اختر سبباً آخر من القائمة.", "Choose another reason from the list."));
            }

            (row.State, row.Window, row.OfficerKey, row.Kind, row.QueuedAt, row.Calls) = (TicketState.Waiting, null, null, other.Id, row.TakenAt, 0);
            if (row.Service is { } service && !other.Services.Concat(other.Cases.SelectMany(c => c.Services)).Any(s => s.ToString() == service))
            {
                row.Service = null;
            }

            return Task.FromResult<LocalizedText?>(null);
        },
        ct);

    private async Task<QueueResult> ActAsync(SignedIn officer, string place, int window, string process, Func<Change, TicketRow, Task<LocalizedText?>> act, CancellationToken ct)
    {
        if (await PlaceAsync(officer, place, window, ct) is not { } at)
        {
            return new QueueResult.NotAllowed();
        }

        if (await _tickets.AtWindowAsync(place, window, ct) is not { } row)
        {
            return new QueueResult.Refused(new("لا أحد عند نافذتك. نادِ التالي.", "Nobody is at your window. Call the next."));
        }

        var change = Begin(officer, at, process);
        if (await act(change, row) is { } why)
        {
            return new QueueResult.Refused(why, "kind");
        }

        change.Update(row);
        return (await _writer.WriteAsync(change, ct)).IsWritten
            ? new QueueResult.Done(TicketBook.View(row))
            : new QueueResult.Refused(new("تغيّر الصف في أثناء ذلك. حاول ثانية.", "The queue changed meanwhile. Try again."));
    }

    private async Task EndAppointmentAsync(Change change, TicketRow row, AppointmentState how, string type, CancellationToken ct)
    {
        if (row.Appointment is { } id && await _tickets.AppointmentAsync(id, ct) is { EndedAt: null } appointment)
        {
            await _life.EndAsync(change, appointment, how, type, ct, watched: false);
        }
    }

    private static Change Begin(SignedIn officer, VisitPlace at, string process, DateTimeOffset now) => new(officer.ToActor(), at.IsCounter ? Channel.Assisted : Channel.Counter, process, now);

    private Change Begin(SignedIn officer, VisitPlace at, string process) => Begin(officer, at, process, _time.GetUtcNow());

    private async Task<VisitPlace?> PlaceAsync(SignedIn officer, string place, int window, CancellationToken ct) =>
        await _places.ForStaffAsync(officer, place, ct) is { } at && window >= 1 && window <= at.Capacity.Windows ? at : null;
}
