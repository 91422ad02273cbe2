namespace Diwan.Documents.Rendering.Text;

/// <summary>A glyph within a cluster, displaced from the cluster's origin, in thousandths of the type size.</summary>
internal readonly record struct GlyphPart(int Glyph, int X, int Y);

/// <summary>The glyphs that stand together for some characters.</summary>
/// <param name="Text">The characters, in logical order, without controls.</param>
internal sealed record GlyphCluster(GlyphPart[] Parts, int Advance, string Text, int Start);

/// <summary>Shaped text of one font and one direction; clusters from left to right.</summary>
internal sealed record GlyphRun(FontFile Font, bool RightToLeft, IReadOnlyList<GlyphCluster> Clusters)
{
    /// <summary>Thousandths of the type size.</summary>
    internal int Advance { get; } = Clusters.Sum(c => c.Advance);
}

/// <summary>One line of text, ready to draw from left to right.</summary>
internal sealed record TextLine(IReadOnlyList<GlyphRun> Runs, double Size)
{
    internal double Width { get; } = Runs.Sum(r => r.Advance) * Size / 1000;
}
