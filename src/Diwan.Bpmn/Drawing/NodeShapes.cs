namespace Diwan.Bpmn;

/// <summary>The outlines of events, activities and gateways.</summary>
internal static class NodeShapes
{
    internal static void Draw(SvgText svg, FlowNode node, Shape shape, string ink, string fill, bool here, bool mirrored)
    {
        switch (node)
        {
            case BpmnEvent e:
                DrawEvent(svg, e, shape.Box, ink, fill, here);
                break;
            case Gateway:
                DrawGateway(svg, node, shape.Box, ink, fill, here);
                break;
            case Activity activity:
                DrawActivity(svg, activity, shape, ink, fill, here, mirrored);
                break;
            default:
                break;
        }
    }

    private static void DrawEvent(SvgText svg, BpmnEvent e, Box box, string ink, string fill, bool here)
    {
        var r = Math.Min(box.W, box.H) / 2;
        var double_ = e is IntermediateCatchEvent or IntermediateThrowEvent or BoundaryEvent;
        var dashes = e is BoundaryEvent { IsInterrupting: false } ? "5 3" : null;
        var width = (e is EndEvent ? 3.5 : 1.5) + (here ? 1.5 : 0);
        svg.Leaf("circle", ("class", "bpmn-shape"), ("cx", box.MidX), ("cy", box.MidY), ("r", r), ("fill", fill), ("stroke", ink), ("stroke-width", width), ("stroke-dasharray", dashes));
        if (double_)
            svg.Leaf("circle", ("cx", box.MidX), ("cy", box.MidY), ("r", r - 3), ("fill", "none"), ("stroke", ink), ("stroke-width", 1.2), ("stroke-dasharray", dashes));
        Icons.Event(svg, e.Definition.Kind, box, e is EndEvent or IntermediateThrowEvent, ink);
    }

    private static void DrawGateway(SvgText svg, FlowNode node, Box box, string ink, string fill, bool here)
    {
        svg.Path($"M{Icons.P(box.MidX, box.Y)} L{Icons.P(box.Right, box.MidY)} L{Icons.P(box.MidX, box.Bottom)} L{Icons.P(box.X, box.MidY)} Z", fill, ink, here ? 3 : 1.5, classes: "bpmn-shape");
        Icons.Gateway(svg, node.Kind, box, ink);
    }

    private static void DrawActivity(SvgText svg, Activity activity, Shape shape, string ink, string fill, bool here, bool mirrored)
    {
        var box = shape.Box;
        var kind = (activity as SubProcess)?.SubProcessKind;
        var width = (activity is CallActivity ? 4 : 1.5) + (here ? 1.5 : 0);
        svg.Leaf("rect", ("class", "bpmn-shape"), ("x", box.X), ("y", box.Y), ("width", box.W), ("height", box.H), ("rx", 8), ("fill", fill), ("stroke", ink), ("stroke-width", width),
            ("stroke-dasharray", kind == SubProcessKind.Event ? "2 4" : null));
        if (kind == SubProcessKind.Transaction)
            svg.Leaf("rect", ("x", box.X + 3), ("y", box.Y + 3), ("width", box.W - 6), ("height", box.H - 6), ("rx", 6), ("fill", "none"), ("stroke", ink), ("stroke-width", 1.2));
        Icons.Task(svg, activity.Kind, mirrored ? box.Right - 15 : box.X + 15, box.Y + 14, ink);
        Icons.Markers(svg, activity, activity is SubProcess && !shape.IsExpanded, box, ink);
    }
}
