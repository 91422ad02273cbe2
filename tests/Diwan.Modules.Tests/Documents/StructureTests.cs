using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Diwan.Documents;
using Diwan.Documents.Rendering;

namespace Diwan.Modules.Tests.Documents;

/// <summary>What PDF/A-3a and PDF/UA-1 ask of a file's structure, as far as it can be seen from the file alone.</summary>
public sealed class StructureTests
{
    private static readonly DocumentStamp Stamp = new("7K3M-Q9FT-2WX8", SealedSamples.Now, "DIWAN1:ABC", "https://diwan.example/verify");

    public static TheoryData<DocumentLanguage> Languages => [DocumentLanguage.Arabic, DocumentLanguage.English, DocumentLanguage.Both];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_kind_carries_what_the_standards_ask_for(DocumentLanguage language)
    {
        foreach (var content in SampleDocuments.All(language))
        {
            var bytes = DocumentRenderer.Render(content, Stamp).Bytes;
            var text = Encoding.Latin1.GetString(bytes);
            var xmp = Encoding.UTF8.GetString(bytes.AsSpan(bytes.AsSpan().IndexOf("<?xpacket"u8)));

            Assert.StartsWith("%PDF-1.7\n%", text, StringComparison.Ordinal);
            Assert.Contains("<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>", xmp, StringComparison.Ordinal);
            Assert.Contains("<pdfuaid:part>1</pdfuaid:part>", xmp, StringComparison.Ordinal);
            Assert.Contains($"<rdf:li xml:lang=\"x-default\">{content.Title.In(language != DocumentLanguage.English)}", xmp, StringComparison.Ordinal);
            Assert.Contains("/MarkInfo <</Marked true>>", text, StringComparison.Ordinal);
            Assert.Contains("/DisplayDocTitle true", text, StringComparison.Ordinal);
            Assert.Contains(language == DocumentLanguage.English ? "/Lang (en)" : "/Lang (ar)", text, StringComparison.Ordinal);
            Assert.Contains("/S /GTS_PDFA1", text, StringComparison.Ordinal);
            Assert.Matches(@"/ID \[<[0-9A-F]{32}> <[0-9A-F]{32}>\]", text);
            Assert.DoesNotMatch("/Encrypt|/JavaScript|/JS |/Launch|/Transparency|/SMask|/DeviceCMYK", text);

            // Every font is embedded and maps its glyphs to characters; every figure says what it shows; every header cell says of what.
            var fonts = Regex.Count(text, "/Subtype /Type0");
            Assert.True(fonts >= 1);
            Assert.Equal(fonts, Regex.Count(text, "/FontFile2 "));
            Assert.Equal(fonts, Regex.Count(text, "/ToUnicode "));
            Assert.All(Regex.Matches(text, @"<</Type /StructElem /S /Figure .*"), figure => Assert.Contains("/Alt <FEFF", figure.Value, StringComparison.Ordinal));
            Assert.All(Regex.Matches(text, @"<</Type /StructElem /S /TH .*"), cell => Assert.Matches("/Scope /(Row|Column)", cell.Value));
            Assert.Equal(language == DocumentLanguage.Both ? 2 : 1, Regex.Count(text, @"<</Type /StructElem /S /H1 "));
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_mark_on_a_page_is_closed_and_belongs_to_the_structure(DocumentLanguage language)
    {
        foreach (var content in SampleDocuments.All(language))
        {
            var bytes = DocumentRenderer.Render(content, Stamp).Bytes;
            var text = Encoding.Latin1.GetString(bytes);
            var tree = Regex.Match(text, @"<</Nums \[(.*)\]>>").Groups[1].Value;
            var pages = Regex.Matches(text, @"/Contents (\d+) 0 R .*?/StructParents (\d+)");
            Assert.NotEmpty(pages);
            foreach (Match page in pages)
            {
                var stream = Inflate(bytes, text, page.Groups[1].Value);
                var marks = Regex.Matches(stream, @"/MCID (\d+)>> BDC").Select(m => int.Parse(m.Groups[1].Value)).ToList();
                Assert.Equal(Enumerable.Range(0, marks.Count), marks);
                Assert.Equal(Regex.Count(stream, @"\bBDC\b"), Regex.Count(stream, @"\bEMC\b"));
                var parents = Regex.Match(tree, $@"(?:^|\] ){page.Groups[2].Value} \[([^\]]*)\]").Groups[1].Value;
                Assert.Equal(marks.Count, Regex.Count(parents, " 0 R"));
            }
        }
    }

    [Fact]
    public void A_header_that_reaches_a_second_page_is_said_once_and_drawn_on_each()
    {
        var bytes = DocumentRenderer.Render(SampleDocuments.Contributions(DocumentLanguage.English), Stamp).Bytes;
        var text = Encoding.Latin1.GetString(bytes);

        Assert.True(Regex.Count(text, "/Type /Page ") >= 2);
        Assert.Equal(5, Regex.Count(text, @"/S /TH [^\n]*/Scope /Column"));
    }

    private static string Inflate(byte[] file, string text, string id)
    {
        var header = Regex.Match(text, $@"\n{id} 0 obj\n<<.*?/Length (\d+)>>\nstream\n");
        using var packed = new MemoryStream(file, header.Index + header.Length, int.Parse(header.Groups[1].Value));
        using var zlib = new ZLibStream(packed, CompressionMode.Decompress);
        using var reader = new StreamReader(zlib, Encoding.Latin1);
        return reader.ReadToEnd();
    }
}
