using System.Globalization;
using Diwan.Documents.Rendering.Pdf;

namespace Diwan.Documents.Rendering.Layout;

/// <summary>Sets the blocks of a document one under the other.</summary>
internal sealed class BlockLayout(Sheet sheet, StructElement root, double scale, double gap = 0)
{
    /// <summary>The room that is wanted under a drawing, beside what every drawing has there.</summary>
    internal double Below { get; set; }

    /// <summary>Read from afar: the name is larger, and tables grow with the rest.</summary>
    internal bool Wall { get; init; }

    internal void Set(DocumentBlock block)
    {
        switch (block)
        {
            case DocumentBlock.Heading heading:
                Heading(heading.Text);
                break;
            case DocumentBlock.Paragraph { Text.IsEmpty: false } paragraph:
                var style = paragraph.Tone switch { ParagraphTone.Lead => Style.Lead, ParagraphTone.Small => Style.Small, _ => Style.Body };
                sheet.Set((7 * scale) + gap, sheet.Bilingual(root, "P", paragraph.Text, Scaled(style), sheet.Left, sheet.Width));
                break;
            case DocumentBlock.Headline headline:
                Headline(headline);
                break;
            case DocumentBlock.Fields fields:
                Caption(fields.Caption);
                new FieldLayout(sheet, root, scale).Set(fields);
                break;
            case DocumentBlock.Table table:
                Caption(table.Caption, 76);
                new TableLayout(sheet, root, Wall ? scale : Math.Min(1, scale)).Set(table);
                break;
            case DocumentBlock.Bars bars:
                Caption(bars.Caption, Math.Min(bars.Items.Count * 20, 300));
                new BarLayout(sheet, root, scale).Set(bars);
                break;
            case DocumentBlock.PageBreak:
                sheet.NewPage();
                break;
            case DocumentBlock.Points points:
                Caption(points.Caption);
                Points(points);
                break;
            case DocumentBlock.Notice notice:
                Notice(notice);
                break;
            case DocumentBlock.Amount amount:
                Amount(amount);
                break;
            case DocumentBlock.Signatory signatory:
                Signatory(signatory);
                break;
            case DocumentBlock.PlotDrawing drawing:
                new PlotLayout(sheet, root, drawing, scale, Below).Set();
                break;
        }
    }

    private Style Scaled(Style style) => style with { Size = style.Size * scale };

    /// <param name="follows">The room that what comes under it needs at the least, so that a heading never stands alone at the foot of a page.</param>
    private void Heading(Words text, double follows = 24)
    {
        sheet.Need(32 + follows);
        sheet.Space(6 * scale);
        var start = sheet.Y;
        sheet.Set(2, sheet.Bilingual(root, "H2", text, Scaled(Style.Section), sheet.Left, sheet.Width));
        if (sheet.Y > start)
        {
            sheet.Page.Artifact(() => sheet.Page.Line(sheet.Left, sheet.Y, sheet.Left + sheet.Width, sheet.Y, Palette.Brass, 0.8));
        }

        sheet.Space(5);
    }

    private void Caption(Words? text, double follows = 24)
    {
        if (text is { IsEmpty: false })
        {
            Heading(text, follows);
        }
    }

    private void Headline(DocumentBlock.Headline headline)
    {
        sheet.Space(6 * scale);
        // In a document in both languages a headline that is the same in both is said once.
        Centred(Isolated(headline.Text), new Style((Wall ? 27 : 21) * scale, true, Palette.Deep), 2);
        if (headline.Detail is { IsEmpty: false } detail)
        {
            Centred(detail, Scaled(Style.Label), 2);
        }

        sheet.Space((8 * scale) + gap);
    }

    private static Words Isolated(Words words) => new(
        string.IsNullOrEmpty(words.Ar) ? words.Ar : Isolate.Value(words.Ar),
        string.IsNullOrEmpty(words.En) ? words.En : Isolate.Value(words.En));

    /// <summary>In a document in both languages the Arabic stands above the English.</summary>
    internal void Centred(Words words, Style style, double gap, string type = "P")
    {
        foreach (var arabic in sheet.Both && !words.IsSame ? [true, false] : new[] { sheet.RightToLeft })
        {
            var face = sheet.Both && !arabic ? style with { Size = style.Size * 0.78 } : style;
            sheet.Set(gap, new Column(root.Add(type, Sheet.Tongue(arabic)), words.In(arabic), arabic, face, sheet.Left, sheet.Width, Alignment.Centre));
        }
    }

    private void Points(DocumentBlock.Points points)
    {
        // One list for each language, so that each is read from its first point to its last.
        var lists = new Dictionary<bool, StructElement>();
        for (var i = 0; i < points.Entries.Count; i++)
        {
            const double Indent = 18;
            var label = points.Numbered ? string.Create(CultureInfo.InvariantCulture, $"{i + 1}.") : "•";
            var columns = new List<Column>();
            foreach (var text in sheet.Bilingual(new StructElement("L"), "LBody", points.Entries[i], Scaled(Style.Body), sheet.Left, sheet.Width))
            {
                if (!lists.TryGetValue(text.Arabic, out var list))
                {
                    lists[text.Arabic] = list = root.Add("L", Sheet.Tongue(text.Arabic));
                }

                var item = list.Add("LI");
                var at = text.Arabic ? text.X + text.Width - Indent : text.X;
                columns.Add(new(item.Add("Lbl"), label, text.Arabic, text.Style, at, Indent));
                columns.Add(new(item.Add("LBody"), text.Text, text.Arabic, text.Style, text.Arabic ? text.X : text.X + Indent, text.Width - Indent));
            }

            sheet.Set(3, columns);
        }

        sheet.Space(4);
    }

    private void Notice(DocumentBlock.Notice notice)
    {
        const double Pad = 9;
        var important = notice.Tone == NoticeTone.Important;
        var element = root.Add("Div");
        var ink = important ? Palette.Warning : Palette.Deep;
        var title = notice.Title is { IsEmpty: false } t
            ? sheet.Bilingual(element, "P", t, Scaled(new Style(11, true, ink)), sheet.Left + Pad, sheet.Width - (2 * Pad)) : [];
        var text = sheet.Bilingual(element, "P", notice.Text, Scaled(Style.Body), sheet.Left + Pad, sheet.Width - (2 * Pad));
        var height = (title.Length > 0 ? title.Max(c => c.Lines.Count) * title.Max(c => c.Leading) : 0) + (text.Max(c => c.Lines.Count) * text.Max(c => c.Leading)) + (2 * Pad) - 4;
        sheet.Space(3);
        sheet.Need(height + 4);
        if (sheet.Room >= height)
        {
            var (page, y) = (sheet.Page, sheet.Y);
            page.Artifact(() =>
            {
                page.Rectangle(sheet.Left, y, sheet.Width, height, important ? Palette.Cream : Palette.Wash);
                page.Rectangle(sheet.RightToLeft ? sheet.Left + sheet.Width - 3 : sheet.Left, y, 3, height, important ? Palette.Brass : Palette.Deep);
            });
        }

        sheet.Space(Pad - 2);
        if (title.Length > 0)
        {
            sheet.Set(0, title);
        }

        sheet.Set(Pad + 3, text);
    }

    private void Amount(DocumentBlock.Amount amount)
    {
        var rows = amount.InWords is { IsEmpty: false } && sheet.Both ? 2 : amount.InWords is { IsEmpty: false } ? 1 : 0;

        // In two languages the amount itself stands in two lines.
        var height = 62.0 + (rows * 18) + (sheet.Both && !amount.Value.IsSame ? 16 : 0);
        sheet.Space(4);
        sheet.Need(height + 6);
        var (page, y) = (sheet.Page, sheet.Y);
        page.Artifact(() =>
        {
            page.Rectangle(sheet.Left, y, sheet.Width, height, Palette.Wash);
            page.Rectangle(sheet.Left, y, sheet.Width, 2, Palette.Brass);
        });
        sheet.Space(7);
        var label = sheet.Both ? Words.Same($"{amount.Label.In(true)}  ·  {amount.Label.In(false)}") : amount.Label;
        Centred(label, Style.Label, 0);
        Centred(Isolated(amount.Value), new Style(20, true, Palette.Deep), 0);
        if (amount.InWords is { IsEmpty: false } words)
        {
            Centred(words, Style.Small with { Size = 10 }, 0);
        }

        sheet.Y = Math.Max(sheet.Y, y + height);
        sheet.Space(9);
    }

    private void Signatory(DocumentBlock.Signatory signatory)
    {
        sheet.Need(60);
        sheet.Space(8 + gap);
        var half = sheet.Width / 2;
        var x = sheet.RightToLeft ? sheet.Left : sheet.Left + half;
        foreach (var (words, style) in new[]
        {
            (signatory.Office, new Style(11.5 * scale, true, Palette.Deep)),
            (signatory.Name, Scaled(Style.Body)),
            (signatory.On, Scaled(Style.Label)),
        })
        {
            if (words is not { IsEmpty: false })
            {
                continue;
            }

            foreach (var arabic in sheet.Both && !words.IsSame ? [true, false] : new[] { sheet.RightToLeft })
            {
                var face = sheet.Both && !arabic ? style with { Size = style.Size * 0.86 } : style;
                sheet.Set(0, new Column(root.Add("P", Sheet.Tongue(arabic)), words.In(arabic), arabic, face, x, half, Alignment.Centre));
            }
        }

        sheet.Space(6);
    }
}
