using Diwan.Engine.Definitions;
using Diwan.Payments;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Desk.Finance;

/// <summary>The shifts of the institution's counters, and one of them. What was too much or too little is looked at by somebody else than its cashier.</summary>
public sealed class ShiftsModel(FindShift shifts, WorkShift work, Catalogue catalogue, Links links, Text text) : MoneyPage
{
    public IReadOnlyList<ShiftView> Shifts { get; private set; } = [];

    /// <summary>The one that is open on the page; null of the list.</summary>
    public ShiftView? Shift { get; private set; }

    public IReadOnlyList<TakingView> Takings { get; private set; } = [];

    public string? Note { get; private set; }

    public bool MayReview => Shift is { State: ShiftState.Closed, ReviewedByName: null } && Shift.CashierKey != Me.PersonKey && Supervised.Contains(Shift.Organisation);

    public async Task<IActionResult> OnGetAsync(Guid? id) => await ShowAsync(id);

    public async Task<IActionResult> OnPostAsync(Guid id, string? note)
    {
        if (!MaySee)
        {
            return Forbid();
        }

        Note = note;
        switch (await work.ReviewAsync(id, Actor, Supervised, note ?? "", Aborted))
        {
            case WorkShift.Result.Done:
                return LocalRedirect(links.To($"/desk/money/shifts/{id}"));
            case WorkShift.Result.ReasonMissing:
                Refuse("note", text["finance.noteMissing"]);
                break;
            default:
                Refuse(null, text["finance.cannotReview"], StatusCodes.Status409Conflict);
                break;
        }

        return await ShowAsync(id);
    }

    private async Task<IActionResult> ShowAsync(Guid? id)
    {
        if (!MaySee)
        {
            return Forbid();
        }

        if (id is not { } one)
        {
            Shifts = await shifts.OfAsync([.. Choices(catalogue), .. Supervised], Aborted);
            return Page();
        }

        if (await shifts.ByIdAsync(one, Aborted) is not { } shift || !MayRead(shift.Organisation))
        {
            return NotFound();
        }

        Shift = shift;
        Takings = await shifts.TakingsAsync(one, Aborted);
        return Page();
    }

    public static Tone ToneOf(ShiftView shift)
    {
        ArgumentNullException.ThrowIfNull(shift);
        return shift.State != ShiftState.Closed ? Tone.Info : !shift.Difference.IsZero && shift.ReviewedByName is null ? Tone.Warning : Tone.Good;
    }
}
