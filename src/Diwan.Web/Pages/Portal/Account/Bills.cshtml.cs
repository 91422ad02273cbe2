using Diwan.Payments;
using Diwan.Web.Identity;

namespace Diwan.Web.Pages.Portal.Account;

/// <summary>A person's bills, with what each amount rests on.</summary>
public sealed class BillsModel(FindBill find) : SignedInPage
{
    public IReadOnlyList<BillView> Bills { get; private set; } = [];

    public async Task OnGetAsync() => Bills = await find.OfPayerAsync(Me.PersonKey, Aborted);
}
