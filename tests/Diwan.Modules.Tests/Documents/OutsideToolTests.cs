using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Diwan.Documents;
using Diwan.Documents.Rendering;

namespace Diwan.Modules.Tests.Documents;

public sealed class OutsideToolTests : IDisposable
{
    private readonly SealedSamples samples = new();
    private readonly string folder = Directory.CreateTempSubdirectory("diwan-pdf").FullName;

    public static TheoryData<DocumentLanguage> Languages => [DocumentLanguage.Arabic, DocumentLanguage.English, DocumentLanguage.Both];

    public void Dispose()
    {
        samples.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Qpdf_finds_no_fault_and_pdfsig_accepts_the_seal_of_every_kind(DocumentLanguage language)
    {
        OutsideTool.Needed("qpdf", "pdfsig");
        foreach (var content in SampleDocuments.All(language))
        {
            var path = Save(samples.Seal(content).Pdf);
            var (exit, said) = OutsideTool.Run("qpdf", "--check", path);
            Assert.True(exit == 0, $"{content.Kind}: {said}");

            var (_, signature) = OutsideTool.Run("pdfsig", path);
            Assert.Contains("Signature is Valid.", signature, StringComparison.Ordinal);
            Assert.Contains("Total document signed", signature, StringComparison.Ordinal);
            Assert.DoesNotContain("Not total document signed", signature, StringComparison.Ordinal);
            Assert.Contains("ETSI.CAdES.detached", signature, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Pdfsig_refuses_a_file_with_one_byte_changed()
    {
        OutsideTool.Needed("pdfsig");
        var pdf = samples.Seal(SampleDocuments.Receipt(DocumentLanguage.Arabic)).Pdf;
        pdf[1000] ^= 1;

        Assert.Contains("Digest Mismatch", OutsideTool.Run("pdfsig", Save(pdf)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void OpenSSL_verifies_the_signature_and_its_time_stamp_against_the_authority()
    {
        OutsideTool.Needed("openssl");
        var pdf = samples.Seal(SampleDocuments.Receipt(DocumentLanguage.Arabic)).Pdf;
        var start = pdf.AsSpan().LastIndexOf("/Contents <"u8) + 10;
        var cms = Convert.FromHexString(Encoding.ASCII.GetString(pdf, start + 1, 16384));
        var covered = Path.Combine(folder, "covered");
        File.WriteAllBytes(covered, [.. pdf[..start], .. pdf[(start + 16386)..]]);
        System.Formats.Asn1.AsnDecoder.TryReadEncodedValue(cms, System.Formats.Asn1.AsnEncodingRules.BER, out _, out _, out _, out var length);
        var signature = Path.Combine(folder, "signature.der");
        File.WriteAllBytes(signature, cms[..length]);
        var authority = Directory.GetFiles(Path.Combine(samples.Folder, "_authority"), "*.crt").Single();
        var at = SealedSamples.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

        var (exit, said) = OutsideTool.Run("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", signature, "-content", covered, "-CAfile", authority, "-purpose", "any", "-attime", at, "-out", "/dev/null");
        Assert.True(exit == 0, said);

        var signed = new System.Security.Cryptography.Pkcs.SignedCms();
        signed.Decode(cms[..length]);
        var token = Path.Combine(folder, "token.der");
        var value = Path.Combine(folder, "value");
        File.WriteAllBytes(token, signed.SignerInfos[0].UnsignedAttributes[0].Values[0].RawData);
        File.WriteAllBytes(value, signed.SignerInfos[0].GetSignature());
        (exit, said) = OutsideTool.Run("openssl", "ts", "-verify", "-token_in", "-in", token, "-data", value, "-CAfile", authority, "-attime", at);
        Assert.True(exit == 0, said);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void The_seal_is_read_from_every_kind_of_page_at_150_dots_an_inch_turned_blurred_copied_and_worn(DocumentLanguage language)
    {
        OutsideTool.Needed("pdftoppm", "zbarimg");
        var looks = new List<int>();
        foreach (var content in SampleDocuments.All(language))
        {
            var (pdf, _, qr) = samples.Seal(content);
            var page = Path.Combine(folder, content.Kind);
            // The seal stands on the last page.
            OutsideTool.Run("pdftoppm", "-r", "150", "-gray", Save(pdf), page);
            var picture = GreyPicture.Read(Directory.GetFiles(folder, $"{content.Kind}-*.pgm").Order(StringComparer.Ordinal).Last());
            var code = picture.Code();
            Assert.InRange(code.Side, 100, 400);

            foreach (var (what, degrees, worn) in new (string, double, Func<GreyPicture, GreyPicture>)[]
            {
                ("as printed", 0, p => p),
                ("turned a little and blurred", 7, p => p.Blurred()),
                ("turned the other way", -11, p => p.Blurred()),
                ("upside down", 180, p => p),
                ("on its side, blurred", 93, p => p.Blurred()),
                ("photocopied", 0, p => p.Copied(seed: 7).Blurred()),
            })
            {
                looks.Add(Read(qr, $"{content.Kind} in {language}, {what}", [.. Frames(degrees).Select(d => (Func<GreyPicture>)(() => worn(d == 0 ? picture : picture.Turned(d))))]));
            }

            looks.Add(Read(qr, $"{content.Kind} in {language}, folded and spotted", [.. Frames(0).Select(d => (Func<GreyPicture>)(() => picture.Worn(code, 0.1).Turned(d)))]));
            looks.Add(Read(qr, $"{content.Kind} in {language}, folded, spotted, photocopied and turned", [.. Frames(4).Select(d => (Func<GreyPicture>)(() => picture.Worn(code, 0.06).Copied(seed: 11).Turned(d)))]));
        }

        // Each seal is other bytes and the tool reads by luck at the edge of what it can: what counts is that nearly all are read at once, and each at one of three looks.
        var atOnce = looks.Count(l => l == 1);
        Assert.True(atOnce >= 0.85 * looks.Count, $"{atOnce} of {looks.Count} were read at the first look.");
    }

    /// <summary>A camera looks again and again while a hand moves: three looks, a degree apart.</summary>
    private static double[] Frames(double degrees) => [degrees, degrees + 1, degrees - 1];

    /// <summary>Looks for a QR code and nothing else: among the lines of a table some scanners find bars of other kinds.</summary>
    private static (int Exit, string Said) Scanned(string path) => OutsideTool.Run("zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", path);

    /// <summary>One of the looks reads the seal, and none reads anything else.</summary>
    /// <returns>Which of them it was, from 1.</returns>
    private int Read(string qr, string what, Func<GreyPicture>[] looks)
    {
        var path = Path.Combine(folder, "look.pgm");
        for (var i = 0; i < looks.Length; i++)
        {
            looks[i]().Save(path);
            var (exit, said) = Scanned(path);
            if (exit == 0)
            {
                // A card to cut out carries the seal once more.
                Assert.True(said.Split('\n', StringSplitOptions.RemoveEmptyEntries).All(s => s == qr), $"{what}: read wrongly.");
                return i + 1;
            }
        }

        throw new Xunit.Sdk.XunitException($"{what}: not read.");
    }

    [Fact]
    public void A_seal_worn_too_far_is_not_read_rather_than_read_wrongly()
    {
        OutsideTool.Needed("pdftoppm", "zbarimg");
        var (pdf, _, qr) = samples.Seal(SampleDocuments.Certificate(DocumentLanguage.Arabic));
        var page = Path.Combine(folder, "page");
        OutsideTool.Run("pdftoppm", "-r", "150", "-gray", Save(pdf), page);
        var picture = GreyPicture.Read(Directory.GetFiles(folder, "page-*.pgm").Single());
        var read = 0;
        foreach (var share in (double[])[0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4])
        {
            var path = Path.Combine(folder, "worn.pgm");
            picture.Worn(picture.Code(), share).Save(path);
            var (exit, said) = Scanned(path);
            Assert.True(exit != 0 || said.TrimEnd('\n') == qr, said);
            read += exit == 0 ? 1 : 0;
        }

        // The wear that is tried does reach from what is read to what is not.
        Assert.InRange(read, 1, 6);
    }

    [Fact]
    public void What_is_copied_out_of_an_Arabic_document_is_what_was_written()
    {
        OutsideTool.Needed("pdftotext");
        var text = OutsideTool.TextOf(Save(samples.Seal(SampleDocuments.Certificate(DocumentLanguage.Arabic)).Pdf));

        foreach (var written in new[]
        {
            "شهادة عدم محكومية", "وزارة العدل", "محكمة بداية عمّان", "ليان سامر خليل الحوراني", "*******417", "22-07-1994", "الرقم الوطني",
            "داخلية (التوظيف)", "شركة السنابل للصناعات الغذائية (ذ.م.م)", "23 تشرين الثاني 2026", "https://diwan.example/verify",
            "هذه الشهادة حكم قطعي بجناية أو بجنحة مخلة بالشرف والأخلاق العامة حتى", "صفحة 1 من 1",
        })
        {
            Assert.Contains(OutsideTool.Comparable(written), text, StringComparison.Ordinal);
        }

        // The mark across the page is a picture: it does not get between the lines.
        Assert.DoesNotContain("نسخة تجريبية", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_thousand_names_come_out_of_the_page_as_they_were_written()
    {
        OutsideTool.Needed("pdftotext");
        var names = InventedNames.Make(1_000, seed: 20170722);
        var content = SampleDocuments.Deed(DocumentLanguage.Arabic) with
        {
            Blocks = [new DocumentBlock.Table(
                [new(new("الرقم", "No."), 1), new(new("الاسم", "Name"), 5)],
                [.. names.Select((name, i) => (IReadOnlyList<Words>)[Words.Same($"N{i:0000}"), Words.Same(name)])])],
        };

        var lines = OutsideTool.TextOf(Save(samples.Seal(content).Pdf)).Split('\n');
        var wrong = new List<string>();
        for (var i = 0; i < names.Count; i++)
        {
            var line = lines.SingleOrDefault(l => l.Contains($"N{i:0000}", StringComparison.Ordinal)) ?? "";
            var found = Regex.Replace(line.Replace($"N{i:0000}", "", StringComparison.Ordinal), @"\s+", " ").Trim();
            if (found != OutsideTool.Comparable(names[i]))
            {
                wrong.Add($"{names[i]} came out as {found}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {names.Count}:\n{string.Join('\n', wrong.Take(20))}");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_thousand_amounts_come_out_of_the_page_as_they_were_written(bool arabic)
    {
        var dice = new SealTests.Dice(20260101);
        var amounts = Enumerable.Range(0, 1_000)
            .Select(i => new Kernel.Money((i % 10) switch { 0 => dice.Next(1000), 1 => dice.Next(1000) * 1000L, 2 => dice.Next(int.MaxValue) * 1000L, _ => dice.Next(100_000_000) }))
            .Select(m => m.ToString(arabic ? Kernel.Language.Arabic : Kernel.Language.English)).ToList();

        Copied(amounts, arabic ? DocumentLanguage.Arabic : DocumentLanguage.English, number: true);
    }

    [Fact]
    public void A_thousand_addresses_come_out_of_the_page_as_they_were_written() =>
        Copied(InventedNames.Addresses(1_000, seed: 19460525), DocumentLanguage.Arabic, number: false);

    /// <summary>Values one under the other: what poppler takes out of each row, also of one that needs several lines, is what was put in; and nothing leaves the page.</summary>
    private void Copied(List<string> values, DocumentLanguage language, bool number)
    {
        OutsideTool.Needed("pdftotext");
        var content = SampleDocuments.Deed(language) with
        {
            Blocks = [new DocumentBlock.Table(
                [new(new("الرقم", "No."), 1), new(new("القيمة", "Value"), 5, number)],
                [.. values.Select((value, i) => (IReadOnlyList<Words>)[Words.Same($"N{i:0000}"), Words.Same(value)])])],
        };
        var path = Save(samples.Seal(content).Pdf);
        var lines = OutsideTool.TextOf(path).Split('\n', '\f');
        var wrong = new List<string>();
        var at = 0;
        for (var i = 0; i < values.Count; i++)
        {
            while (!lines[at].Contains($"N{i:0000}", StringComparison.Ordinal))
            {
                at++;
            }

            var found = lines[at].Replace($"N{i:0000}", " ", StringComparison.Ordinal);
            var expected = Once(OutsideTool.Comparable(values[i]));
            for (var next = at + 1; next < lines.Length && Once(found) != expected && Once(lines[next]).Length > 0 && !Regex.IsMatch(lines[next], @"N\d{4}"); next++)
            {
                found += " " + lines[next];
            }

            if (Once(found) != expected)
            {
                wrong.Add($"{values[i]} came out as {Once(found)}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {values.Count}:\n{string.Join('\n', wrong.Take(20))}");
        var words = Regex.Matches(OutsideTool.Run("pdftotext", "-bbox", path, "-").Output, "<word xMin=\"([-0-9.]+)\" yMin=\"([-0-9.]+)\" xMax=\"([-0-9.]+)\"");
        Assert.True(words.Count > values.Count);
        Assert.All(words, word => Assert.True(Number(word, 1) >= 40 && Number(word, 3) <= 556, $"{word.Value} leaves the page."));
        // No glyph is lost: none of the values needs a character that the fonts do not have.
        Assert.All(values, value => Assert.DoesNotContain(
            Diwan.Documents.Rendering.Text.Shaping.Line(value, false, 10, language != DocumentLanguage.English).Runs.SelectMany(r => r.Clusters).SelectMany(c => c.Parts), part => part.Glyph == 0));

        static string Once(string text) => Regex.Replace(text, @"\s+", " ").Trim();

        static double Number(Match match, int group) => double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Isolated_values_keep_their_order_beside_Arabic_words()
    {
        OutsideTool.Needed("pdftotext");
        var content = SampleDocuments.Deed(DocumentLanguage.Arabic) with
        {
            Blocks = [new DocumentBlock.Paragraph(Words.Same($"الهاتف {Isolate.Value("+962-6-5551234")} والتاريخ {Isolate.Value("22-07-2017")} والمبلغ {Isolate.Value("5.00 JOD")}"))],
        };

        var text = OutsideTool.TextOf(Save(samples.Seal(content).Pdf));

        Assert.Contains("الهاتف +962-6-5551234 والتاريخ 22-07-2017 والمبلغ 5.00 JOD", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_runs_over_the_edge_of_the_page_however_long_the_words()
    {
        OutsideTool.Needed("pdftotext");
        var monster = string.Concat(Enumerable.Repeat("مستشفياتهم", 40));
        var content = SampleDocuments.Deed(DocumentLanguage.Both, owners: 120) with
        {
            Blocks =
            [
                new DocumentBlock.Headline(Words.Same(monster)),
                new DocumentBlock.Fields([new(Words.Same(monster), Words.Same(monster)), new(new("أ", "B"), new(monster, new string('W', 400)))], Columns: 2),
                .. SampleDocuments.Deed(DocumentLanguage.Both, owners: 120).Blocks,
            ],
        };
        var path = Save(samples.Seal(content).Pdf);

        var (exit, boxes) = OutsideTool.Run("pdftotext", "-bbox", path, "-");

        Assert.Equal(0, exit);
        var words = Regex.Matches(boxes, "<word xMin=\"([-0-9.]+)\" yMin=\"([-0-9.]+)\" xMax=\"([-0-9.]+)\" yMax=\"([-0-9.]+)\"");
        Assert.True(words.Count > 500, $"Only {words.Count} words were found.");
        Assert.All(words, word =>
        {
            Assert.InRange(Number(word, 1), 40, 556);
            Assert.InRange(Number(word, 3), 40, 556);
            Assert.InRange(Number(word, 4), 0, 842);
        });

        static double Number(Match match, int group) => double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void The_same_case_and_time_give_the_same_bytes_before_sealing()
    {
        var stamp = new DocumentStamp("7K3M-Q9FT-2WX8", SealedSamples.Now, "DIWAN1:ABC", "https://diwan.example/verify");

        foreach (var content in SampleDocuments.All(DocumentLanguage.Both))
        {
            Assert.Equal(DocumentRenderer.Render(content, stamp).Bytes, DocumentRenderer.Render(content, stamp).Bytes);
        }
    }

    private string Save(byte[] pdf)
    {
        var path = Path.Combine(folder, $"{Guid.CreateVersion7():N}.pdf");
        File.WriteAllBytes(path, pdf);
        return path;
    }
}
