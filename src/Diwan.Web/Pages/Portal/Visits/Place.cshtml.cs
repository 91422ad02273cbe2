using System.Globalization;
using Diwan.Cases.Published;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Visits;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Diwan.Web.Pages.Portal.Visits;

/// <summary>A place where people are received: when it is open, for what one comes, and how long one waits just now. For everybody.</summary>
public sealed class PlaceModel(ReadNumbers queue, PublishedServices services, TimeProvider time, Text text) : PageModel
{
    public QueueBoard Board { get; private set; } = null!;

    public VisitBook Book => services.Catalogue.Visits;

    public bool IsOpen => Board.Place.IsOpenAt(time.GetUtcNow());

    public Phrase Hours
    {
        get
        {
            var (now, calendar) = (time.GetUtcNow(), Board.Place.Calendar);
            var today = NationalCalendar.DateAt(now);
            var day = calendar.WorkingDayFrom(calendar.IsWorkingDay(today) && now >= NationalCalendar.At(today, calendar.HoursOn(today).Closes) ? today.AddDays(1) : today);
            var hours = calendar.HoursOn(day);
            return text[day == today ? "services.office.today" : "services.office.next", Time(hours.Opens), Time(hours.Closes), $"{text.Weekday(day)} {text.Date(day)}"];
        }
    }

    public TableModel Reasons => new(
        (string)text["visits.reasons"],
        [new((string)text["visits.reason"]), new((string)text["visits.length"]), new((string)text["visits.waitNow"])],
        [
            .. Book.At(Board.Place.Id).Select(k => (IReadOnlyList<object?>)
                [k.Name.In(text.Language), text.Minutes(k.Minutes), Board.Waits.TryGetValue(k.Id, out var wait) ? text["visits.about", text.Duration(wait)] : (string)text["visits.notMeasured"]]),
        ],
        HideCaption: true);

    public async Task<IActionResult> OnGetAsync(string institution, string office)
    {
        if (await queue.BoardAsync($"{institution}/{office}", HttpContext.RequestAborted) is not { } board)
        {
            return NotFound();
        }

        Board = board;
        return Page();
    }

    private static string Time(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);
}
