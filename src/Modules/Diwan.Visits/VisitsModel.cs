using Diwan.Platform;
using Diwan.Visits.Rows;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Visits;

/// <summary>The tables of this room.</summary>
public sealed class VisitsModel : IRoomModel
{
    public void Map(ModelBuilder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Entity<AppointmentRow>(e =>
        {
            e.ToTable("visit_appointments");
            e.Property(x => x.Version).IsConcurrencyToken();
            e.ComplexProperty(x => x.Chain);
            e.HasIndex(x => x.Code).IsUnique();

            // A person has one open appointment for a reason.
            e.HasIndex(x => new { x.PersonKey, x.Kind }).IsUnique().HasFilter("ended_at IS NULL");
            e.HasIndex(x => new { x.PersonKey, x.BookedAt });
            e.HasIndex(x => new { x.Place, x.At });
            e.HasIndex(x => new { x.Service, x.At });
        });
        model.Entity<TakenTimeRow>(e =>
        {
            e.ToTable("visit_taken_times");

            // Nobody is given a window at a time at which somebody else has it, whoever writes at once.
            e.HasIndex(x => new { x.Place, x.At, x.Window }).IsUnique();
            e.HasIndex(x => x.Appointment);
        });
        model.Entity<TicketRow>(e =>
        {
            e.ToTable("visit_tickets");
            e.Property(x => x.Version).IsConcurrencyToken();
            e.HasIndex(x => new { x.Place, x.Day, x.Number }).IsUnique();

            // One person at a window at a time.
            e.HasIndex(x => new { x.Place, x.Day, x.Window }).IsUnique().HasFilter("ended_at IS NULL AND \"window\" IS NOT NULL");
            e.HasIndex(x => x.Appointment).IsUnique().HasFilter("appointment IS NOT NULL");
            e.HasIndex(x => new { x.Service, x.Day });
        });
        model.Entity<WaitRow>(e =>
        {
            e.ToTable("visit_waits");
            e.HasIndex(x => new { x.Place, x.Day });
        });
    }

    /// <summary>What was measured is not changed.</summary>
    public IReadOnlyList<string> Guards(DatabaseProvider provider) => TableGuards.AppendOnly("visit_waits", provider);
}
