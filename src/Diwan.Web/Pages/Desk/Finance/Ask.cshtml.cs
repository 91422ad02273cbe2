using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Diwan.Web.Pages.Desk.Finance;

/// <summary>A finance officer asks for money of a bill to go back: all or a part, by which way, and why.</summary>
public sealed class AskModel(FindBill bills, RequestRefund requests, IOptions<PaymentsOptions> options, Links links, Text text, TimeProvider time) : MoneyPage
{
    [BindProperty(SupportsGet = true, Name = "bill")]
    public string? Number { get; set; }

    /// <summary>Null until its number is given.</summary>
    public BillView? Bill { get; private set; }

    public Money Left => Bill is null ? Money.Zero : Bill.Paid - Bill.Refunded;

    public bool CanAsk => Bill?.State == BillState.Settled && Left > Money.Zero;

    public Money Limit => new(options.Value.Refunds.SecondPersonAboveFils);

    /// <summary>Of the form: it asks once, however often it is sent.</summary>
    public Guid FormId { get; private set; } = Guid.CreateVersion7(time.GetUtcNow());

    public string? Amount { get; private set; }

    public string? Way { get; private set; }

    public string? Iban { get; private set; }

    public string? Reason { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        if (!MaySee || Own.Count == 0)
        {
            return Forbid();
        }

        await FindAsync();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid form, string? amount, string? way, string? iban, string? reason)
    {
        if (!MaySee || Own.Count == 0)
        {
            return Forbid();
        }

        await FindAsync();
        if (Bill is null || form == Guid.Empty)
        {
            return Page();
        }

        (FormId, Amount, Way, Iban, Reason) = (form, amount, way, iban, reason);
        if (!Money.TryParse(amount, out var some))
        {
            Refuse("amount", text["money.amountWrong"]);
        }

        if (!Enum.TryParse<RefundWay>(way, out var chosen) || !Enum.IsDefined(chosen))
        {
            Refuse("way", text["money.wayMissing"]);
        }

        if (Faults.Any)
        {
            return Page();
        }

        switch (await requests.AskAsync(Actor, Own, new RequestRefund.Order(form, Bill.Number.Value, some, chosen, iban, reason ?? ""), Aborted))
        {
            case RequestRefund.Result.Done done:
                return LocalRedirect(links.To($"/desk/money/refunds?done={(done.NeedsSecond ? "second" : "asked")}"));
            case RequestRefund.Result.WrongAmount wrong:
                Refuse("amount", text["money.refundAmount", text.Money(wrong.Left)]);
                break;
            case RequestRefund.Result.ReasonMissing:
                Refuse("reason", text["finance.reasonMissing"]);
                break;
            case RequestRefund.Result.IbanWrong:
                Refuse("iban", text["money.ibanWrong"]);
                break;
            case RequestRefund.Result.WrongState state:
                Refuse(null, text["money.refundState", text[$"bill.{state.State.ToString().ToLowerInvariant()}"]], StatusCodes.Status409Conflict);
                break;
            default:
                Refuse(null, text["money.busy"], StatusCodes.Status409Conflict);
                break;
        }

        return Page();
    }

    private async Task FindAsync()
    {
        if (string.IsNullOrWhiteSpace(Number))
        {
            return;
        }

        if (!BillNumber.TryParse(Number, out var number))
        {
            Refuse("bill", text["money.numberWrong"]);
            return;
        }

        // The bill of another institution is told the same as of none.
        if (await bills.ByNumberAsync(number.Value, Aborted) is not { IsBasket: false } bill || !Own.Contains(bill.Institution))
        {
            Refuse("bill", text["finance.notYours"], StatusCodes.Status404NotFound);
            return;
        }

        Bill = bill;
    }
}
