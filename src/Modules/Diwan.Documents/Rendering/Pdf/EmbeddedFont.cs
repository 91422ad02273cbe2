using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Diwan.Documents.Rendering.Text;

namespace Diwan.Documents.Rendering.Pdf;

/// <summary>
/// The part of a font that one document uses, under glyph numbers of its own: one for every pair of a drawing and the characters it stands for,
/// so that text taken out of the document is exactly the text that was put in. Glyphs displaced by the shaper become composite glyphs with the
/// displacement inside, so that no text is ever drawn off its baseline.
/// </summary>
internal sealed class EmbeddedFont(FontFile file, string name)
{
    private readonly Dictionary<(int Glyph, string Text), int> plain = [];
    private readonly Dictionary<string, int> composed = new(StringComparer.Ordinal);
    private readonly List<Entry> entries = [];

    private sealed record Entry(GlyphPart[] Parts, int Width, string Text);

    /// <summary>The name of the resource: F1, F2, ...</summary>
    internal string Name => name;

    internal FontFile File => file;

    /// <summary>Six capitals and the font's name, as a subset is named.</summary>
    internal string BaseFont
    {
        get
        {
            var n = entries.Count + (7919 * file.Name.Length);
            var tag = new char[6];
            for (var i = 0; i < 6; i++, n /= 26)
            {
                tag[i] = (char)('A' + (n % 26));
            }

            return $"{new string(tag)}+{file.Name}";
        }
    }

    /// <summary>The number of a glyph drawn alone at its place; its width is the font's own.</summary>
    internal int Number(int glyph, string text)
    {
        if (!plain.TryGetValue((glyph, text), out var cid))
        {
            entries.Add(new([new(glyph, 0, 0)], file.Advance(glyph), text));
            plain[(glyph, text)] = cid = entries.Count;
        }

        return cid;
    }

    /// <summary>The number of several glyphs, or of displaced ones, drawn as one.</summary>
    internal int Number(GlyphPart[] parts, int width, string text)
    {
        var key = new StringBuilder();
        foreach (var part in parts)
        {
            key.Append(CultureInfo.InvariantCulture, $"{part.Glyph},{part.X},{part.Y};");
        }

        key.Append(width).Append(' ').Append(text);
        if (!composed.TryGetValue(key.ToString(), out var cid))
        {
            entries.Add(new(parts, width, text));
            composed[key.ToString()] = cid = entries.Count;
        }

        return cid;
    }

    /// <summary>
    /// The width of a blank, drawn after stepping back by as much. Programs that take text out hold two characters that start nearer than a tenth
    /// of the type size for one character drawn twice.
    /// </summary>
    internal const int BlankWidth = 120;

    /// <summary>A glyph without ink that carries the further letters of a ligature, or a mark of direction.</summary>
    internal int Number(string text) => Number([], BlankWidth, text);

    internal int WidthOf(int cid) => entries[cid - 1].Width;

    /// <summary>The array of widths for the PDF font.</summary>
    internal string Widths() => $"[1 [{string.Join(' ', entries.Select(e => e.Width.ToString(CultureInfo.InvariantCulture)))}]]";

    /// <summary>The map from glyph numbers to characters.</summary>
    internal string ToUnicode()
    {
        var map = new StringBuilder("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
            + "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
            + "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
        for (var from = 0; from < entries.Count; from += 100)
        {
            var count = Math.Min(100, entries.Count - from);
            map.Append(CultureInfo.InvariantCulture, $"{count} beginbfchar\n");
            for (var i = from; i < from + count; i++)
            {
                var text = entries[i].Text.Length == 0 ? " " : entries[i].Text;
                map.Append(CultureInfo.InvariantCulture, $"<{i + 1:X4}> <{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>\n");
            }

            map.Append("endbfchar\n");
        }

        return map.Append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n").ToString();
    }

    /// <summary>A TrueType font of the entries, in their order after <c>.notdef</c>, followed by the outlines they share.</summary>
    internal byte[] TrueType()
    {
        var outlines = new List<byte[]> { Rebuild(0, null!) };
        var metrics = new List<(int Advance, int Left)> { (file.Advance(0), Left(outlines[0])) };
        for (var i = 0; i < entries.Count; i++)
        {
            outlines.Add([]);
            metrics.Add((entries[i].Width, 0));
        }

        var shared = new Dictionary<int, int>();
        // Pass one: a glyph drawn alone owns its outline, and others may point to it.
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].Parts is [{ X: 0, Y: 0 } only])
            {
                shared.TryAdd(only.Glyph, i + 1);
            }
        }

        int Share(int glyph)
        {
            if (!shared.TryGetValue(glyph, out var at))
            {
                at = outlines.Count;
                shared[glyph] = at;
                outlines.Add([]);
                metrics.Add((file.Advance(glyph), 0));
                outlines[at] = Rebuild(glyph, Share);
            }

            return at;
        }

        for (var i = 0; i < entries.Count; i++)
        {
            var parts = entries[i].Parts;
            outlines[i + 1] = parts is [{ X: 0, Y: 0 } only] && shared[only.Glyph] == i + 1
                ? Rebuild(only.Glyph, Share)
                : Compose([.. parts.Where(p => file.Outline(p.Glyph).Length > 0)], Share);
        }

        for (var i = 0; i < outlines.Count; i++)
        {
            metrics[i] = (metrics[i].Advance, Left(outlines[i]));
        }

        return Assemble(outlines, metrics);
    }

    private static int Left(byte[] outline) => outline.Length == 0 ? 0 : BinaryPrimitives.ReadInt16BigEndian(outline.AsSpan(2));

    /// <summary>The font's own outline, its components renumbered.</summary>
    private byte[] Rebuild(int glyph, Func<int, int> share)
    {
        var outline = file.Outline(glyph).ToArray();
        if (outline.Length == 0 || BinaryPrimitives.ReadInt16BigEndian(outline) >= 0)
        {
            return outline;
        }

        var at = 10;
        int flags;
        do
        {
            flags = BinaryPrimitives.ReadUInt16BigEndian(outline.AsSpan(at));
            var component = BinaryPrimitives.ReadUInt16BigEndian(outline.AsSpan(at + 2));
            BinaryPrimitives.WriteUInt16BigEndian(outline.AsSpan(at + 2), (ushort)share(component));
            at += 4 + ((flags & 1) != 0 ? 4 : 2) + ((flags & 8) != 0 ? 2 : (flags & 0x40) != 0 ? 4 : (flags & 0x80) != 0 ? 8 : 0);
        }
        while ((flags & 0x20) != 0);
        return outline;
    }

    private byte[] Compose(GlyphPart[] parts, Func<int, int> share)
    {
        if (parts.Length == 0)
        {
            return [];
        }

        var result = new byte[10 + (8 * parts.Length)];
        var (left, bottom, right, top) = (int.MaxValue, int.MaxValue, int.MinValue, int.MinValue);
        for (var i = 0; i < parts.Length; i++)
        {
            var (glyph, x, y) = parts[i];
            var box = file.Outline(glyph);
            left = Math.Min(left, x + BinaryPrimitives.ReadInt16BigEndian(box[2..]));
            bottom = Math.Min(bottom, y + BinaryPrimitives.ReadInt16BigEndian(box[4..]));
            right = Math.Max(right, x + BinaryPrimitives.ReadInt16BigEndian(box[6..]));
            top = Math.Max(top, y + BinaryPrimitives.ReadInt16BigEndian(box[8..]));
            var part = result.AsSpan(10 + (8 * i));
            // Words, offsets rather than points, and more to come after all but the last.
            BinaryPrimitives.WriteUInt16BigEndian(part, (ushort)(0x0003 | (i + 1 < parts.Length ? 0x0020 : 0)));
            BinaryPrimitives.WriteUInt16BigEndian(part[2..], (ushort)share(glyph));
            BinaryPrimitives.WriteInt16BigEndian(part[4..], (short)x);
            BinaryPrimitives.WriteInt16BigEndian(part[6..], (short)y);
        }

        BinaryPrimitives.WriteInt16BigEndian(result, -1);
        BinaryPrimitives.WriteInt16BigEndian(result.AsSpan(2), (short)left);
        BinaryPrimitives.WriteInt16BigEndian(result.AsSpan(4), (short)bottom);
        BinaryPrimitives.WriteInt16BigEndian(result.AsSpan(6), (short)right);
        BinaryPrimitives.WriteInt16BigEndian(result.AsSpan(8), (short)top);
        return result;
    }

    private byte[] Assemble(List<byte[]> outlines, List<(int Advance, int Left)> metrics)
    {
        var glyf = new MemoryStream();
        var loca = new byte[4 * (outlines.Count + 1)];
        var hmtx = new byte[4 * outlines.Count];
        for (var i = 0; i < outlines.Count; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(loca.AsSpan(4 * i), (int)glyf.Length);
            glyf.Write(outlines[i]);
            while (glyf.Length % 4 != 0)
            {
                glyf.WriteByte(0);
            }

            BinaryPrimitives.WriteUInt16BigEndian(hmtx.AsSpan(4 * i), (ushort)metrics[i].Advance);
            BinaryPrimitives.WriteInt16BigEndian(hmtx.AsSpan((4 * i) + 2), (short)metrics[i].Left);
        }

        BinaryPrimitives.WriteInt32BigEndian(loca.AsSpan(4 * outlines.Count), (int)glyf.Length);
        var head = file.Table("head").ToArray();
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(8), 0);
        BinaryPrimitives.WriteInt16BigEndian(head.AsSpan(50), 1);
        var hhea = file.Table("hhea").ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(hhea.AsSpan(10), (ushort)metrics.Max(m => m.Advance));
        BinaryPrimitives.WriteUInt16BigEndian(hhea.AsSpan(34), (ushort)outlines.Count);
        var maxp = file.Table("maxp").ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(maxp.AsSpan(4), (ushort)outlines.Count);
        BinaryPrimitives.WriteUInt16BigEndian(maxp.AsSpan(10), 4096); // points and contours of composites: upper bounds
        BinaryPrimitives.WriteUInt16BigEndian(maxp.AsSpan(12), 512);
        BinaryPrimitives.WriteUInt16BigEndian(maxp.AsSpan(28), 32);
        BinaryPrimitives.WriteUInt16BigEndian(maxp.AsSpan(30), 6);
        (string Tag, byte[] Data)[] tables =
            [("glyf", glyf.ToArray()), ("head", head), ("hhea", hhea), ("hmtx", hmtx), ("loca", loca), ("maxp", maxp)];
        var directory = new byte[12 + (16 * tables.Length)];
        BinaryPrimitives.WriteInt32BigEndian(directory, 0x00010000);
        BinaryPrimitives.WriteUInt16BigEndian(directory.AsSpan(4), (ushort)tables.Length);
        BinaryPrimitives.WriteUInt16BigEndian(directory.AsSpan(6), 64);
        BinaryPrimitives.WriteUInt16BigEndian(directory.AsSpan(8), 2);
        BinaryPrimitives.WriteUInt16BigEndian(directory.AsSpan(10), (ushort)((16 * tables.Length) - 64));
        var offset = directory.Length;
        var headAt = 0;
        for (var i = 0; i < tables.Length; i++)
        {
            var (tag, table) = tables[i];
            var entry = directory.AsSpan(12 + (16 * i));
            Encoding.ASCII.GetBytes(tag, entry);
            BinaryPrimitives.WriteUInt32BigEndian(entry[4..], Checksum(table));
            BinaryPrimitives.WriteInt32BigEndian(entry[8..], offset);
            BinaryPrimitives.WriteInt32BigEndian(entry[12..], table.Length);
            headAt = tag == "head" ? offset : headAt;
            offset += (table.Length + 3) & ~3;
        }

        var font = new byte[offset];
        directory.CopyTo(font, 0);
        offset = directory.Length;
        foreach (var (_, table) in tables)
        {
            table.CopyTo(font, offset);
            offset += (table.Length + 3) & ~3;
        }

        BinaryPrimitives.WriteUInt32BigEndian(font.AsSpan(headAt + 8), unchecked(0xB1B0AFBA - Checksum(font)));
        return font;
    }

    private static uint Checksum(ReadOnlySpan<byte> table)
    {
        uint sum = 0;
        Span<byte> word = stackalloc byte[4];
        for (var i = 0; i < table.Length; i += 4)
        {
            word.Clear();
            table[i..Math.Min(i + 4, table.Length)].CopyTo(word);
            sum = unchecked(sum + BinaryPrimitives.ReadUInt32BigEndian(word));
        }

        return sum;
    }
}
