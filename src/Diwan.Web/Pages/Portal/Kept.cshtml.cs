using Diwan.Accounts;
using Diwan.Assistance;
using Diwan.Web.Telephone;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Diwan.Web.Pages.Portal;

/// <summary>What is kept on the device and not sent; shown as well in place of a page that cannot be reached. By itself it knows nothing of anybody.</summary>
public sealed class KeptModel(FindSession find) : PageModel
{
    public async Task OnGetAsync() =>
        ViewData[KeptFrame.Key] = User.SignedIn() is { } me && FindPlace.Helps(me) && await find.OfAgentAsync(me, HttpContext.RequestAborted) is { State: SessionState.Open } session ? session : null;
}
