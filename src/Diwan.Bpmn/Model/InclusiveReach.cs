namespace Diwan.Bpmn;

/// <summary>
/// For each inclusive join: which of its incoming flows can still be reached from where.
/// The join waits while a token elsewhere could come in by an empty flow and by no filled one (BPMN 2.0, 13.4.3).
/// </summary>
internal sealed class InclusiveReach
{
    private readonly Dictionary<int, bool[][]> _byJoin = [];

    internal InclusiveReach(BpmnProcess process)
    {
        foreach (var node in process.Everything)
        {
            if (node.Kind != BpmnNodeKind.InclusiveGateway || node.In.Length < 2)
                continue;
            var sets = new bool[node.In.Length][];
            for (var i = 0; i < node.In.Length; i++)
                sets[i] = Backwards(node, node.In[i], process.Everything.Length);
            _byJoin.Add(node.Index, sets);
        }
    }

    /// <summary>Whether a token resting at <paramref name="from"/> could arrive by the incoming flow of that place without passing the join.</summary>
    internal bool Reaches(FlowNode join, int incoming, FlowNode from) => _byJoin[join.Index][incoming][from.Index];

    private static bool[] Backwards(FlowNode join, SequenceFlow last, int count)
    {
        var seen = new bool[count];
        var open = new Stack<FlowNode>();
        Visit(last.Source);
        while (open.TryPop(out var node))
        {
            foreach (var flow in node.In)
                Visit(flow.Source);
            if (node is BoundaryEvent { AttachedTo: { } host })
                Visit(host);
        }

        return seen;

        void Visit(FlowNode node)
        {
            if (node == join || seen[node.Index])
                return;
            seen[node.Index] = true;
            open.Push(node);
        }
    }
}
