using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Payments;

/// <summary>What opens and closes a discrepancy, whoever finds it.</summary>
internal static class Discrepancies
{
    /// <summary>The reason the system writes down when it closes one itself. Pages put words to it.</summary>
    public const string BySystem = "by-the-comparison";

    public static string KeyOf(MoneyMove move, string key, DiscrepancyKind kind) => $"{move}:{key}:{kind}";

    public static DiscrepancyRow Open(
        Change change, MoneyMove move, string key, DiscrepancyKind kind, DateOnly day, Rail rail, string transactionNo, string billNumber, string institution,
        Money? ours, Money? theirs, string what, DateTimeOffset? paidAt)
    {
        var id = change.NewId();
        var row = new DiscrepancyRow
        {
            Id = id,
            Key = KeyOf(move, key, kind),
            Move = move,
            Kind = kind,
            Day = day,
            Rail = rail,
            TransactionNo = transactionNo,
            BillNumber = billNumber,
            Institution = institution,
            Ours = ours,
            Theirs = theirs,
            What = what,
            PaidAt = paidAt,
            OpenedAt = change.Now,
            Chain = Chain.Start(id),
        };
        change.Insert(row);
        change.Record(row.Chain, "discrepancy-opened", new { move, kind, day, transactionNo, billNumber, ours = ours?.Fils, theirs = theirs?.Fils, what });
        return row;
    }

    public static void Close(Change change, DiscrepancyRow row, DiscrepancyEnd end, string reason, Actor who)
    {
        (row.State, row.ClosedAt, row.ClosedBy, row.ClosedByName, row.End, row.Reason) = (DiscrepancyState.Closed, change.Now, who.Id, who.Name, end, reason);
        change.Update(row);
        change.Record(row.Chain, "discrepancy-closed", new { row.TransactionNo, end, reason });
    }

    public static Task<bool> IsKnownAsync(AppDbContext db, MoneyMove move, string key, DiscrepancyKind kind, CancellationToken ct)
    {
        var whole = KeyOf(move, key, kind);
        return db.Set<DiscrepancyRow>().AnyAsync(x => x.Key == whole, ct);
    }
}
