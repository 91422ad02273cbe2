namespace Diwan.Platform;

/// <summary>Guards that several rooms put on their tables.</summary>
public static class TableGuards
{
    /// <summary>Triggers that let rows be added to a table but never changed or deleted.</summary>
    public static IReadOnlyList<string> AppendOnly(string table, DatabaseProvider provider) => provider switch
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
