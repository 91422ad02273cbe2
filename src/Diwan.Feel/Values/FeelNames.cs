using System.Text;

namespace Diwan.Feel;

/// <summary>Names of FEEL: words of letters, digits and underscores, joined by spaces and . / - ' + * (DMN 1.5, grammar rules 22 to 29).</summary>
internal static class FeelNames
{
    public static bool IsStart(Rune c) => c.Value switch
    {
        '?' or '_' => true,
        < 0x80 => Rune.IsLetter(c),
        >= 0xC0 and <= 0x2FF => c.Value is not (0xD7 or 0xF7),
        (>= 0x370 and <= 0x37D) or (>= 0x37F and <= 0x1FFF) or 0x200C or 0x200D or (>= 0x2070 and <= 0x218F)
            or (>= 0x2C00 and <= 0x2FEF) or (>= 0x3001 and <= 0xD7FF) or (>= 0xF900 and <= 0xFDCF)
            or (>= 0xFDF0 and <= 0xFFFD) or (>= 0x10000 and <= 0xEFFFF) => true,
        _ => false,
    };

    public static bool IsPart(Rune c) => IsStart(c) || c.Value is (>= '0' and <= '9') or 0xB7 or (>= 0x300 and <= 0x36F) or 0x203F or 0x2040;

    public static bool IsSymbol(char c) => c is '.' or '/' or '-' or '\'' or '+' or '*' or '’';

    /// <summary>White space of FEEL, vertical included.</summary>
    public static bool IsSpace(char c) => c is (>= '\t' and <= '\r') or ' ' or '\u0085' or '\u00A0' or '\u1680' or '\u180E' or (>= '\u2000' and <= '\u200B') or '\u2028' or '\u2029' or '\u202F' or '\u205F' or '\u3000' or '\uFEFF';

    /// <summary>The name with white space made even: one space between words, none around symbols. Two spellings with one key are one name.</summary>
    public static string Key(string name)
    {
        if (IsSimple(name)) return name;
        var key = new StringBuilder(name.Length);
        var pending = false;
        foreach (var c in name)
        {
            if (IsSpace(c))
            {
                pending = key.Length > 0;
                continue;
            }
            if (pending && !IsSymbol(c) && !IsSymbol(key[^1])) key.Append(' ');
            pending = false;
            key.Append(c);
        }
        return key.ToString();
    }

    private static bool IsSimple(string name)
    {
        foreach (var c in name)
        {
            if (IsSpace(c)) return false;
        }
        return true;
    }

    /// <summary>How many words and symbols a key has: how far the reader must look ahead.</summary>
    public static int Parts(string key)
    {
        var parts = 0;
        var inWord = false;
        foreach (var c in key)
        {
            if (IsSymbol(c))
            {
                parts++;
                inWord = false;
            }
            else if (IsSpace(c)) inWord = false;
            else if (!inWord)
            {
                parts++;
                inWord = true;
            }
        }
        return parts;
    }

    /// <summary>Whether a context key can be written without quotes.</summary>
    public static bool IsPlain(string name)
    {
        if (name.Length == 0) return false;
        var first = true;
        foreach (var rune in name.EnumerateRunes())
        {
            if (first ? !IsStart(rune) : !IsPart(rune)) return false;
            first = false;
        }
        return !Keywords.Contains(name);
    }

    public static readonly HashSet<string> Keywords = new(StringComparer.Ordinal)
    {
        "for", "return", "if", "then", "else", "some", "every", "satisfies", "instance", "of", "in", "function", "external",
        "or", "and", "between", "true", "false", "null", "not",
    };
}
