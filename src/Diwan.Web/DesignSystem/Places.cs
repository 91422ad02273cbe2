using System.Collections.Concurrent;
using System.Globalization;
using Diwan.Kernel;

namespace Diwan.Web;

/// <summary>Names of countries and governorates, and the calling codes of the countries where most Jordanians abroad live.</summary>
public static class Places
{
    /// <summary>The twelve governorates by the part of their ISO 3166-2:JO code after the dash, from north to south as they are usually listed.</summary>
    public static readonly IReadOnlyList<(string Code, LocalizedText Name)> Governorates =
    [
        ("AM", new("العاصمة", "Amman")),
        ("IR", new("إربد", "Irbid")),
        ("AZ", new("الزرقاء", "Zarqa")),
        ("BA", new("البلقاء", "Balqa")),
        ("MA", new("المفرق", "Mafraq")),
        ("JA", new("جرش", "Jerash")),
        ("AJ", new("عجلون", "Ajloun")),
        ("MD", new("مادبا", "Madaba")),
        ("KA", new("الكرك", "Karak")),
        ("AT", new("الطفيلة", "Tafilah")),
        ("MN", new("معان", "Ma’an")),
        ("AQ", new("العقبة", "Aqaba")),
    ];

    /// <summary>Calling codes offered in a list; any other is typed with its plus sign.</summary>
    public static readonly IReadOnlyList<(string Country, string Code)> CallingCodes =
    [
        ("JO", "962"), ("SA", "966"), ("AE", "971"), ("KW", "965"), ("QA", "974"), ("BH", "973"), ("OM", "968"),
        ("PS", "970"), ("IQ", "964"), ("SY", "963"), ("LB", "961"), ("EG", "20"), ("LY", "218"), ("DZ", "213"), ("MA", "212"),
        ("TN", "216"), ("SD", "249"), ("YE", "967"), ("TR", "90"), ("US", "1"), ("CA", "1"), ("GB", "44"), ("DE", "49"),
        ("FR", "33"), ("IT", "39"), ("ES", "34"), ("NL", "31"), ("SE", "46"), ("NO", "47"), ("DK", "45"), ("AT", "43"),
        ("CH", "41"), ("BE", "32"), ("RO", "40"), ("UA", "380"), ("RU", "7"), ("CN", "86"), ("IN", "91"), ("PK", "92"),
        ("MY", "60"), ("ID", "62"), ("PH", "63"), ("AU", "61"), ("NZ", "64"), ("BR", "55"), ("CL", "56"), ("VE", "58"),
    ];

    private static readonly ConcurrentDictionary<Language, IReadOnlyList<(string Code, string Name)>> Lists = new();

    // The names Jordan uses, where ICU's differ.
    private static readonly Dictionary<string, LocalizedText> Own = new(StringComparer.Ordinal)
    {
        ["PS"] = new("فلسطين", "Palestine"),
        ["MK"] = new("مقدونيا الشمالية", "North Macedonia"),
    };

    /// <summary>Every country by its ISO 3166-1 code, in the order of the language's alphabet.</summary>
    public static IReadOnlyList<(string Code, string Name)> Countries(Language language) => Lists.GetOrAdd(language, static l =>
    {
        var culture = Cultures.Of(l);
        var codes = CultureInfo.GetCultures(CultureTypes.SpecificCultures)
            .Select(c => new RegionInfo(c.Name).TwoLetterISORegionName)
            .Where(code => code.Length == 2 && code.All(char.IsAsciiLetterUpper) && code is not ("XK" or "EA" or "IC" or "DG" or "AC" or "TA" or "CQ"))
            .Append("JO")
            .Distinct(StringComparer.Ordinal);
        return
        [
            .. codes.Select(code => (code, Name: CountryName(code, l)))
                .OrderBy(c => c.Name, StringComparer.Create(culture, CompareOptions.IgnoreNonSpace)),
        ];
    });

    public static string CountryName(string code, Language language)
    {
        if (Own.TryGetValue(code, out var own))
        {
            return own.In(language);
        }

        // ICU names a region in the language of the reader's culture.
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language == Language.Arabic ? "ar-JO" : "en-GB");
            return new RegionInfo(code).DisplayName;
        }
        catch (ArgumentException)
        {
            return code;
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    public static string GovernorateName(string code, Language language) =>
        Governorates.FirstOrDefault(g => g.Code == code).Name?.In(language) ?? code;
}
