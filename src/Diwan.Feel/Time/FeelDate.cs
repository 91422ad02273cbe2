using System.Globalization;

namespace Diwan.Feel;

/// <summary>A calendar date in the proleptic Gregorian calendar, years -999,999,999 to 999,999,999 (DMN 1.5, 10.3.2.3.5).</summary>
public readonly struct FeelDate : IEquatable<FeelDate>, IComparable<FeelDate>
{
    public const int MaxYear = 999_999_999;

    private readonly byte _month;
    private readonly byte _day;

    private FeelDate(int year, int month, int day)
    {
        Year = year;
        _month = (byte)(month - 1);
        _day = (byte)(day - 1);
    }

    public int Year { get; }
    public int Month => _month + 1;
    public int Day => _day + 1;

    public static bool TryCreate(long year, long month, long day, out FeelDate date)
    {
        date = default;
        if (Math.Abs(year) > MaxYear || month is < 1 or > 12 || day < 1 || day > DaysIn((int)year, (int)month)) return false;
        date = new FeelDate((int)year, (int)month, (int)day);
        return true;
    }

    public static FeelDate From(DateOnly date) => new(date.Year, date.Month, date.Day);

    public static bool IsLeap(int year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    public static int DaysIn(int year, int month) => month switch
    {
        2 => IsLeap(year) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    /// <summary>Days since 1970-01-01.</summary>
    public long EpochDay
    {
        get
        {
            long y = Month <= 2 ? Year - 1 : Year;
            var era = (y >= 0 ? y : y - 399) / 400;
            var yearOfEra = y - era * 400;
            var dayOfYear = (153 * (Month + (Month > 2 ? -3 : 9)) + 2) / 5 + Day - 1;
            return era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468;
        }
    }

    public static bool TryFromEpochDay(long epochDay, out FeelDate date)
    {
        date = default;
        if (Math.Abs(epochDay) > 366_000_000_000) return false;
        var z = epochDay + 719468;
        var era = (z >= 0 ? z : z - 146096) / 146097;
        var dayOfEra = z - era * 146097;
        var yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
        var dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        var mp = (5 * dayOfYear + 2) / 153;
        var month = mp < 10 ? mp + 3 : mp - 9;
        var year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        return TryCreate(year, month, dayOfYear - (153 * mp + 2) / 5 + 1, out date);
    }

    /// <summary>Adds months; a day that the month does not have becomes its last.</summary>
    public bool TryAddMonths(long months, out FeelDate date)
    {
        date = default;
        if (Math.Abs(months) > 24_000_000_000) return false;
        var total = Year * 12L + Month - 1 + months;
        var year = Math.DivRem(total, 12, out var month);
        if (month < 0)
        {
            month += 12;
            year--;
        }
        return Math.Abs(year) <= MaxYear && TryCreate(year, month + 1, Math.Min(Day, DaysIn((int)year, (int)month + 1)), out date);
    }

    /// <summary>Monday is 1, Sunday is 7.</summary>
    public int Weekday => (int)(((EpochDay + 3) % 7 + 7) % 7) + 1;

    public int DayOfYear => (int)(EpochDay - new FeelDate(Year, 1, 1).EpochDay) + 1;

    /// <summary>The week by ISO 8601: weeks begin on Monday, week 1 holds the first Thursday.</summary>
    public int WeekOfYear
    {
        get
        {
            var week = (DayOfYear - Weekday + 10) / 7;
            if (week < 1) return WeeksIn(Year - 1);
            return week > WeeksIn(Year) ? 1 : week;
        }
    }

    private static int WeeksIn(int year)
    {
        var firstDay = new FeelDate(year, 1, 1).Weekday;
        return firstDay == 4 || (firstDay == 3 && IsLeap(year)) ? 53 : 52;
    }

    public bool TryGetDateOnly(out DateOnly date)
    {
        date = default;
        if (Year is < 1 or > 9999) return false;
        date = new DateOnly(Year, Month, Day);
        return true;
    }

    public int CompareTo(FeelDate other) =>
        Year != other.Year ? Year.CompareTo(other.Year) : Month != other.Month ? Month.CompareTo(other.Month) : Day.CompareTo(other.Day);

    public bool Equals(FeelDate other) => Year == other.Year && _month == other._month && _day == other._day;
    public override bool Equals(object? obj) => obj is FeelDate other && Equals(other);
    public override int GetHashCode() => HashCode.Combine(Year, _month, _day);
    public static bool operator ==(FeelDate a, FeelDate b) => a.Equals(b);
    public static bool operator !=(FeelDate a, FeelDate b) => !a.Equals(b);
    public static bool operator <(FeelDate a, FeelDate b) => a.CompareTo(b) < 0;
    public static bool operator >(FeelDate a, FeelDate b) => a.CompareTo(b) > 0;
    public static bool operator <=(FeelDate a, FeelDate b) => a.CompareTo(b) <= 0;
    public static bool operator >=(FeelDate a, FeelDate b) => a.CompareTo(b) >= 0;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(Year < 0 ? "-" : "")}{Math.Abs(Year):0000}-{Month:00}-{Day:00}");
}
