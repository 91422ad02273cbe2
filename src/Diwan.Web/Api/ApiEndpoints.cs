using System.Text.Json.Nodes;
using Diwan.Accounts;
using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Engine.Answers;
using Diwan.Engine.Definitions;
using Diwan.Engine.Process;
using Diwan.Engine.Rules;
using Diwan.Kernel;
using Diwan.Web.Identity;

namespace Diwan.Web.Api;

/// <summary>
/// The same journey as the pages, in JSON: catalogue, one JSON Schema a service, create, answer, submit, track. Errors are problem
/// details (RFC 9457) with the words in both languages. The document is at <c>/api/openapi/v1.json</c>.
/// </summary>
internal static class ApiEndpoints
{
    internal static void MapApi(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1").WithTags("Diwan");
        api.MapGet("/services", (PublishedServices services) => services.Catalogue.Services.Select(s => Summary(s)))
            .WithSummary("The services that can be applied for.");
        api.MapGet("/services/{institution}/{service}", (string institution, string service, PublishedServices services) =>
                services.Current($"{institution}/{service}") is { } found ? Results.Ok(Summary(found)) : Problems.NotFound("خدمة", "service"))
            .WithSummary("One service.");
        api.MapGet("/services/{institution}/{service}/schema", (string institution, string service, PublishedServices services) =>
                services.Current($"{institution}/{service}") is { } found
                    ? Results.Json(JsonSchema.For(found), contentType: "application/schema+json")
                    : Problems.NotFound("خدمة", "service"))
            .WithSummary("The answers of a service as a JSON Schema, made from its definition.");
        api.MapGet("/track/{reference}", TrackAsync).WithSummary("Where a case stands, by its reference. Nothing personal.");

        var person = api.MapGroup("").RequireAuthorization();
        person.MapPost("/services/{institution}/{service}/applications", StartAsync).WithSummary("Begins an application.");
        person.MapGet("/applications/{id:guid}", ReadAsync).WithSummary("An application: what is asked, what is answered, what it costs.");
        person.MapPut("/applications/{id:guid}/answers", AnswerAsync)
            .WithSummary("Keeps answers, by question. Good ones are kept even when others are refused.");
        person.MapPost("/applications/{id:guid}/submit", SubmitAsync).WithSummary("Submits an application. The case and its bill exist afterwards.");
        person.MapGet("/cases", async (HttpContext http, ListMine mine) =>
                (await mine.CasesAsync(Me(http).PersonKey, http.RequestAborted)).Select(c => new
                {
                    c.Reference,
                    c.Service,
                    state = c.State.Code(),
                    c.SubmittedAt,
                    c.PromisedAt,
                }))
            .WithSummary("The cases of the person who is signed in.");
        person.MapGet("/cases/{reference}", CaseAsync).WithSummary("A case of the person who is signed in, with its timeline.");
    }

    private static SignedIn Me(HttpContext http) => http.User.SignedIn() ?? throw new InvalidOperationException("Nobody is signed in.");

    private static object Summary(ServiceDefinition service) => new
    {
        id = service.Id.ToString(),
        service.Version,
        name = service.Name,
        summary = service.Summary,
        channels = service.Channels.Select(c => c.Code()),
        applicants = service.Applicants.Select(a => a.ToString().ToLowerInvariant()),
        promise = new { service.Promise.WorkingDays, service.Promise.StraightThrough },
        assumed = service.Assumed.Count > 0,
        schema = $"/api/v1/services/{service.Id}/schema",
    };

    private static async Task<IResult> TrackAsync(string reference, ReadCase read, CancellationToken ct)
    {
        if (!CaseReference.TryParse(reference, out _))
        {
            return Problems.Bad(new("رقم المعاملة غير صحيح: ثمانية محارف ومحرف تحقق، مثل 7K4M-92QX-3.", "The reference is not right: eight characters and a check character, such as 7K4M-92QX-3."));
        }

        return await read.TrackAsync(reference, ct) is { } found
            ? Results.Ok(new { found.Reference, service = found.Definition.Id.ToString(), state = found.State.Code(), found.SubmittedAt, found.ChangedAt, found.PromisedAt })
            : Problems.NotFound("معاملة", "case");
    }

    private static async Task<IResult> StartAsync(string institution, string service, HttpContext http, StartApplication start)
    {
        var me = Me(http);
        return await start.RunAsync($"{institution}/{service}", SignedInPage.ApplicantOf(me), Channel.Api, me.ToActor(), http.RequestAborted) switch
        {
            StartApplication.Result.Started started => Results.Created($"/api/v1/applications/{started.ApplicationId}", new { id = started.ApplicationId }),
            StartApplication.Result.NotForYou => Problems.Forbidden(new("هذه الخدمة ليست لك.", "This service is not for you.")),
            StartApplication.Result.NotOffered => Problems.Conflict(new("الخدمة غير متاحة الآن بهذه الطريقة.", "The service is not offered now in this way.")),
            _ => Problems.NotFound("خدمة", "service"),
        };
    }

    private static async Task<IResult> ReadAsync(Guid id, HttpContext http, OpenApplication open) =>
        await open.RunAsync(id, Me(http).PersonKey, http.RequestAborted) switch
        {
            OpenApplication.Result.Opened opened => Results.Ok(View(opened.View)),
            OpenApplication.Result.AlreadySubmitted submitted => Problems.Conflict(new(
                $"قُدِّم هذا الطلب من قبل: {submitted.Reference}.", $"This application was submitted before: {submitted.Reference}.")),
            _ => Problems.NotFound("طلب", "application"),
        };

    private static object View(ApplicationView view) => new
    {
        id = view.Id,
        service = view.Definition.Id.ToString(),
        version = view.Definition.Version,
        complete = view.Journey.IsComplete,
        steps = view.Journey.Steps.Select(s => new { section = s.Section.Id, state = s.State.ToString(), questions = s.Questions.Select(q => q.Question.Id) }),
        answers = JsonNode.Parse(view.Answers.ToJson()),
        refusals = view.Journey.Eligibility.Reasons.Select(r => new { r.Code, why = r.Why, remedy = r.Remedy }),
        registersDown = view.Down.Select(r => r.Operation.Id),
        fees = view.Journey.IsComplete && view.Journey.Refusals.Count == 0
            ? RuleBook.Fees(view.Definition, view.Journey.Context).Lines.Select(l => new { l.Code, kind = l.Kind.ToString(), l.Amount, l.Instrument, why = l.Why })
            : null,
    };

    private static async Task<IResult> AnswerAsync(Guid id, JsonObject answers, HttpContext http, OpenApplication open, SaveAnswers save)
    {
        var me = Me(http);
        if (await open.RunAsync(id, me.PersonKey, http.RequestAborted) is not OpenApplication.Result.Opened { View: var view })
        {
            return Problems.NotFound("طلب", "application");
        }

        var unknown = answers.Select(a => a.Key).Where(k => view.Definition.FindQuestion(k) is null).ToList();
        if (unknown.Count > 0)
        {
            return Problems.Bad(new(
                $"أسئلة لا تعرفها هذه الخدمة: {string.Join("، ", unknown)}. راجع المخطط.", $"This service asks no such questions: {string.Join(", ", unknown)}. See the schema."));
        }

        var faults = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var section in view.Definition.Sections)
        {
            var fields = section.Questions
                .Where(q => answers.ContainsKey(q.Id))
                .ToDictionary(q => q.Id, q => RawAnswer.FromJson(answers[q.Id]?.DeepClone()), StringComparer.Ordinal);
            if (fields.Count == 0)
            {
                continue;
            }

            var command = new SaveAnswers.Command(
                id, me.PersonKey, section.Id, fields, new Dictionary<string, IReadOnlyList<Upload>>(), new HashSet<string>(), me.ToActor())
            {
                Partial = true,
            };
            if (await save.RunAsync(command, http.RequestAborted) is SaveAnswers.Result.Refused refused)
            {
                foreach (var (question, found) in refused.Faults.Where(f => fields.ContainsKey(f.Key)))
                {
                    faults[question] = [.. found.Select(f => $"{(f.Part.Length > 0 ? f.Part + ": " : "")}{f.Text.Ar} / {f.Text.En}")];
                }
            }
        }

        return faults.Count > 0 ? Results.ValidationProblem(faults) : await ReadAsync(id, http, open);
    }

    private static async Task<IResult> SubmitAsync(Guid id, HttpContext http, SubmitApplication submit)
    {
        var me = Me(http);
        return await submit.RunAsync(id, me.PersonKey, me.ToActor(), null, http.RequestAborted) switch
        {
            SubmitApplication.Result.Submitted submitted => Results.Created(
                $"/api/v1/cases/{submitted.Reference}", new { submitted.Reference, awaitsPayment = submitted.AwaitsPayment }),
            SubmitApplication.Result.NotReady notReady => Problems.Conflict(
                new("لم يكتمل الطلب بعد.", "The application is not complete yet."), View(notReady.View)),
            SubmitApplication.Result.Refused refused => Problems.Conflict(refused.Why),
            _ => Problems.NotFound("طلب", "application"),
        };
    }

    private static async Task<IResult> CaseAsync(string reference, HttpContext http, ReadCase read) =>
        await read.ForApplicantAsync(reference, Me(http).PersonKey, http.RequestAborted) is { } found
            ? Results.Ok(new
            {
                found.Reference,
                service = found.Definition.Id.ToString(),
                state = found.PublicState.Code(),
                found.State.SubmittedAt,
                found.State.PromisedAt,
                bill = found.State.Bill is { } bill ? new { bill.Number, bill.Total, bill.ExpiresAt, bill.PaidAt, bill.ReceiptNumber } : null,
                documents = found.State.Documents.Select(d => d.Number),
                timeline = found.Timeline.Select(l => new { l.At, text = l.Text }),
            })
            : Problems.NotFound("معاملة", "case");
}

/// <summary>Errors of the API: what is wrong and what to do, in both languages.</summary>
internal static class Problems
{
    internal static IResult NotFound(string ar, string en) =>
        Of(StatusCodes.Status404NotFound, new($"لا يوجد {ar} بهذا المعرّف لك.", $"You have no {en} with this identifier."));

    internal static IResult Bad(LocalizedText text) => Of(StatusCodes.Status400BadRequest, text);

    internal static IResult Forbidden(LocalizedText text) => Of(StatusCodes.Status403Forbidden, text);

    internal static IResult Unauthorised(LocalizedText text) => Of(StatusCodes.Status401Unauthorized, text);

    internal static IResult Missing(LocalizedText text) => Of(StatusCodes.Status404NotFound, text);

    internal static IResult TooLarge(LocalizedText text) => Of(StatusCodes.Status413PayloadTooLarge, text);

    internal static IResult TooMany(int seconds) => Of(StatusCodes.Status429TooManyRequests, new(
        $"طلبات كثيرة في وقت قصير. حاول بعد {seconds} ثانية.", $"Too many requests in a short time. Try again after {seconds} seconds."));

    internal static IResult Conflict(LocalizedText text, object? more = null) => Of(StatusCodes.Status409Conflict, text, more);

    private static IResult Of(int status, LocalizedText text, object? more = null)
    {
        var extensions = new Dictionary<string, object?> { ["detailAr"] = text.Ar };
        if (more is not null)
        {
            extensions["application"] = more;
        }

        return Results.Problem(text.En, statusCode: status, extensions: extensions);
    }
}
