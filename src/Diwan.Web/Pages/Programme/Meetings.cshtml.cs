using Diwan.Cases.Published;
using Diwan.Kernel;
using Diwan.Programme.Committee;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Programme;

/// <summary>The meetings of the committee, and who sits in it.</summary>
public sealed class MeetingsModel(FindMeetings find, KeepMeetings keep, PublishedServices services, Links links, Text text) : ProgrammePage(text)
{
    public IReadOnlyList<MeetingLine> All { get; private set; } = [];

    public string? Assumed => services.Catalogue.Steering.Assumed?.In(Words.Language);

    public IEnumerable<string> Seats => services.Catalogue.Steering.Seats.Select(s => s.Name.In(Words.Language));

    /// <summary>What was typed and refused.</summary>
    public string? On { get; private set; }

    public string? Where { get; private set; }

    public async Task OnGetAsync() => All = await find.AllAsync(Aborted);

    public async Task<IActionResult> OnPostAsync(string? on, string? place)
    {
        (On, Where) = (on, place);
        var result = TypedDay.Read(on) is { } day
            ? await keep.CallAsync(Me, day, place, Aborted)
            : new KeepMeetings.Result.Refused([new("اكتب يوم الاجتماع مثل 2018-01-15.", "Write the day of the meeting, such as 2018-01-15.")]);
        switch (result)
        {
            case KeepMeetings.Result.Kept kept:
                return Go(links, $"/programme/meetings/{kept.Number}");
            case KeepMeetings.Result.Refused refused:
                Refuse(refused.Why);
                All = await find.AllAsync(Aborted);
                return Page();
            default:
                return Forbid();
        }
    }
}
