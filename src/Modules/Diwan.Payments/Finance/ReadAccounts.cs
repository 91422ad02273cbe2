using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Payments;

/// <summary>An account as a finance officer reads it. All drawers are one, and all that is kept for payers.</summary>
/// <param name="Kind">institution, rail, commissions, suspense, refunds, baskets, credit, float, safe, over-short, bank.</param>
/// <param name="Of">The institution, rail or organisation; empty where it belongs to nobody in particular.</param>
public sealed record AccountView(string Kind, string Of, Money Debit, Money Credit)
{
    /// <summary>What the account owes (credit above debit); below zero, what it is owed or holds.</summary>
    public Money Balance => Credit - Debit;
}

/// <summary>The balances of the ledger, all or of some institutions.</summary>
public sealed class ReadAccounts(IDbContextFactory<AppDbContext> contexts)
{
    /// <param name="institutions">Null for everything.</param>
    public async Task<IReadOnlyList<AccountView>> RunAsync(IReadOnlyCollection<string>? institutions, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var ledger = db.Set<LedgerRow>();
        var names = institutions?.SelectMany(i => new[]
        {
            LedgerAccounts.OfInstitution(i), LedgerAccounts.CommissionsOf(i), LedgerAccounts.BankOf(i), LedgerAccounts.SafeOf(i), LedgerAccounts.OverShortOf(i),
        }).ToList();
        var debits = await (names is null ? ledger : ledger.Where(x => names.Contains(x.Debit)))
            .GroupBy(x => x.Debit).Select(g => new { g.Key, Fils = g.Sum(x => (long)(object)x.Amount) }).ToListAsync(ct);
        var credits = await (names is null ? ledger : ledger.Where(x => names.Contains(x.Credit)))
            .GroupBy(x => x.Credit).Select(g => new { g.Key, Fils = g.Sum(x => (long)(object)x.Amount) }).ToListAsync(ct);
        return
        [
            .. debits.Select(x => (x.Key, Debit: x.Fils, Credit: 0L)).Concat(credits.Select(x => (x.Key, Debit: 0L, Credit: x.Fils)))
                .GroupBy(x => Split(x.Key))
                .OrderBy(g => g.Key.Kind, StringComparer.Ordinal)
                .ThenBy(g => g.Key.Of, StringComparer.Ordinal)
                .Select(g => new AccountView(g.Key.Kind, g.Key.Of, new Money(g.Sum(x => x.Debit)), new Money(g.Sum(x => x.Credit)))),
        ];
    }

    private static (string Kind, string Of) Split(string account) => account.Split(':', 2) switch
    {
        [("float" or "credit") and var kind, _] => (kind, ""),
        [var kind, var of] => (kind, of),
        _ => (account, ""),
    };
}
