using System.Globalization;
using Diwan.Documents.Rendering.Text;

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

    private static string Written(byte level) => level == Bidi.Removed ? "x" : level.ToString(CultureInfo.InvariantCulture);
}
