using System.Text;
using System.Text.RegularExpressions;

namespace Diwan.Kernel;

/// <summary>Arabic words as people search for them.</summary>
public static partial class ArabicText
{
    private static readonly string[] Articles = ["وال", "بال", "كال", "فال", "لل", "ال"];

    /// <summary>
    /// Sets numbers with dashes apart, such as 06-5008080 and 2018-10-31: after Arabic letters a dash turns the pieces round (UAX 9, rules W2 and W4),
    /// and 5008080-06 would be read. What is set apart already stays as it is.
    /// </summary>
    public static string SetNumbersApart(string text) =>
        text.Contains('-', StringComparison.Ordinal) ? NumberWithDashes().Replace(text, "\u2066$0\u2069") : text;

    /// <summary>
    /// Keeps telephone numbers on one line: a browser breaks them at the dash, and in Arabic the pieces would stand in the wrong order again.
    /// Nothing else: what somebody copies from a page and types, a date or a month, must hold no marks that are not seen.
    /// </summary>
    public static string KeepTelephonesWhole(string text) =>
        text.Contains('-', StringComparison.Ordinal) ? Telephone().Replace(text, "$1-\u2060$2") : text;

    [GeneratedRegex(@"(?<![\p{L}\d\-])(0\d{1,2})-(\d{5,})(?![\p{L}\d\-])", RegexOptions.CultureInvariant)]
    private static partial Regex Telephone();

    [GeneratedRegex(@"(?<![\p{L}\d\-\u2066-\u2068])\d+(?:-\u2060?\d+)+(?![\p{L}\d\-])", RegexOptions.CultureInvariant)]
    private static partial Regex NumberWithDashes();

    /// <summary>
    /// Folds a text for comparison: digits to 0-9, lower case, no diacritics or tatweel, hamza carriers to their letter,
    /// taa marbuta to haa, alef maqsura to yaa, punctuation to spaces, single spaces.
    /// </summary>
    public static string Fold(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var folded = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormKC))
        {
            if (c is (>= 'ً' and <= 'ْ') or 'ٰ' or 'ـ')
            {
                continue;
            }

            var letter = c switch
            {
                'أ' or 'إ' or 'آ' or 'ٱ' => 'ا',
                'ؤ' => 'و',
                'ئ' or 'ى' => 'ي',
                'ة' => 'ه',
                _ => char.ToLowerInvariant(Digits.ToAscii(c)),
            };
            if (letter == 'ء')
            {
                continue;
            }

            if (char.IsLetterOrDigit(letter))
            {
                folded.Append(letter);
            }
            else if (folded.Length > 0 && folded[^1] != ' ')
            {
                folded.Append(' ');
            }
        }

        return folded.ToString().TrimEnd();
    }

    /// <summary>The words of a text, folded and without the article, for an index or a query.</summary>
    public static IReadOnlyList<string> SearchWords(string text)
    {
        var words = Fold(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = WithoutArticle(words[i]);
        }

        return words;
    }

    private static string WithoutArticle(string word)
    {
        foreach (var article in Articles)
        {
            if (word.Length >= article.Length + 3 && word.StartsWith(article, StringComparison.Ordinal))
            {
                return word[article.Length..];
            }
        }

        return word;
    }
}
