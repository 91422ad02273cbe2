using Diwan.Assistance;
using Diwan.Documents;
using Diwan.Web.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Portal.Documents;

/// <summary>A document of one's own, as it was sealed.</summary>
[ActsFor(MandateScope.Download)]
public sealed class DownloadModel(DownloadDocument download) : HelpedPage
{
    public async Task<IActionResult> OnGetAsync(string number) => await download.RunAsync(number, PersonKey, Actor, Aborted) switch
    {
        DownloadDocument.Result.Ready ready => File(ready.Bytes, "application/pdf", ready.Name),
        DownloadDocument.Result.NeedsAssurance more => AskMore(more.Needed, ActsFor is null ? $"/account/documents/{Uri.EscapeDataString(number)}" : "/account/documents"),
        _ => NotFound(),
    };
}
