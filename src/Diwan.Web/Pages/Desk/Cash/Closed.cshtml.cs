using Diwan.Payments;
using Diwan.Platform;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Desk.Cash;

/// <summary>The paper of a closed shift, to be put into the bag with the money. Only of one's own.</summary>
public sealed class ClosedModel(FindShift shifts, MoneyNames names) : CashPage(shifts)
{
    private readonly FindShift _shifts = shifts;

    public ShiftView Closed { get; private set; } = null!;

    /// <summary>Where the list goes on; as in the address.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public Slice<TakingView> Takings { get; private set; } = Slice.Empty<TakingView>();

    public async Task<IActionResult> OnGetAsync(Guid id)
    {
        if (!MayTake)
        {
            return Forbid();
        }

        if (await _shifts.ByIdAsync(id, Aborted) is not { State: ShiftState.Closed } shift || shift.CashierKey != Me.PersonKey)
        {
            return NotFound();
        }

        Closed = shift;
        await names.LearnAsync([shift.CashierKey, shift.ReviewedBy], Aborted);
        Takings = await _shifts.TakingsAsync(id, ListPlace.Read(After), Aborted);
        return Page();
    }
}
