using Diwan.Cases.Published;
using Diwan.Programme.Reports;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Diwan.Web.Pages.Portal;

/// <summary>How a service did, month by month, for anybody.</summary>
public sealed class PerformanceOfModel(ReadPerformance read, PublishedServices services, Text text) : PageModel
{
    public ServicePerformance Service { get; private set; } = null!;

    public ChartModel Chart => new(
        ChartKind.Columns, (string)text["performance.byMonth"], (string)text["performance.month"], [.. Service.Months.Select(m => text.Month(m.Month))],
        [
            new((string)text["performance.submitted"], [.. Service.Months.Select(m => (decimal?)m.Submitted)]),
            new((string)text["performance.issued"], [.. Service.Months.Select(m => (decimal?)m.Issued)]),
        ],
        text.Number);

    public IReadOnlyList<TableModel> Tables => PerformanceWords.Tables(
        text, text["performance.byMonth"], text["performance.month"], Service.Months.Reverse().Select(m => (NameOf(m), m)));

    private string NameOf(PerformanceMonth m) => m.Revision == 1 ? text.Month(m.Month) : $"{text.Month(m.Month)} ({text["performance.corrected"]})";

    public async Task<IActionResult> OnGetAsync(string institution, string service)
    {
        if (services.Current($"{institution}/{service}") is not { } definition)
        {
            return NotFound();
        }

        Service = (await read.RunAsync(HttpContext.RequestAborted)).FirstOrDefault(s => s.Service == definition.Id.ToString())
            ?? new ServicePerformance(definition.Id.ToString(), definition.Name, definition.Id.Institution, []);
        return Page();
    }
}
