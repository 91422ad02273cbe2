using System.Buffers.Text;
using System.Text.Json.Nodes;
using Diwan.Apps;
using Diwan.Cases.UseCases;
using Diwan.Engine.Answers;
using Diwan.Engine.Definitions;
using Diwan.Engine.Process;
using Diwan.Kernel;
using Diwan.Web.Api.Calls;

namespace Diwan.Web.Api;

/// <summary>The cases of a person: seen, completed when they were sent back, withdrawn.</summary>
internal static class CaseCalls
{
    internal static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/cases").WithTags("Cases");
        group.MapGet("", async (HttpContext http, ListMine mine) => Results.Ok(
                (await mine.CasesAsync(http.Me().PersonKey, http.RequestAborted)).Where(c => http.ReachesService(c.Service))
                    .Select(c => new CaseLineBody(c.Reference, c.Service, c.Name, c.State.Code(), c.SubmittedAt, c.PromisedAt))))
            .WithSummary("The cases of the person.").Produces<IEnumerable<CaseLineBody>>().Needs(AppScopes.CasesRead);
        group.MapGet("/{reference}", CaseAsync).WithSummary("A case of the person, with its timeline.").Produces<CaseBody>().ProducesProblem(404).Needs(AppScopes.CasesRead);
        group.MapPost("/{reference}/complete", CompleteAsync).WithSummary("Answers the questions that were sent back to the person, by question. Files: an array of name and content (base64), which take the place of those there.")
            .Produces(204).ProducesValidationProblem().ProducesProblem(404).Needs(AppScopes.Cases).MayRepeat();
        group.MapPost("/{reference}/withdraw", WithdrawAsync).WithSummary("Takes a case back. Money that was paid goes back as the service says.")
            .Produces(204).ProducesProblem(404).Needs(AppScopes.Cases).MayRepeat();
    }

    internal static string[] Words(IEnumerable<AnswerFault> faults) => [.. faults.Select(f => $"{(f.Part.Length > 0 ? f.Part + ": " : "")}{f.Text.Ar} / {f.Text.En}")];

    /// <summary>The case if it is the person's; otherwise, or when the app does not reach it, what to answer.</summary>
    internal static async Task<(CaseView? Case, IResult? Refused)> FindAsync(string reference, HttpContext http, ReadCase read) =>
        await read.ForApplicantAsync(reference, http.Me().PersonKey, http.RequestAborted) is not { } found ? (null, Problems.NotFound("معاملة", "case"))
        : !http.Reaches(found.Definition.Id.Institution) ? (null, http.OtherInstitution(found.Definition.Id.Institution))
        : (found, null);

    private static async Task<IResult> CaseAsync(string reference, HttpContext http, ReadCase read)
    {
        var (found, refused) = await FindAsync(reference, http, read);
        return found is null ? refused! : Results.Ok(View(found));
    }

    internal static CaseBody View(CaseView found) => new(
        found.Reference,
        found.Definition.Id.ToString(),
        found.PublicState.Code(),
        found.State.SubmittedAt,
        found.State.PromisedAt,
        found.CanWithdraw,
        found.State.YourTurn?.SentBack is { } sent ? new YourTurnBody(sent.Questions, sent.Note, sent.Until) : null,
        found.State.Bill is { } bill ? new CaseBillBody(bill.Number, bill.Total, bill.ExpiresAt, bill.PaidAt, bill.ReceiptNumber) : null,
        [.. found.State.Documents.Select(d => d.Number)],
        [.. found.Timeline.Select(l => new TimelineBody(l.At, l.Text))]);

    private static async Task<IResult> CompleteAsync(string reference, JsonObject answers, HttpContext http, ReadCase read, ChangeOwnCase change)
    {
        var (found, refused) = await FindAsync(reference, http, read);
        if (found is null)
        {
            return refused!;
        }

        var open = found.State.YourTurn?.SentBack?.Questions ?? [];
        var others = answers.Select(a => a.Key).Where(k => !open.Contains(k)).ToList();
        if (open.Count > 0 && others.Count > 0)
        {
            return Problems.Bad(new($"لم تُفتح لك هذه الأسئلة: {string.Join("، ", others)}.", $"These questions were not opened to you: {string.Join(", ", others)}."));
        }

        // What was answered before and is not sent stays; a file is never named by its key alone.
        var uploads = new Dictionary<string, IReadOnlyList<Upload>>(StringComparer.Ordinal);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var q in open.Where(q => found.Definition.FindQuestion(q)!.Type == AnswerType.File && answers.ContainsKey(q)))
        {
            if (Files(answers[q]) is not { } files)
            {
                return Problems.Bad(new($"ملفات «{q}» قائمة من name وcontent، والمحتوى base64.", $"The files of \"{q}\" are a list of name and content, the content in base64."));
            }

            uploads[q] = files;
            taken.UnionWith(RawAnswer.Again(found.State.Answers[q]).Files.Select(f => f.Key).OfType<string>());
        }

        var fields = open.ToDictionary(
            q => q,
            q => found.Definition.FindQuestion(q)!.Type == AnswerType.File ? RawAnswer.Nothing
                : answers.TryGetPropertyValue(q, out var typed) ? RawAnswer.FromJson(typed?.DeepClone())
                : RawAnswer.Again(found.State.Answers[q]),
            StringComparer.Ordinal);
        return await change.CompleteAsync(reference, http.Me().PersonKey, http.Me().ToActor(), Channel.Api, fields, http.RequestAborted, uploads, taken) switch
        {
            ChangeOwnCase.Result.Changed => Results.NoContent(),
            ChangeOwnCase.Result.Faulty faulty => Results.ValidationProblem(faulty.Faults.ToDictionary(f => f.Key, f => Words(f.Value), StringComparer.Ordinal)),
            ChangeOwnCase.Result.Refused no => Problems.Conflict(no.Why),
            _ => Problems.NotFound("معاملة", "case"),
        };
    }

    private static List<Upload>? Files(JsonNode? sent)
    {
        var files = new List<Upload>();
        foreach (var one in sent as JsonArray ?? [])
        {
            if (one is not JsonObject file || file["name"] is not JsonValue name || !name.TryGetValue<string>(out var called)
                || file["content"] is not JsonValue content || !content.TryGetValue<string>(out var encoded) || !Base64.IsValid(encoded))
            {
                return null;
            }

            files.Add(new Upload(called, Convert.FromBase64String(encoded)));
        }

        return sent is JsonArray ? files : null;
    }

    private static async Task<IResult> WithdrawAsync(string reference, WithdrawalBody body, HttpContext http, ReadCase read, ChangeOwnCase change)
    {
        var (found, refused) = await FindAsync(reference, http, read);
        return found is null ? refused! : await change.WithdrawAsync(reference, http.Me().PersonKey, http.Me().ToActor(), Channel.Api, body.Reason, http.RequestAborted) switch
        {
            ChangeOwnCase.Result.Changed => Results.NoContent(),
            ChangeOwnCase.Result.Refused no => Problems.Conflict(no.Why),
            _ => Problems.NotFound("معاملة", "case"),
        };
    }
}
