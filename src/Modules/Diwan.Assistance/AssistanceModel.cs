using Diwan.Assistance.Rows;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Assistance;

/// <summary>The tables of this room.</summary>
public sealed class AssistanceModel : IRoomModel
{
    public void Map(ModelBuilder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Entity<SessionRow>(e =>
        {
            e.ToTable("assisted_sessions");
            e.Property(x => x.Version).IsConcurrencyToken();

            // An agent helps one person at a time, and a person is helped by one agent at a time.
            e.HasIndex(x => x.AgentKey).IsUnique().HasFilter("ended_at IS NULL");
            e.HasIndex(x => new { x.PersonKey, x.BegunAt });
            e.HasIndex(x => new { x.Site, x.BegunAt });
        });
        model.Entity<MandateRow>(e =>
        {
            e.ToTable("mandates");
            e.Property(x => x.Version).IsConcurrencyToken();
            e.ComplexProperty(x => x.Chain);

            // Between two people there is one at a time by each ground, and each power.
            e.HasIndex(x => new { x.PrincipalKey, x.AgentKey, x.Ground, x.Power }).IsUnique().HasFilter("ended_at IS NULL");
            e.HasIndex(x => new { x.AgentKey, x.MadeAt });
            e.HasIndex(x => new { x.PrincipalKey, x.MadeAt });
        });
        model.Entity<CallRow>(e =>
        {
            e.ToTable("calls");
            e.Property(x => x.Version).IsConcurrencyToken();

            // An agent is in one call at a time.
            e.HasIndex(x => x.AgentKey).IsUnique().HasFilter("ended_at IS NULL");
            e.HasIndex(x => new { x.AgentKey, x.BegunAt });
            e.HasIndex(x => x.BegunAt);
        });
        model.Entity<WrongAnswerRow>(e =>
        {
            e.ToTable("wrong_answers");
            e.HasIndex(x => new { x.PersonKey, x.At });
            e.HasIndex(x => new { x.AgentKey, x.At });
        });
        model.Entity<CallBackRow>(e =>
        {
            e.ToTable("call_backs");
            e.Property(x => x.Version).IsConcurrencyToken();
            e.HasIndex(x => new { x.State, x.DueAt });
        });
        model.Entity<OutageRow>(e =>
        {
            e.ToTable("declared_outages");
            e.Property(x => x.Version).IsConcurrencyToken();
            e.HasIndex(x => x.Until);
        });
    }
}
