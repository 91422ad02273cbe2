using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Platform;
using Diwan.Web.Fields;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Portal.Account;

/// <summary>What goes back to a person, what is kept for them, and what they asked for. Where the money waits for them, they choose its way.</summary>
public sealed class RefundsModel(FindRefund refunds, WishRefund wishes, RequestRefund requests, Links links, Text text) : SignedInPage
{
    /// <summary>Where the list of refunds goes on; as in the address.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    /// <summary>Where that of wishes does.</summary>
    [BindProperty(SupportsGet = true)]
    public string? WishesAfter { get; set; }

    public Slice<RefundView> Refunds { get; private set; } = Slice.Empty<RefundView>();

    public Slice<WishView> Wishes { get; private set; } = Slice.Empty<WishView>();

    public IReadOnlyList<(string Institution, Money Amount)> Credits { get; private set; } = [];

    public FormFaults Faults { get; } = new();

    /// <summary>The refund whose form was refused, with what was typed in it.</summary>
    public (Guid Id, string? Way, string? Iban) Typed { get; private set; }

    [BindProperty(SupportsGet = true)]
    public bool Asked { get; set; }

    public static string WayField(Guid id) => $"way-{id:N}";

    public static string IbanField(Guid id) => $"iban-{id:N}";

    public Task OnGetAsync() => ReadAsync();

    public async Task<IActionResult> OnPostAsync(Guid refund)
    {
        var (way, iban) = (Request.Form[WayField(refund)].ToString(), Request.Form[IbanField(refund)].ToString());
        Typed = (refund, way, iban);
        if (!Enum.TryParse<RefundWay>(way, out var chosen) || chosen is not (RefundWay.Credit or RefundWay.Counter or RefundWay.Transfer))
        {
            return await RefuseAsync(WayField(refund), text["money.wayMissing"], StatusCodes.Status400BadRequest);
        }

        return await requests.ChooseWayAsync(Actor, refund, chosen, iban, Aborted) switch
        {
            RequestRefund.Result.Done => LocalRedirect(links.To("/account/refunds")),
            RequestRefund.Result.IbanWrong => await RefuseAsync(IbanField(refund), text["money.ibanWrong"], StatusCodes.Status400BadRequest),
            RequestRefund.Result.Busy => await RefuseAsync(null, text["money.busy"], StatusCodes.Status409Conflict),
            _ => await RefuseAsync(null, text["money.refundGone"], StatusCodes.Status404NotFound),
        };
    }

    private async Task<IActionResult> RefuseAsync(string? field, string message, int status)
    {
        Faults.Add(field, message);
        Response.StatusCode = status;
        await ReadAsync();
        return Page();
    }

    private async Task ReadAsync()
    {
        Refunds = await refunds.OfPayerAsync(Me.PersonKey, ListPlace.Read(After), Aborted);
        Wishes = await wishes.OfPayerAsync(Me.PersonKey, ListPlace.Read(WishesAfter), Aborted);
        Credits = await refunds.CreditsAsync(Me.PersonKey, Aborted);
    }
}
