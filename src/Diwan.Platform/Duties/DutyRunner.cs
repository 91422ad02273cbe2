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

    /// <summary>
    /// Carries out everything that is due at this moment, and what that in turn leaves due, until nothing is. Returns how many attempts were made.
    /// </summary>
    public async Task<int> RunDueAsync(DateTimeOffset now, CancellationToken ct = default)
    {
        var attempts = 0;
        while (true)
        {
            var rows = await _leases.TakeAsync(now, options.Value.Lease, options.Value.Parallel, ct);
            if (rows.Count == 0)
            {
                return attempts;
            }

            attempts += rows.Count;
            await Task.WhenAll(rows.Select(row => CarryOutAsync(row, () => now, ct)));
        }
    }

    internal async Task RunAsync(CancellationToken ct)
    {
        var running = new List<Task>();
        while (!ct.IsCancellationRequested)
        {
            try
            {
                running.RemoveAll(task => task.IsCompleted);
                var free = options.Value.Parallel - running.Count;
                var rows = free == 0 ? [] : await _leases.TakeAsync(time.GetUtcNow(), options.Value.Lease, free, ct);
                running.AddRange(rows.Select(row => Task.Run(() => CarryOutAsync(row, time.GetUtcNow, ct), CancellationToken.None)));
                if (running.Count >= options.Value.Parallel)
                {
                    await Task.WhenAny(running);
                }
                else if (rows.Count == 0)
                {
                    await signal.WaitAsync(options.Value.Poll, ct);
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
                var handler = scope.ServiceProvider.GetServices<IDutyHandler>().FirstOrDefault(h => h.Kind == row.Kind)
                    ?? throw new InvalidOperationException($"No room carries out duties of the kind '{row.Kind}'.");
                outcome = await handler.CarryOutAsync(row.ToDuty(), lease.Token);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                outcome = new DutyOutcome.Again(TimeSpan.Zero, "The node was stopped.");
            }
            catch (Exception e)
            {
                return await FailedAttemptAsync(row, e.Message, e, clock());
            }

            switch (await EndAsync(row, outcome, clock()))
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
        row.NextAt = now + options.Value.PauseAfter(row.Errors);
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

    private Task<ChangeResult> EndAsync(DutyRow row, DutyOutcome outcome, DateTimeOffset now)
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
                row.NextAt = now + (again.After > TimeSpan.Zero ? again.After : TimeSpan.FromSeconds(1));
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

        // The work is done: it is written down even when the host is stopping.
        return writer.WriteAsync(change, CancellationToken.None);
    }

    private static Change Own(DutyRow row, DateTimeOffset now) =>
        new(Actor.System(row.Kind), Channel.System, "duty-carrying-out", now);
}
