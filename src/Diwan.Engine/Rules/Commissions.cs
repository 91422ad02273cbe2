using Diwan.Engine.Definitions;
using Diwan.Kernel;

namespace Diwan.Engine.Rules;

/// <summary>Who bears the commission of a payment.</summary>
public enum CommissionBearer
{
    /// <summary>On top of the bill: it counts among what the service costs.</summary>
    Payer,

    /// <summary>Out of what the institution receives: the person pays nothing more.</summary>
    Institution,
}

/// <summary>What a way of paying takes, from a date, for some services and channels.</summary>
/// <param name="Rail">bill, card or cash.</param>
/// <param name="Services">Ids of services or of institutions; empty for all.</param>
/// <param name="Channels">Empty for every electronic channel. At the counter only what names it is taken.</param>
/// <param name="Rate">A part of what is paid: 0.005 is half a per cent.</param>
/// <param name="Fixed">Taken besides, whatever is paid.</param>
public sealed record Commission(
    string Id,
    string Rail,
    LocalizedText RailName,
    IReadOnlyList<string> Services,
    IReadOnlyList<Channel> Channels,
    CommissionBearer Bearer,
    decimal Rate,
    Money Fixed,
    DateOnly From,
    DateOnly? To,
    bool Assumed,
    SourcePosition At)
{
    internal bool Concerns(ServiceId service, Channel channel, DateOnly day) =>
        From <= day && (To is null || day <= To)
        && (Services.Count == 0 || Services.Contains(service.Institution) || Services.Contains(service.ToString()))
        && (Channels.Count == 0 ? channel.IsElectronic() : Channels.Contains(channel));
}

/// <summary>The highest part of a payment that any commission may come to.</summary>
public sealed record CommissionCap(decimal Rate, DateOnly From, LocalizedText Name);

/// <summary>A commission for one payment.</summary>
/// <param name="Capped">Whether the cap cut it.</param>
public sealed record CommissionLine(string Id, string Rail, LocalizedText RailName, CommissionBearer Bearer, Money Amount, bool Capped, bool Assumed);

/// <summary>The commissions of payments (services/commissions.yaml): dated, per rail and channel, never above the cap.</summary>
public sealed class CommissionTariff(CommissionCap? cap, IReadOnlyList<Commission> commissions)
{
    public static readonly CommissionTariff None = new(null, []);

    public CommissionCap? Cap => cap;

    public IReadOnlyList<Commission> All => commissions;

    /// <summary>What each way of paying takes: for every rail the first entry that concerns the service, the channel and the day.</summary>
    public IReadOnlyList<CommissionLine> Of(ServiceId service, Channel channel, DateOnly day, Money amount)
    {
        var lines = new List<CommissionLine>();
        if (amount <= Money.Zero)
        {
            return lines;
        }

        foreach (var commission in commissions)
        {
            if (commission.Concerns(service, channel, day) && lines.TrueForAll(l => l.Rail != commission.Rail))
            {
                lines.Add(Line(commission, day, amount));
            }
        }

        return lines;
    }

    private CommissionLine Line(Commission commission, DateOnly day, Money amount)
    {
        var full = Money.FromDinars(amount.Dinars * commission.Rate) + commission.Fixed;

        // Cut, not rounded: half a fils above the cap is above the cap.
        var most = cap is not null && cap.From <= day ? new Money((long)decimal.Truncate(amount.Fils * cap.Rate)) : full;
        var capped = full > most;
        return new CommissionLine(
            commission.Id, commission.Rail, commission.RailName, commission.Bearer, capped ? most : full, capped, commission.Assumed);
    }
}
