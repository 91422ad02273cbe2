using Diwan.Accounts;
using Diwan.Web.Fields;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace Diwan.Web.Pages.Identity;

/// <summary>Getting into one's account by a recovery code, when neither the passkey nor the national identity is at hand.</summary>
public sealed class CodeModel(SignInByCode signIn, SignInLimits limits, Links links, Text text, IOptions<WebOptions> web) : PageModel
{
    public string? Number { get; private set; }

    public IReadOnlyList<FieldError> Errors { get; private set; } = [];

    public string Phone => web.Value.ContactPhone;

    public IActionResult OnGet() => User.Identity?.IsAuthenticated == true ? LocalRedirect(links.To("/account/sign-in")) : Page();

    public async Task<IActionResult> OnPostAsync(string? number, string? code)
    {
        Number = number;
        if (!limits.Take(HttpContext))
        {
            Response.Headers.RetryAfter = "60";
            return Fail(text["passkey.tooOften"], StatusCodes.Status429TooManyRequests);
        }

        if (string.IsNullOrWhiteSpace(number) || string.IsNullOrWhiteSpace(code))
        {
            return Fail(text["passkey.codeMissing"], StatusCodes.Status400BadRequest);
        }

        if (await signIn.RunAsync(number, code, HttpContext.RequestAborted) is not SignInByCode.Result.Welcome welcome)
        {
            return Fail(text["passkey.codeWrong", SignInByCode.MostTries], StatusCodes.Status400BadRequest);
        }

        await HttpContext.SignInAsync(SignInSetup.Cookie, welcome.Who.ToPrincipal());
        return LocalRedirect(links.To("/account/sign-in"));
    }

    private PageResult Fail(Phrase why, int status)
    {
        Errors = [new FieldError(FieldNames.HtmlId("number"), why.ToString())];
        Response.StatusCode = status;
        return Page();
    }
}
