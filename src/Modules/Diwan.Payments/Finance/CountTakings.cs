using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Payments;

/// <summary>What was taken in one hour of one day, in Amman, by one rail for one institution.</summary>
public sealed record TakingCell(DateOnly Day, int Hour, Rail Rail, string Institution, int Count, Money Amount);

/// <summary>Counts what was paid, by rail, hour and institution, from the receipts: a basket counts at each institution with its share.</summary>
public sealed class CountTakings(IDbContextFactory<AppDbContext> contexts)
{
    /// <summary>Days that are counted at most.</summary>
    public const int MostDays = 31;

    /// <param name="from">The first day, in Amman.</param>
    /// <param name="to">The last day; cut to <see cref="MostDays"/>.</param>
    /// <param name="institutions">Null for all.</param>
    public async Task<IReadOnlyList<TakingCell>> RunAsync(DateOnly from, DateOnly to, IReadOnlyCollection<string>? institutions, CancellationToken ct)
    {
        if (to < from)
        {
            return [];
        }

        if (to.DayNumber - from.DayNumber >= MostDays)
        {
            to = from.AddDays(MostDays - 1);
        }

        var (start, end) = (NationalCalendar.At(from, TimeOnly.MinValue), NationalCalendar.At(to.AddDays(1), TimeOnly.MinValue));
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = db.Set<ReceiptRow>().Where(x => x.At >= start && x.At < end && (institutions == null || institutions.Contains(x.Institution)))
            .Select(x => new { x.At, x.Rail, x.Institution, x.Amount })
            .AsAsyncEnumerable();
        var cells = new Dictionary<(DateOnly, int, Rail, string), (int Count, long Fils)>();
        await foreach (var row in rows.WithCancellation(ct))
        {
            var local = NationalCalendar.ToAmman(row.At);
            var key = (DateOnly.FromDateTime(local.DateTime), local.Hour, row.Rail, row.Institution);
            var (count, fils) = cells.GetValueOrDefault(key);
            cells[key] = (count + 1, fils + row.Amount.Fils);
        }

        return
        [
            .. cells.OrderBy(c => c.Key.Item1).ThenBy(c => c.Key.Item2).ThenBy(c => c.Key.Item3).ThenBy(c => c.Key.Item4, StringComparer.Ordinal)
                .Select(c => new TakingCell(c.Key.Item1, c.Key.Item2, c.Key.Item3, c.Key.Item4, c.Value.Count, new Money(c.Value.Fils))),
        ];
    }
}
