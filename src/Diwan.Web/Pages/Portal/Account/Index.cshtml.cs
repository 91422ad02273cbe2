using Diwan.Cases.UseCases;
using Diwan.Web.Identity;

namespace Diwan.Web.Pages.Portal.Account;

/// <summary>A person's drafts and cases.</summary>
public sealed class IndexModel(ListMine mine) : SignedInPage
{
    public IReadOnlyList<DraftLine> Drafts { get; private set; } = [];

    public IReadOnlyList<CaseLine> Cases { get; private set; } = [];

    public async Task OnGetAsync()
    {
        Drafts = await mine.DraftsAsync(Me.PersonKey, Aborted);
        Cases = await mine.CasesAsync(Me.PersonKey, Aborted);
    }
}
