using Diwan.Assistance;
using Diwan.Cases.UseCases;
using Diwan.Engine.Journeys;
using Diwan.Engine.Rules;
using Diwan.Kernel;
using Diwan.Web.Fields;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Portal.Apply;

/// <summary>Check your answers, what it costs and when it is answered; then submit, which is the last thing to send.</summary>
[ActsFor(MandateScope.Apply)]
public sealed class CheckModel(OpenApplication open, SubmitApplication submit, AnswerWriter answers, Links links, Text text) : HelpedPage
{
    public sealed record Part(string Title, IReadOnlyList<SummaryRow> Rows);

    public ApplicationView View { get; private set; } = null!;

    public IReadOnlyList<Part> Parts { get; private set; } = [];

    public IReadOnlyList<SummaryRow> Unfit { get; private set; } = [];

    public IReadOnlyList<RefusalReason> Refusals { get; private set; } = [];

    /// <summary>Null while the fee cannot be told.</summary>
    public PaySummary? Pay { get; private set; }

    public Money CounterTotal { get; private set; }

    public Money Saving { get; private set; }

    public IReadOnlyList<FieldError> Errors { get; private set; } = [];

    public string BackPath { get; private set; } = "/account";

    public async Task<IActionResult> OnGetAsync(Guid id) => await open.RunAsync(id, PersonKey, Aborted) switch
    {
        OpenApplication.Result.Opened opened => Show(opened.View),
        OpenApplication.Result.AlreadySubmitted submitted => LocalRedirect(links.To($"/cases/{submitted.Reference}")),
        _ => NotFound(),
    };

    public async Task<IActionResult> OnPostAsync(Guid id, long? agreed)
    {
        switch (await submit.RunAsync(id, PersonKey, Actor, agreed is { } fils ? new Money(fils) : null, Aborted))
        {
            case SubmitApplication.Result.Submitted submitted:
                return LocalRedirect(links.To(submitted.AwaitsPayment && Session is null ? $"/cases/{submitted.Reference}/pay" : $"/cases/{submitted.Reference}"));
            case SubmitApplication.Result.NotReady notReady:
                Response.StatusCode = StatusCodes.Status400BadRequest;
                Errors = [new FieldError(null, text["apply.notReady"])];
                return Show(notReady.View);
            case SubmitApplication.Result.NeedsAssurance more:
                return AskMore(more.Needed);
            case SubmitApplication.Result.PriceChanged changed:
                return await AgainAsync(id, text["apply.priceChanged", text.Money(changed.Was), text.Money(changed.Is)]);
            case SubmitApplication.Result.Refused refused:
                return await AgainAsync(id, refused.Why.In(text.Language));
            default:
                return NotFound();
        }
    }

    private async Task<IActionResult> AgainAsync(Guid id, string error)
    {
        Response.StatusCode = StatusCodes.Status409Conflict;
        Errors = [new FieldError(null, error)];
        return await OnGetAsync(id);
    }

    private IActionResult Show(ApplicationView view)
    {
        View = view;
        var texts = view.Definition.Texts;
        var context = view.Journey.Context;
        Refusals = view.Journey.Eligibility.Reasons;
        BackPath = view.Journey.Steps is [.., var last] ? $"/applications/{view.Id}/{last.Section.Id}" : "/account";
        Parts =
        [
            .. view.Journey.Steps.Select(step => new Part(
                texts.TryGet($"section.{step.Section.Id}.title", out var title) ? title.In(text.Language) : step.Section.Id,
                answers.Rows(step, context, _ => $"/applications/{view.Id}/{step.Section.Id}", (q, key) => $"/applications/{view.Id}/files/{q.Id}/{key}"))).Where(p => p.Rows.Count > 0),
        ];
        Unfit =
        [
            .. view.Journey.Unfit.Where(u => u.Question is null).Select(u => view.Before?.FindQuestion(u.Id) is { } asked
                ? new SummaryRow(
                    view.Before.Texts.TryGet(asked.LabelKey, out var label) ? label.In(text.Language) : u.Id,
                    answers.Lines(asked, u.Value, EvaluationContext.Create(view.Before, view.Applicant, view.Channel, view.Answers, view.Facts, context.Now)))
                : new SummaryRow(u.Id, (object)u.Value.ToString())),
        ];
        if (view.Journey.IsComplete && Refusals.Count == 0)
        {
            var comparison = RuleBook.CompareChannels(view.Definition, context);
            Pay = new PaySummary([.. comparison.Electronic.Lines.Select(l => new PayLine(l.Label.In(text.Language), l.Amount, l.Why.In(text.Language)))]);
            CounterTotal = comparison.Counter.Total;
            Saving = comparison.Saved;
        }

        return Page();
    }
}
