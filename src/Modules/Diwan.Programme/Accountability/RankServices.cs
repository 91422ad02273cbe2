using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Kernel;
using Diwan.Platform;

namespace Diwan.Programme.Accountability;

/// <summary>The table of services and of institutions by how they kept their promises, as far as their figures allow one.</summary>
/// <param name="From">The first day counted.</param>
/// <param name="To">The last day counted.</param>
public sealed record LeagueView(DateOnly From, DateOnly To, IReadOnlyList<Place> Institutions, IReadOnlyList<Place> Services);

/// <summary>Ranks over the last ninety full days. What those days hold changes no more, so it is counted once an hour at most.</summary>
public sealed class RankServices(CountCases cases, PublishedServices services, TimeProvider time)
{
    public const int Days = 90;

    private readonly Recent<DateOnly, LeagueView> _recent = new(time, TimeSpan.FromHours(1), most: 2);

    public async Task<LeagueView> RunAsync(CancellationToken ct)
    {
        var to = NationalCalendar.DateAt(time.GetUtcNow());
        return (await _recent.ReadAsync(to, stop => RankAsync(to, stop), anew: false, ct)).Value;
    }

    private async Task<LeagueView> RankAsync(DateOnly to, CancellationToken ct)
    {
        var from = to.AddDays(-Days);
        var figures = await cases.PromisesAsync(NationalCalendar.At(from, TimeOnly.MinValue), NationalCalendar.At(to, TimeOnly.MinValue), ct);
        var kept = services.Catalogue.Services
            .Select(s => (Service: s.Id, Figures: figures.GetValueOrDefault(s.Id.ToString())))
            .Select(s => (s.Service, Kept: new Proportion(s.Figures.Met, s.Figures.Of)))
            .ToList();
        return new LeagueView(
            from, to.AddDays(-1),
            League.Of([.. kept.GroupBy(k => k.Service.Institution).Select(g => new Contender(g.Key, new Proportion(g.Sum(k => k.Kept.Met), g.Sum(k => k.Kept.Of))))]),
            League.Of([.. kept.Select(k => new Contender(k.Service.ToString(), k.Kept))]));
    }
}
