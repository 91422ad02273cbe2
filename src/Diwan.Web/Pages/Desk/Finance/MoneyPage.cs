using Diwan.Accounts;
using Diwan.Engine.Definitions;
using Diwan.Web.Fields;
using Diwan.Web.Identity;

namespace Diwan.Web.Pages.Desk.Finance;

/// <summary>A page of the finance desk. A finance officer sees the money of their institutions; the treasury sees all of it, and acts for none.</summary>
public abstract class MoneyPage : SignedInPage
{
    /// <summary>The organisation under which partners' counters work: that of the role counter:agent.</summary>
    private const string PartnerCounter = "counter";

    public FormFaults Faults { get; } = new();

    /// <summary>The institutions whose money this person handles.</summary>
    public IReadOnlyList<string> Own =>
        [.. Me.Roles.Where(r => Permissions.Allows(r, Ability.SeeMoney)).Select(r => r[..r.IndexOf(':', StringComparison.Ordinal)]).Distinct(StringComparer.Ordinal)];

    /// <summary>Whether this person keeps the ledger of all.</summary>
    public bool KeepsAll => Me.May(Ability.KeepLedger);

    /// <summary>The counters whose drawers this person looks after: their institutions'; partners', which have no finance office here, are the treasury's.</summary>
    public IReadOnlyList<string> Supervised => KeepsAll ? [.. Own, PartnerCounter] : Own;

    /// <summary>Whose money this person may read; null for everybody's.</summary>
    protected IReadOnlyCollection<string>? Readable => KeepsAll ? null : Own;

    protected bool MaySee => Me.IsOfficer && (KeepsAll || Own.Count > 0);

    protected bool MayRead(string institution) => KeepsAll || Own.Contains(institution);

    /// <summary>The institutions that may be chosen on a page.</summary>
    protected IReadOnlyList<string> Choices(Catalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        return KeepsAll ? [.. catalogue.Institutions.Select(i => i.Id)] : Own;
    }

    protected void Refuse(string? field, string message, int status = StatusCodes.Status400BadRequest)
    {
        Faults.Add(field, message);
        Response.StatusCode = status;
    }
}
