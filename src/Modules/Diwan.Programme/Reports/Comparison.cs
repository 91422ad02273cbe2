using Diwan.Kernel;
using Diwan.Programme.Portfolio;

namespace Diwan.Programme.Reports;

public enum FigureKind
{
    Count,

    /// <summary>A part of one.</summary>
    Share,

    /// <summary>Dinars.</summary>
    Money,
}

/// <param name="Id">Its name in <see cref="FigureQueries"/>; that of one state of many has the state after it.</param>
/// <param name="Of">The value in a report; null where it has none.</param>
/// <param name="Weight">What a share is of; null for what is added up.</param>
public sealed record Figure<T>(string Id, LocalizedText Name, FigureKind Kind, Func<T, decimal?> Of, Func<T, int>? Weight = null);

/// <summary>A figure that a correction changed.</summary>
/// <param name="Where">The service; null for the programme as a whole.</param>
public sealed record CorrectedFigure(LocalizedText? Where, LocalizedText Name, FigureKind Kind, decimal? Was, decimal? Is);

/// <summary>The figures of a report one by one: laid beside other months, and beside what was frozen first.</summary>
public static class Comparison
{
    private static readonly IReadOnlyList<Figure<ServiceReport>> OfService =
    [
        new("services.started", new("بدأ", "Started"), FigureKind.Count, s => s.Started),
        new("services.submitted", new("قُدّم", "Submitted"), FigureKind.Count, s => s.Submitted),
        new("services.onlineShare", new("قدّمه الناس بأنفسهم", "Submitted by people themselves"), FigureKind.Share, s => s.OnlineShare, s => s.Submitted),
        new("services.issued", new("أُصدر", "Issued"), FigureKind.Count, s => s.Issued),
        new("services.refused", new("رُفض", "Refused"), FigureKind.Count, s => s.Refused),
        new("services.inPromiseShare", new("أُجيب ضمن الوعد", "Answered within the promise"), FigureKind.Share, s => s.InPromiseShare, s => s.Issued + s.Refused),
        new("services.runningLate", new("جارٍ تجاوز وعده", "Running past the promise"), FigureKind.Count, s => s.RunningLate),
        new("services.complaints", new("شكاوى", "Complaints"), FigureKind.Count, s => s.Complaints),
        new("services.complaintsLate", new("شكاوى متأخرة", "Complaints answered late"), FigureKind.Count, s => s.ComplaintsLate),
    ];

    private static readonly IReadOnlyList<Figure<MonthlyReport>> OfProgramme =
    [
        new("programme.approved", new("موازنة معتمدة", "Budget approved"), FigureKind.Money, r => r.Programme.Approved.Dinars),
        new("programme.committed", new("موازنة مرتبط بها", "Budget committed"), FigureKind.Money, r => r.Programme.Committed.Dinars),
        new("programme.spent", new("موازنة مصروفة", "Budget spent"), FigureKind.Money, r => r.Programme.Spent.Dinars),
        new("programme.openVulnerabilities", new("ثغرات أمنية مفتوحة", "Open vulnerabilities"), FigureKind.Count, r => r.Programme.OpenVulnerabilities),
        new("programme.lateGaps", new("ثغرات جاهزية متأخرة", "Readiness gaps past their date"), FigureKind.Count, r => r.Programme.LateGaps),
        new("programme.lateDecisions", new("قرارات متأخرة", "Decisions not followed up in time"), FigureKind.Count, r => r.Programme.LateDecisions),
    ];

    /// <summary>The figures of all services, or of the portfolio, and of the programme; shares weighted by what they are of.</summary>
    public static IReadOnlyList<Figure<MonthlyReport>> Of(ReportKind kind) => kind == ReportKind.Reengineering
        ? [.. Enum.GetValues<PortfolioState>().Skip(1).Select(s => new Figure<MonthlyReport>($"portfolio.reached.{s}", Name(s), FigureKind.Count, r => r.Portfolio?.Reached.GetValueOrDefault(s))), .. OfProgramme]
        : [.. OfService.Select(f => new Figure<MonthlyReport>(f.Id, f.Name, f.Kind, r => Whole(f, r))), .. OfProgramme];

    /// <summary>What differs between a report as it was first frozen and as it was corrected.</summary>
    public static IReadOnlyList<CorrectedFigure> Corrected(MonthlyReport first, MonthlyReport now)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(now);
        var then = first.Services.ToDictionary(s => s.Service, StringComparer.Ordinal);
        List<CorrectedFigure> all =
        [
            .. now.Services.Where(s => then.ContainsKey(s.Service)).SelectMany(s => OfService.Select(f => new CorrectedFigure(s.Name, f.Name, f.Kind, f.Of(then[s.Service]), f.Of(s)))),
            .. (now.Portfolio is null ? OfProgramme : Of(now.Kind)).Select(f => new CorrectedFigure(null, f.Name, f.Kind, f.Of(first), f.Of(now))),
            .. first.Promises.Select(p => (Before: p, Now: now.Promises.FirstOrDefault(n => n.Number == p.Number)))
                .Select(p => new CorrectedFigure(null, new($"الوفاء بالوعد {p.Before.Number}", $"Promise {p.Before.Number} kept"), FigureKind.Count, p.Before.Kept ? 1 : 0, p.Now is null ? null : p.Now.Kept ? 1 : 0)),
        ];
        return [.. all.Where(c => c.Was != c.Is)];
    }

    /// <summary>A share of all services together; null where there is nothing to share.</summary>
    internal static decimal? Weighted(MonthlyReport report, Func<ServiceReport, decimal?> share, Func<ServiceReport, int> weight)
    {
        var all = report.Services.Sum(weight);
        return all == 0 ? null : report.Services.Sum(s => (share(s) ?? 0) * weight(s)) / all;
    }

    private static decimal? Whole(Figure<ServiceReport> figure, MonthlyReport report) =>
        figure.Weight is not { } weight ? report.Services.Sum(figure.Of) : Weighted(report, figure.Of, weight) is { } share ? Math.Round(share, 4) : null;

    private static LocalizedText Name(PortfolioState state) => state switch
    {
        PortfolioState.AsIsRecorded => new("سُجّل كما هو", "As is, recorded"),
        PortfolioState.Reengineered => new("أُعيدت هندسته", "Re-engineered"),
        PortfolioState.Automated => new("أُتمت", "Automated"),
        PortfolioState.AppliedOnTheGround => new("طُبق على أرض الواقع", "Applied on the ground"),
        _ => new("إلكتروني فقط", "Electronic only"),
    };
}
