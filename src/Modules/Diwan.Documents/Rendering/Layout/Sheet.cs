using Diwan.Documents.Rendering.Pdf;
using Diwan.Documents.Rendering.Text;

namespace Diwan.Documents.Rendering.Layout;

/// <summary>A text to be set in a column of the page.</summary>
internal sealed record Column(StructElement Element, string Text, bool Arabic, Style Style, double X, double Width, Alignment Align = Alignment.Start)
{
    internal List<TextLine> Lines { get; } = Shaping.Lines(Text, Style.Bold, Style.Size, Width, Arabic);

    /// <summary>From one baseline to the next. Arabic needs more room above and below.</summary>
    internal double Leading => Style.Size * (Arabic ? 1.62 : 1.42);

    internal double Height => Lines.Count * Leading;

    internal double LeftOf(TextLine line) => (Align, Arabic) switch
    {
        (Alignment.Centre, _) => X + ((Width - line.Width) / 2),
        (Alignment.Start, true) or (Alignment.End, false) => X + Width - line.Width,
        _ => X,
    };
}

/// <summary>The pages of a document under way: where the next thing goes, and when a new page is needed.</summary>
internal sealed class Sheet
{
    private readonly Action<PdfPage> decorate;
    private readonly double width;
    private readonly double height;

    internal Sheet(PdfDocument pdf, DocumentLanguage language, double width, double height, double margin, double top, double bottom, Action<PdfPage> decorate)
    {
        Pdf = pdf;
        Language = language;
        this.width = width;
        this.height = height;
        this.decorate = decorate;
        Left = margin;
        Width = width - (2 * margin);
        Top = top;
        Bottom = height - bottom;
        Page = NewPage();
    }

    internal PdfDocument Pdf { get; }

    internal DocumentLanguage Language { get; }

    internal PdfPage Page { get; private set; }

    internal double Y { get; set; }

    internal double Left { get; private set; }

    internal double Width { get; private set; }

    /// <summary>Keeps a strip at the end of the lines free, for what stands beside the text.</summary>
    /// <returns>Where the strip begins.</returns>
    internal double Narrow(double strip, double between)
    {
        Width -= strip + between;
        if (!RightToLeft)
        {
            return Left + Width + between;
        }

        Left += strip + between;
        return Left - strip - between;
    }

    /// <summary>Where content starts on pages after the first.</summary>
    internal double Top { get; }

    internal double Bottom { get; }

    /// <summary>Whether the page is read from the right first.</summary>
    internal bool RightToLeft => Language != DocumentLanguage.English;

    internal bool Both => Language == DocumentLanguage.Both;

    /// <summary>Drawn at the head of a following page, such as a table's header.</summary>
    internal Action? Continued { get; set; }

    internal double Room => Bottom - Y;

    internal PdfPage NewPage()
    {
        Page = Pdf.AddPage(width, height);
        decorate(Page);
        Y = Top;
        Continued?.Invoke();
        return Page;
    }

    /// <summary>Starts a new page unless so much is left on this one.</summary>
    internal void Need(double points)
    {
        if (Room < points && Y > Top)
        {
            NewPage();
        }
    }

    internal void Space(double points) => Y = Math.Min(Y + points, Bottom);

    /// <summary>Sets texts side by side, line by line, over as many pages as they need.</summary>
    internal void Set(double gapAfter, params IReadOnlyList<Column> columns)
    {
        var leading = columns.Max(c => c.Leading);
        var rows = columns.Max(c => c.Lines.Count);
        foreach (var column in columns)
        {
            column.Element.ActualText = string.IsNullOrEmpty(column.Element.ActualText)
                ? Plain(column.Text)
                : $"{column.Element.ActualText} {Plain(column.Text)}";
        }

        for (var row = 0; row < rows; row++)
        {
            if (Room < leading)
            {
                NewPage();
            }

            foreach (var column in columns.Where(c => row < c.Lines.Count))
            {
                Draw(column, row, Y, leading);
            }

            Y += leading;
        }

        Y += gapAfter;
    }

    /// <summary>Draws all lines of a column at a place on the present page, without moving on.</summary>
    internal void Place(Column column, double y)
    {
        column.Element.ActualText = string.IsNullOrEmpty(column.Element.ActualText)
            ? Plain(column.Text)
            : $"{column.Element.ActualText} {Plain(column.Text)}";
        for (var row = 0; row < column.Lines.Count; row++)
        {
            Draw(column, row, y + (row * column.Leading), column.Leading);
        }
    }

    private void Draw(Column column, int row, double top, double leading)
    {
        var line = column.Lines[row];
        if (line.Runs.Count > 0)
        {
            // The baseline stands where Arabic descenders and English ones both have room.
            var baseline = top + (leading * 0.5) + (column.Style.Size * 0.36);
            Page.Tagged(column.Element, () => Page.Text(line, column.LeftOf(line), baseline, column.Style.Ink));
        }
    }

    /// <summary>The two languages of some words as columns: side by side in a document in both, one over the whole width otherwise.</summary>
    internal Column[] Bilingual(StructElement parent, string type, Words words, Style style, double x, double w, Alignment align = Alignment.Start)
    {
        if (!Both || words.IsSame)
        {
            return [new(parent.Add(type, Tongue(RightToLeft)), words.In(RightToLeft), RightToLeft, style, x, w, Both ? Alignment.Centre : align)];
        }

        const double Gutter = 22;
        var half = (w - Gutter) / 2;
        return
        [
            new(parent.Add(type, "ar"), words.In(true), true, style, x + half + Gutter, half, align),
            new(parent.Add(type, "en"), words.In(false), false, style with { Size = style.Size * 0.93 }, x, half, align),
        ];
    }

    internal static string Tongue(bool arabic) => arabic ? "ar" : "en";

    /// <summary>Text for software that reads aloud: without the marks that only steer the order on the page.</summary>
    internal static string Plain(string text) =>
        string.Concat(text.Where(c => c is not ((>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u200E' or '\u200F')));
}
