using Diwan.Programme.Reports;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Diwan.Web.Pages.Portal;

/// <summary>How every service did in the last frozen month, for anybody.</summary>
public sealed class PerformanceModel(ReadPerformance read, Text text) : PageModel
{
    public IReadOnlyList<ServicePerformance> Services { get; private set; } = [];

    public TableModel Table => new(
        text.Month(Services[0].Last!.Month),
        [new((string)text["performance.service"]), .. PerformanceWords.Heads(text)],
        [.. Services.Select(s => (IReadOnlyList<object?>)[s.Name.In(text.Language), .. PerformanceWords.Cells(text, s.Last!)])]);

    public async Task OnGetAsync() => Services = await read.RunAsync(HttpContext.RequestAborted);
}
