namespace Diwan.Cases.Rows;

/// <summary>A version of a service as it was published: never changed.</summary>
internal sealed class PublishedRow
{
    public Guid Id { get; init; }

    public required string Service { get; init; }

    public required string ServiceVersion { get; init; }

    /// <summary>SHA-256 over names and contents of its files.</summary>
    public required string ContentHash { get; init; }

    /// <summary>The files by name, as JSON.</summary>
    public required string Files { get; init; }

    public DateTimeOffset PublishedAt { get; init; }
}
