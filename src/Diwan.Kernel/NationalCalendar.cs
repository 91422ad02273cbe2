namespace Diwan.Kernel;

/// <summary>Whether a day off is reckoned beforehand or announced by the Prime Ministry.</summary>
public enum HolidayStatus
{
    Calculated,
    Announced,
}

/// <summary>A run of days off, both ends included.</summary>
public sealed record Holiday(DateOnly From, DateOnly To, LocalizedText Name, HolidayStatus Status)
{
    /// <summary>Places the announcement leaves out: they work on these days. As in <see cref="OfficeHours.Place"/>.</summary>
    public IReadOnlyList<string> WorkedBy { get; init; } = [];
}

/// <summary>Office hours in force between two dates, both included; the most recently starting entry wins.</summary>
/// <param name="Opens">Local time in Amman.</param>
/// <param name="Closes">Local time in Amman.</param>
public sealed record OfficeHours(DateOnly From, DateOnly? To, TimeOnly Opens, TimeOnly Closes, bool Assumed = false)
{
    private static readonly DayOfWeek[] WorkingWeek = [DayOfWeek.Sunday, DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday];

    /// <summary>An institution (<c>gam</c>) or one of its offices (<c>gam/vocations</c>); null for every public office.</summary>
    public string? Place { get; init; }

    /// <summary>The days of the week they hold for: Sunday to Thursday unless said otherwise.</summary>
    public IReadOnlyList<DayOfWeek> Days { get; init; } = WorkingWeek;

    internal bool Covers(DateOnly day) => From <= day && (To is null || day <= To);
}

/// <summary>
/// The working calendar of the state, and of each of its offices: the days off, the office hours, and what "today" is. Weekend: Friday and
/// Saturday, where an office does not say otherwise. All reckoning is in Asia/Amman with its historical offsets (summer time until October 2022,
/// UTC+3 all year since).
/// </summary>
public sealed class NationalCalendar
{
    public static readonly TimeZoneInfo Amman = TimeZoneInfo.FindSystemTimeZoneById("Asia/Amman");

    private readonly Holiday[] _holidays;
    private readonly OfficeHours[] _hours;
    private readonly HashSet<DateOnly> _off = [];
    private readonly Dictionary<string, NationalCalendar> _places = new(StringComparer.Ordinal);

    public NationalCalendar(IEnumerable<Holiday> holidays, IEnumerable<OfficeHours> hours)
        : this([.. holidays], [.. hours], null)
    {
    }

    private NationalCalendar(Holiday[] holidays, OfficeHours[] hours, string? place)
    {
        bool Concerns(string named) => named == place || named == InstitutionOf(place);
        _holidays = [.. holidays.Where(h => !h.WorkedBy.Any(Concerns)).OrderBy(h => h.From)];
        // The office's own entries go before its institution's, and those before the state's.
        _hours = [.. hours.Where(h => h.Place is null || Concerns(h.Place)).OrderByDescending(h => h.Place?.Length ?? 0).ThenByDescending(h => h.From)];
        foreach (var holiday in _holidays)
        {
            for (var day = holiday.From; day <= holiday.To; day = day.AddDays(1))
            {
                _off.Add(day);
            }
        }

        if (!_hours.Any(h => h.Place is null))
        {
            throw new ArgumentException("A calendar needs office hours of every public office.", nameof(hours));
        }

        if (place is null)
        {
            foreach (var named in hours.Select(h => h.Place).OfType<string>().Concat(holidays.SelectMany(h => h.WorkedBy)).Distinct())
            {
                _places[named] = new NationalCalendar(holidays, hours, named);
            }
        }
    }

    /// <summary>The calendar of an institution (<c>gam</c>) or of an office of it (<c>gam/vocations</c>): the state's, where it has nothing of its own.</summary>
    public NationalCalendar Of(string place)
    {
        ArgumentNullException.ThrowIfNull(place);
        return _places.GetValueOrDefault(place) ?? (InstitutionOf(place) is { } institution && _places.TryGetValue(institution, out var found) ? found : this);
    }

    private static string? InstitutionOf(string? place) =>
        place?.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? place[..slash] : null;

    public IReadOnlyList<Holiday> Holidays => _holidays;

    public static DateTimeOffset ToAmman(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Amman);

    /// <summary>The date in Amman at a moment.</summary>
    public static DateOnly DateAt(DateTimeOffset moment) => DateOnly.FromDateTime(ToAmman(moment).DateTime);

    /// <summary>The Sunday with which the week of a day begins.</summary>
    public static DateOnly WeekOf(DateOnly day) => day.AddDays(-(int)day.DayOfWeek);

    /// <summary>The moment of a local time in Amman. A time skipped by a change of clocks moves on by the change.</summary>
    public static DateTimeOffset At(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time, DateTimeKind.Unspecified);
        if (Amman.IsInvalidTime(local))
        {
            local = local.AddHours(1);
        }

        return new DateTimeOffset(local, Amman.GetUtcOffset(local));
    }

    public bool IsWorkingDay(DateOnly day) => !_off.Contains(day) && Find(day) is not null;

    public Holiday? HolidayOn(DateOnly day) => _holidays.FirstOrDefault(h => h.From <= day && day <= h.To);

    /// <summary>The day itself if it is worked, otherwise the next that is.</summary>
    public DateOnly WorkingDayFrom(DateOnly day)
    {
        while (!IsWorkingDay(day))
        {
            day = day.AddDays(1);
        }

        return day;
    }

    /// <summary>The office hours of a day, whether or not it is worked.</summary>
    public OfficeHours HoursOn(DateOnly day) => Find(day) ?? _hours.FirstOrDefault(h => h.Covers(day)) ?? _hours[^1];

    private OfficeHours? Find(DateOnly day)
    {
        foreach (var hours in _hours)
        {
            if (hours.Covers(day) && hours.Days.Contains(day.DayOfWeek))
            {
                return hours;
            }
        }

        // Before the first entry the working week is what it is.
        return Array.TrueForAll(_hours, h => !h.Covers(day)) && _hours[^1].Days.Contains(day.DayOfWeek) ? _hours[^1] : null;
    }

    /// <summary>
    /// The end of office hours, so many working days after a moment. The day of the moment does not count; a moment after
    /// hours or on a day off counts as the next working day's opening.
    /// </summary>
    /// <param name="days">Working days, zero or more. Zero is the close of the (next) working day.</param>
    public DateTimeOffset AddWorkingDays(DateTimeOffset from, int days)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(days);
        var local = ToAmman(from);
        var day = DateOnly.FromDateTime(local.DateTime);
        if (IsWorkingDay(day) && TimeOnly.FromDateTime(local.DateTime) > HoursOn(day).Closes)
        {
            day = day.AddDays(1);
        }

        day = WorkingDayFrom(day);
        for (var i = 0; i < days; i++)
        {
            day = WorkingDayFrom(day.AddDays(1));
        }

        return At(day, HoursOn(day).Closes);
    }

    /// <summary>The working time between two moments: only hours in which offices are open count. Never negative.</summary>
    public TimeSpan WorkingTime(DateTimeOffset from, DateTimeOffset to)
    {
        var total = TimeSpan.Zero;
        var last = DateAt(to);
        for (var day = DateAt(from); day <= last; day = day.AddDays(1))
        {
            if (!IsWorkingDay(day))
            {
                continue;
            }

            var hours = HoursOn(day);
            var opens = At(day, hours.Opens);
            var closes = At(day, hours.Closes);
            var start = from > opens ? from : opens;
            var end = to < closes ? to : closes;
            if (end > start)
            {
                total += end - start;
            }
        }

        return total;
    }

    /// <summary>The moment at which so much working time has passed since a moment; the moment itself where none has.</summary>
    public DateTimeOffset AddWorkingTime(DateTimeOffset from, TimeSpan time)
    {
        if (time <= TimeSpan.Zero)
        {
            return from;
        }

        var left = time;
        for (var day = DateAt(from); ; day = day.AddDays(1))
        {
            if (!IsWorkingDay(day))
            {
                continue;
            }

            var hours = HoursOn(day);
            var opens = At(day, hours.Opens);
            var closes = At(day, hours.Closes);
            var start = from > opens ? from : opens;
            if (closes <= start)
            {
                continue;
            }

            if (closes - start >= left)
            {
                return start + left;
            }

            left -= closes - start;
        }
    }
}
