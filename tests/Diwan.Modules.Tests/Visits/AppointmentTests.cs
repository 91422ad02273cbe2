using System.Globalization;
using Diwan.Accounts;
using Diwan.Assistance;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Messages;
using Diwan.Modules.Tests.Assistance;
using Diwan.Modules.Tests.Cases;
using Diwan.Modules.Tests.Programme;
using Diwan.Platform;
using Diwan.Testing;
using Diwan.Visits;

namespace Diwan.Modules.Tests.Visits;

/// <summary>Times are given by the calendar, once, and nothing of them is silently lost.</summary>
public sealed class AppointmentTests
{
    private const string Certificate = "moj/non-conviction-certificate";
    private const string Palace = "moj/palace";

    private static readonly SignedIn Agent = GateTests.Person("915", "قيس الهلالي", "centre:agent");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task What_is_free_follows_hours_and_holidays_and_a_booking_is_told_moved_and_cancelled(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var (book, layla) = (world.Get<BookVisit>(), Person("101"));
        var (place, kind) = await PlaceAsync(world, "dvld/department", "inspection");
        var days = await world.Get<FreeTimes>().OfAsync(place, kind, Ct);
        Assert.NotEmpty(days);
        Assert.All(days, d =>
        {
            Assert.True(place.Calendar.IsWorkingDay(d.Day));
            Assert.InRange(d.Day.DayNumber, world.Today.DayNumber, world.Today.DayNumber + FreeTimes.Days);
            Assert.All(d.Times, t => Assert.True(kind.FitsAt(t, place.Calendar) && t > world.Now));
        });

        // Every working day of the time is there, whole: as many as fit between opening and closing.
        var whole = days.First(d => d.Day > world.Today);
        var hours = place.Calendar.HoursOn(whole.Day);
        Assert.Equal((int)((hours.Closes - hours.Opens).TotalMinutes / kind.Minutes), whole.Times.Count);
        Assert.Equal(Enumerable.Range(1, FreeTimes.Days).Select(world.Today.AddDays).Where(place.Calendar.IsWorkingDay), days.Select(d => d.Day).Where(d => d > world.Today));

        // Booked: a code, a message, the event with its channel; the second for the same reason is refused with where the first is.
        var order = new VisitOrder("inspection", place.Id, whole.Times[3], "dvld/vehicle-licence-renewal", null);
        var code = Booked(await book.BookAsync(layla, order, Ct));
        var found = await book.FindAsync(layla, code.ToLowerInvariant(), Ct);
        Assert.Equal((whole.Times[3], AppointmentState.Booked, true), (found!.At, found.State, found.MayChange));
        Assert.Contains(code, await TextAsync(world, layla, "visit.booked"), StringComparison.Ordinal);
        var recorded = Assert.Single(await world.Get<EventLog>().OfChainAsync(found.Id, Ct));
        Assert.Equal(("visit.booked", Channel.Portal, ActorKind.Person), (recorded.Type, recorded.Channel, recorded.ActorKind));
        Assert.Contains("Move or cancel", Refused(await book.BookAsync(layla, order with { At = whole.Times[5] }, Ct)).En, StringComparison.Ordinal);

        // Nobody else finds, moves or cancels it.
        Assert.Null(await book.FindAsync(Person("102"), code, Ct));
        Assert.IsType<BookingResult.NotFound>(await book.MoveAsync(Person("102"), code, whole.Times[5], Ct));
        Assert.IsType<BookingResult.NotFound>(await book.CancelAsync(Person("102"), code, Ct));

        // Moved by one step, so that old and new time overlap in nothing, and back, and cancelled; then it may be booked again.
        Booked(await book.MoveAsync(layla, code, whole.Times[4], Ct));
        Booked(await book.MoveAsync(layla, code, whole.Times[3], Ct));
        Booked(await book.CancelAsync(layla, code, Ct));
        Assert.Contains(code, await TextAsync(world, layla, "visit.cancelled"), StringComparison.Ordinal);
        Assert.Contains("cancelled before", Refused(await book.CancelAsync(layla, code, Ct)).En, StringComparison.Ordinal);
        Assert.Equal(["visit.booked", "visit.moved", "visit.moved", "visit.cancelled"], (await world.Get<EventLog>().OfChainAsync(found.Id, Ct)).Select(e => e.Type));
        Booked(await book.BookAsync(layla, order, Ct));
    }

    [Theory, OnEveryDatabase]
    public async Task What_cannot_be_is_refused_with_words_and_the_last_hour_is_kept(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var (book, layla) = (world.Get<BookVisit>(), Person("101"));
        var (place, kind) = await PlaceAsync(world, Palace, "help");
        var free = await world.Get<FreeTimes>().OfAsync(place, kind, Ct);
        var order = new VisitOrder("help", Palace, free[3].Times[0], Certificate, null);
        async Task<string> NoAsync(VisitOrder asked) => Refused(await book.BookAsync(layla, asked, Ct)).En;

        Assert.Contains("Choose a day", await NoAsync(order with { At = null }), StringComparison.Ordinal);
        Assert.Contains("has passed", await NoAsync(order with { At = world.Now.AddMinutes(-1) }), StringComparison.Ordinal);
        Assert.Contains("next 30 days", await NoAsync(order with { At = order.At!.Value.AddDays(60) }), StringComparison.Ordinal);
        Assert.Contains("begins at this time", await NoAsync(order with { At = order.At!.Value.AddMinutes(1) }), StringComparison.Ordinal);
        var off = Enumerable.Range(1, 30).Select(world.Today.AddDays).First(d => !place.Calendar.IsWorkingDay(d));
        Assert.Contains("closed on", await NoAsync(order with { At = NationalCalendar.At(off, new TimeOnly(10, 0)) }), StringComparison.Ordinal);
        Assert.Contains("reason", await NoAsync(order with { Kind = "tea" }), StringComparison.Ordinal);
        Assert.Contains("not received at that place", await NoAsync(order with { Place = "gam/vocations" }), StringComparison.Ordinal);
        Assert.Contains("case that needs it", await NoAsync(order with { Kind = "cash" }), StringComparison.Ordinal);
        Assert.IsType<BookingResult.NotFound>(await book.BookAsync(layla, order with { Reference = "7K4M-92QX-3" }, Ct));
        Assert.IsType<BookingResult.NotFound>(await book.BookAsync(GateTests.Person("901", "منى عمر", "gam:officer"), order, Ct));

        // A reminder the day before, once; in the last hour it cannot be moved; who does not come is counted, told, and may book again.
        var code = Booked(await book.BookAsync(layla, order, Ct));
        var at = order.At!.Value;
        world.Pass(at - TimeSpan.FromHours(20) - world.Now);
        await world.WorkAsync();
        await world.WorkAsync();
        Assert.Equal(1, await CountAsync(world, layla, "visit.reminder"));
        world.Pass(at - TimeSpan.FromMinutes(59) - world.Now);
        Assert.Contains("hour before", Refused(await book.MoveAsync(layla, code, free[5].Times[0], Ct)).En, StringComparison.Ordinal);
        Assert.Contains("hour before", Refused(await book.CancelAsync(layla, code, Ct)).En, StringComparison.Ordinal);
        world.Pass(TimeSpan.FromMinutes(59 + 16));
        await world.WorkAsync();
        Assert.Equal(AppointmentState.Missed, (await book.FindAsync(layla, code, Ct))!.State);
        Assert.Equal(1, await CountAsync(world, layla, "visit.missed"));
        Booked(await book.BookAsync(layla, order with { At = free[6].Times[0] }, Ct));
    }

    [Theory, OnEveryDatabase]
    public async Task However_many_ask_at_once_no_window_is_given_twice(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var (place, kind) = await PlaceAsync(world, "dvld/department", "inspection");
        var at = (await world.Get<FreeTimes>().OfAsync(place, kind, Ct))[1].Times[0];
        var order = new VisitOrder("inspection", place.Id, at, "dvld/vehicle-licence-renewal", null);
        Assert.Equal(3, place.Capacity.Bookable);

        var asked = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Run(() => world.Get<BookVisit>().BookAsync(Person($"{200 + i}"), order, Ct), Ct)));
        Assert.Equal(place.Capacity.Bookable, asked.Count(r => r is BookingResult.Booked));
        Assert.All(asked.OfType<BookingResult.Refused>(), r => Assert.Contains("full", r.Why.En, StringComparison.Ordinal));
        Assert.DoesNotContain(at, (await world.Get<FreeTimes>().OfAsync(place, kind, Ct)).SelectMany(d => d.Times));

        // The same person in many places at once gets one appointment.
        var same = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => world.Get<BookVisit>().BookAsync(Person("300"), order with { At = at.AddMinutes(15 * (i + 1)) }, Ct), Ct)));
        Assert.Single(same.OfType<BookingResult.Booked>());

        // Given back, the time is there for one more and no second.
        var winner = Enumerable.Range(0, 24).First(i => asked[i] is BookingResult.Booked);
        Booked(await world.Get<BookVisit>().CancelAsync(Person($"{200 + winner}"), ((BookingResult.Booked)asked[winner]).Code, Ct));
        Booked(await world.Get<BookVisit>().BookAsync(Person("400"), order, Ct));
        Refused(await world.Get<BookVisit>().BookAsync(Person("401"), order, Ct));
    }

    [Theory, OnEveryDatabase]
    public async Task A_day_off_announced_later_moves_those_booked_and_tells_them(DatabaseProvider on)
    {
        var folder = Directory.CreateTempSubdirectory("diwan-visits-").FullName;
        try
        {
            await using var world = await CaseWorld.OpenAsync(on);
            var (place, kind) = await PlaceAsync(world, Palace, "help");
            var free = await world.Get<FreeTimes>().OfAsync(place, kind, Ct);
            var (day, next) = (free[2], free[3]);
            async Task<string> OneAsync(string who, DateTimeOffset at) => Booked(await world.Get<BookVisit>().BookAsync(Person(who), new VisitOrder("help", Palace, at, Certificate, null), Ct));
            var (first, second, other) = (await OneAsync("101", day.Times[0]), await OneAsync("102", day.Times[0]), await OneAsync("103", next.Times[0]));
            Assert.Equal(0, await world.Get<MoveClosedVisits>().RunAsync(Ct));

            // Announced: the same node reads another calendar.
            Repository.CopyServices(folder);
            var path = Path.Combine(folder, "calendar/holidays.yaml");
            await File.AppendAllTextAsync(path, string.Create(CultureInfo.InvariantCulture, $"  - {{ from: {day.Day:yyyy-MM-dd}, to: {day.Day:yyyy-MM-dd}, name: {{ ar: عطلة ثلجية, en: \"Snow day\" }}, status: announced }}\n"), Ct);
            world.Restart(folder);
            Assert.Equal(2, await world.Get<MoveClosedVisits>().RunAsync(Ct));
            Assert.Equal(0, await world.Get<MoveClosedVisits>().RunAsync(Ct));

            // One window of the two was left at the first time of the next day; the second of them goes to the time after.
            var moved = new[] { await world.Get<BookVisit>().FindAsync(Person("101"), first, Ct), await world.Get<BookVisit>().FindAsync(Person("102"), second, Ct) };
            Assert.Equal([next.Times[0], next.Times[1]], moved.Select(m => m!.At).Order());
            Assert.Equal(next.Times[0], (await world.Get<BookVisit>().FindAsync(Person("103"), other, Ct))!.At);
            Assert.All(moved, m => Assert.True(m!.MayChange));
            foreach (var who in new[] { "101", "102" })
            {
                var told = await TextAsync(world, Person(who), "visit.closed");
                Assert.Contains("Snow day", told, StringComparison.Ordinal);
                Assert.Contains(moved.Single(m => m!.Code == (who == "101" ? first : second))!.Code, told, StringComparison.Ordinal);
            }

            Assert.Equal(0, await CountAsync(world, Person("103"), "visit.closed"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory, OnEveryDatabase]
    public async Task A_case_that_needs_it_is_booked_for_by_its_applicant_and_by_an_agent_in_a_call(DatabaseProvider on)
    {
        await using var world = await CaseWorld.OpenAsync(on);
        var layla = CaseWorld.Citizen("2000000101", "ليلى سامي يوسف الحوراني");
        var draft = await world.StartAsync(Certificate, layla);
        await world.AnswerCertificateAsync(draft, layla);
        var reference = await world.SubmitAsync(draft, layla);
        var (place, kind) = await PlaceAsync(world, Palace, "cash");
        var times = (await world.Get<FreeTimes>().OfAsync(place, kind, Ct))[1].Times;
        var order = new VisitOrder("cash", Palace, times[0], null, reference);

        // Not another's; the applicant's own.
        Assert.IsType<BookingResult.NotFound>(await world.Get<BookVisit>().BookAsync(Person("102"), order, Ct));
        var code = Booked(await world.Get<BookVisit>().BookAsync(Person("101"), order, Ct));
        Booked(await world.Get<BookVisit>().CancelAsync(Person("101"), code, Ct));

        // An agent books for nobody outside a call, nor while the caller is not known.
        var agent = world.Get<BookForHelped>();
        Assert.IsType<BookingResult.NotFound>(await agent.BookAsync(Agent, order, Ct));
        await world.Get<TakeCall>().BeginAsync(Agent, null, Ct);
        Assert.IsType<BookingResult.NotFound>(await agent.BookAsync(Agent, order, Ct));
        Assert.Empty(await agent.OfAsync(Agent, Ct));
        await CallTests.KnowAsync(world, Agent, "2000000101");
        Assert.IsType<BookingResult.NotFound>(await agent.BookAsync(Agent, order with { Reference = "7K4M-92QX-3" }, Ct));
        var byAgent = Booked(await agent.BookAsync(Agent, order, Ct));
        var booked = await world.Get<BookVisit>().FindAsync(Person("101"), byAgent, Ct);
        var recorded = Assert.Single(await world.Get<EventLog>().OfChainAsync(booked!.Id, Ct));
        Assert.Equal((Channel.ContactCentre, ActorKind.Assistant, Agent.Name), (recorded.Channel, recorded.ActorKind, recorded.ActorName));
        Assert.Contains(await world.Get<AccessLedger>().OfPersonAsync("JO:2000000101", null, 20, Ct), l => l.Role == "centre:agent" && l.Subject == reference && l.Purpose.En.Contains("book a visit", StringComparison.Ordinal));
        Booked(await agent.MoveAsync(Agent, byAgent, times[3], Ct));
        Assert.Equal(times[3], Assert.Single(await agent.OfAsync(Agent, Ct), a => a.State == AppointmentState.Booked).At);

        // Once the bill is paid the visit is no longer needed.
        Booked(await agent.CancelAsync(Agent, byAgent, Ct));
        await world.PayAsync(reference, layla);
        await world.WorkAsync();
        Assert.Contains("no longer needs", Refused(await world.Get<BookVisit>().BookAsync(Person("101"), order, Ct)).En, StringComparison.Ordinal);
    }

    [Theory, OnEveryDatabase]
    public async Task In_a_session_at_a_counter_only_its_service_is_booked_at_that_or_another_place(DatabaseProvider on)
    {
        await using var world = await SessionTests.OpenAsync(on);
        await SessionTests.OpenedAsync(world, "2000000101");
        var who = await world.Get<BookForHelped>().WhoAsync(SessionTests.Agent, Ct);
        Assert.Equal(("JO:2000000101", Channel.Assisted, Certificate), (who!.PersonKey, who.Channel, who.Service));
        var (_, kind) = await PlaceAsync(world, Palace, "help");
        var counter = (await world.Get<FindVisitPlaces>().ForAsync(kind, ServiceId.Parse(Certificate), Ct)).Single(p => p.IsCounter);
        Assert.Equal("counter/POST-1", counter.Id);
        var at = (await world.Get<FreeTimes>().OfAsync(counter, kind, Ct))[1].Times[0];
        var order = new VisitOrder("help", counter.Id, at, Certificate, null);
        Assert.IsType<BookingResult.NotFound>(await world.Get<BookForHelped>().BookAsync(SessionTests.Agent, order with { Service = "dls/land-plan" }, Ct));
        var code = Booked(await world.Get<BookForHelped>().BookAsync(SessionTests.Agent, order, Ct));
        Assert.Equal(counter.Id, (await world.Get<BookVisit>().FindAsync(Person("101"), code, Ct))!.Place.Id);

        // One window at a counter: the same time is full for the next.
        Assert.Contains("full", Refused(await world.Get<BookVisit>().BookAsync(Person("102"), order, Ct)).En, StringComparison.Ordinal);

        // What the person booked for another service is none of this session's.
        Booked(await world.Get<BookForHelped>().CancelAsync(SessionTests.Agent, code, Ct));
        var other = Booked(await world.Get<BookVisit>().BookAsync(Person("101"), order with { Service = "dls/land-plan" }, Ct));
        Assert.DoesNotContain(await world.Get<BookForHelped>().OfAsync(SessionTests.Agent, Ct), a => a.Code == other);
        Assert.IsType<BookingResult.NotFound>(await world.Get<BookForHelped>().CancelAsync(SessionTests.Agent, other, Ct));
    }

    /// <summary>The list of the page has an end; what has a code is found beyond it.</summary>
    [Fact]
    public async Task An_appointment_is_found_by_its_code_however_many_came_after_it()
    {
        await using var world = await CaseWorld.OpenAsync(DatabaseProvider.Sqlite);
        var (book, layla) = (world.Get<BookVisit>(), Person("101"));
        var (place, kind) = await PlaceAsync(world, "dvld/department", "inspection");
        var order = new VisitOrder("inspection", place.Id, (await world.Get<FreeTimes>().OfAsync(place, kind, Ct)).First(d => d.Day > world.Today).Times[0], "dvld/vehicle-licence-renewal", null);
        var codes = new List<string>();
        for (var i = 0; i < 52; i++)
        {
            codes.Add(Booked(await book.BookAsync(layla, order, Ct)));
            Booked(await book.CancelAsync(layla, codes[^1], Ct));
        }

        Assert.Equal(50, (await book.MineAsync(layla, Ct)).Count);
        foreach (var code in new[] { codes[0], codes[^1] })
        {
            Assert.Equal((code, AppointmentState.Cancelled), ((await book.FindAsync(layla, code, Ct))!.Code, (await book.FindAsync(layla, code, Ct))!.State));
        }

        Assert.Null(await book.FindAsync(Person("102"), codes[0], Ct));
    }

    internal static SignedIn Person(string last) => new(
        $"JO:2000000{last}", "citizen", $"2000000{last}", null, "JO", "ليلى سامي يوسف الحوراني", "Layla", null, "F", $"+962790000{last}", "AM", [], Language.Arabic);

    internal static async Task<(VisitPlace Place, VisitKind Kind)> PlaceAsync(CaseWorld world, string place, string kind) =>
        ((await world.Get<FindVisitPlaces>().FindAsync(place, Ct))!, world.Get<Catalogue>().Visits.Find(kind)!);

    internal static string Booked(BookingResult result) => result is BookingResult.Refused refused ? Fail(refused.Why.En) : Assert.IsType<BookingResult.Booked>(result).Code;

    private static string Fail(string why)
    {
        Assert.Fail(why);
        return why;
    }

    private static LocalizedText Refused(BookingResult result) => Assert.IsType<BookingResult.Refused>(result).Why;

    private static async Task<string> TextAsync(CaseWorld world, SignedIn who, string message) =>
        (await world.Get<Inbox>().OfPersonAsync(who.PersonKey, 20, Ct)).First(m => m.MessageId == message).Text.En;

    private static async Task<int> CountAsync(CaseWorld world, SignedIn who, string message) => (await world.Get<Inbox>().OfPersonAsync(who.PersonKey, 50, Ct)).Count(m => m.MessageId == message);
}
