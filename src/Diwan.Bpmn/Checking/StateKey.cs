using System.Globalization;
using System.Text;

namespace Diwan.Bpmn;

/// <summary>What makes two states alike, and what makes one unsafe.</summary>
internal static class StateKey
{
    internal static bool IsInstance(ProcessState state, BpmnToken token) =>
        token.Scope is not null && state.Find(token.Scope)!.Kind == BpmnTokenKind.MultiInstance;

    /// <summary>The node at which two tokens of one scope rest; null when there is none.</summary>
    internal static string? DoubledAtRest(ProcessState state)
    {
        var places = new HashSet<(string Node, string? Scope, string? Flow)>();
        foreach (var token in state.Tokens)
        {
            if (!places.Add((token.Node, token.Scope, token.Flow)) && !IsInstance(state, token))
                return token.Node;
        }

        return null;
    }

    /// <summary>The state without the numbers of its tokens: two states with one key go on alike.</summary>
    internal static string Of(BpmnProcess process, ProcessState state, HashSet<string> marks)
    {
        return state.IsCompleted ? "end " + state.Status : Marked("") + Inside(null);

        string Marked(string id) => string.Concat(marks.Where(m => m.StartsWith(id + "|", StringComparison.Ordinal)).Select(m => m[id.Length..]).Order(StringComparer.Ordinal));

        string Inside(string? scope)
        {
            var parts = new List<string>();
            foreach (var token in state.Tokens.Where(t => t.Scope == scope))
            {
                var text = new StringBuilder();
                text.Append(CultureInfo.InvariantCulture, $"{process.Find(token.Node)!.Index}.{(int)token.Kind}.{token.Flow}.{token.Total}.{token.Begun}.{token.Done}");
                text.Append(Marked(token.Id));
                if (token.Kind is BpmnTokenKind.SubProcess or BpmnTokenKind.MultiInstance)
                    text.Append('(').Append(Inside(token.Id)).Append(')');
                parts.Add(text.ToString());
            }

            parts.Sort(StringComparer.Ordinal);
            return string.Join(',', parts);
        }
    }
}
