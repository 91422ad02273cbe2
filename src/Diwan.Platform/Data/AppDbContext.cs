using Diwan.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Diwan.Platform;

/// <summary>The tables of rooms and how values are kept in them. Who derives from it says whether anything is saved through it.</summary>
/// <param name="options">With the rooms: <see cref="RoomOptionsExtensions.UseRooms"/>.</param>
public abstract class RoomsContext(DbContextOptions options) : DbContext(options)
{
    private readonly RoomOptions _rooms = options.FindExtension<RoomOptions>()
        ?? throw new InvalidOperationException("The options name no rooms: UseRooms.");

    public IReadOnlyList<IRoomModel> Rooms => _rooms.Rooms;

    public DatabaseProvider Provider => Database.IsNpgsql() ? DatabaseProvider.Postgres : DatabaseProvider.Sqlite;

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // SQLite cannot order by DateTimeOffset, and PostgreSQL would cut it to microseconds.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicksConverter>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
        configurationBuilder.Properties<Money>().HaveConversion<MoneyConverter>();
        configurationBuilder.Properties<CaseReference>().HaveConversion<CaseReferenceConverter>();
        configurationBuilder.Properties<LocalizedText>().HaveConversion<LocalizedTextConverter>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var room in Rooms)
        {
            room.Map(modelBuilder);
        }

        Names.MakeSnakeCase(modelBuilder.Model);
    }

    internal sealed class ModelPerRooms : IModelCacheKeyFactory
    {
        public object Create(DbContext context, bool designTime) =>
            (context.GetType(), (context as RoomsContext)?._rooms.Key, designTime);
    }
}

/// <summary>
/// The model of all rooms, and reads. Nothing is saved through it: changes go through <see cref="ChangeWriter"/>.
/// </summary>
public class AppDbContext(DbContextOptions options) : RoomsContext(options)
{
    public override int SaveChanges(bool acceptAllChangesOnSuccess) => throw NotHere();

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default) =>
        throw NotHere();

    private static InvalidOperationException NotHere() =>
        new("Rows are changed through ChangeWriter, never by SaveChanges: collect them in a Change.");
}
