using System.Text;

namespace Diwan.Bpmn;

/// <summary>Breaks labels into lines by an estimate of their width: no font is at hand.</summary>
internal static class Lettering
{
    internal const double FontSize = 12;

    internal static double Width(string text, double fontSize = FontSize)
    {
        var width = 0d;
        foreach (var rune in text.EnumerateRunes())
            width += Advance(rune);
        return width * fontSize;
    }

    internal static IReadOnlyList<string> Lines(string text, double width, int most)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && Width(line + " " + word) > width)
            {
                lines.Add(line.ToString());
                line.Clear();
            }

            if (line.Length > 0)
                line.Append(' ');
            line.Append(word);
        }

        if (line.Length > 0)
            lines.Add(line.ToString());
        if (lines.Count <= most)
            return lines;
        var kept = lines[..most];
        kept[^1] += "…";
        return kept;
    }

    /// <summary>Whether the first strong letter is written from right to left (Hebrew, Arabic and their forms).</summary>
    internal static bool IsRightToLeft(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is (>= 0x0590 and <= 0x08FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFF))
            {
                if (Rune.IsLetter(rune))
                    return true;
            }
            else if (Rune.IsLetter(rune))
                return false;
        }

        return false;
    }

    private static double Advance(Rune rune)
    {
        if (rune.Value is >= 0x064B and <= 0x065F or 0x0670)
            return 0;
        if (rune.Value is >= 0x0600 and <= 0x06FF)
            return 0.48;
        if (rune.Value is ' ' or 'i' or 'l' or '.' or ',' or '\'' or 'I' or 'j' or 't' or 'f')
            return 0.3;
        if (rune.Value > 0x2E80)
            return 1;
        return Rune.IsUpper(rune) || rune.Value is 'm' or 'w' ? 0.72 : 0.54;
    }
}
