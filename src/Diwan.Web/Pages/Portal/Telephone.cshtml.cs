using Diwan.Engine.Definitions;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Diwan.Web.Pages.Portal;

/// <summary>The applications of the institutions for telephones. That of the counters is for agents, who find it at their counter.</summary>
public sealed class TelephoneModel(ServiceOffers offers) : PageModel
{
    public IEnumerable<Institution> Institutions => offers.Catalogue.Institutions.Where(i => i.App is { Start: "/" });
}
