using Microsoft.EntityFrameworkCore;

namespace Diwan.Platform;

/// <summary>The two databases the platform runs on.</summary>
public enum DatabaseProvider
{
    Sqlite,
    Postgres,
}

/// <summary>
/// A room's tables. Each room registers one, with a parameterless constructor, and keeps its entities internal.
/// Names are made snake_case, moments UTC ticks, enums text and money fils by convention; say only what differs.
/// </summary>
public interface IRoomModel
{
    void Map(ModelBuilder model);

    /// <summary>
    /// Statements that guard the tables beyond what the model can say (triggers). They run after every migration,
    /// so each must be harmless when repeated.
    /// </summary>
    IReadOnlyList<string> Guards(DatabaseProvider provider) => [];
}

/// <summary>A row that is changed only by whoever read its latest version.</summary>
public interface IVersioned
{
    long Version { get; set; }
}
