namespace Diwan.Payments;

public enum BillState
{
    Open,

    /// <summary>Some of it is paid, where its service allows that, and the rest is still due.</summary>
    PartlyPaid,

    Settled,
    Expired,
    Cancelled,

    /// <summary>Money of it is on its way back.</summary>
    Refunding,
    Refunded,
}

/// <summary>What can happen to a bill.</summary>
public enum BillHappening
{
    /// <summary>All that is still due is paid.</summary>
    Pay,

    /// <summary>Less than what is due is paid.</summary>
    PayPart,
    Expire,
    Cancel,
    AskRefund,

    /// <summary>One of several refunds under way has ended, and others have not.</summary>
    RefundStep,
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

/// <summary>What a person reads of a bill.</summary>
public enum PublicBillState
{
    Unpaid,
    PartlyPaid,
    Paid,
    Expired,
    Cancelled,
    BeingRefunded,
    Refunded,
}

/// <summary>How long a bill is kept.</summary>
public enum BillRetention
{
    /// <summary>No money moved: as long as what it is for.</summary>
    WithItsCase,

    /// <summary>Money moved: as long as the accounts of the state.</summary>
    WithTheAccounts,
}

/// <summary>The whole life of a bill, as one table: inner state, what a person reads, how long it is kept, and what follows from whatever happens.</summary>
internal static class BillLife
{
    private static readonly Step Refuse = new(BillAnswer.Refuse, null);
    private static readonly Step Credit = new(BillAnswer.Credit, null);
    private static readonly Step Nothing = new(BillAnswer.Nothing, null);

    private static readonly Dictionary<BillState, Row> Rows = new()
    {
        [BillState.Open] = new(PublicBillState.Unpaid, BillRetention.WithItsCase)
        {
            Pay = To(BillState.Settled),
            PayPart = To(BillState.PartlyPaid),
            Expire = To(BillState.Expired),
            Cancel = To(BillState.Cancelled),
            AskRefund = Refuse,
            RefundStep = Refuse,
            RefundPart = Refuse,
            RefundAll = Refuse,
            RefuseRefund = Refuse,
        },
        [BillState.PartlyPaid] = new(PublicBillState.PartlyPaid, BillRetention.WithTheAccounts)
        {
            Pay = To(BillState.Settled),
            PayPart = To(BillState.PartlyPaid),

            // What was paid of a bill that came to nothing goes back: it is never left lying.
            Expire = To(BillState.Refunding),
            Cancel = To(BillState.Refunding),
            AskRefund = Refuse,
            RefundStep = Refuse,
            RefundPart = Refuse,
            RefundAll = Refuse,
            RefuseRefund = Refuse,
        },
        [BillState.Settled] = new(PublicBillState.Paid, BillRetention.WithTheAccounts)
        {
            Pay = Credit,
            PayPart = Credit,
            Expire = Nothing,
            Cancel = Nothing,
            AskRefund = To(BillState.Refunding),
            RefundStep = Refuse,
            RefundPart = Refuse,
            RefundAll = Refuse,
            RefuseRefund = Refuse,
        },
        [BillState.Expired] = new(PublicBillState.Expired, BillRetention.WithItsCase)
        {
            Pay = Credit,
            PayPart = Credit,
            Expire = Nothing,
            Cancel = Nothing,
            AskRefund = Refuse,
            RefundStep = Refuse,
            RefundPart = Refuse,
            RefundAll = Refuse,
            RefuseRefund = Refuse,
        },
        [BillState.Cancelled] = new(PublicBillState.Cancelled, BillRetention.WithItsCase)
        {
            Pay = Credit,
            PayPart = Credit,
            Expire = Nothing,
            Cancel = Nothing,
            AskRefund = Refuse,
            RefundStep = Refuse,
            RefundPart = Refuse,
            RefundAll = Refuse,
            RefuseRefund = Refuse,
        },
        [BillState.Refunding] = new(PublicBillState.BeingRefunded, BillRetention.WithTheAccounts)
        {
            Pay = Credit,
            PayPart = Credit,
            Expire = Nothing,
            Cancel = Nothing,
            AskRefund = Refuse,
            RefundStep = To(BillState.Refunding),
            RefundPart = To(BillState.Settled),
            RefundAll = To(BillState.Refunded),
            RefuseRefund = To(BillState.Settled),
        },
        [BillState.Refunded] = new(PublicBillState.Refunded, BillRetention.WithTheAccounts)
        {
            Pay = Credit,
            PayPart = Credit,
            Expire = Nothing,
            Cancel = Nothing,
            AskRefund = Refuse,
            RefundStep = Refuse,
            RefundPart = Refuse,
            RefundAll = Refuse,
            RefuseRefund = Refuse,
        },
    };

    public static IReadOnlyDictionary<(BillState From, BillHappening What), (BillAnswer Answer, BillState To)> All =>
        Rows.Keys.SelectMany(state => Enum.GetValues<BillHappening>().Select(what => (state, what))).ToDictionary(key => key, key => After(key.state, key.what));

    public static (BillAnswer Answer, BillState To) After(BillState state, BillHappening happening)
    {
        var step = Rows[state].Of(happening);
        return (step.Answer, step.To ?? state);
    }

    public static PublicBillState PublicOf(BillState state) => Rows[state].Public;

    public static BillRetention RetentionOf(BillState state) => Rows[state].Keep;

    private static Step To(BillState state) => new(BillAnswer.Move, state);

    private sealed record Step(BillAnswer Answer, BillState? To);

    /// <summary>One state. Every happening is required, so a row that forgets one does not compile.</summary>
    private sealed record Row(PublicBillState Public, BillRetention Keep)
    {
        public required Step Pay { get; init; }

        public required Step PayPart { get; init; }

        public required Step Expire { get; init; }

        public required Step Cancel { get; init; }

        public required Step AskRefund { get; init; }

        public required Step RefundStep { get; init; }

        public required Step RefundPart { get; init; }

        public required Step RefundAll { get; init; }

        public required Step RefuseRefund { get; init; }

        public Step Of(BillHappening happening) => happening switch
        {
            BillHappening.Pay => Pay,
            BillHappening.PayPart => PayPart,
            BillHappening.Expire => Expire,
            BillHappening.Cancel => Cancel,
            BillHappening.AskRefund => AskRefund,
            BillHappening.RefundStep => RefundStep,
            BillHappening.RefundPart => RefundPart,
            BillHappening.RefundAll => RefundAll,
            BillHappening.RefuseRefund => RefuseRefund,
            _ => throw new ArgumentOutOfRangeException(nameof(happening), happening, "The table does not know it."),
        };
    }
}
