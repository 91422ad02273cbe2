using Diwan.Kernel;

namespace Diwan.Programme.Gates.TestReports;

/// <summary>What a report tells of.</summary>
public enum TestKind
{
    /// <summary>The pages of a service, looked at by axe.</summary>
    Accessibility,

    /// <summary>Applications at the rate of the busiest hour.</summary>
    Load,

    /// <summary>A pilot taken back, as the platform measured it. Nobody sends it in.</summary>
    Rollback,
}

/// <summary>A report as the platform judged it when it came in.</summary>
/// <param name="TestedAt">When the test was done, by the report.</param>
/// <param name="Version">The version of the service that it was judged for.</param>
/// <param name="Passed">Whether it shows what is asked.</param>
/// <param name="Found">What it shows, or what is missing.</param>
/// <param name="Digest">SHA-256 of the file, in hexadecimal.</param>
public sealed record TestReportView(TestKind Kind, DateTimeOffset TestedAt, string Version, bool Passed, LocalizedText Found, string Digest, string By, DateTimeOffset At);

/// <summary>What a reader of reports made of a file.</summary>
/// <param name="Unreadable">Why it is no such report; then the rest says nothing.</param>
internal sealed record ReadReport(DateTimeOffset TestedAt, bool Passed, LocalizedText Found, LocalizedText? Unreadable = null)
{
    internal static ReadReport No(string ar, string en) => new(default, false, new(ar, en), new(ar, en));
}
