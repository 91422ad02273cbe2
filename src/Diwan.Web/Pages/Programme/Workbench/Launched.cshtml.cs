using Diwan.Bpmn;
using Diwan.Cases.Mining;
using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Engine.Workbench;
using Diwan.Kernel;
using Diwan.Programme.Workbench;
using Diwan.Visits;
using Diwan.Web.Fields;
using Diwan.Web.Pages.Portal;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Programme.Workbench;

/// <summary>What really happened to the cases of a service, beside its model: paths, times, rework, deviations, drift.</summary>
public sealed class WorkbenchLaunchedModel(
    MeasureRuns measure, WatchDrift watch, ReadVisitFigures visits, PublishedServices services, Links links, ProcessDrawing drawing, Text text, TimeProvider time) : WorkbenchPage(services, drawing, text)
{
    private const int UsualWeeks = 26;
    private const int ShownVariants = 15;

    public FormFaults Faults { get; } = new();

    public DateOnly First { get; private set; }

    public DateOnly Last { get; private set; }

    public RunFindings? Found { get; private set; }

    /// <summary>Visits in person that were made for the service in the same days, as far as it was named at the door or by an appointment.</summary>
    public int VisitsMade { get; private set; }

    /// <summary>The visits that the model reckons with for a case; null where nobody wrote figures for the service.</summary>
    public double? VisitsModelled => Figures is { } figures && Method is { } method ? StandardCost.Of(figures.After, method).Visits : null;

    /// <summary>What the watch over the service found.</summary>
    public DriftView? Drift { get; private set; }

    /// <summary>What is wrong with a new baseline.</summary>
    public FormFaults BaselineFaults { get; } = new();

    public string? Baseline { get; private set; }

    public string? Why { get; private set; }

    public async Task<IActionResult> OnGetAsync(string institution, string service, string? from, string? to)
    {
        if (!Find(institution, service))
        {
            return NotFound();
        }

        return await ReadAsync(from, to);
    }

    /// <summary>A new baseline of the watch.</summary>
    public async Task<IActionResult> OnPostAsync(string institution, string service, string? baseline, string? why)
    {
        (Baseline, Why) = (baseline, why);
        switch (await watch.BeginAnewAsync(Me, $"{institution}/{service}", TypedDay.Read(baseline), why, Aborted))
        {
            case WatchDrift.Result.Kept:
                return Redirect(links.To($"/programme/workbench/{institution}/{service}/launched") + "#drift");
            case WatchDrift.Result.NotAllowed:
                return Forbid();
            case WatchDrift.Result.Refused refused when Find(institution, service):
                BaselineFaults.Add("baseline", refused.Why.In(Words.Language));
                Response.StatusCode = StatusCodes.Status400BadRequest;
                return await ReadAsync(null, null);
            default:
                return NotFound();
        }
    }

    private async Task<IActionResult> ReadAsync(string? from, string? to)
    {
        Drift = await watch.FindAsync(Service.Id.ToString(), Aborted);
        Last = Day("to", to) ?? NationalCalendar.DateAt(time.GetUtcNow());
        First = Day("from", from) ?? Last.AddDays(-7 * UsualWeeks);
        if (First > Last)
        {
            Faults.Add("from", Words["tariff.daysOrder"]);
        }

        if (Faults.Any)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }

        Found = await measure.RunAsync(Service.Id.ToString(), First, Last, new Officer(Actor, Me.Roles), Aborted);
        VisitsMade = await visits.OfServiceAsync(Service.Id.ToString(), First, Last, Aborted);
        return Page();
    }

    public string Percent(double part) => Words.Percent(Math.Round((decimal)part, 3));

    public Phrase Span(double hours) => Words.Duration(TimeSpan.FromHours(hours));

    public TableModel VariantTable(RunFindings found)
    {
        ArgumentNullException.ThrowIfNull(found);
        return new(
            (string)Words["workbench.variants"],
            [
                new((string)Words["workbench.cases"], true), new((string)Words["workbench.part"], true), new((string)Words["workbench.path"]),
                new((string)Words["workbench.deviations"], true), new((string)Words["workbench.fitness"], true),
            ],
            [
                .. found.Variants.Take(ShownVariants).Select(v => (IReadOnlyList<object?>)
                [
                    Words.Number(v.Cases), Percent((double)v.Cases / found.Cases), Path(v), Words.Number(v.Deviations), Percent(v.Fitness),
                ]),
            ]);
    }

    /// <summary>Steps as they are beside what the figures of the workbench expect.</summary>
    public TableModel StepTable(RunFindings found)
    {
        ArgumentNullException.ThrowIfNull(found);
        return new(
            (string)Words["workbench.stepsReal"],
            [
                new((string)Words["workbench.step"]), new((string)Words["workbench.timesReal"], true), new((string)Words["workbench.timesModel"], true),
                new((string)Words["workbench.minutesReal"], true), new((string)Words["workbench.minutesModel"], true),
            ],
            [
                .. Service.Process.AllNodes.Where(n => found.Steps.Any(s => s.Step == n.Id)).Select(n =>
                {
                    var step = found.Steps.First(s => s.Step == n.Id);
                    return (IReadOnlyList<object?>)
                    [
                        Name(n.Id), Words.Number(Math.Round((decimal)step.Times, 3)), Figures is null ? "–" : Words.Number(Math.Round((decimal)Figures.After.Flow.VisitsOf(n.Id), 3)),
                        step.Minutes is { } minutes ? Rounded(minutes) : "–", Figures?.After.Steps.GetValueOrDefault(n.Id) is { By: StepBy.Officer } figure ? Words.Number(figure.Minutes) : "–",
                    ];
                }),
            ]);
    }

    public TableModel WeekTable(DriftView drift)
    {
        ArgumentNullException.ThrowIfNull(drift);
        object Chance(double? p) => p is { } chance ? chance < 0.001 ? Words.Isolate("< 0.001") : Words.Number(Math.Round((decimal)chance, 3)) : "–";
        return new(
            (string)Words["workbench.weeks"],
            [
                new((string)Words["workbench.week"]), new((string)Words["workbench.answered"], true), new((string)Words["workbench.medianHours"], true),
                new((string)Words["workbench.chanceTimes"], true), new((string)Words["workbench.chanceVariants"], true), new((string)Words["workbench.standing"]),
            ],
            [
                .. drift.Weeks.Reverse().Take(UsualWeeks).Select(w => (IReadOnlyList<object?>)
                [
                    Words.Date(w.From), Words.Number(w.Cases), w.Median is { } median ? Rounded(median) : "–", Chance(w.Times), Chance(w.Variants),
                    (string)Words[w.TimesMoved && w.VariantsMoved ? "workbench.movedBoth" : w.TimesMoved ? "workbench.movedTimes" : w.VariantsMoved ? "workbench.movedVariants" : w.Times is null ? "workbench.unjudged" : "workbench.steady"],
                ]),
            ]);
    }

    public ChartModel Chart(RunFindings found)
    {
        ArgumentNullException.ThrowIfNull(found);
        return new(
            ChartKind.Columns, (string)Words["workbench.weekly"], (string)Words["workbench.week"], [.. found.Weeks.Select(w => Words.Date(w.From))],
            [new ChartSeries((string)Words["workbench.medianHours"], [.. found.Weeks.Select(w => w.Median is { } median ? Math.Round((decimal)median, 1) : (decimal?)null)])],
            Words.Number);
    }

    private string Name(string step) => Figures is not null ? StepName(Figures.After.Flow, step) : Service.Process.Find(step)?.Name ?? step;

    private string Path(RunVariant variant)
    {
        var steps = variant.Moves.Select(m => m.Kind switch
        {
            ReplayMoveKind.Unforeseen => (string)Words["workbench.unforeseen", Name(m.Step)],
            ReplayMoveKind.Missed => (string)Words["workbench.missed", Name(m.Step)],
            _ => Name(m.Step),
        });
        return string.Join(Words.Language == Language.Arabic ? " ← " : " → ", variant.Whole ? steps : steps.Append((string)Words["workbench.notEnded"]));
    }

    private DateOnly? Day(string field, string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            return null;
        }

        if (TypedDay.Read(typed) is { Year: >= 2000 and <= 2200 } day)
        {
            return day;
        }

        Faults.Add(field, Words["workbench.dayWrong"]);
        return null;
    }
}
