using System.Globalization;

namespace Diwan.Faults;

/// <summary>
/// A clock that several processes agree on, faster than the wall's: hours of patience pass in minutes. It is set forward through a file, so
/// that nobody has to be started anew for it.
/// </summary>
internal sealed class RunningClock(DateTimeOffset wall, DateTimeOffset shown, double rate, string file) : TimeProvider
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private readonly Lock _gate = new();
    private DateTimeOffset _looked;
    private TimeSpan _ahead;

    public override DateTimeOffset GetUtcNow()
    {
        var now = System.GetUtcNow();
        lock (_gate)
        {
            if (now - _looked > Look)
            {
                _looked = now;
                _ahead = TimeSpan.FromTicks(File.Exists(file) && long.TryParse(File.ReadAllText(file), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) ? ticks : _ahead.Ticks);
            }

            return shown + ((now - wall) * rate) + _ahead;
        }
    }

    /// <summary>For everybody who has this clock, within a tenth of a second.</summary>
    public void SetForward(TimeSpan by)
    {
        var aside = file + ".new";
        File.WriteAllText(aside, by.Ticks.ToString(CultureInfo.InvariantCulture));
        File.Move(aside, file, overwrite: true);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{wall.UtcTicks}:{shown.UtcTicks}:{rate}:{file}");

    public static RunningClock Start(double rate, string file) => Start(System.GetUtcNow(), rate, file);

    /// <param name="shown">What it shows now, whatever the hour of the wall's.</param>
    public static RunningClock Start(DateTimeOffset shown, double rate, string file) => new(System.GetUtcNow(), shown, rate, file);

    public static RunningClock Parse(string text)
    {
        var parts = text.Split(':', 4);
        return new(
            new DateTimeOffset(long.Parse(parts[0], CultureInfo.InvariantCulture), TimeSpan.Zero),
            new DateTimeOffset(long.Parse(parts[1], CultureInfo.InvariantCulture), TimeSpan.Zero),
            double.Parse(parts[2], CultureInfo.InvariantCulture),
            parts[3]);
    }
}
