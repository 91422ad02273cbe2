using Diwan.Bpmn;
using Diwan.Cases.Published;
using Diwan.Engine.Workbench;
using Diwan.Kernel;
using Diwan.Web.Pages.Portal;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Programme.Workbench;

/// <summary>The process of a service beside the one it replaces: drawn, counted, and what both cost by the Standard Cost Model.</summary>
public sealed class WorkbenchServiceModel(PublishedServices services, ProcessDrawing drawing, Text text) : WorkbenchPage(services, drawing, text)
{
    private readonly ProcessDrawing _drawing = drawing;

    public BurdenComparison? Compared { get; private set; }

    public IActionResult OnGet(string institution, string service)
    {
        if (!Find(institution, service))
        {
            return NotFound();
        }

        Compared = Figures is not null && Method is not null ? StandardCost.Compare(Figures, Method) : null;
        return Page();
    }

    public string Spared(Func<Burden, double> what)
    {
        ArgumentNullException.ThrowIfNull(what);
        return Rounded(what(Compared!.Before) - what(Compared.After));
    }

    public TableModel Figuring(BurdenComparison compared)
    {
        ArgumentNullException.ThrowIfNull(compared);
        IReadOnlyList<object?> Row(string key, Func<Burden, double> what) =>
            [(string)Words[key], Rounded(what(compared.Before)), Rounded(what(compared.After)), Rounded(what(compared.Before) - what(compared.After))];
        IReadOnlyList<object?> Cost(string key, Func<Burden, decimal> what) =>
            [(string)Words[key], Dinars(what(compared.Before)), Dinars(what(compared.After)), Dinars(what(compared.Before) - what(compared.After))];
        return new(
            (string)Words["workbench.compared"],
            [new((string)Words["workbench.measure"]), new((string)Words["process.before"], true), new((string)Words["process.after"], true), new((string)Words["workbench.spared"], true)],
            [
                Row("workbench.steps", b => b.Steps), Row("workbench.visits", b => b.Visits), Row("workbench.papers", b => b.Papers),
                Row("workbench.applicantMinutes", b => b.ApplicantMinutes), Row("workbench.officerMinutes", b => b.OfficerMinutes), Row("workbench.waitHours", b => b.WaitMinutes / 60),
                Cost("workbench.outOfPocket", b => b.OutOfPocket), Cost("workbench.toApplicant", b => b.ToApplicant), Cost("workbench.toState", b => b.ToState),
                [
                    (string)Words["workbench.yearly", Words.Number(compared.Yearly)], Dinars((compared.Before.ToApplicant + compared.Before.ToState) * compared.Yearly),
                    Dinars((compared.After.ToApplicant + compared.After.ToState) * compared.Yearly), Dinars(compared.SparedYearly),
                ],
            ]);
    }

    /// <summary>Every step of either process, as it was beside as it is.</summary>
    public TableModel Changes
    {
        get
        {
            string Said(FlowNode? node) => node is null ? Words["process.none"] : _drawing.Label(node) ?? node.Id;
            return new(
                (string)Words["process.changes"],
                [new((string)Words["process.before"]), new((string)Words["process.after"]), new((string)Words["process.kind"])],
                [
                    .. BpmnComparison.Compare(Service.Before, Service.Process).Changes.Select(c => (IReadOnlyList<object?>)
                    [
                        Said(c.Before), Said(c.After),
                        (string)Words[c.Kind switch { BpmnChangeKind.Added => "process.added", BpmnChangeKind.Removed => "process.removed", BpmnChangeKind.Changed => "process.changed", _ => "process.same" }],
                    ]),
                ]);
        }
    }

    /// <summary>Price times quantity, step by step, for an average case.</summary>
    public TableModel Costs(string caption, ProcessFigures process, Burden burden)
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(burden);
        return new(
            caption,
            [
                new((string)Words["workbench.step"]), new((string)Words["workbench.by"]), new((string)Words["workbench.times"], true), new((string)Words["workbench.minutes"], true),
                new((string)Words["workbench.price"], true), new((string)Words["workbench.time"], true), new((string)Words["workbench.pocket"], true), new((string)Words["workbench.handling"], true),
            ],
            [
                .. burden.Lines.Select(l => (IReadOnlyList<object?>)
                [
                    StepName(process.Flow, l.Step), (string)Words[$"workbench.by.{l.By}"], Words.Number(Math.Round((decimal)l.Times, 3)), Rounded(l.Minutes),
                    Dinars((l.By == StepBy.Applicant ? Method!.ApplicantHour : Method!.OfficerHour).Value), Dinars(l.Time), Dinars(l.OutOfPocket), Dinars(l.Handling),
                ]),
            ],
            [
                (string)Words["workbench.together"], null, null, Rounded(burden.ApplicantMinutes + burden.OfficerMinutes), null,
                Dinars(burden.Lines.Sum(l => l.Time)), Dinars(burden.OutOfPocket), Dinars(burden.Lines.Sum(l => l.Handling)),
            ]);
    }

    /// <summary>Every price and habit with where it comes from.</summary>
    public TableModel Parameters
    {
        get
        {
            IReadOnlyList<object?> Row(string key, object value, Figure figure) => [(string)Words[key], value, SourceOf(figure)];
            var method = Method!;
            return new(
                (string)Words["workbench.parameters"],
                [new((string)Words["workbench.parameter"]), new((string)Words["workbench.value"], true), new((string)Words["workbench.source"])],
                [
                    Row("workbench.param.yearly", Words.Number(Figures!.Yearly.Value), Figures.Yearly),
                    Row("workbench.param.applicantHour", Dinars(method.ApplicantHour.Value), method.ApplicantHour),
                    Row("workbench.param.officerHour", Dinars(method.OfficerHour.Value), method.OfficerHour),
                    Row("workbench.param.paper", Dinars(method.Paper.Value), method.Paper),
                    Row("workbench.param.returned", Words.Percent(method.Returned.Value), method.Returned),
                    Row("workbench.param.assistedVisits", Words.Number(method.AssistedVisits.Value), method.AssistedVisits),
                ]);
        }
    }

    private Phrase Dinars(decimal dinars) => Words.Money(Money.FromDinars(dinars));
}
