using Diwan.Cases.Published;
using Diwan.Visits;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Diwan.Web.Pages.Portal.Visits;

/// <summary>The screen of a waiting room: numbers and windows, no names. It refreshes by itself, with scripts or without.</summary>
public sealed class ScreenModel(ReadNumbers queue, PublishedServices services, Text text) : PageModel
{
    public QueueBoard Board { get; private set; } = null!;

    public IReadOnlyList<(string Reason, TimeSpan Wait)> Waits =>
        [.. services.Catalogue.Visits.At(Board.Place.Id).Where(k => Board.Waits.ContainsKey(k.Id)).Select(k => (k.Name.In(text.Language), Board.Waits[k.Id]))];

    public async Task<IActionResult> OnGetAsync(string institution, string office)
    {
        if (await queue.BoardAsync($"{institution}/{office}", HttpContext.RequestAborted) is not { } board)
        {
            return NotFound();
        }

        Board = board;
        Response.Headers.CacheControl = "no-store";
        return Page();
    }
}
