using Diwan.Assistance;
using Diwan.Cases.UseCases;
using Diwan.Web.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Portal.Apply;

/// <summary>Goes on with an application where it stands; throws it away on request.</summary>
[ActsFor(MandateScope.Apply)]
public sealed class ResumeModel(OpenApplication open, DiscardApplication discard, Links links) : HelpedPage
{
    public async Task<IActionResult> OnGetAsync(Guid id) => await open.RunAsync(id, PersonKey, Aborted) switch
    {
        OpenApplication.Result.Opened opened => LocalRedirect(links.To(Where(opened.View))),
        OpenApplication.Result.AlreadySubmitted submitted => LocalRedirect(links.To($"/cases/{submitted.Reference}")),
        _ => NotFound(),
    };

    public async Task<IActionResult> OnPostDiscardAsync(Guid id) =>
        await discard.RunAsync(id, PersonKey, Actor, Aborted) ? LocalRedirect(links.To(Home)) : NotFound();

    private static string Where(ApplicationView view) =>
        view.Journey.FirstIncomplete is { } step ? $"/applications/{view.Id}/{step.Section.Id}" : $"/applications/{view.Id}/check-answers";
}
