using Diwan.Web.Identity;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Diwan.Web.Pages.Identity;

public sealed class SignOutModel(Links links) : PageModel
{
    public void OnGet()
    {
    }

    /// <summary>Ends the session here; the identity provider keeps its own.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        HttpContext.ActForOneself();
        await HttpContext.SignOutAsync(SignInSetup.Cookie);
        return LocalRedirect(links.To("/sign-out"));
    }
}
