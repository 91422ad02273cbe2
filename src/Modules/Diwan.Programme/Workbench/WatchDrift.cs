using Diwan.Accounts;
using Diwan.Cases.Mining;
using Diwan.Cases.Published;
using Diwan.Engine.Workbench;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Diwan.Programme.Workbench;

/// <summary>What the watch over a service knows.</summary>
/// <param name="Since">The first day of the baseline; null while nothing was ever applied for.</param>
/// <param name="SetBy">Who began it anew, and why; null when the platform began it.</param>
/// <param name="Weeks">Every week that was judged against this baseline, in order.</param>
public sealed record DriftView(DateOnly? Since, string? SetBy, string? Why, IReadOnlyList<WeekStanding> Weeks)
{
    /// <summary>The last day of the baseline.</summary>
    public DateOnly? Until => Since?.AddDays((7 * DriftWatch.BaselineWeeks) - 1);

    /// <summary>The last week that was judged, when it and maybe those before it raise an alarm; empty otherwise.</summary>
    public IReadOnlyList<WeekStanding> Alarmed => [.. Weeks.Reverse().TakeWhile(w => w.TimesMoved || w.VariantsMoved).Reverse()];
}

/// <summary>
/// Watches whether services drift: every week that is over is judged once against the first eight weeks after the service had found its pace, and what was found is
/// kept. An alarm is an open matter until a later week raises none, or the office begins a new baseline and says why.
/// </summary>
public sealed class WatchDrift(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, MeasureRuns runs, PublishedServices services, TimeProvider time)
{
    /// <summary>Weeks that are made up after the watch stood still; those before them stay unjudged.</summary>
    private const int MostAtOnce = 26;

    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Kept : Result;

        public sealed record NotFound : Result;

        public sealed record NotAllowed : Result;

        public sealed record Refused(LocalizedText Why) : Result;
    }

    /// <summary>Null when there is no such service.</summary>
    public async Task<DriftView?> FindAsync(string service, CancellationToken ct)
    {
        if (services.Current(service) is null)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        return await BaselineAsync(db, service, ct) is not { } baseline
            ? new DriftView(null, null, null, [])
            : ViewOf(baseline, await JudgedAsync(db, baseline, ct));
    }

    /// <summary>The services whose last judged week raises an alarm.</summary>
    internal async Task<IReadOnlyList<(string Service, IReadOnlyList<WeekStanding> Weeks)>> AlarmedAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var baselines = (await db.Set<DriftBaselineRow>().ToListAsync(ct)).GroupBy(b => b.Service, StringComparer.Ordinal).Select(g => g.MaxBy(b => b.From)!);
        var weeks = (await db.Set<DriftWeekRow>().OrderBy(w => w.Week).ToListAsync(ct)).ToLookup(w => (w.Service, w.Baseline));
        return
        [
            .. baselines.Where(b => services.Current(b.Service) is not null)
                .Select(b => (b.Service, ViewOf(b, weeks[(b.Service, b.From)]).Alarmed)).Where(a => a.Alarmed.Count > 0).OrderBy(a => a.Service, StringComparer.Ordinal),
        ];
    }

    /// <summary>Begins a new baseline: what was new is usual from then on.</summary>
    /// <param name="from">A day of its first week.</param>
    public async Task<Result> BeginAnewAsync(SignedIn who, string service, DateOnly? from, string? why, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(who);
        if (services.Current(service) is null)
        {
            return new Result.NotFound();
        }

        if (!who.May(Ability.RunProgramme))
        {
            return new Result.NotAllowed();
        }

        var now = time.GetUtcNow();
        if (from is not { } day || day > NationalCalendar.DateAt(now))
        {
            return new Result.Refused(new("اكتب أول يوم من الأساس الجديد، لا بعد اليوم.", "Give the first day of the new baseline, not after today."));
        }

        if (why?.Trim() is not { Length: >= 5 and <= 500 } words)
        {
            return new Result.Refused(new("اكتب لماذا صار هذا هو المعتاد.", "Say why this is what is usual now."));
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await BaselineAsync(db, service, ct) is { } before && NationalCalendar.WeekOf(day) <= before.From)
        {
            return new Result.Refused(new("يبدأ الأساس الجديد بعد بداية السابق.", "A new baseline begins after the one before began."));
        }

        var change = new Change(who.ToActor(), Channel.Portal, "drift-baseline", now);
        change.Insert(new DriftBaselineRow { Id = change.NewId(), Service = service, From = NationalCalendar.WeekOf(day), Why = words, SetBy = who.Name, At = now });
        (await writer.WriteAsync(change, ct)).OrThrow();
        return new Result.Kept();
    }

    /// <summary>Judges every week that is over and was not judged yet. Whoever runs it again changes nothing.</summary>
    /// <returns>How many were judged now.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var judged = 0;
        foreach (var service in services.Catalogue.Services)
        {
            judged += await JudgeAsync(service.Id.ToString(), service.Promise.WorkingDays, ct);
        }

        return judged;
    }

    private async Task<int> JudgeAsync(string service, int promised, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var thisWeek = NationalCalendar.WeekOf(NationalCalendar.DateAt(now));
        await using var db = await contexts.CreateDbContextAsync(ct);
        var change = new Change(Actor.System("drift-watching"), Channel.System, "drift-watching", now);
        if (await BaselineAsync(db, service, ct) is not { } baseline)
        {
            if (await runs.BeganAsync(service, ct) is not { } first)
            {
                return 0;
            }

            // In the weeks before, only what went quickly could have been answered.
            var paced = NationalCalendar.DateAt(services.Calendar.AddWorkingDays(first, promised));
            baseline = new DriftBaselineRow { Id = change.NewId(), Service = service, From = NationalCalendar.WeekOf(paced.AddDays(6)), At = now };
            change.Insert(baseline);
        }

        var after = baseline.From.AddDays(7 * DriftWatch.BaselineWeeks);
        var known = (await JudgedAsync(db, baseline, ct)).Select(w => w.Week).ToHashSet();
        var open = new List<DateOnly>();
        for (var week = thisWeek.AddDays(-7); week >= after && open.Count < MostAtOnce && !known.Contains(week); week = week.AddDays(-7))
        {
            open.Insert(0, week);
        }

        if (open.Count > 0)
        {
            var usual = await runs.WeeksAsync(service, baseline.From, after, ct);
            var standings = DriftWatch.Of([.. usual, .. await runs.WeeksAsync(service, open[0], thisWeek, ct)]);
            foreach (var week in standings.Skip(usual.Count))
            {
                change.Insert(new DriftWeekRow
                {
                    Id = change.NewId(),
                    Service = service,
                    Week = week.From,
                    Baseline = baseline.From,
                    Cases = week.Cases,
                    Median = week.Median,
                    Times = week.Times,
                    Variants = week.Variants,
                    TimesMoved = week.TimesMoved,
                    VariantsMoved = week.VariantsMoved,
                    At = now,
                });
            }
        }

        // Should another node have judged them at the same time, they are judged.
        return change.IsEmpty || !(await writer.WriteAsync(change, ct)).IsWritten ? 0 : open.Count;
    }

    private static Task<DriftBaselineRow?> BaselineAsync(AppDbContext db, string service, CancellationToken ct) =>
        db.Set<DriftBaselineRow>().Where(b => b.Service == service).OrderByDescending(b => b.From).FirstOrDefaultAsync(ct);

    private static Task<List<DriftWeekRow>> JudgedAsync(AppDbContext db, DriftBaselineRow baseline, CancellationToken ct) =>
        db.Set<DriftWeekRow>().Where(w => w.Service == baseline.Service && w.Baseline == baseline.From).OrderBy(w => w.Week).ToListAsync(ct);

    private static DriftView ViewOf(DriftBaselineRow baseline, IEnumerable<DriftWeekRow> judged) => new(
        baseline.From, baseline.SetBy, baseline.Why, [.. judged.Select(w => new WeekStanding(w.Week, w.Cases, w.Median, w.Times, w.Variants, w.TimesMoved, w.VariantsMoved))]);
}

/// <summary>Looks every six hours whether a week is over.</summary>
internal sealed class WatchingDrift(WatchDrift watch, TimeProvider time, ILogger<WatchingDrift> log) : RecurringWork(time)
{
    protected override TimeSpan First => TimeSpan.FromMinutes(10);

    protected override TimeSpan Pause => TimeSpan.FromHours(6);

    protected override Task DoAsync(CancellationToken ct) => watch.RunAsync(ct);

    protected override void Failed(Exception e) => log.LogError(e, "Weeks could not be judged; trying again in six hours.");
}
