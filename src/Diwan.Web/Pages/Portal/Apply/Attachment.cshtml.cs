using Diwan.Assistance;
using Diwan.Cases.UseCases;
using Diwan.Web.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Portal.Apply;

/// <summary>A file one has attached to one's own draft. Always saved, never shown inside the site.</summary>
[ActsFor(MandateScope.Apply)]
public sealed class AttachmentModel(ReadAttachment read) : HelpedPage
{
    public async Task<IActionResult> OnGetAsync(Guid id, string question, string key) =>
        await read.OfApplicationAsync(id, PersonKey, question, key, Aborted) is { } file ? File(file.Content, file.MediaType, file.Name) : NotFound();
}
