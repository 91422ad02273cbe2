namespace Diwan.Programme.Gates.TestReports;

/// <summary>A report of a test, as it was judged. None is ever changed; the latest counts.</summary>
internal sealed class TestReportRow
{
    public Guid Id { get; init; }

    public required string Service { get; init; }

    /// <summary>Of the service, at that moment.</summary>
    public required string ServiceVersion { get; init; }

    public TestKind Kind { get; init; }

    public DateTimeOffset TestedAt { get; init; }

    public bool Passed { get; init; }

    public required string FoundAr { get; init; }

    public required string FoundEn { get; init; }

    /// <summary>SHA-256 of the file, in hexadecimal.</summary>
    public required string Digest { get; init; }

    public required string By { get; init; }

    public DateTimeOffset At { get; init; }
}
