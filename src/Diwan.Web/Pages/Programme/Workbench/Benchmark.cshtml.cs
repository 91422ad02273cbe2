using Diwan.Cases.Published;
using Diwan.Kernel;
using Diwan.Programme.Benchmark;
using Diwan.Web.Pages.Portal;
using Diwan.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Diwan.Web.Pages.Programme.Workbench;

/// <summary>A service scored by the questions of the EU eGovernment Benchmark.</summary>
public sealed class WorkbenchBenchmarkModel(
    ReadBenchmark read, AnswerBenchmark keep, PublishedServices services, ProcessDrawing drawing, Links links, Text text) : WorkbenchPage(services, drawing, text)
{
    private readonly PublishedServices _services = services;

    public BenchmarkScore Score { get; private set; } = null!;

    public LocalizedText? Source => _services.Catalogue.Benchmark.Source;

    public bool MayAnswer => keep.May(Me, Service.Id.ToString());

    public string? Question { get; private set; }

    public BenchmarkAnswer? Given { get; private set; }

    public string? Evidence { get; private set; }

    public static Tone ToneOf(BenchmarkStanding standing)
    {
        ArgumentNullException.ThrowIfNull(standing);
        return standing.Answer switch
        {
            BenchmarkAnswer.Yes => Tone.Good,
            BenchmarkAnswer.Partly => Tone.Warning,
            BenchmarkAnswer.No => Tone.Bad,
            _ => Tone.Muted,
        };
    }

    public async Task<IActionResult> OnGetAsync(string institution, string service) => await ReadAsync(institution, service) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string institution, string service, string? question, BenchmarkAnswer? answer, string? evidence)
    {
        (Question, Given, Evidence) = (question, answer, evidence);
        switch (await keep.RunAsync(Me, $"{institution}/{service}", question ?? "", answer, evidence, Aborted))
        {
            case AnswerBenchmark.Result.Kept:
                return Go(links, $"/programme/workbench/{institution}/{service}/benchmark");
            case AnswerBenchmark.Result.NotAllowed:
                return Forbid();
            case AnswerBenchmark.Result.Refused refused when await ReadAsync(institution, service):
                Refuse([refused.Why]);
                return Page();
            default:
                return NotFound();
        }
    }

    private async Task<bool> ReadAsync(string institution, string service)
    {
        if (!Find(institution, service))
        {
            return false;
        }

        Score = (await read.RunAsync(Service.Id.ToString(), Aborted))!;
        return true;
    }
}
