using Diwan.Kernel;
using Diwan.Platform;

namespace Diwan.Payments;

public enum SettlementDayState
{
    /// <summary>The rail's file is not there yet, or could not be read.</summary>
    Waiting,
    Compared,
}

/// <summary>Which way money moved over the rail.</summary>
public enum MoneyMove
{
    /// <summary>Taken from a payer.</summary>
    Payment,

    /// <summary>Given back to a payer.</summary>
    Refund,
}

/// <summary>How the rail's books and ours disagree.</summary>
public enum DiscrepancyKind
{
    /// <summary>The rail moved money that we do not know of.</summary>
    MissingHere,

    /// <summary>We booked money that the rail does not know of.</summary>
    MissingThere,

    /// <summary>Both know it, with another amount, bill or rail.</summary>
    Different,
}

public enum DiscrepancyState
{
    Open,
    Closed,
}

/// <summary>How a discrepancy came to its end.</summary>
public enum DiscrepancyEnd
{
    /// <summary>The money is booked for its bill.</summary>
    Booked,

    /// <summary>No bill needed the money: it is booked for its payer, to whom it goes back.</summary>
    GivenBack,

    /// <summary>It stood in the file of another day.</summary>
    InAnotherFile,

    /// <summary>A person wrote down why it is right as it is, or what was done about it.</summary>
    Explained,
}

/// <summary>A day of the rail, as far as it was compared with ours.</summary>
internal sealed class SettlementDayRow : IVersioned
{
    public Guid Id { get; init; }

    /// <summary>The day in Amman, unique.</summary>
    public DateOnly Day { get; init; }

    public SettlementDayState State { get; set; }

    /// <summary>While it waits: why.</summary>
    public string? Why { get; set; }

    public DateTimeOffset? ComparedAt { get; set; }

    public int PaidCount { get; set; }

    public Money PaidTotal { get; set; }

    public int RefundCount { get; set; }

    public Money RefundTotal { get; set; }

    public int Matched { get; set; }

    public int MissingHere { get; set; }

    public int MissingThere { get; set; }

    public int Different { get; set; }

    public required Chain Chain { get; init; }

    public long Version { get; set; }
}

/// <summary>A line of a settlement file, kept when it was compared: what the rail answers for.</summary>
internal sealed class SettlementLineRow
{
    public Guid Id { get; init; }

    /// <summary>Unique: the transaction number of a payment, the key of a refund.</summary>
    public required string Key { get; init; }

    public MoneyMove Move { get; init; }

    public DateOnly Day { get; init; }

    public required string Rail { get; init; }

    public required string TransactionNo { get; init; }

    public required string BillNumber { get; init; }

    public Money Amount { get; init; }

    /// <summary>Whether it agreed with ours when it was read.</summary>
    public bool Agrees { get; init; }
}

/// <summary>A difference between the rail's books and ours, open until somebody says why it may be closed.</summary>
internal sealed class DiscrepancyRow : IVersioned
{
    public Guid Id { get; init; }

    /// <summary>Unique: the same difference is one matter.</summary>
    public required string Key { get; init; }

    public MoneyMove Move { get; init; }

    public DiscrepancyKind Kind { get; init; }

    /// <summary>The day in Amman whose money it is.</summary>
    public DateOnly Day { get; init; }

    public required string TransactionNo { get; init; }

    /// <summary>The bill as we have it, or else as the rail names it.</summary>
    public required string BillNumber { get; init; }

    /// <summary>Whose desk it lies on; empty where no bill of ours is known.</summary>
    public required string Institution { get; init; }

    public Rail Rail { get; init; }

    public Money? Ours { get; init; }

    public Money? Theirs { get; init; }

    /// <summary>What is wrong, as a word: unknown, amount, bill, rail, currency, merchant, commission, transaction.</summary>
    public required string What { get; init; }

    public DateTimeOffset? PaidAt { get; init; }

    public DateTimeOffset OpenedAt { get; init; }

    public DiscrepancyState State { get; set; }

    /// <summary>Who looks after it; null until somebody takes it.</summary>
    public string? Owner { get; set; }

    public string? OwnerName { get; set; }

    public DateTimeOffset? ClosedAt { get; set; }

    public string? ClosedBy { get; set; }

    public string? ClosedByName { get; set; }

    public DiscrepancyEnd? End { get; set; }

    /// <summary>Why it was closed: never missing of a closed one.</summary>
    public string? Reason { get; set; }

    public required Chain Chain { get; init; }

    public long Version { get; set; }
}

/// <summary>That the rail was asked what it took lately.</summary>
internal sealed class RailSweepRow
{
    public Guid Id { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>From when on the rail was asked.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>Payments that the rail named.</summary>
    public int Seen { get; init; }

    /// <summary>Those of them that we did not know, and booked.</summary>
    public int Found { get; init; }

    /// <summary>Those that we did not know and could not book: each is an open matter.</summary>
    public int Unbooked { get; init; }
}
