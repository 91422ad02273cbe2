using System.Xml.Linq;

namespace Diwan.Bpmn;

/// <summary>What a picture leaves out for one who may not see some nodes, and the lines that go past it.</summary>
internal sealed class Concealed
{
    private readonly HashSet<FlowNode> _nodes = [];
    private readonly List<(FlowNode From, FlowNode To)> _bridges = [];

    internal Concealed(BpmnProcess process, IReadOnlyCollection<string> hidden)
    {
        if (hidden.Count == 0)
            return;
        var ids = hidden.ToHashSet(StringComparer.Ordinal);
        _nodes.UnionWith(process.Everything.Where(n => ids.Contains(n.Id) || Inside(n, ids)));
        while (_nodes.Count < process.Everything.Length)
        {
            // An event on the edge of a hidden step, and a gateway that comes only from hidden ones or leads only to them, would tell of them.
            var more = process.Everything.Where(n => !_nodes.Contains(n) && (n is BoundaryEvent { AttachedTo: { } host } && _nodes.Contains(host)
                || (n is Gateway && ((n.In.Length > 0 && n.In.All(f => _nodes.Contains(f.Source))) || (n.Out.Length > 0 && n.Out.All(f => _nodes.Contains(f.Target))))))).ToArray();
            if (more.Length == 0)
                break;
            _nodes.UnionWith(more);
        }

        foreach (var node in process.Everything.Where(n => !_nodes.Contains(n)))
        {
            foreach (var target in Past(node))
                _bridges.Add((node, target));
        }
    }

    /// <summary>Every id not to be drawn: nodes, their flows, what is tied to them, and lanes that hold nothing else.</summary>
    internal IEnumerable<string> Ids(BpmnProcess process, IReadOnlyDictionary<string, XElement> elements)
    {
        if (_nodes.Count == 0)
            return [];
        var ids = _nodes.Select(n => n.Id).ToHashSet(StringComparer.Ordinal);
        ids.UnionWith(process.EveryFlow.Where(f => _nodes.Contains(f.Source) || _nodes.Contains(f.Target)).Select(f => f.Id));
        foreach (var e in elements.Values)
        {
            var id = (string)e.Attribute("id")!;
            var (source, target) = ((string?)e.Attribute("sourceRef"), (string?)e.Attribute("targetRef"));
            switch (e.Name.LocalName)
            {
                case "association" or "messageFlow" when ids.Contains(source ?? "") || ids.Contains(target ?? ""):
                    ids.Add(id);
                    foreach (var end in new[] { source, target })
                    {
                        if (end is not null && elements.GetValueOrDefault(end)?.Name.LocalName == "textAnnotation")
                            ids.Add(end);
                    }

                    break;
                case "dataInputAssociation" or "dataOutputAssociation" when ids.Contains((string?)e.Parent?.Attribute("id") ?? ""):
                    ids.Add(id);
                    break;
                case "lane":
                    var held = e.Descendants(BpmnNames.M + "flowNodeRef").Select(r => r.Value.Trim()).ToArray();
                    if (held.Length > 0 && Array.TrueForAll(held, ids.Contains))
                        ids.Add(id);
                    break;
            }
        }

        return ids;
    }

    /// <summary>The lines past what is hidden, between boxes of the diagram.</summary>
    internal IEnumerable<IReadOnlyList<Spot>> Lines(Diagram diagram)
    {
        Box? Of(FlowNode node) => diagram.Shapes.Find(s => s.ElementId == node.Id)?.Box;
        foreach (var (from, to) in _bridges)
        {
            if (Of(from) is not { } a || Of(to) is not { } b)
                continue;
            var forward = b.MidX >= a.MidX;
            double start = forward ? a.Right : a.X, end = forward ? b.X : b.Right, middle = (start + end) / 2;
            yield return Math.Abs(a.MidY - b.MidY) < 1
                ? [new(start, a.MidY), new(end, b.MidY)]
                : [new(start, a.MidY), new(middle, a.MidY), new(middle, b.MidY), new(end, b.MidY)];
        }
    }

    private static bool Inside(FlowNode node, HashSet<string> ids)
    {
        for (var parent = node.Parent; parent is not null; parent = parent.Parent)
        {
            if (ids.Contains(parent.Id))
                return true;
        }

        return false;
    }

    /// <summary>The first visible nodes beyond the hidden ones that follow a node.</summary>
    private HashSet<FlowNode> Past(FlowNode node)
    {
        var found = new HashSet<FlowNode>();
        var seen = new HashSet<FlowNode>();
        var rest = new Stack<FlowNode>(node.Outgoing.Select(f => f.Target).Where(_nodes.Contains));
        while (rest.TryPop(out var hidden))
        {
            if (!seen.Add(hidden))
                continue;
            foreach (var next in hidden.Outgoing.Select(f => f.Target).Concat(_nodes.Where(n => n is BoundaryEvent b && b.AttachedTo == hidden)))
            {
                if (_nodes.Contains(next))
                    rest.Push(next);
                else if (next != node)
                    found.Add(next);
            }
        }

        return found;
    }
}
