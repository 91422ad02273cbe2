using Diwan.Documents.Rendering.Pdf;

namespace Diwan.Documents.Rendering.Layout;

/// <summary>The one ornament: a band of eight-pointed stars, each two squares. Always an artifact.</summary>
internal static class Ornament
{
    /// <summary>A dark band with brass stars.</summary>
    internal static void Band(PdfPage page, double x, double y, double width, double height)
    {
        page.Rectangle(x, y, width, height, Palette.Deep);
        var count = Math.Max(1, (int)(width / (height * 1.12)));
        var step = width / count;
        for (var i = 0; i < count; i++)
        {
            Star(page, x + (step * (i + 0.5)), y + (height / 2), height * 0.34, null, Palette.Brass, 0.55);
            if (i > 0)
            {
                var d = height * 0.10;
                var (cx, cy) = (x + (step * i), y + (height / 2));
                page.Polygon([(cx - d, cy), (cx, cy - d), (cx + d, cy), (cx, cy + d)], Palette.Brass, null);
            }
        }
    }

    internal static void Star(PdfPage page, double cx, double cy, double radius, Ink? inside, Ink outline, double line)
    {
        for (var turn = 0; turn < 2; turn++)
        {
            var corners = new (double, double)[4];
            for (var i = 0; i < 4; i++)
            {
                var (sin, cos) = Math.SinCos((Math.PI / 4 * turn) + (Math.PI / 2 * i));
                corners[i] = (cx + (radius * cos), cy + (radius * sin));
            }

            page.Polygon(corners, inside, outline, line);
        }
    }

    /// <summary>The double frame of a certificate, with a band along the top and stars in the corners.</summary>
    internal static void Frame(PdfPage page, double inset, double band)
    {
        var (w, h) = (page.Width - (2 * inset), page.Height - (2 * inset));
        page.Frame(inset, inset, w, h, Palette.Deep, 2.2);
        page.Frame(inset + 5, inset + 5, w - 10, h - 10, Palette.Brass, 0.7);
        Band(page, inset + 5, inset + 5, w - 10, band);
        Band(page, inset + 5, inset + h - 5 - (band * 0.55), w - 10, band * 0.55);
    }
}
