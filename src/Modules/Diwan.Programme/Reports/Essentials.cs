using System.Globalization;
using Diwan.Documents;
using Diwan.Kernel;
using Diwan.Programme.Accountability;
using Diwan.Programme.Gates;
using Diwan.Programme.Portfolio;

namespace Diwan.Programme.Reports;

/// <summary>What a minister reads of a report in a minute, the same on the page and on paper.</summary>
public static class Essentials
{
    /// <summary>Lines for what was brought before the Council: a page holds no more beside the rest. All of it is in a table.</summary>
    private const int MostBrought = 4;

    private static readonly CultureInfo Arabic = CultureInfo.GetCultureInfo("ar-JO");

    /// <param name="before">Last month's report; null when there is none.</param>
    /// <param name="baseline">What the report is compared with; null when there is nothing.</param>
    public static IReadOnlyList<LocalizedText> Of(MonthlyReport report, MonthlyReport? before, BaselineReport? baseline)
    {
        ArgumentNullException.ThrowIfNull(report);
        List<LocalizedText> lines = report.Portfolio is { } portfolio ? [.. OfPortfolio(portfolio)] : [.. OfServices(report, before)];
        var g = report.Programme;
        lines.Add(new(
            $"الموازنة: معتمد {g.Approved.ToString(Language.Arabic)}، مرتبط به {g.Committed.ToString(Language.Arabic)}، مصروف {g.Spent.ToString(Language.Arabic)}.",
            $"Budget: {g.Approved.ToString(Language.English)} approved, {g.Committed.ToString(Language.English)} committed, {g.Spent.ToString(Language.English)} spent."));
        lines.Add(new(
            $"متأخرات: {Number(g.LateGaps)} ثغرة جاهزية، {Number(g.LateDecisions)} قرار بلا متابعة في موعده. ثغرات أمنية مفتوحة: {Number(g.OpenVulnerabilities)}.",
            $"Late: readiness gaps {Number(g.LateGaps)}, decisions not followed up in time {Number(g.LateDecisions)}. Open vulnerabilities: {Number(g.OpenVulnerabilities)}."));
        lines.AddRange(Brought(report.Escalated ?? []));
        if (report.Late is { Count: > 0 } late)
        {
            var worst = late.MaxBy(l => l.DaysLate)!;
            lines.Add(new(
                $"معاملات وشكاوى مضى موعدها: {Number(late.Sum(l => l.Count))}. أقدمها: {worst.Heading.Ar}، تأخرت أيام عمل عددها {Number(worst.DaysLate)}، والمسؤول {worst.Owner.Ar}.",
                $"Cases and complaints past their date: {Number(late.Sum(l => l.Count))}. The oldest: {worst.Heading.En}, working days late {Number(worst.DaysLate)}, answered for by {worst.Owner.En}."));
        }

        if (baseline is not null)
        {
            var figure = Comparison.Of(report.Kind).Single(f => f.Id == (report.Portfolio is null ? "services.submitted" : $"portfolio.reached.{PortfolioState.Reengineered}"));
            if (baseline.Value(figure) is { } value)
            {
                lines.Add(new($"للمقارنة، {baseline.Of.Title.Ar}: {figure.Name.Ar} {Number((long)value)}.", $"To compare. {baseline.Of.Title.En}: {figure.Name.En} {Number((long)value)}."));
            }
        }

        return lines;
    }

    /// <summary>A month as it is said: كانون الثاني 2018, January 2018.</summary>
    public static LocalizedText Month(DateOnly month) => new(
        $"{month.ToString("MMMM", Arabic)} {month.Year.ToString(CultureInfo.InvariantCulture)}", month.ToString("MMMM yyyy", CultureInfo.InvariantCulture));

    /// <summary>A day as it is said: 22 تموز 2017, 22 July 2017.</summary>
    public static LocalizedText Day(DateOnly day) => new(
        string.Create(CultureInfo.InvariantCulture, $"{day.Day} {Month(day).Ar}"), day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture));

    internal static string Number(long number) => number.ToString("#,##0", CultureInfo.InvariantCulture);

    internal static string Share(decimal? part) => part is { } p ? (Math.Round(p, 3) * 100).ToString("0.##", CultureInfo.InvariantCulture) + "%" : "–";

    private static IEnumerable<LocalizedText> OfPortfolio(PortfolioReport p)
    {
        string At(PortfolioState state) => Number(p.Reached[state]);
        string Now(PortfolioState state) => Number(p.ThisMonth[state]);
        yield return new(
            $"في الخطة {Number(p.Planned)} خدمة، سُمّي منها {Number(p.Listed)}: أُعيدت هندسة {At(PortfolioState.Reengineered)}، وأُتمتت {At(PortfolioState.Automated)}، وطُبقت على أرض الواقع {At(PortfolioState.AppliedOnTheGround)}.",
            $"The plan counts {Number(p.Planned)} services, {Number(p.Listed)} of them named: {At(PortfolioState.Reengineered)} re-engineered, {At(PortfolioState.Automated)} automated, {At(PortfolioState.AppliedOnTheGround)} applied on the ground.");
        yield return new(
            $"في هذا الشهر: أُعيدت هندسة {Now(PortfolioState.Reengineered)}، وأُتمتت {Now(PortfolioState.Automated)}، وطُبقت {Now(PortfolioState.AppliedOnTheGround)}.",
            $"In this month: {Now(PortfolioState.Reengineered)} re-engineered, {Now(PortfolioState.Automated)} automated, {Now(PortfolioState.AppliedOnTheGround)} applied.");
    }

    private static IEnumerable<LocalizedText> OfServices(MonthlyReport report, MonthlyReport? before)
    {
        var (now, then) = (Totals.Of(report), before is null ? null : Totals.Of(before));
        var launched = Number(report.Services.Count(s => s.Phase == GatePhase.Launched));
        yield return new($"أُطلقت {launched} من {Number(report.Services.Count)} خدمات مسمّاة.", $"{launched} of {Number(report.Services.Count)} named services are launched.");
        if (report.Services.Where(s => s is { Phase: GatePhase.Launched, Holding: > 0 }).ToList() is { Count: > 0 } open)
        {
            yield return new(
                $"مطلقة وفيها معيار مانع مفتوح: {string.Join("، ", open.Select(s => s.Name.Ar))}.", $"Launched with a blocking criterion open: {string.Join("; ", open.Select(s => s.Name.En))}.");
        }

        yield return Beside(
            new($"قُدّمت {Number(now.Submitted)} معاملة، {Share(now.Online)} منها قدّمها الناس بأنفسهم.", $"{Number(now.Submitted)} cases were submitted, {Share(now.Online)} of them by people themselves."),
            then is null ? null : Number(then.Submitted));
        yield return Beside(
            new($"انتهت {Number(now.Ended)} معاملة، وأُجيب {Share(now.InPromise)} من المجاب ضمن الوعد.", $"{Number(now.Ended)} cases came to their end; {Share(now.InPromise)} of those answered were answered within the promise."),
            then is null ? null : Share(then.InPromise));
        var (late, running) = (Number(report.Services.Sum(s => s.RunningLate)), Number(report.Services.Sum(s => s.Running)));
        yield return new($"{late} من {running} معاملة جارية تجاوزت وعدها.", $"{late} of {running} running cases are past their promise.");
        if (report.Services.Sum(s => s.Exemptions?.Sum(e => e.Count) ?? 0) is > 0 and var exempt)
        {
            yield return new($"{Number(exempt)} معاملة قُدّمت بالشباك باستثناء.", $"{Number(exempt)} cases came by a closed counter by an exemption.");
        }

        if (report.Services.Where(s => s.Overrides.Count > 0).ToList() is { Count: > 0 } passed)
        {
            string Names(Language language, string between) => string.Join(between, passed.Select(s => $"{s.Name.In(language)} ({string.Join(", ", s.Overrides.Select(o => $"{Isolate.Value(o.Number)} {(language == Language.Arabic ? "حتى" : "until")} {Day(o.Ends).In(language)}"))})"));
            yield return new(
                $"خدمات تمرّ بقرار رغم معيار مانع: {Names(Language.Arabic, "، ")}.", $"Services that pass by decision in spite of a blocking criterion: {Names(Language.English, ", ")}.");
        }
    }

    /// <summary>What was brought before the Council, the oldest first: gaps of one service with one owner in one line, and what has no line of its own counted.</summary>
    private static IEnumerable<LocalizedText> Brought(IReadOnlyList<EscalationView> all)
    {
        var groups = all.GroupBy(e => (e.Matter.StartsWith("gap:", StringComparison.Ordinal) ? e.Matter[..e.Matter.LastIndexOf(':')] : e.Matter, e.Owner))
            .Select(g => g.OrderBy(e => e.DueOn).ToList()).OrderBy(g => g[0].DueOn).ThenBy(g => g[0].Matter, StringComparer.Ordinal).ToList();
        foreach (var group in groups.Take(MostBrought))
        {
            var (first, due) = (group[0], Day(group[0].DueOn));
            yield return group.Count == 1
                ? new($"متأخر رُفع إلى المجلس: {first.Title.Ar}. المسؤول: {first.Owner.Ar}. كان موعده {due.Ar}.", $"Late and brought before the Council: {first.Title.En}. Answered for by {first.Owner.En}. It was due on {due.En}.")
                : new($"متأخر رُفع إلى المجلس: {Service(first.Title.Ar)}، ثغرات جاهزية عددها {Number(group.Count)}. المسؤول: {first.Owner.Ar}. أقدم موعد {due.Ar}.",
                    $"Late and brought before the Council: {Service(first.Title.En)}, readiness gaps: {Number(group.Count)}. Answered for by {first.Owner.En}. The first was due on {due.En}.");
        }

        if (groups.Skip(MostBrought).Sum(g => g.Count) is > 0 and var more)
        {
            yield return new($"وأمور متأخرة أخرى رُفعت إلى المجلس عددها {Number(more)}.", $"Other late matters brought before the Council: {Number(more)}.");
        }

        // The title of a gap is the service's name, then the criterion's.
        static string Service(string title) => title.Split(": ", 2)[0];
    }

    private static LocalizedText Beside(LocalizedText figure, string? lastMonth) =>
        lastMonth is null ? figure : new($"{figure.Ar} (في الشهر السابق {lastMonth})", $"{figure.En} (last month {lastMonth})");

    /// <summary>All services together.</summary>
    private sealed record Totals(int Submitted, int Ended, decimal? Online, decimal? InPromise)
    {
        internal static Totals Of(MonthlyReport report) => new(
            report.Services.Sum(s => s.Submitted),
            report.Services.Sum(s => s.Ended),
            Comparison.Weighted(report, s => s.OnlineShare, s => s.Submitted),
            Comparison.Weighted(report, s => s.InPromiseShare, s => s.Issued + s.Refused));
    }
}
