using System.ComponentModel;
using Diwan.Apps;
using Diwan.Cases.Published;
using Diwan.Kernel;
using Diwan.Visits;
using Diwan.Web.Api.Calls;

namespace Diwan.Web.Api;

/// <summary>The queue of a place: numbers given at the door, and called to a window. Only for who works there at this moment.</summary>
internal static class QueueCalls
{
    internal static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/queue").WithTags("Queue");
        group.MapGet("/places", async (HttpContext http, FindVisitPlaces places, PublishedServices services) => Results.Ok(
                (await places.OfStaffAsync(http.Me(), http.RequestAborted)).Where(p => Reaches(http, p.Id))
                    .Select(p => new WorkplaceBody(p.Id, p.Name, p.Capacity.Windows, [.. services.Catalogue.Visits.At(p.Id).Select(k => new ReasonBody(k.Id, k.Name))]))))
            .WithSummary("The places at whose windows the officer works.").Produces<IEnumerable<WorkplaceBody>>().Needs(AppScopes.Queue);
        group.MapPost("/{institution}/{office}/numbers", GiveAsync).WithSummary("Gives a number at the door: by the code of an appointment, or for a reason. Nothing is written of who came without one.")
            .Produces<NumberBody>(201).ProducesProblem(409).Needs(AppScopes.Queue).MayRepeat();
        const string one = "/{institution}/{office}/windows/{window:int}";
        group.MapGet(one, async (string institution, string office, int window, HttpContext http, WorkWindow work) =>
                Refuse(http, institution) ?? (await work.ReadAsync(http.Me(), $"{institution}/{office}", window, http.RequestAborted) is { } view
                    ? Results.Ok(new WindowBody(VisitCalls.View(view.Place), view.Window, view.Current is { } current ? AtWindow(current) : null, [.. view.Waiting.Select(AtWindow)]))
                    : NotThere()))
            .WithSummary("A window: who is at it, and who waits in the order in which they are called.").Produces<WindowBody>().Needs(AppScopes.Queue);
        Act(group, one + "/next", "Calls who is next.", (work, http, place, at) => work.NextAsync(http.Me(), place, at, http.RequestAborted));
        Act(group, one + "/done", "The visit is over.", (work, http, place, at) => work.DoneAsync(http.Me(), place, at, http.RequestAborted));
        Act(group, one + "/missed", "They did not come to the window: they wait again behind the others, and the second time the number is given up.",
            (work, http, place, at) => work.NotThereAsync(http.Me(), place, at, http.RequestAborted));
        group.MapPost(one + "/reason", async (string institution, string office, int window, NumberOrderBody body, HttpContext http, WorkWindow work) =>
                Refuse(http, institution) ?? Answer(await work.ToReasonAsync(http.Me(), $"{institution}/{office}", window, body.Reason, http.RequestAborted), StatusCodes.Status200OK))
            .WithSummary("It is another reason: they wait for that one, in the place they had.").Produces<NumberBody>().ProducesProblem(409).Needs(AppScopes.Queue).MayRepeat();
    }

    private static void Act(RouteGroupBuilder group, string at, string summary, Func<WorkWindow, HttpContext, string, int, Task<QueueResult>> act) =>
        group.MapPost(at, async (string institution, string office, int window, HttpContext http, WorkWindow work) =>
                Refuse(http, institution) ?? Answer(await act(work, http, $"{institution}/{office}", window), StatusCodes.Status200OK))
            .WithSummary(summary).Produces<NumberBody>().ProducesProblem(409).Needs(AppScopes.Queue).MayRepeat();

    private static async Task<IResult> GiveAsync(string institution, string office, NumberOrderBody body, HttpContext http, Arrive arrive) =>
        Refuse(http, institution) ?? Answer(
            string.IsNullOrWhiteSpace(body.Code)
                ? await arrive.WithoutAppointmentAsync(http.Me(), $"{institution}/{office}", body.Reason, body.Service, http.RequestAborted)
                : await arrive.ByCodeAsync(http.Me(), $"{institution}/{office}", body.Code, http.RequestAborted),
            StatusCodes.Status201Created);

    private static bool Reaches(HttpContext http, string place) => http.Reaches(place.Split('/')[0]);

    private static IResult? Refuse(HttpContext http, string institution) => http.Reaches(institution) ? null : http.OtherInstitution(institution);

    private static IResult Answer(QueueResult result, int status) => result switch
    {
        QueueResult.Done done when status == StatusCodes.Status201Created => Results.Created($"/api/v1/visits/numbers/{done.Ticket.Id}", VisitCalls.Number(done.Ticket)),
        QueueResult.Done done => Results.Ok(VisitCalls.Number(done.Ticket)),
        QueueResult.Nobody => Problems.Conflict(new("لا أحد ينتظر.", "Nobody waits.")),
        QueueResult.Refused { Field: "kind" } refused => Problems.Bad(refused.Why),
        QueueResult.Refused refused => Problems.Conflict(refused.Why),
        _ => NotThere(),
    };

    private static IResult NotThere() => Problems.Forbidden(new("لا تعمل عند نافذة كهذه في هذا المكان الآن.", "You do not work at such a window of this place now."));

    private static AtWindowBody AtWindow(Ticket t) => new(VisitCalls.Number(t), t.Reference, t.Calls);
}

internal sealed record WorkplaceBody(string Id, LocalizedText Name, int Windows, IReadOnlyList<ReasonBody> Reasons);

internal sealed record NumberOrderBody
{
    [Description("The code of the appointment; without it, a reason.")]
    public string? Code { get; init; }

    [Description("The id of a reason for which people come to this place.")]
    public string? Reason { get; init; }

    [Description("For which service, where they say so.")]
    public string? Service { get; init; }
}

internal sealed record WindowBody(VisitPlaceBody Place, int Window, [property: Description("Who is at it.")] AtWindowBody? Current, IReadOnlyList<AtWindowBody> Waiting);

internal sealed record AtWindowBody(NumberBody Number, [property: Description("The case for which the appointment was made.")] string? Reference, [property: Description("How often it was called.")] int Calls);
