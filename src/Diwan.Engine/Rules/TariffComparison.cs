using Diwan.Kernel;

namespace Diwan.Engine.Rules;

/// <summary>What the same application comes to on one channel.</summary>
/// <param name="Commissions">By way of paying; only those the payer bears come on top.</param>
public sealed record ChannelPrice(Channel Channel, FeeStatement Statement, IReadOnlyList<CommissionLine> Commissions)
{
    /// <summary>What the service itself costs, without the commission.</summary>
    public Money Charges => Statement.Charges;

    /// <summary>Taxes, fines and contributions less their discounts: the same on every channel.</summary>
    public Money Debts => Statement.Total - Statement.Charges;

    /// <summary>The dearest commission the payer can meet; the cheapest is <see cref="LeastCommission"/>.</summary>
    public Money MostCommission => OfPayer().DefaultIfEmpty(Money.Zero).Max();

    public Money LeastCommission => OfPayer().DefaultIfEmpty(Money.Zero).Min();

    /// <summary>Charges and the dearest commission: what is compared between channels.</summary>
    public Money ForService => Charges + MostCommission;

    public Money Total => Statement.Total + MostCommission;

    private IEnumerable<Money> OfPayer() => Commissions.Select(c => c.Bearer == CommissionBearer.Payer ? c.Amount : Money.Zero);
}

/// <summary>Every channel of a service beside the counter.</summary>
public sealed record TariffComparison(ChannelPrice Counter, IReadOnlyList<ChannelPrice> Electronic)
{
    public IEnumerable<ChannelPrice> All => Electronic.Append(Counter);

    /// <summary>The electronic channels that do not cost less than the counter.</summary>
    public IEnumerable<ChannelPrice> NotCheaper => Electronic.Where(e => e.ForService >= Counter.ForService);
}
