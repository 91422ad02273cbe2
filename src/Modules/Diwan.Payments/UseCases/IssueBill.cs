using Diwan.Kernel;
using Diwan.Platform;

namespace Diwan.Payments;

/// <summary>Makes a bill part of the caller's change.</summary>
public static class IssueBill
{
    /// <param name="SubjectId">What it is for, opaque to this room.</param>
    /// <param name="Reference">The reference that the payer knows.</param>
    /// <param name="Institution">The id of the institution that is paid.</param>
    /// <param name="LeastPart">The least that may be paid of it at once; null when it is paid whole.</param>
    public sealed record Order(
        BillNumber Number,
        Guid SubjectId,
        string Reference,
        string PayerKey,
        string PayerName,
        string Institution,
        LocalizedText Service,
        IReadOnlyList<BillLine> Lines,
        DateTimeOffset ExpiresAt,
        Money? LeastPart = null);

    /// <exception cref="ArgumentException">The total is not above zero: there is nothing to bill.</exception>
    public static void Add(Change change, Order order)
    {
        var total = order.Lines.Sum(l => l.Amount);
        if (total <= Money.Zero)
        {
            throw new ArgumentException($"The lines of bill {order.Number} come to {total}; a bill is above zero.", nameof(order));
        }

        var id = change.NewId();
        var row = new BillRow
        {
            Id = id,
            Number = order.Number.Value,
            SubjectId = order.SubjectId,
            Reference = order.Reference,
            PayerKey = order.PayerKey,
            PayerName = order.PayerName,
            Institution = order.Institution,
            Service = order.Service,
            Lines = BillRow.WriteLines(order.Lines),
            Total = total,
            LeastPart = order.LeastPart is { } least && least > Money.Zero && least < total ? least : null,
            State = BillState.Open,
            IssuedAt = change.Now,
            ExpiresAt = order.ExpiresAt,
            Chain = Chain.Start(id),
        };
        change.Insert(row);
        change.Record(row.Chain, "bill-issued", new { row.Number, total = total.Fils, row.ExpiresAt, row.Reference });
        WatchBill.Owe(change, row);
    }
}
