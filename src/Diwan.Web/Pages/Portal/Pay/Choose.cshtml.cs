using Diwan.Accounts;
using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Web.Fields;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Diwan.Web.Pages.Portal.Pay;

/// <summary>
/// Chooses what to pay: one's own open bills, and any other by its number, of any institutions, together. Whoever has a number may pay it and
/// sees the service, the institution and the amount, nothing of whose it is.
/// </summary>
public sealed class ChooseModel(FindBill bills, MakeBasket baskets, Links links, Text text, TimeProvider time) : PageModel
{
    public const string Number = "number";

    /// <summary>Of one's own open bills, those whose time ends first.</summary>
    public const int MostShown = 100;

    /// <summary>Numbers that were added by hand.</summary>
    [BindProperty(SupportsGet = true, Name = "also")]
    public List<string> Also { get; set; } = [];

    /// <summary>Those that are ticked.</summary>
    [BindProperty(SupportsGet = true, Name = "pick")]
    public List<string> Picked { get; set; } = [];

    public IReadOnlyList<BillView> Bills { get; private set; } = [];

    /// <summary>Whether this person has more open bills than are shown; the others are added by their number.</summary>
    public bool HasMore { get; private set; }

    public string? Typed { get; private set; }

    public FormFaults Faults { get; } = new();

    /// <summary>Null also while somebody acts for another: their own bills are not shown then, and a number is paid as anybody may pay it.</summary>
    public SignedIn? Me => HttpContext.Oneself();

    public bool IsMine(BillView bill)
    {
        ArgumentNullException.ThrowIfNull(bill);
        return Me is { } me && bill.PayerKey == me.PersonKey;
    }

    public async Task OnGetAsync() => await ReadAsync();

    public async Task<IActionResult> OnPostAsync(string? number, string? @do)
    {
        Typed = number?.Trim();
        if (@do == "add" || (Picked.Count == 0 && !string.IsNullOrEmpty(Typed)))
        {
            return await AddAsync(@do == "add");
        }

        switch (Picked.Distinct(StringComparer.Ordinal).Count())
        {
            case 0:
                return await RefuseAsync(null, text["money.pickNone"]);
            case 1:
                return LocalRedirect(links.To($"/pay/{Uri.EscapeDataString(Picked[0])}"));
            case > MakeBasket.MostBills:
                return await RefuseAsync(null, text["money.pickMany", MakeBasket.MostBills]);
        }

        if (Me is not { } me)
        {
            // A basket belongs to somebody, to whom money goes back should a bill no longer need it.
            return LocalRedirect(links.To("/sign-in", ("return", Here())));
        }

        switch (await baskets.RunAsync(Picked, me.PersonKey, me.Name, me.ToActor(), Channel.Portal, HttpContext.RequestAborted))
        {
            case MakeBasket.Result.Made made:
                return LocalRedirect(links.To($"/pay/{made.Number}"));
            case MakeBasket.Result.NotPayable bad:
                Picked.RemoveAll(bad.Numbers.Contains);
                return await RefuseAsync(null, text["money.pickNotPayable", string.Join(text.Language == Language.Arabic ? "، " : ", ", bad.Numbers)], StatusCodes.Status409Conflict);
            default:
                return await RefuseAsync(null, text["money.pickMany", MakeBasket.MostBills]);
        }
    }

    private async Task<IActionResult> AddAsync(bool stay)
    {
        if (!BillNumber.TryParse(Typed, out var number))
        {
            return await RefuseAsync(Number, text["money.numberWrong"]);
        }

        if (await bills.ByNumberAsync(number.Value, HttpContext.RequestAborted) is not { } bill)
        {
            return await RefuseAsync(Number, text["money.numberUnknown"], StatusCodes.Status404NotFound);
        }

        if (!IsPayable(bill))
        {
            return await RefuseAsync(Number, text["money.notPayableBecause", text[$"bill.{StateOf(bill).ToString().ToLowerInvariant()}"]], StatusCodes.Status409Conflict);
        }

        if (!stay || bill.IsBasket)
        {
            return LocalRedirect(links.To($"/pay/{bill.Number}"));
        }

        Also.Add(bill.Number.Value);
        Picked.Add(bill.Number.Value);
        return LocalRedirect(Here());
    }

    private string Here() => links.To(
        "/pay", [.. Also.Distinct(StringComparer.Ordinal).Take(20).Select(n => ("also", (string?)n)), .. Picked.Distinct(StringComparer.Ordinal).Take(20).Select(n => ("pick", (string?)n))]);

    private async Task<IActionResult> RefuseAsync(string? field, string message, int status = StatusCodes.Status400BadRequest)
    {
        Faults.Add(field, message);
        Response.StatusCode = status;
        await ReadAsync();
        return Page();
    }

    private async Task ReadAsync()
    {
        var found = new List<BillView>();
        if (Me is { } me)
        {
            var own = await bills.PayableOfAsync(me.PersonKey, MostShown + 1, HttpContext.RequestAborted);
            found.AddRange(own.Take(MostShown));
            HasMore = own.Count > MostShown;
        }

        foreach (var number in Also.Distinct(StringComparer.Ordinal).Take(20))
        {
            if (found.TrueForAll(b => b.Number.Value != number)
                && await bills.ByNumberAsync(number, HttpContext.RequestAborted) is { IsBasket: false } other && IsPayable(other))
            {
                found.Add(other);
            }
        }

        Bills = found;
    }

    private bool IsPayable(BillView bill) => bill.State is BillState.Open or BillState.PartlyPaid && bill.ExpiresAt > time.GetUtcNow();

    private static BillState StateOf(BillView bill) => bill.State is BillState.Open or BillState.PartlyPaid ? BillState.Expired : bill.State;
}
