using System.Text;
using System.Text.Json;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Programme.Portfolio;
using Diwan.Programme.Reports;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Programme;

/// <summary>A monthly report: essentials first, then charts, each with its table, beside last month and the first report ever frozen.</summary>
public sealed class ReportModel(FindReports find, MeasureMonth measure, FreezeReport freeze, Links links, Text text, TimeProvider time) : ProgrammePage(text)
{
    private MonthlyReport? _before;
    private MonthlyReport? _baseline;

    [BindProperty(SupportsGet = true)]
    public int? Revision { get; set; }

    public MonthlyReport Report { get; private set; } = null!;

    /// <summary>As frozen; null for a month that is not over.</summary>
    public FrozenReport? Frozen { get; private set; }

    public IReadOnlyList<FrozenReport> Revisions { get; private set; } = [];

    /// <summary>What was typed as reason of a correction and refused.</summary>
    public string? Why { get; private set; }

    /// <summary>What a minister reads in a minute.</summary>
    public IEnumerable<object> Essentials
    {
        get
        {
            if (Report.Portfolio is { } p)
            {
                yield return Words["programme.essential.portfolio", Words.Number(p.Planned), Words.Number(p.Listed), Words.Number(p.Reached[PortfolioState.Reengineered]),
                    Words.Number(p.Reached[PortfolioState.Automated]), Words.Number(p.Reached[PortfolioState.AppliedOnTheGround])];
                yield return Words["programme.essential.moved", Words.Number(p.ThisMonth[PortfolioState.Reengineered]), Words.Number(p.ThisMonth[PortfolioState.Automated]), Words.Number(p.ThisMonth[PortfolioState.AppliedOnTheGround])];
            }
            else
            {
                var (now, then) = (Totals(Report), _before is null ? null : Totals(_before));
                yield return Words["programme.essential.launched", Words.Number(Report.Services.Count(s => s.Phase == Diwan.Programme.Gates.GatePhase.Launched)), Words.Number(Report.Services.Count)];
                yield return With(Words["programme.essential.submitted", Words.Number(now.Submitted), Share(now.Online)], then is null ? null : Words.Number(then.Submitted));
                yield return With(Words["programme.essential.answered", Words.Number(now.Ended), Share(now.InPromise)], then is null ? null : Share(then.InPromise));
                yield return Words["programme.essential.late", Words.Number(Report.Services.Sum(s => s.RunningLate)), Words.Number(Report.Services.Sum(s => s.Running))];
                if (Report.Services.Where(s => s.Overrides.Count > 0).ToList() is { Count: > 0 } passed)
                {
                    yield return Words["programme.essential.overrides", string.Join(Words.Language == Language.Arabic ? "، " : ", ", passed.Select(s => $"{s.Name.In(Words.Language)} ({string.Join(", ", s.Overrides)})"))];
                }
            }

            var g = Report.Programme;
            yield return Words["programme.essential.money", Words.Money(g.Approved), Words.Money(g.Committed), Words.Money(g.Spent)];
            yield return Words["programme.essential.open", Words.Number(g.LateGaps), Words.Number(g.LateDecisions), Words.Number(g.OpenVulnerabilities)];
            if (_baseline is { } first && first.Month != Report.Month)
            {
                yield return Words["programme.essential.baseline", Words.Month(first.Month), Report.Portfolio is null ? Words.Number(Totals(first).Submitted) : Words.Number(first.Portfolio!.Reached[PortfolioState.Reengineered])];
            }
        }
    }

    public IEnumerable<ChartModel> Charts => Report.Portfolio is { } p
        ?
        [
            new ChartModel(
                ChartKind.Columns, (string)Words["programme.byInstitution"], (string)Words["programme.institution"], [.. p.Institutions.Select(i => i.Institution)],
                [
                    new((string)Words["programme.listed"], [.. p.Institutions.Select(i => (decimal?)i.Listed)]),
                    new((string)Words["programme.state.Reengineered"], [.. p.Institutions.Select(i => (decimal?)i.Reengineered)]),
                    new((string)Words["programme.state.Automated"], [.. p.Institutions.Select(i => (decimal?)i.Automated)]),
                    new((string)Words["programme.state.AppliedOnTheGround"], [.. p.Institutions.Select(i => (decimal?)i.OnTheGround)]),
                ],
                Words.Number),
        ]
        :
        [
            new ChartModel(
                ChartKind.Bars, (string)Words["programme.submitted"], (string)Words["programme.service"], [.. Report.Services.Select(s => s.Name.In(Words.Language))],
                [new((string)Words["programme.submitted"], [.. Report.Services.Select(s => (decimal?)s.Submitted)])], Words.Number),
            new ChartModel(
                ChartKind.Bars, (string)Words["programme.inPromise"], (string)Words["programme.service"], [.. Report.Services.Select(s => s.Name.In(Words.Language))],
                [new((string)Words["programme.inPromise"], [.. Report.Services.Select(s => s.InPromiseShare)])], Words.Percent),
        ];

    public TableModel Table => Report.Portfolio is { } p
        ? new(
            (string)Words["programme.reached"],
            [new((string)Words["programme.stands"]), new((string)Words["programme.services"], true), new((string)Words["programme.thisMonth"], true)],
            [.. Enum.GetValues<PortfolioState>().Skip(1).Select(s => (IReadOnlyList<object?>)[(string)Words[$"programme.state.{s}"], Words.Number(p.Reached[s]), Words.Number(p.ThisMonth[s])])])
        : new(
            (string)Words["programme.figures"],
            [
                new((string)Words["programme.service"]), new((string)Words["programme.phase"]), new((string)Words["programme.submitted"], true), new((string)Words["programme.online"], true),
                new((string)Words["programme.issued"], true), new((string)Words["programme.refused"], true), new((string)Words["programme.inPromise"], true),
                new((string)Words["programme.median"], true), new((string)Words["programme.ninetieth"], true), new((string)Words["programme.runningLate"], true), new((string)Words["programme.satisfaction"], true),
            ],
            [
                .. Report.Services.Select(s => (IReadOnlyList<object?>)
                [
                    s.Name.In(Words.Language), (string)Words[GateWords.KeyOf(s.Phase)], Words.Number(s.Submitted), Share(s.OnlineShare), Words.Number(s.Issued), Words.Number(s.Refused),
                    Share(s.InPromiseShare), Hours(s.MedianHours), Hours(s.NinetiethHours), Words.Number(s.RunningLate), s.Satisfaction is { } mean ? Words.Number(mean) : "–",
                ]),
            ]);

    public async Task<IActionResult> OnGetAsync(string kind, string month) => await ReadAsync(kind, month) ? Page() : NotFound();

    public async Task<IActionResult> OnGetDataAsync(string kind, string month) =>
        await ReadAsync(kind, month)
            ? File(Encoding.UTF8.GetBytes(Frozen?.Content ?? JsonSerializer.Serialize(Report, Change.Json)), "application/json", $"report-{kind}-{month}.json")
            : NotFound();

    public async Task<IActionResult> OnGetCsvAsync(string kind, string month) =>
        await ReadAsync(kind, month) ? File([.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(Csv())], "text/csv; charset=utf-8", $"report-{kind}-{month}.csv") : NotFound();

    public async Task<IActionResult> OnPostAsync(string kind, string month, string? why)
    {
        if (!await ReadAsync(kind, month))
        {
            return NotFound();
        }

        Why = why;
        switch (await freeze.CorrectAsync(Me, Report.Kind, Report.Month, why, Aborted))
        {
            case FreezeReport.Result.Frozen:
                return Go(links, $"/programme/reports/{kind}/{month}");
            case FreezeReport.Result.Refused refused:
                Refuse([refused.Why]);
                return Page();
            default:
                return Forbid();
        }
    }

    private async Task<bool> ReadAsync(string kind, string month)
    {
        if (!Enum.TryParse<ReportKind>(kind, ignoreCase: true, out var which) || !Enum.IsDefined(which)
            || TypedDay.ReadMonth(month) is not { } first)
        {
            return false;
        }

        Revisions = await find.RunAsync(which, first, Aborted);
        Frozen = Revision is { } asked ? Revisions.FirstOrDefault(r => r.Revision == asked) : Revisions.Count > 0 ? Revisions[0] : null;
        if (Frozen is null && (Revision is not null || first > NationalCalendar.DateAt(time.GetUtcNow())))
        {
            return false;
        }

        Report = Frozen?.Report ?? await measure.RunAsync(which, first, Aborted);
        _before = await find.RunAsync(which, first.AddMonths(-1), Aborted) is [var latest, ..] ? latest.Report : null;
        _baseline = (await find.BaselineAsync(which, Aborted))?.Report;
        return true;
    }

    private sealed record Total(int Submitted, int Ended, decimal? Online, decimal? InPromise);

    private static Total Totals(MonthlyReport report)
    {
        var submitted = report.Services.Sum(s => s.Submitted);
        var answered = report.Services.Sum(s => s.Issued + s.Refused);
        return new Total(
            submitted,
            report.Services.Sum(s => s.Ended),
            submitted == 0 ? null : report.Services.Sum(s => (s.OnlineShare ?? 0) * s.Submitted) / submitted,
            answered == 0 ? null : report.Services.Sum(s => (s.InPromiseShare ?? 0) * (s.Issued + s.Refused)) / answered);
    }

    private Phrase With(Phrase figure, string? lastMonth) => lastMonth is null ? figure : Words["programme.lastMonth", figure, lastMonth];

    private string Share(decimal? part) => part is { } p ? Words.Percent(Math.Round(p, 3)) : "–";

    private string Hours(decimal? hours) => hours is { } h ? Words.Number(h) : "–";

    private string Csv()
    {
        var table = Table;
        var text = new StringBuilder();
        Line([.. table.Columns.Select(c => c.Label)]);
        foreach (var row in table.Rows)
        {
            Line([.. row.Select(c => c?.ToString() ?? "")]);
        }

        return text.ToString();

        void Line(IEnumerable<string> cells) => text.AppendJoin(',', cells.Select(Quoted)).Append("\r\n");

        // A cell that begins like a formula is shown as text by spreadsheets.
        static string Quoted(string cell) => $"\"{(cell.Length > 0 && "=+-@".Contains(cell[0], StringComparison.Ordinal) ? "'" : "")}{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
