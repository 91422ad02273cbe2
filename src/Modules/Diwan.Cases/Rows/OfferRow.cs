using Diwan.Platform;

namespace Diwan.Cases.Rows;

/// <summary>Whether a service is open to people outside demonstration, since when, and by which ways.</summary>
internal sealed class OfferRow : IVersioned
{
    public Guid Id { get; init; }

    public required string Service { get; init; }

    public bool Open { get; set; }

    /// <summary>Codes of the channels, separated by blanks.</summary>
    public required string Channels { get; set; }

    /// <summary>The version that was opened; one that comes later waits until it is admitted.</summary>
    public required string ServiceVersion { get; set; }

    /// <summary>Keys of the people who try it before its launch, separated by blanks; null when it is for everybody.</summary>
    public string? Pilot { get; set; }

    public DateTimeOffset Since { get; set; }

    /// <summary>The first day on which the counter takes the exempt only; null while it takes everybody.</summary>
    public DateOnly? CounterClosesOn { get; set; }

    public long Version { get; set; }
}
