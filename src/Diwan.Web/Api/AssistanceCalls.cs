using System.ComponentModel;
using Diwan.Apps;
using Diwan.Assistance;
using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Documents;
using Diwan.Engine.Journeys;
using Diwan.Kernel;
using Diwan.Web.Api.Calls;
using static Diwan.Web.Api.ApiNames;

namespace Diwan.Web.Api;

/// <summary>
/// An agent helps one person with one service, with their consent: at the counter of a partner, or in a call. There is one session at a time, and nothing outside it; as on the pages, the person
/// reads of each look in their ledger.
/// </summary>
internal static class AssistanceCalls
{
    private const string One = "/session/application";

    internal static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/assistance").WithTags("Assistance");
        group.MapPost("/session", BeginAsync).WithSummary("Begins a session for one person and one service. A code goes to the person's telephone; who has none shows their identity card to the agent at a counter.")
            .Produces<SessionBody>(201).ProducesProblem(400).ProducesProblem(409).Needs(AppScopes.Assistance).MayRepeat();
        group.MapGet("/session", async (HttpContext http, FindSession find, WorkSession work, PublishedServices services) =>
                await find.OfAgentAsync(http.Me(), http.RequestAborted) is { } session ? Results.Ok(await ViewAsync(session, http, work, services)) : NoSession(StatusCodes.Status404NotFound))
            .WithSummary("The session of the agent, with what was begun in it.").Produces<SessionBody>().ProducesProblem(404).Needs(AppScopes.Assistance);
        group.MapPost("/session/agree", async (CodeBody body, HttpContext http, WorkSession work, PublishedServices services) => await work.AgreeAsync(http.Me(), body.Code, http.RequestAborted) switch
            {
                WorkSession.Result.Done { Session: { } session } => Results.Ok(Outside(session, services)),
                WorkSession.Result.Refused refused => Problems.Bad(refused.Why),
                _ => NoSession(),
            })
            .WithSummary("The person told the agent the code of their telephone: they agree. Three wrong ones end the session.").Produces<SessionBody>().ProducesProblem(400).ProducesProblem(409).Needs(AppScopes.Assistance).MayRepeat();
        group.MapPost("/session/end", async (HttpContext http, WorkSession work) => await work.EndAsync(http.Me(), http.RequestAborted) switch
            {
                WorkSession.Result.Done => Results.NoContent(),
                WorkSession.Result.Refused refused => Problems.Conflict(refused.Why),
                _ => NoSession(),
            })
            .WithSummary("Ends the session. The person is told what was done in it.").Produces(204).ProducesProblem(409).Needs(AppScopes.Assistance).MayRepeat();
        group.MapGet("/sessions", async (HttpContext http, FindSession find, TimeProvider time) => Results.Ok(
                (await find.SinceAsync(http.Me(), NationalCalendar.At(NationalCalendar.DateAt(time.GetUtcNow()), TimeOnly.MinValue), http.RequestAborted))
                    .Select(l => new SessionLineBody(l.BegunAt, l.EndedAt, l.Site, l.Service, Name(l.State), Name(l.Consent)))))
            .WithSummary("The agent's sessions of today. They say nothing of the people.").Produces<IEnumerable<SessionLineBody>>().Needs(AppScopes.Assistance);
        group.MapPost(One, async (FormOrderBody body, HttpContext http, WorkSession work) => await work.BeginFormAsync(http.Me(), http.RequestAborted, body.Draft) switch
            {
                (WorkSession.Result.Done, var application) => Results.Created("/api/v1/assistance" + One, new StartedBody(application)),
                (WorkSession.Result.Refused refused, _) => Problems.Conflict(refused.Why),
                _ => NoSession(),
            })
            .WithSummary("Begins the application of the session, or goes on with a draft of the person.").Produces<StartedBody>(201).ProducesProblem(409).Needs(AppScopes.Assistance).MayRepeat();
        ApplicationCalls.OnOne(group, One, AppScopes.Assistance, InSessionAsync);
        group.MapGet("/session/case", CaseAsync).WithSummary("The case that the session's application became.").Produces<CaseBody>().ProducesProblem(404).ProducesProblem(409).Needs(AppScopes.Assistance);
        group.MapGet("/session/documents/{number}", async (string number, HttpContext http, WorkSession work, DownloadDocument download) =>
                await work.ForDocumentAsync(http.Me(), number, http.RequestAborted) is not { } session ? Problems.NotFound("وثيقة في هذه الجلسة", "document in this session")
                : await download.RunAsync(number, session.PersonKey, http.Me().ToActor(), http.RequestAborted) switch
                {
                    DownloadDocument.Result.Ready ready => Results.Bytes(ready.Bytes, "application/pdf", ready.Name),
                    DownloadDocument.Result.NeedsAssurance more => Problems.NeedsAssurance(http, more.Needed),
                    _ => Problems.NotFound("وثيقة في هذه الجلسة", "document in this session"),
                })
            .WithSummary("The sealed PDF of a document of the session's case, to be handed out.").Produces(200, contentType: "application/pdf").ProducesProblem(404).Needs(AppScopes.Assistance);
        VisitCalls.OfOne(api.MapGroup("/assistance/visits").WithTags("Assistance"), AppScopes.Assistance);
    }

    private static async Task<IResult> BeginAsync(SessionOrderBody body, HttpContext http, BeginSession begin, PublishedServices services)
    {
        switch (await begin.RunAsync(http.Me(), new(body.Person, body.Service, body.Card), http.RequestAborted))
        {
            case BeginSession.Result.Begun begun:
                return Results.Created("/api/v1/assistance/session", Outside(begun.Session, services));
            case BeginSession.Result.Refused refused:
                var isBad = (!string.IsNullOrWhiteSpace(body.Person) && !NationalNumber.TryParse(body.Person, out _)) || body.Service is null || services.Current(body.Service) is null;
                return isBad ? Problems.Bad(refused.Why) : Problems.Conflict(refused.Why);
            default:
                return Problems.Forbidden(new("هذا لموظفي نقاط الخدمة ومركز الاتصال.", "This is for agents of counters and of the contact centre."));
        }
    }

    /// <summary>Without the person, who is read from the session while it is open: what is answered with this may be given again to who repeats the request.</summary>
    private static SessionBody Outside(AssistedSession session, PublishedServices services) => new(
        session.Id, Name(session.State), session.Channel.Code(), session.Service, services.Current(session.Service)?.Name ?? LocalizedText.Same(session.Service), Name(session.Consent), session.TriesLeft,
        session.BegunAt, session.EndsAt, null, session.Application, null, []);

    private static async Task<SessionBody> ViewAsync(AssistedSession session, HttpContext http, WorkSession work, PublishedServices services) => session.State != SessionState.Open
        ? Outside(session, services)
        : Outside(session, services) with
        {
            Person = Party(session.Person),
            Reference = await work.ReferenceAsync(session, http.RequestAborted),
            Drafts = session.Application is not null ? [] : [.. (await work.DraftsAsync(http.Me(), http.RequestAborted)).Select(d => new DraftBody(d.Id, d.Service, d.Name, d.ChangedAt))],
        };

    internal static PartyBody Party(Applicant person) => new(
        person.NationalNumber ?? person.DocumentNumber ?? "", new(person.Name ?? "", string.IsNullOrEmpty(person.NameEn) ? person.Name ?? "" : person.NameEn));

    /// <summary>The application of the open session; it is the only one there is for an agent.</summary>
    private static async Task<(OneApplication? One, IResult? Refused)> InSessionAsync(HttpContext http)
    {
        var (services, ct) = (http.RequestServices, http.RequestAborted);
        return await services.GetRequiredService<FindSession>().OfAgentAsync(http.Me(), ct) is { State: SessionState.Open, Application: { } application }
            && await services.GetRequiredService<WorkSession>().ForApplicationAsync(http.Me(), application, ct) is { } session
            ? (new OneApplication(application, session.PersonKey, "/api/v1/assistance/session/case"), null)
            : (null, NoSession());
    }

    private static async Task<IResult> CaseAsync(HttpContext http, FindSession find, WorkSession work, ReadCase read)
    {
        var (me, ct) = (http.Me(), http.RequestAborted);
        if (await find.OfAgentAsync(me, ct) is not { State: SessionState.Open } session)
        {
            return NoSession();
        }

        return await work.ReferenceAsync(session, ct) is { } reference && await work.ForCaseAsync(me, reference, ct) is not null
            && await read.ForApplicantAsync(reference, session.PersonKey, ct) is { } found
            ? Results.Ok(CaseCalls.View(found))
            : Problems.Missing(new("لم يُقدَّم طلب في هذه الجلسة بعد.", "No application was submitted in this session yet."));
    }

    private static IResult NoSession(int status = StatusCodes.Status409Conflict)
    {
        LocalizedText words = new("لا جلسة مفتوحة لهذا. ربما انتهى وقتها، أو لم يوافق صاحبها بعد.", "There is no open session for this. Its time may be over, or the person has not agreed yet.");
        return status == StatusCodes.Status404NotFound ? Problems.Missing(words) : Problems.Conflict(words);
    }
}

internal sealed record SessionOrderBody
{
    [Description("The person's national number. In a call blank for the caller themselves, once they are known.")]
    public string? Person { get; init; }

    [Description("The service they are helped with.")]
    public string? Service { get; init; }

    [Description("The number of the identity card in the agent's hand: at a counter, for people without a telephone only.")]
    public string? Card { get; init; }
}

internal sealed record SessionBody(
    Guid Id,
    [property: Description("awaitingConsent, open, ended or notAgreed.")] string State,
    [property: Description("assisted at a counter, contactCentre in a call.")] string Channel,
    string Service,
    LocalizedText ServiceName,
    [property: Description("code or identitySeen.")] string Consent,
    [property: Description("How often the code may still be given wrongly.")] int TriesLeft,
    DateTimeOffset BegunAt,
    DateTimeOffset EndsAt,
    [property: Description("Read from GET /assistance/session alone; null until they agree.")] PartyBody? Person,
    Guid? Application,
    [property: Description("The case that the application became.")] string? Reference,
    [property: Description("What the person began elsewhere for this service; one of them may be gone on with.")] IReadOnlyList<DraftBody> Drafts);

internal sealed record SessionLineBody(DateTimeOffset BegunAt, DateTimeOffset? EndedAt, string Site, string Service, string State, string Consent);

internal sealed record FormOrderBody
{
    [Description("A draft of the person to go on with; null for a new application.")]
    public Guid? Draft { get; init; }
}
