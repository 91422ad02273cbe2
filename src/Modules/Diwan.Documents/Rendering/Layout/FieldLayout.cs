using Diwan.Documents.Rendering.Pdf;
using Diwan.Documents.Rendering.Text;

namespace Diwan.Documents.Rendering.Layout;

/// <summary>Labels with values: a table of two columns, or of three in a document in both languages (Arabic label, value, English label).</summary>
internal sealed class FieldLayout(Sheet sheet, StructElement root, double scale)
{
    private readonly double pad = 4 * Math.Min(1, scale * scale);

    internal void Set(DocumentBlock.Fields fields)
    {
        var table = root.Add("Table");
        var across = Math.Clamp(fields.Columns, 1, 2);
        for (var i = 0; i < fields.Items.Count; i += across)
        {
            var row = table.Add("TR");
            var columns = new List<Column>();
            var width = sheet.Width / across;
            for (var k = 0; k < across && i + k < fields.Items.Count; k++)
            {
                var x = sheet.RightToLeft ? sheet.Left + sheet.Width - (width * (k + 1)) : sheet.Left + (width * k);
                columns.AddRange(sheet.Both && across == 1 ? Both(row, fields.Items[i + k]) : One(row, fields.Items[i + k], x, width, across));
            }

            if (across == 2 && i + 1 == fields.Items.Count)
            {
                // Rows of a table are equally long, also for those who only hear it.
                row.Add("TD");
                row.Add("TD");
            }

            sheet.Need(columns.Max(c => c.Leading) + (2 * pad));
            sheet.Space(pad * 0.6);
            sheet.Set(0, columns);
            sheet.Space(pad * 0.6);
            sheet.Page.Artifact(() => sheet.Page.Line(sheet.Left, sheet.Y, sheet.Left + sheet.Width, sheet.Y, Palette.Hairline, 0.5));
        }

        sheet.Space(9 * scale);
    }

    private Style Label => Style.Label with { Size = Style.Label.Size * scale };

    private Style Value => Style.Value with { Size = Style.Value.Size * scale };

    private Column[] One(StructElement row, Field field, double x, double width, int across)
    {
        var arabic = sheet.RightToLeft;
        var label = width * (across == 1 ? 0.34 : 0.42);
        const double Gap = 8;
        var tight = sheet.Both ? Label with { Size = Label.Size * 0.84 } : Label;
        var value = sheet.Both ? Value with { Size = Value.Size * 0.9 } : Value;
        return
        [
            new(Head(row, arabic), Stacked(field.Label, tight, label - Gap), arabic, tight, arabic ? x + width - label : x, label - Gap),
            new(row.Add("TD", Sheet.Tongue(arabic)), Stacked(field.Value, value, width - label - Gap), arabic, value, arabic ? x : x + label, width - label - Gap),
        ];
    }

    /// <summary>In a narrow pair of a document in both languages, Arabic beside English where there is room for both, above it otherwise.</summary>
    private string Stacked(Words words, Style style, double width)
    {
        if (!sheet.Both || words.IsSame)
        {
            return Isolate.Value(words.In(sheet.RightToLeft));
        }

        var (ar, en) = (Isolate.Value(words.In(true)), Isolate.Value(words.In(false)));
        var beside = $"{ar}  ·  {en}";
        return Shaping.Line(beside, style.Bold, style.Size, true).Width <= width ? beside : $"{ar}\n{en}";
    }

    private List<Column> Both(StructElement row, Field field)
    {
        var label = sheet.Width * 0.27;
        var middle = sheet.Left + label;
        var columns = new List<Column>
        {
            new(Head(row, true), field.Label.In(true), true, Label, sheet.Left + sheet.Width - label, label),
        };
        var value = row.Add("TD");
        var (ar, en) = (Isolate.Value(field.Value.In(true)), Isolate.Value(field.Value.In(false)));
        var width = sheet.Width - (2 * label) - 12;
        var beside = $"{ar}  ·  {en}";
        var text = field.Value.IsSame ? ar : Shaping.Line(beside, Value.Bold, Value.Size, true).Width <= width ? beside : $"{ar}\n{en}";
        columns.Add(new(value, text, true, Value, middle + 6, width, Alignment.Centre));
        columns.Add(new(Head(row, false), field.Label.In(false), false, Label with { Size = Label.Size * 0.93 }, sheet.Left, label));
        return columns;
    }

    private static StructElement Head(StructElement row, bool arabic) => row.Add(new StructElement("TH", Sheet.Tongue(arabic)) { Scope = "Row" });
}
