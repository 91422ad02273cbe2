using Diwan.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Diwan.Platform;

/// <summary>
/// The model of all rooms, and reads. Nothing is saved through it: changes go through <see cref="ChangeWriter"/>.
/// </summary>
public class AppDbContext : DbContext
{
    private readonly IRoomModel[] _rooms;

    public AppDbContext(DbContextOptions options, IEnumerable<IRoomModel> rooms)
        : base(options)
    {
        _rooms = [.. rooms
            .DistinctBy(room => room.GetType())
            .OrderBy(room => room.GetType().FullName, StringComparer.Ordinal)];
        RoomsKey = string.Join(';', _rooms.Select(room => room.GetType().FullName));
    }

    internal string RoomsKey { get; }

    public IReadOnlyList<IRoomModel> Rooms => _rooms;

    public DatabaseProvider Provider => Database.IsNpgsql() ? DatabaseProvider.Postgres : DatabaseProvider.Sqlite;

    public override int SaveChanges(bool acceptAllChangesOnSuccess) => throw NotHere();

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default) =>
        throw NotHere();

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
        foreach (var room in _rooms)
        {
            room.Map(modelBuilder);
        }

        Names.MakeSnakeCase(modelBuilder.Model);
    }

    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) =>
        optionsBuilder
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .ReplaceService<IModelCacheKeyFactory, ModelPerRooms>();

    private static InvalidOperationException NotHere() =>
        new("Rows are changed through ChangeWriter, never by SaveChanges: collect them in a Change.");

    private sealed class ModelPerRooms : IModelCacheKeyFactory
    {
        public object Create(DbContext context, bool designTime) =>
            (context.GetType(), (context as AppDbContext)?.RoomsKey, designTime);
    }
}
