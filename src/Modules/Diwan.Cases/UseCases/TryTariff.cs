using Diwan.Cases.Published;
using Diwan.Engine.Definitions;
using Diwan.Engine.Rules;

namespace Diwan.Cases.UseCases;

/// <summary>Other figures in a service's rules, tried on its paid cases before anybody writes them: a fee, a rate, a cap.</summary>
public sealed class TryTariff(PublishedServices published, CasesOptions options, SimulateTariff simulate)
{
    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Tried(TariffTrial Trial) : Result;

        /// <summary>A service with these figures could not be published.</summary>
        public sealed record Refused(IReadOnlyList<DefinitionFault> Faults) : Result;

        /// <summary>No such service, or no such figure in it.</summary>
        public sealed record Unknown : Result;

        /// <summary>Every figure is as it was.</summary>
        public sealed record NothingProposed : Result;
    }

    /// <summary>The figures as they are; null if there is no such service.</summary>
    public async Task<IReadOnlyList<TariffFigure>?> FiguresAsync(string service, CancellationToken ct) =>
        await RulesAsync(service, ct) is { } rules ? TariffFigures.Of(rules) : null;

    /// <param name="proposed">By the id of the figure; those left out stay as they are.</param>
    /// <param name="from">Cases paid on this day in Amman or later.</param>
    /// <param name="to">Paid on this day or earlier.</param>
    /// <param name="most">How many cases are priced at most.</param>
    public async Task<Result> RunAsync(string service, IReadOnlyDictionary<string, decimal> proposed, DateOnly from, DateOnly to, int most, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(proposed);
        if (await RulesAsync(service, ct) is not { } rules)
        {
            return new Result.Unknown();
        }

        var figures = TariffFigures.Of(rules).ToDictionary(f => f.Id, f => f.Value, StringComparer.Ordinal);
        if (proposed.Keys.Any(id => !figures.ContainsKey(id)))
        {
            return new Result.Unknown();
        }

        var changed = proposed.Where(p => figures[p.Key] != p.Value).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);
        if (changed.Count == 0)
        {
            return new Result.NothingProposed();
        }

        var read = CatalogueReader.ReadService(FolderOf(service), TariffFigures.With(rules, changed));
        return read.Definition is { } proposal
            ? new Result.Tried(await simulate.RunAsync(proposal, from, to, ct, most))
            : new Result.Refused([.. read.Faults.Where(f => f.Severity == FaultSeverity.Error)]);
    }

    private string FolderOf(string service) => Path.Combine(options.ServicesFolder, service);

    private async Task<string?> RulesAsync(string service, CancellationToken ct) =>
        published.Current(service) is not null && Path.Combine(FolderOf(service), "rules.dmn") is var file && File.Exists(file) ? await File.ReadAllTextAsync(file, ct) : null;
}
