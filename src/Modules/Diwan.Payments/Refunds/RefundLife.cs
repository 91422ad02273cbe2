namespace Diwan.Payments;

public enum RefundState
{
    /// <summary>Set aside, and waiting for a second person.</summary>
    Proposed,

    /// <summary>On its way: the rail is asked, a transfer or a counter is awaited.</summary>
    Asked,

    /// <summary>The way it was to take is closed. Its payee chooses another.</summary>
    NeedsWay,

    Done,

    /// <summary>The second person said no. The money is where it was before.</summary>
    Refused,
}

/// <summary>By which way money goes back.</summary>
public enum RefundWay
{
    /// <summary>The way it came.</summary>
    Source,

    /// <summary>Kept for its payer, for a later bill of the same institution.</summary>
    Credit,

    /// <summary>To a bank account, by the institution's finance officer.</summary>
    Transfer,

    /// <summary>In cash, at a counter.</summary>
    Counter,
}

/// <summary>What can happen to a refund.</summary>
public enum RefundHappening
{
    Approve,
    Reject,

    /// <summary>The money has gone.</summary>
    Arrive,

    /// <summary>The way is closed: the rail refuses.</summary>
    Bounce,
    ChooseWay,
}

/// <summary>The whole life of a refund. No state but the last two is without a way forward.</summary>
internal static class RefundLife
{
    private static readonly Dictionary<(RefundState From, RefundHappening What), (BillAnswer Answer, RefundState To)> Table = new()
    {
        [(RefundState.Proposed, RefundHappening.Approve)] = (BillAnswer.Move, RefundState.Asked),
        [(RefundState.Proposed, RefundHappening.Reject)] = (BillAnswer.Move, RefundState.Refused),
        [(RefundState.Proposed, RefundHappening.Arrive)] = (BillAnswer.Refuse, RefundState.Proposed),
        [(RefundState.Proposed, RefundHappening.Bounce)] = (BillAnswer.Refuse, RefundState.Proposed),
        [(RefundState.Proposed, RefundHappening.ChooseWay)] = (BillAnswer.Refuse, RefundState.Proposed),

        [(RefundState.Asked, RefundHappening.Approve)] = (BillAnswer.Nothing, RefundState.Asked),
        [(RefundState.Asked, RefundHappening.Reject)] = (BillAnswer.Refuse, RefundState.Asked),
        [(RefundState.Asked, RefundHappening.Arrive)] = (BillAnswer.Move, RefundState.Done),
        [(RefundState.Asked, RefundHappening.Bounce)] = (BillAnswer.Move, RefundState.NeedsWay),
        [(RefundState.Asked, RefundHappening.ChooseWay)] = (BillAnswer.Move, RefundState.Asked),

        [(RefundState.NeedsWay, RefundHappening.Approve)] = (BillAnswer.Nothing, RefundState.NeedsWay),
        [(RefundState.NeedsWay, RefundHappening.Reject)] = (BillAnswer.Refuse, RefundState.NeedsWay),
        [(RefundState.NeedsWay, RefundHappening.Arrive)] = (BillAnswer.Refuse, RefundState.NeedsWay),
        [(RefundState.NeedsWay, RefundHappening.Bounce)] = (BillAnswer.Nothing, RefundState.NeedsWay),
        [(RefundState.NeedsWay, RefundHappening.ChooseWay)] = (BillAnswer.Move, RefundState.Asked),

        [(RefundState.Done, RefundHappening.Approve)] = (BillAnswer.Nothing, RefundState.Done),
        [(RefundState.Done, RefundHappening.Reject)] = (BillAnswer.Refuse, RefundState.Done),
        [(RefundState.Done, RefundHappening.Arrive)] = (BillAnswer.Nothing, RefundState.Done),
        [(RefundState.Done, RefundHappening.Bounce)] = (BillAnswer.Refuse, RefundState.Done),
        [(RefundState.Done, RefundHappening.ChooseWay)] = (BillAnswer.Refuse, RefundState.Done),

        [(RefundState.Refused, RefundHappening.Approve)] = (BillAnswer.Refuse, RefundState.Refused),
        [(RefundState.Refused, RefundHappening.Reject)] = (BillAnswer.Nothing, RefundState.Refused),
        [(RefundState.Refused, RefundHappening.Arrive)] = (BillAnswer.Refuse, RefundState.Refused),
        [(RefundState.Refused, RefundHappening.Bounce)] = (BillAnswer.Refuse, RefundState.Refused),
        [(RefundState.Refused, RefundHappening.ChooseWay)] = (BillAnswer.Refuse, RefundState.Refused),
    };

    public static IReadOnlyDictionary<(RefundState From, RefundHappening What), (BillAnswer Answer, RefundState To)> All => Table;

    public static (BillAnswer Answer, RefundState To) After(RefundState state, RefundHappening happening) => Table[(state, happening)];

    public static bool IsOpen(RefundState state) => state is not (RefundState.Done or RefundState.Refused);
}
