using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Visits.Rows;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Visits;

/// <summary>The times that are free at a place, by its hours and holidays and by what others have booked.</summary>
public sealed class FreeTimes(IDbContextFactory<AppDbContext> contexts, TimeProvider time)
{
    /// <summary>How far ahead a time is given.</summary>
    public const int Days = 30;

    /// <summary>The days of the next thirty on which something is free, the soonest first.</summary>
    public async Task<IReadOnlyList<FreeDay>> OfAsync(VisitPlace place, VisitKind kind, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(kind);
        var now = time.GetUtcNow();
        var today = NationalCalendar.DateAt(now);
        var taken = await TakenAsync(place.Id, now, NationalCalendar.At(today.AddDays(Days + 1), TimeOnly.MinValue), ct);
        var days = new List<FreeDay>();
        for (var day = today; day <= today.AddDays(Days); day = day.AddDays(1))
        {
            if (kind.TimesOn(day, place.Calendar).Where(t => t > now && WindowAt(place, kind.Minutes, t, taken) is not null).ToList() is { Count: > 0 } free)
            {
                days.Add(new FreeDay(day, free));
            }
        }

        return days;
    }

    /// <summary>The first free time after a moment; null when the next thirty days are full.</summary>
    internal async Task<DateTimeOffset?> FirstAfterAsync(VisitPlace place, VisitKind kind, DateTimeOffset after, CancellationToken ct) =>
        (await OfAsync(place, kind, ct)).SelectMany(d => d.Times).Select(t => (DateTimeOffset?)t).FirstOrDefault(t => t > after);

    /// <summary>A window that is free for the whole of a visit; null when there is none.</summary>
    /// <param name="own">The appointment that is moved; what it takes itself is free for it.</param>
    internal async Task<int?> WindowAsync(VisitPlace place, int minutes, DateTimeOffset at, CancellationToken ct, Guid? own = null) =>
        WindowAt(place, minutes, at, await TakenAsync(place.Id, at, at.AddMinutes(minutes), ct, own));

    /// <summary>The fives of minutes that a visit takes.</summary>
    internal static IEnumerable<DateTimeOffset> Parts(DateTimeOffset at, int minutes)
    {
        var part = TimeSpan.FromMinutes(VisitKind.Grid);
        for (var t = new DateTimeOffset(at.UtcTicks - (at.UtcTicks % part.Ticks), TimeSpan.Zero); t < at.AddMinutes(minutes); t += part)
        {
            yield return t;
        }
    }

    private static int? WindowAt(VisitPlace place, int minutes, DateTimeOffset at, HashSet<(DateTimeOffset At, int Window)> taken)
    {
        for (var window = 1; window <= place.Capacity.Bookable; window++)
        {
            if (!Parts(at, minutes).Any(p => taken.Contains((p, window))))
            {
                return window;
            }
        }

        return null;
    }

    private async Task<HashSet<(DateTimeOffset At, int Window)>> TakenAsync(string place, DateTimeOffset from, DateTimeOffset to, CancellationToken ct, Guid? own = null)
    {
        var first = from.AddMinutes(-VisitKind.Grid);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Set<TakenTimeRow>().Where(t => t.Place == place && t.At >= first && t.At < to && t.Appointment != own).Select(t => new { t.At, t.Window }).ToListAsync(ct);
        return [.. rows.Select(r => (r.At.ToUniversalTime(), r.Window))];
    }
}
