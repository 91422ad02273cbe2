using Diwan.Accounts;
using Diwan.Documents;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Desk;

/// <summary>An issued document at the desk: one officer asks that it be revoked, issued anew or corrected; another confirms. One of the two leads the unit.</summary>
public sealed class DocumentModel(ReadOfficeDocuments read, AskDocumentAct ask, DecideDocumentAct decide, FindAccount accounts, Text text) : SignedInPage
{
    public OfficeDocument Document { get; private set; } = null!;

    public IReadOnlyList<SummaryRow> Rows { get; private set; } = [];

    /// <summary>What may be asked of it now.</summary>
    public IReadOnlyList<DocumentActKind> Kinds { get; private set; } = [];

    public DocumentAct? Waiting { get; private set; }

    public bool MayConfirm { get; private set; }

    public DocumentActKind Kind { get; private set; } = DocumentActKind.Reissue;

    public RevocationReason? Reason { get; private set; }

    public string? Words { get; private set; }

    public string? Problem { get; private set; }

    public string? ProblemAt { get; private set; }

    public string? Done { get; private set; }

    public Task<IActionResult> OnGetAsync(string number) => ShowAsync(number);

    public async Task<IActionResult> OnPostAskAsync(string number, string? kind, string? reason, string? words)
    {
        if (Institution(Ability.WorkTasks) is not { } institution)
        {
            return Forbid();
        }

        Kind = Enum.TryParse<DocumentActKind>(kind, out var read) && Enum.IsDefined(read) ? read : DocumentActKind.Revoke;
        Reason = Enum.TryParse<RevocationReason>(reason, out var why) && Enum.IsDefined(why) ? why : null;
        Words = words;
        switch (await ask.RunAsync(number, institution, Kind, Reason, words, Actor, Aborted))
        {
            case AskDocumentAct.Result.Asked:
                (Done, Words) = (text["acts.isAsked"].ToString(), null);
                break;
            case AskDocumentAct.Result.Refused refused:
                Fail(refused.Reason ? "reason" : "words", refused.Reason ? text["acts.needsReason"] : text["acts.needsWords", AskDocumentAct.LongestWords]);
                break;
            case AskDocumentAct.Result.AlreadyAsked:
                Fail(null, text["acts.alreadyAsked"]);
                break;
            case AskDocumentAct.Result.AlreadyEnded:
                Fail(null, text["acts.ended"]);
                break;
            case AskDocumentAct.Result.Own:
                Fail(null, text["acts.own"]);
                break;
            default:
                return NotFound();
        }

        return await ShowAsync(number);
    }

    public async Task<IActionResult> OnPostDecideAsync(string number, Guid act, bool confirm)
    {
        if (Institution(Ability.WorkTasks) is not { } institution)
        {
            return Forbid();
        }

        var role = Me.Roles.First(r => r.StartsWith(institution + ":", StringComparison.Ordinal));
        var asked = (await read.OpenAsync(number, institution, role, Actor, Aborted))?.Acts.FirstOrDefault(a => a.Id == act);
        if (asked is null)
        {
            return NotFound();
        }

        if (asked.AskedById != Actor.Id && !await MayConfirmAsync(asked, institution))
        {
            return Forbid();
        }

        switch (await decide.RunAsync(act, institution, confirm, Actor, Aborted))
        {
            case DecideDocumentAct.Result.Decided:
                Done = text[confirm ? "acts.isConfirmed" : "acts.isDeclined"].ToString();
                break;
            case DecideDocumentAct.Result.SamePerson:
                Fail(null, text["acts.needsSecond"]);
                break;
            case DecideDocumentAct.Result.Over:
                Fail(null, text["acts.over"]);
                break;
            default:
                return NotFound();
        }

        return await ShowAsync(number);
    }

    private string? Institution(Ability ability) => Me is { IsOfficer: true, Institution: { } institution } && Me.May(ability, institution) ? institution : null;

    private async Task<bool> MayConfirmAsync(DocumentAct act, string institution) =>
        Me.MayConfirm(act.AskedById, await accounts.ByKeyAsync(act.AskedById, Aborted), institution);

    private void Fail(string? at, Phrase why)
    {
        (Problem, ProblemAt) = (why.ToString(), at);
        Response.StatusCode = at is null ? StatusCodes.Status409Conflict : StatusCodes.Status400BadRequest;
    }

    private async Task<IActionResult> ShowAsync(string number)
    {
        if (Institution(Ability.WorkTasks) is not { } institution)
        {
            return Forbid();
        }

        var role = Me.Roles.First(r => r.StartsWith(institution + ":", StringComparison.Ordinal));
        if (await read.OpenAsync(number, institution, role, Actor, Aborted) is not { } found)
        {
            return NotFound();
        }

        Document = found;
        var arabic = text.Language == Kernel.Language.Arabic;
        Rows =
        [
            new SummaryRow(text["case.documentNumber"], (object)found.Number),
            new SummaryRow(text["case.reference"], (object)found.Reference),
            .. found.Facts.Select(f => new SummaryRow(f.Label.In(arabic), (object)f.Value)),
            new SummaryRow(text["verify.issuedOn"], (object)text.DateTime(found.IssuedAt)),
            .. found.ValidUntil is { } until ? new[] { new SummaryRow(text["verify.validUntil"], (object)text.Date(until)) } : [],
            .. found.EndedAt is { } ended ? new[] { new SummaryRow(text["acts.endedAt"], (object)text.DateTime(ended)) } : [],
            .. found.SupersededBy is { } by ? new[] { new SummaryRow(text["acts.supersededBy"], (object)by) } : [],
        ];
        Waiting = found.Acts.FirstOrDefault(a => a.State == DocumentActState.Asked);
        MayConfirm = Waiting is not null && await MayConfirmAsync(Waiting, institution);
        Kinds = found.Status switch
        {
            DocumentStatus.InForce => [DocumentActKind.Reissue, DocumentActKind.Correct, DocumentActKind.Revoke],
            DocumentStatus.Expired => [DocumentActKind.Revoke],
            _ => [],
        };
        return Page();
    }
}
