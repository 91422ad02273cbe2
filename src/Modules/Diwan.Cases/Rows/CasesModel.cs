using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Cases.Rows;

/// <summary>The tables of this room.</summary>
public sealed class CasesModel : IRoomModel
{
    public void Map(ModelBuilder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Entity<ApplicationRow>(e =>
        {
            e.ToTable("applications");
            e.Property(a => a.Version).IsConcurrencyToken();

            // No index holds what submitting changes, and a page keeps room for one row more: the row is written anew in its place, and no index.
            e.HasIndex(a => a.PersonKey);
            e.HasAnnotation("Npgsql:StorageParameter:fillfactor", 75);
            e.HasIndex(a => new { a.StartedAt, a.Service });
        });
        model.Entity<EntryRow>(e =>
        {
            e.ToTable("entries");
            e.HasIndex(x => x.Application);
        });
        model.Entity<CaseRow>(e =>
        {
            e.ToTable("cases");
            e.Property(c => c.Version).IsConcurrencyToken();
            e.ComplexProperty(c => c.Chain);
            e.HasIndex(c => c.Reference).IsUnique();
            e.HasIndex(c => new { c.PersonKey, c.SubmittedAt });

            // Counts of a month and the reach of a service are read from indexes alone.
            e.HasIndex(c => new { c.Service, c.SubmittedAt, c.Channel, c.Governorate, c.BirthYear });
            e.HasIndex(c => new { c.EndedAt, c.Service, c.PublicState });
            e.HasIndex(c => new { c.SubmittedAt, c.Site }).HasFilter("site IS NOT NULL");
            e.HasIndex(c => new { c.SubmittedAt, c.Exemption }).HasFilter("exemption IS NOT NULL");
        });
        model.Entity<TaskRow>(e =>
        {
            e.ToTable("tasks");
            e.Property(t => t.Version).IsConcurrencyToken();
            e.HasIndex(t => new { t.CaseId, t.TaskId }).IsUnique();
            e.HasIndex(t => new { t.Role, t.State, t.DueAt });
            e.HasIndex(t => new { t.Institution, t.ClosedAt });
        });
        model.Entity<PublishedRow>(e =>
        {
            e.ToTable("published_services");
            e.HasIndex(p => new { p.Service, p.ServiceVersion, p.ContentHash }).IsUnique();
        });
        model.Entity<OfferRow>(e =>
        {
            e.ToTable("offers");
            e.Property(o => o.Version).IsConcurrencyToken();
            e.HasIndex(o => o.Service).IsUnique();
        });
        model.Entity<FeedbackRow>(e =>
        {
            e.ToTable("feedback");
            e.HasIndex(f => new { f.Service, f.GivenAt });
        });
        model.Entity<ComplaintRow>(e =>
        {
            e.ToTable("complaints");
            e.Property(c => c.Version).IsConcurrencyToken();
            e.ComplexProperty(c => c.Chain);
            e.HasIndex(c => c.Number).IsUnique();
            e.HasIndex(c => new { c.Institution, c.State, c.DueAt });
            e.HasIndex(c => new { c.PersonKey, c.GivenAt });
        });
    }
}
