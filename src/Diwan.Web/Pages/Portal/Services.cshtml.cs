using Diwan.Engine.Definitions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Diwan.Web.Pages.Portal;

/// <summary>The catalogue: all services, or those that answer a search, an institution or an occasion.</summary>
public sealed class ServicesModel(ServiceOffers offers) : PageModel
{
    /// <summary>What was typed. Cut at 100 characters.</summary>
    [BindProperty(Name = "q", SupportsGet = true)]
    public string? Query { get; set; }

    /// <summary>An institution's id.</summary>
    [BindProperty(Name = "of", SupportsGet = true)]
    public string? InstitutionId { get; set; }

    /// <summary>An occasion's id.</summary>
    [BindProperty(Name = "for", SupportsGet = true)]
    public string? LifeEventId { get; set; }

    public Institution? Institution { get; private set; }

    public LifeEvent? Occasion { get; private set; }

    public IReadOnlyList<ServiceOffer> Found { get; private set; } = [];

    public IReadOnlyList<LifeEvent> LifeEvents { get; private set; } = [];

    public IReadOnlyList<Placeholder> Placeholders { get; private set; } = [];

    public bool IsSearch => !string.IsNullOrWhiteSpace(Query);

    public IEnumerable<IGrouping<Institution, ServiceOffer>> ByInstitution => Found.GroupBy(o => o.Institution);

    public IActionResult OnGet()
    {
        Query = Query is { Length: > 100 } ? Query[..100] : Query;
        var all = offers.All;
        LifeEvents = [.. offers.Catalogue.LifeEvents.Where(e => all.Any(o => o.Service.LifeEvents.Contains(e)))];
        Institution = InstitutionId is null ? null : offers.Catalogue.FindInstitution(InstitutionId);
        Occasion = LifeEventId is null ? null : offers.Catalogue.LifeEvents.FirstOrDefault(e => e.Id == LifeEventId);
        if ((InstitutionId is not null && Institution is null) || (LifeEventId is not null && Occasion is null))
        {
            return NotFound();
        }

        var found = IsSearch ? offers.Search(Query!, Cultures.Current) : all;
        Found = [.. found.Where(o => (Institution is null || o.Institution == Institution) && (Occasion is null || o.Service.LifeEvents.Contains(Occasion)))];
        Placeholders = IsSearch || Institution is not null || Occasion is not null ? [] : offers.Catalogue.Placeholders;
        return Page();
    }
}
