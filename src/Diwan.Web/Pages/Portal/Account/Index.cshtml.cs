using Diwan.Assistance;
using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Web.Identity;

namespace Diwan.Web.Pages.Portal.Account;

/// <summary>A person's drafts and cases.</summary>
[ActsFor(MandateScope.Read)]
public sealed class IndexModel(ListMine mine, KeepMandates mandates, PublishedServices services) : SignedInPage
{
    public IReadOnlyList<DraftLine> Drafts { get; private set; } = [];

    public IReadOnlyList<CaseLine> Cases { get; private set; } = [];

    /// <summary>For whom the person may act now.</summary>
    public IReadOnlyList<Mandate> Held { get; private set; } = [];

    public async Task OnGetAsync()
    {
        Drafts = May(MandateScope.Apply) ? [.. (await mine.DraftsAsync(PersonKey, Aborted)).Where(d => Within(MandateScope.Apply, d.Service))] : [];
        Cases = [.. (await mine.CasesAsync(PersonKey, Aborted)).Where(c => Within(MandateScope.Read, c.Service))];
        if (ActsFor is null && !Me.IsOfficer && Me.Level >= KeepMandates.LevelToGive)
        {
            Held = [.. (await mandates.OfAsync(Me, Aborted)).Held.Where(m => m.State == MandateState.Standing)];
        }
    }

    private bool Within(MandateScope scope, string service) => ActsFor is null || (services.Current(service) is { } current && ActsFor.Refuses(scope, current) is null);
}
