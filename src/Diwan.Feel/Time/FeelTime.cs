using System.Globalization;

namespace Diwan.Feel;

/// <summary>A time of day to the nanosecond, local or in a zone.</summary>
public readonly struct FeelTime : IEquatable<FeelTime>
{
    public const long NanosPerSecond = 1_000_000_000;
    public const long NanosPerDay = 86_400 * NanosPerSecond;

    internal FeelTime(long nanosOfDay, FeelZone? zone)
    {
        NanosOfDay = nanosOfDay;
        Zone = zone;
    }

    public long NanosOfDay { get; }
    /// <summary>Null for a local time.</summary>
    public FeelZone? Zone { get; }

    public int Hour => (int)(NanosOfDay / (3600 * NanosPerSecond));
    public int Minute => (int)(NanosOfDay / (60 * NanosPerSecond) % 60);
    /// <summary>Seconds with their fraction.</summary>
    public decimal Second => NanosOfDay % (60 * NanosPerSecond) / (decimal)NanosPerSecond;

    public static bool TryCreate(int hour, int minute, decimal second, FeelZone? zone, out FeelTime time)
    {
        time = default;
        if (hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or >= 60) return false;
        time = new FeelTime((hour * 3600L + minute * 60L) * NanosPerSecond + (long)(second * NanosPerSecond), zone);
        return true;
    }

    /// <summary>Nanoseconds of day in UTC, where it has a zone; may lie outside one day.</summary>
    internal long UtcNanos => Zone is null ? NanosOfDay : NanosOfDay - Zone.StandardOffset * NanosPerSecond;

    public bool Equals(FeelTime other) => NanosOfDay == other.NanosOfDay && Equals(Zone, other.Zone);
    public override bool Equals(object? obj) => obj is FeelTime other && Equals(other);
    public override int GetHashCode() => HashCode.Combine(NanosOfDay, Zone);
    public static bool operator ==(FeelTime a, FeelTime b) => a.Equals(b);
    public static bool operator !=(FeelTime a, FeelTime b) => !a.Equals(b);

    public override string ToString()
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{Hour:00}:{Minute:00}:{NanosOfDay / NanosPerSecond % 60:00}");
        var fraction = NanosOfDay % NanosPerSecond;
        if (fraction != 0) text += "." + fraction.ToString("000000000", CultureInfo.InvariantCulture).TrimEnd('0');
        return text + Zone;
    }
}
