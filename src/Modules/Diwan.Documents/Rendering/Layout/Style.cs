using Diwan.Documents.Rendering.Pdf;

namespace Diwan.Documents.Rendering.Layout;

/// <summary>How a text is set. Sizes in points.</summary>
internal readonly record struct Style(double Size, bool Bold, Ink Ink)
{
    internal static readonly Style Body = new(11, false, Ink.Black);
    internal static readonly Style Lead = new(13, false, Ink.Black);
    internal static readonly Style Small = new(8.5, false, Palette.Muted);
    internal static readonly Style Label = new(10, false, Palette.Muted);
    internal static readonly Style Value = new(11, true, Ink.Black);
    internal static readonly Style Section = new(12.5, true, Palette.Deep);
}

internal enum Alignment
{
    Start,
    Centre,
    End,
}

/// <summary>The colours of every document. Text on white keeps a contrast of 4.5 to 1 or better.</summary>
internal static class Palette
{
    internal static readonly Ink Deep = new(0x0E, 0x43, 0x49);
    internal static readonly Ink Brass = new(0xA8, 0x83, 0x3C);
    internal static readonly Ink Muted = new(0x55, 0x5F, 0x63);
    internal static readonly Ink Hairline = new(0xC9, 0xD0, 0xD1);
    internal static readonly Ink Wash = new(0xF3, 0xF6, 0xF5);
    internal static readonly Ink Cream = new(0xFB, 0xF6, 0xEA);
    internal static readonly Ink Warning = new(0x9B, 0x1C, 0x1C);
    internal static readonly Ink Mark = new(0xF7, 0xEA, 0xE7);
}
