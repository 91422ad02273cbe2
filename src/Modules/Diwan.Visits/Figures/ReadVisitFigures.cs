using Diwan.Accounts;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Visits.Rows;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Visits;

/// <summary>How a place received people for a reason.</summary>
/// <param name="Served">Visits that were made.</param>
/// <param name="Called">Of whom the waiting was measured.</param>
/// <param name="Median">Of their waiting; null where nobody was called.</param>
/// <param name="Ninety">What nine in ten waited at most.</param>
/// <param name="Due">Appointments whose time came, cancelled ones left out.</param>
/// <param name="Missed">Those of them to which nobody came.</param>
public sealed record VisitFigures(VisitPlace Place, string Kind, int Served, int Called, TimeSpan? Median, TimeSpan? Ninety, int Due, int Missed);

/// <summary>How long people wait, how many do not come, and how many visits a service still costs. Sums without anybody.</summary>
public sealed class ReadVisitFigures(IDbContextFactory<AppDbContext> contexts, FindVisitPlaces places, TimeProvider time)
{
    /// <summary>The days looked back upon.</summary>
    public const int Days = 30;

    public (DateOnly From, DateOnly To) Period
    {
        get
        {
            var today = NationalCalendar.DateAt(time.GetUtcNow());
            return (today.AddDays(1 - Days), today);
        }
    }

    /// <summary>By office and reason, for the heads of units of the institutions they belong to; none for anybody else.</summary>
    public async Task<IReadOnlyList<VisitFigures>> OfHeadAsync(SignedIn head, CancellationToken ct)
    {
        var offices = places.Headed(head);
        var ids = offices.Select(o => o.Id).ToList();
        if (ids.Count == 0)
        {
            return [];
        }

        var (first, now) = (Period.From, time.GetUtcNow());
        var since = NationalCalendar.At(first, TimeOnly.MinValue).ToUniversalTime();
        await using var db = await contexts.CreateDbContextAsync(ct);
        var waits = (await db.Set<WaitRow>().Where(w => ids.Contains(w.Place) && w.Day >= first).Select(w => new { w.Place, w.Kind, w.Seconds }).ToListAsync(ct)).ToLookup(w => (w.Place, w.Kind), w => w.Seconds);
        var served = (await db.Set<TicketRow>().Where(t => ids.Contains(t.Place) && t.Day >= first && t.State == TicketState.Done).GroupBy(t => new { t.Place, t.Kind })
            .Select(g => new { g.Key.Place, g.Key.Kind, Count = g.Count() }).ToListAsync(ct)).ToDictionary(g => (g.Place, g.Kind), g => g.Count);
        var due = (await db.Set<AppointmentRow>()
            .Where(a => ids.Contains(a.Place) && a.At >= since && a.At <= now && (a.State == AppointmentState.Served || a.State == AppointmentState.Missed || a.State == AppointmentState.Arrived))
            .GroupBy(a => new { a.Place, a.Kind, a.State }).Select(g => new { g.Key.Place, g.Key.Kind, g.Key.State, Count = g.Count() }).ToListAsync(ct)).ToLookup(g => (g.Place, g.Kind));
        var figures = new List<VisitFigures>();
        foreach (var office in offices)
        {
            foreach (var kind in waits.Select(w => w.Key).Concat(served.Keys).Concat(due.Select(d => d.Key)).Where(k => k.Place == office.Id).Select(k => k.Kind).Distinct().Order(StringComparer.Ordinal))
            {
                var key = (office.Id, kind);
                List<int> seconds = [.. waits[key]];
                figures.Add(new VisitFigures(
                    office, kind, served.GetValueOrDefault(key), seconds.Count,
                    seconds.Count == 0 ? null : TimeSpan.FromSeconds(TicketBook.Quantile(seconds, 0.5m)), seconds.Count == 0 ? null : TimeSpan.FromSeconds(TicketBook.Quantile(seconds, 0.9m)),
                    due[key].Sum(d => d.Count), due[key].Where(d => d.State == AppointmentState.Missed).Sum(d => d.Count)));
            }
        }

        return figures;
    }

    /// <summary>The visits that were made for a service between two days, both included: those that named it at the door or by their appointment.</summary>
    public async Task<int> OfServiceAsync(string service, DateOnly from, DateOnly to, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<TicketRow>().CountAsync(t => t.Service == service && t.Day >= from && t.Day <= to && t.State == TicketState.Done, ct);
    }
}
