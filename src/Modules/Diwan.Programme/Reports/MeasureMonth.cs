using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Engine.Definitions;
using Diwan.Engine.Workbench;
using Diwan.Kernel;
using Diwan.Programme.Accountability;
using Diwan.Programme.Budget;
using Diwan.Programme.Committee;
using Diwan.Programme.Gates;
using Diwan.Programme.Partners;
using Diwan.Programme.Portfolio;
using Diwan.Programme.Security;

namespace Diwan.Programme.Reports;

/// <summary>Makes the report of a month from what the platform holds now.</summary>
public sealed class MeasureMonth(
    CountCases cases, ReadGate gate, FindDecisions decisions, FindPortfolio portfolio, FindVulnerabilities vulnerabilities, Budgets budgets, Escalate escalate,
    MeasurePartners partners, FindTrainees trainees, ReadMatters matters, FindReports reports, PublishedServices services, TimeProvider time)
{
    private static readonly LocalizedText Counted = new(
        "كل رقم معدود من صفوف المنصة من أول لحظة في الشهر إلى آخر لحظة فيه بتوقيت عمّان. ما يكتبه الناس (الموازنة، وحالات المحفظة، ومتابعة القرارات) معدود مما كتبوه، باسم من كتبه ودليله.",
        "Every figure is counted from the platform's own rows, from the first to the last moment of the month in Amman. What people write (the budget, states of the portfolio, what was done about decisions) is counted from what they wrote, with who wrote it and the evidence.");

    private static readonly LocalizedText[] OfServices =
    [
        new("الحصة الإلكترونية: ما قدّمه الناس بأنفسهم بالبوابة أو الهاتف أو الرسائل أو الواجهة، مقسوماً على كل ما قُدّم.",
            "Online share: what people submitted themselves by portal, mobile, SMS or API, divided by all that was submitted."),
        new("ضمن الوعد: ما أُجيب بالإصدار أو الرفض في الوقت الموعود، مقسوماً على كل ما أُجيب.",
            "In the promise: what was answered, by issue or refusal, in the promised time, divided by all that was answered."),
        new("كلفة المعاملة: ما صُرف من موازنة البرنامج على الخدمة منذ مطلع السنة، مقسوماً على ما أُجيب فيها منذ مطلعها. لا تدخل فيها رواتب المؤسسة.",
            "Cost of a case: what was spent of the programme's budget for the service since January, divided by the cases answered since then. Salaries of the institution are not in it."),
        new("مستحق الشريك: ما قُدّم في نقاطه مضروباً بعمولة العقد، ناقصاً حسم كل مستوى خدمة لم يبلغه. لا يُحكم على شهر فيه أقل من 20 معاملة.",
            "Due to a partner: what was submitted at its counters times the commission of the contract, less the deduction for each level missed. A month of fewer than 20 cases is not judged."),
        new("الجاهزية: مجموع درجات المعايير مقسوماً على أقصاها. القائمة نفسها مفترضة. وهي والمرحلة والمعايير المانعة والثغرات المتأخرة كما كانت عند أول تجميد للشهر، ولا يغيّرها تصحيح.",
            "Readiness: the points of the criteria divided by the most there can be. The list itself is assumed. It, the phase, what holds and late gaps are as they were when the month was first frozen; a correction does not change them."),
        new("وعد الشهر وُفي به إن كُتب إنجازه في موعده أو قبله. ما أُنجز بعده لم يُوفَ به في موعده.",
            "A promise of the month was kept when it was written down as done on its day or before. What was done later was not kept in time."),
        new("الزيارات والأوراق الموفّرة: ما يطلبه الإجراء السابق ناقصاً ما يطلبه الجديد لمعاملة متوسطة، مضروباً في ما قُدّم بكل قناة. الشباك لا يوفّر شيئاً، والتقديم بمساعدة يُنقص زيارة. أرقام الإجراءين مفترضة في معظمها.",
            "Visits and papers spared: what the old procedure asks in an average case, less what the new one asks, times what was submitted by each channel. The counter spares nothing; assistance takes a visit off. Most figures of the procedures are assumed."),
    ];

    private static readonly LocalizedText[] OfPortfolio =
    [
        new("حالة كل خدمة يكتبها مكتب البرنامج أو يستوردها، بتاريخها ودليلها واسم من كتبها. المنصة تعدّها ولا تقيسها.",
            "The state of each service is written down or imported by the programme office, with its date, its evidence and who wrote it. The platform counts the states; it does not measure them."),
    ];

    /// <param name="month">Any day of it.</param>
    public async Task<MonthlyReport> RunAsync(ReportKind kind, DateOnly month, CancellationToken ct)
    {
        var first = new DateOnly(month.Year, month.Month, 1);
        var last = first.AddMonths(1).AddDays(-1);
        var (from, to) = (NationalCalendar.At(first, TimeOnly.MinValue), NationalCalendar.At(first.AddMonths(1), TimeOnly.MinValue));
        var now = time.GetUtcNow();
        var lines = await gate.AllAsync(ct);
        var decided = (await decisions.AllAsync(ct)).Where(d => d.DecidedOn <= last).ToList();
        var replaced = decided.Select(d => d.Replaces).ToHashSet(StringComparer.Ordinal);
        var standing = decided.Where(d => !replaced.Contains(d.Number)).ToList();
        var weak = await vulnerabilities.AllAsync(ct);
        var entries = await budgets.AllAsync(to, ct);
        var money = Budgets.Sums(entries);
        var figures = kind == ReportKind.Services ? await cases.RunAsync(from, to, ct) : new Dictionary<string, ServiceFigures>();

        // Counting a year is for a report that is frozen, not for whoever looks at the running month.
        var answered = kind == ReportKind.Services && to <= now ? await cases.AnsweredAsync(NationalCalendar.At(new DateOnly(first.Year, 1, 1), TimeOnly.MinValue), to, ct) : null;
        return new MonthlyReport(
            kind,
            first,
            now,
            kind == ReportKind.Services
                ? [.. lines.Select(l => ServiceReport.Of(l, [.. Overrides(standing, l.Service.Id.ToString(), last)], figures.GetValueOrDefault(l.Service.Id.ToString()),
                    Budgets.SpentFor(entries, l.Service.Id.ToString(), first.Year), answered is null ? null : answered.GetValueOrDefault(l.Service.Id.ToString()), Spared(l.Service.Id, figures.GetValueOrDefault(l.Service.Id.ToString()))))]
                : [],
            kind == ReportKind.Reengineering ? await PortfolioAsync(first, last, ct) : null,
            new ProgrammeFigures(
                money.Sum(m => m.Approved), money.Sum(m => m.Committed), money.Sum(m => m.Spent),
                weak.Count(v => v.FoundAt < to && (v.ClosedAt is null || v.ClosedAt >= to)), weak.Count(v => v.Blocks),
                lines.Sum(l => l.LateGaps), standing.Count(d => !d.DoneOn(last)), standing.Count(d => d.DueOn < last && !d.DoneOn(last))),
            [.. standing.Where(d => d.DueOn >= first && d.DueOn <= last).Select(d => Promise(d, d.DueOn!.Value))],
            [.. standing.Where(d => d.Kind == DecisionKind.Recommendation && !d.DoneOn(last)).Select(d => Promise(d, last))],
            [Counted, .. kind == ReportKind.Services ? OfServices : OfPortfolio],
            await escalate.BroughtAsync(EscalationLevel.Cabinet, from, to, ct),
            kind == ReportKind.Services ? await partners.RunAsync(first, ct) : null,
            kind == ReportKind.Services ? await trainees.CountAsync(last, ct) : null,
            [.. (await matters.LateWorkAsync(ct)).Select(m => new LateMatter(m.Key, m.Kind, m.Title, m.Count, m.Owner, m.OpenedOn, m.DueOn!.Value, m.DaysLate))],
            await reports.StandsAsync(kind, first, standing, ct),
            FigureQueries.Book(kind, first, now));
    }

    /// <summary>Visits and papers, from the processes before and after and from how people really came.</summary>
    private (int Visits, int Papers)? Spared(ServiceId service, ServiceFigures? figures)
    {
        if (services.Catalogue.Workbench is not { Method: { } method } book || book.Find(service) is not { } model)
        {
            return null;
        }

        var (visits, papers) = (0.0, 0.0);
        foreach (var (channel, count) in figures?.Submitted ?? new Dictionary<Channel, int>())
        {
            var one = StandardCost.Spared(model, method, channel);
            (visits, papers) = (visits + (count * one.Visits), papers + (count * one.Papers));
        }

        return ((int)Math.Round(visits, MidpointRounding.AwayFromZero), (int)Math.Round(papers, MidpointRounding.AwayFromZero));
    }

    private IEnumerable<OverrideReport> Overrides(List<DecisionView> standing, string service, DateOnly day) =>
        standing.Where(d => d.Kind == DecisionKind.Override && d.Service == service && d.Ends >= day)
            .Select(d => new OverrideReport(d.Number, services.Catalogue.Gate.Find(d.Criterion!)?.Name ?? LocalizedText.Same(d.Criterion!), d.Ends!.Value));

    /// <param name="by">What was done later is not kept by then.</param>
    private static PromiseReport Promise(DecisionView d, DateOnly by) => new(d.Number, d.Words, d.Owner, d.DueOn, d.DoneOn(by));

    private async Task<PortfolioReport> PortfolioAsync(DateOnly first, DateOnly last, CancellationToken ct)
    {
        var services = await portfolio.AllAsync(last, ct);
        var count = FindPortfolio.Count(services);
        return new PortfolioReport(
            count.Planned,
            count.Listed,
            count.Reached,
            Enum.GetValues<PortfolioState>().ToDictionary(s => s, s => services.Count(v => v.Steps.Any(x => x.State == s && x.On >= first))),
            [
                .. services.GroupBy(s => s.Institution).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new InstitutionReport(
                    g.Key, g.Count(), g.Count(s => s.State >= PortfolioState.Reengineered), g.Count(s => s.State >= PortfolioState.Automated),
                    g.Count(s => s.State >= PortfolioState.AppliedOnTheGround))),
            ]);
    }
}
