namespace Diwan.Web;

/// <summary>An axis of round numbers that holds all values and zero.</summary>
internal sealed record ChartScale(decimal Low, decimal High, decimal Step)
{
    private const int Steps = 4;

    public IEnumerable<decimal> Ticks
    {
        get
        {
            for (var tick = Low; tick <= High; tick += Step)
            {
                yield return tick;
            }
        }
    }

    public static ChartScale Of(IEnumerable<decimal> values)
    {
        var (low, high) = (0m, 0m);
        foreach (var value in values)
        {
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }

        if (low == high)
        {
            return new ChartScale(0, 1, 1);
        }

        var rough = (high - low) / Steps;
        var power = 1m;
        while (power * 10 <= rough)
        {
            power *= 10;
        }

        while (power > rough)
        {
            power /= 10;
        }

        decimal[] round = [1, 2, 2.5m, 5, 10];
        var step = power * round.First(r => power * r >= rough);
        return new ChartScale(Math.Floor(low / step) * step, Math.Ceiling(high / step) * step, step);
    }

    /// <summary>Between 0 at the low end and 1 at the high end.</summary>
    public double At(decimal value) => (double)((value - Low) / (High - Low));
}
