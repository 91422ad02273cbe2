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
    MeasurePartners partners, FindTrainees trainees, PublishedServices services, TimeProvider time)
{
    private static readonly LocalizedText[] Method =
    [
        new("كل رقم معدود من صفوف المنصة من أول لحظة في الشهر إلى آخر لحظة فيه بتوقيت عمّان، لا منقول ولا مكتوب باليد.",
            "Every figure is counted from the platform's own rows, from the first to the last moment of the month in Amman; none is carried over or typed in."),
        new("الحصة الإلكترونية: ما قدّمه الناس بأنفسهم بالبوابة أو الهاتف أو الرسائل أو الواجهة، مقسوماً على كل ما قُدّم.",
            "Online share: what people submitted themselves by portal, mobile, SMS or API, divided by all that was submitted."),
        new("ضمن الوعد: ما أُجيب بالإصدار أو الرفض في الوقت الموعود، مقسوماً على كل ما أُجيب.",
            "In the promise: what was answered, by issue or refusal, in the promised time, divided by all that was answered."),
        new("كلفة المعاملة: ما صُرف من موازنة البرنامج على الخدمة منذ مطلع السنة، مقسوماً على ما أُجيب فيها منذ مطلعها. لا تدخل فيها رواتب المؤسسة.",
            "Cost of a case: what was spent of the programme's budget for the service since January, divided by the cases answered since then. Salaries of the institution are not in it."),
        new("مستحق الشريك: ما قُدّم في نقاطه مضروباً بعمولة العقد، ناقصاً حسم كل مستوى خدمة لم يبلغه. لا يُحكم على شهر فيه أقل من 20 معاملة.",
            "Due to a partner: what was submitted at its counters times the commission of the contract, less the deduction for each level missed. A month of fewer than 20 cases is not judged."),
        new("الجاهزية: مجموع درجات المعايير مقسوماً على أقصاها لحظة القياس. القائمة نفسها مفترضة.",
            "Readiness: the points of the criteria divided by the most there can be, at the moment of measuring. The list itself is assumed."),
        new("الزيارات والأوراق الموفّرة: ما يطلبه الإجراء السابق ناقصاً ما يطلبه الجديد لمعاملة متوسطة، مضروباً في ما قُدّم بكل قناة. الشباك لا يوفّر شيئاً، والتقديم بمساعدة يُنقص زيارة. أرقام الإجراءين مفترضة في معظمها.",
            "Visits and papers spared: what the old procedure asks in an average case, less what the new one asks, times what was submitted by each channel. The counter spares nothing; assistance takes a visit off. Most figures of the procedures are assumed."),
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
                ? [.. lines.Select(l => ServiceReport.Of(l, [.. Overrides(decided, l.Service.Id.ToString(), last)], figures.GetValueOrDefault(l.Service.Id.ToString()),
                    Budgets.SpentFor(entries, l.Service.Id.ToString(), first.Year), answered is null ? null : answered.GetValueOrDefault(l.Service.Id.ToString()), Spared(l.Service.Id, figures.GetValueOrDefault(l.Service.Id.ToString()))))]
                : [],
            kind == ReportKind.Reengineering ? await PortfolioAsync(first, last, ct) : null,
            new ProgrammeFigures(
                money.Sum(m => m.Approved), money.Sum(m => m.Committed), money.Sum(m => m.Spent),
                weak.Count(v => v.FoundAt < to && (v.ClosedAt is null || v.ClosedAt >= to)), weak.Count(v => v.Blocks),
                lines.Sum(l => l.LateGaps), decided.Count(d => !d.Done && d.ReplacedBy is null), decided.Count(d => d.IsLate(last))),
            [.. decided.Where(d => d.DueOn >= first && d.DueOn <= last && d.ReplacedBy is null).Select(d => Promise(d))],
            [.. decided.Where(d => d.Kind == DecisionKind.Recommendation && !d.Done && d.ReplacedBy is null).Select(d => Promise(d))],
            Method,
            await escalate.BroughtAsync(EscalationLevel.Cabinet, from, to, ct),
            kind == ReportKind.Services ? await partners.RunAsync(first, ct) : null,
            kind == ReportKind.Services ? await trainees.CountAsync(last, ct) : null);
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

    private static IEnumerable<string> Overrides(List<DecisionView> decided, string service, DateOnly day) =>
        decided.Where(d => d.Kind == DecisionKind.Override && d.Service == service && d.HoldsOn(day)).Select(d => d.Number);

    private static PromiseReport Promise(DecisionView d) => new(d.Number, d.Words, d.Owner, d.DueOn, d.Done);

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
