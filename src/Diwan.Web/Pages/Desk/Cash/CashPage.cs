using Diwan.Accounts;
using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Web.Fields;
using Diwan.Web.Identity;
using Diwan.Web.Texts;

namespace Diwan.Web.Pages.Desk.Cash;

/// <summary>A page of the cashier's desk.</summary>
public abstract class CashPage(FindShift shifts) : SignedInPage
{
    /// <summary>The shift that this cashier has not closed.</summary>
    public ShiftView? Shift { get; private set; }

    public FormFaults Faults { get; } = new();

    /// <summary>The counters at which this person may take money.</summary>
    public IReadOnlyList<string> Organisations => OrganisationsOf(Me);

    internal static IReadOnlyList<string> OrganisationsOf(SignedIn who) =>
        [.. who.Roles.Where(r => Permissions.Allows(r, Ability.TakeMoney)).Select(r => r[..r.IndexOf(':', StringComparison.Ordinal)]).Distinct(StringComparer.Ordinal)];

    protected bool MayTake => Me.IsOfficer && Organisations.Count > 0;

    protected async Task ReadShiftAsync() => Shift = await shifts.OpenOfAsync(Me.PersonKey, Aborted);

    protected void Refuse(string? field, string message, int status = StatusCodes.Status400BadRequest)
    {
        Faults.Add(field, message);
        Response.StatusCode = status;
    }

    /// <summary>A sum that was counted: nothing, or above zero. Null adds the fault.</summary>
    protected Money? ReadSum(string field, string? typed, Text text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Money.TryParse(typed, out var sum) && sum >= Money.Zero)
        {
            return sum;
        }

        Refuse(field, text["cashier.sumWrong"]);
        return null;
    }
}
