using Diwan.Kernel;

namespace Diwan.Web.Texts;

/// <summary>The forms a noun takes after a number.</summary>
public enum PluralForm
{
    Zero,
    One,
    Two,
    Few,
    Many,
    Other,
}

/// <summary>Plural rules for whole numbers, as the Unicode CLDR gives them for Arabic and English.</summary>
public static class Plural
{
    public static PluralForm Of(Language language, long count)
    {
        var n = Math.Abs(count);
        if (language == Language.English)
        {
            return n == 1 ? PluralForm.One : PluralForm.Other;
        }

        return (n, n % 100) switch
        {
            (0, _) => PluralForm.Zero,
            (1, _) => PluralForm.One,
            (2, _) => PluralForm.Two,
            (_, >= 3 and <= 10) => PluralForm.Few,
            (_, >= 11) => PluralForm.Many,
            _ => PluralForm.Other,
        };
    }
}
