namespace Diwan.Bpmn;

internal readonly record struct Spot(double X, double Y);

internal readonly record struct Box(double X, double Y, double W, double H)
{
    internal double Right => X + W;

    internal double Bottom => Y + H;

    internal double MidX => X + (W / 2);

    internal double MidY => Y + (H / 2);
}

/// <summary>Where one element is drawn. Colours are those of the file, when it has any.</summary>
internal sealed record Shape(string ElementId, Box Box, bool IsExpanded = true, bool IsHorizontal = true, Box? LabelBox = null, string? Fill = null, string? Stroke = null);

internal sealed record Edge(string ElementId, IReadOnlyList<Spot> Points, Box? LabelBox = null, string? Stroke = null);

/// <summary>Positions of everything one picture shows, in the order it is drawn.</summary>
internal sealed class Diagram
{
    internal List<Shape> Shapes { get; } = [];

    internal List<Edge> Edges { get; } = [];

    internal Box Bounds()
    {
        double left = double.MaxValue, top = double.MaxValue, right = double.MinValue, bottom = double.MinValue;
        foreach (var shape in Shapes)
        {
            Include(shape.Box.X, shape.Box.Y);
            Include(shape.Box.Right, shape.Box.Bottom);
            if (shape.LabelBox is { } label)
            {
                Include(label.X, label.Y);
                Include(label.Right, label.Bottom);
            }
        }

        foreach (var point in Edges.SelectMany(e => e.Points))
            Include(point.X, point.Y);
        return left > right ? new(0, 0, 0, 0) : new(left, top, right - left, bottom - top);

        void Include(double x, double y)
        {
            left = Math.Min(left, x);
            top = Math.Min(top, y);
            right = Math.Max(right, x);
            bottom = Math.Max(bottom, y);
        }
    }

    /// <summary>The same picture with left and right exchanged.</summary>
    internal Diagram Mirrored()
    {
        var bounds = Bounds();
        var sum = bounds.X + bounds.Right;
        var mirrored = new Diagram();
        foreach (var shape in Shapes)
            mirrored.Shapes.Add(shape with { Box = Flip(shape.Box), LabelBox = shape.LabelBox is { } label ? Flip(label) : null });
        foreach (var edge in Edges)
            mirrored.Edges.Add(edge with { Points = [.. edge.Points.Select(p => new Spot(sum - p.X, p.Y))], LabelBox = edge.LabelBox is { } label ? Flip(label) : null });
        return mirrored;

        Box Flip(Box box) => box with { X = sum - box.Right };
    }
}
