using Diwan.Assistance;
using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Documents;
using Diwan.Engine.Definitions;
using Diwan.Visits;
using Diwan.Web.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Portal.Cases;

/// <summary>A case as its applicant sees it: where it stands, what is asked of them, what happened, what came of it.</summary>
[ActsFor(MandateScope.Read)]
public sealed class CaseModel(ReadCase read, FindDocuments documents, CaseSheets sheets, PublishedServices services, BookVisit visits) : HelpedPage
{
    public CaseSheet Sheet { get; private set; } = null!;

    public CaseView Case => Sheet.Case;

    public IReadOnlyList<DocumentView> Documents { get; private set; } = [];

    public bool JustSubmitted { get; private set; }

    /// <summary>The visits the case needs as it stands, each with the appointment the person has for it; an agent reads those on the page of visits. None for who acts by a mandate: nobody comes in another's place.</summary>
    public IReadOnlyList<(VisitKind Kind, Appointment? Booked)> Visits { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string reference, bool submitted = false)
    {
        if (await read.ForApplicantAsync(reference, PersonKey, Aborted) is not { } found)
        {
            return NotFound();
        }

        Sheet = sheets.Of(found);
        JustSubmitted = submitted || (found.State.SubmittedAt == found.ChangedAt && found.State.Bill is null);
        Documents = await documents.OfCaseAsync(reference, Aborted);
        if ((Session is not null || PersonKey == Me.PersonKey) && services.Catalogue.Visits.NeededBy(found.State, found.PublicState) is { Count: > 0 } needed)
        {
            var mine = Session is null ? await visits.MineAsync(Me, Aborted) : [];
            Visits = [.. needed.Select(k => (k, mine.FirstOrDefault(a => a.Kind == k.Id && a.State is AppointmentState.Booked or AppointmentState.Arrived)))];
        }

        return Page();
    }
}
