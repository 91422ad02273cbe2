using Diwan.Accounts;
using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Kernel;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Diwan.Web.Pages.Portal.Voice;

/// <summary>A complaint about a service: it gets a number, an owner and a date. No account is needed.</summary>
public sealed class ComplaintModel(GiveFeedback give, PublishedServices services, Text text) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Reference { get; set; }

    public LocalizedText ServiceName { get; private set; } = null!;

    public string? Words { get; private set; }

    public string? Contact { get; private set; }

    public string? Problem { get; private set; }

    public string? Number { get; private set; }

    public DateTimeOffset? AnswerBy { get; private set; }

    public IActionResult OnGet(string institution, string service) => Find(institution, service) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string institution, string service, string? words, string? contact)
    {
        if (!Find(institution, service))
        {
            return NotFound();
        }

        (Words, Contact) = (words, contact);
        var actor = User.SignedIn()?.ToActor() ?? Actor.System("visitor");
        switch (await give.ComplainAsync($"{institution}/{service}", Reference, words, contact, actor, Channel.Portal, HttpContext.RequestAborted))
        {
            case GiveFeedback.Result.Taken taken:
                (Number, AnswerBy) = (taken.Number, taken.AnswerBy);
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
