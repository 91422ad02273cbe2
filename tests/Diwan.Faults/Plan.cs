namespace Diwan.Faults;

internal enum Kind
{
    /// <summary>Paid once.</summary>
    Plain,

    /// <summary>Declined first, then paid.</summary>
    Declined,

    /// <summary>The payer leaves the card page, or never goes to the teller.</summary>
    Abandoned,

    /// <summary>Paid over two rails, each not knowing of the other.</summary>
    Double,

    /// <summary>The payer sits at the card page while the case is withdrawn, and pays.</summary>
    Withdrawn,

    /// <summary>Withdrawn at the moment at which the money arrives.</summary>
    Racing,

    /// <summary>Two cases paid under one number; sometimes one of them is paid on its own as well.</summary>
    Basket,

    /// <summary>The bank says yes when the bill's time is long over.</summary>
    Late,

    /// <summary>
    /// Paid in parts, over different rails: a part and then the rest; a part while the payer of the whole sits at the card page; or a part
    /// and nothing more, which goes back when the bill's time is over.
    /// </summary>
    Parts,
}

/// <summary>Where the payer goes.</summary>
internal enum Way
{
    Card,
    Bill,
    Counter,
}

/// <param name="Place">teller, app or agent of the bill rail; cash or terminal of a counter.</param>
/// <param name="Faults">What goes wrong on the way of the notice, in the rail simulator's words.</param>
/// <param name="Again">The same form of the counter is sent twice; the bill of a basket is paid alone too.</param>
internal sealed record Payment(int Number, Kind Kind, Way Way, string Place, string Faults, string OtherFaults, bool Again);

/// <summary>What will be paid and what will go wrong: all of it follows from the seed.</summary>
internal static class Plan
{
    /// <summary>Drafts that one payment may need: a basket needs two.</summary>
    public const int DraftsEach = 2;

    private static readonly int Kinds = Enum.GetValues<Kind>().Length;

    public static List<Payment> Make(ulong seed, int count)
    {
        var dice = new Dice(seed);
        var plan = new List<Payment>(count);
        for (var i = 0; i < count; i++)
        {
            // The first are one of each kind, and the three ways of paying in parts: the smallest storm meets them all.
            var kind = i < Kinds ? (Kind)i : i < Kinds + 2 ? Kind.Parts : dice.Next(100) switch
            {
                < 64 => Kind.Plain,
                < 70 => Kind.Parts,
                < 74 => Kind.Declined,
                < 78 => Kind.Abandoned,
                < 86 => Kind.Double,
                < 90 => Kind.Withdrawn,
                < 93 => Kind.Racing,
                < 97 => Kind.Basket,
                _ => Kind.Late,
            };
            var way = i < Kinds + 3 && i >= Kinds - 1 ? (Way)(i % 3) : dice.Next(100) switch { < 36 => Way.Card, < 72 => Way.Bill, _ => Way.Counter };
            var place = way == Way.Counter ? (dice.Percent(60) ? "cash" : "terminal") : ((string[])["teller", "app", "agent"])[dice.Next(3)];
            // A rail that signs another part than it took is believed until its settlement file says so: no forger has its key.
            plan.Add(new Payment(i, kind, way, place, Faults(dice, kind != Kind.Parts), Faults(dice, kind != Kind.Parts), dice.Percent(30)));
        }

        return plan;
    }

    private static string Faults(Dice dice, bool amounts)
    {
        var faults = new List<string>();
        if (dice.Percent(40))
        {
            // Different delays put the notices of different payments, and of the two of a double payment, out of order.
            faults.Add($"delay:{dice.Next(4000)}");
        }

        if (dice.Percent(15))
        {
            faults.Add("drop");
        }
        else if (dice.Percent(30))
        {
            faults.Add($"copies:{2 + dice.Next(4)}");
        }

        if (dice.Percent(15))
        {
            faults.Add("hangup");
        }

        if (dice.Percent(20))
        {
            var forgery = ((string[])["signature", "amount", "currency", "merchant", "stale", "guid"])[dice.Next(6)];
            faults.Add("forge:" + (forgery == "amount" && !amounts ? "currency" : forgery));
        }

        // Always under order of the plan, so that the payer's page never waits for the notice.
        return faults.Count == 0 ? "delay:1" : string.Join(';', faults);
    }
}
