using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Engine.Process;
using Diwan.Web.Texts;

namespace Diwan.Web.Pages.Portal.Cases;

/// <summary>What is told of a case, the same to its applicant and to who tells it to them by telephone.</summary>
/// <param name="Reason">Why it was refused; null when it was not.</param>
/// <param name="NoteIsConfidential">The words of a confidential desk do not leave it.</param>
public sealed record CaseSheet(
    CaseView Case, string? Reason, string? Remedy, bool NoteIsConfidential, IReadOnlyList<SummaryRow> Rows, PaySummary Pay, WayView? Way, IReadOnlyList<TimelineEntry> Timeline)
{
    public static Tone ToneOf(PublicState state) => state switch
    {
        PublicState.Issued => Tone.Good,
        PublicState.Refused or PublicState.Lapsed => Tone.Bad,
        PublicState.AwaitingPayment or PublicState.YourTurn => Tone.Warning,
        PublicState.Withdrawn or PublicState.Refunded or PublicState.Draft => Tone.Muted,
        _ => Tone.Info,
    };
}

/// <summary>Writes the sheets of cases in the language of the page.</summary>
public sealed class CaseSheets(ProcessDrawing drawing, PublishedServices services, TimeProvider time, Text text)
{
    public CaseSheet Of(CaseView found)
    {
        ArgumentNullException.ThrowIfNull(found);
        var now = !found.PublicState.IsEnd();
        return new CaseSheet(
            found,
            CaseWords.Reason(found.Definition, found.State)?.In(text.Language),
            CaseWords.Remedy(found.Definition, found.State)?.In(text.Language),
            found.State.Tasks.Any(t => t.Confidential),
            [.. RowsOf(found)],
            new PaySummary([.. found.State.Fees.Lines.Select(l => new PayLine(l.Label.In(text.Language), l.Amount, l.Why.In(text.Language)))]),
            drawing.Draw(found.Definition, found.Way),
            [
                .. found.Timeline.Select((line, i) => new TimelineEntry(
                    line.Text.In(text.Language),
                    line.At,
                    line.Type == CaseEvents.PromiseBroken ? TimelineState.Bad
                    : now && i == found.Timeline.Count - 1 ? TimelineState.Now
                    : TimelineState.Done)),
            ]);
    }

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
