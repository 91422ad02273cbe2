using Diwan.Documents.Rendering.Pdf;

namespace Diwan.Documents.Rendering.Layout;

/// <summary>Bars under one another: label, bar, figure, in the direction of the page. To software they are a table of label and figure.</summary>
internal sealed class BarLayout(Sheet sheet, StructElement root, double scale)
{
    private const double LabelPart = 0.36;
    private const double FigurePart = 0.14;
    private const double Gap = 8;

    private readonly Style label = new(9.8 * Math.Min(1, scale), false, Ink.Black);
    private readonly Style figure = new(9.8 * Math.Min(1, scale), true, Ink.Black);

    internal void Set(DocumentBlock.Bars bars)
    {
        if (bars.Items.Count == 0)
        {
            return;
        }

        var table = root.Add("Table");
        foreach (var bar in bars.Items)
        {
            Set(table.Add("TR"), bar);
        }

        sheet.Space(8);
    }

    private void Set(StructElement row, Bar bar)
    {
        var right = sheet.RightToLeft;
        var (labelWidth, figureWidth) = (sheet.Width * LabelPart, sheet.Width * FigurePart);
        var barWidth = sheet.Width - labelWidth - figureWidth - (2 * Gap);
        var (labelAt, barAt, figureAt) = right
            ? (sheet.Left + sheet.Width - labelWidth, sheet.Left + figureWidth + Gap, sheet.Left)
            : (sheet.Left, sheet.Left + labelWidth + Gap, sheet.Left + sheet.Width - figureWidth);
        Column said = new(row.Add("TH"), Isolate.Value(bar.Label.In(right)), right, label, labelAt, labelWidth);
        Column told = new(row.Add("TD"), Isolate.Value(bar.Figure.In(right)), right, figure, figureAt, figureWidth, Alignment.End);
        sheet.Need(said.Height + 4);
        var (page, y) = (sheet.Page, sheet.Y + (said.Leading * 0.5) - 4.5);
        var length = barWidth * Math.Clamp(bar.Part, 0, 1);
        page.Artifact(() =>
        {
            page.Rectangle(barAt, y, barWidth, 9, Palette.Wash);
            page.Rectangle(right ? barAt + barWidth - length : barAt, y, length, 9, Palette.Deep);
        });
        sheet.Set(3, said, told);
    }
}
