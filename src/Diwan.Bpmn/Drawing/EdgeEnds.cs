namespace Diwan.Bpmn;

/// <summary>
/// Some editors write a flow from the middle of one shape to the middle of the other, and the shapes would cover its arrow.
/// Its ends are brought out to the outlines; an end anywhere else is left where the file has it.
/// </summary>
internal static class EdgeEnds
{
    internal static void BringOut(Diagram diagram, BpmnProcess process)
    {
        var boxes = diagram.Shapes.ToDictionary(s => s.ElementId, s => s.Box, StringComparer.Ordinal);
        var flows = process.EveryFlow.DistinctBy(f => f.Id, StringComparer.Ordinal).ToDictionary(f => f.Id, StringComparer.Ordinal);
        for (var i = 0; i < diagram.Edges.Count; i++)
        {
            var edge = diagram.Edges[i];
            if (!flows.TryGetValue(edge.ElementId, out var flow))
                continue;
            var points = edge.Points.ToArray();
            if (boxes.TryGetValue(flow.Source.Id, out var from))
                points[0] = Outline(flow.Source, from, points[0], points[1]);
            if (boxes.TryGetValue(flow.Target.Id, out var to))
                points[^1] = Outline(flow.Target, to, points[^1], points[^2]);
            diagram.Edges[i] = edge with { Points = points };
        }
    }

    private static Spot Outline(FlowNode node, Box box, Spot end, Spot next)
    {
        // No point of an outline, not even a diamond's, is as near to the middle as this.
        if (Math.Abs(end.X - box.MidX) >= box.W / 4 || Math.Abs(end.Y - box.MidY) >= box.H / 4)
            return end;
        var (dx, dy) = (next.X - end.X, next.Y - end.Y);
        var (x, y) = (Math.Abs(dx) / (box.W / 2), Math.Abs(dy) / (box.H / 2));
        var reach = node is Gateway ? x + y : node is Activity ? Math.Max(x, y) : Math.Sqrt((x * x) + (y * y));
        return reach <= 1 ? end : new(end.X + (dx / reach), end.Y + (dy / reach));
    }
}
