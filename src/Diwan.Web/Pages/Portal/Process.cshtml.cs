using Diwan.Bpmn;
using Diwan.Cases.Published;
using Diwan.Engine.Definitions;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Diwan.Web.Pages.Portal;

/// <summary>The process of a service as it runs, beside the one it replaced.</summary>
public sealed class ProcessModel(PublishedServices services) : PageModel
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
}
