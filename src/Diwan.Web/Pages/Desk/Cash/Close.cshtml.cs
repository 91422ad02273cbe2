using Diwan.Kernel;
using Diwan.Accounts;
using Diwan.Payments;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Desk.Cash;

/// <summary>
/// Counts the drawer and closes the shift, or offers it to a colleague. What has to be there is not shown before it is counted; when more or
/// less is found, it is counted again or said why.
/// </summary>
public sealed class CloseModel(FindShift shifts, WorkShift work, FindColleagues colleagues, Links links, Text text) : CashPage(shifts)
{
    public bool HandsOver { get; private set; }

    public string? Counted { get; private set; }

    public string? Reason { get; private set; }

    public string? To { get; private set; }

    /// <summary>What was found to be too much or too little; null before it is known.</summary>
    public Money? Difference { get; private set; }

    public IReadOnlyList<SignedIn> Colleagues { get; private set; } = [];

    public string NameOf(SignedIn who)
    {
        ArgumentNullException.ThrowIfNull(who);
        return text.Language == Language.English ? who.NameEn ?? who.Name : who.Name;
    }

    public async Task<IActionResult> OnGetAsync(string way) => await FindAsync(way) ?? Page();

    public async Task<IActionResult> OnPostAsync(string way, string? counted, string? reason, string? to)
    {
        if (await FindAsync(way) is { } away)
        {
            return away;
        }

        (Counted, Reason, To) = (counted, reason, to);
        if (ReadSum("counted", counted, text) is not { } sum)
        {
            return Page();
        }

        if (HandsOver && Colleagues.All(c => c.PersonKey != to))
        {
            Refuse("to", text["cashier.toMissing"]);
            return Page();
        }

        switch (HandsOver ? await work.OfferAsync(Shift!.Id, Actor, sum, reason, to!, Aborted) : await work.CloseAsync(Shift!.Id, Actor, sum, reason, Aborted))
        {
            case WorkShift.Result.Done:
                return LocalRedirect(links.To(HandsOver ? "/desk/cash" : $"/desk/cash/closed/{Shift.Id}"));
            case WorkShift.Result.ReasonMissing missing:
                Difference = missing.Difference;
                Refuse("reason", missing.Difference > Money.Zero ? text["cashier.over", text.Money(missing.Difference)] : text["cashier.short", text.Money(-missing.Difference)]);
                return Page();
            default:
                Refuse(null, text["cashier.shiftGone"], StatusCodes.Status409Conflict);
                return Page();
        }
    }

    private async Task<IActionResult?> FindAsync(string way)
    {
        if (!MayTake)
        {
            return Forbid();
        }

        HandsOver = way == "hand-over";
        await ReadShiftAsync();
        if (Shift is not { State: ShiftState.Open })
        {
            return LocalRedirect(links.To("/desk/cash"));
        }

        if (HandsOver)
        {
            var roles = new[] { $"{Shift.Organisation}:cashier", $"{Shift.Organisation}:agent" };
            Colleagues = [.. (await colleagues.InRolesAsync(roles, Aborted)).Where(c => c.PersonKey != Me.PersonKey && c.May(Ability.TakeMoney))];
        }

        return null;
    }
}
