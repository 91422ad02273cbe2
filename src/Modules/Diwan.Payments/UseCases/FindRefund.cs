using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Payments;

/// <summary>A refund as it is shown.</summary>
/// <param name="Iban">All but its end is hidden.</param>
/// <param name="MayChoose">Its payee may say how the money shall come.</param>
public sealed record RefundView(
    Guid Id, string BillNumber, string Institution, string PayerKey, Money Amount, RefundWay Way, RefundState State, string? Why, string? AskedBy,
    string? AskedByName, string? Reason, string? DecidedByName, string? Iban, string? OutsideNo, DateTimeOffset AskedAt, DateTimeOffset? EndedAt, bool MayChoose)
{
    /// <summary>The key of the second person.</summary>
    public string? DecidedBy { get; init; }
}

public sealed class FindRefund(IDbContextFactory<AppDbContext> contexts)
{
    private const int PageSize = 50;

    /// <summary>What is on its way to a payer, or went: first whatever has not ended, then the latest.</summary>
    public async Task<Slice<RefundView>> OfPayerAsync(string payerKey, ListPlace? after, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var own = db.Set<RefundRow>().Where(x => x.PayerKey == payerKey);
        var waiting = after is null ? await Waiting(own).OrderBy(x => x.AskedAt).ToListAsync(ct) : [];
        var ended = await EndedAsync(own, after, whole: false, ct);
        return ended with { Rows = [.. waiting.Select(x => View(x, whole: false)), .. ended.Rows] };
    }

    /// <summary>Of some institutions what has not ended, the oldest first.</summary>
    public async Task<Slice<RefundView>> WaitingOfAsync(IReadOnlyCollection<string> institutions, ListPlace? after, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = Waiting(db.Set<RefundRow>().Where(x => institutions.Contains(x.Institution)));
        if (after is var (at, id))
        {
            rows = rows.Where(x => x.AskedAt > at || (x.AskedAt == at && x.Id.CompareTo(id) > 0));
        }

        return Slice.Of(
            await rows.OrderBy(x => x.AskedAt).ThenBy(x => x.Id).Take(PageSize + 1).ToListAsync(ct), PageSize, x => new(x.AskedAt, x.Id), x => View(x, whole: true));
    }

    /// <summary>Of some institutions what has ended, the latest first.</summary>
    public async Task<Slice<RefundView>> EndedOfAsync(IReadOnlyCollection<string> institutions, ListPlace? after, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await EndedAsync(db.Set<RefundRow>().Where(x => institutions.Contains(x.Institution)), after, whole: true, ct);
    }

    /// <summary>One of some institutions; null if it is of none of them.</summary>
    public async Task<RefundView?> OneAsync(Guid id, IReadOnlyCollection<string> institutions, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<RefundRow>().FirstOrDefaultAsync(x => x.Id == id && institutions.Contains(x.Institution), ct) is { } row ? View(row, whole: true) : null;
    }

    /// <summary>Of one bill, the latest first.</summary>
    public async Task<IReadOnlyList<RefundView>> OfBillAsync(string billNumber, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return [.. (await db.Set<RefundRow>().Where(x => x.BillNumber == billNumber).OrderByDescending(x => x.AskedAt).ToListAsync(ct)).Select(x => View(x, whole: true))];
    }

    /// <summary>The last moment at which each institution gave money back: by the way it came, by transfer or in cash.</summary>
    /// <param name="since">Earlier ones do not count.</param>
    public async Task<IReadOnlyDictionary<string, (DateTimeOffset At, Money Amount)>> LastAsync(DateTimeOffset since, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var done = db.Set<RefundRow>().Where(x => x.State == RefundState.Done && x.Way != RefundWay.Credit && x.EndedAt >= since);
        var last = await done.Where(x => x.EndedAt == done.Where(o => o.Institution == x.Institution).Max(o => o.EndedAt)).ToListAsync(ct);
        return last.GroupBy(x => x.Institution, StringComparer.Ordinal).ToDictionary(g => g.Key, g => (g.First().EndedAt!.Value, g.First().Amount));
    }

    /// <summary>What is kept for a payer, by institution.</summary>
    public async Task<IReadOnlyList<(string Institution, Money Amount)>> CreditsAsync(string payerKey, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Set<CreditRow>().Where(x => x.PayerKey == payerKey).OrderBy(x => x.Institution).ToListAsync(ct);
        return [.. rows.Where(x => x.Balance > Money.Zero).Select(x => (x.Institution, x.Balance))];
    }

    private static IQueryable<RefundRow> Waiting(IQueryable<RefundRow> rows) => rows.Where(x => x.State != RefundState.Done && x.State != RefundState.Refused);

    private static async Task<Slice<RefundView>> EndedAsync(IQueryable<RefundRow> rows, ListPlace? after, bool whole, CancellationToken ct)
    {
        rows = rows.Where(x => x.State == RefundState.Done || x.State == RefundState.Refused);
        if (after is var (at, id))
        {
            rows = rows.Where(x => x.AskedAt < at || (x.AskedAt == at && x.Id.CompareTo(id) < 0));
        }

        return Slice.Of(
            await rows.OrderByDescending(x => x.AskedAt).ThenByDescending(x => x.Id).Take(PageSize + 1).ToListAsync(ct), PageSize, x => new(x.AskedAt, x.Id), x => View(x, whole));
    }

    /// <param name="whole">For those who make the transfer: where it goes, while it is to be made.</param>
    private static RefundView View(RefundRow x, bool whole) => new(
        x.Id, x.BillNumber, x.Institution, x.PayerKey, x.Amount, x.Way, x.State, x.Why, x.AskedBy, x.AskedByName, x.Reason, x.DecidedByName,
        x.Iban is null || (whole && x.State == RefundState.Asked) ? x.Iban : "…" + x.Iban[^4..], x.OutsideNo, x.AskedAt, x.EndedAt,
        x.State == RefundState.NeedsWay || (x.State == RefundState.Asked && x.Way == RefundWay.Counter))
    {
        DecidedBy = x.DecidedBy,
    };
}
