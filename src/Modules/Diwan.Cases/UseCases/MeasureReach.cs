using Diwan.Cases.Published;
using Diwan.Cases.Rows;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Cases.UseCases;

/// <summary>What a group of applications is told apart by.</summary>
public enum ReachBy
{
    /// <summary>All, by any way but the counter.</summary>
    Electronic,

    /// <summary>All, by the person's own means.</summary>
    Own,

    Governorate,

    /// <summary>The key is the first age of the band.</summary>
    Age,
}

/// <summary>How far a service reaches a group.</summary>
/// <param name="Key">Governorate or first age of the band; empty for all.</param>
/// <param name="Reached">How many of them came electronically (or by their own means).</param>
/// <param name="Needed">The part of one that must be.</param>
/// <param name="Judged">Enough of them are there to be judged.</param>
public sealed record ReachLine(ReachBy By, string Key, int Reached, int All, decimal Needed, bool Judged)
{
    public decimal? Share => All == 0 ? null : Math.Round((decimal)Reached / All, 4);

    public bool Stands => !Judged || Share >= Needed;
}

/// <summary>The reach of a service over the days before now, or since it was opened to everybody.</summary>
/// <param name="Lines">All first, then governorates, then age bands.</param>
public sealed record Reach(DateOnly From, DateOnly To, IReadOnlyList<ReachLine> Lines)
{
    /// <summary>Whether the counter may close: the service is known well enough, and every group that can be judged stands.</summary>
    public bool Stands => Lines.Count > 0 && Lines[0].Judged && Lines.All(l => l.Stands);
}

/// <summary>Measures by which ways people really come, before a counter closes. Sums only.</summary>
public sealed class MeasureReach(IDbContextFactory<AppDbContext> databases, PublishedServices services, Offers offers, TimeProvider time)
{
    /// <returns>Null when no rule says when a counter may close.</returns>
    public async Task<Reach?> RunAsync(string service, CancellationToken ct)
    {
        if (services.Catalogue.Gate.ElectronicOnly?.Reach is not { } rule)
        {
            return null;
        }

        var today = NationalCalendar.DateAt(time.GetUtcNow());
        var from = NationalCalendar.At(today.AddDays(-rule.Days), TimeOnly.MinValue);
        if (await offers.FindAsync(service, ct) is { Open: true, Pilot: null } offer && offer.Since > from)
        {
            // Who tried it before came as they were asked to.
            from = offer.Since;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        var counts = (await db.Set<CaseRow>().Where(c => c.Service == service && c.SubmittedAt >= from)
                .GroupBy(c => new { c.Governorate, c.BirthYear, c.Channel })
                .Select(g => new { g.Key.Governorate, g.Key.BirthYear, g.Key.Channel, Count = g.Count() }).ToListAsync(ct))
            .ConvertAll(g => (g.Governorate, Age: g.BirthYear is { } born ? today.Year - born : (int?)null, g.Channel, g.Count));

        ReachLine Line(ReachBy by, string key, decimal needed, Func<(string? Governorate, int? Age, Channel Channel, int Count), bool> of)
        {
            var group = counts.Where(of).ToList();
            var all = group.Sum(g => g.Count);
            return new ReachLine(by, key, group.Where(g => by == ReachBy.Own ? g.Channel.IsOwn() : g.Channel.IsElectronic()).Sum(g => g.Count), all, needed, all >= rule.Least);
        }

        return new Reach(NationalCalendar.DateAt(from), today,
        [
            Line(ReachBy.Electronic, "", rule.Electronic, _ => true),
            Line(ReachBy.Own, "", rule.Own, _ => true),
            .. counts.Select(c => c.Governorate).OfType<string>().Distinct().Order(StringComparer.Ordinal).Select(g => Line(ReachBy.Governorate, g, rule.Governorate, c => c.Governorate == g)),
            .. rule.Ages.Select((age, i) => Line(ReachBy.Age, age.ToString(System.Globalization.CultureInfo.InvariantCulture), rule.Age,
                c => c.Age >= age && (i + 1 == rule.Ages.Count || c.Age < rule.Ages[i + 1]))),
        ]);
    }
}
