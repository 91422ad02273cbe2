using Diwan.Documents.Rendering.Pdf;

namespace Diwan.Documents.Rendering.Layout;

/// <summary>A card of ID-1 size, 85.6 by 54 mm: its front and its back side by side, to be cut out.</summary>
internal sealed class CardLayout(Sheet sheet, StructElement root, DocumentContent content, DocumentStamp stamp)
{
    private const double Width = 85.6 * 72 / 25.4;
    private const double Height = 53.98 * 72 / 25.4;

    internal void Set(DocumentBlock.Card card)
    {
        sheet.Need(Height + 40);
        var gap = Math.Max(0, sheet.Width - (2 * Width));
        var (right, left) = (sheet.Left + Width + gap, sheet.Left);
        var y = sheet.Y + 4;
        Outline(right, y);
        Outline(left, y);
        var (front, back) = sheet.RightToLeft ? (right, left) : (left, right);
        Front(card, front, y);
        Back(card, back, y);
        sheet.Y = y + Height + 6;
        sheet.Set(10, sheet.Bilingual(root, "P", Wording.Fold, Style.Small, sheet.Left, sheet.Width, Alignment.Centre));
    }

    private void Outline(double x, double y)
    {
        var page = sheet.Page;
        page.Artifact(() =>
        {
            page.Line(x, y, x + Width, y, Palette.Muted, 0.5, dashed: true);
            page.Line(x, y + Height, x + Width, y + Height, Palette.Muted, 0.5, dashed: true);
            page.Line(x, y, x, y + Height, Palette.Muted, 0.5, dashed: true);
            page.Line(x + Width, y, x + Width, y + Height, Palette.Muted, 0.5, dashed: true);
        });
    }

    private void Front(DocumentBlock.Card card, double x, double y)
    {
        var page = sheet.Page;
        page.Artifact(() =>
        {
            page.Rectangle(x + 1, y + 1, Width - 2, 27, Palette.Deep);
            Ornament.Band(page, x + 1, y + 27, Width - 2, 7);
            page.Rectangle(x + 8, y + 40, Width - 16, 26, Palette.Cream);
            page.Frame(x + 8, y + 40, Width - 16, 26, Palette.Brass, 0.7);
        });
        var arabic = sheet.RightToLeft;
        var group = root.Add("Sect");
        Place(group, content.InstitutionName.In(arabic), arabic, new Style(7.4, true, Ink.White), x + 8, Width - 16, y + 2.6, Alignment.Start);
        Place(group, sheet.Both ? card.Title.In(true) : card.Title.In(arabic), arabic, new Style(8.4, true, Ink.White), x + 8, Width - 16, y + 13, Alignment.Start);
        if (sheet.Both)
        {
            Place(group, card.Title.In(false), false, new Style(7.6, true, Ink.White), x + 8, Width - 16, y + 14, Alignment.Start);
        }

        Place(group, Isolate.Value(card.Plate.In(arabic)), arabic, new Style(15, true, Palette.Deep), x + 8, Width - 16, y + 41, Alignment.Centre);
        Fields(group, card.Front, x + 8, y + 70, Width - 16, Height - 74);
    }

    private void Back(DocumentBlock.Card card, double x, double y)
    {
        var page = sheet.Page;
        page.Artifact(() => Ornament.Band(page, x + 1, y + 1, Width - 2, 7));
        var seal = new SealPanel(sheet, root, content, stamp);
        var module = Math.Min(1.15, (Height - 44) / (seal.Modules + 8));
        var side = module * (seal.Modules + 8);
        var arabic = sheet.RightToLeft;
        var qr = arabic ? x + 6 : x + Width - 6 - side;
        seal.Picture(qr, y + 11, module);
        var group = root.Add("Sect");
        Place(group, stamp.Code, false, new Style(8, true, Palette.Deep), qr - 3, side + 6, y + 12 + side, Alignment.Centre);
        Fields(group, card.Back, arabic ? x + side + 12 : x + 8, y + 13, Width - side - 20, Height - 17);
    }

    /// <summary>Small rows that share the height there is.</summary>
    private void Fields(StructElement group, IReadOnlyList<Field> fields, double x, double y, double width, double height)
    {
        if (fields.Count == 0)
        {
            return;
        }

        var step = Math.Min(15.5, height / fields.Count);
        var size = Math.Clamp(step * 0.52, 4.2, 7.2);
        var arabic = sheet.RightToLeft;
        var labels = fields.Select(f => sheet.Both && width > 150 ? $"{f.Label.In(true)} / {f.Label.In(false)}" : f.Label.In(arabic)).ToList();
        // The labels get the room they need, as far as the values leave it.
        var widest = labels.Max(l => Text.Shaping.Line(l, false, size * 0.9, arabic).Width) + 5;
        var share = Math.Clamp(widest / width, 0.3, sheet.Both && width > 150 ? 0.52 : 0.56);
        for (var i = 0; i < fields.Count; i++)
        {
            var top = y + (i * step);
            var label = labels[i];
            var value = Isolate.Value(fields[i].Value.In(arabic));
            Place(group, label, arabic, new Style(size * 0.9, false, Palette.Muted), arabic ? x + (width * (1 - share)) : x, (width * share) - 2, top, Alignment.Start);
            Place(group, value, arabic, new Style(size, true, Ink.Black), arabic ? x : x + (width * share), (width * (1 - share)) - 3, top, Alignment.Start);
        }
    }

    /// <summary>One line, made smaller until it fits its width.</summary>
    private void Place(StructElement group, string text, bool arabic, Style style, double x, double width, double top, Alignment align)
    {
        var line = Text.Shaping.Line(text, style.Bold, style.Size, arabic);
        if (line.Width > width)
        {
            style = style with { Size = Math.Max(3.2, style.Size * width / line.Width * 0.99) };
        }

        sheet.Place(new Column(group.Add("P", Sheet.Tongue(arabic)), text, arabic, style, x, width + 1, align), top);
    }
}
