using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Documents;
using Diwan.Engine.Process;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Portal.Cases;

/// <summary>A case as its applicant sees it: where it stands, what is asked of them, what happened, what came of it.</summary>
public sealed class CaseModel(ReadCase read, FindDocuments documents, ProcessDrawing drawing, PublishedServices services, TimeProvider time, Text text) : HelpedPage
{
    public CaseView Case { get; private set; } = null!;

    public IReadOnlyList<DocumentView> Documents { get; private set; } = [];

    public IReadOnlyList<SummaryRow> Rows { get; private set; } = [];

    public PaySummary Pay { get; private set; } = new([]);

    public IReadOnlyList<TimelineEntry> Timeline { get; private set; } = [];

    public WayView? Way { get; private set; }

    public string? Reason { get; private set; }

    public string? Remedy { get; private set; }

    /// <summary>The words of a confidential desk do not leave it.</summary>
    public bool NoteIsConfidential { get; private set; }

    public bool JustSubmitted { get; private set; }

    public async Task<IActionResult> OnGetAsync(string reference, bool submitted = false)
    {
        if (await read.ForApplicantAsync(reference, PersonKey, Aborted) is not { } found)
        {
            return NotFound();
        }

        Case = found;
        JustSubmitted = submitted || (found.State.SubmittedAt == found.ChangedAt && found.State.Bill is null);
        Documents = await documents.OfCaseAsync(reference, Aborted);
        Reason = CaseWords.Reason(found.Definition, found.State)?.In(text.Language);
        Remedy = CaseWords.Remedy(found.Definition, found.State)?.In(text.Language);
        NoteIsConfidential = found.State.Tasks.Any(t => t.Confidential);
        Rows = [.. RowsOf(found)];
        Pay = new PaySummary([.. found.State.Fees.Lines.Select(l => new PayLine(l.Label.In(text.Language), l.Amount, l.Why.In(text.Language)))]);
        Way = drawing.Draw(found.Definition, found.Way);
        var now = !found.PublicState.IsEnd();
        Timeline =
        [
            .. found.Timeline.Select((line, i) => new TimelineEntry(
                line.Text.In(text.Language),
                line.At,
                line.Type == CaseEvents.PromiseBroken ? TimelineState.Bad
                : now && i == found.Timeline.Count - 1 ? TimelineState.Now
                : TimelineState.Done)),
        ];
        return Page();
    }

    public static Tone ToneOf(PublicState state) => state switch
    {
        PublicState.Issued => Tone.Good,
        PublicState.Refused or PublicState.Lapsed => Tone.Bad,
        PublicState.AwaitingPayment or PublicState.YourTurn => Tone.Warning,
        PublicState.Withdrawn or PublicState.Refunded or PublicState.Draft => Tone.Muted,
        _ => Tone.Info,
    };

    private IEnumerable<SummaryRow> RowsOf(CaseView found)
    {
        yield return new SummaryRow(text["case.reference"], (object)found.Reference);
        yield return new SummaryRow(text["case.submittedOn"], (object)text.DateTime(found.State.SubmittedAt));
        if (found.State.PromisedAt is { } promised && !found.PublicState.IsEnd())
        {
            yield return new SummaryRow(
                text["case.promisedOn"],
                CaseDates.PromiseIfCompleted(found.Definition, found.State, services.Calendar, time.GetUtcNow()) is { } then
                    ? text["case.promiseIfToday", text.Date(then)]
                    : (object)text.Date(promised));
        }

        if (found.State.Bill is { } bill)
        {
            yield return new SummaryRow(text["case.billNumber"], (object)bill.Number);
            if (bill.ReceiptNumber is not null)
            {
                yield return new SummaryRow(text["case.receipt"], (object)bill.ReceiptNumber);
            }
        }
    }
}
