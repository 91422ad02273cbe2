using System.Globalization;
using Diwan.Documents.Rendering.Text;

namespace Diwan.Modules.Tests.Documents;

/// <summary>The files of Debian's <c>unicode-data</c> package, and the compact table that is made from them.</summary>
internal static class UnicodeData
{
    internal const string Folder = "/usr/share/unicode";

    private static readonly Dictionary<string, BidiClass> LongNames = new(StringComparer.Ordinal)
    {
        ["Left_To_Right"] = BidiClass.L,
        ["Right_To_Left"] = BidiClass.R,
        ["Arabic_Letter"] = BidiClass.AL,
        ["European_Terminator"] = BidiClass.ET,
        ["Boundary_Neutral"] = BidiClass.BN,
    };

    internal static bool Present => File.Exists($"{Folder}/extracted/DerivedBidiClass.txt");

    /// <summary>Makes the bytes of <c>bidi.bin</c>.</summary>
    internal static byte[] MakeBidiTable()
    {
        var classes = new BidiClass[0x110000];
        var lines = File.ReadAllLines($"{Folder}/extracted/DerivedBidiClass.txt");
        foreach (var line in lines.Where(l => l.StartsWith("# @missing:", StringComparison.Ordinal)))
        {
            var parts = line["# @missing:".Length..].Split(';', StringSplitOptions.TrimEntries);
            Fill(classes, parts[0], LongNames[parts[1].Split('#')[0].Trim()]);
        }

        foreach (var line in lines.Where(l => l.Length > 0 && l[0] != '#'))
        {
            var parts = line.Split('#')[0].Split(';', StringSplitOptions.TrimEntries);
            Fill(classes, parts[0], Enum.Parse<BidiClass>(parts[1]));
        }

        var ranges = Enumerable.Range(0, classes.Length).Where(i => i == 0 || classes[i] != classes[i - 1]).ToList();
        using var output = new MemoryStream();
        Number(output, ranges.Count);
        foreach (var start in ranges)
        {
            Number(output, start);
            output.WriteByte((byte)classes[start]);
        }

        var brackets = File.ReadAllLines($"{Folder}/BidiBrackets.txt").Where(l => l.Length > 0 && l[0] != '#')
            .Select(l => l.Split('#')[0].Split(';', StringSplitOptions.TrimEntries))
            .Where(p => p[2] is "o" or "c").ToList();
        Number(output, brackets.Count);
        foreach (var parts in brackets)
        {
            var (at, other, opens) = (Hex(parts[0]), Hex(parts[1]), parts[2] == "o");
            var pair = opens ? at : other;
            Number(output, at);
            Number(output, pair == 0x2329 ? 0x3008 : pair); // canonically equivalent
            output.WriteByte(opens ? (byte)1 : (byte)0);
        }

        return output.ToArray();
    }

    internal static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static void Fill(BidiClass[] classes, string range, BidiClass value)
    {
        var ends = range.Split("..");
        classes.AsSpan(Hex(ends[0])..(Hex(ends[^1]) + 1)).Fill(value);
    }

    private static void Number(MemoryStream output, int n)
    {
        output.WriteByte((byte)(n >> 16));
        output.WriteByte((byte)(n >> 8));
        output.WriteByte((byte)n);
    }
}
