using Diwan.Documents.Rendering.Layout;
using Diwan.Documents.Rendering.Pdf;
using Diwan.Documents.Rendering.Text;

namespace Diwan.Documents.Rendering;

/// <summary>What is put on a document when it is issued, beside what it says.</summary>
/// <param name="SealPayload">The text of the QR seal.</param>
/// <param name="VerifyAddress">Where anyone can verify it, as printed.</param>
internal sealed record DocumentStamp(string Code, DateTimeOffset IssuedAt, string SealPayload, string VerifyAddress);

/// <summary>Lays a document out as a tagged PDF with room for its signature. Pure: the same content and stamp give the same bytes.</summary>
internal static class DocumentRenderer
{
    private const double A4Short = 595.28;
    private const double A4Long = 841.89;

    /// <summary>The width of the seal's panel beside the text.</summary>
    private const double Strip = 152;

    /// <summary>Pages; one that is longer before it is set closer is left as it is.</summary>
    private const int LongestReceipt = 8;

    private static readonly double[] Closer = [0.88, 0.78, 0.7];

    /// <summary>What hangs on a wall is read from afar: the largest type with which it is still one page.</summary>
    private static readonly double[] OnAWall = [1.5, 1.36, 1.24, 1.12, 1, 0.88, 0.78, 0.7, 0.62];

    internal static UnsignedPdf Render(DocumentContent content, DocumentStamp stamp)
    {
        // A page that would hold little but the seal is saved by setting the rest a little closer; long lists are left as they are,
        // but a receipt that explains many lines goes on as few pages as can be read.
        var wall = content.Layout == DocumentLayout.Wall;
        var best = Compose(content, stamp, wall ? OnAWall[0] : 1);
        foreach (var density in best.Pages.Count < 2 || best.Pages.Count > (content.Layout == DocumentLayout.Receipt ? LongestReceipt : 3) ? [] : wall ? OnAWall.AsSpan(1) : Closer)
        {
            var closer = Compose(content, stamp, density);
            if (closer.Pages.Count < best.Pages.Count)
            {
                best = closer;
            }

            if (best.Pages.Count == 1)
            {
                break;
            }
        }

        var arabic = content.Language != DocumentLanguage.English;
        return best.Write(new PdfMetadata(
            Title: $"{content.Title.In(arabic)} {stamp.Code}",
            Author: content.InstitutionName.In(arabic),
            Subject: content.Sandbox ? $"{content.Title.In(arabic)}. {Wording.SandboxMark.In(arabic)}" : content.Title.In(arabic),
            Language: arabic ? "ar" : "en",
            Identifier: stamp.Code,
            Seal: stamp.SealPayload,
            Created: stamp.IssuedAt));
    }

    private static PdfDocument Compose(DocumentContent content, DocumentStamp stamp, double density)
    {
        var pdf = new PdfDocument();
        var wall = content.Layout == DocumentLayout.Wall;
        var framed = wall || content.Layout == DocumentLayout.Certificate;
        var (width, height) = wall ? (A4Long, A4Short) : (A4Short, A4Long);
        var sheet = new Sheet(pdf, content.Language, width, height, framed ? 62 : 54, framed ? 66 : 56, framed ? 64 : 52, page => Decorate(page, content, framed));
        Heading(sheet, pdf.Root, content, framed, wall);
        // Height is scarce on a wall: the seal stands beside the text there.
        var beside = wall ? (X: sheet.Narrow(Strip, 14), Top: sheet.Y) : default;
        // A frame is filled by larger type and wider gaps, as far as one page allows.
        var (scale, gap) = (framed, sheet.Both) switch { (true, false) => (1.2, wall ? 5 : 16), (true, true) => (wall ? 0.94 : 0.9, 0), _ => (1.0, 0.0) };
        var layout = new BlockLayout(sheet, pdf.Root, scale * density, density < 1 ? 0 : gap) { Wall = wall };
        var blocks = Arranged(content, framed);
        // Remarks under a drawing take their room from it, rather than push the seal to a page of its own.
        layout.Below = blocks.SkipWhile(b => b is not DocumentBlock.PlotDrawing).OfType<DocumentBlock.Notice>().Sum(n => RoomOf(n, sheet.Both));
        foreach (var block in blocks)
        {
            if (block is DocumentBlock.Card card)
            {
                new CardLayout(sheet, pdf.Root, content, stamp).Set(card);
            }
            else
            {
                layout.Set(block);
            }
        }

        if (content.LegalBasis is { IsEmpty: false } basis)
        {
            layout.Set(new DocumentBlock.Paragraph(new($"{Wording.LegalBasis.Ar}: {basis.In(true)}", $"{Wording.LegalBasis.En}: {basis.In(false)}"), ParagraphTone.Small));
        }

        var panel = new SealPanel(sheet, pdf.Root, content, stamp);
        if (wall)
        {
            panel.SetBeside(beside.X, pdf.Pages.Count > 1 ? sheet.Top : beside.Top, Strip);
        }
        else
        {
            panel.Set();
        }

        Footers(pdf, content, stamp, framed);
        return pdf;
    }

    private static double RoomOf(DocumentBlock.Notice notice, bool both) =>
        32 + (17 * Math.Ceiling(Math.Max(notice.Text.In(true).Length, notice.Text.In(false).Length) / (both ? 42.0 : 88.0))) + (notice.Title is null ? 0 : 20);

    /// <summary>
    /// The blocks as the design wants them: fields that follow each other are one table, those of a plan stand in two columns to leave the room to
    /// the drawing, and the first paragraph in a frame is set large.
    /// </summary>
    private static List<DocumentBlock> Arranged(DocumentContent content, bool framed)
    {
        var blocks = new List<DocumentBlock>();
        var lead = framed;
        foreach (var block in content.Blocks)
        {
            switch (block)
            {
                case DocumentBlock.Fields fields:
                    var columns = content.Layout == DocumentLayout.Plan ? 2 : fields.Columns;
                    if (fields.Caption is null && blocks is [.., DocumentBlock.Fields before] && before.Columns == columns)
                    {
                        blocks[^1] = before with { Items = [.. before.Items, .. fields.Items] };
                    }
                    else
                    {
                        blocks.Add(fields with { Columns = columns });
                    }

                    break;
                case DocumentBlock.Paragraph { Tone: ParagraphTone.Body } paragraph when lead:
                    blocks.Add(paragraph with { Tone = ParagraphTone.Lead });
                    lead = false;
                    break;
                default:
                    lead &= block is not DocumentBlock.Paragraph;
                    blocks.Add(block);
                    break;
            }
        }

        return blocks;
    }

    private static void Heading(Sheet sheet, StructElement root, DocumentContent content, bool framed, bool wall)
    {
        var layout = new BlockLayout(sheet, root, 1);
        sheet.Y = framed ? (wall ? 58 : sheet.Both ? 66 : 82) : 40;
        var name = content.InstitutionName;
        var rows = new[] { (Wording.State, new Style(9.5, false, Palette.Muted)), (name, new Style(framed && !sheet.Both ? 16 : sheet.Both ? 12.5 : 14, true, Palette.Deep)), (content.Unit, new Style(10, false, Palette.Muted)) };
        if (framed && !sheet.Both)
        {
            foreach (var (words, style) in rows)
            {
                if (words is { IsEmpty: false })
                {
                    layout.Centred(words, style, 0);
                }
            }
        }
        else
        {
            foreach (var (words, style) in rows)
            {
                if (words is { IsEmpty: false })
                {
                    sheet.Set(0, sheet.Bilingual(root, "P", words, style, sheet.Left, sheet.Width));
                }
            }
        }

        sheet.Space(framed ? (wall ? 4 : 14) : 6);
        if (!framed)
        {
            var (page, y) = (sheet.Page, sheet.Y);
            page.Artifact(() => page.Line(sheet.Left, y, sheet.Left + sheet.Width, y, Palette.Brass, 1));
            sheet.Space(10);
        }

        if (content.Sandbox)
        {
            layout.Centred(Wording.SandboxNotice, new Style(7.6, true, Palette.Warning), 0);
            sheet.Space(3);
        }

        layout.Centred(content.Title, new Style(framed && !sheet.Both ? (wall ? 24 : 27) : framed ? (wall ? 17 : 22) : 18, true, Palette.Deep), 0, "H1");
        if (framed)
        {
            var (page, y) = (sheet.Page, sheet.Y + 7);
            var middle = page.Width / 2;
            page.Artifact(() =>
            {
                page.Line(middle - 95, y, middle - 12, y, Palette.Brass, 0.9);
                page.Line(middle + 12, y, middle + 95, y, Palette.Brass, 0.9);
                Ornament.Star(page, middle, y, 5, null, Palette.Brass, 0.8);
            });
            sheet.Space(wall ? 14 : sheet.Both ? 20 : 34);
        }
        else
        {
            sheet.Space(10);
        }
    }

    private static void Decorate(PdfPage page, DocumentContent content, bool framed)
    {
        page.Artifact(() =>
        {
            if (content.Sandbox)
            {
                page.Silent(() => Watermark(page, content.Language));
            }

            if (framed)
            {
                Ornament.Frame(page, 24, 22);
            }
            else
            {
                Ornament.Band(page, 0, 0, page.Width, 20);
                page.Rectangle(0, 20, page.Width, 1.6, Palette.Brass);
            }
        });
    }

    private static void Watermark(PdfPage page, DocumentLanguage language)
    {
        (bool Arabic, double Shift)[] rows = language switch
        {
            DocumentLanguage.Arabic => [(true, 0)],
            DocumentLanguage.English => [(false, 0)],
            _ => [(true, -38), (false, 38)],
        };
        var degrees = page.Width > page.Height ? 28.0 : 52.0;
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        foreach (var (arabic, shift) in rows)
        {
            var line = Shaping.Line(Wording.SandboxMark.In(arabic), true, arabic ? 50 : 44, arabic);
            var (cx, cy) = ((page.Width / 2) + (shift * sin), (page.Height / 2) + (shift * cos));
            page.Text(line, cx - (line.Width / 2 * cos), cy + (line.Width / 2 * sin), Palette.Mark, degrees);
        }
    }

    private static void Footers(PdfDocument pdf, DocumentContent content, DocumentStamp stamp, bool framed)
    {
        var arabic = content.Language != DocumentLanguage.English;
        foreach (var page in pdf.Pages)
        {
            var y = page.Height - (framed ? 50 : 30);
            var (left, right) = framed ? (62.0, page.Width - 62) : (54.0, page.Width - 54);
            var number = Shaping.Line(Wording.PageOf(page.Index + 1, pdf.Pages.Count).In(arabic), false, 7.6, arabic);
            var code = Shaping.Line(stamp.Code, true, 7.6, false);
            var title = Shaping.Line(content.Title.In(arabic), false, 7.6, arabic);
            page.Artifact(
                () =>
                {
                    page.Text(arabic ? code : number, arabic ? left : right - number.Width, y, Palette.Muted);
                    page.Text(arabic ? number : code, arabic ? right - number.Width : left, y, Palette.Muted);
                    page.Text(title, (page.Width - title.Width) / 2, y, Palette.Muted);
                },
                pagination: true);
        }
    }
}
