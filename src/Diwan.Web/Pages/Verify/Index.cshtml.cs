using Diwan.Documents;
using Diwan.Kernel;
using Diwan.Web.Api;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Diwan.Web.Pages.Verify;

/// <summary>
/// Whether a document is genuine and in force, for anyone, without an account. The page's own script does it in the browser; these are its forms,
/// for those without script.
/// </summary>
[RequestSizeLimit(33 * 1024 * 1024)]
public sealed class IndexModel(AskAboutDocument ask, VerificationLimits limits, Text text) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Code { get; set; }

    public Verdict? Answer { get; private set; }

    public async Task<IActionResult> OnGetAsync() =>
        string.IsNullOrWhiteSpace(Code) ? Page() : await AnswerAsync(new VerificationQuestion.Code(Code));

    public async Task<IActionResult> OnPostAsync(IFormFile? file)
    {
        if (file is null || file.Length == 0)
        {
            Answer = new Verdict("unknown", "bad", [text["verify.noFile"]], null, []);
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }

        using var content = new MemoryStream();
        await file.CopyToAsync(content, HttpContext.RequestAborted);
        return await AnswerAsync(new VerificationQuestion.File(content.ToArray()));
    }

    private async Task<IActionResult> AnswerAsync(VerificationQuestion question)
    {
        if (limits.Refuse(HttpContext, null) is not null)
        {
            return StatusCode(StatusCodes.Status429TooManyRequests);
        }

        Answer = Verdict.Of(await ask.RunAsync(question, null, Channel.Portal, HttpContext.RequestAborted), text);
        return Page();
    }
}
