using Diwan.Kernel;

namespace Diwan.Payments;

/// <summary>News: the bill is paid. Published within the change that books the money.</summary>
public sealed record BillSettled(BillNumber Number, Guid SubjectId, string Reference, string ReceiptNumber, DateTimeOffset PaidAt, Money Amount);

/// <summary>News: a part of the bill is paid; the rest is still due.</summary>
public sealed record BillPartlyPaid(
    BillNumber Number, Guid SubjectId, string Reference, string ReceiptNumber, Money Amount, Money Due, DateTimeOffset ExpiresAt);

/// <summary>News: nobody paid in time, and the rail knows of no payment. What was paid in parts is on its way back.</summary>
public sealed record BillExpired(BillNumber Number, Guid SubjectId, string Reference);

/// <summary>News: money came that the bill does not need (paid twice, too late, or cancelled). Its refund is owed already; tell the payer.</summary>
/// <param name="Reference">Empty of a basket.</param>
public sealed record PaymentUnmatched(
    BillNumber Number, Guid SubjectId, string Reference, string PayerKey, string TransactionNo, Money Amount, BillState BillState);

/// <summary>News: a refund has come to its end, or needs its payee, who must be told.</summary>
/// <param name="Reference">Empty of a basket.</param>
public sealed record RefundMoved(
    Guid RefundId, BillNumber Number, string Reference, string PayerKey, Money Amount, RefundWay Way, RefundState State);
