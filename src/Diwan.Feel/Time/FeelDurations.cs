using System.Globalization;
using System.Text;

namespace Diwan.Feel;

/// <summary>A duration of days, hours, minutes and seconds, to the nanosecond.</summary>
public readonly struct DaysTimeDuration : IEquatable<DaysTimeDuration>
{
    /// <summary>About nine billion years each way: more than the calendar spans.</summary>
    internal static readonly Int128 Limit = (Int128)3_000_000_000_000 * FeelTime.NanosPerDay;

    internal DaysTimeDuration(Int128 nanos) => Nanos = nanos;

    public Int128 Nanos { get; }

    public static DaysTimeDuration FromSeconds(long seconds) => new((Int128)seconds * FeelTime.NanosPerSecond);
    public static DaysTimeDuration From(TimeSpan span) => new((Int128)span.Ticks * 100);

    public long Days => (long)(Nanos / FeelTime.NanosPerDay);
    public int Hours => (int)(Nanos % FeelTime.NanosPerDay / (3600 * FeelTime.NanosPerSecond));
    public int Minutes => (int)(Nanos / (60 * FeelTime.NanosPerSecond) % 60);
    public decimal Seconds => (decimal)(long)(Nanos % (60 * FeelTime.NanosPerSecond)) / FeelTime.NanosPerSecond;
    public decimal TotalSeconds => (decimal)(long)(Nanos / FeelTime.NanosPerSecond) + (decimal)(long)(Nanos % FeelTime.NanosPerSecond) / FeelTime.NanosPerSecond;

    public bool Equals(DaysTimeDuration other) => Nanos == other.Nanos;
    public override bool Equals(object? obj) => obj is DaysTimeDuration other && Equals(other);
    public override int GetHashCode() => Nanos.GetHashCode();
    public static bool operator ==(DaysTimeDuration a, DaysTimeDuration b) => a.Nanos == b.Nanos;
    public static bool operator !=(DaysTimeDuration a, DaysTimeDuration b) => a.Nanos != b.Nanos;

    public override string ToString()
    {
        if (Nanos == 0) return "PT0S";
        var text = new StringBuilder(Nanos < 0 ? "-P" : "P");
        var rest = Int128.Abs(Nanos);
        var days = rest / FeelTime.NanosPerDay;
        rest %= FeelTime.NanosPerDay;
        var hours = (long)(rest / (3600 * FeelTime.NanosPerSecond));
        var minutes = (long)(rest / (60 * FeelTime.NanosPerSecond) % 60);
        var seconds = (long)(rest / FeelTime.NanosPerSecond % 60);
        var fraction = (long)(rest % FeelTime.NanosPerSecond);
        if (days > 0) text.Append(CultureInfo.InvariantCulture, $"{days}D");
        if (hours == 0 && minutes == 0 && seconds == 0 && fraction == 0) return text.ToString();
        text.Append('T');
        if (hours > 0) text.Append(CultureInfo.InvariantCulture, $"{hours}H");
        if (minutes > 0) text.Append(CultureInfo.InvariantCulture, $"{minutes}M");
        if (fraction > 0) text.Append(CultureInfo.InvariantCulture, $"{seconds}.{fraction.ToString("000000000", CultureInfo.InvariantCulture).TrimEnd('0')}S");
        else if (seconds > 0) text.Append(CultureInfo.InvariantCulture, $"{seconds}S");
        return text.ToString();
    }
}

/// <summary>A duration of years and months.</summary>
public readonly struct YearsMonthsDuration : IEquatable<YearsMonthsDuration>
{
    internal const long Limit = 24_000_000_000;

    public YearsMonthsDuration(long totalMonths) => TotalMonths = totalMonths;

    public long TotalMonths { get; }
    public long Years => TotalMonths / 12;
    public int Months => (int)(TotalMonths % 12);

    public bool Equals(YearsMonthsDuration other) => TotalMonths == other.TotalMonths;
    public override bool Equals(object? obj) => obj is YearsMonthsDuration other && Equals(other);
    public override int GetHashCode() => TotalMonths.GetHashCode();
    public static bool operator ==(YearsMonthsDuration a, YearsMonthsDuration b) => a.TotalMonths == b.TotalMonths;
    public static bool operator !=(YearsMonthsDuration a, YearsMonthsDuration b) => a.TotalMonths != b.TotalMonths;

    public override string ToString()
    {
        if (TotalMonths == 0) return "P0M";
        var years = Math.Abs(Years);
        var months = Math.Abs(Months);
        return (TotalMonths < 0 ? "-P" : "P")
            + (years > 0 ? years.ToString(CultureInfo.InvariantCulture) + "Y" : "")
            + (months > 0 ? months.ToString(CultureInfo.InvariantCulture) + "M" : "");
    }
}
