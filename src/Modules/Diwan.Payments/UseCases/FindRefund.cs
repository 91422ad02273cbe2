using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Payments;

/// <summary>A refund as it is shown.</summary>
/// <param name="Iban">All but its end is hidden.</param>
/// <param name="MayChoose">Its payee may say how the money shall come.</param>
public sealed record RefundView(
    Guid Id, string BillNumber, string Institution, string PayerKey, Money Amount, RefundWay Way, RefundState State, string? Why, string? AskedBy,
    string? AskedByName, string? Reason, string? DecidedByName, string? Iban, string? OutsideNo, DateTimeOffset AskedAt, DateTimeOffset? EndedAt, bool MayChoose);

public sealed class FindRefund(IDbContextFactory<AppDbContext> contexts)
{
    /// <summary>What is on its way, or went, to a payer; the latest first.</summary>
    public Task<IReadOnlyList<RefundView>> OfPayerAsync(string payerKey, CancellationToken ct) => ManyAsync(q => q.Where(x => x.PayerKey == payerKey), false, ct);

    /// <summary>Of some institutions; those that wait for a person first.</summary>
    public Task<IReadOnlyList<RefundView>> OfInstitutionsAsync(IReadOnlyCollection<string> institutions, CancellationToken ct) =>
        ManyAsync(q => q.Where(x => institutions.Contains(x.Institution)), true, ct);

    /// <summary>Of one bill.</summary>
    public Task<IReadOnlyList<RefundView>> OfBillAsync(string billNumber, CancellationToken ct) => ManyAsync(q => q.Where(x => x.BillNumber == billNumber), true, ct);

    /// <summary>What is kept for a payer, by institution.</summary>
    public async Task<IReadOnlyList<(string Institution, Money Amount)>> CreditsAsync(string payerKey, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Set<CreditRow>().Where(x => x.PayerKey == payerKey).OrderBy(x => x.Institution).ToListAsync(ct);
        return [.. rows.Where(x => x.Balance > Money.Zero).Select(x => (x.Institution, x.Balance))];
    }

    private async Task<IReadOnlyList<RefundView>> ManyAsync(Func<IQueryable<RefundRow>, IQueryable<RefundRow>> which, bool whole, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await which(db.Set<RefundRow>()).OrderByDescending(x => x.AskedAt).Take(200).ToListAsync(ct);
        return
        [
            .. rows.OrderBy(x => x.State switch { RefundState.Proposed => 0, RefundState.NeedsWay => 1, RefundState.Asked => 2, _ => 3 })
                .Select(x => new RefundView(
                    x.Id, x.BillNumber, x.Institution, x.PayerKey, x.Amount, x.Way, x.State, x.Why, x.AskedBy, x.AskedByName, x.Reason, x.DecidedByName,
                    x.Iban is null || (whole && x.State == RefundState.Asked) ? x.Iban : "…" + x.Iban[^4..], x.OutsideNo, x.AskedAt, x.EndedAt,
                    x.State == RefundState.NeedsWay || (x.State == RefundState.Asked && x.Way == RefundWay.Counter))),
        ];
    }
}
