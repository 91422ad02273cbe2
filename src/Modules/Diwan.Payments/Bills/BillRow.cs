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

    /// <summary>What was paid of it, part payments together.</summary>
    public Money Paid { get; set; }

    /// <summary>The least part that may be paid of it at once; null when it is paid whole.</summary>
    public Money? LeastPart { get; init; }

    /// <summary>Of a basket: the bills in it, as JSON; null for a bill of one matter.</summary>
    public string? Parts { get; init; }

    public BillState State { get; set; }

    public DateTimeOffset IssuedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    public string? TransactionNo { get; set; }

    public Rail? PaidBy { get; set; }

    public DateTimeOffset? PaidAt { get; set; }

    /// <summary>Of the last receipt.</summary>
    public string? ReceiptNumber { get; set; }

    public int ReceiptCount { get; set; }

    /// <summary>What went back to the payer, or is on its way.</summary>
    public Money Refunded { get; set; }

    public required Chain Chain { get; init; }

    public long Version { get; set; }

    public string WatchKey => WatchBill.KeyOf(Number);

    /// <summary>Several bills that are paid at once, under a number of their own.</summary>
    public bool IsBasket => Parts is not null;

    public bool IsPayable => State is BillState.Open or BillState.PartlyPaid;

    /// <summary>What is still to be paid.</summary>
    public Money Due => IsPayable ? Total - Paid : Money.Zero;

    public IReadOnlyList<BasketPart> ReadParts() => Parts is null ? [] : JsonSerializer.Deserialize<List<PartText>>(Parts, Change.Json)!
        .ConvertAll(p => new BasketPart(p.Bill, p.Institution, new Money(p.Fils), new LocalizedText(p.ServiceAr, p.ServiceEn), p.Reference));

    public static string WriteParts(IEnumerable<BasketPart> parts) => JsonSerializer.Serialize(
        parts.Select(p => new PartText(p.BillNumber, p.Institution, p.Amount.Fils, p.Service.Ar, p.Service.En, p.Reference)), Change.Json);

    public IReadOnlyList<BillLine> ReadLines() => JsonSerializer.Deserialize<List<LineText>>(Lines, Change.Json)!
        .ConvertAll(l => new BillLine(
            l.Code, l.Kind, new Money(l.Fils), new LocalizedText(l.LabelAr, l.LabelEn), new LocalizedText(l.WhyAr, l.WhyEn), l.Instrument,
            l.LawAr is { } ar && l.LawEn is { } en ? new LocalizedText(ar, en) : null));

    public static string WriteLines(IEnumerable<BillLine> lines) => JsonSerializer.Serialize(
        lines.Select(l => new LineText(l.Code, l.Kind, l.Amount.Fils, l.Label.Ar, l.Label.En, l.Why.Ar, l.Why.En, l.Instrument, l.Law?.Ar, l.Law?.En)), Change.Json);

    private sealed record PartText(string Bill, string Institution, long Fils, string ServiceAr, string ServiceEn, string Reference);

    private sealed record LineText(
        string Code, BillLineKind Kind, long Fils, string LabelAr, string LabelEn, string WhyAr, string WhyEn, string Instrument,
        string? LawAr = null, string? LawEn = null);
}

/// <summary>One bill of a basket, with what was due of it when the basket was made.</summary>
public sealed record BasketPart(string BillNumber, string Institution, Money Amount, LocalizedText Service, string Reference);

/// <summary>By which rail money came.</summary>
public enum Rail
{
    /// <summary>The hosted card page.</summary>
    Card,

    /// <summary>By bill number: teller, post office, machine, app.</summary>
    Bill,

    /// <summary>In cash, at a counter of ours.</summary>
    Cash,

    /// <summary>By card, at the terminal of a counter of ours.</summary>
    Terminal,

    /// <summary>From what was kept for the payer. No money came: it was here.</summary>
    Credit,
}

internal enum PaymentFate
{
    Settled,

    /// <summary>A part of the bill.</summary>
    Part,
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

    /// <summary>The cashier's shift, of money taken at a counter.</summary>
    public Guid? ShiftId { get; init; }

    /// <summary>The number of the terminal's slip.</summary>
    public string? OutsideNo { get; init; }
}

/// <summary>A notice that was refused, and the alarm over it until an operator has seen to it.</summary>
internal sealed class RefusedNoticeRow : IVersioned
{
    public Guid Id { get; init; }

    public DateTimeOffset At { get; init; }

    public Rail Rail { get; init; }

    public required string Why { get; init; }

    public required string TransactionNo { get; init; }

    public required string BillNumber { get; init; }

    public long AmountFils { get; init; }

    public required string Currency { get; init; }

    public DateTimeOffset? SeenAt { get; set; }

    public string? SeenBy { get; set; }

    /// <summary>What the operator found it to be.</summary>
    public string? Finding { get; set; }

    public long Version { get; set; }
}

/// <summary>That a payer was sent to the card page.</summary>
internal sealed class CheckoutRow
{
    /// <summary>Also the idempotency key toward the rail.</summary>
    public Guid Id { get; init; }

    public required string BillNumber { get; init; }

    public required string ReturnUrl { get; init; }

    public Money Amount { get; init; }

    public Language Language { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>
/// That money was taken for a bill. The number on it is at once its own; the fiscal number, without gaps for an institution and year, is
/// given shortly after by <see cref="NumberReceipts"/>.
/// </summary>
internal sealed class ReceiptRow : IVersioned
{
    public Guid Id { get; init; }

    /// <summary>Unique: <c>R2000000000017</c>, of a further part <c>R2000000000017-2</c>.</summary>
    public required string Number { get; init; }

    public required string BillNumber { get; init; }

    public required string TransactionNo { get; init; }

    public required string Institution { get; init; }

    /// <summary>Whose money it was, as far as we know: the payer of the basket, else the owner of the bill.</summary>
    public required string PayerKey { get; init; }

    public Rail Rail { get; init; }

    public Money Amount { get; init; }

    public DateTimeOffset PaidAt { get; init; }

    /// <summary>When it was booked.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The year, in Amman, in which it was booked.</summary>
    public int FiscalYear { get; init; }

    public long? FiscalNumber { get; set; }

    public long Version { get; set; }
}

/// <summary>The last fiscal number of an institution and year.</summary>
internal sealed class FiscalCounterRow : IVersioned
{
    public required string Institution { get; init; }

    public int FiscalYear { get; init; }

    public long Last { get; set; }

    public long Version { get; set; }
}

/// <summary>What is kept for a payer at an institution.</summary>
internal sealed class CreditRow : IVersioned
{
    public Guid Id { get; init; }

    public required string PayerKey { get; init; }

    public required string Institution { get; init; }

    public Money Balance { get; set; }

    public long Version { get; set; }
}

/// <summary>Money on its way back to a payer.</summary>
internal sealed class RefundRow : IVersioned
{
    public Guid Id { get; init; }

    /// <summary>Unique: the same refund is made once. Also the idempotency key toward the rail.</summary>
    public required string Key { get; init; }

    /// <summary>The key of what was asked: money that came in parts goes back in parts.</summary>
    public required string Request { get; init; }

    public required string BillNumber { get; init; }

    public required string TransactionNo { get; init; }

    public required string Institution { get; init; }

    public required string PayerKey { get; init; }

    public Rail Rail { get; init; }

    public Money Amount { get; init; }

    /// <summary>The account that the money leaves: an institution's, or suspense.</summary>
    public required string From { get; init; }

    public RefundWay Way { get; set; }

    public RefundState State { get; set; }

    public string? Why { get; set; }

    /// <summary>Who asked for it, and why; null for what follows from a rule.</summary>
    public string? AskedBy { get; init; }

    public string? AskedByName { get; init; }

    public string? Reason { get; init; }

    public string? DecidedBy { get; set; }

    public string? DecidedByName { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>Where a transfer goes.</summary>
    public string? Iban { get; set; }

    /// <summary>The number of the transfer, or of the slip that the payee signed.</summary>
    public string? OutsideNo { get; set; }

    public DateTimeOffset AskedAt { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    public long Version { get; set; }

    public bool IsOfBill => From != LedgerAccounts.Suspense;
}
