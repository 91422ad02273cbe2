using Diwan.Assistance;
using Diwan.Cases.Published;
using Diwan.Cases.UseCases;
using Diwan.Documents;
using Diwan.Web.Identity;

namespace Diwan.Web.Pages.Portal.Documents;

/// <summary>A person's documents.</summary>
[ActsFor(MandateScope.Download)]
public sealed class MineModel(FindDocuments find, ListMine mine, PublishedServices services) : SignedInPage
{
    public IReadOnlyList<DocumentView> Documents { get; private set; } = [];

    public async Task OnGetAsync()
    {
        Documents = await find.OfPersonAsync(PersonKey, Aborted);
        if (ActsFor is not null)
        {
            // Those of cases that the mandate extends to; a paper of no case is the owner's alone.
            var within = (await mine.CasesAsync(PersonKey, Aborted))
                .Where(c => services.Current(c.Service) is { } service && ActsFor.Refuses(MandateScope.Download, service) is null).Select(c => c.Reference).ToHashSet(StringComparer.Ordinal);
            Documents = [.. Documents.Where(d => within.Contains(d.Reference))];
        }
    }

    public static Tone ToneOf(DocumentStatus status) => status switch
    {
        DocumentStatus.InForce => Tone.Good,
        DocumentStatus.Revoked => Tone.Bad,
        _ => Tone.Muted,
    };
}
