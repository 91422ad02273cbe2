using Diwan.Kernel;
using Diwan.Payments;
using Diwan.Platform;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Desk.Finance;

/// <summary>
/// The rail's books beside ours: the days compared and what disagrees. A finance officer looks after what lies on their institution's desk; the
/// treasury after what is nobody's. Nothing is closed without a reason, and not while the rail's money is in no book of ours.
/// </summary>
public sealed class ReconciliationModel(ReadReconciliation read, CloseDiscrepancy close, MoneyNames names, Links links, Text text, TimeProvider time) : MoneyPage
{
    private const int DaysShown = 31;

    [BindProperty(SupportsGet = true)]
    public bool Closed { get; set; }

    /// <summary>Only what is of this day; as typed.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Day { get; set; }

    /// <summary>Where the list goes on; as in the address.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    /// <summary>What the last form did: taken, booked, givenback, explained.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Done { get; set; }

    public IReadOnlyList<SettlementDayView> Days { get; private set; } = [];

    public Slice<DiscrepancyView> Matters { get; private set; } = Slice.Empty<DiscrepancyView>();

    public RailSweepView? Asked { get; private set; }

    public (Guid Id, string? Reason) Typed { get; private set; }

    public static string FieldOf(Guid id) => $"reason-{id:N}";

    /// <summary>Whose matters this person may act on: their institutions'; the treasury on all.</summary>
    private IReadOnlyCollection<string>? Acting => Readable;

    public async Task<IActionResult> OnGetAsync()
    {
        if (!ModelState.IsValid)
        {
            return LocalRedirect(links.To("/desk/money/reconciliation"));
        }

        return await ShowAsync();
    }

    public Task<IActionResult> OnPostTakeAsync(Guid matter) => ActAsync(matter, _ => close.TakeAsync(matter, Actor, Acting, Aborted));

    public Task<IActionResult> OnPostBookAsync(Guid matter) => ActAsync(matter, reason => close.BookAsync(matter, reason, Actor, Acting, Aborted));

    public Task<IActionResult> OnPostCloseAsync(Guid matter) => ActAsync(matter, reason => close.CloseAsync(matter, reason, Actor, Acting, Aborted));

    private async Task<IActionResult> ActAsync(Guid id, Func<string?, Task<CloseDiscrepancy.Result>> act)
    {
        if (!MaySee)
        {
            return Forbid();
        }

        Typed = (id, Request.Form[FieldOf(id)].ToString());
        switch (await act(Typed.Reason))
        {
            case CloseDiscrepancy.Result.Done done:
                return LocalRedirect(links.To($"/desk/money/reconciliation?done={done.End?.ToString().ToLowerInvariant() ?? "taken"}"));
            case CloseDiscrepancy.Result.NeedsReason:
                Refuse(FieldOf(id), text["finance.discrepancyReason", CloseDiscrepancy.ShortestReason, CloseDiscrepancy.LongestReason]);
                break;
            case CloseDiscrepancy.Result.MoneyOpen:
                Refuse(null, text["finance.moneyOpen"], StatusCodes.Status409Conflict);
                break;
            case CloseDiscrepancy.Result.NothingToBook:
                Refuse(null, text["finance.nothingToBook"], StatusCodes.Status409Conflict);
                break;
            case CloseDiscrepancy.Result.AlreadyClosed:
                Refuse(null, text["money.busy"], StatusCodes.Status409Conflict);
                break;
            default:
                return NotFound();
        }

        return await ShowAsync();
    }

    private async Task<IActionResult> ShowAsync()
    {
        if (!MaySee)
        {
            return Forbid();
        }

        DateOnly? day = null;
        if (!string.IsNullOrWhiteSpace(Day))
        {
            day = TypedDay.Read(Day);
            if (day is null)
            {
                Refuse("day", text["finance.dayWrong"]);
            }
        }

        var today = NationalCalendar.DateAt(time.GetUtcNow());
        Days = KeepsAll ? await read.DaysAsync(today.AddDays(-DaysShown), today, Aborted) : [];
        Asked = KeepsAll ? await read.LastAskedAsync(Aborted) : null;
        Matters = await read.DiscrepanciesAsync(Closed ? DiscrepancyState.Closed : DiscrepancyState.Open, Readable, ListPlace.Read(After), Aborted, day);
        await names.LearnAsync(Matters.Rows.SelectMany(m => new[] { m.Owner, m.ClosedBy }), Aborted);
        return Page();
    }
}
