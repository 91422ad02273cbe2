using Diwan.Accounts;
using Diwan.Apps;
using Diwan.Web.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Desk.Apps;

/// <summary>What apps were told, what could not be, and sending it again; for the administrator of the platform.</summary>
public sealed class NoticesModel(KeepHooks hooks) : SignedInPage
{
    public IReadOnlyList<Notice> Notices { get; private set; } = [];

    [BindProperty(SupportsGet = true)]
    public bool All { get; set; }

    /// <summary>Whether what was asked to be sent again is on its way; null when nothing was asked.</summary>
    public bool? Again { get; private set; }

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync(Guid notice)
    {
        if (!Me.May(Ability.Operate))
        {
            return Forbid();
        }

        Again = await hooks.ReplayAsync(null, null, notice, Actor, Aborted);
        return await ShowAsync();
    }

    private async Task<IActionResult> ShowAsync()
    {
        if (!Me.May(Ability.Operate))
        {
            return Forbid();
        }

        Notices = await hooks.NoticesAsync(null, null, !All, Aborted);
        return Page();
    }
}
