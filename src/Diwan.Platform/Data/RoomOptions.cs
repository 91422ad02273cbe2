using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Diwan.Platform;

/// <summary>The rooms whose tables make the model. The options carry them, so that contexts can be pooled.</summary>
public sealed class RoomOptions : IDbContextOptionsExtension
{
    internal RoomOptions(IEnumerable<IRoomModel> rooms)
    {
        Rooms = [.. rooms.DistinctBy(room => room.GetType()).OrderBy(room => room.GetType().FullName, StringComparer.Ordinal)];
        Key = string.Join(';', Rooms.Select(room => room.GetType().FullName));
        Info = new About(this);
    }

    public IReadOnlyList<IRoomModel> Rooms { get; }

    public DbContextOptionsExtensionInfo Info { get; }

    internal string Key { get; }

    public void ApplyServices(IServiceCollection services)
    {
    }

    public void Validate(IDbContextOptions options)
    {
    }

    private sealed class About(RoomOptions rooms) : DbContextOptionsExtensionInfo(rooms)
    {
        public override bool IsDatabaseProvider => false;

        public override string LogFragment => "";

        public override int GetServiceProviderHashCode() => 0;

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) => other is About;

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo) => debugInfo["Diwan:Rooms"] = rooms.Key;
    }
}

public static class RoomOptionsExtensions
{
    /// <summary>The model is that of these rooms; what is read through it is not tracked.</summary>
    public static DbContextOptionsBuilder UseRooms(this DbContextOptionsBuilder options, IEnumerable<IRoomModel> rooms)
    {
        ArgumentNullException.ThrowIfNull(options);
        ((IDbContextOptionsBuilderInfrastructure)options).AddOrUpdateExtension(new RoomOptions(rooms));
        return options
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .ReplaceService<IModelCacheKeyFactory, RoomsContext.ModelPerRooms>();
    }
}
