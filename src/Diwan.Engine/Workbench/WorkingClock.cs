using Diwan.Kernel;

namespace Diwan.Engine.Workbench;

/// <summary>
/// The office hours of the national calendar from a day on, as a ruler for trials: seconds since the first midnight, and the working seconds among them.
/// Grows as far as it is asked. Not for several threads at once.
/// </summary>
internal sealed class WorkingClock
{
    private const int DaysAtOnce = 366;

    private readonly NationalCalendar _calendar;
    private readonly DateTimeOffset _origin;
    private readonly List<double> _opens = [];
    private readonly List<double> _closes = [];

    // Working seconds before each opening.
    private readonly List<double> _before = [];
    private DateOnly _next;

    internal WorkingClock(NationalCalendar calendar, DateOnly from)
    {
        (_calendar, First, _next) = (calendar, from, from);
        _origin = NationalCalendar.At(from, TimeOnly.MinValue);
        Grow();
    }

    internal DateOnly First { get; }

    internal double At(DateOnly day, TimeOnly time) => (NationalCalendar.At(day, time) - _origin).TotalSeconds;

    internal DateTimeOffset Moment(double at) => _origin.AddSeconds(at);

    internal bool IsWorkingDay(DateOnly day) => _calendar.IsWorkingDay(day);

    /// <summary>Opening and closing of the windows that begin before a moment.</summary>
    internal IEnumerable<(double Opens, double Closes)> Until(double at)
    {
        Reach(at);
        for (var i = 0; i < _opens.Count && _opens[i] < at; i++)
        {
            yield return (_opens[i], _closes[i]);
        }
    }

    /// <summary>How many working seconds lie before a moment.</summary>
    internal double Work(double at)
    {
        Reach(at);
        var i = Last(_opens, at);
        return i < 0 ? 0 : _before[i] + Math.Min(at, _closes[i]) - _opens[i];
    }

    /// <summary>The moment at which so many working seconds have passed; the earliest when it is between two days.</summary>
    internal double Moments(double work)
    {
        while (_before[^1] + _closes[^1] - _opens[^1] < work)
        {
            Grow();
        }

        var i = Last(_before, work);
        if (i > 0 && _before[i] >= work)
        {
            i--;
        }

        return _opens[i] + (work - _before[i]);
    }

    /// <summary>As <see cref="NationalCalendar.AddWorkingDays"/>: the close of office, so many working days after.</summary>
    internal double AddWorkingDays(double from, int days)
    {
        Reach(from);
        var i = _closes.BinarySearch(from);
        i = (i < 0 ? ~i : i) + days;
        while (i >= _closes.Count)
        {
            Grow();
        }

        return _closes[i];
    }

    private void Reach(double at)
    {
        while (_closes[^1] < at)
        {
            Grow();
        }
    }

    private static int Last(List<double> sorted, double value)
    {
        var i = sorted.BinarySearch(value);
        return i < 0 ? ~i - 1 : i;
    }

    private void Grow()
    {
        for (var end = _next.AddDays(DaysAtOnce); _next < end; _next = _next.AddDays(1))
        {
            if (!_calendar.IsWorkingDay(_next))
            {
                continue;
            }

            var hours = _calendar.HoursOn(_next);
            var (opens, closes) = (At(_next, hours.Opens), At(_next, hours.Closes));
            _before.Add(_before.Count == 0 ? 0 : _before[^1] + _closes[^1] - _opens[^1]);
            _opens.Add(opens);
            _closes.Add(closes);
        }
    }
}
