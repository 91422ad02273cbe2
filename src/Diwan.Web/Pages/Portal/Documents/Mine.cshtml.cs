using Diwan.Documents;
using Diwan.Web.Identity;

namespace Diwan.Web.Pages.Portal.Documents;

/// <summary>A person's documents.</summary>
public sealed class MineModel(FindDocuments find) : SignedInPage
{
    public IReadOnlyList<DocumentView> Documents { get; private set; } = [];

    public async Task OnGetAsync() => Documents = await find.OfPersonAsync(Me.PersonKey, Aborted);

    public static Tone ToneOf(DocumentStatus status) => status switch
    {
        DocumentStatus.InForce => Tone.Good,
        DocumentStatus.Revoked => Tone.Bad,
        _ => Tone.Muted,
    };
}
