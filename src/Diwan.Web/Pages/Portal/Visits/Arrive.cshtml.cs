using Diwan.Visits;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Diwan.Web.Pages.Portal.Visits;

/// <summary>Somebody with an appointment is there and says so by its code, on their own telephone. Nobody has to be signed in: the code is what counts.</summary>
public sealed class ArriveModel(Arrive arrive, FindVisitPlaces places, Links links, Text text) : PageModel
{
    public VisitPlace Place { get; private set; } = null!;

    public string? Code { get; private set; }

    public string? Problem { get; private set; }

    /// <param name="code">From the QR of the confirmation.</param>
    public async Task<IActionResult> OnGetAsync(string institution, string office, string? code)
    {
        Code = code;
        return await FindAsync(institution, office) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(string institution, string office, string? code)
    {
        Code = code;
        if (!await FindAsync(institution, office))
        {
            return NotFound();
        }

        switch (await arrive.ByCodeAsync(Place.Id, code, HttpContext.RequestAborted))
        {
            case QueueResult.Done done:
                return LocalRedirect(links.To($"/visits/numbers/{done.Ticket.Id}"));
            case QueueResult.Refused refused:
                Problem = refused.Why.In(text.Language);
                Response.StatusCode = StatusCodes.Status400BadRequest;
                return Page();
            default:
                return NotFound();
        }
    }

    private async Task<bool> FindAsync(string institution, string office)
    {
        if (await places.FindAsync($"{institution}/{office}", HttpContext.RequestAborted) is not { } place)
        {
            return false;
        }

        Place = place;
        return true;
    }
}
