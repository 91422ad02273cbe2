using Diwan.Accounts;
using Diwan.Cases.UseCases;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Desk;

/// <summary>How an officer keeps deadlines: their own first, then, for a head, those of the unit.</summary>
public sealed class FiguresModel(ReadOfficerFigures figures, ReadTasks tasks, Text text) : SignedInPage
{
    public OfficerFigures? Own { get; private set; }

    public IReadOnlyList<OfficerFigures> Team { get; private set; } = [];

    public bool Heads { get; private set; }

    public (DateOnly From, DateOnly To) OwnPeriod => figures.PeriodFor(own: true);

    public (DateOnly From, DateOnly To) TeamPeriod => figures.PeriodFor(own: false);

    public IReadOnlyList<SummaryRow> OwnFacts =>
    [
        new((string)text["figures.closed"], text.Number(Own!.InTime.Of)),
        new((string)text["figures.inTime"], text["figures.share", text.Number(Own.InTime.Met), Percent(Own.InTime.Value!.Value), Percent(Own.InTime.Low), Percent(Own.InTime.High)]),
        new((string)text["figures.usual"], Own.Usual is { } usual ? text.Number(usual) : text["figures.nobodyElse"]),
        new((string)text["figures.median"], Own.MedianHours is { } hours ? text["figures.hours", text.Number(hours)] : "–"),
    ];

    public TableModel TeamTable => new(
        (string)text["figures.team"],
        [
            new((string)text["figures.officer"]), new((string)text["figures.closed"], true), new((string)text["figures.inTime"], true), new((string)text["figures.between"], true), new((string)text["figures.usual"], true),
            new((string)text["figures.medianHours"], true),
        ],
        [
            .. Team.Select(f => (IReadOnlyList<object?>)
            [
                f.Name, text.Number(f.InTime.Of), text.Number(f.InTime.Met), text["league.interval", Percent(f.InTime.Low), Percent(f.InTime.High)], f.Usual is { } usual ? text.Number(usual) : "–",
                f.MedianHours is { } hours ? text.Number(hours) : "–",
            ]),
        ]);

    public async Task<IActionResult> OnGetAsync()
    {
        if (!Me.IsOfficer || !Me.May(Ability.WorkTasks))
        {
            return Forbid();
        }

        var officer = new Officer(Actor, Me.Roles);
        Own = await figures.OwnAsync(officer, Aborted);
        Heads = tasks.HeadedInstitutions(officer).Count > 0;
        Team = Heads ? await figures.TeamAsync(officer, Aborted) : [];
        return Page();
    }

    private string Percent(decimal part) => text.Percent(Math.Round(part, 3));
}
