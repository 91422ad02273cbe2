using Diwan.Kernel;
using Diwan.Platform;

namespace Diwan.Payments;

public enum WishState
{
    /// <summary>Nobody has answered it.</summary>
    Open,

    /// <summary>The refund was asked for; it goes its own way from there.</summary>
    Granted,
    Declined,
}

/// <summary>That a payer wants money back, in their own words, and what they were answered.</summary>
internal sealed class RefundWishRow : IVersioned
{
    public Guid Id { get; init; }

    public required string BillNumber { get; init; }

    /// <summary>The bill and the payer while it is open, else null: unique, so nobody wishes twice for the same.</summary>
    public string? OpenKey { get; set; }

    public required string Institution { get; init; }

    public required string PayerKey { get; init; }

    public required string PayerName { get; init; }

    public Money Amount { get; init; }

    public RefundWay Way { get; init; }

    public string? Iban { get; set; }

    public required string Words { get; init; }

    public WishState State { get; set; }

    public DateTimeOffset AskedAt { get; init; }

    public string? AnsweredByName { get; set; }

    public DateTimeOffset? AnsweredAt { get; set; }

    public string? Answer { get; set; }

    public long Version { get; set; }
}
