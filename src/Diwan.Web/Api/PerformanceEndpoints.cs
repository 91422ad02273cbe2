using System.Globalization;
using System.Text;
using Diwan.Kernel;
using Diwan.Programme.Benchmark;
using Diwan.Programme.Reports;

namespace Diwan.Web.Api;

/// <summary>How the services do, as open data: the frozen reports, without small counts.</summary>
internal static class PerformanceEndpoints
{
    private static readonly string[] Heads =
        ["service", "month", "started", "submitted", "issued", "refused", "completion", "online", "in_promise", "median_hours", "ninetieth_hours", "satisfaction", "complaints", "cost_per_case", "visits_spared", "papers_spared", "revision", "report_sha256"];

    internal static void MapPerformance(this WebApplication app)
    {
        var data = app.MapGroup("/api/v1").WithTags("Performance");
        data.MapGet("/performance", async (ReadPerformance read, CancellationToken ct) => await read.RunAsync(ct))
            .WithSummary("Every service, month by month, from the frozen reports. Counts from 1 to 4, and parts of fewer than 5, are null.");
        data.MapGet("/performance.csv", async (ReadPerformance read, CancellationToken ct) =>
                Results.File([.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(Csv(await read.RunAsync(ct)))], "text/csv; charset=utf-8", "performance.csv"))
            .WithSummary("The same as CSV; a cell is empty where a figure is not told.");
    }

    internal static void MapBenchmark(this WebApplication app)
    {
        var data = app.MapGroup("/api/v1").WithTags("Performance");
        data.MapGet("/benchmark", async (ReadBenchmark read, CancellationToken ct) => (await read.AllAsync(ct)).Select(BenchmarkData.Of))
            .WithSummary("Every service scored by the questions of the EU eGovernment Benchmark: parts from 0 to 1, each answer with what shows it.");
        data.MapGet("/benchmark.csv", async (ReadBenchmark read, CancellationToken ct) =>
                Results.File([.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(BenchmarkCsv(await read.AllAsync(ct)))], "text/csv; charset=utf-8", "benchmark.csv"))
            .WithSummary("The same as CSV, a line for each question of each service.");
    }

    private static string BenchmarkCsv(IReadOnlyList<BenchmarkScore> scores)
    {
        var text = new StringBuilder("service,dimension,question,scored,answer,by_platform,evidence_en,evidence_ar\r\n");
        foreach (var score in scores)
        {
            foreach (var s in score.Standings)
            {
                text.AppendJoin(',', score.Service.Id, s.Question.Dimension, s.Question.Id, s.Points is not null, s.Answer, s.ByPlatform, Quoted(s.Evidence.En), Quoted(s.Evidence.Ar)).Append("\r\n");
            }
        }

        return text.ToString();
    }

    /// <summary>No spreadsheet shall read it as a formula.</summary>
    private static string Quoted(string words) => "\"" + (words.Length > 0 && "=+-@".Contains(words[0], StringComparison.Ordinal) ? "'" : "") + words.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    private static string Csv(IReadOnlyList<ServicePerformance> services)
    {
        var text = new StringBuilder().AppendJoin(',', Heads).Append("\r\n");
        foreach (var service in services)
        {
            foreach (var m in service.Months)
            {
                text.AppendJoin(',', service.Service, m.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture),
                    Cell(m.Started), Cell(m.Submitted), Cell(m.Issued), Cell(m.Refused), Cell(m.Completion), Cell(m.Online), Cell(m.InPromise),
                    Cell(m.MedianHours), Cell(m.NinetiethHours), Cell(m.Satisfaction), Cell(m.Complaints), Cell(m.CostPerCase), Cell(m.VisitsSpared), Cell(m.PapersSpared), Cell(m.Revision), m.Hash).Append("\r\n");
            }
        }

        return text.ToString();
    }

    private static string Cell(IFormattable? figure) => figure?.ToString(null, CultureInfo.InvariantCulture) ?? "";
}

/// <summary>A service's score as it is published; who answered is not.</summary>
/// <param name="Total">0 to 1, as all scores.</param>
/// <param name="Open">Questions nobody answered; they count as no.</param>
internal sealed record BenchmarkData(
    string Service, LocalizedText Name, decimal Total, IReadOnlyDictionary<string, decimal> Parts, IReadOnlyDictionary<string, decimal> Dimensions, int Open, IReadOnlyList<BenchmarkLine> Questions)
{
    internal static BenchmarkData Of(BenchmarkScore score) => new(
        score.Service.Id.ToString(), score.Service.Name, Math.Round(score.Total, 4),
        score.Parts.ToDictionary(p => p.Key.ToString(), p => Math.Round(p.Value, 4)), score.Dimensions.ToDictionary(d => d.Key.ToString(), d => Math.Round(d.Value, 4)), score.Open,
        [.. score.Standings.Select(s => new BenchmarkLine(s.Question.Id, s.Question.Dimension.ToString(), s.Question.Name, s.Answer?.ToString(), s.Points, s.ByPlatform, s.Evidence, s.Path))]);
}

/// <param name="Points">0 to 1; null when it is not scored.</param>
/// <param name="Path">Where it can be seen, without language.</param>
internal sealed record BenchmarkLine(string Id, string Dimension, LocalizedText Question, string? Answer, decimal? Points, bool ByPlatform, LocalizedText Evidence, string? Path);
