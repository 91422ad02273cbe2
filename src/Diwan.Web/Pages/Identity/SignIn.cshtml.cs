using Diwan.Accounts;
using Diwan.Cases.Published;
using Diwan.Kernel;
using Diwan.Web.Fields;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace Diwan.Web.Pages.Identity;

public sealed class SignInModel(SignInByPasskey passkeys, KeepPasskeys keep, SignInLimits limits, Links links, PublishedServices services, Text text, IOptions<WebOptions> web) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Return { get; set; }

    [BindProperty(SupportsGet = true, Name = "failed")]
    public bool Failed { get; set; }

    public bool HasPasskeys => keep.Offered;

    public IReadOnlyList<FieldError> Errors { get; private set; } = [];

    public string Phone => web.Value.ContactPhone;

    public IActionResult OnGet() => User.Identity?.IsAuthenticated == true ? LocalRedirect(Target) : Page();

    public IActionResult OnPost() => Challenge(StepUp.Ask(Wanted, Target, text.Language), SignInSetup.Provider);

    /// <summary>By a passkey; what its device answered came with the form.</summary>
    public async Task<IActionResult> OnPostPasskeyAsync(Guid? challenge, string? answer)
    {
        if (!limits.Take(HttpContext))
        {
            Response.Headers.RetryAfter = "60";
            return Fail(text["passkey.tooOften"].ToString(), StatusCodes.Status429TooManyRequests);
        }

        switch (await passkeys.RunAsync(challenge ?? Guid.Empty, answer, HttpContext.RequestAborted))
        {
            case SignInByPasskey.Result.Welcome welcome:
                await HttpContext.SignInAsync(SignInSetup.Cookie, welcome.Who.ToPrincipal());
                return LocalRedirect(Target);
            case SignInByPasskey.Result.Refused refused:
                return Fail(refused.Why.In(text.Language), StatusCodes.Status400BadRequest);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private PageResult Fail(string why, int status)
    {
        Errors = [new FieldError(null, why)];
        Response.StatusCode = status;
        return Page();
    }

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
