using Diwan.Kernel;

namespace Diwan.Payments;

/// <summary>News: the bill is paid. Published within the change that books the money.</summary>
public sealed record BillSettled(BillNumber Number, Guid SubjectId, string Reference, string ReceiptNumber, DateTimeOffset PaidAt, Money Amount);

/// <summary>News: nobody paid in time, and the rail knows of no payment.</summary>
public sealed record BillExpired(BillNumber Number, Guid SubjectId, string Reference);

/// <summary>News: money came that the bill does not need (paid twice, too late, or cancelled). Its refund is owed already; tell the payer.</summary>
public sealed record PaymentUnmatched(
    BillNumber Number, Guid SubjectId, string Reference, string PayerKey, string TransactionNo, Money Amount, BillState BillState);
