using Diwan.Kernel;

namespace Diwan.Programme.Accountability;

/// <summary>One that is compared with others.</summary>
/// <param name="Counted">How many kept what was asked, of how many.</param>
public sealed record Contender(string Key, Proportion Counted);

/// <summary>A line of the table.</summary>
/// <param name="Best">The best place that cannot be excluded, from 1; null where too little was counted.</param>
/// <param name="Worst">The worst place that cannot be excluded; null where too little was counted.</param>
public sealed record Place(string Key, Proportion Counted, int? Best, int? Worst);

/// <summary>
/// A table that says no more than its figures allow: whoever did little has a wide interval and many possible places, and two whose intervals meet are not
/// set above one another.
/// </summary>
public static class League
{
    /// <summary>Fewer than these are not placed.</summary>
    public const int Least = 20;

    public static IReadOnlyList<Place> Of(IReadOnlyList<Contender> contenders)
    {
        ArgumentNullException.ThrowIfNull(contenders);
        var placed = contenders.Where(c => c.Counted.Of >= Least).ToList();
        return
        [
            .. contenders
                .Select(c => c.Counted.Of < Least
                    ? new Place(c.Key, c.Counted, null, null)
                    : new Place(c.Key, c.Counted, 1 + placed.Count(o => o.Counted.Low > c.Counted.High), placed.Count - placed.Count(o => o.Counted.High < c.Counted.Low)))
                .OrderBy(p => p.Best is null ? 1 : 0).ThenByDescending(p => p.Counted.Value).ThenBy(p => p.Key, StringComparer.Ordinal),
        ];
    }
}
