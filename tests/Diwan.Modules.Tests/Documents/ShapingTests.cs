using System.Text;
using Diwan.Documents;
using Diwan.Documents.Rendering.Text;

namespace Diwan.Modules.Tests.Documents;

public sealed class ShapingTests
{
    [Fact]
    public void Arabic_letters_join_and_lam_with_alef_is_one_glyph_that_stands_for_both()
    {
        var run = Assert.Single(Shaping.Line("بلا", bold: false, 10, rightToLeft: true).Runs);

        // From left to right: the ligature, then beh in the form that begins a word, not the one it has alone.
        Assert.Equal(["لا", "ب"], run.Clusters.Select(c => c.Text));
        var alone = Shaping.Line("ب", bold: false, 10, rightToLeft: true).Runs[0].Clusters[0];
        Assert.NotEqual(alone.Parts[0].Glyph, run.Clusters[1].Parts[0].Glyph);
    }

    [Fact]
    public void Lines_are_no_wider_than_they_may_be_and_lose_no_word()
    {
        var text = string.Join(' ', InventedNames.Make(60, seed: 5));
        var lines = Shaping.Lines(text, bold: false, 11, 180, rightToLeft: true);

        Assert.All(lines, line => Assert.InRange(line.Width, 1, 180.01));
        var letters = string.Concat(lines.SelectMany(l => l.Runs).SelectMany(r => r.Clusters).SelectMany(c => c.Text).Where(char.IsLetterOrDigit).Order());
        Assert.Equal(string.Concat(text.Normalize(NormalizationForm.FormC).Where(char.IsLetterOrDigit).Order()), letters);
    }

    [Fact]
    public void A_character_that_no_font_holds_is_shown_as_a_box_and_still_copied_out()
    {
        var cluster = Assert.Single(Assert.Single(Shaping.Line("漢", bold: false, 10, rightToLeft: false).Runs).Clusters);

        Assert.Equal(("漢", 0), (cluster.Text, Assert.Single(cluster.Parts).Glyph));
    }

    [Fact]
    public void Documents_made_at_once_are_those_made_one_after_the_other()
    {
        var stamp = new Diwan.Documents.Rendering.DocumentStamp("7K3M-Q9FT-2WX8", SealedSamples.Now, "DIWAN1:ABC", "https://diwan.example/verify");
        var contents = SampleDocuments.All(DocumentLanguage.Both).ToList();
        var alone = contents.ConvertAll(c => Diwan.Documents.Rendering.DocumentRenderer.Render(c, stamp).Bytes);

        Parallel.For(0, contents.Count * 6, new ParallelOptions { MaxDegreeOfParallelism = 6 }, i =>
            Assert.Equal(alone[i % contents.Count], Diwan.Documents.Rendering.DocumentRenderer.Render(contents[i % contents.Count], stamp).Bytes));
    }

    [Fact]
    public void Whatever_the_registers_hold_a_document_is_made_and_sealed()
    {
        using var samples = new SealedSamples();
        var keys = samples.Keys;
        var dice = new SealTests.Dice(99);
        for (var i = 0; i < 60; i++)
        {
            var junk = Junk(dice);
            var content = SampleDocuments.Certificate(DocumentLanguage.Both, junk, junk) with
            {
                Title = new(junk, Junk(dice)),
                SealFacts = [new("name", Words.Same("الاسم"), junk)],
            };

            var (pdf, _, qr) = samples.Seal(content);

            Assert.IsType<PdfReading.Genuine>(SealVerifier.VerifyPdf(pdf, keys.Published()));
            Assert.IsType<SealReading.Genuine>(SealVerifier.VerifyQr(qr, keys.Published()));
        }
    }

    /// <summary>Anything that fits a string: half characters, controls, marks without letters, every plane.</summary>
    private static string Junk(SealTests.Dice dice)
    {
        var text = new StringBuilder();
        for (var n = dice.Next(90) + 1; n > 0; n--)
        {
            _ = dice.Next(6) switch
            {
                0 => text.Append((char)dice.Next(0x10000)),
                1 => text.Append((char)(0x600 + dice.Next(0x100))),
                2 => text.Append((char)(0x2000 + dice.Next(0x70))),
                3 => text.Append((char)(0xD800 + dice.Next(0x800))),
                4 => text.Append((char)dice.Next(0x80)),
                _ => text.Append(' '),
            };
        }

        return text.ToString();
    }
}
