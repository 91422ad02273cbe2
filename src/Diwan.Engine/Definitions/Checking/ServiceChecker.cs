using Diwan.Engine.Definitions.Reading;

namespace Diwan.Engine.Definitions.Checking;

/// <summary>What the checker needs beside the definition itself.</summary>
internal sealed record CheckInput(
    DefinitionFiles Files,
    TextFile Arabic,
    TextFile English,
    IReadOnlyList<(Expression Expression, ExpressionPlace Place)> Expressions,
    Surroundings Surroundings);

/// <summary>Rules about a whole definition, each of which holds for every service that is taken.</summary>
internal static class ServiceChecker
{
    internal static void Check(ServiceDefinition definition, CheckInput input, FaultList faults)
    {
        TextChecker.CheckPairs(input.Arabic, input.English, faults);
        new TextChecker(definition, input, faults).Check();
        new NameChecker(definition, input, faults).Check();
        new DocumentChecker(definition.Documents, faults).Check();
        new ProcessChecker(definition, input, faults).Check();
        new RuleChecker(definition, input, faults).Check();
        new ExampleChecker(definition, input, faults).Check();
        new TariffChecker(definition, input, faults).Check();
    }
}
