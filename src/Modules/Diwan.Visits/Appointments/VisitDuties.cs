using Diwan.Cases.Published;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Visits.Rows;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Visits;

/// <summary>Reminds a person of their appointment the day before.</summary>
internal sealed class RemindOfVisit(IDbContextFactory<AppDbContext> contexts, AppointmentLife life, FindVisitPlaces places, PublishedServices services, TimeProvider time) : IDutyHandler
{
    internal const string DutyKind = "visit.reminder";

    public string Kind => DutyKind;

    public async Task<DutyOutcome> CarryOutAsync(Duty duty, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = time.GetUtcNow();
        if (await db.Set<AppointmentRow>().SingleOrDefaultAsync(a => a.Id == duty.SubjectId, ct) is not { State: AppointmentState.Booked } row || row.At <= now
            || await places.FindAsync(row.Place, ct) is not { } place || services.Catalogue.Visits.Find(row.Kind) is not { } kind)
        {
            return new DutyOutcome.Done();
        }

        var change = new Change(Actor.System(Kind), Channel.System, "visit-reminding", now);
        life.Tell(change, row, "visit.reminder", place, kind);
        return new DutyOutcome.Done(change);
    }
}

/// <summary>Who did not come is counted and told so, and may book again.</summary>
internal sealed class MissVisit(IDbContextFactory<AppDbContext> contexts, AppointmentLife life, FindVisitPlaces places, PublishedServices services, TimeProvider time) : IDutyHandler
{
    internal const string DutyKind = "visit.missed";

    public string Kind => DutyKind;

    public async Task<DutyOutcome> CarryOutAsync(Duty duty, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = time.GetUtcNow();
        if (await db.Set<AppointmentRow>().SingleOrDefaultAsync(a => a.Id == duty.SubjectId, ct) is not { State: AppointmentState.Booked } row || row.At + AppointmentLife.Grace > now)
        {
            return new DutyOutcome.Done();
        }

        var change = new Change(Actor.System(Kind), Channel.System, "visit-missing", now);
        await life.EndAsync(change, row, AppointmentState.Missed, AppointmentLife.Missed, ct, watched: false);
        if (services.Catalogue.Visits.Find(row.Kind) is { } kind)
        {
            life.Tell(change, row, "visit.missed", await places.NamedAsync(row.Place, ct), kind);
        }

        return new DutyOutcome.Done(change);
    }
}
