namespace Diwan.Bpmn;

/// <summary>For each non-interrupting boundary event, the nodes that only it leads to.</summary>
internal sealed class SideRegions
{
    private readonly Dictionary<string, HashSet<string>> _regions = new(StringComparer.Ordinal);

    internal SideRegions(BpmnProcess process)
    {
        foreach (var boundary in process.Everything.OfType<BoundaryEvent>().Where(b => !b.IsInterrupting))
        {
            var scope = boundary.Parent?.Scope ?? process.Scope;
            var main = Reach(scope.Nodes.Where(n => n is StartEvent), boundary);
            _regions[boundary.Id] = [.. Reach([boundary], null).Except(main).Select(n => n.Id)];
        }
    }

    internal bool Contains(FlowNode node) => _regions.Values.Any(r => r.Contains(node.Id));

    /// <summary>Whether what the event began before is still going on.</summary>
    internal bool IsBusy(BoundaryEvent boundary, ProcessState state, string? scope) =>
        state.Tokens.Any(t => t.Scope == scope && _regions[boundary.Id].Contains(t.Node));

    private static HashSet<FlowNode> Reach(IEnumerable<FlowNode> from, FlowNode? without)
    {
        var seen = new HashSet<FlowNode>();
        var open = new Stack<FlowNode>(from);
        while (open.TryPop(out var node))
        {
            if (node == without || !seen.Add(node))
                continue;
            foreach (var flow in node.Out)
                open.Push(flow.Target);
            foreach (var boundary in node is Activity activity ? activity.Boundaries : [])
                open.Push(boundary);
        }

        return seen;
    }
}
