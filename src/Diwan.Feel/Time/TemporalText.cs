using System.Numerics;

namespace Diwan.Feel;

/// <summary>Reads the ISO 8601 forms that FEEL allows. Anything else is refused, not guessed.</summary>
internal static class TemporalText
{
    public static bool TryDate(ReadOnlySpan<char> text, out FeelDate date) => ReadDate(ref text, out date) && text.IsEmpty;

    private static bool ReadDate(ref ReadOnlySpan<char> text, out FeelDate date)
    {
        date = default;
        var negative = text.Length > 0 && text[0] == '-';
        if (negative) text = text[1..];
        var n = CountDigits(text);
        // Four digits, or more without a leading zero.
        if (n is < 4 or > 9 || (n > 4 && text[0] == '0')) return false;
        var year = int.Parse(text[..n], System.Globalization.CultureInfo.InvariantCulture);
        text = text[n..];
        if (!Skip(ref text, '-') || !TwoDigits(ref text, out var month) || !Skip(ref text, '-') || !TwoDigits(ref text, out var day)) return false;
        return FeelDate.TryCreate(negative ? -year : year, month, day, out date);
    }

    public static bool TryTime(ReadOnlySpan<char> text, out FeelTime time) => TryTime(text, out time, out var nextDay) && !nextDay;

    private static bool TryTime(ReadOnlySpan<char> text, out FeelTime time, out bool nextDay)
    {
        time = default;
        nextDay = false;
        if (!TwoDigits(ref text, out var hour) || !Skip(ref text, ':') || !TwoDigits(ref text, out var minute)) return false;
        if (!Skip(ref text, ':') || !TwoDigits(ref text, out var second)) return false;
        long nanos = 0;
        if (Skip(ref text, '.'))
        {
            var n = CountDigits(text);
            if (n == 0) return false;
            for (var i = 0; i < 9; i++) nanos = nanos * 10 + (i < n ? text[i] - '0' : 0);
            text = text[n..];
        }
        if (!TryZone(text, out var zone)) return false;
        if (hour == 24 && minute == 0 && second == 0 && nanos == 0)
        {
            nextDay = true;
            hour = 0;
        }
        if (hour > 23 || minute > 59 || second > 59) return false;
        time = new FeelTime((hour * 3600L + minute * 60L + second) * FeelTime.NanosPerSecond + nanos, zone);
        return true;
    }

    private static bool TryZone(ReadOnlySpan<char> text, out FeelZone? zone)
    {
        zone = null;
        if (text.IsEmpty) return true;
        if (text is "Z" or "z")
        {
            zone = FeelZone.Utc;
            return true;
        }
        if (text[0] == '@')
        {
            zone = FeelZone.FromName(text[1..].ToString());
            return zone is not null;
        }
        if (text[0] is not ('+' or '-')) return false;
        var negative = text[0] == '-';
        text = text[1..];
        if (!TwoDigits(ref text, out var hours) || !Skip(ref text, ':') || !TwoDigits(ref text, out var minutes) || minutes > 59) return false;
        var seconds = 0;
        if (!text.IsEmpty && (!Skip(ref text, ':') || !TwoDigits(ref text, out seconds) || !text.IsEmpty || seconds > 59)) return false;
        var total = hours * 3600 + minutes * 60 + seconds;
        zone = FeelZone.FromOffset(negative ? -total : total);
        return zone is not null;
    }

    public static bool TryDateTime(ReadOnlySpan<char> text, out FeelDateTime value)
    {
        value = default;
        if (!ReadDate(ref text, out var date) || !Skip(ref text, 'T') || !TryTime(text, out var time, out var nextDay)) return false;
        if (nextDay && !FeelDate.TryFromEpochDay(date.EpochDay + 1, out date)) return false;
        value = new FeelDateTime(date, time);
        return true;
    }

    /// <summary>PnYnM, or PnDTnHnMnS; mixing the two is not FEEL.</summary>
    public static bool TryDuration(ReadOnlySpan<char> text, out FeelValue value)
    {
        value = FeelValue.Null;
        var negative = Skip(ref text, '-');
        if (!Skip(ref text, 'P') || text.IsEmpty) return false;
        BigInteger months = 0;
        BigInteger nanos = 0;
        bool yearsMonths = false, daysTime = false;
        if (Part(ref text, 'Y', out var n)) { months += n * 12; yearsMonths = true; }
        if (Part(ref text, 'M', out n)) { months += n; yearsMonths = true; }
        if (Part(ref text, 'D', out n)) { nanos += n * FeelTime.NanosPerDay; daysTime = true; }
        if (Skip(ref text, 'T'))
        {
            var any = false;
            if (Part(ref text, 'H', out n)) { nanos += n * 3600 * FeelTime.NanosPerSecond; any = true; }
            if (Part(ref text, 'M', out n)) { nanos += n * 60 * FeelTime.NanosPerSecond; any = true; }
            if (Seconds(ref text, out n)) { nanos += n; any = true; }
            if (!any) return false;
            daysTime = true;
        }
        if (!text.IsEmpty || yearsMonths == daysTime) return false;
        if (negative) (months, nanos) = (-months, -nanos);
        if (yearsMonths)
        {
            if (BigInteger.Abs(months) > YearsMonthsDuration.Limit) return false;
            value = FeelValue.Of(new YearsMonthsDuration((long)months));
            return true;
        }
        if (BigInteger.Abs(nanos) > (BigInteger)DaysTimeDuration.Limit) return false;
        value = FeelValue.Of(new DaysTimeDuration((Int128)nanos));
        return true;
    }

    private static bool Part(ref ReadOnlySpan<char> text, char unit, out BigInteger n)
    {
        n = 0;
        var digits = CountDigits(text);
        if (digits is 0 or > 25 || text.Length <= digits || text[digits] != unit) return false;
        n = BigInteger.Parse(text[..digits], System.Globalization.CultureInfo.InvariantCulture);
        text = text[(digits + 1)..];
        return true;
    }

    private static bool Seconds(ref ReadOnlySpan<char> text, out BigInteger nanos)
    {
        nanos = 0;
        var digits = CountDigits(text);
        if (digits is 0 or > 25) return false;
        var whole = BigInteger.Parse(text[..digits], System.Globalization.CultureInfo.InvariantCulture);
        var rest = text[digits..];
        long fraction = 0;
        if (Skip(ref rest, '.'))
        {
            var n = CountDigits(rest);
            if (n == 0) return false;
            for (var i = 0; i < 9; i++) fraction = fraction * 10 + (i < n ? rest[i] - '0' : 0);
            rest = rest[n..];
        }
        if (!Skip(ref rest, 'S')) return false;
        nanos = whole * FeelTime.NanosPerSecond + fraction;
        text = rest;
        return true;
    }

    /// <summary>The value of an at-literal: date, time, date and time or duration.</summary>
    public static bool TryAny(ReadOnlySpan<char> text, out FeelValue value)
    {
        if (TryDate(text, out var date)) value = FeelValue.Of(date);
        else if (TryDateTime(text, out var dateTime)) value = FeelValue.Of(dateTime);
        else if (TryTime(text, out var time)) value = FeelValue.Of(time);
        else if (!TryDuration(text, out value)) return false;
        return true;
    }

    private static int CountDigits(ReadOnlySpan<char> text)
    {
        var n = 0;
        while (n < text.Length && char.IsAsciiDigit(text[n])) n++;
        return n;
    }

    private static bool Skip(ref ReadOnlySpan<char> text, char c)
    {
        if (text.IsEmpty || text[0] != c) return false;
        text = text[1..];
        return true;
    }

    private static bool TwoDigits(ref ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        if (text.Length < 2 || !char.IsAsciiDigit(text[0]) || !char.IsAsciiDigit(text[1])) return false;
        value = (text[0] - '0') * 10 + text[1] - '0';
        text = text[2..];
        return true;
    }
}
