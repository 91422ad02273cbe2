using System.Text.Json;
using Diwan.Kernel;
using Diwan.Platform;

namespace Diwan.Payments;

internal sealed class BillRow : IVersioned
{
    public Guid Id { get; init; }

    public required string Number { get; init; }

    /// <summary>What it is for, opaque to this room.</summary>
    public Guid SubjectId { get; init; }

    /// <summary>The reference that the payer knows.</summary>
    public required string Reference { get; init; }

    public required string PayerKey { get; init; }

    public required string PayerName { get; init; }

    public required string Institution { get; init; }

    public required LocalizedText Service { get; init; }

    public required string Lines { get; init; }

    public Money Total { get; init; }

    public BillState State { get; set; }

    public DateTimeOffset IssuedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    public string? TransactionNo { get; set; }

    public Rail? PaidBy { get; set; }

    public DateTimeOffset? PaidAt { get; set; }

    public string? ReceiptNumber { get; set; }

    /// <summary>What went back to the payer, or is on its way.</summary>
    public Money Refunded { get; set; }

    public required Chain Chain { get; init; }

    public long Version { get; set; }

    public string WatchKey => WatchBill.KeyOf(Number);

    public IReadOnlyList<BillLine> ReadLines() => JsonSerializer.Deserialize<List<LineText>>(Lines, Change.Json)!
        .ConvertAll(l => new BillLine(
            l.Code, l.Kind, new Money(l.Fils), new LocalizedText(l.LabelAr, l.LabelEn), new LocalizedText(l.WhyAr, l.WhyEn), l.Instrument));

    public static string WriteLines(IEnumerable<BillLine> lines) => JsonSerializer.Serialize(
        lines.Select(l => new LineText(l.Code, l.Kind, l.Amount.Fils, l.Label.Ar, l.Label.En, l.Why.Ar, l.Why.En, l.Instrument)), Change.Json);

    private sealed record LineText(
        string Code, BillLineKind Kind, long Fils, string LabelAr, string LabelEn, string WhyAr, string WhyEn, string Instrument);
}

/// <summary>By which rail money came.</summary>
public enum Rail
{
    /// <summary>The hosted card page.</summary>
    Card,

    /// <summary>By bill number: teller, post office, machine, app.</summary>
    Bill,
}

internal enum PaymentFate
{
    Settled,
    Credited,
}

/// <summary>Money that a rail took for a bill.</summary>
internal sealed class PaymentRow
{
    public Guid Id { get; init; }

    /// <summary>The rail's, unique over all rails.</summary>
    public required string TransactionNo { get; init; }

    public Rail Rail { get; init; }

    public required string BillNumber { get; init; }

    public Money Amount { get; init; }

    public DateTimeOffset PaidAt { get; init; }

    public DateTimeOffset ReceivedAt { get; init; }

    public PaymentFate Fate { get; init; }
}

/// <summary>A notice that was refused: signed, but not believable.</summary>
internal sealed class RefusedNoticeRow
{
    public Guid Id { get; init; }

    public DateTimeOffset At { get; init; }

    public Rail Rail { get; init; }

    public required string Why { get; init; }

    public required string TransactionNo { get; init; }

    public required string BillNumber { get; init; }

    public long AmountFils { get; init; }

    public required string Currency { get; init; }
}

/// <summary>That a payer was sent to the card page.</summary>
internal sealed class CheckoutRow
{
    /// <summary>Also the idempotency key toward the rail.</summary>
    public Guid Id { get; init; }

    public required string BillNumber { get; init; }

    public required string ReturnUrl { get; init; }

    public Language Language { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }
}

internal enum RefundState
{
    Asked,
    Done,
    Refused,
}

/// <summary>Money on its way back to a payer.</summary>
internal sealed class RefundRow : IVersioned
{
    public Guid Id { get; init; }

    /// <summary>Unique: the same refund is made once. Also the idempotency key toward the rail.</summary>
    public required string Key { get; init; }

    public required string BillNumber { get; init; }

    public required string TransactionNo { get; init; }

    public Rail Rail { get; init; }

    public Money Amount { get; init; }

    /// <summary>The account that the money leaves: an institution's, or suspense.</summary>
    public required string From { get; init; }

    public RefundState State { get; set; }

    public string? Why { get; set; }

    public DateTimeOffset AskedAt { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    public long Version { get; set; }
}
