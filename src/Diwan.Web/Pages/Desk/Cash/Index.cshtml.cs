using Diwan.Payments;
using Diwan.Platform;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Desk.Cash;

/// <summary>The cashier's desk: opens a shift, takes a colleague's drawer over, and from there to everything a drawer is for.</summary>
public sealed class IndexModel(FindShift shifts, WorkShift work, FindBill bills, MoneyNames names, Links links, Text text) : CashPage(shifts)
{
    private readonly FindShift _shifts = shifts;

    /// <summary>The drawer that a colleague offers to this cashier.</summary>
    public ShiftView? Offered { get; private set; }

    /// <summary>Where the list goes on; as in the address.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public Slice<TakingView> Takings { get; private set; } = Slice.Empty<TakingView>();

    /// <summary>How many payments the shift took.</summary>
    public int Taken { get; private set; }

    public string? Typed { get; private set; }

    public async Task<IActionResult> OnGetAsync() => MayTake ? await ShowAsync() : Forbid();

    public async Task<IActionResult> OnPostOpenAsync(string? organisation, string? start)
    {
        if (!MayTake)
        {
            return Forbid();
        }

        Typed = start;
        var where = organisation ?? Organisations[0];
        if (!Organisations.Contains(where))
        {
            return Forbid();
        }

        if (ReadSum("start", start, text) is not { } sum)
        {
            return await ShowAsync();
        }

        if (await work.OpenAsync(Actor, where, sum, Aborted) is WorkShift.Result.Done)
        {
            return LocalRedirect(links.To("/desk/cash"));
        }

        Refuse(null, text["cashier.hasShift"], StatusCodes.Status409Conflict);
        return await ShowAsync();
    }

    /// <summary>Looks a bill up before anything is taken for it.</summary>
    public async Task<IActionResult> OnPostFindAsync(string? bill)
    {
        if (!MayTake)
        {
            return Forbid();
        }

        Typed = bill;
        if (!BillNumber.TryParse(bill, out var number))
        {
            Refuse("bill", text["money.numberWrong"]);
            return await ShowAsync();
        }

        if (await bills.ByNumberAsync(number.Value, Aborted) is null)
        {
            Refuse("bill", text["money.numberUnknown"], StatusCodes.Status404NotFound);
            return await ShowAsync();
        }

        return LocalRedirect(links.To($"/desk/cash/take/{number}"));
    }

    public async Task<IActionResult> OnPostAcceptAsync(Guid shift, string? counted)
    {
        if (!MayTake)
        {
            return Forbid();
        }

        Typed = counted;
        if (ReadSum("counted", counted, text) is not { } sum)
        {
            return await ShowAsync();
        }

        switch (await work.AcceptAsync(shift, Actor, sum, Aborted))
        {
            case WorkShift.Result.Done:
                return LocalRedirect(links.To("/desk/cash"));
            case WorkShift.Result.CountsDiffer:
                Refuse("counted", text["cashier.countsDiffer"], StatusCodes.Status409Conflict);
                break;
            case WorkShift.Result.HasShift:
                Refuse(null, text["cashier.hasShift"], StatusCodes.Status409Conflict);
                break;
            default:
                Refuse(null, text["cashier.offerGone"], StatusCodes.Status409Conflict);
                break;
        }

        return await ShowAsync();
    }

    public async Task<IActionResult> OnPostTakeBackAsync(Guid shift)
    {
        if (!MayTake)
        {
            return Forbid();
        }

        if (await work.TakeBackAsync(shift, Actor, Aborted) is WorkShift.Result.Done)
        {
            return LocalRedirect(links.To("/desk/cash"));
        }

        Refuse(null, text["cashier.shiftGone"], StatusCodes.Status409Conflict);
        return await ShowAsync();
    }

    private async Task<IActionResult> ShowAsync()
    {
        await ReadShiftAsync();
        Offered = await _shifts.OfferedToAsync(Me.PersonKey, Aborted);
        await names.LearnAsync([Offered?.CashierKey], Aborted);
        if (Shift is not null)
        {
            Takings = await _shifts.TakingsAsync(Shift.Id, ListPlace.Read(After), Aborted);
            Taken = await _shifts.CountTakingsAsync(Shift.Id, Aborted);
        }

        return Page();
    }
}
