namespace Diwan.Bpmn;

/// <summary>The signs inside events, on tasks and in gateways, as the standard draws them, in a box of 1 around the centre.</summary>
internal static class Icons
{
    internal static void Event(SvgText svg, BpmnEventKind kind, Box box, bool thrown, string ink)
    {
        var s = Math.Min(box.W, box.H) / 36;
        var (x, y) = (box.MidX, box.MidY);
        var fill = thrown ? ink : "none";
        switch (kind)
        {
            case BpmnEventKind.Message:
                Envelope(svg, x, y, 9 * s, 6.5 * s, thrown, ink);
                break;
            case BpmnEventKind.Timer:
                svg.Leaf("circle", ("cx", x), ("cy", y), ("r", 10 * s), ("fill", "#ffffff"), ("stroke", ink), ("stroke-width", 1.2));
                svg.Path($"M{P(x, y - (7 * s))} L{P(x, y)} L{P(x + (4.5 * s), y + (2 * s))}", "none", ink, 1.4);
                break;
            case BpmnEventKind.Error:
                svg.Path(Polygon(x, y, s, (-8, 8), (-3, -8), (2, 2), (8, -8), (3, 7), (-2, -2)), fill, ink, 1.2);
                break;
            case BpmnEventKind.Terminate:
                svg.Leaf("circle", ("cx", x), ("cy", y), ("r", 10 * s), ("fill", ink));
                break;
            case BpmnEventKind.Escalation:
                svg.Path(Polygon(x, y, s, (0, -9), (7, 9), (0, 2), (-7, 9)), fill, ink, 1.2);
                break;
            case BpmnEventKind.Signal:
                svg.Path(Polygon(x, y, s, (0, -9), (9, 7), (-9, 7)), fill, ink, 1.2);
                break;
            case BpmnEventKind.Cancel:
                svg.Path(Polygon(x, y, s, (-8, -5), (-5, -8), (0, -3), (5, -8), (8, -5), (3, 0), (8, 5), (5, 8), (0, 3), (-5, 8), (-8, 5), (-3, 0)), fill, ink, 1.2);
                break;
            case BpmnEventKind.Compensation:
                svg.Path(Polygon(x, y, s, (-9, 0), (0, -7), (0, 7)) + " " + Polygon(x, y, s, (0, 0), (9, -7), (9, 7)), fill, ink, 1.2);
                break;
            case BpmnEventKind.Conditional:
                svg.Path(Polygon(x, y, s, (-7, -9), (7, -9), (7, 9), (-7, 9)) + $" M{P(x - (4 * s), y - (5 * s))} h{SvgText.N(8 * s)} M{P(x - (4 * s), y)} h{SvgText.N(8 * s)} M{P(x - (4 * s), y + (5 * s))} h{SvgText.N(8 * s)}", "none", ink, 1.2);
                break;
            case BpmnEventKind.Link:
                svg.Path(Polygon(x, y, s, (-8, -4), (2, -4), (2, -8), (9, 0), (2, 8), (2, 4), (-8, 4)), fill, ink, 1.2);
                break;
            case BpmnEventKind.Multiple:
                svg.Path(Polygon(x, y, s, (0, -9), (9, -2), (6, 8), (-6, 8), (-9, -2)), fill, ink, 1.2);
                break;
            default:
                break;
        }
    }

    /// <summary>The sign in the corner of a task, about 16 wide.</summary>
    internal static void Task(SvgText svg, BpmnNodeKind kind, double x, double y, string ink)
    {
        switch (kind)
        {
            case BpmnNodeKind.UserTask:
                svg.Leaf("circle", ("cx", x), ("cy", y - 4), ("r", 3.5), ("fill", "none"), ("stroke", ink), ("stroke-width", 1.2));
                svg.Path($"M{P(x - 7, y + 8)} v-3 a6,5 0 0 1 14,0 v3 z", "none", ink, 1.2);
                break;
            case BpmnNodeKind.ManualTask:
                svg.Path($"M{P(x - 8, y - 2)} l5,-4 h10 v2.6 h-6 M{P(x + 2, y - 3.4)} h6 v2.8 h-6 M{P(x + 2, y - 0.6)} h5 v2.8 h-5 M{P(x + 2, y + 2.2)} h4 v2.8 h-14 v-7", "none", ink, 1.2);
                break;
            case BpmnNodeKind.ServiceTask:
                svg.Leaf("circle", ("cx", x), ("cy", y), ("r", 5.5), ("fill", "none"), ("stroke", ink), ("stroke-width", 3), ("stroke-dasharray", "2.3 2"));
                svg.Leaf("circle", ("cx", x), ("cy", y), ("r", 4), ("fill", "none"), ("stroke", ink), ("stroke-width", 1.2));
                svg.Leaf("circle", ("cx", x), ("cy", y), ("r", 1.5), ("fill", "none"), ("stroke", ink), ("stroke-width", 1));
                break;
            case BpmnNodeKind.BusinessRuleTask:
                svg.Path($"M{P(x - 8, y - 6)} h16 v12 h-16 z M{P(x - 8, y - 2)} h16 M{P(x - 8, y + 2)} h16 M{P(x - 3, y - 2)} v8", "none", ink, 1.2);
                break;
            case BpmnNodeKind.SendTask:
                Envelope(svg, x, y, 8, 5.5, true, ink);
                break;
            case BpmnNodeKind.ReceiveTask:
                Envelope(svg, x, y, 8, 5.5, false, ink);
                break;
            case BpmnNodeKind.ScriptTask:
                svg.Path($"M{P(x - 3, y - 7)} h10 c-6,5 4,8 -2,14 h-11 c6,-6 -4,-9 3,-14 z M{P(x - 4, y - 3)} h6 M{P(x - 2, y)} h6 M{P(x - 1, y + 3)} h6", "none", ink, 1.1);
                break;
            default:
                break;
        }
    }

    internal static void Gateway(SvgText svg, BpmnNodeKind kind, Box box, string ink)
    {
        var s = Math.Min(box.W, box.H) / 50;
        var (x, y) = (box.MidX, box.MidY);
        switch (kind)
        {
            case BpmnNodeKind.ExclusiveGateway:
                svg.Path($"M{P(x - (7 * s), y - (9 * s))} L{P(x + (7 * s), y + (9 * s))} M{P(x + (7 * s), y - (9 * s))} L{P(x - (7 * s), y + (9 * s))}", "none", ink, 3.5 * s);
                break;
            case BpmnNodeKind.ParallelGateway:
                svg.Path($"M{P(x, y - (11 * s))} V{SvgText.N(y + (11 * s))} M{P(x - (11 * s), y)} H{SvgText.N(x + (11 * s))}", "none", ink, 3.5 * s);
                break;
            case BpmnNodeKind.InclusiveGateway:
                svg.Leaf("circle", ("cx", x), ("cy", y), ("r", 11 * s), ("fill", "none"), ("stroke", ink), ("stroke-width", 3 * s));
                break;
            case BpmnNodeKind.EventBasedGateway:
                svg.Leaf("circle", ("cx", x), ("cy", y), ("r", 14 * s), ("fill", "none"), ("stroke", ink), ("stroke-width", 1.1));
                svg.Leaf("circle", ("cx", x), ("cy", y), ("r", 11 * s), ("fill", "none"), ("stroke", ink), ("stroke-width", 1.1));
                svg.Path(Polygon(x, y, s, (0, -7.5), (7.5, -2), (4.8, 6.5), (-4.8, 6.5), (-7.5, -2)), "none", ink, 1.2);
                break;
            case BpmnNodeKind.ComplexGateway:
                svg.Path($"M{P(x, y - (11 * s))} V{SvgText.N(y + (11 * s))} M{P(x - (11 * s), y)} H{SvgText.N(x + (11 * s))} M{P(x - (8 * s), y - (8 * s))} L{P(x + (8 * s), y + (8 * s))} M{P(x + (8 * s), y - (8 * s))} L{P(x - (8 * s), y + (8 * s))}", "none", ink, 2.6 * s);
                break;
            default:
                break;
        }
    }

    /// <summary>The signs at the foot of an activity.</summary>
    internal static void Markers(SvgText svg, Activity activity, bool collapsed, Box box, string ink)
    {
        var signs = new List<string>();
        if (activity is SubProcess { SubProcessKind: SubProcessKind.AdHoc })
            signs.Add("M-6,2 c3,-6 6,0 6,0 c3,6 6,0 6,0");
        if (activity.MultiInstance is { } multi)
            signs.Add(multi.IsSequential ? "M-6,-5 h12 M-6,0 h12 M-6,5 h12" : "M-5,-6 v12 M0,-6 v12 M5,-6 v12");
        if (activity.IsLoop)
            signs.Add("M2.5,5.5 a6,6 0 1 0 -5,0 m0,-4 v4.4 h-4.4");
        if (activity.IsForCompensation)
            signs.Add("M-7,0 l6,-5 v10 z M0,0 l6,-5 v10 z");
        if (collapsed)
            signs.Add("M-6,-6 h12 v12 h-12 z M0,-4 v8 M-4,0 h8");
        for (var i = 0; i < signs.Count; i++)
        {
            var x = box.MidX + ((i - ((signs.Count - 1) / 2d)) * 18);
            svg.Leaf("path", ("d", signs[i]), ("transform", $"translate({SvgText.N(x)} {SvgText.N(box.Bottom - 10)})"), ("fill", "none"), ("stroke", ink), ("stroke-width", 1.5));
        }
    }

    private static void Envelope(SvgText svg, double x, double y, double w, double h, bool thrown, string ink)
    {
        svg.Path(Polygon(x, y, 1, (-w, -h), (w, -h), (w, h), (-w, h)), thrown ? ink : "#ffffff", ink, 1.2);
        svg.Path($"M{P(x - w, y - h)} L{P(x, y + (h * 0.15))} L{P(x + w, y - h)}", "none", thrown ? "#ffffff" : ink, 1.2);
    }

    private static string Polygon(double x, double y, double s, params ReadOnlySpan<(double X, double Y)> points)
    {
        var text = new System.Text.StringBuilder();
        foreach (var (dx, dy) in points)
            text.Append(text.Length == 0 ? 'M' : 'L').Append(P(x + (dx * s), y + (dy * s))).Append(' ');
        return text.Append('Z').ToString();
    }

    internal static string P(double x, double y) => SvgText.N(x) + "," + SvgText.N(y);
}
