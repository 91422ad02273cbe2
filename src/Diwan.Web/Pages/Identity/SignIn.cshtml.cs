using Diwan.Cases.Published;
using Diwan.Kernel;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace Diwan.Web.Pages.Identity;

public sealed class SignInModel(Links links, PublishedServices services, Text text, IOptions<WebOptions> web) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Return { get; set; }

    [BindProperty(SupportsGet = true, Name = "failed")]
    public bool Failed { get; set; }

    public string Phone => web.Value.ContactPhone;

    public IActionResult OnGet() => User.Identity?.IsAuthenticated == true ? LocalRedirect(Target) : Page();

    public IActionResult OnPost() => Challenge(StepUp.Ask(Wanted, Target, text.Language), SignInSetup.Provider);

    /// <summary>The level that where they are going asks for, so that nobody is asked twice: that of the service, high at a desk, substantial elsewhere.</summary>
    private Assurance Wanted
    {
        get
        {
            var path = Target.Split('?', '#')[0].Split('/', StringSplitOptions.RemoveEmptyEntries);
            return Array.IndexOf(path, "apply") is >= 0 and var at && at + 2 < path.Length && services.Current($"{path[at + 1]}/{path[at + 2]}") is { } service ? service.Assurance
                : path.Contains("desk", StringComparer.Ordinal) ? Assurance.High
                : Assurance.Substantial;
        }
    }

    /// <summary>Only to pages of our own.</summary>
    private string Target => Url.IsLocalUrl(Return) ? Return : links.To("/account");
}
