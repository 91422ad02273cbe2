namespace Diwan.Programme.Portfolio;

/// <summary>When a service would be done under a plan.</summary>
/// <param name="Month">The month in which it is done, the first of the month; null when it waits for one that is not in the portfolio.</param>
public sealed record Planned(PortfolioView Service, DateOnly? Month);

/// <summary>In which order services are taken, where none waits for another.</summary>
public enum PlanOrder
{
    /// <summary>By their wave, the busiest of a wave first.</summary>
    Wave,

    /// <summary>The busiest first, whatever their wave.</summary>
    Volume,

    /// <summary>One of each institution in turn, the busiest of each first: nobody waits for another's list.</summary>
    Turns,
}

/// <summary>What-if of the order and the pace: each service after those it waits for, so many a month in all and in each institution.</summary>
public static class WavePlan
{
    /// <param name="services">Those still to be done; what is done already holds nobody up.</param>
    /// <param name="perMonth">How many the teams can do in a month.</param>
    /// <param name="perInstitution">How many an institution can do in a month; null for as many as all can.</param>
    /// <param name="own">How many those institutions can do that can do another number.</param>
    public static IReadOnlyList<Planned> Of(
        IReadOnlyList<PortfolioView> services, int perMonth, DateOnly start, PlanOrder order = PlanOrder.Wave, int? perInstitution = null, IReadOnlyDictionary<string, int>? own = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentOutOfRangeException.ThrowIfLessThan(perMonth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(perInstitution ?? 1, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(own?.Values.DefaultIfEmpty(1).Min() ?? 1, 1);
        var open = Ordered(services.Where(s => s.State < PortfolioState.Reengineered), order);
        var done = services.Where(s => s.State >= PortfolioState.Reengineered).Select(s => s.Code).ToHashSet(StringComparer.Ordinal);
        var planned = new List<Planned>();
        for (var month = new DateOnly(start.Year, start.Month, 1); open.Count > 0; month = month.AddMonths(1))
        {
            var taken = new Dictionary<string, int>(StringComparer.Ordinal);
            var now = open.Where(s => s.After.All(done.Contains)).Where(s => (taken[s.Institution] = taken.GetValueOrDefault(s.Institution) + 1) <= (own?.TryGetValue(s.Institution, out var most) == true ? most : perInstitution ?? perMonth))
                .Take(perMonth).ToList();
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

    private static List<PortfolioView> Ordered(IEnumerable<PortfolioView> services, PlanOrder order)
    {
        var busiest = services.OrderByDescending(s => s.Volume ?? 0).ThenBy(s => s.Code, StringComparer.Ordinal);
        return order switch
        {
            PlanOrder.Volume => [.. busiest],
            PlanOrder.Turns => [.. busiest.GroupBy(s => s.Institution, StringComparer.Ordinal).SelectMany(g => g.Select((s, turn) => (s, turn))).OrderBy(x => x.turn).ThenByDescending(x => x.s.Volume ?? 0).ThenBy(x => x.s.Code, StringComparer.Ordinal).Select(x => x.s)],
            _ => [.. busiest.OrderBy(s => s.Wave ?? int.MaxValue)],
        };
    }
}
