namespace Diwan.Feel;

/// <summary>A date and a time of day, local or in a zone.</summary>
public readonly struct FeelDateTime : IEquatable<FeelDateTime>
{
    public FeelDateTime(FeelDate date, FeelTime time)
    {
        Date = date;
        Time = time;
    }

    public FeelDate Date { get; }
    public FeelTime Time { get; }

    public static FeelDateTime From(DateTimeOffset moment, FeelZone? zone = null)
    {
        var local = moment;
        if (zone?.Name is { } name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var rules)) local = TimeZoneInfo.ConvertTime(moment, rules);
        return new FeelDateTime(FeelDate.From(DateOnly.FromDateTime(local.DateTime)), new FeelTime(local.TimeOfDay.Ticks * 100, zone ?? FeelZone.FromOffset((int)local.Offset.TotalSeconds)));
    }

    /// <summary>Nanoseconds since 1970-01-01T00:00 of its own clock.</summary>
    internal Int128 LocalNanos => (Int128)Date.EpochDay * FeelTime.NanosPerDay + Time.NanosOfDay;

    /// <summary>Nanoseconds since 1970-01-01T00:00Z; a local date and time is read as UTC.</summary>
    internal Int128 UtcNanos => LocalNanos - (Time.Zone is null ? 0 : (Int128)Time.Zone.OffsetAt(Date, Time.NanosOfDay) * FeelTime.NanosPerSecond);

    internal static bool TryFromLocalNanos(Int128 nanos, FeelZone? zone, out FeelDateTime result)
    {
        result = default;
        var day = nanos / FeelTime.NanosPerDay;
        var rest = nanos % FeelTime.NanosPerDay;
        if (rest < 0)
        {
            rest += FeelTime.NanosPerDay;
            day--;
        }
        if (day > 400_000_000_000 || day < -400_000_000_000 || !FeelDate.TryFromEpochDay((long)day, out var date)) return false;
        result = new FeelDateTime(date, new FeelTime((long)rest, zone));
        return true;
    }

    public bool Equals(FeelDateTime other) => Date == other.Date && Time == other.Time;
    public override bool Equals(object? obj) => obj is FeelDateTime other && Equals(other);
    public override int GetHashCode() => HashCode.Combine(Date, Time);
    public static bool operator ==(FeelDateTime a, FeelDateTime b) => a.Equals(b);
    public static bool operator !=(FeelDateTime a, FeelDateTime b) => !a.Equals(b);
    public override string ToString() => Date + "T" + Time;
}
