using Diwan.Accounts;
using Diwan.Assistance;
using Diwan.Cases.UseCases;
using Diwan.Web.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Centre;

/// <summary>The cases of the caller; there while the call goes on and they are known.</summary>
public sealed class CasesModel(ServeCaller serve, FindCall calls) : SignedInPage
{
    public IReadOnlyList<CaseLine> Cases { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync()
    {
        if (!Me.May(Ability.AnswerCalls))
        {
            return Forbid();
        }

        if (await calls.OfAgentAsync(Me, Aborted) is not { Person: not null })
        {
            return NotFound();
        }

        Cases = await serve.CasesAsync(Me, Aborted);
        return Page();
    }
}
