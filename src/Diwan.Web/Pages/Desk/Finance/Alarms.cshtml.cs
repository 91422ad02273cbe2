using Diwan.Payments;
using Diwan.Platform;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Desk.Finance;

/// <summary>The alarms over refused notices: each is seen to with what it was found to be.</summary>
public sealed class AlarmsModel(ReadAlarms read, SeeAlarm see, MoneyNames names, Links links, Text text) : MoneyPage
{
    [BindProperty(SupportsGet = true)]
    public bool Seen { get; set; }

    /// <summary>Where the list goes on; as in the address.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public Slice<AlarmView> Alarms { get; private set; } = Slice.Empty<AlarmView>();

    /// <summary>The alarm whose form was refused, with what was typed.</summary>
    public (Guid Id, string? Finding) Typed { get; private set; }

    public static string FieldOf(Guid id) => $"finding-{id:N}";

    public async Task<IActionResult> OnGetAsync()
    {
        if (!ModelState.IsValid)
        {
            return LocalRedirect(links.To("/desk/money/alarms"));
        }

        return await ShowAsync();
    }

    public async Task<IActionResult> OnPostAsync(Guid alarm)
    {
        if (!Me.IsOfficer || !KeepsAll)
        {
            return Forbid();
        }

        Typed = (alarm, Request.Form[FieldOf(alarm)].ToString());
        switch (await see.RunAsync(alarm, Typed.Finding, Actor, Aborted))
        {
            case SeeAlarm.Result.Seen:
                return LocalRedirect(links.To("/desk/money/alarms"));
            case SeeAlarm.Result.NeedsFinding:
                Refuse(FieldOf(alarm), text["finance.findingMissing"]);
                break;
            case SeeAlarm.Result.AlreadySeen:
                Refuse(null, text["finance.alarmSeen"], StatusCodes.Status409Conflict);
                break;
            default:
                return NotFound();
        }

        return await ShowAsync();
    }

    private async Task<IActionResult> ShowAsync()
    {
        if (!Me.IsOfficer || !KeepsAll)
        {
            return Forbid();
        }

        Alarms = await read.RunAsync(Seen, ListPlace.Read(After), Aborted);
        await names.LearnAsync(Alarms.Rows.Select(a => a.SeenBy), Aborted);
        return Page();
    }
}
