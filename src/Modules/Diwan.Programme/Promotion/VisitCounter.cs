using System.Collections.Concurrent;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.Extensions.Logging;

namespace Diwan.Programme.Promotion;

/// <summary>
/// Counts openings of pages and links in memory, and writes the sums each minute. It keeps nothing of who opened them: no address, no device, no
/// cookie. A node that stops loses its last minute.
/// </summary>
public sealed class VisitCounter(ChangeWriter writer, TimeProvider time, ILogger<VisitCounter> log) : RecurringWork(time)
{
    private readonly ConcurrentDictionary<(string Service, string Campaign, VisitStep Step, DateOnly Day), int> _counts = new();

    protected override TimeSpan Pause => TimeSpan.FromMinutes(1);

    /// <param name="campaign">A code that is known; null for those who came by themselves.</param>
    public void Count(string service, string? campaign, VisitStep step) =>
        _counts.AddOrUpdate((service, campaign ?? "", step, NationalCalendar.DateAt(Time.GetUtcNow())), 1, (_, count) => count + 1);

    /// <summary>Writes what was counted since the last time.</summary>
    public async Task WriteAsync(CancellationToken ct)
    {
        var change = new Change(Actor.System("visits"), Channel.System, "visit-counting", Time.GetUtcNow());
        var taken = new List<((string Service, string Campaign, VisitStep Step, DateOnly Day) Key, int Count)>();
        foreach (var key in _counts.Keys)
        {
            if (_counts.TryRemove(key, out var count))
            {
                taken.Add((key, count));
                change.Insert(new VisitRow { Id = change.NewId(), Service = key.Service, Campaign = key.Campaign, Step = key.Step, Day = key.Day, Count = count });
            }
        }

        if (change.IsEmpty)
        {
            return;
        }

        try
        {
            (await writer.WriteAsync(change, ct)).OrThrow();
        }
        catch
        {
            // Counted again with the next ones.
            foreach (var (key, count) in taken)
            {
                _counts.AddOrUpdate(key, count, (_, since) => since + count);
            }

            throw;
        }
    }

    protected override Task DoAsync(CancellationToken ct) => WriteAsync(ct);

    protected override void Failed(Exception e) => log.LogWarning(e, "Visits could not be written; trying again in a minute.");
}
