using Diwan.Accounts;
using Diwan.Assistance.Rows;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Programme.Partners;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Assistance;

/// <summary>What goes on today at one counter of a partner. It says nothing of the people who were helped.</summary>
/// <param name="Open">Sessions going on now.</param>
/// <param name="Ended">Sessions of today that are over and were agreed to.</param>
/// <param name="NotAgreed">Sessions of today that the person did not agree to: the code was wrong or was never given.</param>
/// <param name="MayAct">How many are certified today and placed there.</param>
/// <param name="Lapsing">Of those, whose certificate ends within <see cref="WatchCounters.Soon"/> days, or has ended: name and last day.</param>
public sealed record CounterToday(SiteView Site, int Open, int Ended, int NotAgreed, int MayAct, IReadOnlyList<(string Name, DateOnly Until)> Lapsing);

/// <summary>Shows who answers for a partner what goes on at its counters.</summary>
public sealed class WatchCounters(IDbContextFactory<AppDbContext> contexts, FindPartners partners, FindTrainees trainees, TimeProvider time)
{
    /// <summary>How many days before its end a certificate is shown as ending.</summary>
    public const int Soon = 30;

    /// <returns>The open counters of the partner; none when there is no such partner, or who asks may not see the programme.</returns>
    public async Task<IReadOnlyList<CounterToday>> RunAsync(SignedIn who, string partner, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(who);
        if (!who.May(Ability.SeeProgramme) || await partners.FindAsync(partner, ct) is not { } found)
        {
            return [];
        }

        var now = time.GetUtcNow();
        var today = NationalCalendar.DateAt(now);
        var sites = found.Sites.Where(s => s.IsOpenOn(today)).ToList();
        var codes = sites.Select(s => s.Code).ToList();
        var since = NationalCalendar.At(today, TimeOnly.MinValue);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var sessions = await db.Set<SessionRow>().Where(s => s.BegunAt >= since && codes.Contains(s.Site)).ToListAsync(ct);
        var people = (await trainees.AllAsync(today, ct)).Where(t => t.Site is not null && t.State == TraineeState.Placed).ToLookup(t => t.Site!, StringComparer.Ordinal);
        return
        [
            .. sites.Select(site =>
            {
                var states = sessions.Where(s => s.Site == site.Code).Select(s => FindSession.StateOf(s, now)).ToList();
                return new CounterToday(
                    site,
                    states.Count(s => s is SessionState.Open),
                    states.Count(s => s is SessionState.Ended),
                    states.Count(s => s is SessionState.NotAgreed),
                    people[site.Code].Count(t => t.MayActOn(today)),
                    [.. people[site.Code].Where(t => t.CertifiedUntil is { } until && until <= today.AddDays(Soon)).OrderBy(t => t.CertifiedUntil).Select(t => (t.Name, t.CertifiedUntil!.Value))]);
            }),
        ];
    }
}
