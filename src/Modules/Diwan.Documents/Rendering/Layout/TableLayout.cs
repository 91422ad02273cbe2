using Diwan.Documents.Rendering.Pdf;

namespace Diwan.Documents.Rendering.Layout;

/// <summary>Tables: as many pages as they need, the header on each, rows never torn unless one is taller than a page.</summary>
internal sealed class TableLayout(Sheet sheet, StructElement root, double scale)
{
    /// <summary>Points of width from which a cell has room for two languages side by side.</summary>
    private const double Roomy = 240;

    private readonly double pad = 5 * Math.Min(1.3, scale * scale);
    private readonly Style head = new(9.5 * scale, true, Ink.White);
    private readonly Style body = new(9.8 * scale, false, Ink.Black);

    internal void Set(DocumentBlock.Table table)
    {
        if (table.Columns.Count == 0)
        {
            return;
        }

        var element = root.Add("Table");
        var places = Places(table.Columns);
        var header = element.Add("TR");
        var cells = table.Columns.SelectMany((c, i) => Make(header.Add("TH"), c.Header, head, places[i], c.Number)).ToList();
        sheet.Need(Height(cells) + 40);
        Draw(cells, Palette.Deep);

        var before = sheet.Continued;
        sheet.Continued = () =>
        {
            before?.Invoke();
            var (page, y, height) = (sheet.Page, sheet.Y, Height(cells));
            // The header was said once; on the following pages it is only repeated for the eye.
            page.Artifact(() =>
            {
                page.Rectangle(sheet.Left, y, sheet.Width, height, Palette.Deep);
                foreach (var cell in cells)
                {
                    for (var row = 0; row < cell.Lines.Count; row++)
                    {
                        page.Text(cell.Lines[row], cell.LeftOf(cell.Lines[row]), y + pad + (row * cell.Leading) + (cell.Leading * 0.5) + (head.Size * 0.36), head.Ink);
                    }
                }
            });
            sheet.Y += height;
        };

        foreach (var row in table.Rows)
        {
            Row(element, table.Columns, places, row, body, null);
        }

        if (table.Totals is { } totals)
        {
            Row(element, table.Columns, places, totals, body with { Bold = true }, Palette.Wash);
        }

        sheet.Continued = before;
        sheet.Space(10);
    }

    private void Row(StructElement element, IReadOnlyList<TableColumn> columns, (double X, double W)[] places, IReadOnlyList<Words> row, Style style, Ink? fill)
    {
        var line = element.Add("TR");
        var cells = columns.SelectMany((c, i) => Make(line.Add("TD"), i < row.Count ? row[i] : new Words("", ""), style, places[i], c.Number)).ToList();
        sheet.Need(Math.Min(Height(cells), sheet.Bottom - sheet.Top - 60));
        Draw(cells, fill);
    }

    private void Draw(List<Column> cells, Ink? fill)
    {
        var height = Height(cells);
        var (page, y) = (sheet.Page, sheet.Y);
        if (fill is { } colour && sheet.Room >= height)
        {
            page.Artifact(() => page.Rectangle(sheet.Left, y, sheet.Width, height, colour));
        }

        sheet.Y += pad;
        sheet.Set(0, cells);
        sheet.Y += pad;
        sheet.Page.Artifact(() => sheet.Page.Line(sheet.Left, sheet.Y, sheet.Left + sheet.Width, sheet.Y, Palette.Hairline, 0.6));
    }

    private double Height(List<Column> cells) => (cells.Max(c => c.Lines.Count) * cells.Max(c => c.Leading)) + (2 * pad);

    /// <summary>Columns run in the direction of the page.</summary>
    private (double X, double W)[] Places(IReadOnlyList<TableColumn> columns)
    {
        var total = columns.Sum(c => Math.Max(0.1, c.Weight));
        var places = new (double, double)[columns.Count];
        var at = 0.0;
        for (var i = 0; i < columns.Count; i++)
        {
            var width = sheet.Width * Math.Max(0.1, columns[i].Weight) / total;
            places[i] = (sheet.RightToLeft ? sheet.Left + sheet.Width - at - width : sheet.Left + at, width);
            at += width;
        }

        return places;
    }

    /// <summary>A cell. What is said in two languages and is too long for one line stands side by side, each language in its own direction.</summary>
    private Column[] Make(StructElement element, Words words, Style style, (double X, double W) place, bool number)
    {
        var arabic = sheet.RightToLeft;
        var text = Isolate.Value(words.In(arabic));
        if (sheet.Both && !words.IsSame)
        {
            var (ar, en) = (Isolate.Value(words.In(true)), Isolate.Value(words.In(false)));
            var beside = $"{ar}  ·  {en}";
            if (!number && place.W >= Roomy && Text.Shaping.Line(beside, style.Bold, style.Size, true).Width > place.W - 8)
            {
                var half = (place.W - 20) / 2;
                return
                [
                    new(element.Add("P", Sheet.Tongue(true)), ar, true, style, place.X + 16 + half, half),
                    new(element.Add("P", Sheet.Tongue(false)), en, false, style, place.X + 4, half),
                ];
            }

            text = Text.Shaping.Line(beside, style.Bold, style.Size, true).Width <= place.W - 8 ? beside : $"{ar}\n{en}";
        }

        return [new(element, text, arabic, style, place.X + 4, place.W - 8, number ? Alignment.End : Alignment.Start)];
    }
}
