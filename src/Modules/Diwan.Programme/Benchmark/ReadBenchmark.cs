using Diwan.Cases.Published;
using Diwan.Engine.Definitions;
using Diwan.Kernel;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;

namespace Diwan.Programme.Benchmark;

/// <summary>How a question stands at a service.</summary>
/// <param name="Answer">Null while nobody answered; then it counts as no.</param>
/// <param name="ByPlatform">The platform answered; else people did.</param>
/// <param name="Path">Where it can be seen; a path of ours without language.</param>
public sealed record BenchmarkStanding(
    BenchmarkQuestion Question, BenchmarkAnswer? Answer, bool ByPlatform, LocalizedText Evidence, string? Path, string? By, DateTimeOffset? At)
{
    /// <summary>0 to 1; null when it is not scored.</summary>
    public decimal? Points => Question.IsFilter || Answer == BenchmarkAnswer.NotApplicable ? null
        : Answer switch { BenchmarkAnswer.Yes => 1, BenchmarkAnswer.Partly => 0.5m, _ => 0 };
}

/// <summary>A service scored by the questions.</summary>
/// <param name="Dimensions">Mean of its questions, 0 to 1; one without scored questions is left out.</param>
/// <param name="Parts">Mean of their dimensions.</param>
/// <param name="Total">Mean of the parts, as the benchmark's overall performance is.</param>
/// <param name="Open">Questions nobody answered.</param>
public sealed record BenchmarkScore(
    ServiceDefinition Service, IReadOnlyList<BenchmarkStanding> Standings, IReadOnlyDictionary<BenchmarkDimension, decimal> Dimensions,
    IReadOnlyDictionary<BenchmarkPart, decimal> Parts, decimal Total, int Open)
{
    internal static BenchmarkScore Of(ServiceDefinition service, IReadOnlyList<BenchmarkStanding> standings)
    {
        var scored = standings.Where(s => s.Points is not null).ToList();
        var dimensions = scored.GroupBy(s => s.Question.Dimension).ToDictionary(g => g.Key, g => g.Average(s => s.Points!.Value));
        var parts = scored.GroupBy(s => s.Question.Part)
            .ToDictionary(g => g.Key, g => g.Select(s => s.Question.Dimension).Distinct().Average(d => dimensions[d]));
        return new(service, standings, dimensions, parts, parts.Count == 0 ? 0 : parts.Values.Average(), scored.Count(s => s.Answer is null));
    }
}

/// <summary>Scores services by the questions of the EU eGovernment Benchmark. What the platform can tell is told anew each time.</summary>
public sealed class ReadBenchmark(IDbContextFactory<AppDbContext> contexts, PublishedServices services, BenchmarkProbes probes)
{
    private static readonly LocalizedText Unanswered = new("لم يُجب عنه أحد بعد.", "Nobody has answered yet.");

    public async Task<IReadOnlyList<BenchmarkScore>> AllAsync(CancellationToken ct)
    {
        var (answers, published) = (await AnswersAsync(null, ct), await probes.PublishedAsync(ct));
        return [.. services.Catalogue.Services.Select(s => Score(s, answers, published))];
    }

    /// <summary>Null when there is no such service.</summary>
    public async Task<BenchmarkScore?> RunAsync(string service, CancellationToken ct) =>
        services.Current(service) is { } definition ? Score(definition, await AnswersAsync(service, ct), await probes.PublishedAsync(ct)) : null;

    private BenchmarkScore Score(ServiceDefinition service, ILookup<(string Service, string Question), BenchmarkAnswerRow> answers, IReadOnlySet<string> published) =>
        BenchmarkScore.Of(service,
        [
            .. services.Catalogue.Benchmark.Questions.Select(q =>
            {
                if (q.Probe is { } probe)
                {
                    var found = probes.Run(probe, service, published);
                    return new BenchmarkStanding(q, found.Answer, true, found.Evidence, found.Path, null, null);
                }

                return answers[(service.Id.ToString(), q.Id)].LastOrDefault() is { } row
                    ? new BenchmarkStanding(q, row.Answer, false, LocalizedText.Same(row.Evidence), null, row.By, row.At)
                    : new BenchmarkStanding(q, null, false, Unanswered, null, null, null);
            }),
        ]);

    private async Task<ILookup<(string Service, string Question), BenchmarkAnswerRow>> AnswersAsync(string? service, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Set<BenchmarkAnswerRow>().Where(a => service == null || a.Service == service).OrderBy(a => a.At).ToListAsync(ct);
        return rows.ToLookup(a => (a.Service, a.Question));
    }
}
