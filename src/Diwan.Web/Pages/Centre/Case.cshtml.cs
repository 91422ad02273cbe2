using Diwan.Accounts;
using Diwan.Assistance;
using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Engine.Definitions;
using Diwan.Web.Identity;
using Diwan.Web.Pages.Portal.Cases;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Diwan.Web.Pages.Centre;

/// <summary>A case of the caller, in the words they read themselves. It can be told and not changed: what changes it needs a session.</summary>
public sealed class CaseModel(ServeCaller serve, CaseSheets sheets, PublishedServices services, Links links) : SignedInPage
{
    public CaseSheet Sheet { get; private set; } = null!;

    public CaseView Case => Sheet.Case;

    public bool Sent { get; private set; }

    /// <summary>The visits the case needs as it stands; they are booked on the page of visits.</summary>
    public IReadOnlyList<VisitKind> Visits => services.Catalogue.Visits.NeededBy(Case.State, Case.PublicState);

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!Me.May(Ability.AnswerCalls))
        {
            context.Result = Forbid();
        }
    }

    public async Task<IActionResult> OnGetAsync(string reference, bool sent = false)
    {
        if (await serve.CaseAsync(Me, reference, Aborted) is not { } found)
        {
            return NotFound();
        }

        (Sheet, Sent) = (sheets.Of(found), sent);
        return Page();
    }

    /// <summary>Sends the number of the bill to the caller's telephone, and where it is paid.</summary>
    public async Task<IActionResult> OnPostBillAsync(string reference) =>
        await serve.SendBillAsync(Me, reference, number => $"{Request.Scheme}://{Request.Host}{links.To($"/pay/{number}")}", Aborted)
            ? LocalRedirect(links.To($"/centre/cases/{reference}", ("sent", "true")))
            : NotFound();
}
