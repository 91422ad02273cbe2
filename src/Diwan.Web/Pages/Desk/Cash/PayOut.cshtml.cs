using Diwan.Payments;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Desk.Cash;

/// <summary>Pays out what waits for a payee at this counter. The payee names the bill; others' refunds are not listed.</summary>
public sealed class PayOutModel(FindShift shifts, FindRefund refunds, PayOutRefund payOut, Links links, Text text) : CashPage(shifts)
{
    [BindProperty(SupportsGet = true, Name = "bill")]
    public string? Bill { get; set; }

    public IReadOnlyList<RefundView> Waiting { get; private set; } = [];

    public string? Slip { get; private set; }

    [BindProperty(SupportsGet = true)]
    public bool Done { get; set; }

    public async Task<IActionResult> OnGetAsync()
    {
        if (!MayTake)
        {
            return Forbid();
        }

        return await FindAsync() ? Page() : LocalRedirect(links.To("/desk/cash"));
    }

    public async Task<IActionResult> OnPostAsync(Guid refund, string? slip)
    {
        if (!MayTake)
        {
            return Forbid();
        }

        Slip = slip;
        switch (await payOut.RunAsync(Actor, refund, slip ?? "", Aborted))
        {
            case PayOutRefund.Result.PaidOut:
                return LocalRedirect(links.To("/desk/cash/refunds?done=true"));
            case PayOutRefund.Result.SlipMissing:
                Refuse("slip", text["cashier.outSlipMissing"]);
                break;
            case PayOutRefund.Result.TooLittleCash:
                Refuse(null, text["cashier.tooLittleCash"], StatusCodes.Status409Conflict);
                break;
            case PayOutRefund.Result.NoShift:
                Refuse(null, text["cashier.noShift"], StatusCodes.Status409Conflict);
                break;
            default:
                Refuse(null, text["cashier.outGone"], StatusCodes.Status404NotFound);
                break;
        }

        return await FindAsync() ? Page() : LocalRedirect(links.To("/desk/cash"));
    }

    private async Task<bool> FindAsync()
    {
        await ReadShiftAsync();
        if (Shift is not { State: ShiftState.Open })
        {
            return false;
        }

        if (!string.IsNullOrWhiteSpace(Bill))
        {
            if (!BillNumber.TryParse(Bill, out var number))
            {
                Refuse("bill", text["money.numberWrong"]);
            }
            else
            {
                Waiting =
                [
                    .. (await refunds.OfBillAsync(number.Value, Aborted))
                        .Where(r => r.Institution == Shift.Organisation && r is { State: RefundState.Asked, Way: RefundWay.Counter } && r.PayerKey != Me.PersonKey),
                ];
            }
        }

        return true;
    }
}
