using System.Globalization;
using Diwan.Documents;
using Diwan.Documents.Rendering.Text;
using Diwan.Kernel;

namespace Diwan.Modules.Tests.Documents;

public sealed class BidiTests
{
    [Fact]
    public void The_table_of_bidi_classes_is_what_the_Unicode_data_says()
    {
        Assert.SkipUnless(UnicodeData.Present, "Debian's unicode-data is not installed, so there is nothing to compare the table with.");

        using var stream = typeof(BidiTable).Assembly.GetManifestResourceStream("bidi.bin")!;
        var table = new byte[stream.Length];
        stream.ReadExactly(table);

        Assert.Equal(UnicodeData.MakeBidiTable(), table);
    }

    [Fact]
    public void Every_case_of_BidiCharacterTest_comes_out_as_the_standard_says()
    {
        var path = $"{UnicodeData.Folder}/BidiCharacterTest.txt";
        Assert.SkipUnless(File.Exists(path), "Debian's unicode-data is not installed; its conformance cases are needed.");

        var cases = 0;
        foreach (var line in File.ReadLines(path).Where(l => l.Length > 0 && l[0] != '#'))
        {
            var fields = line.Split(';');
            var text = fields[0].Split(' ').Select(UnicodeData.Hex).ToArray();
            var classes = Array.ConvertAll(text, BidiTable.Of);
            var level = fields[1] == "2" ? Bidi.ParagraphLevel(classes) : byte.Parse(fields[1], CultureInfo.InvariantCulture);
            var levels = Bidi.Levels(text, classes, level);
            cases++;
            if (level != byte.Parse(fields[2], CultureInfo.InvariantCulture)
                || fields[3] != string.Join(' ', levels.Select(Written))
                || fields[4] != string.Join(' ', Bidi.Reorder(levels)))
            {
                Assert.Fail($"{line}\ngave {string.Join(' ', levels.Select(Written))}; {string.Join(' ', Bidi.Reorder(levels))}");
            }
        }

        Assert.True(cases > 90_000, $"Only {cases} cases were read.");
    }

    [Fact]
    public void Every_case_of_BidiTest_comes_out_as_the_standard_says()
    {
        var path = $"{UnicodeData.Folder}/BidiTest.txt";
        Assert.SkipUnless(File.Exists(path), "Debian's unicode-data is not installed; its conformance cases are needed.");

        var (wantedLevels, wantedOrder, cases) = ("", "", 0);
        foreach (var line in File.ReadLines(path).Where(l => l.Length > 0 && l[0] != '#'))
        {
            if (line[0] == '@')
            {
                (wantedLevels, wantedOrder) = line.StartsWith("@Levels:", StringComparison.Ordinal) ? (line[8..].Trim(), wantedOrder)
                    : line.StartsWith("@Reorder:", StringComparison.Ordinal) ? (wantedLevels, line[9..].Trim()) : (wantedLevels, wantedOrder);
                continue;
            }

            var fields = line.Split(';');
            var classes = fields[0].Split(' ').Select(Enum.Parse<BidiClass>).ToArray();
            var text = new int[classes.Length]; // the classes alone matter; no bracket is among them
            var bits = int.Parse(fields[1].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            for (var mode = 0; mode < 3; mode++)
            {
                if ((bits & (1 << mode)) == 0)
                {
                    continue;
                }

                var level = mode == 0 ? Bidi.ParagraphLevel(classes) : (byte)(mode - 1);
                var levels = Bidi.Levels(text, classes, level);
                cases++;
                if (wantedLevels != string.Join(' ', levels.Select(Written)) || wantedOrder != string.Join(' ', Bidi.Reorder(levels)))
                {
                    Assert.Fail($"{line} ({level})\nwanted {wantedLevels}\ngave   {string.Join(' ', levels.Select(Written))}");
                }
            }
        }

        Assert.True(cases > 700_000, $"Only {cases} cases were read.");
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("الفرق {0} هذا الشهر")]
    [InlineData("خصم السنة: {0}.")]
    public void The_minus_of_an_amount_stands_before_its_number_in_Arabic(string sentence)
    {
        var amount = new Money(-1_234_500).ToString(Language.Arabic);
        foreach (var inside in new[] { amount, Isolate.Value(amount), Isolate.Value(Isolate.Value(amount)) })
        {
            var text = string.Format(CultureInfo.InvariantCulture, sentence, inside).Select(c => (int)c).ToArray();
            var seen = string.Concat(Bidi.Reorder(Bidi.Levels(text, Array.ConvertAll(text, BidiTable.Of), 1)).Select(i => (char)text[i]).Where(c => c is < '\u2066' or > '\u2069'));

            // From left to right: the currency, reversed as Arabic is drawn, then the number with its minus at its left.
            Assert.Contains("رانيد -1,234.500", seen, StringComparison.Ordinal);
        }

        Assert.Equal("JOD -1,234.500", new Money(-1_234_500).ToString(Language.English));
        Assert.Equal("1,234.500 دينار", new Money(1_234_500).ToString(Language.Arabic));
    }

    [Theory]
    [InlineData("\u2066-5\u2069 دينار", "\u2066-5\u2069 دينار")]
    [InlineData("\u2066-5", "-5")]
    [InlineData("5\u2069\u2066", "5")]
    [InlineData("\u2066a\nb\u2069", "a\nb")]
    [InlineData("\u202Eabc\u2066d\u2069", "abc\u2066d\u2069")]
    public void What_would_reach_beyond_a_value_is_dropped_and_what_is_closed_within_it_stays(string value, string kept) =>
        Assert.Equal($"\u2068{kept}\u2069", Isolate.Value(value));

    private static string Written(byte level) => level == Bidi.Removed ? "x" : level.ToString(CultureInfo.InvariantCulture);
}
