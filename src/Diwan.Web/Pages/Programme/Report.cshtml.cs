using System.Text;
using System.Text.Json;
using Diwan.Cases.Published;
using Diwan.Engine.Answers;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Programme.Portfolio;
using Diwan.Programme.Papers;
using Diwan.Programme.Reports;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Programme;

/// <summary>A monthly report: essentials first, then charts, each with its table, beside last month and the first report ever frozen.</summary>
public sealed class ReportModel(FindReports find, RunningMonth running, FreezeReport freeze, IssueReportPaper paper, PublishedServices services, Links links, Text text, TimeProvider time) : ProgrammePage(text)
{
    private MonthlyReport? _before;
    private BaselineReport? _baseline;

    [BindProperty(SupportsGet = true)]
    public int? Revision { get; set; }

    public MonthlyReport Report { get; private set; } = null!;

    /// <summary>As frozen; null for a month that is not over.</summary>
    public FrozenReport? Frozen { get; private set; }

    public IReadOnlyList<FrozenReport> Revisions { get; private set; } = [];

    /// <summary>What was typed as reason of a correction and refused.</summary>
    public string? Why { get; private set; }

    /// <summary>What a minister reads in a minute.</summary>
    public IEnumerable<string> Essentials => Diwan.Programme.Reports.Essentials.Of(Report, _before, _baseline).Select(line => line.In(Words.Language));

    public IEnumerable<ChartModel> Charts => Report.Portfolio is { } p
        ?
        [
            new ChartModel(
                ChartKind.Columns, (string)Words["programme.byInstitution"], (string)Words["programme.institution"], [.. p.Institutions.Select(i => services.Catalogue.FindInstitution(i.Institution)?.Name.In(Words.Language) ?? i.Institution)],
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

    /// <summary>All figures, in tables that fit a page.</summary>
    public IReadOnlyList<TableModel> Tables => Report.Portfolio is null ? [Table.Only(Table.Caption, 1..10), Table.Only(Words["performance.worth"], 10..)] : [Table];

    private TableModel Table => Report.Portfolio is { } p
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
                new((string)Words["budget.cost"], true),
                new((string)Words["performance.visitsSpared"], true), new((string)Words["performance.papersSpared"], true),
            ],
            [
                .. Report.Services.Select(s => (IReadOnlyList<object?>)
                [
                    s.Name.In(Words.Language), (string)Words[GateWords.KeyOf(s.Phase)], Words.Number(s.Submitted), Share(s.OnlineShare), Words.Number(s.Issued), Words.Number(s.Refused),
                    Share(s.InPromiseShare), Hours(s.MedianHours), Hours(s.NinetiethHours), Words.Number(s.RunningLate), s.Satisfaction is { } mean ? Words.Number(mean) : "–",
                    s.CostPerCase is { } cost ? Words.Money(cost) : "–",
                    s.VisitsSpared is { } visits ? Words.Number(visits) : "–", s.PapersSpared is { } papers ? Words.Number(papers) : "–",
                ]),
            ]);

    /// <summary>Who came to a closed counter by an exemption, by service and governorate; null when nobody did.</summary>
    public TableModel? Exemptions => Report.Services.SelectMany(s => (s.Exemptions ?? []).Select(e => (s.Name, Used: e))).ToList() is { Count: > 0 } used
        ? new(
            (string)Words["reach.usedBy"],
            [new((string)Words["programme.service"]), new((string)Words["reach.exemption"]), new((string)Words["reach.governorate"]), new((string)Words["reach.count"], true)],
            [
                .. used.Select(u => (IReadOnlyList<object?>)
                [
                    u.Name.In(Words.Language), services.Catalogue.Gate.ElectronicOnly?.Find(u.Used.Exemption)?.Name.In(Words.Language) ?? u.Used.Exemption,
                    u.Used.Governorate is { } g ? Places.Governorates.TryGetValue(g, out var name) ? name.In(Words.Language) : g : (string)Words["reach.unknown"], Words.Number(u.Used.Count),
                ]),
            ])
        : null;

    /// <summary>Every figure of the whole beside last month and the first report ever frozen.</summary>
    public TableModel Compared
    {
        get
        {
            List<(string Label, Func<Figure<MonthlyReport>, decimal?> Of)> beside = [(Diwan.Programme.Reports.Essentials.Month(Report.Month).In(Words.Language), f => f.Of(Report))];
            if (_before is { } before)
            {
                beside.Add(((string)Words["comparison.before"], f => f.Of(before)));
            }

            if (_baseline is { } baseline)
            {
                beside.Add((baseline.Of.Title.In(Words.Language), baseline.Value));
            }

            return new(
                (string)Words["comparison.title"],
                [new((string)Words["comparison.figure"]), .. beside.Select(b => new TableHead(b.Label, Numeric: true))],
                [.. Comparison.Of(Report.Kind).Select(f => (IReadOnlyList<object?>)[f.Name.In(Words.Language), .. beside.Select(b => (object?)Value(f.Kind, b.Of(f)))])]);
        }
    }

    /// <summary>What the correction shown changed; null when the first report is shown.</summary>
    public TableModel? Corrected => Frozen is { Revision: > 1 } && Revisions[^1] is { Revision: 1 } first
        ? new(
            (string)Words["comparison.corrected"],
            [new((string)Words["programme.service"]), new((string)Words["comparison.figure"]), new((string)Words["comparison.was"], true), new((string)Words["comparison.is"], true)],
            [
                .. Comparison.Corrected(first.Report, Report).Select(c => (IReadOnlyList<object?>)
                    [c.Where?.In(Words.Language) ?? (string)Words["comparison.programme"], c.Name.In(Words.Language), Value(c.Kind, c.Was), Value(c.Kind, c.Is)]),
            ])
        : null;

    private string Value(FigureKind kind, decimal? value) => (kind, value) switch
    {
        (_, null) => "–",
        (FigureKind.Share, { } share) => Words.Percent(Math.Round(share, 3)),
        (FigureKind.Money, { } dinars) => Words.Money(Money.FromDinars(dinars)).ToString(),
        (_, { } count) => Words.Number(count),
    };

    /// <summary>Whether what the report is compared with was committed to by a decision; null where there is nothing to compare with.</summary>
    public bool? IsCommitted => _baseline?.Of.IsCommitted;

    /// <summary>What passes by decision, and until when; null when nothing does.</summary>
    public TableModel? Overrides => Report.Services.SelectMany(s => s.Overrides.Select(o => (s.Name, Held: o))).ToList() is { Count: > 0 } held
        ? new(
            (string)Words["report.overrides"],
            [new((string)Words["programme.service"]), new((string)Words["programme.criterion"]), new((string)Words["report.decision"]), new((string)Words["report.until"])],
            [.. held.Select(h => (IReadOnlyList<object?>)[h.Name.In(Words.Language), h.Held.Criterion.In(Words.Language), h.Held.Number, Words.Date(h.Held.Ends)])])
        : null;

    /// <summary>What was brought before the Council in the month; null when nothing was.</summary>
    public TableModel? Brought => Report.Escalated is { Count: > 0 } brought
        ? new(
            (string)Words["report.brought"],
            [new((string)Words["report.what"]), new((string)Words["report.owner"]), new((string)Words["report.due"])],
            [.. brought.Select(e => (IReadOnlyList<object?>)[e.Title.In(Words.Language), e.Owner.In(Words.Language), Words.Date(e.DueOn)])])
        : null;

    /// <summary>Cases and complaints past their date; null when there are none, or it was not counted then.</summary>
    public TableModel? Late => Report.Late is { Count: > 0 } late
        ? new(
            (string)Words["report.late"],
            [new((string)Words["report.what"]), new((string)Words["report.count"], true), new((string)Words["report.owner"]), new((string)Words["report.since"]), new((string)Words["report.due"]), new((string)Words["report.daysLate"], true)],
            [
                .. late.Select(l => (IReadOnlyList<object?>)
                    [l.Heading.In(Words.Language), Words.Number(l.Count), l.Owner.In(Words.Language), l.Since is { } since ? Words.Date(since) : "–", Words.Date(l.DueOn), Words.Number(l.DaysLate)]),
            ])
        : null;

    /// <summary>What partners did and are due; null where there are none, or it was not counted then.</summary>
    public TableModel? Partners => Report.Partners is { Count: > 0 } partners ? PartnerTable.Of(Words, Words["partners.title"], partners) : null;

    public async Task<IActionResult> OnGetAsync(string kind, string month) => await ReadAsync(kind, month) ? Page() : NotFound();

    public async Task<IActionResult> OnGetDataAsync(string kind, string month) =>
        await ReadAsync(kind, month)
            ? File(Encoding.UTF8.GetBytes(Frozen?.Content ?? JsonSerializer.Serialize(Report, Change.Json)), "application/json", $"report-{kind}-{month}.json")
            : NotFound();

    public async Task<IActionResult> OnGetCsvAsync(string kind, string month) =>
        await ReadAsync(kind, month) ? File([.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(Csv())], "text/csv; charset=utf-8", $"report-{kind}-{month}.csv") : NotFound();

    public async Task<IActionResult> OnGetPdfAsync(string kind, string month) =>
        await ReadAsync(kind, month) && await paper.RunAsync(Me.ToActor(), Report.Kind, Report.Month, Frozen?.Revision, Words.Language, Aborted) is { } ready
            ? File(ready.Bytes, "application/pdf", ready.Name)
            : NotFound();

    public async Task<IActionResult> OnGetXlsxAsync(string kind, string month) =>
        await ReadAsync(kind, month) ? File(Sheets(), Workbook.MediaType, $"report-{kind}-{month}.xlsx") : NotFound();

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

        Report = Frozen?.Report ?? await running.RunAsync(which, first, Aborted);
        _before = await find.RunAsync(which, first.AddMonths(-1), Aborted) is [var latest, ..] ? latest.Report : null;
        _baseline = await find.BaselineAsync(Report, Aborted);
        return true;
    }

    private string Share(decimal? part) => part is { } p ? Words.Percent(Math.Round(p, 3)) : "–";

    private string Hours(decimal? hours) => hours is { } h ? Words.Number(h) : "–";

    /// <summary>Figures as numbers, so that whoever reads them can go on working with them.</summary>
    private byte[] Sheets()
    {
        var book = new Workbook(Words.Language == Language.Arabic);
        book.Add((string)Words["programme.essentials"], [110], [.. Essentials.Select(line => (IReadOnlyList<object?>)[line])]);
        if (Report.Portfolio is { } p)
        {
            book.Add((string)Words["programme.reached"], [34, 16, 16], [
                Workbook.Head(Words["programme.stands"], Words["programme.services"], Words["programme.thisMonth"]),
                .. Enum.GetValues<PortfolioState>().Skip(1).Select(s => (IReadOnlyList<object?>)[(string)Words[$"programme.state.{s}"], p.Reached[s], p.ThisMonth[s]])]);
        }
        else
        {
            book.Add((string)Words["programme.figures"], [38, 24, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 14, 14, 14], [
                Workbook.Head(
                    Words["programme.service"], Words["programme.phase"], Words["report.readiness"], Words["report.started"], Words["programme.submitted"], Words["programme.online"], Words["programme.issued"], Words["programme.refused"], Words["report.running"],
                    Words["programme.inPromise"], Words["programme.median"], Words["programme.ninetieth"], Words["programme.runningLate"], Words["programme.satisfaction"], Words["performance.complaints"], Words["budget.cost"],
                    Words["performance.visitsSpared"], Words["performance.papersSpared"]),
                .. Report.Services.Select(s => (IReadOnlyList<object?>)
                [
                    s.Name.In(Words.Language), (string)Words[GateWords.KeyOf(s.Phase)], s.Readiness, s.Started, s.Submitted, s.OnlineShare, s.Issued, s.Refused, s.Running, s.InPromiseShare, s.MedianHours, s.NinetiethHours,
                    s.RunningLate, s.Satisfaction, s.Complaints, s.CostPerCase?.Dinars, s.VisitsSpared, s.PapersSpared,
                ])]);
        }

        book.Add((string)Words["comparison.title"], [38, .. Compared.Columns.Skip(1).Select(_ => 18)], [Workbook.Head([.. Compared.Columns.Select(c => c.Label)]), .. Compared.Rows]);
        if (Corrected is { } corrected)
        {
            book.Add((string)Words["comparison.corrected"], [38, 38, 14, 14], [Workbook.Head([.. corrected.Columns.Select(c => c.Label)]), .. corrected.Rows]);
        }

        AddBooks(book);
        return book.Write();
    }

    /// <summary>What stands beside the figures: overrides, partners, budget, promises, what is late, and how each figure was counted.</summary>
    private void AddBooks(Workbook book)
    {
        if (Report.Portfolio is null)
        {
            book.Add((string)Words["report.overrides"], [38, 50, 12, 14], [
                Workbook.Head(Words["programme.service"], Words["programme.criterion"], Words["report.decision"], Words["report.until"]),
                .. Report.Services.SelectMany(s => s.Overrides.Select(o => (IReadOnlyList<object?>)[s.Name.In(Words.Language), o.Criterion.In(Words.Language), o.Number, o.Ends]))]);
            book.Add((string)Words["partners.title"], [34, 14, 14, 14, 14, 14, 14, 14], [
                Workbook.Head(Words["report.partner"], Words["programme.submitted"], Words["performance.complaints"], Words["report.sites"], Words["report.certified"], Words["report.gross"], Words["report.deducted"], Words["report.payable"]),
                .. (Report.Partners ?? []).Select(p => (IReadOnlyList<object?>)[p.Name.In(Words.Language), p.Submitted, p.Complaints, p.OpenSites, p.CertifiedSites, p.Gross, p.Deducted, p.Due])]);
        }

        var g = Report.Programme;
        book.Add((string)Words["report.programme"], [44, 18], [
            .. Comparison.Of(Report.Kind).Where(f => f.Id.StartsWith("programme.", StringComparison.Ordinal))
                .Select(f => (IReadOnlyList<object?>)[f.Name.In(Words.Language), f.Kind == FigureKind.Money ? Money.FromDinars(f.Of(Report) ?? 0) : f.Of(Report)]),
            [(string)Words["report.blocking"], g.BlockingVulnerabilities], [(string)Words["report.openDecisions"], g.OpenDecisions]]);
        book.Add((string)Words["programme.promises"], [12, 70, 34, 14, 12], [
            Workbook.Head(Words["report.decision"], Words["report.what"], Words["programme.seesToIt"], Words["report.due"], Words["programme.kept"]),
            .. Report.Promises.Select(p => (IReadOnlyList<object?>)[p.Number, p.Words.In(Words.Language), p.Owner, p.DueOn is { } due ? due : null, (string)Words[p.Kept ? "programme.kept" : "programme.notKept"]]),
            .. Report.Requested.Select(p => (IReadOnlyList<object?>)[p.Number, p.Words.In(Words.Language), p.Owner, p.DueOn is { } due ? due : null, (string)Words["programme.requested"]])]);
        book.Add((string)Words["report.late"], [44, 10, 50, 14, 14, 12], [
            Workbook.Head(Words["report.what"], Words["report.count"], Words["report.owner"], Words["report.since"], Words["report.due"], Words["report.daysLate"]),
            .. (Report.Late ?? []).Select(l => (IReadOnlyList<object?>)[l.Heading.In(Words.Language), l.Count, l.Owner.In(Words.Language), l.Since is { } since ? since : null, l.DueOn, l.DaysLate])]);
        if (Report.Counted is { } counted)
        {
            book.Add((string)Words["report.counted"], [32, 34, 90, 120], [
                Workbook.Head(Words["report.name"], Words["comparison.figure"], Words["report.words"], Words["report.query"]),
                .. counted.Figures.Select(f => (IReadOnlyList<object?>)[f.Name, f.Title.In(Words.Language), f.Words.In(Words.Language), f.Sql ?? (string)Words["report.noQuery"]]),
                .. counted.Parameters.Select(p => (IReadOnlyList<object?>)[p.Key, p.Value])]);
        }
    }

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
