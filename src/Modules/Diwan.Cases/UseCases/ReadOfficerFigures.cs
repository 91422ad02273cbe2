using Diwan.Cases.Rows;
using Diwan.Engine.Process;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Cases.UseCases;

/// <summary>What an officer closed in some weeks, beside what is usual for the same tasks.</summary>
/// <param name="InTime">Closed by their day, of all closed.</param>
/// <param name="Usual">How many of them the unit as a whole would have closed in time, task by task; null when nobody else does these tasks.</param>
/// <param name="MedianHours">From opening to closing, half took no longer; null when nothing was closed.</param>
public sealed record OfficerFigures(string OfficerId, string Name, Proportion InTime, decimal? Usual, decimal? MedianHours);

/// <summary>
/// How officers keep their deadlines. Each reads their own first: a week is shown to the head of the unit only some days after its end. Whoever does
/// harder tasks is compared with what is usual for those.
/// </summary>
public sealed class ReadOfficerFigures(IDbContextFactory<AppDbContext> databases, ReadTasks tasks, TimeProvider time)
{
    /// <summary>Full weeks counted.</summary>
    public const int Weeks = 4;

    /// <summary>Days after the end of a week, Saturday, before the head reads it.</summary>
    public const int OwnFirstDays = 3;

    /// <summary>The first day of the weeks counted and the first day after them, as this reader may know them.</summary>
    /// <param name="own">For the officer's own figures.</param>
    public (DateOnly From, DateOnly To) PeriodFor(bool own)
    {
        var to = NationalCalendar.WeekOf(NationalCalendar.DateAt(time.GetUtcNow()).AddDays(own ? 0 : -OwnFirstDays));
        return (to.AddDays(-7 * Weeks), to);
    }

    /// <summary>The officer's own, with their confidential tasks; null when they closed nothing.</summary>
    public async Task<OfficerFigures?> OwnAsync(Officer officer, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        var closed = await ClosedAsync(PeriodFor(own: true), t => officer.Roles.Contains(t.Role), ct);
        return Of(closed).FirstOrDefault(f => f.OfficerId == officer.Actor.Id);
    }

    /// <summary>Those of the units the officer heads, without confidential tasks.</summary>
    public async Task<IReadOnlyList<OfficerFigures>> TeamAsync(Officer officer, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        var headed = tasks.HeadedInstitutions(officer);
        return headed.Count == 0 ? [] : Of(await ClosedAsync(PeriodFor(own: false), t => headed.Contains(t.Institution) && !t.Confidential, ct));
    }

    private async Task<List<Closed>> ClosedAsync((DateOnly From, DateOnly To) period, System.Linq.Expressions.Expression<Func<TaskRow, bool>> which, CancellationToken ct)
    {
        var (from, to) = (NationalCalendar.At(period.From, TimeOnly.MinValue), NationalCalendar.At(period.To, TimeOnly.MinValue));
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Set<TaskRow>().Where(t => t.ClosedAt >= from && t.ClosedAt < to && t.OfficerId != null && t.State == TaskState.Decided)
            .Where(which)
            .Select(t => new Closed(t.OfficerId!, t.OfficerName ?? t.OfficerId!, t.Service, t.NodeId, t.OpenedAt, t.DueAt, t.ClosedAt!.Value))
            .ToListAsync(ct);
    }

    private static List<OfficerFigures> Of(List<Closed> closed)
    {
        var kinds = closed.ToLookup(c => (c.Service, c.NodeId));
        return
        [
            .. closed.GroupBy(c => c.OfficerId)
                .Select(g =>
                {
                    var took = g.Select(c => c.ClosedAt - c.OpenedAt).Order().ToList();
                    return new OfficerFigures(
                        g.Key, g.Last().Name, new Proportion(g.Count(c => c.InTime), g.Count()), Usual(g, kinds), Math.Round((decimal)took[(took.Count - 1) / 2].TotalHours, 1));
                })
                .OrderBy(f => f.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>The sum over the officer's tasks of the part that others closed in time of the same kind.</summary>
    private static decimal? Usual(IGrouping<string, Closed> own, ILookup<(string, string), Closed> kinds)
    {
        decimal? usual = null;
        foreach (var kind in own.GroupBy(c => (c.Service, c.NodeId)))
        {
            var others = kinds[kind.Key].Where(c => c.OfficerId != own.Key).ToList();
            if (others.Count > 0)
            {
                usual = (usual ?? 0) + (kind.Count() * (decimal)others.Count(c => c.InTime) / others.Count);
            }
            else
            {
                return null;
            }
        }

        return usual is { } sum ? Math.Round(sum, 1) : null;
    }

    private sealed record Closed(string OfficerId, string Name, string Service, string NodeId, DateTimeOffset OpenedAt, DateTimeOffset DueAt, DateTimeOffset ClosedAt)
    {
        internal bool InTime => ClosedAt <= DueAt;
    }
}
