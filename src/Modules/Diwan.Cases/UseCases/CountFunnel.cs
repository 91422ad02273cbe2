using System.Text.Json;
using Diwan.Cases.Rows;
using Diwan.Engine.Journeys;
using Diwan.Engine.Process;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Cases.UseCases;

/// <summary>How far applications of a group came. Each step counts those that came to the next ones too.</summary>
/// <param name="Governorate">Null where the registers do not say; likewise the others.</param>
/// <param name="BirthYear">Of the applicant.</param>
/// <param name="Gender">M or F.</param>
/// <param name="Paid">Nothing is owed any more: paid, or nothing was due; without those that lapsed or were withdrawn.</param>
public sealed record FunnelGroup(Channel Channel, string? Governorate, int? BirthYear, string? Gender, int Begun, int Submitted, int Paid, int Issued);

/// <summary>Counts how applications that were begun in some days went on. Sums only; nothing of a person leaves here.</summary>
public sealed class CountFunnel(IDbContextFactory<AppDbContext> databases)
{
    /// <summary>Drafts read at most: what they say of the applicant is inside them.</summary>
    private const int MostDrafts = 50_000;

    /// <param name="campaign">Only those begun through it; null for all.</param>
    /// <param name="to">The last day on which they were begun.</param>
    public async Task<IReadOnlyList<FunnelGroup>> RunAsync(string service, string? campaign, DateOnly from, DateOnly to, CancellationToken ct)
    {
        var (first, after) = (NationalCalendar.At(from, TimeOnly.MinValue), NationalCalendar.At(to.AddDays(1), TimeOnly.MinValue));
        await using var db = await databases.CreateDbContextAsync(ct);
        var begun = db.Set<ApplicationRow>().Where(a => a.Service == service && a.StartedAt >= first && a.StartedAt < after && (campaign == null || a.Campaign == campaign));
        var cases = await begun.Where(a => a.Reference != null)
            .Join(db.Set<CaseRow>(), a => a.Reference, c => c.Reference, (a, c) => new { c.Channel, c.Governorate, c.BirthYear, c.Gender, c.PublicState })
            .GroupBy(c => c).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        var drafts = await begun.Where(a => a.Reference == null).OrderByDescending(a => a.StartedAt).Select(a => new { a.Channel, a.Applicant }).Take(MostDrafts).ToListAsync(ct);
        var groups = new Dictionary<(Channel, string?, int?, string?), (int Begun, int Submitted, int Paid, int Issued)>();
        foreach (var c in cases)
        {
            var key = (c.Key.Channel, c.Key.Governorate, c.Key.BirthYear, c.Key.Gender);
            var sum = groups.GetValueOrDefault(key);
            var paid = c.Key.PublicState is not (PublicState.AwaitingPayment or PublicState.Lapsed or PublicState.Withdrawn);
            groups[key] = (sum.Begun + c.Count, sum.Submitted + c.Count, sum.Paid + (paid ? c.Count : 0), sum.Issued + (c.Key.PublicState == PublicState.Issued ? c.Count : 0));
        }

        foreach (var draft in drafts)
        {
            var who = JsonSerializer.Deserialize<Applicant>(draft.Applicant, Change.Json)!;
            var key = (draft.Channel, who.Governorate, who.BirthDate?.Year, who.Gender);
            var sum = groups.GetValueOrDefault(key);
            groups[key] = sum with { Begun = sum.Begun + 1 };
        }

        return [.. groups.Select(g => new FunnelGroup(g.Key.Item1, g.Key.Item2, g.Key.Item3, g.Key.Item4, g.Value.Begun, g.Value.Submitted, g.Value.Paid, g.Value.Issued))];
    }
}
