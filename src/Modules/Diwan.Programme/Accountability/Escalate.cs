using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Diwan.Programme.Accountability;

/// <summary>A late matter as it was brought before a level.</summary>
public sealed record EscalationView(string Matter, DateOnly DueOn, EscalationLevel Level, LocalizedText Title, LocalizedText Owner, string? Institution, DateTimeOffset At);

/// <summary>Brings late matters before the level the rule names, and writes down when. Whoever runs it again changes nothing.</summary>
public sealed class Escalate(IDbContextFactory<AppDbContext> contexts, ChangeWriter writer, ReadMatters matters, TimeProvider time)
{
    /// <returns>How many were brought up now.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var late = (await matters.AllAsync(ct)).Where(m => m.IsLate && m.Level > EscalationLevel.Owner).ToList();
        await using var db = await contexts.CreateDbContextAsync(ct);
        var keys = late.Select(m => m.Key).ToList();
        var known = (await db.Set<EscalationRow>().Where(e => keys.Contains(e.Matter)).Select(e => new { e.Matter, e.DueOn, e.Level }).ToListAsync(ct)).ToHashSet();
        var change = new Change(Actor.System("escalation"), Channel.System, "escalating", time.GetUtcNow());
        var risen = late.Where(m => !known.Contains(new { Matter = m.Key, DueOn = m.DueOn!.Value, m.Level })).ToList();
        foreach (var matter in risen)
        {
            change.Insert(new EscalationRow
            {
                Id = change.NewId(),
                Matter = matter.Key,
                DueOn = matter.DueOn!.Value,
                Level = matter.Level,
                Title = matter.Title,
                Owner = matter.Owner,
                Institution = matter.Institution,
                At = change.Now,
            });
        }

        return change.IsEmpty || !(await writer.WriteAsync(change, ct)).IsWritten ? 0 : risen.Count;
    }

    /// <summary>What was brought before a level or a higher one in a stretch of time, the latest first.</summary>
    public async Task<IReadOnlyList<EscalationView>> BroughtAsync(EscalationLevel least, DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Set<EscalationRow>().Where(e => e.At >= from && e.At < to).ToListAsync(ct);
        return
        [
            .. rows.Where(e => e.Level >= least).OrderByDescending(e => e.At).ThenBy(e => e.Matter, StringComparer.Ordinal)
                .Select(e => new EscalationView(e.Matter, e.DueOn, e.Level, e.Title, e.Owner, e.Institution, e.At)),
        ];
    }
}

/// <summary>Looks for late matters every hour.</summary>
internal sealed class Escalating(IServiceScopeFactory scopes, TimeProvider time, ILogger<Escalating> log) : RecurringWork(time)
{
    protected override TimeSpan First => TimeSpan.FromMinutes(2);

    protected override TimeSpan Pause => TimeSpan.FromHours(1);

    protected override async Task DoAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<Escalate>().RunAsync(ct);
    }

    protected override void Failed(Exception e) => log.LogError(e, "Late matters could not be brought up; trying again in an hour.");
}
