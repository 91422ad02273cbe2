using Diwan.Bpmn;
using Diwan.Cases.Published;
using Diwan.Kernel;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Diwan.Web.Pages.Portal;

/// <summary>A process as a picture, from right to left in Arabic.</summary>
public sealed class ProcessPictureModel(PublishedServices services, Text text) : PageModel
{
    public IActionResult OnGet(string institution, string service, string which)
    {
        if (services.Current($"{institution}/{service}") is not { } found)
        {
            return NotFound();
        }

        var arabic = text.Language == Language.Arabic;
        var options = new BpmnSvgOptions
        {
            RightToLeft = arabic,
            Language = text.LanguageCode,
            Title = found.Name.In(text.Language),

            // The label is in Arabic; the documentation of the node says it in English.
            Label = node => arabic ? node.Name : node.Documentation ?? node.Name,
        };
        return Content((which == "after" ? found.ProcessModel : found.BeforeModel).ToSvg(options), "image/svg+xml");
    }
}
