using System.Globalization;
using Diwan.Cases.Published;
using Diwan.Documents;
using Diwan.Kernel;
using Diwan.Programme.Portfolio;
using Diwan.Programme.Reports;

namespace Diwan.Programme.Papers;

/// <summary>
/// A frozen report as a sealed paper: the essentials on the first page, then the figures as bars and a table. One paper a revision and
/// language; the same again gives the same paper.
/// </summary>
public sealed class IssueReportPaper(FindReports reports, ProgrammePapers papers, PublishedServices services)
{
    /// <param name="revision">Null for the latest.</param>
    /// <returns>Null when the month is not frozen.</returns>
    public async Task<DownloadDocument.Result.Ready?> RunAsync(Actor who, ReportKind kind, DateOnly month, int? revision, Language language, CancellationToken ct)
    {
        var revisions = await reports.RunAsync(kind, month, ct);
        if (revisions.FirstOrDefault(r => revision is null || r.Revision == revision) is not { } frozen)
        {
            return null;
        }

        var before = await reports.RunAsync(kind, month.AddMonths(-1), ct) is [var last, ..] ? last.Report : null;
        var baseline = await reports.BaselineAsync(frozen.Report, ct);
        var name = string.Create(CultureInfo.InvariantCulture, $"report:{kind}:{month:yyyy-MM}:{frozen.Revision}:{language.Code()}");
        var (title, blocks, facts) = Content(frozen, before, baseline);
        return await papers.IssueAsync(
            who, name, string.Create(CultureInfo.InvariantCulture, $"R-{month:yyyy-MM}/{frozen.Revision}"), "monthly-report", title, blocks, facts, language, ct);
    }

    private (Words Title, IReadOnlyList<DocumentBlock> Blocks, IReadOnlyList<SealFact> Facts) Content(FrozenReport frozen, MonthlyReport? before, BaselineReport? baseline)
    {
        var report = frozen.Report;
        var month = Essentials.Month(report.Month);
        var title = report.Kind == ReportKind.Services
            ? new Words($"التقرير الشهري إلى مجلس الوزراء: {month.Ar}", $"Monthly report to the Council of Ministers: {month.En}")
            : new Words($"التقرير الشهري عن إعادة هندسة الخدمات: {month.Ar}", $"Monthly report on re-engineering: {month.En}");
        List<DocumentBlock> blocks = [new DocumentBlock.Points([.. Essentials.Of(report, before, baseline).Select(ProgrammePapers.Of)], Caption: new("الخلاصة", "Essentials"))];
        if (frozen.Why is { } why)
        {
            blocks.Insert(0, new DocumentBlock.Notice(Words.Same(why), new("صُحّح هذا التقرير بعد تجميده", "This report was corrected after it was frozen"), NoticeTone.Important));
        }

        if (report.Requested.Count > 0)
        {
            blocks.Add(new DocumentBlock.Points([.. report.Requested.Select(Said)], Caption: new("قرارات مطلوبة من المجلس", "Decisions asked of the Council")));
        }

        if (report.Promises.Count > 0)
        {
            blocks.Add(new DocumentBlock.Points(
                [.. report.Promises.Select(p => new Words($"{(p.Kept ? "أُنجز" : "لم يُنجز")}: {Said(p).Ar}", $"{(p.Kept ? "Kept" : "Not kept")}: {Said(p).En}"))],
                Caption: new("ما وُعد به لهذا الشهر", "What was promised for this month")));
        }

        // The first page is what a minister reads; charts and tables begin on the next.
        blocks.Add(new DocumentBlock.PageBreak());
        blocks.AddRange(report.Portfolio is { } portfolio ? OfPortfolio(portfolio) : OfServices(report));
        if (report.Services.SelectMany(s => s.Overrides.Select(o => (s.Name, Held: o))).ToList() is { Count: > 0 } held)
        {
            blocks.Add(new DocumentBlock.Table(
                [new(new("الخدمة", "Service"), 2), new(new("المعيار", "Criterion"), 2.4), new(new("القرار", "Decision"), 1), new(new("آخر يوم", "Last day"), 1.2)],
                [.. held.Select(h => (IReadOnlyList<Words>)[ProgrammePapers.Of(h.Name), ProgrammePapers.Of(h.Held.Criterion), Words.Same(h.Held.Number), ProgrammePapers.Of(Essentials.Day(h.Held.Ends))])],
                new("معايير مانعة تمرّ بقرار", "Blocking criteria that pass by decision")));
        }

        if (report.Escalated is { Count: > 0 } brought)
        {
            blocks.Add(new DocumentBlock.Table(
                [new(new("ما رُفع إلى المجلس", "Brought before the Council"), 3), new(new("المسؤول", "Answered for by"), 2), new(new("الموعد", "Due"), 1.2)],
                [.. brought.Select(e => (IReadOnlyList<Words>)[ProgrammePapers.Of(e.Title), ProgrammePapers.Of(e.Owner), ProgrammePapers.Of(Essentials.Day(e.DueOn))])],
                new("متأخر رُفع إلى المجلس في الشهر", "Late matters brought before the Council in the month")));
        }

        if (report.Late is { Count: > 0 } late)
        {
            blocks.Add(new DocumentBlock.Table(
                [new(new("ما تأخر", "What is late"), 2), new(new("العدد", "How many"), 0.8, true), new(new("المسؤول", "Answered for by"), 2.6), new(new("منذ", "Since"), 1.2), new(new("أيام عمل بعد الموعد", "Working days late"), 1, true)],
                [
                    .. late.Select(l => (IReadOnlyList<Words>)
                    [
                        ProgrammePapers.Of(l.Heading), Number(l.Count), ProgrammePapers.Of(l.Owner), l.Since is { } since ? ProgrammePapers.Of(Essentials.Day(since)) : Words.Same("–"), Number(l.DaysLate),
                    ]),
                ],
                new("معاملات وشكاوى مضى موعدها", "Cases and complaints past their date")));
        }

        if (report.Partners is { Count: > 0 } partners)
        {
            blocks.Add(new DocumentBlock.Table(
                [new(new("الشريك", "Partner"), 2.4), new(new("قُدّمت", "Submitted"), 1, true), new(new("شكاوى", "Complaints"), 1, true), new(new("مستويات لم تُبلغ", "Levels missed"), 1.2, true), new(new("المستحق", "Due"), 1.4, true)],
                [
                    .. partners.Select(p => (IReadOnlyList<Words>)
                    [
                        ProgrammePapers.Of(p.Name), Number(p.Submitted), Number(p.Complaints), Number(p.Levels.Count(l => l.IsMissed)),
                        p.Contract is null ? Words.Same("–") : new(p.Due.ToString(Language.Arabic), p.Due.ToString(Language.English)),
                    ]),
                ],
                new("الشركاء", "Partners")));
        }

        blocks.Add(new DocumentBlock.Points([.. report.Method.Select(ProgrammePapers.Of)], Caption: new("كيف حُسبت الأرقام", "How the figures were counted")));
        if (report.Counted is { } counted)
        {
            blocks.Add(new DocumentBlock.Paragraph(
                new($"استعلام كل رقم مجمّد مع التقرير، وعددها {Essentials.Number(counted.Figures.Count)}: في صفحة التقرير وفي مصنف بياناته.", $"The query of each of the {Essentials.Number(counted.Figures.Count)} figures is frozen with the report: on its page and in its workbook."),
                ParagraphTone.Small));
        }

        blocks.Add(new DocumentBlock.Paragraph(new($"بصمة البيانات المجمّدة: {Isolate.Value(frozen.Hash)}", $"Hash of the frozen data: {Isolate.Value(frozen.Hash)}"), ParagraphTone.Small));
        return (
            title, blocks,
            [
                new("report", new("التقرير", "Report"), report.Kind == ReportKind.Services ? "services" : "re-engineering"),
                new("month", new("الشهر", "Month"), report.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture)),
                new("revision", new("الإصدار", "Revision"), frozen.Revision.ToString(CultureInfo.InvariantCulture)),
                new("data", new("بصمة البيانات", "Hash of the data"), frozen.Hash[..16]),
            ]);
    }

    private static IEnumerable<DocumentBlock> OfServices(MonthlyReport report)
    {
        var most = Math.Max(1, report.Services.Max(s => s.Submitted));
        yield return new DocumentBlock.Bars(
            [.. report.Services.Select(s => new Bar(ProgrammePapers.Of(s.Name), (double)s.Submitted / most, Words.Same(Essentials.Number(s.Submitted))))], new("ما قُدّم", "Submitted"));
        yield return new DocumentBlock.Bars(
            [.. report.Services.Select(s => new Bar(ProgrammePapers.Of(s.Name), (double)(s.InPromiseShare ?? 0), Words.Same(Essentials.Share(s.InPromiseShare))))],
            new("ما أُجيب ضمن الوعد", "Answered within the promise"));
        yield return new DocumentBlock.Table(
            [
                new(new("الخدمة", "Service"), 2.6), new(new("قُدّمت", "Submitted"), 1, true), new(new("بوسيلة الناس", "By own means"), 1.1, true), new(new("صدرت", "Issued"), 1, true),
                new(new("رُفضت", "Refused"), 1, true), new(new("جارية", "Running"), 1, true), new(new("متأخرة", "Late"), 1, true), new(new("شكاوى", "Complaints"), 1.1, true),
            ],
            [
                .. report.Services.Select(s => (IReadOnlyList<Words>)
                [
                    ProgrammePapers.Of(s.Name), Number(s.Submitted), Words.Same(Essentials.Share(s.OnlineShare)), Number(s.Issued), Number(s.Refused), Number(s.Running), Number(s.RunningLate), Number(s.Complaints),
                ]),
            ],
            new("أرقام الخدمات", "Figures of the services"),
            [
                new("المجموع", "Total"), Number(report.Services.Sum(s => s.Submitted)), Words.Same(""), Number(report.Services.Sum(s => s.Issued)), Number(report.Services.Sum(s => s.Refused)),
                Number(report.Services.Sum(s => s.Running)), Number(report.Services.Sum(s => s.RunningLate)), Number(report.Services.Sum(s => s.Complaints)),
            ]);
        if (report.Services.Any(s => s.VisitsSpared is not null || s.CostPerCase is not null))
        {
            yield return new DocumentBlock.Table(
                [
                    new(new("الخدمة", "Service"), 2.6), new(new("زيارات موفّرة", "Visits spared"), 1.2, true), new(new("أوراق موفّرة", "Papers spared"), 1.2, true),
                    new(new("كلفة المعاملة", "Cost of a case"), 1.4, true),
                ],
                [.. report.Services.Select(s => (IReadOnlyList<Words>)[ProgrammePapers.Of(s.Name), Number(s.VisitsSpared), Number(s.PapersSpared), Amount(s.CostPerCase)])],
                new("ما وفّرته الخدمات وما كلّفته", "What the services spared and cost"),
                [new("المجموع", "Total"), Number(report.Services.Sum(s => s.VisitsSpared)), Number(report.Services.Sum(s => s.PapersSpared)), Words.Same("")]);
        }
    }

    private IEnumerable<DocumentBlock> OfPortfolio(PortfolioReport portfolio)
    {
        yield return new DocumentBlock.Bars(
            [
                .. new (PortfolioState State, Words Name)[]
                {
                    (PortfolioState.AsIsRecorded, new("سُجّلت كما هي", "Recorded as they are")), (PortfolioState.Reengineered, new("أُعيدت هندستها", "Re-engineered")),
                    (PortfolioState.Automated, new("أُتمتت", "Automated")), (PortfolioState.AppliedOnTheGround, new("طُبقت على أرض الواقع", "Applied on the ground")),
                    (PortfolioState.ElectronicOnly, new("إلكترونية فقط", "Electronic only")),
                }.Select(s => new Bar(s.Name, (double)portfolio.Reached[s.State] / portfolio.Planned, Number(portfolio.Reached[s.State]))),
            ],
            new($"ما بلغته من {Essentials.Number(portfolio.Planned)} خدمة في الخطة", $"What they have reached, of {Essentials.Number(portfolio.Planned)} services in the plan"));
        yield return new DocumentBlock.Table(
            [
                new(new("المؤسسة", "Institution"), 2.6), new(new("مسمّاة", "Named"), 1, true), new(new("أُعيدت هندستها", "Re-engineered"), 1.3, true), new(new("أُتمتت", "Automated"), 1, true),
                new(new("طُبقت", "Applied"), 1, true),
            ],
            [
                .. portfolio.Institutions.Select(i => (IReadOnlyList<Words>)
                [
                    services.Catalogue.FindInstitution(i.Institution) is { } known ? ProgrammePapers.Of(known.Name) : Words.Same(i.Institution), Number(i.Listed), Number(i.Reengineered), Number(i.Automated), Number(i.OnTheGround),
                ]),
            ],
            new("حسب المؤسسة", "By institution"));
    }

    private static Words Said(PromiseReport p) => new($"{p.Number} {p.Words.Ar} ({Isolate.Value(p.Owner)})", $"{p.Number} {p.Words.En} ({Isolate.Value(p.Owner)})");

    private static Words Number(int? number) => Words.Same(number is { } n ? Essentials.Number(n) : "–");

    private static Words Amount(Money? money) => money is { } m ? new(m.ToString(Language.Arabic), m.ToString(Language.English)) : Words.Same("–");
}
