namespace Diwan.Bpmn;

/// <summary>Pools, lanes, data, annotations and groups, and the ends of lines.</summary>
internal static class Artifacts
{
    internal static void Draw(SvgText svg, string kind, Shape shape, string? name, string? text, bool mirrored, string ink)
    {
        var box = shape.Box;
        switch (kind)
        {
            case "participant" or "lane":
                DrawPool(svg, kind, shape, name, mirrored, ink);
                break;
            case "dataObjectReference" or "dataObject" or "dataInput" or "dataOutput":
                var fold = Math.Min(12, box.W / 3);
                svg.Path($"M{Icons.P(box.X, box.Y)} H{SvgText.N(box.Right - fold)} L{Icons.P(box.Right, box.Y + fold)} V{SvgText.N(box.Bottom)} H{SvgText.N(box.X)} Z M{Icons.P(box.Right - fold, box.Y)} v{SvgText.N(fold)} h{SvgText.N(fold)}", "#ffffff", ink);
                Below(svg, shape, name);
                break;
            case "dataStoreReference" or "dataStore":
                var e = Math.Min(10, box.H / 5);
                svg.Path($"M{Icons.P(box.X, box.Y + e)} a{SvgText.N(box.W / 2)},{SvgText.N(e)} 0 0 1 {SvgText.N(box.W)},0 V{SvgText.N(box.Bottom - e)} a{SvgText.N(box.W / 2)},{SvgText.N(e)} 0 0 1 {SvgText.N(-box.W)},0 Z M{Icons.P(box.X, box.Y + e)} a{SvgText.N(box.W / 2)},{SvgText.N(e)} 0 0 0 {SvgText.N(box.W)},0", "#ffffff", ink);
                Below(svg, shape, name);
                break;
            case "textAnnotation":
                svg.Path(mirrored
                    ? $"M{Icons.P(box.Right - 10, box.Y)} h10 V{SvgText.N(box.Bottom)} h-10"
                    : $"M{Icons.P(box.X + 10, box.Y)} h-10 V{SvgText.N(box.Bottom)} h10", "none", ink);
                var lines = Lettering.Lines(text ?? name ?? "", box.W - 12, Math.Max(1, (int)(box.H / 13.2)));
                svg.Lines(lines, box.MidX, box.MidY - ((lines.Count - 1) * 6.6) + 4, 11);
                break;
            case "group":
                svg.Leaf("rect", ("x", box.X), ("y", box.Y), ("width", box.W), ("height", box.H), ("rx", 8), ("fill", "none"), ("stroke", ink), ("stroke-width", 1.2), ("stroke-dasharray", "8 4 2 4"));
                break;
            default:
                // A shape this picture has no form for is shown as what it is, not left out.
                svg.Leaf("rect", ("x", box.X), ("y", box.Y), ("width", box.W), ("height", box.H), ("fill", "#f4f4f4"), ("stroke", ink), ("stroke-width", 1));
                svg.Lines(Lettering.Lines(name ?? kind, box.W, 3), box.MidX, box.MidY + 4, 11);
                break;
        }
    }

    private static void DrawPool(SvgText svg, string kind, Shape shape, string? name, bool mirrored, string ink)
    {
        var box = shape.Box;
        svg.Leaf("rect", ("x", box.X), ("y", box.Y), ("width", box.W), ("height", box.H), ("fill", shape.Fill ?? "#ffffff"), ("stroke", shape.Stroke ?? ink), ("stroke-width", 1.2));
        if (!shape.IsHorizontal)
        {
            if (kind == "participant")
                svg.Path($"M{Icons.P(box.X, box.Y + 30)} H{SvgText.N(box.Right)}", "none", ink, 1.2);
            svg.Lines(Lettering.Lines(name ?? "", box.W - 8, 1), box.MidX, box.Y + 20);
            return;
        }

        if (box.H < 70 && kind == "participant")
        {
            svg.Lines(Lettering.Lines(name ?? "", box.W - 8, 1), box.MidX, box.MidY + 4);
            return;
        }

        var x = mirrored ? box.Right - 15 : box.X + 15;
        if (kind == "participant")
            svg.Path($"M{Icons.P(mirrored ? box.Right - 30 : box.X + 30, box.Y)} V{SvgText.N(box.Bottom)}", "none", ink, 1.2);
        svg.Lines(Lettering.Lines(name ?? "", box.H - 8, 1), x, box.MidY, transform: $"rotate({(mirrored ? "90" : "-90")} {SvgText.N(x)} {SvgText.N(box.MidY)})");
    }

    private static void Below(SvgText svg, Shape shape, string? name)
    {
        if (name is not null)
            svg.Lines(Lettering.Lines(name, Math.Max(shape.LabelBox?.W ?? 0, 90), 3), shape.LabelBox?.MidX ?? shape.Box.MidX, (shape.LabelBox?.Y ?? shape.Box.Bottom + 4) + 11, 11);
    }

    /// <summary>The place half way along a line, and whether the line is upright there.</summary>
    internal static (Spot Place, bool Upright) Middle(IReadOnlyList<Spot> points)
    {
        var total = 0d;
        for (var i = 1; i < points.Count; i++)
            total += Distance(points[i - 1], points[i]);
        var left = total / 2;
        for (var i = 1; i < points.Count; i++)
        {
            var length = Distance(points[i - 1], points[i]);
            if (length >= left && length > 0)
            {
                var t = left / length;
                var place = new Spot(points[i - 1].X + ((points[i].X - points[i - 1].X) * t), points[i - 1].Y + ((points[i].Y - points[i - 1].Y) * t));
                return (place, Math.Abs(points[i].X - points[i - 1].X) < 1);
            }

            left -= length;
        }

        return (points[0], false);
    }

    private static double Distance(Spot a, Spot b) => Math.Sqrt(((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y)));

    /// <summary>The ends of lines, to be named by url(#prefix-…).</summary>
    internal static void Markers(SvgText svg, string prefix, string ink)
    {
        svg.Open("defs");
        Marker("arrow", 10, 5, "M0,0 L10,5 L0,10 Z", ink);
        Marker("open", 10, 5, "M0,0 L10,5 L0,10", "none");
        Marker("dot", 5, 5, "M1,5 a4,4 0 1 0 8,0 a4,4 0 1 0 -8,0", "#ffffff");
        Marker("condition", 0, 5, "M0,5 L6,1 L12,5 L6,9 Z", "#ffffff");
        svg.Close();

        void Marker(string name, double x, double y, string d, string fill)
        {
            svg.Open("marker", ("id", $"{prefix}-{name}"), ("viewBox", "-1 -1 14 12"), ("refX", x), ("refY", y), ("markerWidth", 11), ("markerHeight", 10), ("markerUnits", "userSpaceOnUse"), ("orient", "auto"));
            svg.Path(d, fill, ink, 1.2);
            svg.Close();
        }
    }
}
