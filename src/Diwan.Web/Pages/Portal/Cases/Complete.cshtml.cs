using Diwan.Assistance;
using Diwan.Cases.UseCases;
using Diwan.Engine.Answers;
using Diwan.Engine.Journeys;
using Diwan.Kernel;
using Diwan.Web.Fields;
using Diwan.Web.Identity;
using Diwan.Web.Pages.Portal.Apply;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Portal.Cases;

/// <summary>"Your turn": only the questions the officer opened, with the officer's words.</summary>
[ActsFor(MandateScope.Apply)]
public sealed class CompleteModel(ReadCase read, ChangeOwnCase change, Links links, Text text) : SignedInPage
{
    public string Reference { get; private set; } = "";

    public string Note { get; private set; } = "";

    public IReadOnlyList<FieldModel> Fields { get; private set; } = [];

    public IReadOnlyList<FieldError> Errors { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string reference) =>
        await read.ForApplicantAsync(reference, PersonKey, Aborted) is { } found ? Show(found, null, null) : NotFound();

    public async Task<IActionResult> OnPostAsync(string reference)
    {
        if (await read.ForApplicantAsync(reference, PersonKey, Aborted) is not { } found
            || found.State.YourTurn?.SentBack is not { } sent)
        {
            return NotFound();
        }

        var form = FormFields.Read(Request.Form).ToList();
        var fields = sent.Questions.ToDictionary(
            q => q, q => RawAnswer.FromForm(found.Definition.FindQuestion(q)!, form), StringComparer.Ordinal);
        var uploads = await FormFiles.ReadAsync(Request.Form, sent.Questions.Select(q => found.Definition.FindQuestion(q)!), Aborted);
        var taken = Request.Form[FieldNames.TakenFiles].OfType<string>().ToHashSet(StringComparer.Ordinal);
        switch (await change.CompleteAsync(reference, PersonKey, Actor, Channel.Portal, fields, Aborted, uploads, taken))
        {
            case ChangeOwnCase.Result.Changed:
                return LocalRedirect(links.To($"/cases/{reference}"));
            case ChangeOwnCase.Result.Faulty faulty:
                Response.StatusCode = StatusCodes.Status400BadRequest;
                return Show(found, fields, faulty.Faults);
            case ChangeOwnCase.Result.Refused refused:
                Response.StatusCode = StatusCodes.Status409Conflict;
                var page = Show(found, fields, null);
                Errors = [new FieldError(null, refused.Why.In(text.Language))];
                return page;
            default:
                return NotFound();
        }
    }

    private IActionResult Show(
        CaseView found, IReadOnlyDictionary<string, RawAnswer>? typed, IReadOnlyDictionary<string, IReadOnlyList<AnswerFault>>? faults)
    {
        Reference = found.Reference;
        if (found.State.YourTurn?.SentBack is not { } sent)
        {
            return LocalRedirect(links.To($"/cases/{found.Reference}"));
        }

        Note = sent.Note;
        var state = found.State;
        var context = EvaluationContext.Create(found.Definition, state.Applicant, state.Channel, state.Answers, state.Facts, state.SubmittedAt);
        var mapper = new FieldMapper(text);
        Fields =
        [
            .. sent.Questions.Select(id => mapper.Map(
                found.Definition.FindQuestion(id)!,
                context,
                state.Answers[id],
                new FieldSurroundings(typed?.GetValueOrDefault(id), faults?.GetValueOrDefault(id) ?? [], TicksFiles: true))),
        ];
        Errors = [.. Fields.SelectMany(f => f.Errors())];
        return Page();
    }
}
