using Diwan.Documents;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Diwan.Web.Pages.Verify;

/// <summary>
/// What a holder's link leads to. Opening takes a press of a button: programs that look at links for a preview are not counted. A link that is over
/// is as if it had never been.
/// </summary>
public sealed class SharedModel(OpenShare open, Text text) : PageModel
{
    public string Token { get; private set; } = "";

    public Verdict? Answer { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public async Task<IActionResult> OnGetAsync(string token)
    {
        Response.Headers.CacheControl = "no-store";
        Token = token;
        return await open.IsOpenAsync(token, HttpContext.RequestAborted) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(string token)
    {
        Response.Headers.CacheControl = "no-store";
        Token = token;
        if (await open.RunAsync(token, HttpContext.RequestAborted) is not { } opened)
        {
            return NotFound();
        }

        (Answer, ExpiresAt) = (Verdict.Of(opened.Verification, text), opened.ExpiresAt);
        return Page();
    }
}
