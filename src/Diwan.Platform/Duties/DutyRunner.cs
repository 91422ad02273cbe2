using System.Diagnostics;
using Diwan.Kernel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Diwan.Platform;

/// <summary>Carries out what is owed. Run by the host all the time, or by a test for one moment.</summary>
public sealed class DutyRunner(
    Database database,
    ChangeWriter writer,
    DutySignal signal,
    IServiceScopeFactory scopes,
    TimeProvider time,
    IOptions<DutyOptions> options,
    ILogger<DutyRunner> log)
{
    /// <summary>How often a duty whose change met a conflict is begun again at once, with everything read afresh.</summary>
    private const int Rereads = 5;

    private readonly DutyLeases _leases = new(database, writer);
    private readonly Lazy<HashSet<string>> _batched = new(() =>
    {
        using var scope = scopes.CreateScope();
        return [.. scope.ServiceProvider.GetServices<IBatchDutyHandler>().Select(h => h.Kind)];
    });

    /// <summary>
    /// Carries out everything that is due at this moment, and what that in turn leaves due, until nothing is. Returns how many attempts were made.
    /// </summary>
    public async Task<int> RunDueAsync(DateTimeOffset now, CancellationToken ct = default)
    {
        var attempts = 0;
        while (true)
        {
            var before = attempts;
            foreach (var lane in Enum.GetValues<DutyLane>())
            {
                var rows = await _leases.TakeAsync(lane, now, options.Value.Lease, options.Value.AtOnce(lane), ct);
                attempts += rows.Count;
                await Task.WhenAll(Begin(rows, () => now, ct));
            }

            if (attempts == before)
            {
                return attempts;
            }
        }
    }

    internal Task RunAsync(CancellationToken ct) => Task.WhenAll(Enum.GetValues<DutyLane>().Select(lane => RunAsync(lane, ct)));

    private async Task RunAsync(DutyLane lane, CancellationToken ct)
    {
        var running = new List<Task>();
        var atOnce = options.Value.AtOnce(lane);
        while (!ct.IsCancellationRequested)
        {
            try
            {
                running.RemoveAll(task => task.IsCompleted);
                var free = lane == DutyLane.Message && running.Count > 0 ? 0 : atOnce - running.Count;
                var rows = free == 0 ? [] : await _leases.TakeAsync(lane, time.GetUtcNow(), options.Value.Lease, free, ct);
                running.AddRange(Begin(rows, time.GetUtcNow, ct));
                if (rows.Count == free)
                {
                    await Task.WhenAny(running);
                }
                else if (lane == DutyLane.Message && rows.Count > 0)
                {
                    // What comes meanwhile goes together.
                    await Task.WhenAll(running.Append(Task.Delay(options.Value.Gather, time, ct)));
                }
                else if (rows.Count == 0)
                {
                    await signal.WaitAsync(lane, options.Value.Poll, ct);
                }
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                log.LogError(e, "Due duties could not be taken; trying again after a pause.");
                await Task.Delay(options.Value.Poll, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await Task.WhenAll(running);
    }

    /// <summary>Begins duties: those of a kind that is carried out together as one, the others each on its own.</summary>
    private IEnumerable<Task> Begin(IReadOnlyList<DutyRow> rows, Func<DateTimeOffset> clock, CancellationToken ct) =>
        rows.GroupBy(row => row.Kind).SelectMany(kind => _batched.Value.Contains(kind.Key)
            ? Enumerable.Repeat(Task.Run(() => TogetherAsync([.. kind], clock, ct), CancellationToken.None), 1)
            : kind.Select(row => Task.Run(() => CarryOutAsync(row, clock, ct), CancellationToken.None)));

    /// <summary>
    /// Carries duties out together. What was done is written down together; if that meets a conflict, each by itself, and only those
    /// whose own change met one are begun anew.
    /// </summary>
    private async Task TogetherAsync(List<DutyRow> rows, Func<DateTimeOffset> clock, CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        var single = rows.Where(row => row.Errors > options.Value.Attempts).ToList();
        rows = [.. rows.Except(single)];
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            using var lease = CancellationTokenSource.CreateLinkedTokenSource(ct);
            lease.CancelAfter(options.Value.Lease * 0.9);
            var attempts = rows.Count == 0 ? [] : scope.ServiceProvider.GetServices<IBatchDutyHandler>().First(h => h.Kind == rows[0].Kind)
                .CarryOut([.. rows.Select(row => row.ToDuty())], lease.Token);
            await ((Task)Task.WhenAll(attempts)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var now = clock();
            var done = new List<(DutyRow Row, DutyOutcome Outcome, Change Change)>();
            foreach (var (row, attempt) in rows.Zip(attempts))
            {
                if (attempt.IsCompletedSuccessfully)
                {
                    done.Add((row, attempt.Result, End(row, attempt.Result, now)));
                }
                else if (ct.IsCancellationRequested)
                {
                    var again = new DutyOutcome.Again(TimeSpan.Zero, "The node was stopped.");
                    done.Add((row, again, End(row, again, now)));
                }
                else
                {
                    var e = attempt.Exception?.InnerException ?? new OperationCanceledException("Its time was over.");
                    PlatformMetrics.CarriedOut(
                        row.Kind, await FailedAttemptAsync(row, e.Message, e, now), Stopwatch.GetElapsedTime(started), now - row.DueAt);
                }
            }

            // The work is done: it is written down even when the host is stopping.
            if ((await writer.WriteAsync([.. done.Select(d => d.Change)], CancellationToken.None)).IsWritten)
            {
                foreach (var (row, outcome, _) in done)
                {
                    PlatformMetrics.CarriedOut(row.Kind, outcome.GetType().Name, Stopwatch.GetElapsedTime(started), now - row.DueAt);
                }
            }
            else
            {
                foreach (var (row, _, change) in done)
                {
                    if (!(await writer.WriteAsync(change, CancellationToken.None)).IsWritten)
                    {
                        single.Add(row);
                    }
                }
            }
        }
        catch (Exception e)
        {
            // As with a single one: the lease runs out and they come again.
            log.LogError(e, "Duties {Kind}: their end could not be recorded.", rows.FirstOrDefault()?.Kind);
        }

        foreach (var row in single)
        {
            await CarryOutAsync(row, clock, ct);
        }
    }

    private async Task CarryOutAsync(DutyRow row, Func<DateTimeOffset> clock, CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        var outcome = "LeftBehind";
        try
        {
            outcome = await AttemptAsync(row, clock, ct);
        }
        catch (Exception e)
        {
            // Even the failure could not be written down. The lease runs out and the duty comes again.
            log.LogError(e, "Duty {Kind} {Key}: its end could not be recorded.", row.Kind, row.Key);
        }

        PlatformMetrics.CarriedOut(row.Kind, outcome, Stopwatch.GetElapsedTime(started), clock() - row.DueAt);
    }

    private async Task<string> AttemptAsync(DutyRow row, Func<DateTimeOffset> clock, CancellationToken ct)
    {
        if (row.Errors > options.Value.Attempts)
        {
            return await GiveUpAsync(row, row.LastWhy ?? "It never came to an end: the process died each time.", clock());
        }

        for (var read = 1; ; read++)
        {
            await using var scope = scopes.CreateAsyncScope();
            using var lease = CancellationTokenSource.CreateLinkedTokenSource(ct);
            lease.CancelAfter(options.Value.Lease * 0.9);
            DutyOutcome outcome;
            try
            {
                outcome = await CarryOutAsync(scope.ServiceProvider, row.ToDuty(), lease.Token);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                outcome = new DutyOutcome.Again(TimeSpan.Zero, "The node was stopped.");
            }
            catch (Exception e)
            {
                return await FailedAttemptAsync(row, e.Message, e, clock());
            }

            // The work is done: it is written down even when the host is stopping.
            switch (await writer.WriteAsync(End(row, outcome, clock()), CancellationToken.None))
            {
                case ChangeResult.Written:
                    return outcome.GetType().Name;
                case ChangeResult.Conflict conflict when conflict.Row.StartsWith("duties ", StringComparison.Ordinal):
                    log.LogWarning("Duty {Kind} {Key} was withdrawn, or taken by another node, while it was carried out.", row.Kind, row.Key);
                    return "LeftBehind";
                case ChangeResult.Conflict when read < Rereads:
                    continue;
                case var refused:
                    return await FailedAttemptAsync(row, $"What it changed could not be written: {refused}.", null, clock());
            }
        }
    }

    private async Task<string> FailedAttemptAsync(DutyRow row, string why, Exception? e, DateTimeOffset now)
    {
        log.LogWarning(e, "Duty {Kind} {Key}, failure {Errors}: {Why}", row.Kind, row.Key, row.Errors, why);
        if (row.Errors >= options.Value.Attempts)
        {
            return await GiveUpAsync(row, why, now);
        }

        row.State = DutyState.Waiting;
        row.EndedAt = null;
        row.NextAt = now + options.Value.Spread(options.Value.PauseAfter(row.Errors), row.Id, row.Attempts);
        row.LastWhy = why;
        var change = Own(row, now);
        change.Update(row);
        await writer.WriteAsync(change, CancellationToken.None);
        return "Error";
    }

    private async Task<string> GiveUpAsync(DutyRow row, string why, DateTimeOffset now)
    {
        log.LogError("Duty {Kind} {Key} is given up: {Why}", row.Kind, row.Key, why);
        for (var read = 1; read <= Rereads; read++)
        {
            var change = Own(row, now);
            if (read < Rereads)
            {
                await using var scope = scopes.CreateAsyncScope();
                try
                {
                    await scope.ServiceProvider.GetRequiredService<News>()
                        .PublishAsync(new DutyGivenUp(row.ToDuty(), why), change, CancellationToken.None);
                }
                catch (Exception e)
                {
                    log.LogError(e, "The news that duty {Key} is given up could not be handled.", row.Key);
                    continue;
                }
            }

            row.State = DutyState.Dead;
            row.EndedAt = now;
            row.LastWhy = why;
            change.Update(row);
            if ((await writer.WriteAsync(change, CancellationToken.None)).IsWritten)
            {
                break;
            }
        }

        return "GivenUp";
    }

    private static Task<DutyOutcome> CarryOutAsync(IServiceProvider services, Duty duty, CancellationToken ct) =>
        services.GetServices<IDutyHandler>().FirstOrDefault(h => h.Kind == duty.Kind)?.CarryOutAsync(duty, ct)
        ?? services.GetServices<IBatchDutyHandler>().FirstOrDefault(h => h.Kind == duty.Kind)?.CarryOut([duty], ct)[0]
        ?? throw new InvalidOperationException($"No room carries out duties of the kind '{duty.Kind}'.");

    private Change End(DutyRow row, DutyOutcome outcome, DateTimeOffset now)
    {
        Change change;
        switch (outcome)
        {
            case DutyOutcome.Done done:
                change = done.Change ?? Own(row, now);
                row.State = DutyState.Done;
                row.EndedAt = now;
                break;
            case DutyOutcome.Again again:
                change = Own(row, now);
                row.State = DutyState.Waiting;
                row.Errors = 0;
                row.NextAt = now + options.Value.Spread(again.After > TimeSpan.Zero ? again.After : TimeSpan.FromSeconds(1), row.Id, row.Attempts);
                row.LastWhy = again.Why;
                break;
            case DutyOutcome.Failed failed:
                change = failed.Change ?? Own(row, now);
                row.State = DutyState.Dead;
                row.EndedAt = now;
                row.LastWhy = failed.Why;
                log.LogError("Duty {Kind} {Key} failed for good: {Why}", row.Kind, row.Key, failed.Why);
                break;
            default:
                throw new UnreachableException($"A duty cannot end as {outcome}.");
        }

        change.Update(row);
        return change;
    }

    private static Change Own(DutyRow row, DateTimeOffset now) =>
        new(Actor.System(row.Kind), Channel.System, "duty-carrying-out", now);
}
