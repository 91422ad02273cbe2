using Diwan.Documents;
using Diwan.Web.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Portal.Documents;

/// <summary>The same facts as a file for programs: an SD-JWT VC.</summary>
public sealed class CredentialModel(DownloadCredential download) : SignedInPage
{
    public async Task<IActionResult> OnGetAsync(string number) => await download.RunAsync(number, Me.PersonKey, Actor, Aborted) switch
    {
        DownloadCredential.Result.Ready ready => File(System.Text.Encoding.ASCII.GetBytes(ready.Credential), "application/dc+sd-jwt", ready.Name),
        DownloadCredential.Result.NotInForce => StatusCode(StatusCodes.Status410Gone),
        DownloadCredential.Result.NeedsAssurance more => AskMore(more.Needed, $"/account/documents/{Uri.EscapeDataString(number)}"),
        _ => NotFound(),
    };
}
