using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Diwan.Modules.Tests.Documents;

/// <summary>
/// What PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1) ask of a file's structure, as far as it can be seen from the file alone: one rule each. No validator from outside
/// is to be had; so every rule here is itself shown to fail on a file with that defect (<see cref="StructureTests"/>).
/// </summary>
internal sealed record PdfStructure(string Text, string Metadata, IReadOnlyList<(int Parents, string Content)> Pages)
{
    private static readonly (string Rule, Func<PdfStructure, bool> Holds)[] All =
    [
        ("19005-3 6.1.2 header, and a binary comment after it", s => Regex.IsMatch(s.Text, "^%PDF-1\\.7\n%[\u0080-\u00ff]{4}\n")),
        ("19005-3 6.1.3 two identifiers", s => Regex.IsMatch(s.Text, @"/ID \[<[0-9A-F]{32}> <[0-9A-F]{32}>\]")),
        ("19005-3 6.1.3 nothing encrypted", s => !s.Text.Contains("/Encrypt", StringComparison.Ordinal)),
        ("19005-3 6.1.3 nothing after the end", s => s.Text.EndsWith("%%EOF\n", StringComparison.Ordinal)),
        ("19005-3 6.1.7 every stream says its length", s => Regex.Count(s.Text, @"(?<!end)stream\n") == Regex.Count(s.Text, @"/Length \d+>>\nstream\n")),
        ("19005-3 6.2.3 an output intent with its profile", s => Regex.IsMatch(s.Text, @"/OutputIntents \[<<[^\]]*/S /GTS_PDFA1[^\]]*/DestOutputProfile \d+ 0 R")),
        ("19005-3 6.2.4 colours of the output intent only", s => !s.Text.Contains("/DeviceCMYK", StringComparison.Ordinal) && s.Pages.All(p => !Regex.IsMatch(p.Content, @"\b[kK]\s"))),
        ("19005-3 6.2.10 nothing transparent", s => !Regex.IsMatch(s.Text, "/SMask|/S /Transparency|/ca |/CA ")),
        ("19005-3 6.2.11.4 every font embedded", s => Fonts(s) is > 0 and var n && Regex.Count(s.Text, "/FontFile2 ") == n),
        ("19005-3 6.2.11.3 glyphs by their own number", s => Regex.Count(s.Text, "/CIDToGIDMap /Identity") == Fonts(s)),
        ("19005-3 6.2.11.7 every font maps to Unicode", s => Regex.Count(s.Text, "/ToUnicode ") == Fonts(s)),
        ("19005-3 6.3.2 annotations are printed and not hidden", s => Regex.Matches(s.Text, "/Subtype /Widget[^\n]*").All(m => Regex.IsMatch(m.Value, "/F 132 "))),
        ("19005-3 6.5.1 no actions and no scripts", s => !Regex.IsMatch(s.Text, "/JavaScript|/JS |/Launch|/AA |/OpenAction")),
        ("19005-3 6.6.2 metadata not compressed", s => s.Metadata.Length > 0),
        ("19005-3 6.6.4 part and level in the metadata", s => s.Metadata.Contains("<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>", StringComparison.Ordinal)),
        ("19005-3 6.6.2.3 own metadata are described", s => Regex.Matches(s.Metadata, "<(?<p>diwan|pdfuaid):").Select(m => m.Groups["p"].Value).Distinct().All(p => s.Metadata.Contains($"<pdfaSchema:prefix>{p}</pdfaSchema:prefix>", StringComparison.Ordinal))),
        ("19005-3 6.6.3 dates agree", s => Regex.Match(s.Text, @"/CreationDate \(D:(\d{14})Z\)").Groups[1].Value is { Length: 14 } d
            && s.Metadata.Contains($"<xmp:CreateDate>{d[..4]}-{d[4..6]}-{d[6..8]}T{d[8..10]}:{d[10..12]}:{d[12..14]}Z<", StringComparison.Ordinal)),
        ("14289-1 5 the level in the metadata", s => s.Metadata.Contains("<pdfuaid:part>1</pdfuaid:part>", StringComparison.Ordinal)),
        ("14289-1 7.1 tagged", s => s.Text.Contains("/MarkInfo <</Marked true>>", StringComparison.Ordinal) && s.Text.Contains("/StructTreeRoot ", StringComparison.Ordinal)),
        ("14289-1 7.1 a title, and it is shown", s => s.Text.Contains("/DisplayDocTitle true", StringComparison.Ordinal) && Regex.IsMatch(s.Metadata, "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">[^<]+</rdf:li>")),
        ("14289-1 7.1 everything is content or decoration", s => s.Pages.All(p => Loose(p.Content) == 0)),
        ("14289-1 7.1 every mark is closed", s => s.Pages.All(p => Regex.Count(p.Content, @"\bB[DM]C\b") == Regex.Count(p.Content, @"\bEMC\b"))),
        ("14289-1 7.1 every mark belongs to the structure", s => s.Pages.All(p => Marked(s, p))),
        ("14289-1 7.2 a language", s => Regex.IsMatch(s.Text, @"/Type /Catalog[^\n]*/Lang \((ar|en)\)")),
        ("14289-1 7.3 every figure says what it shows", s => Regex.Matches(s.Text, "<</Type /StructElem /S /Figure [^\n]*").All(m => m.Value.Contains("/Alt <FEFF", StringComparison.Ordinal))),
        ("14289-1 7.4 a first heading", s => Regex.Count(s.Text, "<</Type /StructElem /S /H1 ") is 1 or 2),
        ("14289-1 7.5 every header cell says of what", s => Regex.Matches(s.Text, "<</Type /StructElem /S /TH [^\n]*").All(m => Regex.IsMatch(m.Value, "/Scope /(Row|Column)"))),
        ("14289-1 7.18.1 a field says what it is for", s => Regex.Matches(s.Text, "/Subtype /Widget[^\n]*").All(m => Regex.IsMatch(m.Value, "/TU <FEFF[0-9A-F]+>"))),
        ("14289-1 7.18.3 tabs follow the structure", s => Regex.Count(s.Text, "/Tabs /S[ />]") == s.Pages.Count),
        ("14289-1 7.18.4 the field is in the structure", s => Regex.IsMatch(s.Text, "<</Type /OBJR /Pg ")),
    ];

    internal static IEnumerable<string> Rules => All.Select(r => r.Rule);

    internal IEnumerable<string> Faults() => All.Where(r => !r.Holds(this)).Select(r => r.Rule);

    internal static PdfStructure Read(byte[] file)
    {
        var text = Encoding.Latin1.GetString(file);
        var start = file.AsSpan().IndexOf("<?xpacket begin"u8);
        var end = file.AsSpan().IndexOf("<?xpacket end"u8);
        var pages = Regex.Matches(text, @"/Type /Page /[^\n]*/Contents (\d+) 0 R [^\n]*/StructParents (\d+)")
            .Select(m => (int.Parse(m.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture), Inflate(file, text, m.Groups[1].Value))).ToList();
        Assert.NotEmpty(pages);
        return new(text, start < 0 || end < start ? "" : Encoding.UTF8.GetString(file, start, end - start), pages);
    }

    internal static string Inflate(byte[] file, string text, string id)
    {
        var header = Regex.Match(text, $@"\n{id} 0 obj\n<<.*?/Length (\d+)>>\nstream\n");
        using var packed = new MemoryStream(file, header.Index + header.Length, int.Parse(header.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture));
        using var zlib = new ZLibStream(packed, CompressionMode.Decompress);
        using var reader = new StreamReader(zlib, Encoding.Latin1);
        return reader.ReadToEnd();
    }

    private static int Fonts(PdfStructure s) => Regex.Count(s.Text, "/Subtype /Type0");

    /// <summary>Drawing and writing outside of every mark.</summary>
    private static int Loose(string content)
    {
        var (depth, loose) = (0, 0);
        foreach (Match m in Regex.Matches(content, @"\b(BDC|BMC|EMC|Tj|TJ|f|S|B|re)\b"))
        {
            depth += m.Value is "BDC" or "BMC" ? 1 : m.Value == "EMC" ? -1 : 0;
            loose += depth == 0 && m.Value is "Tj" or "TJ" or "f" or "S" or "B" && depth == 0 ? 1 : 0;
        }

        return loose;
    }

    private static bool Marked(PdfStructure s, (int Parents, string Content) page)
    {
        var marks = Regex.Matches(page.Content, @"/MCID (\d+)>> BDC").Select(m => int.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        var tree = Regex.Match(s.Text, @"<</Nums \[(.*)\]>>").Groups[1].Value;
        var parents = Regex.Match(tree, $@"(?:^|\] ){page.Parents} \[([^\]]*)\]").Groups[1].Value;
        return marks.SequenceEqual(Enumerable.Range(0, marks.Count)) && marks.Count > 0 && Regex.Count(parents, " 0 R") == marks.Count;
    }
}
