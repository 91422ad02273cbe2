namespace Diwan.Faults;

internal enum Kind
{
    /// <summary>Paid once.</summary>
    Plain,

    /// <summary>Declined first, then paid.</summary>
    Declined,

    /// <summary>The payer leaves the card page, or never goes to the teller.</summary>
    Abandoned,

    /// <summary>Paid by card and by bill number, each not knowing of the other.</summary>
    Double,

    /// <summary>The payer sits at the card page while the case is withdrawn, and pays.</summary>
    Withdrawn,

    /// <summary>Withdrawn at the moment at which the money arrives.</summary>
    Racing,
}

/// <param name="Card">By card; otherwise by bill number.</param>
/// <param name="Place">teller, app or agent.</param>
/// <param name="Faults">What goes wrong on the way of the notice, in the rail simulator's words.</param>
internal sealed record Payment(int Number, Kind Kind, bool Card, string Place, string Faults, string OtherFaults);

/// <summary>What will be paid and what will go wrong: all of it follows from the seed.</summary>
internal static class Plan
{
    public static List<Payment> Make(ulong seed, int count)
    {
        var dice = new Dice(seed);
        var plan = new List<Payment>(count);
        for (var i = 0; i < count; i++)
        {
            var kind = dice.Next(100) switch
            {
                < 74 => Kind.Plain,
                < 78 => Kind.Declined,
                < 83 => Kind.Abandoned,
                < 92 => Kind.Double,
                < 96 => Kind.Withdrawn,
                _ => Kind.Racing,
            };
            plan.Add(new Payment(i, kind, dice.Percent(50), ((string[])["teller", "app", "agent"])[dice.Next(3)], Faults(dice), Faults(dice)));
        }

        return plan;
    }

    private static string Faults(Dice dice)
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

        if (dice.Percent(15))
        {
            faults.Add("forge:" + ((string[])["signature", "amount", "currency", "merchant", "stale"])[dice.Next(5)]);
        }

        // Always under order of the plan, so that the payer's page never waits for the notice.
        return faults.Count == 0 ? "delay:1" : string.Join(';', faults);
    }
}
