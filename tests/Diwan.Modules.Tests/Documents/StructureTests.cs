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

    /// <summary>One defect for each rule, put into a file that is otherwise sound.</summary>
    private static readonly Dictionary<string, Func<PdfStructure, PdfStructure>> Defects = new(StringComparer.Ordinal)
    {
        ["19005-3 6.1.2 header, and a binary comment after it"] = s => s with { Text = s.Text.Replace("%PDF-1.7\n%", "%PDF-1.7\n", StringComparison.Ordinal) },
        ["19005-3 6.1.3 two identifiers"] = s => Without(s, "/ID ["),
        ["19005-3 6.1.3 nothing encrypted"] = s => In(s, "/Info ", "/Encrypt 9 0 R /Info "),
        ["19005-3 6.1.3 nothing after the end"] = s => s with { Text = s.Text + "trailing" },
        ["19005-3 6.1.7 every stream says its length"] = s => s with { Text = Regex.Replace(s.Text, @" /Length \d+>>\nstream", ">>\nstream") },
        ["19005-3 6.2.3 an output intent with its profile"] = s => Without(s, "/DestOutputProfile "),
        ["19005-3 6.2.4 colours of the output intent only"] = s => Drawn(s, "/Artifact BMC 0 0 0 1 k EMC"),
        ["19005-3 6.2.10 nothing transparent"] = s => In(s, "/Type /Page ", "/Group <</S /Transparency>> /Type /Page "),
        ["19005-3 6.2.11.4 every font embedded"] = s => Without(s, "/FontFile2 "),
        ["19005-3 6.2.11.3 glyphs by their own number"] = s => Without(s, "/CIDToGIDMap /Identity"),
        ["19005-3 6.2.11.7 every font maps to Unicode"] = s => Without(s, "/ToUnicode "),
        ["19005-3 6.3.2 annotations are printed and not hidden"] = s => In(s, "/F 132 ", "/F 2 "),
        ["19005-3 6.5.1 no actions and no scripts"] = s => In(s, "/Type /Catalog ", "/Type /Catalog /OpenAction <</S /JavaScript>> "),
        ["19005-3 6.6.2 metadata not compressed"] = s => s with { Metadata = "" },
        ["19005-3 6.6.4 part and level in the metadata"] = s => Told(s, "<pdfaid:conformance>A", "<pdfaid:conformance>B"),
        ["19005-3 6.6.2.3 own metadata are described"] = s => Told(s, "<pdfaSchema:prefix>diwan<", "<pdfaSchema:prefix>other<"),
        ["19005-3 6.6.3 dates agree"] = s => Told(s, "<xmp:CreateDate>2026", "<xmp:CreateDate>2025"),
        ["14289-1 5 the level in the metadata"] = s => Told(s, "<pdfuaid:part>1", "<pdfuaid:part>9"),
        ["14289-1 7.1 tagged"] = s => Without(s, "/MarkInfo <</Marked true>>"),
        ["14289-1 7.1 a title, and it is shown"] = s => Without(s, "/DisplayDocTitle true"),
        ["14289-1 7.1 everything is content or decoration"] = s => Drawn(s, "BT (stray) Tj ET"),
        ["14289-1 7.1 every mark is closed"] = s => Drawn(s, "/Artifact BMC"),
        ["14289-1 7.1 every mark belongs to the structure"] = s => Drawn(s, "/P <</MCID 9999>> BDC EMC"),
        ["14289-1 7.2 a language"] = s => s with { Text = Regex.Replace(s.Text, @"(/Type /Catalog[^\n]*)/Lang \(\w\w\)", "$1") },
        ["14289-1 7.3 every figure says what it shows"] = s => s with { Text = Regex.Replace(s.Text, "(/S /Figure [^\n]*)/Alt <FEFF[^>]*>", "$1") },
        ["14289-1 7.4 a first heading"] = s => s with { Text = s.Text.Replace("/S /H1 ", "/S /P ", StringComparison.Ordinal) },
        ["14289-1 7.5 every header cell says of what"] = s => Without(s, "/Scope /"),
        ["14289-1 7.18.1 a field says what it is for"] = s => Without(s, "/TU <FEFF"),
        ["14289-1 7.18.3 tabs follow the structure"] = s => Without(s, "/Tabs /S"),
        ["14289-1 7.18.4 the field is in the structure"] = s => Without(s, "<</Type /OBJR /Pg "),
    };

    public static TheoryData<string> Rules => [.. PdfStructure.Rules];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_kind_carries_what_the_standards_ask_for(DocumentLanguage language)
    {
        foreach (var content in SampleDocuments.All(language))
        {
            var structure = PdfStructure.Read(DocumentRenderer.Render(content, Stamp).Bytes);

            Assert.True(!structure.Faults().Any(), $"{content.Kind}: {string.Join("; ", structure.Faults())}");
            Assert.Contains($"<rdf:li xml:lang=\"x-default\">{content.Title.In(language != DocumentLanguage.English)}", structure.Metadata, StringComparison.Ordinal);
            Assert.Contains(language == DocumentLanguage.English ? "/Lang (en)" : "/Lang (ar)", structure.Text, StringComparison.Ordinal);
            Assert.Equal(language == DocumentLanguage.Both ? 2 : 1, Regex.Count(structure.Text, @"<</Type /StructElem /S /H1 "));
        }
    }

    [Fact]
    public void A_sealed_document_with_its_long_term_data_carries_it_too()
    {
        using var samples = new SealedSamples();

        Assert.Empty(PdfStructure.Read(samples.Seal(SampleDocuments.Certificate(DocumentLanguage.Both)).Pdf).Faults());
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Every_rule_is_shown_to_fail_on_a_file_with_its_defect(string rule)
    {
        // The licence has figures, header cells and fields: every rule has something to look at.
        var sound = PdfStructure.Read(DocumentRenderer.Render(SampleDocuments.Deed(DocumentLanguage.Arabic), Stamp).Bytes);
        Assert.Empty(sound.Faults());

        var broken = Defects[rule](sound);

        Assert.NotEqual(sound, broken);
        Assert.Contains(rule, broken.Faults());
    }

    private static PdfStructure In(PdfStructure s, string what, string by) => s with { Text = s.Text.Replace(what, by, StringComparison.Ordinal) };

    private static PdfStructure Without(PdfStructure s, string what) => In(s, what, "/Other ");

    private static PdfStructure Told(PdfStructure s, string what, string by) => s with { Metadata = s.Metadata.Replace(what, by, StringComparison.Ordinal) };

    private static PdfStructure Drawn(PdfStructure s, string more) => s with { Pages = [(s.Pages[0].Parents, s.Pages[0].Content + "\n" + more + "\n"), .. s.Pages.Skip(1)] };

    [Fact]
    public void A_header_that_reaches_a_second_page_is_said_once_and_drawn_on_each()
    {
        var bytes = DocumentRenderer.Render(SampleDocuments.Contributions(DocumentLanguage.English), Stamp).Bytes;
        var text = Encoding.Latin1.GetString(bytes);

        Assert.True(Regex.Count(text, "/Type /Page ") >= 2);
        Assert.Equal(5, Regex.Count(text, @"/S /TH [^\n]*/Scope /Column"));
    }

    [Fact]
    public void A_receipt_that_explains_many_lines_goes_on_fewer_pages_than_another_paper_with_the_same_lines()
    {
        // As many as a property tax of four years with its discounts has, each with its law, in both languages.
        var line = new Words(
            "خصم القرار من الضرائب\nسنة 2024: خصم 20% من الضريبة والمعارف والصرف الصحي. ينتهي في 31 آذار 2026.\nقرار مجلس الوزراء المؤرخ في 4 كانون الثاني 2026 بخصم 20 في المئة من ضرائب سنة 2025 وما قبلها",
            "Discount of the decision\nYear 2024: 20% off tax, education tax and sewage contribution. Ends on 31 March 2026.\nCabinet decision of 4 January 2026, 20 per cent off taxes of 2025 and earlier");
        var sample = SampleDocuments.Receipt(DocumentLanguage.Both);
        var receipt = sample with
        {
            Blocks =
            [
                .. sample.Blocks.Where(b => b is not DocumentBlock.Table),
                new DocumentBlock.Table(
                    [new(new("البند وسببه وسنده", "Item, why, and on which law"), 5.4), new(new("المبلغ (دينار)", "Amount (JOD)"), 1.2, true)],
                    [.. Enumerable.Repeat<IReadOnlyList<Words>>([line, Words.Same("-96.000")], 22)],
                    new("كيف حُسب المبلغ", "How the amount comes about"),
                    null),
            ],
        };
        int Pages(DocumentLayout layout) => Regex.Count(Encoding.Latin1.GetString(DocumentRenderer.Render(receipt with { Layout = layout }, Stamp).Bytes), "/Type /Page ");

        Assert.InRange(Pages(DocumentLayout.Receipt), 2, 3);
        Assert.True(Pages(DocumentLayout.Letter) > 3);
    }
}
