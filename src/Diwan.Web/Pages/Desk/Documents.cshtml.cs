using Diwan.Accounts;
using Diwan.Documents;
using Diwan.Web.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Desk;

/// <summary>The issued documents of the institution: found by number, and what waits for a second officer.</summary>
public sealed class DocumentsModel(ReadOfficeDocuments read) : SignedInPage
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    public IReadOnlyList<string> Found { get; private set; } = [];

    public IReadOnlyList<DocumentAct> Acts { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync()
    {
        if (Me is not { IsOfficer: true, Institution: { } institution } || !Me.May(Ability.WorkTasks, institution))
        {
            return Forbid();
        }

        if (!string.IsNullOrWhiteSpace(Q))
        {
            Found = await read.FindAsync(Q.Trim(), institution, Aborted);
        }

        Acts = await read.ActsAsync(institution, Aborted);
        return Page();
    }
}
