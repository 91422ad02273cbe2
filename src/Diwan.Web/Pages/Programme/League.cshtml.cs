using Diwan.Cases.Published;
using Diwan.Programme.Accountability;
using Diwan.Web.Texts;

namespace Diwan.Web.Pages.Programme;

/// <summary>Who keeps promises, as far as the figures allow to say.</summary>
public sealed class LeagueModel(RankServices rank, PublishedServices services, Text text) : ProgrammePage(text)
{
    public LeagueView League { get; private set; } = null!;

    public TableModel Institutions => TableOf("league.institutions", League.Institutions, key => services.Catalogue.FindInstitution(key)?.Name.In(Words.Language) ?? key);

    public TableModel Services => TableOf("league.services", League.Services, key => services.Current(key)?.Name.In(Words.Language) ?? key);

    public async Task OnGetAsync() => League = await rank.RunAsync(Aborted);

    private TableModel TableOf(string caption, IReadOnlyList<Place> places, Func<string, string> name) => new(
        (string)Words[caption],
        [
            new((string)Words["league.who"]), new((string)Words["league.place"]), new((string)Words["league.kept"], true), new((string)Words["league.between"], true), new((string)Words["league.answered"], true),
        ],
        [
            .. places.Select(p => (IReadOnlyList<object?>)
            [
                name(p.Key), PlaceOf(p), p.Counted.Value is { } v ? Words.Percent(Math.Round(v, 3)) : "–",
                p.Counted.Of == 0 ? "–" : Words["league.interval", Words.Percent(Math.Round(p.Counted.Low, 3)), Words.Percent(Math.Round(p.Counted.High, 3))], Words.Number(p.Counted.Of),
            ]),
        ]);

    private object PlaceOf(Place place) => place switch
    {
        { Best: null } => Words["league.tooFew"],
        { Best: { } best, Worst: { } worst } when best == worst => Words.Number(best),
        _ => Words["league.places", Words.Number(place.Best!.Value), Words.Number(place.Worst!.Value)],
    };
}
