using Diwan.Documents;
using Diwan.Kernel;

namespace Diwan.Web.Api;

/// <summary>
/// Verifying documents for other systems. Without a key one document at a time; relying bodies use a key of theirs
/// (<c>Authorization: Bearer diwan_rb_…</c>) for bulk and for statistics.
/// </summary>
internal static class VerificationEndpoints
{
    internal const int MostInBulk = 200;

    private const int MostBytes = 1024 * 1024;

    internal static void MapVerification(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1/verification").WithTags("Verification").DisableAntiforgery();
        api.MapPost("", OneAsync)
            .WithSummary("Whether a document is genuine and in force, by its code, the hash of its file, or its seal.")
            .WithDescription("No key is needed. With a key the verification counts as that body's, and the holder sees its name.")
            .Produces<VerificationAnswerBody>().ProducesProblem(400).ProducesProblem(401).ProducesProblem(429);
        api.MapPost("/bulk", BulkAsync)
            .WithSummary("The same for up to 200 documents. Needs a key.")
            .Produces<VerificationAnswers>().ProducesProblem(400).ProducesProblem(401).ProducesProblem(413).ProducesProblem(429);
        api.MapPost("/refusals", RefusalAsync)
            .WithSummary("Reports that a body refused a document which is genuine and in force.")
            .Produces(204).ProducesValidationProblem().ProducesProblem(409).ProducesProblem(429);
        api.MapGet("/statistics", StatisticsAsync)
            .WithSummary("How often the body of this key verified in the last thirty days, by answer, and which keys it has.")
            .Produces<RelyingStatistics>().ProducesProblem(401);
    }

    private static async Task<IResult> OneAsync(VerificationBody question, HttpContext http, AskAboutDocument ask, FindRelyingBodies bodies, VerificationLimits limits)
    {
        var (body, refused) = await BodyAsync(http, bodies, needed: false);
        if (refused is not null)
        {
            return refused;
        }

        if (question.ToQuestion() is not { } asked)
        {
            return OneOfThree();
        }

        return limits.Refuse(http, body) is { } seconds
            ? Problems.TooMany(seconds)
            : Results.Ok(VerificationAnswerBody.Of(await ask.RunAsync(asked, body, Channel.Api, http.RequestAborted)));
    }

    private static async Task<IResult> BulkAsync(HttpContext http, AskAboutDocument ask, FindRelyingBodies bodies, VerificationLimits limits)
    {
        // The key first: who has none is not made to send a megabyte.
        var (body, refused) = await BodyAsync(http, bodies, needed: true);
        if (refused is not null)
        {
            return refused;
        }

        if (http.Request.ContentLength is null or > MostBytes)
        {
            return Problems.TooLarge(new("الطلب أكبر من ميغابايت واحد، أو لم يُذكر حجمه.", "The request is larger than one megabyte, or does not say how long it is."));
        }

        VerificationBulk? bulk;
        try
        {
            bulk = await http.Request.ReadFromJsonAsync<VerificationBulk>(http.RequestAborted);
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException)
        {
            return Problems.Bad(new("الطلب ليس بصيغة JSON كما في العقد.", "The request is not JSON as the contract has it."));
        }

        if (bulk?.Items is not { Count: > 0 and <= MostInBulk } items)
        {
            return Problems.Bad(new($"أرسل من 1 إلى {MostInBulk} وثيقة في items.", $"Send from 1 to {MostInBulk} documents in items."));
        }

        var questions = items.Select(i => i?.ToQuestion()).ToList();
        if (questions.FindIndex(q => q is null) is >= 0 and var wrong)
        {
            return OneOfThree($"items[{wrong}]");
        }

        if (limits.Refuse(http, body, items.Count) is { } seconds)
        {
            return Problems.TooMany(seconds);
        }

        var answers = await ask.RunAsync(questions.ConvertAll(q => q!), body, Channel.Api, http.RequestAborted);
        return Results.Ok(new VerificationAnswers([.. answers.Select(VerificationAnswerBody.Of)]));
    }

    private static async Task<IResult> RefusalAsync(RefusalReportBody body, HttpContext http, ReportRefusal report, VerificationLimits limits)
    {
        if (limits.Refuse(http, null) is { } seconds)
        {
            return Problems.TooMany(seconds);
        }

        return await report.RunAsync(new(body.Code, body.Body, body.On, ApiNames.Of<RefusalReason>(body.Reason), body.Words), Actor.System("visitor"), http.RequestAborted) switch
        {
            ReportRefusal.Result.Taken => Results.NoContent(),
            ReportRefusal.Result.NotInForce => Problems.Conflict(new("ليست هذه الوثيقة سارية، فكان للجهة أن ترفضها.", "This document is not in force, and the body was right to refuse it.")),
            ReportRefusal.Result.Refused refused => Results.ValidationProblem(refused.Faults.ToDictionary(ApiNames.Name, f => new[] { Fault(f) }, StringComparer.Ordinal)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static string Fault(ReportRefusal.Fault fault) => fault switch
    {
        ReportRefusal.Fault.Code => "لا وثيقة بهذا الرمز. / No document has this code.",
        ReportRefusal.Fault.Body => $"اسم الجهة من حرفين إلى {ReportRefusal.LongestBody}. / The name of the body, from 2 to {ReportRefusal.LongestBody} characters.",
        ReportRefusal.Fault.On => "يوم الرفض، خلال السنة الماضية. / The day of the refusal, within the last year.",
        ReportRefusal.Fault.Reason => $"{string.Join("، ", Enum.GetValues<RefusalReason>().Select(ApiNames.Name))} / {string.Join(", ", Enum.GetValues<RefusalReason>().Select(ApiNames.Name))}",
        _ => $"{ReportRefusal.LongestWords} حرف على الأكثر. / At most {ReportRefusal.LongestWords} characters.",
    };

    private static async Task<IResult> StatisticsAsync(HttpContext http, FindRelyingBodies bodies)
    {
        var (body, refused) = await BodyAsync(http, bodies, needed: true);
        if (refused is not null)
        {
            return refused;
        }

        var found = await bodies.OneAsync(body!.Id, http.RequestAborted);
        return Results.Ok(new RelyingStatistics
        {
            Body = BothBody.Of(found.Body.Name),
            Days = FindRelyingBodies.DaysCounted,
            Answers = found.Asked.ToDictionary(a => ApiNames.Name(a.Key), a => a.Value, StringComparer.Ordinal),
            LastAt = found.LastAt,
            Keys = [.. found.Keys.Select(k => new RelyingKeyBody(k.Hint, k.At, k.EndedAt))],
        });
    }

    /// <summary>Whose key the request carries. A key that is not right is refused even where none is needed.</summary>
    private static async Task<(RelyingBody? Body, IResult? Refused)> BodyAsync(HttpContext http, FindRelyingBodies bodies, bool needed)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (header.Length == 0 && !needed)
        {
            return (null, null);
        }

        var key = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..].Trim() : null;
        if (await bodies.ByKeyAsync(key, http.RequestAborted) is { } body)
        {
            return (body, null);
        }

        http.Response.Headers.WWWAuthenticate = "Bearer realm=\"diwan-verification\"";
        return (null, Problems.Unauthorised(new(
            "يلزم مفتاح جهة معتمِدة صالح في الترويسة Authorization: Bearer. تصدره المؤسسة لجهتك.",
            "A valid key of a relying body is needed, in the header Authorization: Bearer. The institution gives it to your body.")));
    }

    private static IResult OneOfThree(string? where = null) => Problems.Bad(new(
        $"{(where is null ? "" : where + ": ")}أرسل واحدًا فقط من code أو sha256 أو seal.",
        $"{(where is null ? "" : where + ": ")}Send exactly one of code, sha256 and seal."));
}
