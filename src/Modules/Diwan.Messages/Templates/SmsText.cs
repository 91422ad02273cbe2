using Diwan.Kernel;

namespace Diwan.Messages;

/// <summary>Words as they go by SMS. What only sets values apart on a page costs room there, and old telephones show it as boxes.</summary>
public static class SmsText
{
    /// <summary>In English, typographic signs become those of the GSM alphabet, so that a hundred and sixty letters fit; in Arabic, numbers with dashes alone stay set apart.</summary>
    public static string Of(string text, Language language)
    {
        ArgumentNullException.ThrowIfNull(text);
        var plain = string.Concat(text.Where(c => c is not (>= '\u2066' and <= '\u2069') and not '\u200b'));
        return language == Language.Arabic
            ? ArabicText.SetNumbersApart(plain)
            : plain.Replace('“', '"').Replace('”', '"').Replace('’', '\'').Replace('‘', '\'').Replace('–', '-').Replace('—', '-').Replace('\u00a0', ' ').Replace("…", "...", StringComparison.Ordinal);
    }
}
