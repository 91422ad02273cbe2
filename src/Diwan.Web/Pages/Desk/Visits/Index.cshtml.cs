using Diwan.Visits;
using Diwan.Web.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Desk.Visits;

/// <summary>The places at whose windows an officer or a partner's agent works.</summary>
public sealed class IndexModel(FindVisitPlaces places) : SignedInPage
{
    public IReadOnlyList<VisitPlace> Places { get; private set; } = [];

    public bool Heads { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        (Places, Heads) = (await places.OfStaffAsync(Me, Aborted), places.Headed(Me).Count > 0);
        return Places.Count > 0 || Heads ? Page() : Forbid();
    }
}
