namespace Diwan.Programme.Portfolio;

/// <summary>When a service would be done under a plan.</summary>
/// <param name="Month">The month in which it is done, the first of the month; null when it waits for one that is not in the portfolio.</param>
public sealed record Planned(PortfolioView Service, DateOnly? Month);

/// <summary>What-if of the order: services by wave, then volume, each after those it waits for, so many a month.</summary>
public static class WavePlan
{
    /// <param name="services">Those still to be done; what is done already holds nobody up.</param>
    /// <param name="perMonth">How many the teams can do in a month.</param>
    public static IReadOnlyList<Planned> Of(IReadOnlyList<PortfolioView> services, int perMonth, DateOnly start)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentOutOfRangeException.ThrowIfLessThan(perMonth, 1);
        var open = services.Where(s => s.State < PortfolioState.Reengineered).OrderBy(s => s.Wave ?? int.MaxValue)
            .ThenByDescending(s => s.Volume ?? 0).ThenBy(s => s.Code, StringComparer.Ordinal).ToList();
        var done = services.Where(s => s.State >= PortfolioState.Reengineered).Select(s => s.Code).ToHashSet(StringComparer.Ordinal);
        var planned = new List<Planned>();
        for (var month = new DateOnly(start.Year, start.Month, 1); open.Count > 0; month = month.AddMonths(1))
        {
            var now = open.Where(s => s.After.All(done.Contains)).Take(perMonth).ToList();
            if (now.Count == 0)
            {
                planned.AddRange(open.Select(s => new Planned(s, null)));
                break;
            }

            planned.AddRange(now.Select(s => new Planned(s, month)));
            done.UnionWith(now.Select(s => s.Code));
            open.RemoveAll(now.Contains);
        }

        return planned;
    }
}
