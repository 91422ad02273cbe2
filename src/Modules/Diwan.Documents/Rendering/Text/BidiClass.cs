using System.Collections.Frozen;

namespace Diwan.Documents.Rendering.Text;

/// <summary>The Bidi_Class property of Unicode, in the order of the compact table.</summary>
internal enum BidiClass : byte
{
    L,
    R,
    AL,
    EN,
    ES,
    ET,
    AN,
    CS,
    NSM,
    BN,
    B,
    S,
    WS,
    ON,
    LRE,
    LRO,
    RLE,
    RLO,
    PDF,
    LRI,
    RLI,
    FSI,
    PDI,
}

/// <summary>
/// Bidi_Class and Bidi_Paired_Bracket of every code point, read from <c>bidi.bin</c>: a count, then for each range its first code point
/// (3 bytes, big endian) and its class; a count, then for each bracket its code point, the canonical code point that opens its pair, and 1 for an opening one.
/// The file is made from the Unicode Character Database by the tests, which also check that it is still the same.
/// </summary>
internal static class BidiTable
{
    private static readonly BidiClass[] Bmp = new BidiClass[0x10000];
    private static readonly int[] Starts;
    private static readonly BidiClass[] Classes;

    /// <summary>For a bracket: the code point standing for its pair, and whether it opens.</summary>
    internal static readonly FrozenDictionary<int, (int Pair, bool Opens)> Brackets;

#pragma warning disable CA1810 // the three tables are read together
    static BidiTable()
    {
        using var stream = typeof(BidiTable).Assembly.GetManifestResourceStream("bidi.bin")
            ?? throw new InvalidOperationException("The resource bidi.bin is missing from the assembly.");
        var data = new byte[stream.Length];
        stream.ReadExactly(data);
        var at = 0;
        var count = Number(data, ref at);
        Starts = new int[count];
        Classes = new BidiClass[count];
        for (var i = 0; i < count; i++)
        {
            Starts[i] = Number(data, ref at);
            Classes[i] = (BidiClass)data[at++];
        }

        for (var i = 0; i < count && Starts[i] < 0x10000; i++)
        {
            var end = i + 1 < count ? Math.Min(Starts[i + 1], 0x10000) : 0x10000;
            Bmp.AsSpan(Starts[i]..end).Fill(Classes[i]);
        }

        var brackets = new Dictionary<int, (int, bool)>();
        for (var n = Number(data, ref at); n > 0; n--)
        {
            var bracket = Number(data, ref at);
            brackets[bracket] = (Number(data, ref at), data[at++] == 1);
        }

        Brackets = brackets.ToFrozenDictionary();
    }
#pragma warning restore CA1810

    internal static BidiClass Of(int codePoint)
    {
        if (codePoint < 0x10000)
        {
            return Bmp[codePoint];
        }

        var i = Array.BinarySearch(Starts, codePoint);
        return Classes[i >= 0 ? i : ~i - 1];
    }

    private static int Number(byte[] data, ref int at)
    {
        var n = (data[at] << 16) | (data[at + 1] << 8) | data[at + 2];
        at += 3;
        return n;
    }
}
