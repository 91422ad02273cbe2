using System.Buffers.Binary;
using System.Runtime.InteropServices;
using HarfBuzzSharp;

namespace Diwan.Documents.Rendering.Text;

/// <summary>One of the four fonts: its tables, and HarfBuzz over it. Safe for several threads at once.</summary>
internal sealed class FontFile
{
    private static readonly Lazy<FontFile> SansRegular = new(() => new FontFile("NotoSans-Regular", Script.Latin));
    private static readonly Lazy<FontFile> SansBold = new(() => new FontFile("NotoSans-Bold", Script.Latin));
    private static readonly Lazy<FontFile> ArabicRegular = new(() => new FontFile("NotoSansArabic-Regular", Script.Arabic));
    private static readonly Lazy<FontFile> ArabicBold = new(() => new FontFile("NotoSansArabic-Bold", Script.Arabic));

    private readonly byte[] data;
    private readonly Dictionary<string, (int Offset, int Length)> tables = new(StringComparer.Ordinal);
    private readonly int longMetrics;
    private readonly bool longOffsets;

    private FontFile(string name, Script script)
    {
        Name = name;
        Script = script;
        using var stream = typeof(FontFile).Assembly.GetManifestResourceStream($"{name}.ttf")
            ?? throw new InvalidOperationException($"The font {name}.ttf is missing from the assembly.");
        data = GC.AllocateUninitializedArray<byte>((int)stream.Length, pinned: true);
        stream.ReadExactly(data);
        for (var i = 0; i < Short(data, 4); i++)
        {
            var entry = 12 + (16 * i);
            tables[System.Text.Encoding.ASCII.GetString(data, entry, 4)] = (Int(data, entry + 8), Int(data, entry + 12));
        }

        longOffsets = Short(Table("head"), 50) == 1;
        longMetrics = Short(Table("hhea"), 34);
        GlyphCount = Short(Table("maxp"), 4);
        // The bytes are pinned for the life of the process, so HarfBuzz may read them in place.
        var blob = new Blob(Marshal.UnsafeAddrOfPinnedArrayElement(data, 0), data.Length, MemoryMode.ReadOnly);
        blob.MakeImmutable();
        var face = new Face(blob, 0);
        face.MakeImmutable();
        Shaper = new Font(face);
        Shaper.SetScale(face.UnitsPerEm, face.UnitsPerEm);
        Shaper.SetFunctionsOpenType();
        if (face.UnitsPerEm != 1000)
        {
            throw new InvalidOperationException($"The font {name} has {face.UnitsPerEm} units per em; 1000 are expected.");
        }
    }

    internal string Name { get; }

    internal Script Script { get; }

    internal int GlyphCount { get; }

    internal Font Shaper { get; }

    internal static FontFile For(bool arabic, bool bold) => (arabic, bold) switch
    {
        (true, true) => ArabicBold.Value,
        (true, false) => ArabicRegular.Value,
        (false, true) => SansBold.Value,
        _ => SansRegular.Value,
    };

    internal bool Covers(int codePoint) => Shaper.TryGetGlyph((uint)codePoint, out _);

    internal ReadOnlySpan<byte> Table(string tag) => tables.TryGetValue(tag, out var t) ? data.AsSpan(t.Offset, t.Length) : default;

    /// <summary>The outline of a glyph as it is in the <c>glyf</c> table; empty for a blank.</summary>
    internal ReadOnlySpan<byte> Outline(int glyph)
    {
        var loca = Table("loca");
        var (from, to) = longOffsets
            ? (Int(loca, 4 * glyph), Int(loca, (4 * glyph) + 4))
            : (2 * Short(loca, 2 * glyph), 2 * Short(loca, (2 * glyph) + 2));
        return Table("glyf")[from..to];
    }

    /// <summary>The advance of a glyph in thousandths of the type size.</summary>
    internal int Advance(int glyph) => Short(Table("hmtx"), 4 * Math.Min(glyph, longMetrics - 1));

    private static int Short(ReadOnlySpan<byte> span, int at) => BinaryPrimitives.ReadUInt16BigEndian(span[at..]);

    private static int Int(ReadOnlySpan<byte> span, int at) => BinaryPrimitives.ReadInt32BigEndian(span[at..]);
}
