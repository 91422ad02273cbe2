using Diwan.Bpmn;
using Diwan.Cases.Published;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Diwan.Web.Pages.Portal;

/// <summary>A process as a picture, with what differs from the other one marked.</summary>
public sealed class ProcessPictureModel(PublishedServices services, ProcessDrawing drawing) : PageModel
{
    public IActionResult OnGet(string institution, string service, string which)
    {
        if (services.Current($"{institution}/{service}") is not { } found)
        {
            return NotFound();
        }

        var compared = BpmnComparison.Compare(found.Before, found.Process);
        var options = drawing.Options(found);
        return Content(
            which == "after"
                ? found.ProcessModel.ToSvg(options with { Changes = compared.MarksAfter })
                : found.BeforeModel.ToSvg(options with { Changes = compared.MarksBefore }),
            "image/svg+xml");
    }
}
