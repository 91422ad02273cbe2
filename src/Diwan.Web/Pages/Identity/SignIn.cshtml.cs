using Diwan.Web.Identity;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace Diwan.Web.Pages.Identity;

public sealed class SignInModel(Links links, IOptions<WebOptions> web) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Return { get; set; }

    [BindProperty(SupportsGet = true, Name = "failed")]
    public bool Failed { get; set; }

    public string Phone => web.Value.ContactPhone;

    public IActionResult OnGet() => User.Identity?.IsAuthenticated == true ? LocalRedirect(Target) : Page();

    public IActionResult OnPost() => Challenge(new AuthenticationProperties { RedirectUri = Target }, SignInSetup.Provider);

    /// <summary>Only to pages of our own.</summary>
    private string Target => Url.IsLocalUrl(Return) ? Return : links.To("/account");
}
