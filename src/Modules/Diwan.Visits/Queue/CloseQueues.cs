using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Visits.Rows;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Visits;

/// <summary>
/// Ends the numbers of days that are over. Who was at a window was served, only nobody said so. Who was never called did not miss anything: their appointment ends without
/// counting as missed, and they may book again.
/// </summary>
public sealed class CloseQueues
{
    private const int AtOnce = 200;

    private readonly IDbContextFactory<AppDbContext> _contexts;
    private readonly ChangeWriter _writer;
    private readonly TicketBook _tickets;
    private readonly AppointmentLife _life;
    private readonly TimeProvider _time;

    internal CloseQueues(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, TicketBook tickets, AppointmentLife life, TimeProvider time) =>
        (_contexts, _writer, _tickets, _life, _time) = (contexts, writer, tickets, life, time);

    /// <summary>Safe to run anywhere, any number at once.</summary>
    /// <returns>How many numbers were ended.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var (today, ended) = (_tickets.Today, 0);
        await using var db = await _contexts.CreateDbContextAsync(ct);
        foreach (var row in await db.Set<TicketRow>().Where(t => t.Day < today && t.EndedAt == null).OrderBy(t => t.Day).Take(AtOnce).ToListAsync(ct))
        {
            var change = new Change(Actor.System("visits.close"), Channel.System, "visit-queue-closing", _time.GetUtcNow());
            var (ticket, appointment, type) = row.State == TicketState.Called
                ? (TicketState.Done, AppointmentState.Served, AppointmentLife.Served)
                : row.Calls > 0 ? (TicketState.Gone, AppointmentState.Missed, AppointmentLife.Missed) : (TicketState.Gone, AppointmentState.Cancelled, AppointmentLife.Cancelled);
            (row.State, row.EndedAt) = (ticket, change.Now);
            change.Update(row);
            if (row.Appointment is { } id && await _tickets.AppointmentAsync(id, ct) is { EndedAt: null } booked)
            {
                await _life.EndAsync(change, booked, appointment, type, ct, watched: false);
            }

            ended += (await _writer.WriteAsync(change, ct)).IsWritten ? 1 : 0;
        }

        return ended;
    }
}
