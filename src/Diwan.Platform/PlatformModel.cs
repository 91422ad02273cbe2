using Microsoft.EntityFrameworkCore;

namespace Diwan.Platform;

/// <summary>The platform's own tables.</summary>
internal sealed class PlatformModel : IRoomModel
{
    private static readonly string[] Kept = ["events", "access_ledger", "checkpoints", "checkpoint_leaves"];

    public void Map(ModelBuilder model)
    {
        model.Entity<EventRow>(e =>
        {
            e.ToTable("events");
            e.HasKey(x => new { x.ChainId, x.Seq });
            e.HasIndex(x => x.At);
        });
        model.Entity<DutyRow>(e =>
        {
            e.ToTable("duties");
            e.HasKey(x => x.Id);
            e.HasIndex(x => x.Key).IsUnique();
            e.Property(x => x.Lane).HasDefaultValue(DutyLane.Matter);
            e.HasIndex(x => new { x.Lane, x.NextAt }).HasDatabaseName("ix_duties_waiting").HasFilter("state = 'Waiting'");
            e.HasIndex(x => x.NextAt).HasDatabaseName("ix_duties_dead").HasFilter("state = 'Dead'");
        });
        model.Entity<CheckpointRow>(e =>
        {
            e.ToTable("checkpoints");
            e.HasKey(x => x.Number);
        });
        model.Entity<CheckpointLeafRow>(e =>
        {
            e.ToTable("checkpoint_leaves");
            e.HasKey(x => new { x.ChainId, x.Seq });
            e.HasIndex(x => x.Checkpoint);
        });
        model.Entity<CheckpointKeyRow>(e =>
        {
            e.ToTable("checkpoint_keys");
            e.HasKey(x => x.KeyId);
        });
        model.Entity<FileRow>(e =>
        {
            e.ToTable("files");
            e.HasKey(x => x.Id);
        });
        model.Entity<AccessRow>(e =>
        {
            e.ToTable("access_ledger");
            e.HasKey(x => x.Id);
            e.HasIndex(x => new { x.PersonKey, x.At });
        });
    }

    public IReadOnlyList<string> Guards(DatabaseProvider provider) =>
        [.. Kept.SelectMany(table => TableGuards.AppendOnly(table, provider))];
}
