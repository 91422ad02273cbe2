using Diwan.Documents;
using Diwan.Web.Identity;

namespace Diwan.Web.Pages.Portal.Account;

/// <summary>A person's documents.</summary>
public sealed class DocumentsModel(FindDocuments find) : SignedInPage
{
    public IReadOnlyList<DocumentView> Documents { get; private set; } = [];

    public async Task OnGetAsync() => Documents = await find.OfPersonAsync(Me.PersonKey, Aborted);
}
