using Diwan.Kernel;

namespace Diwan.Programme.Reports;

/// <summary>
/// How a service did in a month, as anybody may read it. Figures of fewer than <see cref="ReadPerformance.Smallest"/> people, and parts of so
/// few, are null: nobody shall be found in them.
/// </summary>
/// <param name="Completion">Part of one of the applications begun that was submitted.</param>
/// <param name="CostPerCase">Dinars of the programme's budget spent for the service this year on each case answered this year; null while nothing is tied to it.</param>
/// <param name="Revision">1 as first frozen; higher when it was corrected since.</param>
/// <param name="VisitsSpared">Visits spared beside the old counter, from the processes before and after and from how people came; papers likewise.</param>
/// <param name="Hash">Of the sealed report the figures are from.</param>
public sealed record PerformanceMonth(
    DateOnly Month, int? Started, int? Submitted, int? Issued, int? Refused, decimal? Completion, decimal? Online, decimal? InPromise,
    decimal? MedianHours, decimal? NinetiethHours, decimal? Satisfaction, int? Complaints, decimal? CostPerCase, int Revision, string Hash,
    int? VisitsSpared = null, int? PapersSpared = null);

/// <param name="Months">The earliest first; empty while no month is frozen.</param>
public sealed record ServicePerformance(string Service, LocalizedText Name, string Institution, IReadOnlyList<PerformanceMonth> Months)
{
    public PerformanceMonth? Last => Months.Count == 0 ? null : Months[^1];
}

/// <summary>What the public may know of the services' performance: the frozen reports, without small counts.</summary>
public sealed class ReadPerformance(FindReports reports)
{
    /// <summary>Counts from one to one less than this are not told.</summary>
    public const int Smallest = 5;

    /// <summary>Every service that a frozen report names, in the order of the latest report.</summary>
    public async Task<IReadOnlyList<ServicePerformance>> RunAsync(CancellationToken ct)
    {
        var frozen = await reports.LatestAsync(ReportKind.Services, ct);
        if (frozen.Count == 0)
        {
            return [];
        }

        var months = frozen.SelectMany(f => f.Report.Services.Select(s => (Service: s, Frozen: f))).ToLookup(x => x.Service.Service, StringComparer.Ordinal);
        return
        [
            .. frozen[^1].Report.Services.Select(s => new ServicePerformance(
                s.Service, s.Name, s.Institution, [.. months[s.Service].Select(x => Of(x.Service, x.Frozen))])),
        ];
    }

    internal static PerformanceMonth Of(ServiceReport s, FrozenReport frozen)
    {
        var answered = s.Issued + s.Refused;
        return new PerformanceMonth(
            frozen.Report.Month, Count(s.Started), Count(s.Submitted), Count(s.Issued), Count(s.Refused),
            s.Started >= Smallest && Count(s.Submitted) is not null ? Math.Round(Math.Min(1, (decimal)s.Submitted / s.Started), 2) : null,
            Part(s.OnlineShare, s.Submitted), Part(s.InPromiseShare, answered),
            answered >= Smallest ? s.MedianHours : null, answered >= Smallest ? s.NinetiethHours : null,
            s.Ratings >= Smallest ? s.Satisfaction : null, Count(s.Complaints), s.AnsweredThisYear >= Smallest ? s.CostPerCase?.Dinars : null, frozen.Revision, frozen.Hash,
            s.Submitted >= Smallest ? s.VisitsSpared : null, s.Submitted >= Smallest ? s.PapersSpared : null);
    }

    private static int? Count(int count) => count is 0 or >= Smallest ? count : null;

    private static decimal? Part(decimal? part, int of) => of >= Smallest && part is { } p ? Math.Round(p, 2) : null;
}
