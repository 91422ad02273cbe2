using Diwan.Assistance;
using Diwan.Cases.Published;
using Diwan.Engine.Definitions;
using Diwan.Visits;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Portal.Visits;

/// <summary>A place, a day and a time for one reason.</summary>
public sealed class BookModel(
    BookVisit own, BookForHelped forHelped, FindSession sessions, FindVisitPlaces places, FreeTimes free, PublishedServices services, Links links, Text text)
    : VisitPage(own, forHelped, sessions, services, text)
{
    /// <summary>Reason and service, as <c>help|moj/non-conviction-certificate</c>.</summary>
    [BindProperty(SupportsGet = true)]
    public string? What { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Reference { get; set; }

    public VisitKind Kind { get; private set; } = null!;

    public string Service { get; private set; } = "";

    public IReadOnlyList<VisitPlace> Places { get; private set; } = [];

    public VisitPlace? Place { get; private set; }

    public FreeChoice Times { get; private set; } = new([], null, null);

    public string PostPath
    {
        get
        {
            var query = new QueryBuilder { { "what", What! }, { "place", Place!.Id }, { "day", FreeChoice.Value(Times.Day!.Day) } };
            if (Reference is not null)
            {
                query.Add("reference", Reference);
            }

            return "/visits/book" + query.ToQueryString();
        }
    }

    public async Task<IActionResult> OnGetAsync(string? place, string? day) => await ReadAsync(place, day, null) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string? place, string? day, string? at)
    {
        if (!await ReadAsync(place, day, at))
        {
            return NotFound();
        }

        switch (await BookAsync(new VisitOrder(Kind.Id, place, VisitWords.Read(at), Service, Reference)))
        {
            case BookingResult.Booked booked:
                return LocalRedirect(links.To($"/visits/{booked.Code}", ("booked", "true")));
            case BookingResult.Refused refused:
                Refuse(refused.Why, refused.Field == "at" && Times.Day is null ? null : refused.Field);
                // What is free may have changed.
                await ReadAsync(place, day, at);
                return Page();
            default:
                return NotFound();
        }
    }

    /// <returns>False when there is no such reason of such a service.</returns>
    private async Task<bool> ReadAsync(string? place, string? day, string? at)
    {
        if (What?.Split('|') is not [var kind, var service] || Book.Find(kind) is not { } found || !ServiceId.TryParse(service, out var id) || Catalogue.Find(id) is null)
        {
            return false;
        }

        (Kind, Service) = (found, service);
        Reference = string.IsNullOrWhiteSpace(Reference) ? null : Reference;
        Places = await places.ForAsync(Kind, id, Aborted);
        Place = Places.FirstOrDefault(p => p.Id == place) ?? (Places.Count > 0 ? Places[0] : null);
        Times = Place is null ? new FreeChoice([], null, null) : FreeChoice.Of(await free.OfAsync(Place, Kind, Aborted), day, at);
        return true;
    }
}
