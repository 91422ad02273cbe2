using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Modules.Tests.Platform;

/// <summary>A room of these tests: a versioned row with a chain, and a row that refers to it.</summary>
internal sealed class ThingsModel : IRoomModel
{
    public void Map(ModelBuilder model)
    {
        model.Entity<Thing>(e =>
        {
            e.ToTable("things");
            e.HasKey(x => x.Id);
            e.HasIndex(x => x.Name).IsUnique();
            e.ComplexProperty(x => x.Chain);
        });
        model.Entity<ThingPart>(e =>
        {
            e.ToTable("thing_parts");
            e.HasKey(x => new { x.ThingId, x.Number });
            e.HasOne<Thing>().WithMany().HasForeignKey(x => x.ThingId);
        });
    }
}

internal sealed class Thing : IVersioned
{
    public Guid Id { get; init; }

    public required string Name { get; set; }

    public Channel Kind { get; set; }

    public Channel? OtherKind { get; set; }

    public Money Price { get; set; }

    public Money? Discount { get; set; }

    public DateTimeOffset At { get; set; }

    public DateOnly? Day { get; set; }

    public LocalizedText? Title { get; set; }

    public bool Yes { get; set; }

    public int Count { get; set; }

    public required Chain Chain { get; init; }

    public long Version { get; set; }

    public static Thing New(Change change, string name)
    {
        var id = change.NewId();
        return new Thing { Id = id, Name = name, At = change.Now, Chain = Chain.Start(id) };
    }
}

internal sealed class ThingPart
{
    public Guid ThingId { get; init; }

    public int Number { get; init; }
}
