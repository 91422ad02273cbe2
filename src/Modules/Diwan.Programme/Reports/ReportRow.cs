namespace Diwan.Programme.Reports;

/// <summary>A monthly report as it was frozen. A correction is another row; no row is ever changed.</summary>
internal sealed class ReportRow
{
    public Guid Id { get; init; }

    public ReportKind Kind { get; init; }

    /// <summary>The first of the month reported on.</summary>
    public DateOnly Month { get; init; }

    /// <summary>1 as first frozen; higher for corrections.</summary>
    public int Revision { get; init; }

    /// <summary>The report as JSON, the very bytes that were sealed.</summary>
    public required string Content { get; init; }

    /// <summary>SHA-256 of the content.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>Over <see cref="FreezeReport.Statement"/>, by the platform's checkpoint key.</summary>
    public required byte[] Signature { get; init; }

    public required string KeyId { get; init; }

    /// <summary>Why it was corrected; null in the first.</summary>
    public string? Why { get; init; }

    public required string By { get; init; }

    public DateTimeOffset At { get; init; }
}
