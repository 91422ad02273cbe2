using Diwan.Bpmn;
using Diwan.Engine.Definitions;

namespace Diwan.Engine.Process;

/// <summary>A case as one may see it who works on none of its confidential tasks.</summary>
public static class CaseSight
{
    /// <summary>
    /// Without the facts, tasks, decisions and rule results of confidential steps, and without the place where the process stands
    /// while it stands at one. It is for reading: a case goes on from its whole state only.
    /// </summary>
    public static CaseState WithoutConfidential(this CaseState state, ServiceDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(definition);
        bool Hidden(string node) => definition.Process.Find(node)?.Attribute("confidential") == "true";
        var rules = definition.Process.AllNodes
            .OfType<BusinessRuleTask>()
            .Where(n => n.Attribute("confidential") == "true")
            .Select(n => n.Attribute("decision")!);
        return state with
        {
            Facts = definition.Registers.Where(r => r.Confidential).Aggregate(state.Facts, (facts, r) => facts.Without(r.Id)),
            Tasks = state.Tasks.RemoveAll(t => t.Confidential),
            Decisions = state.Decisions.RemoveRange(state.Decisions.Keys.Where(Hidden)),
            RuleResults = state.RuleResults.RemoveRange(rules),
            Process = state.Process with
            {
                Tokens = [.. state.Process.Tokens.Where(t => !Hidden(t.Node))],
                Timers = [.. state.Process.Timers.Where(t => !Hidden(t.Node))],
            },
            NextWake = null,
        };
    }
}
