namespace Diwan.Cases.Rows;

/// <summary>That an entry kept on a device was taken: so that it is taken once, however often it is sent.</summary>
internal sealed class EntryRow
{
    /// <summary>As the device named it.</summary>
    public Guid Id { get; init; }

    public Guid Application { get; init; }

    public required string Section { get; init; }

    /// <summary>The stamp of the section's answers once it was taken.</summary>
    public required string Stamp { get; init; }

    public DateTimeOffset TakenAt { get; init; }
}
