using Microsoft.EntityFrameworkCore;

namespace Diwan.Platform;

/// <summary>The platform's own tables.</summary>
internal sealed class PlatformModel : IRoomModel
{
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
            e.HasIndex(x => new { x.State, x.NextAt });
            e.HasIndex(x => x.SubjectId);
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
        [.. AppendOnly("events", provider), .. AppendOnly("access_ledger", provider)];

    /// <summary>Triggers that let rows be added to a table but never changed or deleted.</summary>
    internal static IReadOnlyList<string> AppendOnly(string table, DatabaseProvider provider) => provider switch
    {
        DatabaseProvider.Sqlite =>
        [
            $"CREATE TRIGGER IF NOT EXISTS {table}_keep_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
            $"CREATE TRIGGER IF NOT EXISTS {table}_keep_delete BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
        ],
        _ =>
        [
            "CREATE OR REPLACE FUNCTION diwan_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
            $"CREATE OR REPLACE TRIGGER {table}_keep BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION diwan_append_only()",
        ],
    };
}
