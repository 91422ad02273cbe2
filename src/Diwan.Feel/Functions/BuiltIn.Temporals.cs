namespace Diwan.Feel;

internal sealed partial class BuiltIn
{
    private static readonly string[] DayNames = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

    private static readonly string[] MonthNames =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    private static IEnumerable<BuiltIn> Temporals() =>
    [
        new("date", ToDate, "from: Any", "year: number, month: number, day: number"),
        new("time", ToTime, "from: Any", "hour: number, minute: number, second: number, [offset: days and time duration?]"),
        new("date and time", ToDateTime, "from: Any", "date: Any, time: time"),
        new("duration", ToDuration, "from: Any"),
        new("years and months duration", MonthsBetween, "from: Any, to: Any"),
        new("now", (in c) => Clock(c) is { } now ? FeelValue.Of(now) : c.Fail("No clock was given (FeelOptions.Now)."), ""),
        new("today", (in c) => Clock(c) is { } now ? FeelValue.Of(now.Date) : c.Fail("No clock was given (FeelOptions.Now)."), ""),
        new("day of year", (in c) => Dated(c, d => FeelValue.Of(d.DayOfYear)), "date: Any"),
        new("day of week", (in c) => Dated(c, d => FeelValue.Of(DayNames[d.Weekday - 1])), "date: Any"),
        new("month of year", (in c) => Dated(c, d => FeelValue.Of(MonthNames[d.Month - 1])), "date: Any"),
        new("week of year", (in c) => Dated(c, d => FeelValue.Of(d.WeekOfYear)), "date: Any"),
    ];

    private static FeelDateTime? Clock(in Call c)
    {
        if (c.State.Options.Now is not { } now) return null;
        return FeelDateTime.From(now, c.State.Options.TimeZone is { } zone ? FeelZone.FromName(zone) : null);
    }

    private static FeelValue Dated(in Call c, Func<FeelDate, FeelValue> of)
    {
        var value = Unwrap(c[0]);
        return value.Kind is FeelKind.Date or FeelKind.DateTime ? of(value.Date) : c.Fail($"A {value.Kind} is not a date.");
    }

    private static bool Whole(FeelValue value, out int number)
    {
        number = 0;
        return value.Number.IsInteger && value.Number.TryGetInt(out number);
    }

    private static FeelValue Unwrap(FeelValue value) => value.Kind == FeelKind.List && value.Items.Length == 1 ? value.Items[0] : value;

    private static FeelValue ToDate(in Call c)
    {
        if (c.Arguments.Length == 3)
        {
            return Whole(c[0], out var year) && Whole(c[1], out var month) && Whole(c[2], out var day) && FeelDate.TryCreate(year, month, day, out var made)
                ? FeelValue.Of(made)
                : c.Fail($"There is no date {c[0]}-{c[1]}-{c[2]}.");
        }
        var from = Unwrap(c[0]);
        return from.Kind switch
        {
            FeelKind.String => TemporalText.TryDate(from.Text, out var date) ? FeelValue.Of(date) : c.Fail($"\"{from.Text}\" is not a date."),
            FeelKind.Date => from,
            FeelKind.DateTime => FeelValue.Of(from.Date),
            _ => c.Fail($"date cannot be made from a {from.Kind}."),
        };
    }

    private static FeelValue ToTime(in Call c)
    {
        if (c.Arguments.Length > 1)
        {
            FeelZone? zone = null;
            if (c.Arguments.Length > 3 && !c[3].IsNull)
            {
                var seconds = c[3].DaysTime.TotalSeconds;
                zone = Math.Abs(seconds) <= 18 * 3600 ? FeelZone.FromOffset((int)seconds) : null;
                if (zone is null) return c.Fail($"{c[3]} is not an offset from UTC.");
            }
            return Whole(c[0], out var hour) && Whole(c[1], out var minute) && c[2].TryGetDecimal(out var second) && FeelTime.TryCreate(hour, minute, second, zone, out var made)
                ? FeelValue.Of(made)
                : c.Fail($"There is no time {c[0]}:{c[1]}:{c[2]}.");
        }
        var from = Unwrap(c[0]);
        return from.Kind switch
        {
            FeelKind.String => TemporalText.TryTime(from.Text, out var time) ? FeelValue.Of(time) : c.Fail($"\"{from.Text}\" is not a time."),
            FeelKind.Time => from,
            FeelKind.DateTime => FeelValue.Of(from.Time),
            FeelKind.Date => FeelValue.Of(new FeelTime(0, FeelZone.Utc)),
            _ => c.Fail($"time cannot be made from a {from.Kind}."),
        };
    }

    private static FeelValue ToDateTime(in Call c)
    {
        var from = Unwrap(c[0]);
        if (c.Arguments.Length == 2)
        {
            return from.Kind is FeelKind.Date or FeelKind.DateTime
                ? FeelValue.Of(new FeelDateTime(from.Date, c[1].Time))
                : c.Fail($"date and time needs a date, not a {from.Kind}.");
        }
        switch (from.Kind)
        {
            case FeelKind.String:
                if (TemporalText.TryDateTime(from.Text, out var moment)) return FeelValue.Of(moment);
                if (TemporalText.TryDate(from.Text, out var date)) return FeelValue.Of(new FeelDateTime(date, new FeelTime(0, null)));
                return c.Fail($"\"{from.Text}\" is not a date and time.");
            case FeelKind.DateTime: return from;
            case FeelKind.Date: return FeelValue.Of(new FeelDateTime(from.Date, new FeelTime(0, FeelZone.Utc)));
            default: return c.Fail($"date and time cannot be made from a {from.Kind}.");
        }
    }

    private static FeelValue ToDuration(in Call c)
    {
        var from = Unwrap(c[0]);
        if (from.Kind is FeelKind.DaysTimeDuration or FeelKind.YearsMonthsDuration) return from;
        if (from.Kind != FeelKind.String) return c.Fail($"duration cannot be made from a {from.Kind}.");
        return TemporalText.TryDuration(from.Text, out var duration) ? duration : c.Fail($"\"{from.Text}\" is not a duration.");
    }

    private static FeelValue MonthsBetween(in Call c)
    {
        var (from, to) = (Unwrap(c[0]), Unwrap(c[1]));
        if (from.Kind is not (FeelKind.Date or FeelKind.DateTime) || to.Kind is not (FeelKind.Date or FeelKind.DateTime))
            return c.Fail($"years and months duration needs two dates, not {from.Kind} and {to.Kind}.");
        var (a, b) = (from.Date, to.Date);
        var months = (b.Year - (long)a.Year) * 12 + b.Month - a.Month;
        // Only whole months count, in either direction.
        if (months > 0 && b.Day < a.Day) months--;
        else if (months < 0 && b.Day > a.Day) months++;
        return FeelValue.Of(new YearsMonthsDuration(months));
    }
}
