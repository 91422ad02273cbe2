using Diwan.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Diwan.Migrations;

/// <summary>Carries the migration history of PostgreSQL. Nothing else uses it.</summary>
public sealed class PostgresAppDbContext(DbContextOptions<PostgresAppDbContext> options, IEnumerable<IRoomModel> rooms)
    : AppDbContext(options, rooms);

internal sealed class PostgresDesign : IDesignTimeDbContextFactory<PostgresAppDbContext>
{
    public PostgresAppDbContext CreateDbContext(string[] args) => new(
        new DbContextOptionsBuilder<PostgresAppDbContext>().UseNpgsql("Host=design").Options,
        Rooms.Discover());
}
