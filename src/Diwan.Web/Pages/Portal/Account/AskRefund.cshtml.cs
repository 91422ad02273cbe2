using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Web.Fields;
using Diwan.Web.Identity;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Portal.Account;

/// <summary>A payer asks for money back and says why.</summary>
public sealed class AskRefundModel(FindBill bills, WishRefund wishes, Links links, Text text) : SignedInPage
{
    public BillView Bill { get; private set; } = null!;

    public Money Left { get; private set; }

    public string? Amount { get; private set; }

    public string? Way { get; private set; }

    public string? Iban { get; private set; }

    public string? Words { get; private set; }

    public FormFaults Faults { get; } = new();

    public async Task<IActionResult> OnGetAsync(string? bill) => await FindAsync(bill) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string? bill, string? amount, string? way, string? iban, string? words)
    {
        if (!await FindAsync(bill))
        {
            return NotFound();
        }

        (Amount, Way, Iban, Words) = (amount, way, iban, words);
        if (!Money.TryParse(amount, out var some))
        {
            Faults.Add("amount", text["money.amountWrong"]);
        }

        if (!Enum.TryParse<RefundWay>(way, out var chosen) || chosen is not (RefundWay.Source or RefundWay.Credit or RefundWay.Transfer))
        {
            Faults.Add("way", text["money.wayMissing"]);
        }

        if (!Faults.Any)
        {
            switch (await wishes.AskAsync(Actor, new WishRefund.Order(Bill.Number.Value, some, chosen, iban, words), Aborted))
            {
                case WishRefund.Result.Wished:
                    return LocalRedirect(links.To("/account/refunds?asked=true"));
                case WishRefund.Result.WrongAmount wrong:
                    Faults.Add("amount", text["money.refundAmount", text.Money(wrong.Left)]);
                    break;
                case WishRefund.Result.WordsMissing:
                    Faults.Add("words", text["money.wordsMissing"]);
                    break;
                case WishRefund.Result.IbanWrong:
                    Faults.Add("iban", text["money.ibanWrong"]);
                    break;
                case WishRefund.Result.AlreadyWished:
                    Faults.Add(null, text["money.wishedAlready"]);
                    break;
                case WishRefund.Result.WrongState state:
                    Faults.Add(null, text["money.refundState", text[$"bill.{state.State.ToString().ToLowerInvariant()}"]]);
                    break;
                default:
                    return NotFound();
            }
        }

        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    private async Task<bool> FindAsync(string? number)
    {
        if (number is null || await bills.ByNumberAsync(number, Aborted) is not { } bill)
        {
            return false;
        }

        Bill = bill;
        Left = await wishes.LeftAsync(Me.PersonKey, bill.Number.Value, Aborted);
        return Left > Money.Zero;
    }
}
