using System.Globalization;
using System.Text;
using Diwan.Documents.Rendering.Text;

namespace Diwan.Documents.Rendering.Pdf;

/// <summary>What the document says about itself.</summary>
/// <param name="Identifier">The verification code, written in the metadata so that the file can be looked up.</param>
/// <param name="Seal">The text of the QR seal, so that whoever has the file has the sealed facts and dates as well.</param>
/// <param name="Created">The time of issue, in UTC.</param>
internal sealed record PdfMetadata(string Title, string Author, string Subject, string Language, string Identifier, string Seal, DateTimeOffset Created);

/// <summary>A file ready to be signed: the signature goes, as hexadecimal, between the two places.</summary>
/// <param name="HoleStart">Where the <c>&lt;</c> of /Contents stands.</param>
/// <param name="HoleEnd">After its <c>&gt;</c>.</param>
/// <param name="With">The same file with long-term data in its security store (PAdES, EN 319 142-1, 5.4.2).</param>
internal sealed record UnsignedPdf(byte[] Bytes, int HoleStart, int HoleEnd, Func<ValidationData, UnsignedPdf> With);

/// <summary>
/// A small writer of tagged PDF 1.7 after PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1), with room for one signature.
/// The same pages, metadata and time give the same bytes.
/// </summary>
internal sealed class PdfDocument
{
    /// <summary>Hexadecimal digits kept for the signature: 8 KiB of CMS.</summary>
    private const int SignatureDigits = 16384;

    private readonly List<PdfPage> pages = [];
    private readonly Dictionary<FontFile, EmbeddedFont> fonts = [];

    internal StructElement Root { get; } = new("Document");

    internal IReadOnlyList<PdfPage> Pages => pages;

    internal PdfPage AddPage(double width, double height)
    {
        var page = new PdfPage(this, pages.Count, width, height);
        pages.Add(page);
        return page;
    }

    internal EmbeddedFont Font(FontFile file)
    {
        if (!fonts.TryGetValue(file, out var font))
        {
            fonts[file] = font = new EmbeddedFont(file, string.Create(CultureInfo.InvariantCulture, $"F{fonts.Count + 1}"));
        }

        return font;
    }

    internal UnsignedPdf Write(PdfMetadata metadata)
    {
        var form = Root.Add(new StructElement("Form") { HoldsSignature = true, Alternative = "The electronic seal of the issuing institution" });
        var writer = new PdfObjects();
        var catalog = writer.Reserve();
        var tree = writer.Reserve();
        var field = writer.Reserve();
        var signature = writer.Reserve();
        var pageTree = writer.Reserve();
        var pageIds = pages.ConvertAll(_ => writer.Reserve());
        var parentTree = writer.Reserve();

        var fontIds = fonts.Values.ToDictionary(f => f.Name, f => WriteFont(writer, f), StringComparer.Ordinal);
        foreach (var page in pages)
        {
            var content = writer.Stream("", Encoding.ASCII.GetBytes(page.Content));
            var resources = string.Concat(page.Fonts.Select(f => $"/{f} {fontIds[f]} 0 R "));
            var annotation = page.Index == 0 ? $" /Annots [{field} 0 R]" : "";
            writer.Write(pageIds[page.Index], string.Create(CultureInfo.InvariantCulture,
                $"<</Type /Page /Parent {pageTree} 0 R /MediaBox [0 0 {page.Width:0.##} {page.Height:0.##}] /Contents {content} 0 R /Resources <</Font <<{resources}>>>> /StructParents {page.Index} /Tabs /S{annotation}>>"));
        }

        writer.Write(pageTree, $"<</Type /Pages /Count {pages.Count} /Kids [{string.Join(' ', pageIds.Select(i => $"{i} 0 R"))}]>>");

        var ids = new Dictionary<StructElement, int>();
        WriteElement(writer, Root, tree, pageIds, field, ids);
        var marks = pages.Select(p => $"{p.Index} [{string.Join(' ', p.Marked.Select(e => $"{ids[e]} 0 R"))}]");
        writer.Write(parentTree, $"<</Nums [{string.Join(' ', marks)} {pages.Count} {ids[form]} 0 R]>>");
        writer.Write(tree, $"<</Type /StructTreeRoot /K [{ids[Root]} 0 R] /ParentTree {parentTree} 0 R /ParentTreeNextKey {pages.Count + 1}>>");

        writer.Write(field, $"<</Type /Annot /Subtype /Widget /FT /Sig /T (Seal) /TU {PdfObjects.Text("Electronic seal")} /F 132 /Rect [0 0 0 0] /P {pageIds[0]} 0 R /V {signature} 0 R /StructParent {pages.Count}>>");

        var profile = writer.Stream("/N 3", ColourProfile.Srgb);
        var xmp = writer.Stream("/Type /Metadata /Subtype /XML", Encoding.UTF8.GetBytes(Xmp.Packet(metadata)), compress: false);
        var root = $"<</Type /Catalog /Version /1.7 /Pages {pageTree} 0 R /Lang ({metadata.Language}) /MarkInfo <</Marked true>> /StructTreeRoot {tree} 0 R "
            + $"/Metadata {xmp} 0 R /ViewerPreferences <</DisplayDocTitle true{(metadata.Language == "ar" ? " /Direction /R2L" : "")}>> "
            + $"/OutputIntents [<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) /Info (sRGB IEC61966-2.1) /DestOutputProfile {profile} 0 R>>] "
            + $"/AcroForm <</Fields [{field} 0 R] /SigFlags 3>>";
        var date = metadata.Created.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        var info = writer.Add($"<</Title {PdfObjects.Text(metadata.Title)} /Author {PdfObjects.Text(metadata.Author)} /Subject {PdfObjects.Text(metadata.Subject)} /Producer (Diwan) /Creator (Diwan) /CreationDate (D:{date}Z) /ModDate (D:{date}Z)>>");

        var hole = writer.Write(signature, $"<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M (D:{date}Z) /Name {PdfObjects.Text(metadata.Author)} /ByteRange {PdfObjects.ByteRangeHole} /Contents <{new string('0', SignatureDigits)}>>>");
        return writer.Finish(new(catalog, root, info, hole, SignatureDigits), ValidationData.None);
    }

    private static int WriteFont(PdfObjects writer, EmbeddedFont font)
    {
        var file = font.TrueType();
        var data = writer.Stream($"/Length1 {file.Length}", file);
        var arabic = font.File.Script == HarfBuzzSharp.Script.Arabic;
        var name = font.BaseFont;
        var bold = name.EndsWith("Bold", StringComparison.Ordinal);
        var descriptor = writer.Add($"<</Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox {(arabic ? "[-700 -800 2400 1500]" : "[-650 -400 3000 1200]")} /ItalicAngle 0 "
            + $"/Ascent {(arabic ? 1374 : 1069)} /Descent {(arabic ? -738 : -293)} /CapHeight 714 /StemV {(bold ? 140 : 80)} /FontFile2 {data} 0 R>>");
        var descendant = writer.Add($"<</Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> "
            + $"/FontDescriptor {descriptor} 0 R /DW 0 /W {font.Widths()} /CIDToGIDMap /Identity>>");
        var map = writer.Stream("", Encoding.ASCII.GetBytes(font.ToUnicode()));
        return writer.Add($"<</Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H /DescendantFonts [{descendant} 0 R] /ToUnicode {map} 0 R>>");
    }

    private static void WriteElement(PdfObjects writer, StructElement element, int parent, List<int> pageIds, int field, Dictionary<StructElement, int> ids)
    {
        var id = ids[element] = writer.Reserve();
        var kids = new StringBuilder();
        foreach (var (page, mark) in element.Marks)
        {
            kids.Append(CultureInfo.InvariantCulture, $"<</Type /MCR /Pg {pageIds[page.Index]} 0 R /MCID {mark}>> ");
        }

        foreach (var child in element.Children)
        {
            WriteElement(writer, child, id, pageIds, field, ids);
            kids.Append(CultureInfo.InvariantCulture, $"{ids[child]} 0 R ");
        }

        if (element.HoldsSignature)
        {
            kids.Append(CultureInfo.InvariantCulture, $"<</Type /OBJR /Pg {pageIds[0]} 0 R /Obj {field} 0 R>> ");
        }

        var extra = new StringBuilder();
        _ = element.Language is { } language ? extra.Append(CultureInfo.InvariantCulture, $" /Lang ({language})") : extra;
        _ = element.Alternative is { } alternative ? extra.Append(" /Alt ").Append(PdfObjects.Text(alternative)) : extra;
        _ = element.ActualText is { Length: > 0 } actual ? extra.Append(" /ActualText ").Append(PdfObjects.Text(actual)) : extra;
        _ = element.Type switch
        {
            "TH" => extra.Append(" /A <</O /Table /Scope /").Append(element.Scope).Append(">>"),
            "L" => extra.Append(" /A <</O /List /ListNumbering /None>>"),
            "Figure" when element.Marks.Count > 0 => extra.Append(" /A <</O /Layout /Placement /Block>>"),
            _ => extra,
        };
        writer.Write(id, $"<</Type /StructElem /S /{element.Type} /P {parent} 0 R{extra} /K [{kids}]>>");
    }
}
