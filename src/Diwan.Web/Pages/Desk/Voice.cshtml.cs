using Diwan.Cases.UseCases;
using Diwan.Kernel;
using Diwan.Web.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Desk;

/// <summary>What people think of the services an officer answers for, and what became of their complaints.</summary>
public sealed class VoiceModel(ReadVoice voice, TimeProvider time) : SignedInPage
{
    public static readonly IReadOnlyList<int> Periods = [30, 90, 365];

    [BindProperty(SupportsGet = true)]
    public int Days { get; set; }

    public IReadOnlyList<ServiceVoice> Figures { get; private set; } = [];

    public IReadOnlyList<VoiceWords> Said { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync()
    {
        var officer = new Officer(Actor, Me.Roles);
        if (!Me.IsOfficer || voice.ServicesOf(officer).Count == 0)
        {
            return Forbid();
        }

        Days = Periods.Contains(Days) ? Days : Periods[1];
        var since = NationalCalendar.DateAt(time.GetUtcNow()).AddDays(-Days);
        Figures = await voice.FiguresAsync(officer, since, Aborted);
        Said = await voice.WordsAsync(officer, since, Aborted);
        return Page();
    }
}
