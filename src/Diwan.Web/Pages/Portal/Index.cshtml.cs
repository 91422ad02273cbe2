using Diwan.Engine.Definitions;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Diwan.Web.Pages.Portal;

/// <summary>The first page: find a service, see whose it is, ask for help.</summary>
public sealed class IndexModel(ServiceOffers offers) : PageModel
{
    public IReadOnlyList<ServiceOffer> Services => offers.All;

    /// <summary>Institutions that offer something, each with how much.</summary>
    public IReadOnlyList<(Institution Institution, int Count)> Institutions =>
        [.. offers.Catalogue.Institutions.Select(i => (i, offers.All.Count(o => o.Institution == i))).Where(i => i.Item2 > 0)];

    /// <summary>Occasions under which a service is found.</summary>
    public IReadOnlyList<LifeEvent> LifeEvents =>
        [.. offers.Catalogue.LifeEvents.Where(e => offers.All.Any(o => o.Service.LifeEvents.Contains(e)))];
}
