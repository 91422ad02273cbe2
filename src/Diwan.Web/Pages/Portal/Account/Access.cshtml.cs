using Diwan.Cases.Published;
using Diwan.Kernel;
using Diwan.Platform;
using Diwan.Web.Identity;
using Diwan.Web.Texts;

namespace Diwan.Web.Pages.Portal.Account;

/// <summary>Who looked at a person's data, when and why.</summary>
public sealed class AccessModel(AccessLedger ledger, PublishedServices services, Text text) : SignedInPage
{
    private const int Shown = 200;

    public IReadOnlyList<AccessLine> Lines { get; private set; } = [];

    public async Task OnGetAsync() => Lines = await ledger.OfPersonAsync(Me.PersonKey, null, Shown, Aborted);

    /// <summary>Name, role and institution, as far as each is said.</summary>
    public string WhoIs(AccessLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var role = services.Catalogue.FindRole(line.Role)?.Name.In(text.Language);
        var institution = line.Institution is null ? null : services.Catalogue.FindInstitution(line.Institution)?.ShortName.In(text.Language);
        var separator = text.Language == Language.Arabic ? "، " : ", ";
        return string.Join(separator, ((string?[])[line.ReaderName, role, institution]).Where(p => !string.IsNullOrEmpty(p)).Distinct());
    }
}
