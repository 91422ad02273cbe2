using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Programme.Promotion;

/// <summary>By what people are told apart in a funnel.</summary>
public enum FunnelBy
{
    Channel,
    Governorate,
    Sex,
    Age,
}

/// <summary>How far a group came. Null is not told.</summary>
/// <param name="Key">Code of the channel or governorate, M or F, or the first age of the band; empty where it is not known.</param>
public sealed record FunnelLine(string Key, int? Begun, int? Submitted, int? Paid, int? Issued);

/// <summary>From the opening of a link to the issued document.</summary>
/// <param name="Links">How often the short link or QR code was opened; pages likewise. Openings, not people.</param>
public sealed record Funnel(int? Links, int? Pages, FunnelLine Together, IReadOnlyDictionary<FunnelBy, IReadOnlyList<FunnelLine>> Lines);

/// <summary>Counts the way of applications begun in some days, as far as nobody can be found in it.</summary>
public sealed class ReadFunnel(IDbContextFactory<AppDbContext> contexts, CountFunnel count, PublishedServices services, TimeProvider time)
{
    private static readonly int[] UsualAges = [0, 18, 30, 45, 60];

    private readonly Recent<(string Service, string? Campaign, DateOnly From, DateOnly To), Funnel> _recent = new(time, TimeSpan.FromMinutes(1));

    /// <summary>As <see cref="RunAsync"/> counted it in the last minute, and when.</summary>
    public Task<(DateTimeOffset At, Funnel Funnel)> RecentAsync(string service, string? campaign, DateOnly from, DateOnly to, CancellationToken ct) =>
        _recent.ReadAsync((service, campaign, from, to), stop => RunAsync(service, campaign, from, to, stop), anew: false, ct);

    /// <param name="campaign">Only what came through it; null for everything.</param>
    /// <param name="to">The last day.</param>
    public async Task<Funnel> RunAsync(string service, string? campaign, DateOnly from, DateOnly to, CancellationToken ct)
    {
        var groups = await count.RunAsync(service, campaign, from, to, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var visits = await db.Set<VisitRow>().Where(v => v.Service == service && v.Day >= from && v.Day <= to && (campaign == null || v.Campaign == campaign))
            .GroupBy(v => v.Step).Select(g => new { g.Key, Sum = g.Sum(v => v.Count) }).ToDictionaryAsync(g => g.Key, g => g.Sum, ct);
        var ages = services.Catalogue.Gate.ElectronicOnly?.Reach.Ages ?? UsualAges;
        var year = NationalCalendar.DateAt(time.GetUtcNow()).Year;
        string Age(int? born) => born is not { } b ? "" : ages.Where(a => a <= year - b).Select(a => (int?)a).DefaultIfEmpty(null).Max()?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "0";
        return new Funnel(
            visits.GetValueOrDefault(VisitStep.Link), visits.GetValueOrDefault(VisitStep.Page),
            new FunnelLine("", SmallCounts.Told(groups.Sum(g => g.Begun)), SmallCounts.Told(groups.Sum(g => g.Submitted)), SmallCounts.Told(groups.Sum(g => g.Paid)), SmallCounts.Told(groups.Sum(g => g.Issued))),
            new Dictionary<FunnelBy, IReadOnlyList<FunnelLine>>
            {
                [FunnelBy.Channel] = Lines(groups, g => g.Channel.Code()),
                [FunnelBy.Governorate] = Lines(groups, g => g.Governorate ?? ""),
                [FunnelBy.Sex] = Lines(groups, g => g.Gender ?? ""),
                [FunnelBy.Age] = Lines(groups, g => Age(g.BirthYear)),
            });
    }

    private static List<FunnelLine> Lines(IReadOnlyList<FunnelGroup> groups, Func<FunnelGroup, string> by)
    {
        var keyed = groups.GroupBy(by, StringComparer.Ordinal).OrderBy(g => g.Key.Length == 0 ? 1 : 0).ThenBy(g => int.TryParse(g.Key, out var number) ? number : 0).ThenBy(g => g.Key, StringComparer.Ordinal).ToList();
        IReadOnlyList<int?> Column(Func<FunnelGroup, int> what) => SmallCounts.Told([.. keyed.Select(g => g.Sum(what))]);
        var (begun, submitted, paid, issued) = (Column(g => g.Begun), Column(g => g.Submitted), Column(g => g.Paid), Column(g => g.Issued));
        return [.. keyed.Select((g, i) => new FunnelLine(g.Key, begun[i], submitted[i], paid[i], issued[i]))];
    }
}
