using Diwan.Cases.Published;
using Diwan.Visits;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Diwan.Web.Pages.Portal.Visits;

/// <summary>A number as its holder reads it: how many are before, about how long, and to which window. It refreshes by itself, with scripts or without.</summary>
public sealed class NumberModel(ReadNumbers queue, PublishedServices services, Text text) : PageModel
{
    public TicketView View { get; private set; } = null!;

    public string KindName => services.Catalogue.Visits.Find(View.Ticket.Kind)?.Name.In(text.Language) ?? "";

    public async Task<IActionResult> OnGetAsync(Guid id)
    {
        if (await queue.TicketAsync(id, HttpContext.RequestAborted) is not { } view)
        {
            return NotFound();
        }

        View = view;
        Response.Headers.CacheControl = "no-store";
        return Page();
    }
}
