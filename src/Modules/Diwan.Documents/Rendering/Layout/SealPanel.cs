using Diwan.Documents.Rendering.Pdf;

namespace Diwan.Documents.Rendering.Layout;

/// <summary>The foot of the last page: the QR seal, the verification code, the dates, and how anyone can check them.</summary>
internal sealed class SealPanel
{
    /// <summary>The side of a module: half a millimetre, which a telephone reads from a photocopy; a little less when there is much to seal.</summary>
    private double Module => Math.Min(0.5 * 72 / 25.4, (sheet.Page.Height < 700 ? 98.0 : 116.0) / (Modules + 8));

    private readonly Sheet sheet;
    private readonly StructElement root;
    private readonly DocumentContent content;
    private readonly DocumentStamp stamp;
    private readonly QrMatrix matrix;

    internal SealPanel(Sheet sheet, StructElement root, DocumentContent content, DocumentStamp stamp)
    {
        (this.sheet, this.root, this.content, this.stamp) = (sheet, root, content, stamp);
        matrix = QrMatrix.Of(stamp.SealPayload);
    }

    internal int Modules => matrix.Size;

    private double Side => (Modules + 8) * Module;

    internal double Height => Math.Max(Side + 6, sheet.Both ? 122 : sheet.Page.Height < 700 ? 98 : 104);

    /// <summary>Puts the panel at the foot of the last page, on a new one if there is no room.</summary>
    internal void Set()
    {
        if (sheet.Room < Height + 8)
        {
            sheet.Continued = null;
            sheet.NewPage();
        }

        var (page, top) = (sheet.Page, sheet.Bottom - Height);
        page.Artifact(() =>
        {
            page.Rectangle(sheet.Left, top, sheet.Width, Height, Palette.Wash);
            page.Rectangle(sheet.Left, top, sheet.Width, 1.2, Palette.Brass);
        });
        var arabic = sheet.RightToLeft;
        var qr = arabic ? sheet.Left + 4 : sheet.Left + sheet.Width - Side - 4;
        var x = arabic ? sheet.Left + Side + 16 : sheet.Left + 12;
        var width = sheet.Width - Side - 28;
        Picture(qr, top + ((Height - Side) / 2), Module);
        var y = top + 7;
        y = Facts(x, y, width);
        foreach (var column in Text(x, width))
        {
            sheet.Place(column, y);
            y += sheet.Both ? column.Height + 1 : 0;
        }

        sheet.Y = sheet.Bottom;
    }

    /// <summary>The panel beside the text: on a page that hangs on a wall, where height is scarce.</summary>
    internal void SetBeside(double x, double top, double width)
    {
        var page = sheet.Page;
        page.Artifact(() =>
        {
            page.Rectangle(x, top, width, sheet.Bottom - top, Palette.Wash);
            page.Rectangle(x, top, width, 1.2, Palette.Brass);
        });
        var module = Math.Min(0.5 * 72 / 25.4, (width - 12) / (Modules + 8));
        var side = (Modules + 8) * module;
        Picture(x + ((width - side) / 2), top + 7, module);
        var y = top + side + 12;
        var (inner, room) = (x + 8, width - 16);
        Put(Words.Same(stamp.Code), new Style(13, true, Palette.Deep));
        y += 4;
        foreach (var (label, value) in new (Words, Words?)[]
        {
            (Wording.Issued, Wording.Day(Kernel.NationalCalendar.DateAt(stamp.IssuedAt))),
            (Wording.ValidUntil, content.ValidUntil is { } until ? Wording.Day(until) : null),
            (Wording.Reference, content.CaseReference is { Length: > 0 } reference ? Words.Same(reference) : null),
        })
        {
            if (value is not null)
            {
                Put(label, new Style(7.6, false, Palette.Muted));
                Put(value, new Style(9.4, true, Ink.Black));
                y += 3;
            }
        }

        foreach (var column in Text(inner, room))
        {
            sheet.Place(column with { Align = Alignment.Centre }, y);
            y += column.Height + 2;
        }

        void Put(Words words, Style style)
        {
            var arabic = sheet.RightToLeft;
            var text = sheet.Both && !words.IsSame ? $"{Isolate.Value(words.In(true))}{(style.Bold ? "\n" : "  ·  ")}{Isolate.Value(words.In(false))}" : Isolate.Value(words.In(arabic));
            var column = new Column(root.Add("P", Sheet.Tongue(arabic)), text, arabic, style, inner, room, Alignment.Centre);
            sheet.Place(column, y);
            y += column.Height;
        }
    }

    /// <summary>The seal itself with its quiet zone, as one figure.</summary>
    internal void Picture(double x, double y, double module)
    {
        var side = (Modules + 8) * module;
        var figure = root.Add(new StructElement("Figure", Sheet.Tongue(sheet.RightToLeft)) { Alternative = $"{Wording.SealPicture.In(sheet.RightToLeft)}: {stamp.Code}" });
        var page = sheet.Page;
        page.Tagged(figure, () =>
        {
            page.Rectangle(x, y, side, side, Ink.White);
            page.Raster(x + (4 * module), y + (4 * module), module, matrix.Bars, new Ink(0, 0, 0));
        });
    }

    private double Facts(double x, double y, double width)
    {
        var rows = new List<(Words Label, Words Value, bool Large)>
        {
            (Wording.Code, Words.Same(stamp.Code), true),
            (Wording.Issued, Wording.Day(Kernel.NationalCalendar.DateAt(stamp.IssuedAt)), false),
        };
        if (content.ValidUntil is { } until)
        {
            rows.Add((Wording.ValidUntil, Wording.Day(until), false));
        }

        if (content.CaseReference is { Length: > 0 } reference)
        {
            rows.Add((Wording.Reference, Words.Same(reference), false));
        }

        var table = root.Add("Table");
        foreach (var (label, value, large) in rows)
        {
            var style = large ? new Style(13, true, Palette.Deep) : new Style(8.8, true, Ink.Black);
            var row = table.Add("TR");
            var arabic = sheet.RightToLeft;
            var height = style.Size * 1.55;
            var start = sheet.Both ? 0.25 : 0.36;
            sheet.Place(new Column(row.Add(new StructElement("TH", Sheet.Tongue(arabic)) { Scope = "Row" }), label.In(arabic), arabic, new Style(8.4, false, Palette.Muted),
                arabic ? x + (width * (1 - start)) : x, width * start), y + (large ? 3.5 : 0));
            var text = sheet.Both && !value.IsSame ? $"{Isolate.Value(value.In(true))}  ·  {Isolate.Value(value.In(false))}" : Isolate.Value(value.In(arabic));
            var middle = sheet.Both ? (X: x + (width * 0.25), W: width * 0.5) : (X: arabic ? x : x + (width * start), W: width * (1 - start));
            sheet.Place(new Column(row.Add("TD", Sheet.Tongue(arabic)), text, arabic, sheet.Both && !large ? style with { Size = 7.8 } : style, middle.X, middle.W, sheet.Both ? Alignment.Centre : Alignment.Start), y);
            if (sheet.Both)
            {
                sheet.Place(new Column(row.Add(new StructElement("TH", "en") { Scope = "Row" }), label.In(false), false, new Style(7.8, false, Palette.Muted), x, width * 0.25), y + (large ? 3.5 : 0));
            }

            y += height;
        }

        return y + 2;
    }

    private IEnumerable<Column> Text(double x, double width)
    {
        var words = Wording.HowToVerify(stamp.VerifyAddress);
        if (!sheet.Both)
        {
            yield return new Column(root.Add("P", Sheet.Tongue(sheet.RightToLeft)), words.In(sheet.RightToLeft), sheet.RightToLeft, Style.Small with { Size = 7.8 }, x, width);
            yield break;
        }

        yield return new Column(root.Add("P", "ar"), words.In(true), true, Style.Small with { Size = 6.8 }, x, width);
        yield return new Column(root.Add("P", "en"), words.In(false), false, Style.Small with { Size = 6.4 }, x, width);
    }
}
