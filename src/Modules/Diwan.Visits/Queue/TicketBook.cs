using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Visits.Rows;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Visits;

/// <summary>The numbers of a day at a place.</summary>
internal sealed class TicketBook(IDbContextFactory<AppDbContext> contexts, TimeProvider time)
{
    internal DateOnly Today => NationalCalendar.DateAt(time.GetUtcNow());

    /// <summary>The numbers of today that are not over.</summary>
    internal async Task<IReadOnlyList<Ticket>> OpenAsync(string place, CancellationToken ct)
    {
        var today = Today;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Set<TicketRow>().Where(t => t.Place == place && t.Day == today && t.EndedAt == null).ToListAsync(ct);
        var ids = rows.Where(r => r.Appointment is not null).Select(r => r.Appointment!.Value).ToList();
        var references = ids.Count == 0 ? [] : await db.Set<AppointmentRow>().Where(a => ids.Contains(a.Id)).Select(a => new { a.Id, a.Reference }).ToDictionaryAsync(a => a.Id, a => a.Reference, ct);
        return [.. rows.Select(r => View(r, r.Appointment is { } a ? references.GetValueOrDefault(a) : null))];
    }

    internal async Task<TicketRow?> RowAsync(Guid id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<TicketRow>().FirstOrDefaultAsync(t => t.Id == id, ct);
    }

    internal async Task<TicketRow?> AtWindowAsync(string place, int window, CancellationToken ct)
    {
        var today = Today;
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<TicketRow>().FirstOrDefaultAsync(t => t.Place == place && t.Day == today && t.Window == window && t.EndedAt == null, ct);
    }

    internal async Task<int> NextNumberAsync(string place, CancellationToken ct)
    {
        var today = Today;
        await using var db = await contexts.CreateDbContextAsync(ct);
        return 1 + (await db.Set<TicketRow>().Where(t => t.Place == place && t.Day == today).MaxAsync(t => (int?)t.Number, ct) ?? 0);
    }

    internal async Task<AppointmentRow?> AppointmentAsync(Guid id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<AppointmentRow>().FirstOrDefaultAsync(a => a.Id == id, ct);
    }

    internal async Task<AppointmentRow?> AppointmentAsync(CaseReference code, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<AppointmentRow>().FirstOrDefaultAsync(a => a.Code == code.Value, ct);
    }

    internal async Task<TicketRow?> OfAppointmentAsync(Guid appointment, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<TicketRow>().FirstOrDefaultAsync(t => t.Appointment == appointment, ct);
    }

    /// <summary>The median of today's waiting for each reason for which somebody was called.</summary>
    internal async Task<IReadOnlyDictionary<string, TimeSpan>> WaitsAsync(string place, CancellationToken ct)
    {
        var today = Today;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Set<WaitRow>().Where(w => w.Place == place && w.Day == today).Select(w => new { w.Kind, w.Seconds }).ToListAsync(ct);
        return rows.GroupBy(w => w.Kind).ToDictionary(g => g.Key, g => TimeSpan.FromSeconds(Quantile([.. g.Select(w => w.Seconds)], 0.5m)), StringComparer.Ordinal);
    }

    /// <summary>The value at or below which a part of them lies; of an even number the median is the mean of the two in the middle.</summary>
    internal static double Quantile(List<int> values, decimal part)
    {
        values.Sort();
        if (part == 0.5m && values.Count % 2 == 0)
        {
            return (values[(values.Count / 2) - 1] + values[values.Count / 2]) / 2.0;
        }

        return values[Math.Min(values.Count, Math.Max(1, (int)Math.Ceiling(part * values.Count))) - 1];
    }

    internal static Ticket View(TicketRow row, string? reference = null) => new(
        row.Id, row.Place, row.Number, row.Kind, row.Service, row.For, row.TakenAt, row.QueuedAt, row.State, row.Window, row.Calls, reference);

    internal static TicketRow New(Change change, VisitPlace place, VisitKind kind, string? service, int number, AppointmentRow? appointment, DateOnly day)
    {
        var row = new TicketRow
        {
            Id = change.NewId(),
            Place = place.Id,
            Day = day,
            Number = number,
            Kind = kind.Id,
            Service = service,
            Appointment = appointment?.Id,
            For = appointment?.At,
            TakenAt = change.Now,
            QueuedAt = change.Now,
        };
        change.Insert(row);
        return row;
    }
}
