using System.Globalization;
using System.Text;

namespace Diwan.Bpmn;

/// <summary>What became of a step from one process to the next.</summary>
public enum BpmnChangeKind
{
    Same,
    Changed,
    Added,
    Removed,
}

/// <param name="Before">The step as it was; null for an added one.</param>
/// <param name="After">The step as it is to be; null for a removed one.</param>
public sealed record BpmnChange(BpmnChangeKind Kind, FlowNode? Before, FlowNode? After);

/// <summary>Which steps of two processes are the same ones.</summary>
internal static class BpmnChanges
{
    private static readonly string[] Measures = ["minutes", "wait", "visits", "papers", "cost", "by"];

    /// <summary>The steps of the later process in their order, and each removed one where it stood.</summary>
    internal static IReadOnlyList<BpmnChange> Between(BpmnProcess before, BpmnProcess after)
    {
        var old = Steps(before);
        var next = Steps(after);
        var pairs = Pair(old, next);
        var changes = new List<BpmnChange>(old.Count + next.Count);
        var told = new HashSet<FlowNode>();
        foreach (var step in next)
        {
            if (!pairs.TryGetValue(step, out var was))
            {
                changes.Add(new(BpmnChangeKind.Added, null, step));
                continue;
            }

            // What stood before it in the old order and is gone, comes before it here.
            foreach (var gone in old.TakeWhile(s => s != was).Where(s => !pairs.ContainsValue(s) && told.Add(s)))
                changes.Add(new(BpmnChangeKind.Removed, gone, null));
            changes.Add(new(Alike(was, step) ? BpmnChangeKind.Same : BpmnChangeKind.Changed, was, step));
        }

        changes.AddRange(old.Where(s => !pairs.ContainsValue(s) && told.Add(s)).Select(s => new BpmnChange(BpmnChangeKind.Removed, s, null)));
        return changes;
    }

    private static List<FlowNode> Steps(BpmnProcess process) => [.. process.Everything.Where(n => n is Activity and not SubProcess { Scope.Nodes.Length: > 0 })];

    /// <summary>By id where both are steps of that id, else by name; a name that two steps bear decides nothing.</summary>
    private static Dictionary<FlowNode, FlowNode> Pair(List<FlowNode> old, List<FlowNode> next)
    {
        var pairs = new Dictionary<FlowNode, FlowNode>();
        foreach (var step in next)
        {
            if (old.Find(s => s.Id == step.Id) is { } same)
                pairs.Add(step, same);
        }

        foreach (var group in next.Where(s => !pairs.ContainsKey(s) && s.Name is not null).GroupBy(s => Plain(s.Name!)).Where(g => g.Count() == 1))
        {
            var alike = old.Where(s => !pairs.ContainsValue(s) && s.Name is not null && Plain(s.Name) == group.Key).ToArray();
            if (alike.Length == 1)
                pairs.Add(group.First(), alike[0]);
        }

        return pairs;
    }

    private static bool Alike(FlowNode before, FlowNode after) =>
        before.Kind == after.Kind && Plain(before.Name ?? "") == Plain(after.Name ?? "")
        && Array.TrueForAll(Measures, m => before.GetExtension(BpmnNames.Diwan, m) == after.GetExtension(BpmnNames.Diwan, m));

    /// <summary>A name without case, vowel signs, elongation and the difference between the forms of alif.</summary>
    private static string Plain(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var c in name.Normalize(NormalizationForm.FormD))
        {
            if (c == 'ـ' || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark)
                continue;
            if (char.IsLetterOrDigit(c))
                text.Append(char.ToUpperInvariant(c));
            else if (text.Length > 0 && text[^1] != ' ')
                text.Append(' ');
        }

        return text.ToString().TrimEnd();
    }
}
