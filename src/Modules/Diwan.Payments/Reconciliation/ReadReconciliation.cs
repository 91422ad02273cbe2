using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Payments;

/// <summary>One day of the rail beside ours.</summary>
/// <param name="Why">While it waits for the rail's file: why.</param>
/// <param name="Matched">Lines of the file that agreed with ours at once.</param>
/// <param name="Open">Discrepancies of the day that nobody has closed.</param>
public sealed record SettlementDayView(
    DateOnly Day, SettlementDayState State, string? Why, DateTimeOffset? ComparedAt, int PaidCount, Money PaidTotal, int RefundCount, Money RefundTotal,
    int Matched, int MissingHere, int MissingThere, int Different, int Open);

/// <summary>A discrepancy as the finance officer reads it.</summary>
/// <param name="Institution">Whose desk it lies on; empty where no bill of ours is known.</param>
/// <param name="What">What is wrong, as a word: unknown, amount, bill, rail, currency, merchant, commission, transaction.</param>
/// <param name="OwnerName">Null until somebody takes it.</param>
/// <param name="Age">Since it was opened: until now, or until it was closed.</param>
/// <param name="CanBook">Whether the money can be booked, or sent back, from here.</param>
/// <param name="ClosedBySystem">The comparison closed it itself; its reason is then the end.</param>
public sealed record DiscrepancyView(
    Guid Id, MoneyMove Move, DiscrepancyKind Kind, DateOnly Day, string TransactionNo, string BillNumber, string Institution, Rail Rail, Money? Ours, Money? Theirs,
    string What, DateTimeOffset? PaidAt, DateTimeOffset OpenedAt, TimeSpan Age, DiscrepancyState State, string? Owner, string? OwnerName,
    DateTimeOffset? ClosedAt, string? ClosedByName, bool ClosedBySystem, DiscrepancyEnd? End, string? Reason, bool CanBook)
{
    /// <summary>The key of who closed it.</summary>
    public string? ClosedBy { get; init; }
}

/// <param name="Seen">Payments that the rail named.</param>
/// <param name="Found">Those of them that we did not know, and booked.</param>
public sealed record RailSweepView(DateTimeOffset At, int Seen, int Found, int Unbooked);

/// <summary>What the rail's books and ours say of each other: the days compared, the matters open, when the rail was last asked.</summary>
public sealed class ReadReconciliation(IDbContextFactory<AppDbContext> contexts, TimeProvider time)
{
    private const int PageSize = 50;

    /// <summary>The latest day first.</summary>
    public async Task<IReadOnlyList<SettlementDayView>> DaysAsync(DateOnly from, DateOnly to, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var days = await db.Set<SettlementDayRow>().Where(x => x.Day >= from && x.Day <= to).OrderByDescending(x => x.Day).ToListAsync(ct);
        var open = await db.Set<DiscrepancyRow>().Where(x => x.State == DiscrepancyState.Open && x.Day >= from && x.Day <= to)
            .GroupBy(x => x.Day).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(x => x.Key, x => x.Count, ct);
        return [.. days.Select(x => new SettlementDayView(
            x.Day, x.State, x.Why, x.ComparedAt, x.PaidCount, x.PaidTotal, x.RefundCount, x.RefundTotal, x.Matched, x.MissingHere, x.MissingThere, x.Different,
            open.GetValueOrDefault(x.Day)))];
    }

    /// <summary>The matters of the desks named: those that are open, the oldest first; or those that are closed, the latest first.</summary>
    /// <param name="institutions">Null: all, and those of no institution.</param>
    public async Task<Slice<DiscrepancyView>> DiscrepanciesAsync(
        DiscrepancyState state, IReadOnlyCollection<string>? institutions, ListPlace? after, CancellationToken ct, DateOnly? day = null)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var open = state == DiscrepancyState.Open;
        var rows = Of(db, institutions).Where(x => x.State == state && (day == null || x.Day == day));
        if (after is var (at, id))
        {
            rows = open
                ? rows.Where(x => x.OpenedAt > at || (x.OpenedAt == at && x.Id.CompareTo(id) > 0))
                : rows.Where(x => x.ClosedAt < at || (x.ClosedAt == at && x.Id.CompareTo(id) < 0));
        }

        rows = open ? rows.OrderBy(x => x.OpenedAt).ThenBy(x => x.Id) : rows.OrderByDescending(x => x.ClosedAt).ThenByDescending(x => x.Id);
        return Slice.Of(await rows.Take(PageSize + 1).ToListAsync(ct), PageSize, x => new(open ? x.OpenedAt : x.ClosedAt!.Value, x.Id), View);
    }

    public async Task<DiscrepancyView?> DiscrepancyAsync(Guid id, IReadOnlyCollection<string>? institutions, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await Of(db, institutions).FirstOrDefaultAsync(x => x.Id == id, ct) is { } row ? View(row) : null;
    }

    public async Task<int> OpenAsync(IReadOnlyCollection<string>? institutions, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await Of(db, institutions).CountAsync(x => x.State == DiscrepancyState.Open, ct);
    }

    /// <summary>How many are open, by institution, and since when the oldest is.</summary>
    public async Task<IReadOnlyList<(string Institution, int Count, DateTimeOffset Oldest)>> OpenByInstitutionAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var open = await db.Set<DiscrepancyRow>().Where(x => x.State == DiscrepancyState.Open)
            .GroupBy(x => x.Institution).Select(g => new { g.Key, Count = g.Count(), Oldest = g.Min(x => x.OpenedAt) }).ToListAsync(ct);
        return [.. open.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => (o.Key, o.Count, o.Oldest))];
    }

    /// <summary>When the rail was last asked what it took; null if never.</summary>
    public async Task<RailSweepView?> LastAskedAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<RailSweepRow>().OrderByDescending(x => x.At).FirstOrDefaultAsync(ct) is { } x ? new RailSweepView(x.At, x.Seen, x.Found, x.Unbooked) : null;
    }

    private static IQueryable<DiscrepancyRow> Of(AppDbContext db, IReadOnlyCollection<string>? institutions) =>
        institutions is null ? db.Set<DiscrepancyRow>() : db.Set<DiscrepancyRow>().Where(x => institutions.Contains(x.Institution));

    private DiscrepancyView View(DiscrepancyRow x) => new(
        x.Id, x.Move, x.Kind, x.Day, x.TransactionNo, x.BillNumber, x.Institution, x.Rail, x.Ours, x.Theirs, x.What, x.PaidAt, x.OpenedAt,
        (x.ClosedAt ?? time.GetUtcNow()) - x.OpenedAt, x.State, x.Owner, x.OwnerName, x.ClosedAt, x.ClosedByName, x.Reason == Discrepancies.BySystem, x.End, x.Reason,
        x is { State: DiscrepancyState.Open, Move: MoneyMove.Payment, Kind: DiscrepancyKind.MissingHere } && x.What != "currency")
    {
        ClosedBy = x.ClosedBy,
    };
}
