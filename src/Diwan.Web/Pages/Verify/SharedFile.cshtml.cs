using Diwan.Documents;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Diwan.Web.Pages.Verify;

/// <summary>The file that a holder's link leads to.</summary>
public sealed class SharedFileModel(OpenShare open) : PageModel
{
    public async Task<IActionResult> OnGetAsync(string token)
    {
        Response.Headers.CacheControl = "no-store";
        return await open.FileAsync(token, HttpContext.RequestAborted) is { } file ? File(file.Bytes, "application/pdf", $"{file.Code}.pdf") : NotFound();
    }
}
