using Diwan.Kernel;
using Diwan.Platform;

namespace Diwan.Payments;

public enum ShiftState
{
    Open,

    /// <summary>Counted and offered to a colleague, who has not yet counted it.</summary>
    Offered,
    Closed,
}

/// <summary>A cashier's time at a drawer.</summary>
internal sealed class ShiftRow : IVersioned
{
    public Guid Id { get; init; }

    /// <summary>The institution or partner whose counter it is.</summary>
    public required string Organisation { get; init; }

    public required string CashierKey { get; init; }

    public required string CashierName { get; init; }

    /// <summary>The cashier while the shift is not closed, else null: unique, so nobody has two drawers.</summary>
    public string? OpenKey { get; set; }

    public ShiftState State { get; set; }

    public DateTimeOffset OpenedAt { get; init; }

    /// <summary>What was in the drawer at the start.</summary>
    public Money AtStart { get; init; }

    /// <summary>The shift that handed this drawer over.</summary>
    public Guid? From { get; init; }

    /// <summary>What must be in the drawer now.</summary>
    public Money Cash { get; set; }

    /// <summary>What the terminal took.</summary>
    public Money ByTerminal { get; set; }

    public Money? Counted { get; set; }

    /// <summary>Counted less what had to be there: above zero too much, below zero too little.</summary>
    public Money Difference { get; set; }

    public string? Reason { get; set; }

    public string? OfferedTo { get; set; }

    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>The supervisor who looked at it.</summary>
    public string? ReviewedBy { get; set; }

    public string? ReviewedByName { get; set; }

    public DateTimeOffset? ReviewedAt { get; set; }

    public string? ReviewNote { get; set; }

    public required Chain Chain { get; init; }

    public long Version { get; set; }
}
