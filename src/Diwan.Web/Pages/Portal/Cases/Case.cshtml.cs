using Diwan.Assistance;
using Diwan.Cases.UseCases;
using Diwan.Documents;
using Diwan.Web.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Portal.Cases;

/// <summary>A case as its applicant sees it: where it stands, what is asked of them, what happened, what came of it.</summary>
[ActsFor(MandateScope.Read)]
public sealed class CaseModel(ReadCase read, FindDocuments documents, CaseSheets sheets) : HelpedPage
{
    public CaseSheet Sheet { get; private set; } = null!;

    public CaseView Case => Sheet.Case;

    public IReadOnlyList<DocumentView> Documents { get; private set; } = [];

    public bool JustSubmitted { get; private set; }

    public async Task<IActionResult> OnGetAsync(string reference, bool submitted = false)
    {
        if (await read.ForApplicantAsync(reference, PersonKey, Aborted) is not { } found)
        {
            return NotFound();
        }

        Sheet = sheets.Of(found);
        JustSubmitted = submitted || (found.State.SubmittedAt == found.ChangedAt && found.State.Bill is null);
        Documents = await documents.OfCaseAsync(reference, Aborted);
        return Page();
    }
}
