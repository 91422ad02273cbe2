namespace Diwan.Engine.Definitions;

/// <summary>What came of reading a services folder.</summary>
/// <param name="Catalogue">The services without errors, with everything around them; null when what they all rest on (institutions, registers, calendar) could not be read.</param>
/// <param name="Faults">Everything that is wrong, by file, line and column.</param>
public sealed record CatalogueReadResult(Catalogue? Catalogue, IReadOnlyList<DefinitionFault> Faults)
{
    public bool HasErrors => Faults.Any(f => f.Severity == FaultSeverity.Error);
}

/// <summary>What came of reading one service.</summary>
/// <param name="Definition">Null when there are errors.</param>
/// <param name="Placeholder">Set, instead of a definition, for a place in the plan that is still empty.</param>
public sealed record ServiceReadResult(ServiceDefinition? Definition, Placeholder? Placeholder, IReadOnlyList<DefinitionFault> Faults);
