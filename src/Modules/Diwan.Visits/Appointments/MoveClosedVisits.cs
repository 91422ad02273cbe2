using Diwan.Cases.Published;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Visits.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Diwan.Visits;

/// <summary>
/// Looks whether appointments to come still fall into the hours of their places: a day off may have been announced, hours may have changed, a counter may have closed. Those booked
/// are told, and the next free time is kept for them until they move or cancel it; where there is none, the appointment ends and they are told that.
/// </summary>
public sealed class MoveClosedVisits
{
    private readonly IDbContextFactory<AppDbContext> _contexts;
    private readonly ChangeWriter _writer;
    private readonly AppointmentLife _life;
    private readonly FreeTimes _free;
    private readonly FindVisitPlaces _places;
    private readonly PublishedServices _services;
    private readonly TimeProvider _time;

    internal MoveClosedVisits(
        IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, AppointmentLife life, FreeTimes free, FindVisitPlaces places, PublishedServices services, TimeProvider time) =>
        (_contexts, _writer, _life, _free, _places, _services, _time) = (contexts, writer, life, free, places, services, time);

    /// <summary>Safe to run anywhere, any number at once.</summary>
    /// <returns>How many appointments were moved or ended.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var (now, moved) = (_time.GetUtcNow(), 0);
        await using var db = await _contexts.CreateDbContextAsync(ct);
        var booked = await db.Set<AppointmentRow>().Where(a => a.State == AppointmentState.Booked && a.EndedAt == null && a.At > now).OrderBy(a => a.At)
            .Select(a => new { a.Id, a.Place, a.Kind, a.At }).ToListAsync(ct);
        foreach (var there in booked.GroupBy(a => a.Place))
        {
            var place = await _places.FindAsync(there.Key, ct);
            foreach (var appointment in there.Where(a => !Fits(place, a.Kind, a.At)))
            {
                moved += await MoveAsync(appointment.Id, place, ct) ? 1 : 0;
            }
        }

        return moved;
    }

    private bool Fits(VisitPlace? place, string kind, DateTimeOffset at) =>
        place is not null && _services.Catalogue.Visits.At(place.Id).FirstOrDefault(k => k.Id == kind) is { } found && found.FitsAt(at, place.Calendar);

    private async Task<bool> MoveAsync(Guid id, VisitPlace? place, CancellationToken ct)
    {
        await using var db = await _contexts.CreateDbContextAsync(ct);
        if (await db.Set<AppointmentRow>().FirstOrDefaultAsync(a => a.Id == id && a.State == AppointmentState.Booked, ct) is not { } row)
        {
            return false;
        }

        var kind = _services.Catalogue.Visits.Find(row.Kind);
        var change = new Change(Actor.System("visits.closed"), Channel.System, "visit-rescheduling", _time.GetUtcNow());
        if (kind is null)
        {
            // The visit is no longer demanded: nobody has to come.
            await _life.EndAsync(change, row, AppointmentState.Cancelled, AppointmentLife.Cancelled, ct);
            _life.TellSpared(change, row, (await _places.NamedAsync(row.Place, ct)).Name);
            return (await _writer.WriteAsync(change, ct)).IsWritten;
        }

        var before = AppointmentLife.When(row.At);
        var day = NationalCalendar.DateAt(row.At);
        if (place is not null && _services.Catalogue.Visits.At(place.Id).Contains(kind))
        {
            var why = place.Calendar.HolidayOn(day) is { } holiday
                ? new LocalizedText($"عطلة {holiday.Name.Ar}", holiday.Name.En)
                : new LocalizedText("تغيّرت ساعات الدوام", "the opening hours have changed");
            for (var from = row.At; await _free.FirstAfterAsync(place, kind, from, ct) is { } next; from = next)
            {
                if (await _free.WindowAsync(place, kind.Minutes, next, ct, row.Id) is not { } window)
                {
                    continue;
                }

                await _life.MoveAsync(change, row, place, kind, next, window, ct);
                _life.Tell(change, row, "visit.closed", place, kind, new LocalizedText($"{before.Ar} ({why.Ar})", $"{before.En} ({why.En})"));
                return (await _writer.WriteAsync(change, ct)).IsWritten;
            }
        }

        await _life.EndAsync(change, row, AppointmentState.Cancelled, AppointmentLife.Cancelled, ct);
        _life.TellOff(change, row, (await _places.NamedAsync(row.Place, ct)).Name, kind);
        return (await _writer.WriteAsync(change, ct)).IsWritten;
    }
}

/// <summary>Looks after the start of the node, when the calendar may be another, and then each hour.</summary>
internal sealed class MovingClosedVisits(IServiceScopeFactory scopes, TimeProvider time, ILogger<MovingClosedVisits> log) : RecurringWork(time)
{
    protected override TimeSpan First => TimeSpan.FromMinutes(1);

    protected override TimeSpan Pause => TimeSpan.FromHours(1);

    protected override async Task DoAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();

        // The queues first: they do not wait for an appointment that cannot be moved.
        await scope.ServiceProvider.GetRequiredService<CloseQueues>().RunAsync(ct);
        await scope.ServiceProvider.GetRequiredService<MoveClosedVisits>().RunAsync(ct);
    }

    protected override void Failed(Exception e) => log.LogWarning(e, "Appointments at closed places could not be moved; trying again.");
}
