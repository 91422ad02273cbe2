using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Payments;

/// <summary>A refused notice as an operator reads it.</summary>
/// <param name="Why">forged, stale, message, amount, currency, merchant, bill, transaction, guid.</param>
/// <param name="SeenBy">The key of who saw to it, null while nobody has. Early alarms have the name in its place.</param>
public sealed record AlarmView(
    Guid Id, DateTimeOffset At, Rail Rail, string Why, string TransactionNo, string BillNumber, long AmountFils, string Currency,
    DateTimeOffset? SeenAt, string? SeenBy, string? Finding);

/// <summary>The alarms over refused notices: those nobody has seen to, or those that were, the latest first.</summary>
public sealed class ReadAlarms(IDbContextFactory<AppDbContext> contexts)
{
    private const int PageSize = 50;

    public async Task<Slice<AlarmView>> RunAsync(bool seen, ListPlace? after, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = db.Set<RefusedNoticeRow>().Where(x => x.SeenAt != null == seen);
        if (after is var (at, id))
        {
            rows = rows.Where(x => x.At < at || (x.At == at && x.Id.CompareTo(id) < 0));
        }

        return Slice.Of(
            await rows.OrderByDescending(x => x.At).ThenByDescending(x => x.Id).Take(PageSize + 1).ToListAsync(ct),
            PageSize,
            x => new(x.At, x.Id),
            x => new AlarmView(x.Id, x.At, x.Rail, x.Why, x.TransactionNo, x.BillNumber, x.AmountFils, x.Currency, x.SeenAt, x.SeenBy, x.Finding));
    }

    /// <summary>How many nobody has seen to.</summary>
    public async Task<int> OpenAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<RefusedNoticeRow>().CountAsync(x => x.SeenAt == null, ct);
    }
}
