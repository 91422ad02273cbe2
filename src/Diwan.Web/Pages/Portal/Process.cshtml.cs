using Diwan.Bpmn;
using Diwan.Cases.Published;
using Diwan.Engine.Definitions;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Diwan.Web.Pages.Portal;

/// <summary>The process of a service as it runs, beside the one it replaced.</summary>
public sealed class ProcessModel(PublishedServices services, ProcessDrawing drawing) : PageModel
{
    public ServiceDefinition Definition { get; private set; } = null!;

    public BpmnComparisonResult Measures { get; private set; } = null!;

    public IActionResult OnGet(string institution, string service)
    {
        if (services.Current($"{institution}/{service}") is not { } found)
        {
            return NotFound();
        }

        Definition = found;
        Measures = BpmnComparison.Compare(found.Before, found.Process);
        return Page();
    }

    public IReadOnlyList<IReadOnlyList<object?>> Rows(Text text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (before, after) = (Measures.Before, Measures.After);
        return
        [
            [(string)text["process.steps"], text.Number(before.Steps), text.Number(after.Steps)],
            [(string)text["process.people"], text.Number(before.PeopleSteps), text.Number(after.PeopleSteps)],
            [(string)text["process.visits"], text.Number(before.Visits), text.Number(after.Visits)],
            [(string)text["process.papers"], text.Number(before.Papers), text.Number(after.Papers)],
        ];
    }

    /// <summary>Every step of either process: as it was, as it is, and what became of it.</summary>
    public IReadOnlyList<IReadOnlyList<object?>> Changes(Text text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string Said(FlowNode? node) => node is null ? text["process.none"] : drawing.Label(node) ?? node.Id;
        return
        [
            .. Measures.Changes.Select(c => (IReadOnlyList<object?>)
            [
                Said(c.Before),
                Said(c.After),
                (string)text[c.Kind switch
                {
                    BpmnChangeKind.Added => "process.added",
                    BpmnChangeKind.Removed => "process.removed",
                    BpmnChangeKind.Changed => "process.changed",
                    _ => "process.same",
                }],
            ]),
        ];
    }
}
