using Diwan.Accounts;
using Diwan.Assistance.Rows;
using Diwan.Cases.Published;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Assistance;

/// <summary>How often people called for a reason.</summary>
public sealed record ReasonFigures(string Reason, LocalizedText Name, int Calls, int Repeated);

/// <summary>What a supervisor reads of the centre, over some days. Sums only; nobody in it.</summary>
/// <param name="Calls">Ended calls that came in.</param>
/// <param name="Known">Of them, those whose caller was known.</param>
/// <param name="AskedStatus">Of all calls, those that asked where an application is.</param>
/// <param name="Repeated">Of calls of known callers, those for which the same person had called for the same reason in the seven days before.</param>
/// <param name="FirstContact">Of calls whose seven days have passed, those that answered what was asked and after which the same person did not call for the same reason within them.</param>
/// <param name="CallBacksInTime">Of call-backs whose time came, those tried in it.</param>
/// <param name="NotReached">Call-backs that were given up.</param>
/// <param name="WrongAnswers">Wrong answers to identity questions.</param>
public sealed record CentreFigures(
    int Calls, Proportion Known, Proportion AskedStatus, Proportion Repeated, Proportion FirstContact, Proportion CallBacksInTime, int NotReached, int WrongAnswers, int Complaints,
    TimeSpan? Middle, IReadOnlyList<ReasonFigures> Reasons);

/// <summary>Counts the calls of the centre.</summary>
public sealed class ReadCentreFigures(IDbContextFactory<AppDbContext> contexts, PublishedServices services, TimeProvider time)
{
    /// <summary>Within so long a call of the same person for the same reason is a repeated one.</summary>
    public static readonly TimeSpan Repeat = TimeSpan.FromDays(7);

    private sealed record Counted(string? Person, string Reason, DateTimeOffset BegunAt, DateTimeOffset EndedAt, CallOutcome Outcome, bool Complaint);

    /// <param name="from">The first moment of the calls counted.</param>
    /// <param name="to">The first moment after.</param>
    /// <returns>Null for who does not lead the centre.</returns>
    public async Task<CentreFigures?> RunAsync(SignedIn supervisor, DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(supervisor);
        if (!supervisor.May(Ability.LeadCalls))
        {
            return null;
        }

        var (now, first, last) = (time.GetUtcNow(), from - Repeat, to + Repeat);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var all = (await db.Set<CallRow>()
            .Where(c => c.BegunAt >= first && c.BegunAt < last && c.EndedAt != null && c.Outcome != null && c.CallBack == null)
            .Select(c => new { Person = c.KnownAt == null ? null : c.PersonKey, c.Reason, c.BegunAt, c.EndedAt, c.Outcome, Complaint = c.Complaint != null }).ToListAsync(ct))
            .Select(c => new Counted(c.Person, c.Reason ?? "", c.BegunAt, c.EndedAt!.Value, c.Outcome!.Value, c.Complaint)).ToList();
        var byMatter = all.Where(c => c.Person is not null && c.Reason.Length > 0).ToLookup(c => (c.Person, c.Reason));
        bool Before(Counted c) => c.Person is not null && byMatter[(c.Person, c.Reason)].Any(o => o.BegunAt < c.BegunAt && o.BegunAt >= c.BegunAt - Repeat);
        bool After(Counted c) => c.Person is not null && byMatter[(c.Person, c.Reason)].Any(o => o.BegunAt > c.BegunAt && o.BegunAt <= c.BegunAt + Repeat);

        var calls = all.Where(c => c.BegunAt >= from && c.BegunAt < to).ToList();
        var known = calls.Where(c => c.Person is not null).ToList();
        var settled = calls.Where(c => c.Outcome != CallOutcome.NotRecorded && c.BegunAt + Repeat <= now).ToList();
        var status = services.Catalogue.Centre.Reasons.Where(r => r.AsksStatus).Select(r => r.Id).ToHashSet(StringComparer.Ordinal);
        var backs = await db.Set<CallBackRow>().Where(b => b.DueAt >= from && b.DueAt < to).Select(b => new { b.DueAt, b.FirstTriedAt, b.State }).ToListAsync(ct);
        var due = backs.Where(b => b.DueAt <= now || b.FirstTriedAt != null).ToList();
        var lengths = calls.Where(c => c.Outcome != CallOutcome.NotRecorded).Select(c => c.EndedAt - c.BegunAt).Order().ToList();
        return new CentreFigures(
            calls.Count,
            new Proportion(known.Count, calls.Count),
            new Proportion(calls.Count(c => status.Contains(c.Reason)), calls.Count),
            new Proportion(known.Count(Before), known.Count),
            new Proportion(settled.Count(c => c.Outcome is CallOutcome.Answered or CallOutcome.Applied or CallOutcome.Complained && !After(c)), settled.Count),
            new Proportion(due.Count(b => b.FirstTriedAt <= b.DueAt), due.Count),
            backs.Count(b => b.State == CallBackState.NotReached),
            await db.Set<WrongAnswerRow>().CountAsync(w => w.At >= from && w.At < to, ct),
            calls.Count(c => c.Complaint),
            lengths.Count == 0 ? null : lengths[lengths.Count / 2],
            [
                .. services.Catalogue.Centre.Reasons.Select(r => new ReasonFigures(r.Id, r.Name, calls.Count(c => c.Reason == r.Id), known.Count(c => c.Reason == r.Id && Before(c))))
                    .Where(r => r.Calls > 0).OrderByDescending(r => r.Calls),
            ]);
    }
}
