using System.ComponentModel;
using Diwan.Apps;
using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Visits;
using Diwan.Web.Api.Calls;
using static Diwan.Web.Api.ApiNames;

namespace Diwan.Web.Api;

/// <summary>Visits that are still demanded: free times, booked, moved and cancelled; and the number at the door. For a person, or by an agent for whom they help just now.</summary>
internal static class VisitCalls
{
    private static readonly LocalizedText HelpsNobody = new(
        "لا جلسة مفتوحة ولا متصل معروف، فلا زيارات تُرى. ابدأ جلسة بموافقة صاحبها.", "There is no open session and no known caller, so no visits are seen. Begin a session with the person's consent.");

    internal static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/visits").WithTags("Visits");
        OfOne(group, AppScopes.Visits);
        group.MapPost("/{code}/arrival", async (string code, ArrivalBody body, HttpContext http, BookVisit book, Arrive arrive) =>
                await OwnAsync(code, http, book) is var (found, refused) && found is null ? refused!
                : await arrive.ByCodeAsync(body.Place ?? "", found!.Code, http.RequestAborted, Channel.Api) switch
                {
                    QueueResult.Done done => Results.Created($"/api/v1/visits/numbers/{done.Ticket.Id}", Number(done.Ticket)),
                    QueueResult.Refused no => Problems.Conflict(no.Why),
                    _ => NoPlace(),
                })
            .WithSummary("The person is there: a number in the queue, by the code of their appointment. The same code again gives the same number.")
            .Produces<NumberBody>(201).ProducesProblem(404).Needs(AppScopes.Visits).MayRepeat();
        group.MapGet("/numbers/{id:guid}", async (Guid id, ReadNumbers read, CancellationToken ct) =>
                await read.TicketAsync(id, ct) is { } view ? Results.Ok(new WaitingBody(Number(view.Ticket), View(view.Place), view.Before, Minutes(view.About))) : Problems.NotFound("رقم دور لهذا اليوم", "number of today"))
            .WithSummary("A number of today as its holder reads it: how many are before, about how long, and to which window.").Produces<WaitingBody>().ProducesProblem(404).Needs(AppScopes.Visits);
        group.MapGet("/places/{institution}/{office}", async (string institution, string office, ReadNumbers read, TimeProvider time, CancellationToken ct) =>
                await read.BoardAsync($"{institution}/{office}", ct) is { } board
                    ? Results.Ok(new BoardBody(
                        View(board.Place), board.Place.IsOpenAt(time.GetUtcNow()), board.Waiting, [.. board.Called.Select(Number)],
                        board.Waits.ToDictionary(w => w.Key, w => Minutes(w.Value)!.Value, StringComparer.Ordinal)))
                    : NoPlace())
            .WithSummary("A place where people are received: whether it is open, how many wait, which numbers are called, and about how long one waits by reason.").Produces<BoardBody>().ProducesProblem(404).Needs(AppScopes.Visits);
    }

    /// <summary>What a person does with their visits, and an agent for whom they help.</summary>
    internal static void OfOne(RouteGroupBuilder group, string scope)
    {
        group.MapGet("", async (HttpContext http, BookVisit own, BookForHelped helped) =>
                await AppointmentsAsync(http, own, helped) is { } all ? Results.Ok(all.Where(a => Reached(http, a.Service)).Select(View)) : Problems.Conflict(HelpsNobody))
            .WithSummary("The appointments: those to come first.").Produces<IEnumerable<VisitBody>>().Needs(scope);
        group.MapGet("/{code}", async (string code, HttpContext http, BookVisit own, BookForHelped helped) =>
                await FindAsync(code, http, own, helped) is var (found, refused) && found is not null ? Results.Ok(View(found)) : refused!)
            .WithSummary("An appointment: its code, where and when.").Produces<VisitBody>().ProducesProblem(404).Needs(scope);
        group.MapGet("/reasons", (HttpContext http, PublishedServices services) => Results.Ok(services.Catalogue.Visits.Kinds.Select(k => new VisitReasonBody(
                    k.Id, k.Name, k.Why, k.Bring, k.Minutes, [.. Offered(k, services).Where(s => Reached(http, s))], [.. k.Cases.SelectMany(c => c.Services).Select(s => s.ToString()).Where(s => Reached(http, s)).Distinct()]))
                .Where(k => k.Services.Count + k.ForCasesOf.Count > 0)))
            .WithSummary("For what one comes: what is booked for a service, and what only for a case that needs it.").Produces<IEnumerable<VisitReasonBody>>().Needs(scope);
        group.MapGet("/free", FreeAsync).WithSummary("The times that are free for a reason: at a place, or the places alone where none is named.")
            .Produces<FreeBody>().ProducesProblem(400).ProducesProblem(404).Needs(scope);
        group.MapPost("", BookAsync).WithSummary("Books a visit: for a service, or for a case that needs it.").Produces<VisitBody>(201).ProducesProblem(400).ProducesProblem(404).Needs(scope).MayRepeat(WithinAsync);
        group.MapPost("/{code}/move", async (string code, VisitTimeBody body, HttpContext http, BookVisit own, BookForHelped helped) =>
                await FindAsync(code, http, own, helped) is var (found, refused) && found is null ? refused!
                : await AnswerAsync(
                    http.Me().IsOfficer ? await helped.MoveAsync(http.Me(), found!.Code, body.At, http.RequestAborted) : await own.MoveAsync(http.Me(), found!.Code, body.At, http.RequestAborted, Channel.Api),
                    http, own, helped, StatusCodes.Status200OK))
            .WithSummary("Gives an appointment another time at the same place.").Produces<VisitBody>().ProducesProblem(400).ProducesProblem(404).Needs(scope).MayRepeat(WithinAsync);
        group.MapPost("/{code}/cancel", async (string code, HttpContext http, BookVisit own, BookForHelped helped) =>
                await FindAsync(code, http, own, helped) is var (found, refused) && found is null ? refused!
                : await AnswerAsync(
                    http.Me().IsOfficer ? await helped.CancelAsync(http.Me(), found!.Code, http.RequestAborted) : await own.CancelAsync(http.Me(), found!.Code, http.RequestAborted, Channel.Api),
                    http, own, helped, StatusCodes.Status200OK))
            .WithSummary("Cancels an appointment; its time is free for others.").Produces<VisitBody>().ProducesProblem(404).Needs(scope).MayRepeat(WithinAsync);
    }

    private static async Task<string?> WithinAsync(HttpContext http) =>
        http.Me().IsOfficer ? (await http.RequestServices.GetRequiredService<BookForHelped>().WhoAsync(http.Me(), http.RequestAborted))?.PersonKey : "";

    /// <summary>Of a person through the app of an institution, its own alone. An agent's app is of the counters or the centre, and reaches what the session does.</summary>
    private static bool Reached(HttpContext http, string service) => http.Me().IsOfficer || http.ReachesService(service);

    /// <summary>Null for an agent who helps nobody.</summary>
    private static async Task<IReadOnlyList<Appointment>?> AppointmentsAsync(HttpContext http, BookVisit own, BookForHelped helped) =>
        !http.Me().IsOfficer ? await own.MineAsync(http.Me(), http.RequestAborted)
        : await helped.WhoAsync(http.Me(), http.RequestAborted) is null ? null
        : await helped.OfAsync(http.Me(), http.RequestAborted);

    private static async Task<(Appointment? Found, IResult? Refused)> FindAsync(string code, HttpContext http, BookVisit own, BookForHelped helped)
    {
        if (!http.Me().IsOfficer)
        {
            return await OwnAsync(code, http, own);
        }

        return await AppointmentsAsync(http, own, helped) is not { } all ? (null, Problems.Conflict(HelpsNobody))
            : CaseReference.TryParse(code, out var read) && all.FirstOrDefault(a => a.Code == read.Value) is { } found ? (found, null)
            : (null, NotThere());
    }

    private static async Task<(Appointment? Found, IResult? Refused)> OwnAsync(string code, HttpContext http, BookVisit own) =>
        await own.FindAsync(http.Me(), code, http.RequestAborted) is not { } found ? (null, NotThere())
        : !Reached(http, found.Service) ? (null, http.OtherInstitution(found.Service.Split('/')[0]))
        : (found, null);

    private static async Task<IResult> FreeAsync(string? reason, string? service, string? place, HttpContext http, PublishedServices services, FindVisitPlaces places, FreeTimes free)
    {
        if (services.Catalogue.Visits.Find(reason) is not { } kind)
        {
            return NoReason();
        }

        if (!ServiceId.TryParse(service, out var id) || services.Catalogue.Find(id) is null)
        {
            return Problems.Bad(new("service: خدمة من القائمة، مثل moj/non-conviction-certificate.", "service is one of the list, such as moj/non-conviction-certificate."));
        }

        if (!Reached(http, service!))
        {
            return http.OtherInstitution(id.Institution);
        }

        var all = await places.ForAsync(kind, id, http.RequestAborted);
        if (place is null)
        {
            return Results.Ok(new FreeBody([.. all.Select(View)], []));
        }

        return all.FirstOrDefault(p => p.Id == place) is { } at
            ? Results.Ok(new FreeBody([View(at)], [.. (await free.OfAsync(at, kind, http.RequestAborted)).Select(d => new FreeDayBody(d.Day, d.Times))]))
            : NoPlace();
    }

    private static async Task<IResult> BookAsync(VisitOrderBody body, HttpContext http, BookVisit own, BookForHelped helped, PublishedServices services, ReadCase cases)
    {
        var me = http.Me();
        if (services.Catalogue.Visits.Find(body.Reason) is null)
        {
            return NoReason();
        }

        if (me.IsOfficer)
        {
            return await helped.WhoAsync(me, http.RequestAborted) is null
                ? Problems.Conflict(HelpsNobody)
                : await AnswerAsync(await helped.BookAsync(me, Order(body), http.RequestAborted), http, own, helped, StatusCodes.Status201Created);
        }

        if (!string.IsNullOrWhiteSpace(body.Reference))
        {
            if (await CaseCalls.FindAsync(body.Reference, http, cases) is (null, var refused))
            {
                return refused!;
            }
        }
        else if (body.Service is { } service && !http.ReachesService(service))
        {
            return http.OtherInstitution(service.Split('/')[0]);
        }

        return await AnswerAsync(await own.BookAsync(me, Order(body), http.RequestAborted, Channel.Api), http, own, helped, StatusCodes.Status201Created);
    }

    private static VisitOrder Order(VisitOrderBody body) => new(body.Reason, body.Place, body.At, body.Service, body.Reference);

    private static async Task<IResult> AnswerAsync(BookingResult result, HttpContext http, BookVisit own, BookForHelped helped, int status)
    {
        switch (result)
        {
            case BookingResult.Booked booked:
                var (found, refused) = await FindAsync(booked.Code, http, own, helped);
                return found is null ? refused!
                    : status == StatusCodes.Status201Created ? Results.Created($"{http.Request.Path}/{found.Code}", View(found))
                    : Results.Ok(View(found));
            case BookingResult.Refused no:
                return no.Field is null ? Problems.Conflict(no.Why) : Problems.Bad(no.Why);
            default:
                return NotThere();
        }
    }

    private static IEnumerable<string> Offered(VisitKind kind, PublishedServices services) => kind.Services.Where(s => services.Catalogue.Find(s) is not null).Select(s => s.ToString());

    private static VisitBody View(Appointment a) => new(a.Code, a.Kind, a.Service, a.Reference, View(a.Place), a.At, a.Minutes, Name(a.State), a.MayChange, a.Ticket);

    internal static VisitPlaceBody View(VisitPlace place) => new(place.Id, place.Name);

    internal static NumberBody Number(Ticket t) => new(t.Id, t.Number, t.Kind, t.Service, t.For, Name(t.State), t.Window);

    private static int? Minutes(TimeSpan? wait) => wait is { } some ? (int)Math.Ceiling(some.TotalMinutes) : null;

    private static IResult NotThere() => Problems.NotFound("موعد", "appointment");

    internal static IResult NoPlace() => Problems.Missing(new("لا يُستقبل أحد في هذا المكان. خذ المكان من القائمة.", "Nobody is received at this place. Take one of the list."));

    internal static IResult NoReason() => Problems.Bad(new("reason: سبب من قائمة أسباب الزيارة.", "reason is one of the list of reasons for a visit."));
}

internal sealed record VisitPlaceBody([property: Description("An office as moj/palace, or the counter of a partner as counter/POST-1.")] string Id, LocalizedText Name);

internal sealed record VisitReasonBody(
    string Id,
    LocalizedText Name,
    [property: Description("Why law or practice demands it.")] LocalizedText Why,
    [property: Description("What to bring.")] IReadOnlyList<LocalizedText> Bring,
    int Minutes,
    [property: Description("For which it is booked without a case.")] IReadOnlyList<string> Services,
    [property: Description("For whose cases it is booked, where a case needs it.")] IReadOnlyList<string> ForCasesOf);

internal sealed record FreeBody(IReadOnlyList<VisitPlaceBody> Places, IReadOnlyList<FreeDayBody> Days);

internal sealed record FreeDayBody(DateOnly Day, IReadOnlyList<DateTimeOffset> Times);

internal sealed record VisitOrderBody
{
    [Description("The id of a reason.")]
    public string? Reason { get; init; }

    public string? Place { get; init; }

    [Description("One of the free times.")]
    public DateTimeOffset? At { get; init; }

    [Description("Needed where no case is named.")]
    public string? Service { get; init; }

    [Description("The case that needs the visit.")]
    public string? Reference { get; init; }
}

internal sealed record VisitTimeBody { public DateTimeOffset? At { get; init; } }

internal sealed record ArrivalBody
{
    [Description("Where the person is.")]
    public string? Place { get; init; }
}

internal sealed record VisitBody(
    [property: Description("By which the person checks in.")] string Code,
    string Reason,
    string Service,
    string? Reference,
    VisitPlaceBody Place,
    DateTimeOffset At,
    int Minutes,
    [property: Description("booked, arrived, served, missed or cancelled.")] string State,
    [property: Description("Whether it can still be moved or cancelled.")] bool MayChange,
    [property: Description("The id of the number in the queue; null until the person is there.")] Guid? Number);

internal sealed record NumberBody(
    Guid Id,
    int Number,
    string Reason,
    string? Service,
    [property: Description("The time of the appointment; null without one.")] DateTimeOffset? For,
    [property: Description("waiting, called, done or gone.")] string State,
    int? Window);

internal sealed record WaitingBody(
    NumberBody Number,
    VisitPlaceBody Place,
    [property: Description("How many are called before; null once it is called.")] int? Before,
    [property: Description("The median of today's waiting for the reason; null where nobody was called yet.")] int? AboutMinutes);

internal sealed record BoardBody(
    VisitPlaceBody Place, bool Open, int Waiting, [property: Description("The last called first.")] IReadOnlyList<NumberBody> Called,
    [property: Description("The median of today's waiting in minutes, by reason.")] IReadOnlyDictionary<string, int> WaitMinutes);
