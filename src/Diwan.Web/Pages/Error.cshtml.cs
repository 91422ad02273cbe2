using System.Diagnostics;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Diwan.Web.Pages;

/// <summary>Answers in place of a page that could not be shown.</summary>
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class ErrorModel : PageModel
{
    public int Code { get; private set; }

    public string Trace => Activity.Current?.TraceId.ToHexString()[..12] ?? HttpContext.TraceIdentifier;

    /// <summary>What an app asked wrongly, for those who make it; null for all else.</summary>
    public string? AppFault => HttpContext.GetOpenIddictServerResponse() is { Error: { } error } response ? $"{error}: {response.ErrorDescription}" : null;

    public void OnGet(int code) => Show(code);

    public void OnPost(int code) => Show(code);

    private void Show(int code)
    {
        Code = ErrorPages.Known(code);
        Response.StatusCode = code is >= 400 and < 600 ? code : Code;
    }
}
