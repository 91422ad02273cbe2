using Diwan.Assistance;
using Diwan.Cases.UseCases;
using Diwan.Kernel;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Portal.Cases;

/// <summary>Takes a case back, while nothing is decided.</summary>
[ActsFor(MandateScope.Apply)]
public sealed class WithdrawModel(ReadCase read, ChangeOwnCase change, Links links, Text text) : SignedInPage
{
    public string Reference { get; private set; } = "";

    public string? Problem { get; private set; }

    public async Task<IActionResult> OnGetAsync(string reference)
    {
        Reference = reference;
        return await read.ForApplicantAsync(reference, PersonKey, Aborted) is { } found
            ? found.CanWithdraw ? Page() : LocalRedirect(links.To($"/cases/{reference}"))
            : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(string reference, string? reason)
    {
        Reference = reference;
        switch (await change.WithdrawAsync(reference, PersonKey, Actor, Channel.Portal, reason, Aborted))
        {
            case ChangeOwnCase.Result.Changed:
                return LocalRedirect(links.To($"/cases/{reference}"));
            case ChangeOwnCase.Result.Refused refused:
                Problem = refused.Why.In(text.Language);
                Response.StatusCode = StatusCodes.Status409Conflict;
                return Page();
            default:
                return NotFound();
        }
    }
}
