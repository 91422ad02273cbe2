using Diwan.Programme.Reports;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Diwan.Web.Pages.Portal;

/// <summary>How every service did in the last frozen month, for anybody.</summary>
public sealed class PerformanceModel(ReadPerformance read, Text text) : PageModel
{
    public IReadOnlyList<ServicePerformance> Services { get; private set; } = [];

    public IReadOnlyList<TableModel> Tables => PerformanceWords.Tables(
        text, text.Month(Services[0].Last!.Month), text["performance.service"], Services.Select(s => (s.Name.In(text.Language), s.Last!)));

    public async Task OnGetAsync() => Services = await read.RunAsync(HttpContext.RequestAborted);
}
