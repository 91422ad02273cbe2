using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Desk.Cash;

/// <summary>Takes money for a bill, in cash or at the terminal. The cashier sees what for, to whom and how much; not whose it is.</summary>
public sealed class TakeModel(FindShift shifts, FindBill bills, TakeAtCounter take, Links links, Text text, TimeProvider time) : CashPage(shifts)
{
    public BillView Bill { get; private set; } = null!;

    /// <summary>Of this form: it takes money once, however often it is sent.</summary>
    public Guid TakeId { get; private set; } = Guid.CreateVersion7(time.GetUtcNow());

    public string? Amount { get; private set; }

    public string? By { get; private set; }

    public string? Slip { get; private set; }

    public bool CanPay => Bill.State is BillState.Open or BillState.PartlyPaid && Bill.ExpiresAt > time.GetUtcNow();

    public bool AllowsParts => Bill.LeastPart is { } least && least < Bill.Due;

    public async Task<IActionResult> OnGetAsync(string number)
    {
        if (!MayTake)
        {
            return Forbid();
        }

        if (!await FindAsync(number))
        {
            return NotFound();
        }

        return Shift is { State: ShiftState.Open } ? Page() : LocalRedirect(links.To("/desk/cash"));
    }

    public async Task<IActionResult> OnPostAsync(string number, Guid takeId, string? by, string? amount, string? slip)
    {
        if (!MayTake)
        {
            return Forbid();
        }

        if (!await FindAsync(number))
        {
            return NotFound();
        }

        (By, Amount, Slip) = (by, amount, slip);
        if (takeId == Guid.Empty)
        {
            Refuse(null, text["cashier.formOld"]);
            return Page();
        }

        TakeId = takeId;
        if (!Enum.TryParse<Rail>(by, out var rail) || rail is not (Rail.Cash or Rail.Terminal))
        {
            Refuse("by", text["cashier.byMissing"]);
            return Page();
        }

        Money? part = null;
        if (AllowsParts)
        {
            if (!Money.TryParse(amount, out var some))
            {
                Refuse("amount", text["money.amountWrong"]);
                return Page();
            }

            part = some;
        }

        switch (await take.RunAsync(Actor, new TakeAtCounter.Order(Bill.Number.Value, rail, part, takeId, slip), Aborted))
        {
            case TakeAtCounter.Result.Taken taken:
                return LocalRedirect(links.To($"/desk/cash/taken/{taken.TransactionNo}"));
            case TakeAtCounter.Result.NoShift:
                Refuse(null, text["cashier.noShift"], StatusCodes.Status409Conflict);
                break;
            case TakeAtCounter.Result.SlipMissing:
                Refuse("slip", text["cashier.slipMissing"]);
                break;
            case TakeAtCounter.Result.WrongPart { Least: { } least } wrong when least < wrong.Due:
                Refuse("amount", text["money.wrongPart", text.Money(least), text.Money(wrong.Due)]);
                break;
            case TakeAtCounter.Result.WrongPart wrong:
                Refuse(null, text["money.wholeOnly", text.Money(wrong.Due)]);
                break;
            default:
                // Somebody was faster, or its time is over: the page says what it is now, and nothing was taken.
                Refuse(null, text["cashier.takeNothing"], StatusCodes.Status409Conflict);
                await FindAsync(number);
                break;
        }

        return Page();
    }

    private async Task<bool> FindAsync(string number)
    {
        await ReadShiftAsync();
        Bill = (await bills.ByNumberAsync(number, Aborted))!;
        return Bill is not null;
    }
}
