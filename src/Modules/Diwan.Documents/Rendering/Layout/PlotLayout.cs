using System.Globalization;
using Diwan.Documents.Rendering.Pdf;
using Diwan.Documents.Rendering.Text;

namespace Diwan.Documents.Rendering.Layout;

/// <summary>
/// Draws a plot to scale in the coordinates it was given: grid north up, crosses of the grid with their coordinates at the edge, lengths of the
/// sides, a scale bar. Nothing is reprojected; the reference system is printed by name.
/// </summary>
internal sealed class PlotLayout(Sheet sheet, StructElement root, DocumentBlock.PlotDrawing drawing, double size, double more)
{
    private const double PointsPerMetreAtOne = 72 / 0.0254;
    private static readonly int[] Usual = [100, 200, 250, 500, 1000, 1250, 2500, 5000, 10000, 25000, 50000];
    private static readonly int[] Steps = [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000];
    private static readonly Ink Paper = new(0xFD, 0xFD, 0xFB);
    private static readonly Ink Neighbour = new(0x8A, 0x94, 0x97);
    private static readonly Ink Road = new(0xEC, 0xEC, 0xE8);
    private static readonly Ink Own = new(0xE2, 0xEF, 0xEC);

    private double height;
    private double frameTop;
    private double midEasting;
    private double midNorthing;
    private int scale;
    private double perMetre;

    internal void Set()
    {
        var corners = drawing.Plot.Corners;
        if (corners.Count < 3)
        {
            throw new ArgumentException($"The outline of plot {drawing.Plot.Label} has {corners.Count} corners; at least three are needed. / حدود القطعة ناقصة.");
        }

        // What comes under the drawing: its scale bar, its four facts, a remark and the seal.
        var below = (sheet.Both ? 285 : 262) + (more * Math.Min(1, size));
        // Rather a page of its own than another scale than was asked for.
        var asked = (corners.Max(c => c.Northing) - corners.Min(c => c.Northing)) * PointsPerMetreAtOne / Math.Max(1, drawing.Scale) / 0.86;
        sheet.Need(size < 0.8 ? 165 + below : Math.Clamp(asked, 165, 430) + below);
        height = Math.Clamp(sheet.Room - below, 165, 430);
        frameTop = sheet.Y + 4;
        (midEasting, midNorthing) = ((corners.Min(c => c.Easting) + corners.Max(c => c.Easting)) / 2, (corners.Min(c => c.Northing) + corners.Max(c => c.Northing)) / 2);
        scale = Fitting(corners);
        perMetre = PointsPerMetreAtOne / scale;

        var area = Math.Abs(Area(corners));
        var spoken = sheet.RightToLeft
            ? string.Create(CultureInfo.InvariantCulture, $"رسم القطعة {drawing.Plot.Label} بمقياس 1:{scale}، ولها {corners.Count} زوايا ومساحتها المحسوبة من الإحداثيات {area:0.0} مترًا مربعًا، ويجاورها: {string.Join("، ", drawing.Neighbours.Select(n => n.Label))}.")
            : string.Create(CultureInfo.InvariantCulture, $"Drawing of plot {drawing.Plot.Label} at 1:{scale}, with {corners.Count} corners and an area of {area:0.0} square metres by its coordinates; around it: {string.Join(", ", drawing.Neighbours.Select(n => n.Label))}.");
        var figure = root.Add(new StructElement("Figure", Sheet.Tongue(sheet.RightToLeft)) { Alternative = spoken });
        sheet.Page.Tagged(figure, Draw);
        sheet.Y = frameTop + height + 4;
        ScaleBar();
        sheet.Space(6);
        new TableLayout(sheet, root, size).Set(new DocumentBlock.Table(
            [new(Wording.Scale, 0.9), new(Wording.ReferenceSystem, 2.6), new(Wording.Sheet), new(Wording.DataDate, 1.1)],
            [[Words.Same(string.Create(CultureInfo.InvariantCulture, $"1:{scale}")), drawing.ReferenceSystem, Words.Same(drawing.Sheet), Words.Same(drawing.DataDate)]]));
    }

    /// <summary>The scale asked for, or the next usual one at which the whole plot shows with a margin.</summary>
    private int Fitting(IReadOnlyList<PlanPoint> corners)
    {
        var wide = corners.Max(c => c.Easting) - corners.Min(c => c.Easting);
        var high = corners.Max(c => c.Northing) - corners.Min(c => c.Northing);
        bool Fits(int s) => wide * PointsPerMetreAtOne / s <= sheet.Width * 0.86 && high * PointsPerMetreAtOne / s <= height * 0.86;
        var asked = Math.Max(1, drawing.Scale);
        return Fits(asked) ? asked : Array.Find(Usual, s => s > asked && Fits(s)) is > 0 and var usual ? usual : 100_000;
    }

    private (double X, double Y) Place(PlanPoint p) =>
        (sheet.Left + (sheet.Width / 2) + ((p.Easting - midEasting) * perMetre), frameTop + (height / 2) - ((p.Northing - midNorthing) * perMetre));

    private void Draw()
    {
        var page = sheet.Page;
        var (x, y, w) = (sheet.Left, frameTop, sheet.Width);
        page.Rectangle(x, y, w, height, Paper);
        page.Clip(x, y, w, height);
        foreach (var shape in drawing.Neighbours.Where(n => n.Corners.Count >= 3).OrderBy(n => n.Kind == PlotKind.Road ? 0 : 1))
        {
            page.Polygon([.. shape.Corners.Select(Place)], shape.Kind == PlotKind.Road ? Road : null, Neighbour, 0.5);
        }

        Grid(page);
        page.Polygon([.. drawing.Plot.Corners.Select(Place)], Own, Palette.Deep, 1.7);
        foreach (var shape in drawing.Neighbours.Where(n => n.Corners.Count >= 3))
        {
            // The label stands in the middle of what can be seen of the shape.
            var seen = Seen(shape.Corners);
            if (seen.Count >= 3)
            {
                var (cx, cy) = Middle(seen);
                var upright = shape.Kind == PlotKind.Road && seen.Max(c => c.Y) - seen.Min(c => c.Y) > 2.5 * (seen.Max(c => c.X) - seen.Min(c => c.X));
                Label(page, shape.Label, cx, cy, 8, false, Palette.Muted, upright ? 90 : 0);
            }
        }

        Sides(page);
        var (px, py) = Middle([.. drawing.Plot.Corners.Select(Place)]);
        Label(page, drawing.Plot.Label, px, py, 17, true, Palette.Deep);
        page.Unclip();
        page.Frame(x, y, w, height, Palette.Deep, 1.1);
        North(page, x + w - 26, y + 16);
    }

    private void Grid(PdfPage page)
    {
        var step = Array.Find(Steps, s => s * perMetre >= 90);
        step = step == 0 ? Steps[^1] : step;
        var (halfWide, halfHigh) = (sheet.Width / 2 / perMetre, height / 2 / perMetre);
        for (var e = Math.Ceiling((midEasting - halfWide) / step) * step; e <= midEasting + halfWide; e += step)
        {
            for (var n = Math.Ceiling((midNorthing - halfHigh) / step) * step; n <= midNorthing + halfHigh; n += step)
            {
                var (x, y) = Place(new(e, n));
                page.Line(x - 4, y, x + 4, y, Palette.Brass, 0.5);
                page.Line(x, y - 4, x, y + 4, Palette.Brass, 0.5);
            }

            var at = Place(new(e, 0)).X;
            if (at > sheet.Left + 40 && at < sheet.Left + sheet.Width - 50)
            {
                page.Line(at, frameTop + height, at, frameTop + height - 6, Palette.Brass, 0.7);
                Label(page, e.ToString("0", CultureInfo.InvariantCulture), at, frameTop + height - 12, 6.5, false, Palette.Muted);
            }
        }

        for (var n = Math.Ceiling((midNorthing - halfHigh) / step) * step; n <= midNorthing + halfHigh; n += step)
        {
            var at = Place(new(0, n)).Y;
            if (at > frameTop + 20 && at < frameTop + height - 25)
            {
                page.Line(sheet.Left, at, sheet.Left + 6, at, Palette.Brass, 0.7);
                var text = Shaping.Line(n.ToString("0", CultureInfo.InvariantCulture), false, 6.5, false);
                page.Text(text, sheet.Left + 9, at + 2.2, Palette.Muted);
            }
        }
    }

    private void Sides(PdfPage page)
    {
        var corners = drawing.Plot.Corners;
        var outwards = Area(corners) > 0 ? 1 : -1;
        for (var i = 0; i < corners.Count; i++)
        {
            var (a, b) = (corners[i], corners[(i + 1) % corners.Count]);
            var length = Math.Sqrt(Math.Pow(b.Easting - a.Easting, 2) + Math.Pow(b.Northing - a.Northing, 2));
            var (from, to) = (Place(a), Place(b));
            page.Rectangle(from.X - 1.8, from.Y - 1.8, 3.6, 3.6, Palette.Deep);
            if (length * perMetre < 26)
            {
                continue;
            }

            var angle = Math.Atan2(from.Y - to.Y, to.X - from.X) * 180 / Math.PI;
            var turned = angle > 90 ? angle - 180 : angle <= -90 ? angle + 180 : angle;
            // Beside the middle of the side, on the inner side of the line.
            var (nx, ny) = ((to.Y - from.Y) / (length * perMetre) * outwards, (from.X - to.X) / (length * perMetre) * outwards);
            Label(page, length.ToString("0.00", CultureInfo.InvariantCulture), ((from.X + to.X) / 2) + (nx * 7), ((from.Y + to.Y) / 2) + (ny * 7), 7, false, Ink.Black, turned);
        }
    }

    /// <summary>Text centred on a point, turned about it.</summary>
    private static void Label(PdfPage page, string text, double x, double y, double size, bool bold, Ink ink, double degrees = 0)
    {
        var line = Shaping.Line(text, bold, size, text.Any(c => c >= '\u0590'));
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        var (along, down) = (line.Width / 2, size * 0.35);
        page.Text(line, x - (along * cos) + (down * sin), y + (along * sin) + (down * cos), ink, degrees);
    }

    private void North(PdfPage page, double x, double y)
    {
        page.Rectangle(x - 17, y - 8, 34, 56, Paper);
        page.Polygon([(x, y - 4), (x - 7, y + 24), (x, y + 18)], Palette.Deep, Palette.Deep, 0.6);
        page.Polygon([(x, y - 4), (x + 7, y + 24), (x, y + 18)], Ink.White, Palette.Deep, 0.6);
        Label(page, sheet.Both ? "N  ش" : Wording.North.In(sheet.RightToLeft), x, y + 35, 11, true, Palette.Deep);
    }

    /// <summary>A bar of four parts of round length, read from the left in both languages.</summary>
    private void ScaleBar()
    {
        var part = Array.FindLast(Steps, s => s * perMetre * 4 <= sheet.Width * 0.5);
        part = part == 0 ? 1 : part;
        var (page, y, width) = (sheet.Page, sheet.Y + 3, part * perMetre);
        var x = sheet.Left + ((sheet.Width - (4 * width)) / 2);
        page.Artifact(() =>
        {
            for (var i = 0; i < 4; i++)
            {
                page.Rectangle(x + (i * width), y, width, 4, i % 2 == 0 ? Palette.Deep : Ink.White);
            }

            page.Frame(x, y, 4 * width, 4, Palette.Deep, 0.6);
            for (var i = 0; i <= 4; i++)
            {
                Label(page, (i * part).ToString(CultureInfo.InvariantCulture), x + (i * width), y + 10, 7, false, Palette.Muted);
            }

            Label(page, sheet.Both ? "m  متر" : Wording.Metres.In(sheet.RightToLeft), x + (4 * width) + 22, y + 10, 7, false, Palette.Muted);
        });
        sheet.Y = y + 18;
    }

    /// <summary>The part of a shape inside the frame (Sutherland and Hodgman).</summary>
    private List<(double X, double Y)> Seen(IReadOnlyList<PlanPoint> corners)
    {
        List<(double X, double Y)> shape = [.. corners.Select(Place)];
        var (left, top, right, bottom) = (sheet.Left, frameTop, sheet.Left + sheet.Width, frameTop + height);
        shape = Cut(shape, p => p.X - left);
        shape = Cut(shape, p => right - p.X);
        shape = Cut(shape, p => p.Y - top);
        return Cut(shape, p => bottom - p.Y);

        static List<(double X, double Y)> Cut(List<(double X, double Y)> shape, Func<(double X, double Y), double> inside)
        {
            var result = new List<(double X, double Y)>();
            for (var i = 0; i < shape.Count; i++)
            {
                var (a, b) = (shape[i], shape[(i + 1) % shape.Count]);
                var (da, db) = (inside(a), inside(b));
                if (da >= 0)
                {
                    result.Add(a);
                }

                if (da >= 0 != db >= 0)
                {
                    var t = da / (da - db);
                    result.Add((a.X + (t * (b.X - a.X)), a.Y + (t * (b.Y - a.Y))));
                }
            }

            return result;
        }
    }

    private static (double X, double Y) Middle(List<(double X, double Y)> shape)
    {
        double area = 0, x = 0, y = 0;
        for (var i = 0; i < shape.Count; i++)
        {
            var (a, b) = (shape[i], shape[(i + 1) % shape.Count]);
            var cross = (a.X * b.Y) - (b.X * a.Y);
            (area, x, y) = (area + cross, x + ((a.X + b.X) * cross), y + ((a.Y + b.Y) * cross));
        }

        return Math.Abs(area) < 1e-6 ? (shape.Average(p => p.X), shape.Average(p => p.Y)) : (x / (3 * area), y / (3 * area));
    }

    /// <summary>Square metres by the shoelace rule; positive when the corners run against the clock.</summary>
    private static double Area(IReadOnlyList<PlanPoint> corners)
    {
        // Relative to the first corner: coordinates are large and the area is small.
        var (e0, n0) = corners[0];
        double twice = 0;
        for (var i = 0; i < corners.Count; i++)
        {
            var (a, b) = (corners[i], corners[(i + 1) % corners.Count]);
            twice += ((a.Easting - e0) * (b.Northing - n0)) - ((b.Easting - e0) * (a.Northing - n0));
        }

        return twice / 2;
    }
}
