using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Programme.Portfolio;

/// <param name="Service">The service of the platform that it is; null while it is none.</param>
/// <param name="State">The furthest it reached.</param>
/// <param name="Steps">Each state with its date and evidence, in order of time.</param>
public sealed record PortfolioView(
    string Code, string Institution, LocalizedText Name, string Owner, int? Volume, PortfolioGroup Group, int? Wave, IReadOnlyList<string> After,
    PortfolioState State, IReadOnlyList<PortfolioStepView> Steps, string? Service = null);

/// <param name="Shown">The platform itself shows that it is so, and held the entry to it; otherwise it was typed in.</param>
public sealed record PortfolioStepView(PortfolioState State, DateOnly On, string Evidence, string By, bool Shown = false);

/// <summary>How many services the plan counts, and where they stand.</summary>
/// <param name="Planned">What the plan says: 591.</param>
/// <param name="Listed">Those the portfolio names.</param>
/// <param name="Reached">How many have reached each state, those beyond it included.</param>
public sealed record PortfolioCount(int Planned, int Listed, IReadOnlyDictionary<PortfolioState, int> Reached)
{
    /// <summary>Named by the plan as a number only.</summary>
    public int Unnamed => Math.Max(0, Planned - Listed);
}

/// <summary>Reads the portfolio.</summary>
public sealed class FindPortfolio(IDbContextFactory<AppDbContext> contexts)
{
    /// <summary>Services to be re-engineered and automated in 2018-2020, by the plan of 22 July 2017.</summary>
    public const int Plan = 591;

    /// <summary>The 25 that the same plan adds to the ten, by institution: it counts them and names none.</summary>
    public static readonly IReadOnlyList<(string Institution, int Count)> Candidates = [("mit", 6), ("dls", 3), ("gam", 14), ("dvld", 2)];

    /// <param name="until">Only what was so at the end of this day; null for now.</param>
    public async Task<IReadOnlyList<PortfolioView>> AllAsync(DateOnly? until, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Set<PortfolioRow>().ToListAsync(ct);
        var steps = (await db.Set<PortfolioStepRow>().ToListAsync(ct)).Where(s => until is null || s.On <= until).ToLookup(s => s.Code, StringComparer.Ordinal);
        return
        [
            .. rows.OrderBy(r => r.Group).ThenBy(r => r.Institution, StringComparer.Ordinal).ThenBy(r => r.Code, StringComparer.Ordinal)
                .Select(r => new PortfolioView(
                    r.Code, r.Institution, r.Name, r.Owner, r.Volume, r.Group, r.Wave, r.After.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                    steps[r.Code].Select(s => s.State).DefaultIfEmpty(PortfolioState.Listed).Max(),
                    [.. steps[r.Code].OrderBy(s => s.On).ThenBy(s => s.State).Select(s => new PortfolioStepView(s.State, s.On, s.Evidence, s.By, r.Service is not null && s.State >= PortfolioState.Automated))], r.Service)),
        ];
    }

    public static PortfolioCount Count(IReadOnlyList<PortfolioView> services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return new(Plan, services.Count, Enum.GetValues<PortfolioState>().ToDictionary(s => s, s => services.Count(v => v.State >= s)));
    }
}
