using Diwan.Cases.Published;
using Diwan.Visits;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Desk.Visits;

/// <summary>How long people waited and how many did not come, by office and reason, for the heads of units.</summary>
public sealed class FiguresModel(ReadVisitFigures figures, FindVisitPlaces places, PublishedServices services, Text text) : SignedInPage
{
    public IReadOnlyList<VisitFigures> Figures { get; private set; } = [];

    public (DateOnly From, DateOnly To) Period => figures.Period;

    public TableModel Table => new(
        (string)text["visits.figures"],
        [
            new((string)text["visits.place"]), new((string)text["visits.reason"]), new((string)text["visits.served"], true), new((string)text["visits.median"]), new((string)text["visits.ninety"]),
            new((string)text["visits.due"], true), new((string)text["visits.missed"], true),
        ],
        [
            .. Figures.Select(f => (IReadOnlyList<object?>)
            [
                f.Place.Name.In(text.Language), services.Catalogue.Visits.Find(f.Kind)?.Name.In(text.Language) ?? f.Kind, text.Number(f.Served), f.Median is { } m ? text.Duration(m) : "–",
                f.Ninety is { } n ? text.Duration(n) : "–", text.Number(f.Due), f.Due == 0 ? "–" : text["visits.share", text.Number(f.Missed), text.Percent(Math.Round((decimal)f.Missed / f.Due, 3))],
            ]),
        ],
        HideCaption: true);

    public async Task<IActionResult> OnGetAsync()
    {
        if (places.Headed(Me).Count == 0)
        {
            return Forbid();
        }

        Figures = await figures.OfHeadAsync(Me, Aborted);
        return Page();
    }
}
