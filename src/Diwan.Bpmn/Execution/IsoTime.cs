using System.Globalization;

namespace Diwan.Bpmn;

/// <summary>
/// ISO 8601 as timers use it: dates (2026-03-01T08:00:00+03:00), durations (P1Y2M3DT4H5M6.5S, P2W)
/// and repeating intervals (R3/PT1H, R/P1D, R3/start/PT1H, R3/PT1H/end).
/// A date without an offset is read in the offset of the time it is asked at.
/// </summary>
internal static class IsoTime
{
    internal readonly record struct Duration(int Years, int Months, double Days, TimeSpan Time)
    {
        internal DateTimeOffset After(DateTimeOffset from) =>
            from.AddYears(Years).AddMonths(Months).AddDays(Days).Add(Time);

        internal DateTimeOffset Before(DateTimeOffset until) =>
            until.Subtract(Time).AddDays(-Days).AddMonths(-Months).AddYears(-Years);
    }

    /// <param name="Repeats">How often in all; null without end.</param>
    internal readonly record struct Cycle(int? Repeats, string? Start, string Interval, string? End);

    internal static bool IsValid(TimerKind kind, string text) => kind switch
    {
        TimerKind.Date => TryDate(text, TimeSpan.Zero, out _),
        TimerKind.Duration => TryDuration(text, out _),
        _ => TryCycle(text, out _),
    };

    /// <summary>The first time a timer is due when its wait begins at <paramref name="now"/>; null when the text cannot be read.</summary>
    internal static DateTimeOffset? First(TimerKind kind, string text, DateTimeOffset now)
    {
        try
        {
            switch (kind)
            {
                case TimerKind.Date:
                    return TryDate(text, now.Offset, out var date) ? date : null;
                case TimerKind.Duration:
                    return TryDuration(text, out var duration) ? duration.After(now) : null;
                default:
                    if (!TryCycle(text, out var cycle))
                        return null;
                    if (cycle.Start is not null && TryDate(cycle.Start, now.Offset, out var start))
                        return start;
                    TryDuration(cycle.Interval, out var interval);
                    if (cycle.End is null || !TryDate(cycle.End, now.Offset, out var end))
                        return interval.After(now);
                    // Counted back from the end; without a count only the last fits the words.
                    for (var i = (cycle.Repeats ?? 1) - 1; i > 0; i--)
                        end = interval.Before(end);
                    return end;
            }
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>The time after <paramref name="last"/>; null when it was the last or the text is no cycle.</summary>
    /// <param name="left">How often it is still due; null without end.</param>
    internal static DateTimeOffset? Next(string text, DateTimeOffset last, int? left)
    {
        if (left is <= 0 || !TryCycle(text, out var cycle) || !TryDuration(cycle.Interval, out var interval))
            return null;
        try
        {
            return interval.After(last);
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    internal static bool TryDate(string text, TimeSpan offset, out DateTimeOffset date)
    {
        date = default;
        if (text.Length < 10 || text[4] != '-' || text[7] != '-')
            return false;
        if (!DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var local))
            return false;
        try
        {
            if (local.Kind == DateTimeKind.Unspecified)
                date = new DateTimeOffset(local, offset);
            else if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out date))
                return false;
        }
        catch (ArgumentOutOfRangeException)
        {
            return false;
        }

        return true;
    }

    internal static bool TryDuration(string text, out Duration duration)
    {
        duration = default;
        if (text.Length < 3 || text[0] != 'P')
            return false;
        int years = 0, months = 0;
        double days = 0, seconds = 0;
        var inTime = false;
        var order = 0;
        for (var i = 1; i < text.Length;)
        {
            if (text[i] == 'T')
            {
                if (inTime || i == text.Length - 1)
                    return false;
                inTime = true;
                i++;
                continue;
            }

            var from = i;
            while (i < text.Length && (char.IsAsciiDigit(text[i]) || text[i] == '.'))
                i++;
            if (i == from || i == text.Length
                || !double.TryParse(text.AsSpan(from, i - from), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                || number > 1_000_000_000)
                return false;
            var whole = number == Math.Floor(number);
            var place = (inTime, text[i]) switch
            {
                (false, 'Y') => 1,
                (false, 'M') => 2,
                (false, 'W') => 3,
                (false, 'D') => 4,
                (true, 'H') => 5,
                (true, 'M') => 6,
                (true, 'S') => 7,
                _ => 0,
            };
            // The parts come largest first, each once; only seconds may have a fraction.
            if (place <= order || (!whole && place != 7) || (place <= 2 && number > 10_000))
                return false;
            order = place;
            switch (place)
            {
                case 1: years = (int)number; break;
                case 2: months = (int)number; break;
                case 3: days += number * 7; break;
                case 4: days += number; break;
                case 5: seconds += number * 3600; break;
                case 6: seconds += number * 60; break;
                default: seconds += number; break;
            }

            i++;
        }

        if (order == 0 || days > 4_000_000 || seconds > 400_000_000_000)
            return false;
        duration = new(years, months, days, TimeSpan.FromSeconds(seconds));
        return true;
    }

    internal static bool TryCycle(string text, out Cycle cycle)
    {
        cycle = default;
        var parts = text.Split('/');
        if (parts.Length is < 2 or > 3 || parts[0].Length == 0 || parts[0][0] != 'R')
            return false;
        int? repeats = null;
        if (parts[0].Length > 1)
        {
            if (!int.TryParse(parts[0].AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count == 0)
                return false;
            repeats = count;
        }

        if (parts.Length == 2)
            cycle = new(repeats, null, parts[1], null);
        else if (TryDuration(parts[2], out _) && TryDate(parts[1], TimeSpan.Zero, out _))
            cycle = new(repeats, parts[1], parts[2], null);
        else if (TryDuration(parts[1], out _) && TryDate(parts[2], TimeSpan.Zero, out _) && repeats is null or <= 10_000)
            cycle = new(repeats, null, parts[1], parts[2]);
        else
            return false;
        // An interval of nothing would be due for ever.
        return TryDuration(cycle.Interval, out var interval) && (interval.Years > 0 || interval.Months > 0 || interval.Days > 0 || interval.Time > TimeSpan.Zero);
    }
}
