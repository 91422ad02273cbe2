using System.Collections.Concurrent;
using System.Text.Json;
using Diwan.Bpmn;
using Diwan.Cases.Book;
using Diwan.Cases.Published;
using Diwan.Cases.Rows;
using Diwan.Cases.UseCases;
using Diwan.Engine.Definitions;
using Diwan.Engine.Process;
using Diwan.Engine.Workbench;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Cases.Mining;

/// <summary>A way that cases really took, laid beside the model.</summary>
/// <param name="Moves">The steps in their order, with those the model does not foresee and those it misses.</param>
/// <param name="Whole">They came to an end of the process; others are still on their way or were given up.</param>
public sealed record RunVariant(IReadOnlyList<ReplayMove> Moves, int Cases, int Deviations, double Fitness, bool Whole);

/// <summary>A step as it really is.</summary>
/// <param name="Times">How often a case that ended came to it, on average.</param>
/// <param name="Minutes">The middle time from its opening until it was done, in working minutes; null for what takes no time of its own, or was never done.</param>
public sealed record RunStep(string Step, double Times, double? Minutes, int Done);

/// <summary>A week, from a Sunday on, and the cases answered in it.</summary>
/// <param name="Median">Hours from submission to the answer; null without cases.</param>
public sealed record RunWeek(DateOnly From, int Cases, double? Median);

/// <summary>What the event log tells of a service's cases, beside its model.</summary>
/// <param name="At">When it was read; for a while it is shown again.</param>
/// <param name="All">How many there were. Where they are more than are read, <paramref name="Cases"/> of them were drawn by chance from all of the time.</param>
/// <param name="Median">Hours from submission to the answer; null when nobody was answered.</param>
/// <param name="Ninetieth">Nine in ten took no longer; hours.</param>
/// <param name="Returned">Cases sent back to the applicant at least once.</param>
/// <param name="Returns">How often all of them together were sent back.</param>
/// <param name="Fitness">Mean over all cases; null without any.</param>
/// <param name="Deviating">Cases that are not as their model says.</param>
/// <param name="References">Those of them the reader answers for, by reference; empty for everybody else.</param>
public sealed record RunFindings(
    DateTimeOffset At, DateOnly From, DateOnly To, int Cases, int All, int Ended, double? Median, double? Ninetieth, int Returned, int Returns, double? Fitness, int Deviating,
    IReadOnlyList<RunVariant> Variants, IReadOnlyList<RunStep> Steps, IReadOnlyList<RunWeek> Weeks, IReadOnlyList<string> References)
{
    public bool IsSample => All > Cases;
}

/// <summary>
/// Reads from the event log how the cases of a service really went: paths, times, rework, and where they are not as the model of their version says. Confidential
/// steps pass unseen, whoever asks. Only the head of a unit of the institution is told which cases they are, their own left out.
/// </summary>
public sealed class MeasureRuns(IDbContextFactory<AppDbContext> databases, EventLog log, PublishedServices services, TimeProvider time)
{
    /// <summary>Cases after which nobody waits for a page; about so many are drawn of more.</summary>
    public const int MostCases = 20_000;

    private const int AtOnce = 500;
    private const int MostReferences = 200;

    private readonly Recent<(string Service, DateOnly From, DateOnly To, int Most), (RunFindings Found, IReadOnlyList<Row> Deviating)> _recent = new(time, TimeSpan.FromMinutes(10), most: 50);

    private readonly ConcurrentDictionary<ServiceDefinition, (CaseSteps Steps, BpmnReplay? Replay)> _models = new();

    /// <param name="to">The last day of submission.</param>
    /// <param name="officer">Who asks.</param>
    /// <returns>Null when there is no such service.</returns>
    public async Task<RunFindings?> RunAsync(string service, DateOnly from, DateOnly to, Officer officer, CancellationToken ct, int most = MostCases)
    {
        ArgumentNullException.ThrowIfNull(officer);
        if (services.Current(service) is not { } current)
        {
            return null;
        }

        var (at, (found, deviating)) = await _recent.ReadAsync((service, from, to, most), stop => ReadAsync(current, from, to, most, stop), anew: false, ct);
        var names = services.Catalogue.HeadedBy(officer.Roles).Contains(current.Id.Institution);
        return found with
        {
            At = at,
            References = names ? [.. deviating.Where(c => !OwnKey.Is(c.PersonKey, c.Represented, officer.Actor)).Take(MostReferences).Select(c => c.Reference)] : [],
        };
    }

    private async Task<(RunFindings Found, IReadOnlyList<Row> Deviating)> ReadAsync(ServiceDefinition current, DateOnly from, DateOnly to, int most, CancellationToken ct)
    {
        var (service, first, after) = (current.Id.ToString(), NationalCalendar.At(from, TimeOnly.MinValue), NationalCalendar.At(to.AddDays(1), TimeOnly.MinValue));
        await using var db = await databases.CreateDbContextAsync(ct);
        var deviating = new List<Row>();
        var (tally, all) = await TallyAsync(service, db.Set<CaseRow>().Where(c => c.Service == service && c.SubmittedAt >= first && c.SubmittedAt < after), most, (c, variant) =>
        {
            // More than are told, in place of those that are the reader's own.
            if (variant.Deviations > 0 && deviating.Count < 2 * MostReferences)
            {
                deviating.Add(c);
            }
        }, ct);
        return (tally.Told(from, to, all, ModelOf(current).Steps), deviating);
    }

    /// <summary>When the first case of a service was submitted; null without any.</summary>
    public async Task<DateTimeOffset?> BeganAsync(string service, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Set<CaseRow>().Where(c => c.Service == service).OrderBy(c => c.SubmittedAt).Select(c => (DateTimeOffset?)c.SubmittedAt).FirstOrDefaultAsync(ct);
    }

    /// <summary>Every week of a stretch of time by the cases answered in it, whenever they were submitted; of many, a fair sample.</summary>
    /// <param name="from">A Sunday.</param>
    /// <param name="before">The Sunday after the last week.</param>
    public async Task<IReadOnlyList<ServiceWeek>> WeeksAsync(string service, DateOnly from, DateOnly before, CancellationToken ct)
    {
        var (first, after) = (NationalCalendar.At(from, TimeOnly.MinValue), NationalCalendar.At(before, TimeOnly.MinValue));
        await using var db = await databases.CreateDbContextAsync(ct);
        var (tally, _) = await TallyAsync(service, db.Set<CaseRow>().Where(c => c.Service == service && c.EndedAt >= first && c.EndedAt < after), MostCases, (_, _) => { }, ct);
        var weeks = new List<ServiceWeek>();
        for (var sunday = from; sunday < before; sunday = sunday.AddDays(7))
        {
            weeks.Add(tally.WeekOf(sunday));
        }

        return weeks;
    }

    private async Task<(Tally Tally, int All)> TallyAsync(string service, IQueryable<CaseRow> asked, int most, Action<Row, ReplayResult> each, CancellationToken ct)
    {
        var all = await asked.CountAsync(ct);
        if (all > most)
        {
            // References are drawn by chance, so those that begin alike are a fair sample of every week.
            var beginnings = CaseReference.Beginnings((double)most / all);
            asked = asked.Where(c => beginnings.Contains(c.Reference.Substring(0, 2)));
        }

        var rows = await asked.OrderByDescending(c => c.SubmittedAt)
            .Select(c => new Row(c.Id, c.Reference, c.ServiceVersion, c.PersonKey, c.Represented, c.PublicState, c.SubmittedAt, c.EndedAt)).ToListAsync(ct);
        var tally = new Tally(services.Calendar);
        foreach (var part in rows.Chunk(AtOnce))
        {
            var events = await log.OfChainsAsync([.. part.Select(c => c.Id)], ct);
            foreach (var c in part)
            {
                var (steps, replay) = ModelOf(await services.FindAsync(service, c.Version, ct));
                each(c, tally.Add(c, events[c.Id], steps, replay));
            }
        }

        return (tally, all);
    }

    private (CaseSteps Steps, BpmnReplay? Replay) ModelOf(ServiceDefinition definition) => _models.GetOrAdd(definition, d =>
    {
        var steps = new CaseSteps(d);
        return (steps, BpmnReplay.Of(d.Process, steps.Seen));
    });

    private sealed record Row(Guid Id, string Reference, string Version, string PersonKey, string? Represented, PublicState State, DateTimeOffset SubmittedAt, DateTimeOffset? EndedAt);

    /// <summary>What is counted while cases go by.</summary>
    private sealed class Tally(NationalCalendar calendar)
    {
        private readonly Dictionary<(BpmnReplay? Model, string Way, bool Whole, bool Billed), Kept> _variants = [];
        private readonly Dictionary<string, (int Done, List<double> Minutes)> _steps = new(StringComparer.Ordinal);
        private readonly SortedDictionary<DateOnly, (List<double> Hours, Dictionary<string, int> Ways)> _weeks = [];
        private readonly List<double> _hours = [];
        private int _cases;
        private int _ended;
        private int _returned;
        private int _returns;

        private sealed class Kept(ReplayResult result, bool whole)
        {
            internal ReplayResult Result { get; } = result;

            internal bool Whole { get; } = whole;

            internal int Cases { get; set; }
        }

        internal ReplayResult Add(Row c, IEnumerable<RecordedEvent> events, CaseSteps model, BpmnReplay? replay)
        {
            _cases++;
            var done = new List<string>();
            var opened = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
            var (billed, back) = (false, 0);
            foreach (var recorded in events)
            {
                var happened = JsonSerializer.Deserialize<CaseEventPayload>(recorded.Payload, Change.Json)!.ToEvent(recorded.Type);
                billed |= happened.Type == CaseEvents.BillIssued;
                back += happened.Type == CaseEvents.SentBack ? 1 : 0;
                if (happened is { Type: CaseEvents.TaskOpened or CaseEvents.RegisterAsked or CaseEvents.StepReached, NodeId: { } node })
                {
                    opened[node] = recorded.At;
                }

                if (model.Of(happened) is { } step)
                {
                    done.Add(step);
                    if (c.EndedAt is not null)
                    {
                        var kept = _steps.TryGetValue(step, out var known) ? known : (Done: 0, Minutes: []);
                        if (opened.Remove(step, out var since))
                        {
                            kept.Minutes.Add(calendar.WorkingTime(since, recorded.At).TotalMinutes);
                        }

                        _steps[step] = (kept.Done + 1, kept.Minutes);
                    }
                }
            }

            _returned += back > 0 ? 1 : 0;
            _returns += back;
            var way = string.Join(' ', done);

            // What was given up, or is still going on, may stop anywhere.
            var whole = c.State is PublicState.Issued or PublicState.Refused or PublicState.Refunded;
            if (!_variants.TryGetValue((replay, way, whole, billed), out var variant))
            {
                var result = replay?.Align(done, whole, billed ? null : model.Unbilled) ?? new ReplayResult([.. done.Select(d => new ReplayMove(d, ReplayMoveKind.Together))], 0, 1);
                _variants[(replay, way, whole, billed)] = variant = new Kept(result, whole);
            }

            variant.Cases++;
            if (c.EndedAt is { } ended)
            {
                _ended++;
                if (whole)
                {
                    var hours = (ended - c.SubmittedAt).TotalHours;
                    _hours.Add(hours);
                    var sunday = NationalCalendar.WeekOf(NationalCalendar.DateAt(ended));
                    if (!_weeks.TryGetValue(sunday, out var week))
                    {
                        _weeks[sunday] = week = ([], new(StringComparer.Ordinal));
                    }

                    week.Hours.Add(hours);
                    week.Ways[way] = week.Ways.GetValueOrDefault(way) + 1;
                }
            }

            return variant.Result;
        }

        internal RunFindings Told(DateOnly from, DateOnly to, int all, CaseSteps model)
        {
            _hours.Sort();
            var variants = _variants.Values.OrderByDescending(v => v.Cases).ThenBy(v => v.Result.Deviations)
                .Select(v => new RunVariant(v.Result.Moves, v.Cases, v.Result.Deviations, v.Result.Fitness, v.Whole)).ToList();
            return new RunFindings(
                default, from, to, _cases, all, _ended, DriftWatch.Median(_hours), _hours.Count == 0 ? null : _hours[(int)Math.Ceiling(_hours.Count * 0.9) - 1],
                _returned, _returns, _cases == 0 ? null : variants.Sum(v => v.Fitness * v.Cases) / _cases, variants.Where(v => v.Deviations > 0).Sum(v => v.Cases), variants,
                [
                    .. model.Seen.Union(_steps.Keys, StringComparer.Ordinal).Select(step =>
                    {
                        var (count, minutes) = _steps.TryGetValue(step, out var known) ? known : (0, []);
                        return new RunStep(step, _ended == 0 ? 0 : (double)count / _ended, DriftWatch.Median(minutes), count);
                    }),
                ],
                [.. _weeks.Select(w => new RunWeek(w.Key, w.Value.Hours.Count, DriftWatch.Median(w.Value.Hours)))],
                []);
        }

        internal ServiceWeek WeekOf(DateOnly sunday) =>
            _weeks.TryGetValue(sunday, out var week) ? new(sunday, week.Hours, week.Ways) : new(sunday, [], new Dictionary<string, int>());
    }
}
