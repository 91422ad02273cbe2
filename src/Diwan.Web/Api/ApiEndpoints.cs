using System.Text.Json.Nodes;
using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Engine.Definitions;
using Diwan.Engine.Process;
using Diwan.Kernel;

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
        DeskCalls.Map(api);
        HookCalls.Map(api);
    }

    private static ServiceBody Summary(ServiceDefinition service) => new(
        service.Id.ToString(),
        service.Version,
        service.Name,
        service.Summary,
        [.. service.Channels.Select(c => c.Code())],
        [.. service.Applicants.Select(a => a.ToString().ToLowerInvariant())],
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

    internal static IResult Missing(LocalizedText text) => Of(StatusCodes.Status404NotFound, text);

    internal static IResult Unprocessable(LocalizedText text) => Of(StatusCodes.Status422UnprocessableEntity, text);

    internal static IResult Unavailable(LocalizedText text) => Of(StatusCodes.Status503ServiceUnavailable, text);

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
