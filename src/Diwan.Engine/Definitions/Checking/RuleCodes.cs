using System.Text.RegularExpressions;
using Diwan.Engine.Rules;
using Diwan.Feel;

namespace Diwan.Engine.Definitions.Checking;

/// <summary>The codes a service's rules can put out, as far as they are written as literals.</summary>
internal static partial class RuleCodes
{
    /// <summary>Codes of the eligibility decision.</summary>
    internal static IEnumerable<string> Refusals(ServiceDefinition definition) =>
        definition.Rules.Decisions
            .Where(d => d.Name == RuleBook.EligibilityDecision)
            .SelectMany(d => d.Table is { } table
                ? table.Rules.SelectMany(r => r.OutputEntries).SelectMany(Literals)
                : Literals(d.ExpressionText ?? ""))
            .Distinct();

    /// <summary>Lines of fee tables and of contexts with an entry <c>line</c>, in whatever decision they stand.</summary>
    internal static IEnumerable<string> FeeLines(ServiceDefinition definition) =>
        FeeTables(definition)
            .SelectMany(t => t.Table.Rules.SelectMany(r => Literals(r.OutputEntries[t.Line])))
            .Concat(definition.Rules.Decisions.SelectMany(d => LineEntry().Matches(d.ExpressionText ?? "").Select(m => m.Groups[1].Value)))
            .Distinct();

    /// <summary>Tables with an output column <c>line</c>, and the place of that column.</summary>
    internal static IEnumerable<(string Decision, DmnDecisionTable Table, int Line)> FeeTables(ServiceDefinition definition)
    {
        foreach (var decision in definition.Rules.Decisions)
        {
            if (decision.Table is { } table && Column(table, "line") is >= 0 and var at)
            {
                yield return (decision.Name, table, at);
            }
        }

        foreach (var knowledge in definition.Rules.Knowledge)
        {
            if (knowledge.Table is { } table && Column(table, "line") is >= 0 and var at)
            {
                yield return (knowledge.Name, table, at);
            }
        }
    }

    internal static int Column(DmnDecisionTable table, string name)
    {
        for (var i = 0; i < table.Outputs.Count; i++)
        {
            if (table.Outputs[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    internal static IEnumerable<string> Literals(string feel) => Literal().Matches(feel).Select(m => m.Groups[1].Value);

    [GeneratedRegex("\"((?:[^\"\\\\]|\\\\.)*)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Literal();

    [GeneratedRegex("(?:^|[{,\\s])\"?line\"?\\s*:\\s*\"([^\"]*)\"", RegexOptions.CultureInvariant)]
    private static partial Regex LineEntry();
}
