using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Payments;

/// <summary>A refused notice as an operator reads it.</summary>
/// <param name="Why">forged, stale, message, amount, currency, merchant, bill, transaction, guid.</param>
/// <param name="SeenBy">Null while nobody has seen to it.</param>
public sealed record AlarmView(
    Guid Id, DateTimeOffset At, Rail Rail, string Why, string TransactionNo, string BillNumber, long AmountFils, string Currency,
    DateTimeOffset? SeenAt, string? SeenBy, string? Finding);

/// <summary>The alarms over refused notices: those nobody has seen to first, each time the latest first.</summary>
public sealed class ReadAlarms(IDbContextFactory<AppDbContext> contexts)
{
    public const int PageSize = 50;

    public async Task<IReadOnlyList<AlarmView>> RunAsync(bool seen, int page, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Set<RefusedNoticeRow>().Where(x => x.SeenAt != null == seen).OrderByDescending(x => x.At)
            .Skip(Math.Clamp(page, 0, 10_000) * PageSize).Take(PageSize).ToListAsync(ct);
        return [.. rows.Select(x => new AlarmView(
            x.Id, x.At, x.Rail, x.Why, x.TransactionNo, x.BillNumber, x.AmountFils, x.Currency, x.SeenAt, x.SeenBy, x.Finding))];
    }

    /// <summary>How many nobody has seen to.</summary>
    public async Task<int> OpenAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<RefusedNoticeRow>().CountAsync(x => x.SeenAt == null, ct);
    }
}
