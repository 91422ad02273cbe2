using Diwan.Payments;
using Diwan.Platform;
using Diwan.Web.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Portal.Account;

/// <summary>A person's bills, with what each amount rests on.</summary>
public sealed class BillsModel(FindBill find) : SignedInPage
{
    /// <summary>Where the list goes on; as in the address.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public Slice<BillView> Bills { get; private set; } = Slice.Empty<BillView>();

    public async Task OnGetAsync() => Bills = await find.OfPayerAsync(Me.PersonKey, ListPlace.Read(After), Aborted);
}
