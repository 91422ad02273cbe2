using System.Text;
using HarfBuzzSharp;
using Buffer = HarfBuzzSharp.Buffer;

namespace Diwan.Documents.Rendering.Text;

/// <summary>Turns a paragraph into lines: bidi, fonts, shaping with HarfBuzz, breaking at spaces.</summary>
internal static class Shaping
{
    [ThreadStatic]
    private static Buffer? buffer;

    private static readonly Language Arabic = new("ar");
    private static readonly Language English = new("en");

    /// <param name="width">In points. A word longer than it is broken between its clusters.</param>
    internal static List<TextLine> Lines(string text, bool bold, double size, double width, bool rightToLeft)
    {
        var lines = new List<TextLine>();
        foreach (var paragraph in text.ReplaceLineEndings("\n").Split('\n'))
        {
            new Paragraph(paragraph, bold, size, rightToLeft).Break(width, lines);
        }

        return lines;
    }

    /// <summary>The text as one line, however long.</summary>
    internal static TextLine Line(string text, bool bold, double size, bool rightToLeft) =>
        new Paragraph(text.ReplaceLineEndings(" "), bold, size, rightToLeft).Whole();

    private sealed class Paragraph
    {
        private readonly int[] text;
        private readonly BidiClass[] classes;
        private readonly byte[] levels;
        private readonly FontFile?[] fonts;
        private readonly byte baseLevel;
        private readonly double size;

        internal Paragraph(string source, bool bold, double size, bool rightToLeft)
        {
            this.size = size;
            baseLevel = rightToLeft ? (byte)1 : (byte)0;
            // Composed characters have the better glyphs, and the same text may arrive either way.
            text = [.. WellFormed.Text(source).Normalize(NormalizationForm.FormC).EnumerateRunes().Select(r => r.Value)];
            classes = Array.ConvertAll(text, BidiTable.Of);
            for (var i = 0; i < text.Length; i++)
            {
                if (classes[i] is BidiClass.B or BidiClass.S)
                {
                    (text[i], classes[i]) = (' ', BidiClass.WS); // no tabs and no stray separators on a page
                }
            }

            levels = Bidi.Resolve(text, classes, baseLevel);
            fonts = Fonts(bold);
            for (var i = 0; i < text.Length; i++)
            {
                if (levels[i] == Bidi.Removed && fonts[i] is not null)
                {
                    levels[i] = i == 0 ? baseLevel : levels[i - 1]; // joiners are shaped with their neighbours
                }
            }
        }

        internal TextLine Whole() => MakeLine(0, text.Length);

        internal void Break(double width, List<TextLine> lines)
        {
            // Most texts are one short line, and need not be measured word by word.
            var whole = MakeLine(0, text.Length);
            if (whole.Width <= width)
            {
                lines.Add(whole);
                return;
            }

            var limit = width * 1000 / size;
            var start = 0;
            var at = 0;
            double used = 0;
            while (at < text.Length)
            {
                var wordEnd = at;
                while (wordEnd < text.Length && !IsSpace(text[wordEnd]))
                {
                    wordEnd++;
                }

                var next = wordEnd;
                while (next < text.Length && IsSpace(text[next]))
                {
                    next++;
                }

                var word = Measure(at, wordEnd);
                if (used + word > limit && at > start)
                {
                    lines.Add(MakeLine(start, at));
                    (start, used) = (at, 0);
                }

                if (word > limit)
                {
                    while (Fitting(start, wordEnd, limit) is var cut && cut < wordEnd)
                    {
                        lines.Add(MakeLine(start, cut));
                        start = cut;
                    }

                    word = Measure(start, wordEnd);
                }

                used += word + Measure(wordEnd, next);
                at = next;
            }

            lines.Add(MakeLine(start, text.Length));
        }

        private static bool IsSpace(int c) => c is ' ' or 0x200B;

        /// <summary>Where to cut an overlong word: never before a combining mark, and after at least one character.</summary>
        private int Fitting(int from, int to, double limit)
        {
            if (Measure(from, to) <= limit)
            {
                return to;
            }

            var (low, high) = (from + 1, to);
            while (low < high)
            {
                var middle = (low + high + 1) / 2;
                (low, high) = Measure(from, middle) <= limit ? (middle, high) : (low, middle - 1);
            }

            var cut = low;
            while (cut > from + 1 && classes[cut] == BidiClass.NSM)
            {
                cut--;
            }

            while (cut < to && classes[cut] == BidiClass.NSM)
            {
                cut++; // the first character carries its marks even when they are too many
            }

            return cut;
        }

        private double Measure(int from, int to) => from >= to ? 0 : Runs(from, to, levels.AsSpan(from, to - from)).Sum(r => (double)r.Advance);

        private TextLine MakeLine(int from, int to)
        {
            while (to > from && IsSpace(text[to - 1]))
            {
                to--;
            }

            var lineLevels = levels.AsSpan(from, to - from).ToArray();
            Bidi.ResetWhitespace(classes.AsSpan(from, to - from), lineLevels, baseLevel);
            return new TextLine(Marked(Array.ConvertAll(Runs(from, to, lineLevels), Punctuated)), size);
        }

        /// <summary>
        /// Programs that copy text take a comma or a full stop for a part of a number, and with it the space beside it, which then comes before the comma. An invisible
        /// mark between the two keeps them apart.
        /// </summary>
        private static GlyphRun Punctuated(GlyphRun run)
        {
            if (!run.RightToLeft || !run.Clusters.Any(IsSeparator))
            {
                return run;
            }

            var clusters = new List<GlyphCluster>(run.Clusters.Count + 8);
            for (var i = 0; i < run.Clusters.Count; i++)
            {
                var cluster = run.Clusters[i];
                if (i > 0 && ((IsSeparator(cluster) && run.Clusters[i - 1].Text == " ") || (cluster.Text == " " && IsSeparator(run.Clusters[i - 1]))))
                {
                    clusters.Add(new([], 0, "\u200F", cluster.Start));
                }

                clusters.Add(cluster);
            }

            return run with { Clusters = clusters };
        }

        private static bool IsSeparator(GlyphCluster cluster) =>
            cluster.Text.Length > 0 && BidiTable.Of(char.ConvertToUtf32(cluster.Text, 0)) is BidiClass.CS or BidiClass.ES or BidiClass.ET;

        /// <summary>
        /// Where directions meet, programs that copy text guess to which side a space or a bracket belongs. An invisible mark of the run's own
        /// direction at such an edge takes the guess away.
        /// </summary>
        private GlyphRun[] Marked(GlyphRun[] runs)
        {
            var own = baseLevel == 1;
            return Array.TrueForAll(runs, r => r.RightToLeft == own) ? runs : Array.ConvertAll(runs, run =>
            {
                var mark = run.RightToLeft ? "\u200F" : "\u200E";
                List<GlyphCluster> clusters = [.. run.Clusters];
                if (IsNeutral(clusters[0]))
                {
                    clusters.Insert(0, new([], 0, mark, clusters[0].Start));
                }

                if (IsNeutral(clusters[^1]))
                {
                    clusters.Add(new([], 0, mark, clusters[^1].Start));
                }

                return run with { Clusters = clusters };
            });
        }

        private static bool IsNeutral(GlyphCluster cluster) =>
            cluster.Text.Length > 0 && BidiTable.Of(char.ConvertToUtf32(cluster.Text, 0)) is not (BidiClass.L or BidiClass.R or BidiClass.AL or BidiClass.EN or BidiClass.AN or BidiClass.NSM);

        /// <summary>The runs from left to right.</summary>
        private GlyphRun[] Runs(int from, int to, ReadOnlySpan<byte> lineLevels)
        {
            var items = new List<(int Start, int Length, FontFile Font)>();
            var itemLevels = new List<byte>();
            for (var i = from; i < to; i++)
            {
                if (fonts[i] is not { } font || lineLevels[i - from] == Bidi.Removed)
                {
                    continue;
                }

                var level = lineLevels[i - from];
                if (items.Count > 0 && items[^1].Font == font && itemLevels[^1] == level && items[^1].Start + items[^1].Length == i)
                {
                    items[^1] = items[^1] with { Length = items[^1].Length + 1 };
                }
                else
                {
                    items.Add((i, 1, font));
                    itemLevels.Add(level);
                }
            }

            var order = Bidi.Reorder(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(itemLevels));
            return Array.ConvertAll(order, k => Shape(items[k].Start, items[k].Length, items[k].Font, (itemLevels[k] & 1) == 1));
        }

        private GlyphRun Shape(int start, int length, FontFile font, bool rightToLeft)
        {
            var b = buffer ??= new Buffer();
            b.ClearContents();
            b.ClusterLevel = ClusterLevel.MonotoneCharacters;
            b.Flags = BufferFlags.RemoveDefaultIgnorables;
            b.AddUtf32(System.Runtime.InteropServices.MemoryMarshal.Cast<int, uint>(text), start, length);
            b.Direction = rightToLeft ? Direction.RightToLeft : Direction.LeftToRight;
            b.Script = font.Script;
            b.Language = font.Script == Script.Arabic ? Arabic : English;
            font.Shaper.Shape(b);
            var infos = b.GetGlyphInfoSpan();
            var positions = b.GetGlyphPositionSpan();
            var clusters = new List<GlyphCluster>(infos.Length);
            var parts = new List<GlyphPart>(4);
            for (var i = 0; i < infos.Length;)
            {
                var cluster = (int)infos[i].Cluster;
                var pen = 0;
                var end = i;
                parts.Clear();
                for (; end < infos.Length && infos[end].Cluster == cluster; end++)
                {
                    parts.Add(new((int)infos[end].Codepoint, pen + positions[end].XOffset, positions[end].YOffset));
                    pen += positions[end].XAdvance;
                }

                // The characters of a cluster run up to the start of the logically next one.
                var next = rightToLeft
                    ? i > 0 ? (int)infos[i - 1].Cluster : start + length
                    : end < infos.Length ? (int)infos[end].Cluster : start + length;
                clusters.Add(new([.. parts], pen, TextOf(cluster, next), cluster));
                i = end;
            }

            return new(font, rightToLeft, clusters);
        }

        private string TextOf(int from, int to)
        {
            if (to == from + 1 && text[from] < 0x10000)
            {
                return ((char)text[from]).ToString();
            }

            var s = new StringBuilder();
            for (var i = from; i < to; i++)
            {
                if (!IsControl(text[i]))
                {
                    s.Append(char.ConvertFromUtf32(text[i]));
                }
            }

            return s.ToString();
        }

        private static bool IsControl(int c) => c is < 0x20 or 0x7F or 0xAD or 0x61C or 0xFEFF or (>= 0x200B and <= 0x200F) or (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x206F);

        /// <summary>The font of each character; none for controls, which are not drawn. Neutral characters stay with what came before them.</summary>
        private FontFile?[] Fonts(bool bold)
        {
            var (arabic, latin) = (FontFile.For(true, bold), FontFile.For(false, bold));
            var result = new FontFile?[text.Length];
            FontFile? previous = null;
            for (var i = 0; i < text.Length; i++)
            {
                var c = text[i];
                if (IsControl(c) && c is not (0x200C or 0x200D))
                {
                    continue;
                }

                var joiner = c is 0x200C or 0x200D;
                var sticky = classes[i] is BidiClass.NSM or BidiClass.WS or BidiClass.CS or BidiClass.ES or BidiClass.ON;
                result[i] = joiner ? previous ?? latin
                    : sticky && previous is not null && previous.Covers(c) ? previous
                    : classes[i] is BidiClass.AL or BidiClass.AN or BidiClass.NSM && arabic.Covers(c) ? arabic
                    : latin.Covers(c) ? latin
                    : arabic.Covers(c) ? arabic
                    : latin;
                previous = result[i];
            }

            return result;
        }
    }
}
