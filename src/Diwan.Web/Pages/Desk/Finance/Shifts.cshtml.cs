using Diwan.Engine.Definitions;
using Diwan.Payments;
using Diwan.Platform;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Desk.Finance;

/// <summary>The shifts of the institution's counters, and one of them. What was too much or too little is looked at by somebody else than its cashier.</summary>
public sealed class ShiftsModel(FindShift shifts, WorkShift work, Catalogue catalogue, MoneyNames names, Links links, Text text) : MoneyPage
{
    public IReadOnlyList<ShiftView> Shifts { get; private set; } = [];

    /// <summary>The one that is open on the page; null of the list.</summary>
    public ShiftView? Shift { get; private set; }

    /// <summary>Where the list goes on; as in the address.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    /// <summary>Where the closed shifts, or the takings of the one shown, go on.</summary>
    public ListPlace? Next { get; private set; }

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

        var place = ListPlace.Read(After);
        if (id is not { } one)
        {
            string[] counters = [.. Choices(catalogue), .. Supervised];
            var closed = await shifts.ClosedAsync(counters, place, Aborted);
            Shifts = [.. place is null ? await shifts.OpenAsync(counters, Aborted) : [], .. closed.Rows];
            Next = closed.Next;
            await names.LearnAsync(Shifts.Select(s => s.CashierKey), Aborted);
            return Page();
        }

        if (await shifts.ByIdAsync(one, Aborted) is not { } shift || !MayRead(shift.Organisation))
        {
            return NotFound();
        }

        Shift = shift;
        await names.LearnAsync([shift.CashierKey, shift.ReviewedBy], Aborted);
        (Takings, Next) = await shifts.TakingsAsync(one, place, Aborted);
        return Page();
    }

    public static Tone ToneOf(ShiftView shift)
    {
        ArgumentNullException.ThrowIfNull(shift);
        return shift.State != ShiftState.Closed ? Tone.Info : !shift.Difference.IsZero && shift.ReviewedByName is null ? Tone.Warning : Tone.Good;
    }
}
