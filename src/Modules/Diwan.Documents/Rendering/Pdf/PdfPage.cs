using System.Globalization;
using System.Text;
using Diwan.Documents.Rendering.Text;

namespace Diwan.Documents.Rendering.Pdf;

/// <summary>A colour in sRGB.</summary>
internal readonly record struct Ink(byte R, byte G, byte B)
{
    internal static readonly Ink Black = new(0x1C, 0x1E, 0x21);
    internal static readonly Ink White = new(255, 255, 255);
}

/// <summary>A page being drawn. Points from the top left corner, downwards; everything is either tagged content or an artifact.</summary>
internal sealed class PdfPage(PdfDocument document, int index, double width, double height)
{
    private readonly StringBuilder content = new();
    private readonly HashSet<string> fonts = new(StringComparer.Ordinal);
    private bool marking;
    private Ink? fill;
    private Ink? stroke;

    internal int Index => index;

    internal double Width => width;

    internal double Height => height;

    internal List<StructElement> Marked { get; } = [];

    internal IEnumerable<string> Fonts => fonts.Order(StringComparer.Ordinal);

    internal string Content => content.ToString();

    /// <summary>Draws content that belongs to an element of the structure.</summary>
    internal void Tagged(StructElement element, Action draw)
    {
        Begin();
        content.Append(CultureInfo.InvariantCulture, $"/{element.Type} <</MCID {Marked.Count}>> BDC\n");
        element.Marks.Add((this, Marked.Count));
        Marked.Add(element);
        draw();
        content.Append("EMC\n");
        marking = false;
    }

    /// <summary>Draws what is not content: frames, bands, page numbers.</summary>
    internal void Artifact(Action draw, bool pagination = false)
    {
        Begin();
        content.Append(pagination ? "/Artifact <</Type /Pagination>> BDC\n" : "/Artifact <</Type /Layout>> BDC\n");
        draw();
        content.Append("EMC\n");
        marking = false;
    }

    /// <summary>Draws letters that are a picture, not text: whoever copies or reads aloud the page does not meet them.</summary>
    internal void Silent(Action draw)
    {
        content.Append("/Span <</ActualText <FEFF>>> BDC\n");
        draw();
        content.Append("EMC\n");
    }

    internal void Rectangle(double x, double y, double w, double h, Ink colour)
    {
        Fill(colour);
        Numbers(x, height - y - h, w, h).Append("re f\n");
    }

    internal void Frame(double x, double y, double w, double h, Ink colour, double line)
    {
        Stroke(colour, line);
        Numbers(x, height - y - h, w, h).Append("re S\n");
    }

    internal void Line(double x1, double y1, double x2, double y2, Ink colour, double line, bool dashed = false)
    {
        Stroke(colour, line);
        content.Append(dashed ? "[3 2.4] 0 d\n" : "");
        Numbers(x1, height - y1).Append("m ");
        Numbers(x2, height - y2).Append("l S\n");
        content.Append(dashed ? "[] 0 d\n" : "");
    }

    /// <summary>A closed outline, filled or drawn or both.</summary>
    internal void Polygon(IReadOnlyList<(double X, double Y)> corners, Ink? inside, Ink? outline, double line = 0.6)
    {
        if (inside is { } colour)
        {
            Fill(colour);
        }

        if (outline is { } edge)
        {
            Stroke(edge, line);
        }

        for (var i = 0; i < corners.Count; i++)
        {
            Numbers(corners[i].X, height - corners[i].Y).Append(i == 0 ? "m " : "l ");
        }

        content.Append(inside is null ? "s\n" : outline is null ? "f\n" : "b\n");
    }

    /// <summary>Bars of a raster, in whole modules from its top left corner: short numbers, since there are many.</summary>
    internal void Raster(double x, double y, double module, IEnumerable<(int Column, int Row, int Length)> bars, Ink colour)
    {
        Fill(colour);
        content.Append("q ");
        Exact(module, 0, 0, -module);
        Exact(x, height - y).Append("cm\n");
        foreach (var (column, row, length) in bars)
        {
            content.Append(column).Append(' ').Append(row).Append(' ').Append(length).Append(" 1 re\n");
        }

        content.Append("f Q\n");
    }

    /// <summary>Everything drawn until the matching <see cref="Unclip"/> shows only inside the rectangle.</summary>
    internal void Clip(double x, double y, double w, double h)
    {
        content.Append("q\n");
        Numbers(x, height - y - h, w, h).Append("re W n\n");
        (fill, stroke) = (null, null);
    }

    internal void Unclip()
    {
        content.Append("Q\n");
        (fill, stroke) = (null, null);
    }

    /// <summary>Draws a line of text with its left end at x and its baseline at y, turned by some degrees about that point.</summary>
    internal void Text(TextLine line, double x, double y, Ink colour, double degrees = 0)
    {
        if (line.Runs.Count == 0)
        {
            return;
        }

        Fill(colour);
        content.Append("BT\n");
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        var advance = 0.0;
        foreach (var run in line.Runs)
        {
            var font = document.Font(run.Font);
            fonts.Add(font.Name);
            content.Append(CultureInfo.InvariantCulture, $"/{font.Name} ");
            Numbers(line.Size).Append("Tf ");
            Exact(cos, sin, -sin, cos);
            Numbers(x + (advance * cos), height - y + (advance * sin)).Append("Tm ");
            Glyphs(font, run);
            advance += run.Advance * line.Size / 1000;
        }

        content.Append("ET\n");
    }

    private void Glyphs(EmbeddedFont font, GlyphRun run)
    {
        content.Append("[<");
        foreach (var cluster in run.Clusters)
        {
            // The letters of a ligature after the first stand on blanks at its right edge in Arabic, inside one entry otherwise.
            var split = run.RightToLeft && cluster.Text.Length > 1 && !char.IsSurrogate(cluster.Text[0]);
            var text = split ? cluster.Text[^1..] : cluster.Text;
            if (cluster.Parts.Length == 0)
            {
                content.Append(CultureInfo.InvariantCulture, $"> {EmbeddedFont.BlankWidth} <{font.Number(text):X4}");
                continue;
            }

            var cid = cluster.Parts is [{ X: 0, Y: 0, Glyph: not 0 } only]
                ? font.Number(only.Glyph, text)
                : font.Number(cluster.Parts, cluster.Advance, text);
            content.Append(cid.ToString("X4", CultureInfo.InvariantCulture));
            var difference = font.WidthOf(cid) - cluster.Advance;
            if (difference != 0)
            {
                content.Append(CultureInfo.InvariantCulture, $"> {difference} <");
            }

            if (split)
            {
                content.Append(CultureInfo.InvariantCulture, $"> {EmbeddedFont.BlankWidth * (cluster.Text.Length - 1)} <");
            }

            for (var i = split ? cluster.Text.Length - 2 : -1; i >= 0; i--)
            {
                content.Append(font.Number(cluster.Text[i].ToString()).ToString("X4", CultureInfo.InvariantCulture));
            }
        }

        content.Append(">] TJ\n");
    }

    private void Begin()
    {
        if (marking)
        {
            throw new InvalidOperationException("Marked content cannot be nested.");
        }

        marking = true;
        (fill, stroke) = (null, null);
    }

    /// <summary>Everything on a page is either content with a place in the structure or an artifact (ISO 14289-1, 7.1).</summary>
    private void InsideMarks()
    {
        if (!marking)
        {
            throw new InvalidOperationException("Drawing outside of marked content.");
        }
    }

    private void Fill(Ink colour)
    {
        InsideMarks();
        if (fill != colour)
        {
            fill = colour;
            Exact(colour.R / 255.0, colour.G / 255.0, colour.B / 255.0).Append("rg\n");
        }
    }

    private void Stroke(Ink colour, double line)
    {
        InsideMarks();
        if (stroke != colour)
        {
            stroke = colour;
            Exact(colour.R / 255.0, colour.G / 255.0, colour.B / 255.0).Append("RG\n");
        }

        Numbers(line).Append("w\n");
    }

    /// <summary>Coordinates to the hundredth of a point.</summary>
    private StringBuilder Numbers(params ReadOnlySpan<double> numbers)
    {
        foreach (var n in numbers)
        {
            Fixed((long)Math.Round(n * 100), 2);
        }

        return content;
    }

    private StringBuilder Exact(params ReadOnlySpan<double> numbers)
    {
        foreach (var n in numbers)
        {
            Fixed((long)Math.Round(n * 10_000), 4);
        }

        return content;
    }

    /// <summary>A decimal number and a space, without the zeros at its end. Half of a page's bytes are numbers.</summary>
    private void Fixed(long scaled, int decimals)
    {
        while (decimals > 0 && scaled % 10 == 0)
        {
            (scaled, decimals) = (scaled / 10, decimals - 1);
        }

        Span<char> digits = stackalloc char[24];
        var at = digits.Length;
        digits[--at] = ' ';
        var rest = Math.Abs(scaled);
        for (var i = 0; i < decimals; i++, rest /= 10)
        {
            digits[--at] = (char)('0' + (rest % 10));
        }

        if (decimals > 0)
        {
            digits[--at] = '.';
        }

        do
        {
            digits[--at] = (char)('0' + (rest % 10));
            rest /= 10;
        }
        while (rest > 0);
        if (scaled < 0)
        {
            digits[--at] = '-';
        }

        content.Append(digits[at..]);
    }
}
