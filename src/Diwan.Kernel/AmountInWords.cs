using System.Globalization;

namespace Diwan.Kernel;

/// <summary>Sums of money in words, as receipts carry them: <c>ستة وثلاثون ديناراً ومئتان وخمسون فلساً</c>, <c>thirty-six dinars and 250 fils</c>.</summary>
public static class AmountInWords
{
    private static readonly string[] Masculine =
        ["", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة", "أحد عشر", "اثنا عشر", "ثلاثة عشر", "أربعة عشر", "خمسة عشر", "ستة عشر", "سبعة عشر", "ثمانية عشر", "تسعة عشر"];

    private static readonly string[] ArabicTens = ["", "", "عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون"];
    private static readonly string[] ArabicHundreds = ["", "مئة", "مئتان", "ثلاثمئة", "أربعمئة", "خمسمئة", "ستمئة", "سبعمئة", "ثمانمئة", "تسعمئة"];

    private static readonly string[] English =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"];

    private static readonly string[] EnglishTens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    /// <summary>Null for sums of a thousand million dinars and more, and for those below zero, which receipts do not name in words.</summary>
    public static LocalizedText? Of(Money amount)
    {
        var (dinars, fils) = (amount.Fils / 1000, (int)(amount.Fils % 1000));
        return amount.Fils < 0 || dinars >= 1_000_000_000 ? null : new LocalizedText(Arabic(dinars, fils), InEnglish(dinars, fils));
    }

    private static string Arabic(long dinars, int fils)
    {
        var parts = new List<string>();
        if (dinars > 0 || fils == 0)
        {
            parts.Add(Counted(dinars, new("دينار", "ديناران", "دنانير", "ديناراً")));
        }

        if (fils > 0)
        {
            parts.Add(Counted(fils, new("فلس", "فلسان", "فلوس", "فلساً")));
        }

        return string.Join(" و", parts);
    }

    /// <summary>A masculine noun after a number: one and two by itself, the plural to ten, the accusative to ninety-nine, the genitive after hundreds.</summary>
    private sealed record Noun(string One, string Two, string Few, string Many);

    private static string Counted(long n, Noun noun)
    {
        switch (n)
        {
            case 0:
                return $"صفر {noun.One}";
            case 1:
                return $"{noun.One} واحد";
            case 2:
                return noun.Two;
        }

        var rest = (int)(n % 100);
        switch (rest)
        {
            case 1 or 2:
                // مئة دينار ودينار واحد؛ مئة دينار وديناران
                return $"{Number(n - rest, joined: true)} {noun.One} و{(rest == 1 ? $"{noun.One} واحد" : noun.Two)}";
            case 0:
                return $"{Number(n, joined: true)} {noun.One}";
            default:
                return $"{Number(n, joined: false)} {(rest <= 10 ? noun.Few : noun.Many)}";
        }
    }

    /// <param name="joined">A noun in the genitive follows: the dual loses its n, and what is counted its tanween (أحد عشر ألف دينار).</param>
    private static string Number(long n, bool joined)
    {
        var parts = new List<string>();
        if (n >= 1_000_000)
        {
            parts.Add(Group((int)(n / 1_000_000), "مليون", "مليونان", "ملايين", joined && n % 1_000_000 == 0 ? "مليون" : "مليوناً", joined && n % 1_000_000 == 0 ? "مليونا" : "مليونان"));
        }

        if (n / 1000 % 1000 is var thousands and > 0)
        {
            parts.Add(Group((int)thousands, "ألف", "ألفان", "آلاف", joined && n % 1000 == 0 ? "ألف" : "ألفاً", joined && n % 1000 == 0 ? "ألفا" : "ألفان"));
        }

        if (n % 1000 is var rest and > 0)
        {
            parts.Add(Below((int)rest, joined));
        }

        return string.Join(" و", parts);
    }

    private static string Group(int n, string one, string two, string few, string many, string dual) => n switch
    {
        1 => one,
        2 => dual,
        _ => (n % 100) switch
        {
            0 => $"{Below(n, joined: true)} {one}",
            1 or 2 => $"{Below(n - (n % 100), joined: true)} {one} و{(n % 100 == 1 ? one : two)}",
            <= 10 => $"{Below(n, joined: false)} {few}",
            _ => $"{Below(n, joined: false)} {many}",
        },
    };

    private static string Below(int n, bool joined)
    {
        var parts = new List<string>();
        if (n >= 100)
        {
            parts.Add(n == 200 && joined ? "مئتا" : ArabicHundreds[n / 100]);
        }

        var rest = n % 100;
        if (rest is > 0 and < 20)
        {
            parts.Add(Masculine[rest]);
        }
        else if (rest > 0)
        {
            parts.Add(rest % 10 == 0 ? ArabicTens[rest / 10] : $"{Masculine[rest % 10]} و{ArabicTens[rest / 10]}");
        }

        return string.Join(" و", parts);
    }

    private static string InEnglish(long dinars, int fils)
    {
        var words = $"{Spelled(dinars)} {(dinars == 1 ? "dinar" : "dinars")}";
        return fils == 0 ? words
            : dinars == 0 ? string.Create(CultureInfo.InvariantCulture, $"{fils} fils")
            : string.Create(CultureInfo.InvariantCulture, $"{words} and {fils} fils");
    }

    private static string Spelled(long n)
    {
        if (n < 20)
        {
            return English[n];
        }

        if (n < 100)
        {
            return n % 10 == 0 ? EnglishTens[n / 10] : $"{EnglishTens[n / 10]}-{English[n % 10]}";
        }

        var (unit, word) = n < 1000 ? (100L, "hundred") : n < 1_000_000 ? (1000L, "thousand") : (1_000_000L, "million");
        var rest = n % unit;
        return rest == 0 ? $"{Spelled(n / unit)} {word}" : $"{Spelled(n / unit)} {word}{(rest < 100 ? " and" : "")} {Spelled(rest)}";
    }
}
