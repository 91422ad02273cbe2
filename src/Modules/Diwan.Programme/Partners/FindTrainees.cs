using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Programme.Partners;

/// <summary>The trainees and where each stands.</summary>
public sealed class FindTrainees(IDbContextFactory<AppDbContext> contexts)
{
    /// <summary>The graduates in information technology who are to be trained and to work for themselves, by the plan of 22 July 2017.</summary>
    public const int Plan = 330;

    /// <param name="on">As of the end of this day.</param>
    public async Task<IReadOnlyList<TraineeView>> AllAsync(DateOnly on, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return View(await db.Set<TraineeRow>().OrderBy(t => t.Number).ToListAsync(ct), await db.Set<TraineeStepRow>().Where(s => s.On <= on).ToListAsync(ct));
    }

    /// <summary>The trainee who signs in by this national number; null when there is none.</summary>
    public async Task<TraineeView?> OfAccountAsync(string account, DateOnly on, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Set<TraineeRow>().Where(t => t.Account == account).ToListAsync(ct);
        var numbers = rows.Select(t => t.Number).ToList();
        return View(rows, await db.Set<TraineeStepRow>().Where(s => numbers.Contains(s.Trainee) && s.On <= on).ToListAsync(ct)).FirstOrDefault();
    }

    /// <summary>The counters at which somebody certified is placed on a day.</summary>
    public async Task<IReadOnlySet<string>> StaffedAsync(DateOnly on, CancellationToken ct) =>
        (await AllAsync(on, ct)).Where(t => t.MayActOn(on)).Select(t => t.Site).OfType<string>().ToHashSet(StringComparer.Ordinal);

    private static List<TraineeView> View(List<TraineeRow> rows, List<TraineeStepRow> taken)
    {
        var steps = taken.ToLookup(s => s.Trainee, StringComparer.Ordinal);
        return
        [
            .. rows
                .Select(t => (Row: t, Steps: steps[t.Number].OrderBy(s => s.On).ThenBy(s => s.At).ThenBy(s => s.State).ToList()))
                .Where(t => t.Steps.Count > 0)
                .Select(t => new TraineeView(
                    t.Row.Number, t.Row.Name, t.Row.Governorate, t.Row.Cohort, t.Steps[^1].State, t.Steps[^1].On, t.Steps.LastOrDefault(s => s.Until is not null)?.Until,
                    t.Steps[^1].State == TraineeState.Placed ? t.Steps[^1].Site : null, t.Row.Account)),
        ];
    }

    public async Task<TraineeCount> CountAsync(DateOnly on, CancellationToken ct)
    {
        var all = await AllAsync(on, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var reached = (await db.Set<TraineeStepRow>().Where(s => s.On <= on).Select(s => new { s.Trainee, s.State }).Distinct().ToListAsync(ct)).ToLookup(s => s.State);
        var sites = await db.Set<SiteRow>().ToDictionaryAsync(s => s.Code, s => s.Governorate, StringComparer.Ordinal, ct);
        return new TraineeCount(
            Plan, all.Count, Enum.GetValues<TraineeState>().ToDictionary(s => s, s => reached[s].Count()), all.Count(t => t.MayActOn(on)),
            all.Where(t => t.Site is not null).GroupBy(t => sites.GetValueOrDefault(t.Site!, "")).ToDictionary(g => g.Key, g => g.Count()));
    }
}
