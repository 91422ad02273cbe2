using Diwan.Accounts;
using Diwan.Kernel;
using Diwan.Modules.Tests.Assistance;
using Diwan.Modules.Tests.Cases;
using Diwan.Modules.Tests.Programme;
using Diwan.Platform;
using Diwan.Testing;
using Diwan.Visits;

namespace Diwan.Modules.Tests.Visits;

/// <summary>Whoever comes gets a number; those with an appointment are called first at their time; how long people wait is measured.</summary>
public sealed class QueueTests
{
    private const string Certificate = "moj/non-conviction-certificate";
    private const string Palace = "moj/palace";

    private static readonly SignedIn Clerk = GateTests.Person("901", "منى عمر", "moj:officer");
    private static readonly SignedIn Second = GateTests.Person("902", "سعيد علي", "moj:cashier");
    private static readonly SignedIn Stranger = GateTests.Person("903", "رنا سالم", "gam:officer");
    private static readonly SignedIn Head = GateTests.Person("904", "سعاد علي", "moj:head");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task Those_with_an_appointment_come_first_at_their_time_and_the_wait_is_measured(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var (arrive, work) = (world.Get<Arrive>(), world.Get<WorkWindow>());
        var code = await BookedAtTenPastTenAsync(world, "101");

        // Before the place is open no numbers are given; too early no check-in; at another place none.
        Assert.Contains("closed now", Refused(await arrive.WithoutAppointmentAsync(Clerk, Palace, "help", null, Ct)).En, StringComparison.Ordinal);
        await AtAsync(world, 9, 0);
        Assert.Contains("half an hour", Refused(await arrive.ByCodeAsync(Palace, code, Ct)).En, StringComparison.Ordinal);
        Assert.Contains("another place", Refused(await arrive.ByCodeAsync("gam/city-hall", code, Ct)).En, StringComparison.Ordinal);
        Assert.Contains("no appointment with this code", Refused(await arrive.ByCodeAsync(Palace, "7K4M-92QX-3", Ct)).En, StringComparison.Ordinal);
        Assert.IsType<QueueResult.NotAllowed>(await arrive.ByCodeAsync("moj/ministry", code, Ct));
        Assert.IsType<QueueResult.NotAllowed>(await arrive.WithoutAppointmentAsync(Stranger, Palace, "help", null, Ct));

        // Two come without one, then the one with an appointment, by its code, which gives the same number again.
        var one = Done(await arrive.WithoutAppointmentAsync(Clerk, Palace, "help", Certificate, Ct));
        await AtAsync(world, 9, 40);
        var two = Done(await arrive.WithoutAppointmentAsync(Clerk, Palace, "help", null, Ct));
        var three = Done(await arrive.ByCodeAsync(Palace, code, Ct));
        Assert.Equal(three.Id, Done(await arrive.ByCodeAsync(Clerk, Palace, code, Ct)).Id);
        Assert.Equal((1, 2, 3), (one.Number, two.Number, three.Number));
        var mine = await world.Get<ReadNumbers>().TicketAsync(three.Id, Ct);
        Assert.Equal((2, (TimeSpan?)null), (mine!.Before!.Value, mine.About));

        // Before its time those who came earlier go first; at its time it is the next.
        Assert.Equal(one.Id, Done(await work.NextAsync(Clerk, Palace, 1, Ct)).Id);
        Assert.Contains("at your window", Refused(await work.NextAsync(Clerk, Palace, 1, Ct)).En, StringComparison.Ordinal);
        await AtAsync(world, 10, 10);
        Assert.Equal(0, (await world.Get<ReadNumbers>().TicketAsync(three.Id, Ct))!.Before);
        Assert.Equal(three.Id, Done(await work.NextAsync(Second, Palace, 2, Ct)).Id);

        // The screen: numbers and windows; the median of what was waited, 40 minutes and none.
        var board = await world.Get<ReadNumbers>().BoardAsync(Palace, Ct);
        Assert.Equal([(1, 1), (3, 2)], board!.Called.Select(t => (t.Number, t.Window!.Value)).Order());
        Assert.Equal((1, TimeSpan.FromMinutes(20)), (board.Waiting, board.Waits["help"]));
        Assert.Equal(TimeSpan.FromMinutes(20), (await world.Get<ReadNumbers>().TicketAsync(two.Id, Ct))!.About);

        // Done at one window; the appointment is over with it. Passed on to another reason the place in the queue is kept.
        Assert.Equal(AppointmentState.Arrived, (await world.Get<BookVisit>().FindAsync(AppointmentTests.Person("101"), code, Ct))!.State);
        Done(await work.DoneAsync(Second, Palace, 2, Ct));
        Assert.Equal(AppointmentState.Served, (await world.Get<BookVisit>().FindAsync(AppointmentTests.Person("101"), code, Ct))!.State);
        Assert.Contains("another reason", Refused(await work.ToReasonAsync(Clerk, Palace, 1, "help", Ct)).En, StringComparison.Ordinal);
        Done(await work.ToReasonAsync(Clerk, Palace, 1, "completing", Ct));
        var view = await work.ReadAsync(Clerk, Palace, 1, Ct);
        Assert.Equal([1, 2], view!.Waiting.Select(t => t.Number));
        Assert.Equal("completing", view.Waiting[0].Kind);

        // Nobody but who works there sees or does any of it.
        Assert.Null(await work.ReadAsync(Stranger, Palace, 1, Ct));
        Assert.Null(await work.ReadAsync(AppointmentTests.Person("101"), Palace, 1, Ct));
        Assert.Null(await work.ReadAsync(Clerk, Palace, 9, Ct));
        Assert.IsType<QueueResult.NotAllowed>(await work.NextAsync(Stranger, Palace, 1, Ct));

        // Head: two were measured for help, one visit was made there; the modelled visits stand beside one that was made for the service.
        var figures = await world.Get<ReadVisitFigures>().OfHeadAsync(Head, Ct);
        var help = Assert.Single(figures, f => f.Kind == "help");
        Assert.Equal((1, 2, TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(40), 1, 0), (help.Served, help.Called, help.Median!.Value, help.Ninety!.Value, help.Due, help.Missed));
        Assert.Empty(await world.Get<ReadVisitFigures>().OfHeadAsync(Clerk, Ct));
        Assert.Equal(1, await world.Get<ReadVisitFigures>().OfServiceAsync(Certificate, world.Today, world.Today, Ct));
    }

    [Theory, OnEveryDatabase]
    public async Task Who_is_not_there_is_called_once_more_and_windows_that_call_at_once_get_different_people(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var (arrive, work) = (world.Get<Arrive>(), world.Get<WorkWindow>());
        var code = await BookedAtTenPastTenAsync(world, "101");
        await AtAsync(world, 9, 45);
        Assert.IsType<QueueResult.Nobody>(await work.NextAsync(Clerk, Palace, 1, Ct));

        // Numbers asked for at once are all different and without a gap.
        var given = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => arrive.WithoutAppointmentAsync(Clerk, Palace, "help", null, Ct), Ct)));
        Assert.Equal(Enumerable.Range(1, 6), given.Select(g => Done(g).Number).Order());
        Done(await arrive.ByCodeAsync(Palace, code, Ct));
        await AtAsync(world, 10, 11);
        Assert.Equal(7, Done(await work.NextAsync(Clerk, Palace, 1, Ct)).Number);

        // Not there: behind the others, then given up, and the appointment is missed.
        Done(await work.NotThereAsync(Clerk, Palace, 1, Ct));
        Assert.Equal(7, (await work.ReadAsync(Clerk, Palace, 1, Ct))!.Waiting[^1].Number);
        var called = await Task.WhenAll(Enumerable.Range(1, 3).Select(w => Task.Run(() => work.NextAsync(w == 1 ? Clerk : Second, Palace, w, Ct), Ct)));
        Assert.Equal([1, 2, 3], called.Select(c => Done(c).Number).Order());
        for (var i = 0; i < 4; i++)
        {
            Done(await work.DoneAsync(Clerk, Palace, 1, Ct));
            Done(await work.NextAsync(Clerk, Palace, 1, Ct));
        }

        Assert.Equal(7, (await work.ReadAsync(Clerk, Palace, 1, Ct))!.Current!.Number);
        Assert.Equal(TicketState.Gone, Done(await work.NotThereAsync(Clerk, Palace, 1, Ct)).State);
        Assert.Equal(AppointmentState.Missed, (await world.Get<BookVisit>().FindAsync(AppointmentTests.Person("101"), code, Ct))!.State);
        Assert.Contains("Nobody is at your window", Refused(await work.DoneAsync(Clerk, Palace, 1, Ct)).En, StringComparison.Ordinal);

        // The day ends: those at windows were served, nobody keeps a number; the next day begins at one.
        Assert.Equal(0, await world.Get<CloseQueues>().RunAsync(Ct));
        world.Pass(TimeSpan.FromDays(1));
        Assert.Equal(2, await world.Get<CloseQueues>().RunAsync(Ct));
        await AtAsync(world, 9, 0);
        Assert.Equal(1, Done(await arrive.WithoutAppointmentAsync(Clerk, Palace, "help", null, Ct)).Number);
        Assert.Equal(1, Assert.Single(await world.Get<ReadVisitFigures>().OfHeadAsync(Head, Ct), f => f.Kind == "help").Missed);
    }

    [Theory, OnEveryDatabase]
    public async Task An_agent_serves_the_queue_of_their_own_open_counter_and_no_other(DatabaseProvider on)
    {
        await using var world = await SessionTests.OpenAsync(on);
        await AtAsync(world, 9, 0);
        Assert.Equal(["counter/POST-1"], (await world.Get<FindVisitPlaces>().OfStaffAsync(SessionTests.Agent, Ct)).Select(p => p.Id));
        Assert.Equal(1, Done(await world.Get<Arrive>().WithoutAppointmentAsync(SessionTests.Agent, "counter/POST-1", "help", null, Ct)).Number);
        Assert.Equal(1, Done(await world.Get<WorkWindow>().NextAsync(SessionTests.Agent, "counter/POST-1", 1, Ct)).Number);
        Assert.IsType<QueueResult.NotAllowed>(await world.Get<WorkWindow>().NextAsync(SessionTests.Agent, Palace, 1, Ct));
        Assert.IsType<QueueResult.NotAllowed>(await world.Get<WorkWindow>().NextAsync(Clerk, "counter/POST-1", 1, Ct));
        Assert.Null(await world.Get<ReadNumbers>().BoardAsync("counter/NOWHERE", Ct));
    }

    [Fact]
    public void Order_early_late_and_without()
    {
        var ten = new DateTimeOffset(2018, 2, 11, 10, 0, 0, TimeSpan.FromHours(2));
        Ticket Number(int number, DateTimeOffset taken, DateTimeOffset? at = null, int calls = 0) =>
            new(Guid.CreateVersion7(), Palace, number, "help", null, at, taken, taken, TicketState.Waiting, null, calls, null);
        Ticket[] waiting =
        [
            Number(1, ten.AddMinutes(-50)), Number(2, ten.AddMinutes(-20), ten.AddMinutes(30)), Number(3, ten.AddMinutes(-10), ten), Number(4, ten.AddMinutes(-12), ten.AddMinutes(-30)),
            Number(5, ten.AddMinutes(-5), ten.AddMinutes(-5)), Number(6, ten.AddMinutes(-1)),
        ];

        // By their time: 5 (09:55), 3 (10:00); then by arrival 1, 4 (who came more than a quarter late), 6; the early one last.
        Assert.Equal([5, 3, 1, 4, 6, 2], QueueOrder.Of(waiting, ten).Select(t => t.Number));
        Assert.Equal([5, 3, 2, 1, 4, 6], QueueOrder.Of(waiting, ten.AddMinutes(31)).Select(t => t.Number));
        Assert.Empty(QueueOrder.Of([], ten));
    }

    /// <summary>An appointment at ten past ten on the first whole working day to come; the clock is then at midnight of that day.</summary>
    private static async Task<string> BookedAtTenPastTenAsync(CaseWorld world, string who)
    {
        var (place, kind) = await AppointmentTests.PlaceAsync(world, Palace, "help");
        var day = (await world.Get<FreeTimes>().OfAsync(place, kind, Ct)).First(d => d.Day > world.Today);
        var at = day.Times.First(t => NationalCalendar.ToAmman(t).Hour >= 10);
        Assert.Equal(new TimeSpan(10, 10, 0), NationalCalendar.ToAmman(at).TimeOfDay);
        var code = AppointmentTests.Booked(await world.Get<BookVisit>().BookAsync(AppointmentTests.Person(who), new VisitOrder("help", Palace, at, Certificate, null), Ct));
        world.Pass(NationalCalendar.At(day.Day, TimeOnly.MinValue) - world.Now);
        return code;
    }

    /// <summary>The clock goes on to a time of this day, or of the next working day if it has passed.</summary>
    private static async Task AtAsync(CaseWorld world, int hour, int minute)
    {
        var calendar = (await world.Get<FindVisitPlaces>().FindAsync(Palace, Ct))!.Calendar;
        var day = calendar.WorkingDayFrom(world.Today);
        var at = NationalCalendar.At(day, new TimeOnly(hour, minute));
        world.Pass((at > world.Now ? at : NationalCalendar.At(calendar.WorkingDayFrom(day.AddDays(1)), new TimeOnly(hour, minute))) - world.Now);
    }

    private static Ticket Done(QueueResult result) => result is QueueResult.Refused refused ? Fail(refused.Why.En) : Assert.IsType<QueueResult.Done>(result).Ticket;

    private static Ticket Fail(string why)
    {
        Assert.Fail(why);
        return null!;
    }

    private static LocalizedText Refused(QueueResult result) => Assert.IsType<QueueResult.Refused>(result).Why;
}
