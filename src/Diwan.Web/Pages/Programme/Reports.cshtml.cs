using Diwan.Kernel;
using Diwan.Programme.Reports;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Programme;

/// <summary>The monthly reports as they were frozen.</summary>
public sealed class ReportsModel(FindReports find, FreezeReport freeze, Links links, Text text, TimeProvider time) : ProgrammePage(text)
{
    public IReadOnlyList<ReportLine> All { get; private set; } = [];

    /// <summary>The first of this month.</summary>
    public DateOnly ThisMonth
    {
        get
        {
            var today = NationalCalendar.DateAt(time.GetUtcNow());
            return new DateOnly(today.Year, today.Month, 1);
        }
    }

    public async Task OnGetAsync() => All = await find.AllAsync(Aborted);

    /// <summary>Freezes last month's reports at once instead of within the hour.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        if (!Runs)
        {
            return Forbid();
        }

        await freeze.RunAsync(ThisMonth.AddMonths(-1), Aborted);
        return Go(links, "/programme/reports");
    }
}
