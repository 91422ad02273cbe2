using System.ComponentModel;
using Diwan.Apps;
using Diwan.Assistance;
using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Engine.Definitions;
using Diwan.Engine.Process;
using Diwan.Kernel;
using Diwan.Web.Api.Calls;
using Diwan.Web.Pages.Centre;
using static Diwan.Web.Api.ApiNames;

namespace Diwan.Web.Api;

/// <summary>The contact centre: a call is begun, its caller found and known, served, and the call ended with its record. Outside a call nobody is shown. A session in it is one of assistance.</summary>
internal static class CentreCalls
{
    internal static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/centre").WithTags("Contact centre");
        MapCall(group);
        MapCaller(group);
        MapDesk(group);
        MapLead(group);
    }

    private static void MapCall(RouteGroupBuilder group)
    {
        group.MapPost("/call", async (CallOrderBody body, HttpContext http, TakeCall take, FindCall calls) =>
                await take.BeginAsync(http.Me(), body.Phone, http.RequestAborted) switch
                {
                    TakeCall.Result.Begun begun => Results.Created("/api/v1/centre/call", View(begun.Call)),
                    TakeCall.Result.Refused refused => await calls.OfAgentAsync(http.Me(), http.RequestAborted) is null ? Problems.Bad(refused.Why) : Problems.Conflict(refused.Why),
                    _ => NotAllowed(),
                })
            .WithSummary("Begins a call.").Produces<CallBody>(201).ProducesProblem(400).ProducesProblem(409).Needs(AppScopes.Centre).MayRepeat();
        group.MapGet("/call", async (HttpContext http, FindCall calls) =>
                await calls.OfAgentAsync(http.Me(), http.RequestAborted) is { } call ? Results.Ok(View(call)) : Problems.Missing(NoCallWords))
            .WithSummary("The call that the agent is in.").Produces<CallBody>().ProducesProblem(404).Needs(AppScopes.Centre);
        group.MapPost("/call/find", async (CallerLookBody body, HttpContext http, KnowCaller know, FindCall calls) =>
                await AnswerAsync(
                    await know.FindAsync(http.Me(), new(body.Reference, body.Number, body.ByPhone), http.RequestAborted), http, calls,
                    isBad: string.IsNullOrWhiteSpace(body.Reference) && !NationalNumber.TryParse(body.Number, out _) && !(body.ByPhone && string.IsNullOrWhiteSpace(body.Number))))
            .WithSummary("Finds who calls: by the reference of a case, the number that calls, or the national number they say. A question for them is answered, or that they are known.")
            .Produces<CallBody>().ProducesProblem(400).ProducesProblem(409).Needs(AppScopes.Centre).MayRepeat(WithinAsync);
        group.MapPost("/call/answer", async (SaidBody body, HttpContext http, KnowCaller know, FindCall calls) =>
                await AnswerAsync(await know.AnswerAsync(http.Me(), body.Said, http.RequestAborted), http, calls, isBad: true))
            .WithSummary("What the caller answered to the question that waits. Wrong answers are counted; the caller's ledger tells of them.").Produces<CallBody>().ProducesProblem(400).ProducesProblem(409).Needs(AppScopes.Centre).MayRepeat(WithinAsync);
        group.MapPost("/call/end", async (CallEndBody body, HttpContext http, TakeCall take) =>
                await take.EndAsync(http.Me(), new(body.Reason, Of<CallOutcome>(body.Outcome), body.Service, body.BackOn, body.BackAt, body.BackTo), http.RequestAborted) switch
                {
                    TakeCall.Result.Ended => Results.NoContent(),
                    TakeCall.Result.Refused refused => Problems.Bad(refused.Why),
                    TakeCall.Result.NoCall => NoCall(),
                    _ => NotAllowed(),
                })
            .WithSummary("Ends the call, with its record: why they called, how it ended, and when the centre calls back. A session in it ends too.").Produces(204).ProducesProblem(400).ProducesProblem(409).Needs(AppScopes.Centre).MayRepeat();
    }

    private static async Task<string?> WithinAsync(HttpContext http) =>
        (await http.RequestServices.GetRequiredService<FindCall>().OfAgentAsync(http.Me(), http.RequestAborted))?.Id.ToString("N");

    private static void MapCaller(RouteGroupBuilder group)
    {
        group.MapGet("/call/track/{reference}", async (string reference, HttpContext http, ServeCaller serve) =>
                await serve.TrackAsync(http.Me(), reference, http.RequestAborted) is { } found
                    ? Results.Ok(new TrackedBody(found.Reference, found.Definition.Id.ToString(), found.State.Code(), found.SubmittedAt, found.ChangedAt, found.PromisedAt))
                    : Problems.Missing(new("لا مكالمة مفتوحة، أو لا معاملة بهذا الرقم.", "There is no open call, or no case under this reference.")))
            .WithSummary("Where a case stands, as anybody is told by its reference.").Produces<TrackedBody>().ProducesProblem(404).Needs(AppScopes.Centre);
        group.MapGet("/call/cases", async (HttpContext http, ServeCaller serve, FindCall calls) =>
                await calls.OfAgentAsync(http.Me(), http.RequestAborted) is not { } call ? NoCall()
                : call.Person is null ? Problems.Conflict(new("لم يُعرف المتصل بعد.", "The caller is not known yet."))
                : Results.Ok((await serve.CasesAsync(http.Me(), http.RequestAborted)).Select(c => new CaseLineBody(c.Reference, c.Service, c.Name, c.State.Code(), c.SubmittedAt, c.PromisedAt))))
            .WithSummary("The cases of the caller, once they are known.").Produces<IEnumerable<CaseLineBody>>().ProducesProblem(409).Needs(AppScopes.Centre);
        group.MapGet("/call/cases/{reference}", async (string reference, HttpContext http, ServeCaller serve) =>
                await serve.CaseAsync(http.Me(), reference, http.RequestAborted) is { } found ? Results.Ok(CaseCalls.View(found)) : NotTheirs())
            .WithSummary("A case of the caller in the words they read themselves. What changes it needs a session.").Produces<CaseBody>().ProducesProblem(404).Needs(AppScopes.Centre);
        group.MapPost("/call/cases/{reference}/bill", async (string reference, HttpContext http, ServeCaller serve, Links links) =>
                await serve.SendBillAsync(http.Me(), reference, number => $"{http.Request.Scheme}://{http.Request.Host}{links.To(http.Me().Language, $"/pay/{number}")}", http.RequestAborted) ? Results.NoContent() : NotTheirs())
            .WithSummary("Sends the number of the case's bill to the telephone that is on record for the caller. No card is ever read out.").Produces(204).ProducesProblem(404).Needs(AppScopes.Centre).MayRepeat(WithinAsync);
        group.MapPost("/call/complaint", async (CallComplaintBody body, HttpContext http, ServeCaller serve) =>
                await serve.ComplainAsync(http.Me(), body.Service ?? "", body.Reference, body.Words, http.Me().Language, http.RequestAborted) switch
                {
                    Complain.Result.Taken taken => Results.Created("/api/v1/centre/call", new CallComplaintTakenBody(taken.Number, taken.AnswerBy, taken.Code)),
                    Complain.Result.Refused refused => Problems.Bad(refused.Why),
                    Complain.Result.NoSuchService => Problems.Bad(new("اختر الخدمة التي تخصها الشكوى.", "Choose the service the complaint is about.")),
                    _ => NoCall(),
                })
            .WithSummary("Takes a complaint in the call, one at most: it has a number, an owner and a date.").Produces<CallComplaintTakenBody>(201).ProducesProblem(400).ProducesProblem(409).Needs(AppScopes.Centre).MayRepeat(WithinAsync);
    }

    private static void MapDesk(RouteGroupBuilder group)
    {
        group.MapGet("/calls", async (HttpContext http, FindCall calls, TimeProvider time) => Results.Ok(
                (await calls.SinceAsync(http.Me(), NationalCalendar.At(NationalCalendar.DateAt(time.GetUtcNow()), TimeOnly.MinValue), http.RequestAborted))
                    .Select(l => new CallLineBody(l.BegunAt, l.EndedAt, l.Reason, l.Outcome is { } outcome ? Name(outcome) : null, l.Service, l.Known))))
            .WithSummary("The agent's calls of today. They say nothing of the people.").Produces<IEnumerable<CallLineBody>>().Needs(AppScopes.Centre);
        group.MapGet("/reasons", (PublishedServices services) => Results.Ok(services.Catalogue.Centre.Reasons.Select(r => new ReasonBody(r.Id, r.Name))))
            .WithSummary("Why people call, for the record of a call.").Produces<IEnumerable<ReasonBody>>().Needs(AppScopes.Centre);
        group.MapGet("/answers", (string? q, string? service, HttpContext http, PublishedServices services, KnowledgeSearch search, CentreWords words) =>
            {
                var one = string.IsNullOrEmpty(service) ? null : services.Current(service);
                if ((string.IsNullOrWhiteSpace(q) && one is null) || (one is null && !string.IsNullOrEmpty(service)))
                {
                    return Problems.Bad(new("أعطِ كلمات السؤال في q، أو خدمة من القائمة في service.", "Give the words of the question in q, or a service of the list in service."));
                }

                var found = string.IsNullOrWhiteSpace(q) ? [.. services.Catalogue.Centre.Of(one!.Id).Select(e => new KnowledgeFound(one, e))] : search.Find(q, one?.Id, http.Me().Language);
                return Results.Ok(found.Select(f => (f, Ar: Speaking.In(Language.Arabic, () => words.Read(f.Service, f.Entry)), En: Speaking.In(Language.English, () => words.Read(f.Service, f.Entry))))
                    .Where(a => a.Ar is not null && a.En is not null)
                    .Select(a => new KnowledgeBody(a.f.Service.Id.ToString(), new(a.Ar!.Topic, a.En!.Topic), new(a.Ar.Question, a.En.Question), new(Speaking.Plain(a.Ar.Words), Speaking.Plain(a.En.Words)))).ToList());
            })
            .WithSummary("What the centre answers: by a caller's words, or all of one service.").Produces<IEnumerable<KnowledgeBody>>().ProducesProblem(400).Needs(AppScopes.Centre);
        group.MapGet("/scripts", async (KeepOutages outages, CancellationToken ct) => Results.Ok(
                (await outages.NowAsync(ct)).Select(s => new ScriptBody(s.Declared, s.Name, s.Words, s.Service, s.Since, s.Until))))
            .WithSummary("What is to be read out now, while something is down.").Produces<IEnumerable<ScriptBody>>().Needs(AppScopes.Centre);
        group.MapGet("/call-backs", async (HttpContext http, KeepCallBacks callBacks) => Results.Ok(
                (await callBacks.OwedAsync(http.Me(), http.RequestAborted)).Select(c => new CallBackBody(c.Id, c.Phone, c.Reason, c.Service, c.OwnerName, c.OwnerKey == http.Me().PersonKey, c.DueAt, c.Late, c.Tries))))
            .WithSummary("The call-backs that are owed, the soonest first: the agent's own, or everybody's for the supervisor.").Produces<IEnumerable<CallBackBody>>().Needs(AppScopes.Centre);
        group.MapPost("/call-backs/{id:guid}/reached", ReachedAsync).WithSummary("The person of a call-back answered: a call is begun with them.")
            .Produces<CallBody>(201).ProducesProblem(404).ProducesProblem(409).Needs(AppScopes.Centre).MayRepeat();
        group.MapPost("/call-backs/{id:guid}/not-reached", async (Guid id, HttpContext http, KeepCallBacks callBacks) => Answer(await callBacks.NotReachedAsync(http.Me(), id, http.RequestAborted)))
            .WithSummary("Nobody answered. After the third time it is given up, and the person is told so.").Produces(204).ProducesProblem(404).Needs(AppScopes.Centre).MayRepeat();
    }

    private static void MapLead(RouteGroupBuilder group)
    {
        group.MapPost("/call-backs/{id:guid}/take-over", async (Guid id, HttpContext http, KeepCallBacks callBacks) => Answer(await callBacks.TakeOverAsync(http.Me(), id, http.RequestAborted)))
            .WithSummary("The supervisor takes a call-back over from its owner.").Produces(204).ProducesProblem(404).Needs(AppScopes.Centre).MayRepeat();
        group.MapPost("/outages", async (OutageOrderBody body, HttpContext http, KeepOutages outages) => Answer(await outages.DeclareAsync(http.Me(), body.Script, body.Service, body.Hours, http.RequestAborted)))
            .WithSummary("The supervisor declares an outage: its script is read out to callers.").Produces(204).ProducesProblem(400).Needs(AppScopes.Centre).MayRepeat();
        group.MapPost("/outages/{id:guid}/lift", async (Guid id, HttpContext http, KeepOutages outages) => Answer(await outages.LiftAsync(http.Me(), id, http.RequestAborted)))
            .WithSummary("The supervisor lifts an outage.").Produces(204).ProducesProblem(404).Needs(AppScopes.Centre).MayRepeat();
    }

    private static async Task<IResult> ReachedAsync(Guid id, HttpContext http, KeepCallBacks callBacks, FindCall calls, TakeCall take)
    {
        // A call-back is not done as long as no call can be begun for it.
        if (await calls.OfAgentAsync(http.Me(), http.RequestAborted) is not null)
        {
            return Problems.Conflict(new("أنت في مكالمة. أنهها أولاً.", "You are in a call. End it first."));
        }

        return await callBacks.DoneAsync(http.Me(), id, http.RequestAborted) is not KeepCallBacks.Result.Kept kept ? Problems.NotFound("معاودة اتصال مستحقة", "call-back that is owed")
            : await take.BeginAsync(http.Me(), kept.Phone, http.RequestAborted, id) switch
            {
                TakeCall.Result.Begun begun => Results.Created("/api/v1/centre/call", View(begun.Call)),
                TakeCall.Result.Refused refused => Problems.Conflict(refused.Why),
                _ => NotAllowed(),
            };
    }

    /// <summary>Who the caller is, is read from the call, while it goes on: what is answered here may be given again to who repeats the request.</summary>
    private static async Task<IResult> AnswerAsync(KnowCaller.Result result, HttpContext http, FindCall calls, bool isBad) => result switch
    {
        KnowCaller.Result.Refused refused => isBad ? Problems.Bad(refused.Why) : Problems.Conflict(refused.Why),
        KnowCaller.Result.NoCall => NoCall(),
        KnowCaller.Result.NotAllowed => NotAllowed(),
        _ => await calls.OfAgentAsync(http.Me(), http.RequestAborted) is { } call ? Results.Ok(View(call) with { Caller = null }) : NoCall(),
    };

    private static IResult Answer(KeepCallBacks.Result result) => result switch
    {
        KeepCallBacks.Result.Kept => Results.NoContent(),
        KeepCallBacks.Result.NotAllowed => NotLead(),
        _ => Problems.NotFound("معاودة اتصال مستحقة", "call-back that is owed"),
    };

    private static IResult Answer(KeepOutages.Result result) => result switch
    {
        KeepOutages.Result.Kept => Results.NoContent(),
        KeepOutages.Result.Refused refused => Problems.Bad(refused.Why),
        KeepOutages.Result.NotAllowed => NotLead(),
        _ => Problems.NotFound("عطل معلن", "outage that was declared"),
    };

    private static CallBody View(CentreCall c) => new(
        c.Id, c.Phone, c.BegunAt, c.EndsAt, c.Person is not null, c.Person is { } person ? AssistanceCalls.Party(person) : null, c.Asked is { } asked ? new ReasonBody(asked.Id, asked.Ask) : null, c.WrongLeft, c.Service, c.Reference, c.Complaint);

    private static readonly LocalizedText NoCallWords = new("لا مكالمة مفتوحة. ربما انتهى وقتها.", "There is no open call. Its time may be over.");

    private static IResult NoCall() => Problems.Conflict(NoCallWords);

    private static IResult NotTheirs() => Problems.Missing(new(
        "لا مكالمة مع متصل معروف له هذه المعاملة، أو لا شيء عليه فيها.", "There is no call with a known caller whose case this is, or nothing is due of it."));

    private static IResult NotAllowed() => Problems.Forbidden(new("هذا لموظفي مركز الاتصال.", "This is for agents of the contact centre."));

    private static IResult NotLead() => Problems.Forbidden(new("هذا لمشرف مركز الاتصال.", "This is for the supervisor of the contact centre."));
}

internal sealed record CallOrderBody
{
    [Description("The number that calls; null where it is withheld.")]
    public string? Phone { get; init; }
}

internal sealed record CallBody(
    Guid Id, string? Phone, DateTimeOffset BegunAt, DateTimeOffset EndsAt,
    [property: Description("Whether the caller is known.")] bool Known,
    [property: Description("Read from GET /centre/call alone; null while they are not known.")] PartyBody? Caller,
    [property: Description("The question that waits for the caller's answer.")] ReasonBody? Asked,
    [property: Description("How many wrong answers are left in this call.")] int WrongLeft,
    string? Service, string? Reference,
    [property: Description("The number of the complaint that was taken in it.")] string? Complaint);

internal sealed record CallerLookBody
{
    [Description("Of a case of theirs.")]
    public string? Reference { get; init; }

    [Description("Their national number; with byPhone, which of those whose number calls.")]
    public string? Number { get; init; }

    public bool ByPhone { get; init; }
}

internal sealed record SaidBody
{
    [Description("A date as day, month and year; a name; a number; for the last service its id.")]
    public string? Said { get; init; }
}

internal sealed record CallEndBody
{
    [Description("The id of a reason.")]
    public string? Reason { get; init; }

    [Description("answered, applied, complained, callBack, referred or cutOff.")]
    public string? Outcome { get; init; }

    public string? Service { get; init; }

    [Description("With callBack: the day on which the centre calls.")]
    public DateOnly? BackOn { get; init; }

    [Description("With callBack: the time in Amman.")]
    public TimeOnly? BackAt { get; init; }

    [Description("Another number than the one that called.")]
    public string? BackTo { get; init; }
}

internal sealed record CallComplaintBody
{
    public string? Service { get; init; }

    public string? Reference { get; init; }

    [Description("What happened, in the caller's words.")]
    public string? Words { get; init; }
}

internal sealed record CallComplaintTakenBody(string Number, DateTimeOffset AnswerBy, [property: Description("With the number, opens the answer to who is not signed in. It is given once.")] string Code);

internal sealed record CallLineBody(DateTimeOffset BegunAt, DateTimeOffset? EndedAt, string? Reason, string? Outcome, string? Service, bool Known);

internal sealed record KnowledgeBody(string Service, LocalizedText Topic, LocalizedText Question, LocalizedText Answer);

internal sealed record ScriptBody(
    [property: Description("The outage by which it was declared; null where it shows itself.")] Guid? Outage, LocalizedText Name, LocalizedText Words, LocalizedText? Service, DateTimeOffset Since, DateTimeOffset? Until);

internal sealed record CallBackBody(Guid Id, string Phone, string Reason, string? Service, string Owner, bool Mine, DateTimeOffset DueAt, bool Late, int Tries);

internal sealed record OutageOrderBody
{
    [Description("A script of those that are declared.")]
    public string? Script { get; init; }

    [Description("The one service it is about; null for all.")]
    public string? Service { get; init; }

    public int? Hours { get; init; }
}
