using System.Text.Json.Nodes;
using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Engine.Definitions;
using Diwan.Engine.Process;
using Diwan.Kernel;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Api;

/// <summary>
/// The same journey as the pages, in JSON: catalogue, one JSON Schema a service, create, answer, submit, track. Errors are problem
/// details (RFC 9457) with the words in both languages. The document is at <c>/api/openapi/v1.json</c>.
/// </summary>
internal static class ApiEndpoints
{
    internal static void MapApi(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1").WithTags("Services");
        api.MapGet("/services", (PublishedServices services) => services.Catalogue.Services.Select(s => Summary(s)))
            .WithSummary("The services that can be applied for.").Produces<IEnumerable<ServiceBody>>();
        api.MapGet("/services/{institution}/{service}", (string institution, string service, PublishedServices services) =>
                services.Current($"{institution}/{service}") is { } found ? Results.Ok(Summary(found)) : Problems.NotFound("خدمة", "service"))
            .WithSummary("One service.").Produces<ServiceBody>().ProducesProblem(404);
        api.MapGet("/services/{institution}/{service}/schema", (string institution, string service, PublishedServices services) =>
                services.Current($"{institution}/{service}") is { } found
                    ? Results.Json(JsonSchema.For(found), contentType: "application/schema+json")
                    : Problems.NotFound("خدمة", "service"))
            .WithSummary("The answers of a service as a JSON Schema, made from its definition.").Produces<JsonObject>(200, "application/schema+json").ProducesProblem(404);
        api.MapGet("/track/{reference}", TrackAsync).WithSummary("Where a case stands, by its reference. Nothing personal.").Produces<TrackedBody>().ProducesProblem(400).ProducesProblem(404);

        ApplicationCalls.Map(api);
        CaseCalls.Map(api);
        MoneyCalls.Map(api);
        PersonCalls.Map(api);
        VisitCalls.Map(api);
        MandateCalls.Map(api);
        DeskCalls.Map(api);
        OfficeCalls.Map(api);
        AssistanceCalls.Map(api);
        CentreCalls.Map(api);
        TillCalls.Map(api);
        QueueCalls.Map(api);
        HookCalls.Map(api);
    }

    private static ServiceBody Summary(ServiceDefinition service) => new(
        service.Id.ToString(),
        service.Version,
        service.Name,
        service.Summary,
        [.. service.Channels.Select(c => c.Code())],
        [.. service.Applicants.Select(a => a.ToString().ToLowerInvariant())],
        service.Assurance.Code(),
        new PromiseBody(service.Promise.WorkingDays, service.Promise.StraightThrough),
        service.Assumed.Count > 0,
        $"/api/v1/services/{service.Id}/schema");

    private static async Task<IResult> TrackAsync(string reference, ReadCase read, CancellationToken ct)
    {
        if (!CaseReference.TryParse(reference, out _))
        {
            return Problems.Bad(new("رقم المعاملة غير صحيح: ثمانية محارف ومحرف تحقق، مثل 7K4M-92QX-3.", "The reference is not right: eight characters and a check character, such as 7K4M-92QX-3."));
        }

        return await read.TrackAsync(reference, ct) is { } found
            ? Results.Ok(new TrackedBody(found.Reference, found.Definition.Id.ToString(), found.State.Code(), found.SubmittedAt, found.ChangedAt, found.PromisedAt))
            : Problems.NotFound("معاملة", "case");
    }
}

/// <summary>Errors of the API: what is wrong and what to do, in both languages.</summary>
internal static class Problems
{
    internal static IResult NotFound(string ar, string en) =>
        Of(StatusCodes.Status404NotFound, new($"لا يوجد {ar} بهذا المعرّف لك.", $"You have no {en} with this identifier."));

    internal static IResult Bad(LocalizedText text) => Of(StatusCodes.Status400BadRequest, text);

    internal static IResult Forbidden(LocalizedText text) => Of(StatusCodes.Status403Forbidden, text);

    internal static IResult Unauthorised(LocalizedText text) => Of(StatusCodes.Status401Unauthorized, text);

    /// <summary>RFC 9470: the person has to show by a higher level who they are. The app sends them to authorise again with <c>acr_values</c>.</summary>
    internal static IResult NeedsAssurance(HttpContext http, Assurance needed)
    {
        http.Response.Headers.WWWAuthenticate =
            $"Bearer error=\"insufficient_user_authentication\", error_description=\"A higher level of assurance is needed\", acr_values=\"{needed.Code()}\"";
        return Of(StatusCodes.Status401Unauthorized, new(
            $"يلزم تحقق من الهوية بمستوى «{needed.Name().Ar}». اطلب الإذن من جديد مع acr_values={needed.Code()}؛ ما حُفظ باقٍ كما هو.",
            $"This asks for proof of identity at the level \"{needed.Code()}\". Ask for authorisation again with acr_values={needed.Code()}; what was kept stays as it is."));
    }

    internal static IResult Missing(LocalizedText text) => Of(StatusCodes.Status404NotFound, text);

    internal static IResult Unprocessable(LocalizedText text) => Of(StatusCodes.Status422UnprocessableEntity, text);

    internal static IResult Unavailable(LocalizedText text) => Of(StatusCodes.Status503ServiceUnavailable, text);

    internal static IResult TooLarge(LocalizedText text) => Of(StatusCodes.Status413PayloadTooLarge, text);

    internal static IResult TooMany(int seconds) => Of(StatusCodes.Status429TooManyRequests, new(
        $"طلبات كثيرة في وقت قصير. حاول بعد {seconds} ثانية.", $"Too many requests in a short time. Try again after {seconds} seconds."));

    internal static IResult Conflict(LocalizedText text, object? more = null) => Of(StatusCodes.Status409Conflict, text, more);

    /// <summary>Gives a problem that was found before any call of ours was reached the words it has not.</summary>
    internal static void Complete(ProblemDetails problem)
    {
        if (problem is { Detail: null } and not HttpValidationProblemDetails && Words(problem.Status) is { } words)
        {
            problem.Detail = words.En;
            problem.Extensions["detailAr"] = words.Ar;
        }
    }

    private static LocalizedText? Words(int? status) => status switch
    {
        StatusCodes.Status400BadRequest => new(
            "تعذّرت قراءة الطلب: ليس JSON سليمًا، أو تكرر فيه اسم، أو فيه قيمة من نوع غير المطلوب. راجع وثيقة الواجهة ثم أعد إرساله.",
            "The request could not be read: it is not good JSON, a name is in it twice, or a value is not of the kind that is asked for. See the document of the API and send it again."),
        StatusCodes.Status404NotFound => new("لا شيء على هذا العنوان. راجع وثيقة الواجهة.", "There is nothing at this address. See the document of the API."),
        StatusCodes.Status405MethodNotAllowed => new("لا يُستعمل هذا العنوان بهذه الطريقة. انظر Allow.", "This address is not used by this method. See Allow."),
        StatusCodes.Status413PayloadTooLarge => new("الطلب أكبر مما يُقبل. أرسل أقل منه.", "The request is larger than what is taken. Send less."),
        StatusCodes.Status415UnsupportedMediaType => new("أرسل الطلب بنوع المحتوى المذكور في وثيقة الواجهة.", "Send the request in the media type that the document of the API names."),
        >= StatusCodes.Status500InternalServerError => new(
            "حدث خلل من جهتنا. لم يضع شيء مما حُفظ أو دُفع. أعد بعد دقائق.", "Something went wrong on our side. Nothing that was saved or paid is lost. Try again in a few minutes."),
        _ => null,
    };

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
