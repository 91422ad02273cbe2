using System.Globalization;
using Diwan.Engine.Definitions;
using Diwan.Engine.Rules;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Platform;
using Diwan.Visits.Rows;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Visits;

/// <summary>What becomes of an appointment, always in one change: its row, the times it takes, its event, what the person is told, and the duties that watch over it.</summary>
internal sealed class AppointmentLife(IDbContextFactory<AppDbContext> contexts, MessageTemplates templates)
{
    internal const string Booked = "visit.booked";
    internal const string Moved = "visit.moved";
    internal const string Cancelled = "visit.cancelled";
    internal const string Arrived = "visit.arrived";
    internal const string Served = "visit.served";
    internal const string Missed = "visit.missed";

    /// <summary>How long after its time an appointment is kept for somebody who is late. Assumed.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromMinutes(15);

    internal static void Book(Change change, AppointmentRow row)
    {
        change.Insert(row);
        Take(change, row, []);
        Record(change, row, Booked);
        Watch(change, row);
    }

    /// <summary>Gives the appointment another time. What it had is free again in the same change.</summary>
    internal async Task MoveAsync(Change change, AppointmentRow row, VisitPlace place, VisitKind kind, DateTimeOffset at, int window, CancellationToken ct)
    {
        Unwatch(change, row);
        var before = await PartsAsync(row, ct);
        (row.Place, row.At, row.Minutes, row.Window, row.Moves) = (place.Id, at.ToUniversalTime(), kind.Minutes, window, row.Moves + 1);
        var now = FreeTimes.Parts(at, kind.Minutes).ToHashSet();
        bool Stays(TakenTimeRow part) => part.Place == place.Id && part.Window == window && now.Contains(part.At.ToUniversalTime());
        foreach (var part in before.Where(p => !Stays(p)))
        {
            change.Delete(part);
        }

        change.Update(row);
        Take(change, row, [.. before.Where(Stays).Select(p => p.At.ToUniversalTime())]);
        Record(change, row, Moved);
        Watch(change, row);
    }

    /// <summary>Ends it, whichever way; times that are still to come are free for others.</summary>
    /// <param name="watched">False where the duty that watches over it ends it.</param>
    internal async Task EndAsync(Change change, AppointmentRow row, AppointmentState how, string type, CancellationToken ct, bool watched = true)
    {
        (row.State, row.EndedAt) = (how, change.Now);
        change.Update(row);
        foreach (var part in (await PartsAsync(row, ct)).Where(p => p.At >= change.Now))
        {
            change.Delete(part);
        }

        Record(change, row, type);
        if (watched)
        {
            Unwatch(change, row);
        }
    }

    internal static void Arrive(Change change, AppointmentRow row)
    {
        row.State = AppointmentState.Arrived;
        change.Update(row);
        Record(change, row, Arrived);
        Unwatch(change, row);
    }

    /// <summary>Tells the person, in the words of a template of services/messages.</summary>
    internal void Tell(Change change, AppointmentRow row, string template, VisitPlace place, VisitKind kind, LocalizedText? why = null)
    {
        var values = new Dictionary<string, LocalizedText>(StringComparer.Ordinal)
        {
            ["visit"] = kind.Name,
            ["place"] = place.Name,
            ["when"] = When(row.At),
            ["code"] = LocalizedText.Same(row.Code),
        };
        if (why is not null)
        {
            values["why"] = why;
        }

        SendMessage.Add(change, templates.Order(row.PersonKey, row.Phone, row.Reference ?? "", template, values));
    }

    /// <summary>Tells that an appointment cannot be kept and that no other time was found.</summary>
    internal void TellOff(Change change, AppointmentRow row, LocalizedText place, VisitKind kind) => Tell(change, row, "visit.off", ("visit", kind.Name), ("place", place), ("when", When(row.At)));

    /// <summary>Tells that the visit is no longer demanded, and nobody has to come.</summary>
    internal void TellSpared(Change change, AppointmentRow row, LocalizedText place) => Tell(change, row, "visit.spared", ("place", place), ("when", When(row.At)));

    private void Tell(Change change, AppointmentRow row, string template, params (string Name, LocalizedText Value)[] values) =>
        SendMessage.Add(change, templates.Order(row.PersonKey, row.Phone, row.Reference ?? "", template, values.ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal)));

    /// <summary>The day and the time in Amman, with the day of the week.</summary>
    internal static LocalizedText When(DateTimeOffset at)
    {
        var local = NationalCalendar.ToAmman(at);
        var day = ValueFormatter.Day(NationalCalendar.DateAt(at));
        var time = local.ToString("HH:mm", CultureInfo.InvariantCulture);
        return new($"{ArabicDays[(int)local.DayOfWeek]} {day.Ar} الساعة {time}", $"{local.DayOfWeek} {day.En} at {time}");
    }

    private static readonly string[] ArabicDays = ["الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت"];

    private async Task<List<TakenTimeRow>> PartsAsync(AppointmentRow row, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<TakenTimeRow>().Where(t => t.Appointment == row.Id).ToListAsync(ct);
    }

    private static void Take(Change change, AppointmentRow row, IReadOnlyCollection<DateTimeOffset> had)
    {
        foreach (var part in FreeTimes.Parts(row.At, row.Minutes).Where(p => !had.Contains(p)))
        {
            change.Insert(new TakenTimeRow { Id = change.NewId(), Place = row.Place, At = part, Window = row.Window, Appointment = row.Id });
        }
    }

    /// <summary>Small facts, as in docs/events.md. The officer who acts, and by which channel, stands in the event itself.</summary>
    private static void Record(Change change, AppointmentRow row, string type) =>
        change.Record(row.Chain, type, new { visit = row.Kind, place = row.Place, at = row.At, reference = row.Reference });

    private static void Watch(Change change, AppointmentRow row)
    {
        var dayBefore = row.At.AddDays(-1);
        if (dayBefore > change.Now)
        {
            change.Owe(new DutyOrder(RemindOfVisit.DutyKind, row.Id, "{}", dayBefore, KeyOf(RemindOfVisit.DutyKind, row), DutyLane.Watch));
        }

        change.Owe(new DutyOrder(MissVisit.DutyKind, row.Id, "{}", row.At + Grace, KeyOf(MissVisit.DutyKind, row), DutyLane.Watch));
    }

    private static void Unwatch(Change change, AppointmentRow row)
    {
        change.NoLongerOwe(KeyOf(RemindOfVisit.DutyKind, row));
        change.NoLongerOwe(KeyOf(MissVisit.DutyKind, row));
    }

    /// <summary>Of this time of the appointment: moved away and back it is watched anew.</summary>
    private static string KeyOf(string kind, AppointmentRow row) => string.Create(CultureInfo.InvariantCulture, $"{kind}:{row.Id:N}:{row.Moves}");
}
