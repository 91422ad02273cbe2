using Diwan.Engine.Definitions;
using Diwan.Kernel;

namespace Diwan.Engine.Tests;

/// <summary>The calendars of the offices, of the services folder and of a small state of the test's own.</summary>
public sealed class CalendarTests
{
    private static readonly Lazy<Catalogue> Real = new(() => CatalogueReader.Read(Services.Folder).Catalogue!);

    private static NationalCalendar State { get; } = new(
        [
            new Holiday(new(2026, 5, 25), new(2026, 5, 25), LocalizedText.Same("x"), HolidayStatus.Calculated) { WorkedBy = ["dvld", "moj/palace"] },
        ],
        [
            new OfficeHours(new(2017, 1, 1), null, new(8, 30), new(15, 30)),
            new OfficeHours(new(2026, 2, 18), new(2026, 3, 19), new(9, 0), new(14, 30)),
            new OfficeHours(new(2020, 1, 1), null, new(8, 0), new(14, 0)) { Place = "moj" },
            new OfficeHours(new(2020, 2, 22), null, new(8, 30), new(21, 0)) { Place = "moj/palace", Days = [DayOfWeek.Saturday, DayOfWeek.Sunday, DayOfWeek.Monday] },
        ]);

    [Fact]
    public void An_office_keeps_its_own_hours_then_those_of_its_institution_then_those_of_the_state()
    {
        var (sunday, wednesday, saturday) = (new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 4), new DateOnly(2026, 2, 28));
        Assert.Equal((new TimeOnly(9, 0), new TimeOnly(14, 30)), Hours(State, sunday));
        Assert.Equal((new TimeOnly(8, 0), new TimeOnly(14, 0)), Hours(State.Of("moj"), sunday));
        Assert.Equal((new TimeOnly(8, 0), new TimeOnly(14, 0)), Hours(State.Of("moj/ministry"), sunday));
        Assert.Equal((new TimeOnly(8, 30), new TimeOnly(21, 0)), Hours(State.Of("moj/palace"), sunday));
        Assert.Equal((new TimeOnly(8, 0), new TimeOnly(14, 0)), Hours(State.Of("moj/palace"), wednesday));
        Assert.Same(State, State.Of("gam/city-hall"));
        Assert.False(State.IsWorkingDay(saturday));
        Assert.True(State.Of("moj/palace").IsWorkingDay(saturday));
        Assert.False(State.Of("moj/palace").IsWorkingDay(saturday.AddDays(-1)));
    }

    [Fact]
    public void A_holiday_may_leave_departments_out()
    {
        var day = new DateOnly(2026, 5, 25);
        Assert.False(State.IsWorkingDay(day));
        Assert.False(State.Of("moj").IsWorkingDay(day));
        Assert.True(State.Of("dvld").IsWorkingDay(day));
        Assert.True(State.Of("dvld/department").IsWorkingDay(day));
        Assert.True(State.Of("moj/palace").IsWorkingDay(day));
        Assert.Null(State.Of("dvld").HolidayOn(day));
    }

    [Fact]
    public void No_working_time_moves_no_moment()
    {
        var close = NationalCalendar.At(new DateOnly(2026, 4, 5), new TimeOnly(15, 30));
        Assert.Equal(close, State.AddWorkingTime(close, TimeSpan.Zero));
        Assert.Equal(NationalCalendar.At(new DateOnly(2026, 4, 6), new TimeOnly(9, 30)), State.AddWorkingTime(close, TimeSpan.FromHours(1)));
    }

    [Fact]
    public void The_offices_of_the_country_have_the_hours_that_were_reported()
    {
        var calendar = Real.Value.Calendar;
        Assert.Equal((new TimeOnly(8, 30), new TimeOnly(21, 0)), Hours(calendar.Of("moj/palace"), new DateOnly(2026, 11, 28)));
        Assert.True(calendar.Of("moj/palace").IsWorkingDay(new DateOnly(2026, 11, 28)));
        Assert.False(calendar.Of("moj/palace").IsWorkingDay(new DateOnly(2026, 11, 27)));
        var vocations = calendar.Of("gam/vocations");
        Assert.Equal(new TimeOnly(17, 0), vocations.HoursOn(new DateOnly(2021, 3, 3)).Closes);
        Assert.Equal(new TimeOnly(16, 0), vocations.HoursOn(new DateOnly(2021, 3, 4)).Closes);
        Assert.Equal(new TimeOnly(15, 30), vocations.HoursOn(new DateOnly(2021, 4, 7)).Closes);
        Assert.True(vocations.HoursOn(new DateOnly(2021, 3, 3)).Assumed);
    }

    [Fact]
    public void The_deadlines_of_a_service_go_by_the_hours_of_its_office()
    {
        var service = Real.Value.Services.Single(s => s.Id.ToString() == "gam/vocational-licence-renewal");
        Assert.Equal("gam/vocations", service.Place);
        Assert.Equal("moj", Real.Value.Services.Single(s => s.Id.ToString() == "moj/non-conviction-certificate").Place);

        var example = service.Examples.Single(e => e.Name == "restaurant-with-approvals");
        var at = NationalCalendar.At(new DateOnly(2021, 3, 1), new TimeOnly(16, 30));
        var run = Examples.ExampleRunner.Run(service, example with { On = at, Then = [] }, Real.Value.Calendar);
        var task = run.State!.Tasks[0];
        // At half past four on a Monday the units are still open, so the days start to count on that day; they end on a Wednesday at five.
        Assert.Equal(NationalCalendar.At(new DateOnly(2021, 3, 3), new TimeOnly(17, 0)), task.DueAt);
        Assert.Equal(NationalCalendar.At(new DateOnly(2021, 3, 3), new TimeOnly(17, 0)), run.State.PromisedAt);
    }

    private static (TimeOnly, TimeOnly) Hours(NationalCalendar calendar, DateOnly day) => (calendar.HoursOn(day).Opens, calendar.HoursOn(day).Closes);
}
