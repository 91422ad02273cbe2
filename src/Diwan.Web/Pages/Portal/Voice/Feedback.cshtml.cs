using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Kernel;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Diwan.Web.Pages.Portal.Voice;

/// <summary>What a person thought of a service. No account is needed.</summary>
public sealed class FeedbackModel(GiveFeedback give, PublishedServices services, Text text) : PageModel
{
    public LocalizedText ServiceName { get; private set; } = null!;

    public int? Satisfaction { get; private set; }

    public string? Words { get; private set; }

    public string? Problem { get; private set; }

    public bool Done { get; private set; }

    public IActionResult OnGet(string institution, string service) => Find(institution, service) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string institution, string service, int? satisfaction, string? words)
    {
        if (!Find(institution, service))
        {
            return NotFound();
        }

        (Satisfaction, Words) = (satisfaction, words);
        switch (await give.RunAsync($"{institution}/{service}", satisfaction, words, Channel.Portal, HttpContext.RequestAborted))
        {
            case GiveFeedback.Result.Taken:
                Done = true;
                break;
            case GiveFeedback.Result.Refused refused:
                Problem = refused.Why.In(text.Language);
                Response.StatusCode = StatusCodes.Status400BadRequest;
                break;
            default:
                return NotFound();
        }

        return Page();
    }

    private bool Find(string institution, string service)
    {
        var found = services.Current($"{institution}/{service}");
        ServiceName = found?.Name!;
        return found is not null;
    }
}
