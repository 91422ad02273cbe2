namespace Diwan.Payments;

public enum BillState
{
    Open,
    Settled,
    Expired,
    Cancelled,

    /// <summary>Settled, and a refund is on its way.</summary>
    Refunding,
    Refunded,
}

/// <summary>What can happen to a bill.</summary>
public enum BillHappening
{
    Pay,
    Expire,
    Cancel,
    AskRefund,
    RefundPart,
    RefundAll,
    RefuseRefund,
}

/// <summary>What follows from a happening.</summary>
public enum BillAnswer
{
    /// <summary>The bill goes to another state.</summary>
    Move,

    /// <summary>The money is booked for its payer and goes back: the bill does not need it.</summary>
    Credit,

    /// <summary>Nothing: it was so already, or comes too late to matter.</summary>
    Nothing,

    /// <summary>It cannot be done to a bill in this state.</summary>
    Refuse,
}

/// <summary>The whole life of a bill, as one table.</summary>
internal static class BillLife
{
    private static readonly Dictionary<(BillState From, BillHappening What), (BillAnswer Answer, BillState To)> Table = new()
    {
        [(BillState.Open, BillHappening.Pay)] = To(BillState.Settled),
        [(BillState.Open, BillHappening.Expire)] = To(BillState.Expired),
        [(BillState.Open, BillHappening.Cancel)] = To(BillState.Cancelled),
        [(BillState.Open, BillHappening.AskRefund)] = Refuse(BillState.Open),
        [(BillState.Open, BillHappening.RefundPart)] = Refuse(BillState.Open),
        [(BillState.Open, BillHappening.RefundAll)] = Refuse(BillState.Open),
        [(BillState.Open, BillHappening.RefuseRefund)] = Refuse(BillState.Open),

        [(BillState.Settled, BillHappening.Pay)] = Credit(BillState.Settled),
        [(BillState.Settled, BillHappening.Expire)] = Nothing(BillState.Settled),
        [(BillState.Settled, BillHappening.Cancel)] = Nothing(BillState.Settled),
        [(BillState.Settled, BillHappening.AskRefund)] = To(BillState.Refunding),
        [(BillState.Settled, BillHappening.RefundPart)] = Refuse(BillState.Settled),
        [(BillState.Settled, BillHappening.RefundAll)] = Refuse(BillState.Settled),
        [(BillState.Settled, BillHappening.RefuseRefund)] = Refuse(BillState.Settled),

        [(BillState.Expired, BillHappening.Pay)] = Credit(BillState.Expired),
        [(BillState.Expired, BillHappening.Expire)] = Nothing(BillState.Expired),
        [(BillState.Expired, BillHappening.Cancel)] = Nothing(BillState.Expired),
        [(BillState.Expired, BillHappening.AskRefund)] = Refuse(BillState.Expired),
        [(BillState.Expired, BillHappening.RefundPart)] = Refuse(BillState.Expired),
        [(BillState.Expired, BillHappening.RefundAll)] = Refuse(BillState.Expired),
        [(BillState.Expired, BillHappening.RefuseRefund)] = Refuse(BillState.Expired),

        [(BillState.Cancelled, BillHappening.Pay)] = Credit(BillState.Cancelled),
        [(BillState.Cancelled, BillHappening.Expire)] = Nothing(BillState.Cancelled),
        [(BillState.Cancelled, BillHappening.Cancel)] = Nothing(BillState.Cancelled),
        [(BillState.Cancelled, BillHappening.AskRefund)] = Refuse(BillState.Cancelled),
        [(BillState.Cancelled, BillHappening.RefundPart)] = Refuse(BillState.Cancelled),
        [(BillState.Cancelled, BillHappening.RefundAll)] = Refuse(BillState.Cancelled),
        [(BillState.Cancelled, BillHappening.RefuseRefund)] = Refuse(BillState.Cancelled),

        [(BillState.Refunding, BillHappening.Pay)] = Credit(BillState.Refunding),
        [(BillState.Refunding, BillHappening.Expire)] = Nothing(BillState.Refunding),
        [(BillState.Refunding, BillHappening.Cancel)] = Nothing(BillState.Refunding),
        [(BillState.Refunding, BillHappening.AskRefund)] = Refuse(BillState.Refunding),
        [(BillState.Refunding, BillHappening.RefundPart)] = To(BillState.Settled),
        [(BillState.Refunding, BillHappening.RefundAll)] = To(BillState.Refunded),
        [(BillState.Refunding, BillHappening.RefuseRefund)] = To(BillState.Settled),

        [(BillState.Refunded, BillHappening.Pay)] = Credit(BillState.Refunded),
        [(BillState.Refunded, BillHappening.Expire)] = Nothing(BillState.Refunded),
        [(BillState.Refunded, BillHappening.Cancel)] = Nothing(BillState.Refunded),
        [(BillState.Refunded, BillHappening.AskRefund)] = Refuse(BillState.Refunded),
        [(BillState.Refunded, BillHappening.RefundPart)] = Refuse(BillState.Refunded),
        [(BillState.Refunded, BillHappening.RefundAll)] = Refuse(BillState.Refunded),
        [(BillState.Refunded, BillHappening.RefuseRefund)] = Refuse(BillState.Refunded),
    };

    public static IReadOnlyDictionary<(BillState From, BillHappening What), (BillAnswer Answer, BillState To)> All => Table;

    public static (BillAnswer Answer, BillState To) After(BillState state, BillHappening happening) => Table[(state, happening)];

    private static (BillAnswer, BillState) To(BillState state) => (BillAnswer.Move, state);

    private static (BillAnswer, BillState) Credit(BillState state) => (BillAnswer.Credit, state);

    private static (BillAnswer, BillState) Nothing(BillState state) => (BillAnswer.Nothing, state);

    private static (BillAnswer, BillState) Refuse(BillState state) => (BillAnswer.Refuse, state);
}
