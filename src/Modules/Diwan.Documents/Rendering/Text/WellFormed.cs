using System.Text;

namespace Diwan.Documents.Rendering.Text;

/// <summary>Text as Unicode and XML 1.0 allow it. A register may hold half a character; a document may not.</summary>
internal static class WellFormed
{
    /// <summary>The text with every broken or forbidden character replaced by U+FFFD.</summary>
    internal static string Text(string text)
    {
        var sound = true;
        foreach (var c in text)
        {
            sound &= !char.IsSurrogate(c) && c is not ('\uFFFE' or '\uFFFF') && (c >= ' ' || c is '\n' or '\r' or '\t');
        }

        if (sound)
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var forbidden = (rune.Value & 0xFFFE) == 0xFFFE || (rune.Value < ' ' && rune.Value is not ('\n' or '\r' or '\t'));
            result.Append(forbidden ? "\uFFFD" : rune.ToString());
        }

        return result.ToString();
    }
}
