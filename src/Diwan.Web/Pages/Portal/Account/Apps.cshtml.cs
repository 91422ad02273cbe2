using Diwan.Apps;
using Diwan.Web.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Portal.Account;

/// <summary>What a person allowed apps to do, and where they take it back.</summary>
public sealed class AppsModel(Consents consents, Links links, TimeProvider time) : SignedInPage
{
    public IReadOnlyList<Consent> All { get; private set; } = [];

    [BindProperty(SupportsGet = true)]
    public bool Withdrawn { get; set; }

    public DateTimeOffset Now => time.GetUtcNow();

    public async Task OnGetAsync() => All = await consents.OfPersonAsync(Me.PersonKey, Aborted);

    public async Task<IActionResult> OnPostAsync(Guid consent)
    {
        await consents.WithdrawAsync(Me, consent, Aborted);
        return LocalRedirect(links.To("/account/apps?withdrawn=true"));
    }
}
