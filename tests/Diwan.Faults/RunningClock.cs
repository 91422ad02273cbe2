using System.Globalization;

namespace Diwan.Faults;

/// <summary>A clock that several processes agree on, faster than the wall's: hours of patience pass in minutes.</summary>
internal sealed class RunningClock(DateTimeOffset wall, DateTimeOffset shown, double rate) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => shown + ((System.GetUtcNow() - wall) * rate);

    /// <summary>The same clock, set forward.</summary>
    public RunningClock Ahead(TimeSpan by) => new(wall, shown + by, rate);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{wall.UtcTicks}:{shown.UtcTicks}:{rate}");

    public static RunningClock Start(double rate) => new(System.GetUtcNow(), System.GetUtcNow(), rate);

    public static RunningClock Parse(string text)
    {
        var parts = text.Split(':');
        return new(
            new DateTimeOffset(long.Parse(parts[0], CultureInfo.InvariantCulture), TimeSpan.Zero),
            new DateTimeOffset(long.Parse(parts[1], CultureInfo.InvariantCulture), TimeSpan.Zero),
            double.Parse(parts[2], CultureInfo.InvariantCulture));
    }
}
