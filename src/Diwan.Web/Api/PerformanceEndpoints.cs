using System.Globalization;
using System.Text;
using Diwan.Programme.Reports;

namespace Diwan.Web.Api;

/// <summary>How the services do, as open data: the frozen reports, without small counts.</summary>
internal static class PerformanceEndpoints
{
    private static readonly string[] Heads =
        ["service", "month", "started", "submitted", "issued", "refused", "completion", "online", "in_promise", "median_hours", "ninetieth_hours", "satisfaction", "complaints", "cost_per_case", "revision", "report_sha256"];

    internal static void MapPerformance(this WebApplication app)
    {
        var data = app.MapGroup("/api/v1").WithTags("Performance");
        data.MapGet("/performance", async (ReadPerformance read, CancellationToken ct) => await read.RunAsync(ct))
            .WithSummary("Every service, month by month, from the frozen reports. Counts from 1 to 4, and parts of fewer than 5, are null.");
        data.MapGet("/performance.csv", async (ReadPerformance read, CancellationToken ct) =>
                Results.File([.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(Csv(await read.RunAsync(ct)))], "text/csv; charset=utf-8", "performance.csv"))
            .WithSummary("The same as CSV; a cell is empty where a figure is not told.");
    }

    private static string Csv(IReadOnlyList<ServicePerformance> services)
    {
        var text = new StringBuilder().AppendJoin(',', Heads).Append("\r\n");
        foreach (var service in services)
        {
            foreach (var m in service.Months)
            {
                text.AppendJoin(',', service.Service, m.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture),
                    Cell(m.Started), Cell(m.Submitted), Cell(m.Issued), Cell(m.Refused), Cell(m.Completion), Cell(m.Online), Cell(m.InPromise),
                    Cell(m.MedianHours), Cell(m.NinetiethHours), Cell(m.Satisfaction), Cell(m.Complaints), Cell(m.CostPerCase), Cell(m.Revision), m.Hash).Append("\r\n");
            }
        }

        return text.ToString();
    }

    private static string Cell(IFormattable? figure) => figure?.ToString(null, CultureInfo.InvariantCulture) ?? "";
}
