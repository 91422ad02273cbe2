using System.ComponentModel;
using Diwan.Accounts;
using Diwan.Apps;
using Diwan.Cases.UseCases;
using Diwan.Documents;
using Diwan.Kernel;
using Diwan.Web.Api.Calls;
using static Diwan.Web.Api.ApiNames;

namespace Diwan.Web.Api;

/// <summary>What an institution answers for beside its tasks: complaints, and documents that were issued.</summary>
internal static class OfficeCalls
{
    internal static void Map(RouteGroupBuilder api)
    {
        MapComplaints(api.MapGroup("/desk/complaints").WithTags("Desk"));
        MapDocuments(api.MapGroup("/desk/documents").WithTags("Desk"));
    }

    private static void MapComplaints(RouteGroupBuilder group)
    {
        group.MapGet("", async (HttpContext http, AnswerComplaints complaints, bool answered = false, int page = 1) =>
            {
                if (Refuse(http, complaints) is { } refusal)
                {
                    return refusal;
                }

                page = Math.Clamp(page, 1, 10_000);
                var (lines, total) = await complaints.ListAsync(http.Officer(), answered, page - 1, http.RequestAborted);
                return Results.Ok(new ComplaintPageBody([.. lines.Select(View)], page, Math.Max(1, (total + AnswerComplaints.PageSize - 1) / AnswerComplaints.PageSize)));
            })
            .WithSummary("The complaints of the institution, the most urgent first; or those answered.").Produces<ComplaintPageBody>().Needs(AppScopes.Desk);
        group.MapGet("/{number}", async (string number, HttpContext http, AnswerComplaints complaints) =>
                Refuse(http, complaints) ?? (await complaints.OpenAsync(number, http.Officer(), http.RequestAborted) is { } file
                    ? Results.Ok(new ComplaintFileBody(
                        View(file.Line), file.Words, file.Reference, file.PersonName, file.Phone, file.Finding is { } finding ? Name(finding) : null, file.Answer,
                        [.. file.History.Select(e => new HistoryBody(e.At, e.Type, e.Actor))]))
                    : NoComplaint()))
            .WithSummary("A complaint. Who complains reads in their ledger that it was opened.").Produces<ComplaintFileBody>().ProducesProblem(404).Needs(AppScopes.Desk);
        group.MapPost("/{number}/take", async (string number, HttpContext http, AnswerComplaints complaints) =>
                Refuse(http, complaints) ?? Answer(await complaints.TakeAsync(number, http.Officer(), http.RequestAborted)))
            .WithSummary("Takes a complaint in hand.").Produces(204).ProducesProblem(404).ProducesProblem(409).Needs(AppScopes.Desk).MayRepeat();
        group.MapPost("/{number}/release", async (string number, HttpContext http, AnswerComplaints complaints) =>
                Refuse(http, complaints) ?? Answer(await complaints.ReleaseAsync(number, http.Officer(), http.RequestAborted)))
            .WithSummary("Gives a complaint back.").Produces(204).ProducesProblem(404).ProducesProblem(409).Needs(AppScopes.Desk).MayRepeat();
        group.MapPost("/{number}/answer", async (string number, ComplaintAnswerBody body, HttpContext http, AnswerComplaints complaints) =>
                Refuse(http, complaints) ?? Answer(await complaints.AnswerAsync(
                    number, http.Officer(), body.Finding switch { "upheld" => ComplaintFinding.Upheld, "notUpheld" => ComplaintFinding.NotUpheld, _ => null }, body.Answer, http.RequestAborted)))
            .WithSummary("Answers a complaint in writing.").Produces(204).ProducesProblem(404).ProducesProblem(409).Needs(AppScopes.Desk).MayRepeat();
    }

    private static void MapDocuments(RouteGroupBuilder group)
    {
        group.MapGet("", async (string? q, HttpContext http, ReadOfficeDocuments read) => Institution(http) is not { } institution ? NotYours()
                : Results.Ok(new OfficeDocumentsBody(
                    string.IsNullOrWhiteSpace(q) ? [] : await read.FindAsync(q.Trim(), institution, http.RequestAborted), [.. (await read.ActsAsync(institution, http.RequestAborted)).Select(View)])))
            .WithSummary("Numbers of documents by a verification code or the reference of a case, and what was asked of documents.").Produces<OfficeDocumentsBody>().Needs(AppScopes.Desk);
        group.MapGet("/{number}", async (string number, HttpContext http, ReadOfficeDocuments read) => Institution(http) is not { } institution ? NotYours()
                : await OpenAsync(number, institution, http, read) is { } found
                    ? Results.Ok(new OfficeDocumentBody(
                        found.Number, found.Kind, BothBody.Of(found.Title), found.Reference, found.IssuedAt, found.ValidUntil, Name(found.Status), found.EndedAt, found.SupersededBy,
                        [.. found.Facts.Select(f => new FactBody(f.Key, BothBody.Of(f.Label), f.Value))], [.. found.Acts.Select(View)]))
                    : Problems.NotFound("وثيقة", "document"))
            .WithSummary("An issued document of the institution. Its holder reads in their ledger that it was opened.").Produces<OfficeDocumentBody>().ProducesProblem(404).Needs(AppScopes.Desk);
        group.MapPost("/{number}/acts", AskAsync).WithSummary("Asks that a document be revoked, issued anew or corrected; another officer confirms.")
            .Produces<AskedBody>(201).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).Needs(AppScopes.Desk).MayRepeat();
        group.MapPost("/{number}/acts/{id:guid}", DecideAsync).WithSummary("Confirms or declines what another officer asked; who asked may take it back. One of the two leads the unit.")
            .Produces(204).ProducesProblem(404).ProducesProblem(409).Needs(AppScopes.Desk).MayRepeat();
    }

    private static IResult? Refuse(HttpContext http, AnswerComplaints complaints) =>
        complaints.Concerns(http.Officer()) ? null : Problems.Forbidden(new("هذا لموظفي الشكاوى ورؤساء الوحدات.", "This is for complaints officers and heads of units."));

    private static IResult Answer(AnswerComplaints.Result result) => result switch
    {
        AnswerComplaints.Result.Done => Results.NoContent(),
        AnswerComplaints.Result.Refused refused => Problems.Conflict(refused.Why),
        _ => NoComplaint(),
    };

    private static IResult NoComplaint() => Problems.NotFound("شكوى", "complaint");

    /// <summary>The institution whose documents the officer works on; null of who works no tasks there.</summary>
    private static string? Institution(HttpContext http) => http.Me() is { Institution: { } institution } me && me.May(Ability.WorkTasks, institution) ? institution : null;

    private static IResult NotYours() => Problems.Forbidden(new("هذا لموظفي المؤسسات الذين ينجزون المهام.", "This is for officers of institutions who work tasks."));

    private static Task<OfficeDocument?> OpenAsync(string number, string institution, HttpContext http, ReadOfficeDocuments read) => read.OpenAsync(
        number, institution, http.Me().Roles.First(r => r.StartsWith(institution + ":", StringComparison.Ordinal)), http.Me().ToActor(), http.RequestAborted);

    private static async Task<IResult> AskAsync(string number, ActOrderBody body, HttpContext http, AskDocumentAct ask)
    {
        if (Institution(http) is not { } institution)
        {
            return NotYours();
        }

        if (Of<DocumentActKind>(body.Kind) is not { } kind)
        {
            return Problems.Bad(new("kind: revoke أو reissue أو correct.", "kind is revoke, reissue or correct."));
        }

        return await ask.RunAsync(number, institution, kind, Of<RevocationReason>(body.Reason), body.Words, http.Me().ToActor(), http.RequestAborted) switch
        {
            AskDocumentAct.Result.Asked asked => Results.Created($"/api/v1/desk/documents/{number}", new AskedBody(asked.Id)),
            AskDocumentAct.Result.Refused { Reason: true } => Problems.Bad(http.Words("acts.needsReason")),
            AskDocumentAct.Result.Refused => Problems.Bad(http.Words("acts.needsWords", _ => [AskDocumentAct.LongestWords])),
            AskDocumentAct.Result.AlreadyAsked => Problems.Conflict(http.Words("acts.alreadyAsked")),
            AskDocumentAct.Result.AlreadyEnded => Problems.Conflict(http.Words("acts.ended")),
            AskDocumentAct.Result.Own => Problems.Conflict(http.Words("acts.own")),
            _ => Problems.NotFound("وثيقة", "document"),
        };
    }

    private static async Task<IResult> DecideAsync(string number, Guid id, ActDecisionBody body, HttpContext http, ReadOfficeDocuments read, DecideDocumentAct decide, FindAccount accounts)
    {
        if (Institution(http) is not { } institution)
        {
            return NotYours();
        }

        var me = http.Me();
        if ((await OpenAsync(number, institution, http, read))?.Acts.FirstOrDefault(a => a.Id == id) is not { } asked)
        {
            return Problems.NotFound("طلب على هذه الوثيقة", "act asked of this document");
        }

        if (asked.AskedById != me.PersonKey && !me.MayConfirm(asked.AskedById, await accounts.ByKeyAsync(asked.AskedById, http.RequestAborted), institution))
        {
            return Problems.Forbidden(http.Words("acts.needsSecond"));
        }

        return await decide.RunAsync(id, institution, body.Confirm, me.ToActor(), http.RequestAborted) switch
        {
            DecideDocumentAct.Result.Decided => Results.NoContent(),
            DecideDocumentAct.Result.SamePerson => Problems.Conflict(http.Words("acts.needsSecond")),
            DecideDocumentAct.Result.Over => Problems.Conflict(http.Words("acts.over")),
            _ => Problems.NotFound("طلب على هذه الوثيقة", "act asked of this document"),
        };
    }

    private static ComplaintLineBody View(ComplaintLine c) => new(c.Number, c.ServiceName, Name(c.State), c.GivenAt, c.DueAt, Name(c.Deadline), c.Escalated, c.OfficerName, c.Confidential, c.MayOpen);

    private static ActBody View(DocumentAct a) => new(a.Id, a.Number, Name(a.Kind), a.Reason is { } reason ? Name(reason) : null, a.Words, a.AskedBy, a.AskedAt, Name(a.State), a.DecidedBy, a.DecidedAt);
}

internal sealed record ComplaintPageBody(IReadOnlyList<ComplaintLineBody> Complaints, int Page, int Pages);

internal sealed record ComplaintLineBody(
    string Number, LocalizedText Service, [property: Description("received, inHand or answered.")] string State, DateTimeOffset GivenAt, DateTimeOffset DueAt,
    [property: Description("inTime, dueToday or overdue.")] string Deadline, bool Escalated, string? Officer, bool Confidential, bool MayOpen);

internal sealed record ComplaintFileBody(
    ComplaintLineBody Complaint, string Words, string? Reference, [property: Description("Null when the person did not sign in.")] string? Person, string? Phone, string? Finding, string? Answer, IReadOnlyList<HistoryBody> History);

internal sealed record ComplaintAnswerBody
{
    [Description("upheld or notUpheld.")]
    public string? Finding { get; init; }

    public string? Answer { get; init; }
}

internal sealed record OfficeDocumentsBody(IReadOnlyList<string> Found, IReadOnlyList<ActBody> Acts);

internal sealed record OfficeDocumentBody(
    string Number, string Kind, BothBody Title, string Reference, DateTimeOffset IssuedAt, DateOnly? ValidUntil, [property: Description("inForce, superseded, revoked or expired.")] string State,
    DateTimeOffset? EndedAt, string? SupersededBy, IReadOnlyList<FactBody> Facts, IReadOnlyList<ActBody> Acts);

internal sealed record ActBody(
    Guid Id, string Document, [property: Description("revoke, reissue or correct.")] string Kind, string? Reason, string Words, string AskedBy, DateTimeOffset AskedAt, string State, string? DecidedBy, DateTimeOffset? DecidedAt);

internal sealed record ActOrderBody
{
    [Description("revoke, reissue or correct.")]
    public string? Kind { get; init; }

    [Description("Of a revocation: issuedInError, factsChanged, obtainedByFraud, byOrder or atHoldersRequest.")]
    public string? Reason { get; init; }

    [Description("Why, for officers; 5 characters at least.")]
    public string? Words { get; init; }
}

internal sealed record ActDecisionBody { public bool Confirm { get; init; } }
