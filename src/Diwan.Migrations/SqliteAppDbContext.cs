using Diwan.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Diwan.Migrations;

/// <summary>Carries the migration history of SQLite. Nothing else uses it.</summary>
public sealed class SqliteAppDbContext(DbContextOptions<SqliteAppDbContext> options, IEnumerable<IRoomModel> rooms)
    : AppDbContext(options, rooms);

internal sealed class SqliteDesign : IDesignTimeDbContextFactory<SqliteAppDbContext>
{
    public SqliteAppDbContext CreateDbContext(string[] args) => new(
        new DbContextOptionsBuilder<SqliteAppDbContext>().UseSqlite("Data Source=design.sqlite").Options,
        Rooms.Discover());
}
