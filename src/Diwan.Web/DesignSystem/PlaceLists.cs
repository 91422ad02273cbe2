using System.Collections.Concurrent;
using System.Globalization;
using Diwan.Engine.Answers;
using Diwan.Kernel;

namespace Diwan.Web;

/// <summary>Countries and governorates in the order people look for them, and the calling codes of the countries where most Jordanians abroad live.</summary>
public static class PlaceLists
{
    /// <summary>The governorates by code, as they are usually listed.</summary>
    public static IEnumerable<(string Code, string Name)> Governorates(Language language) =>
        Order.Select(code => (code, Places.Governorates[code].In(language)));

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

    private static readonly string[] Order = ["AM", "IR", "AZ", "BA", "MA", "JA", "AJ", "MD", "KA", "AT", "MN", "AQ"];

    private static readonly ConcurrentDictionary<Language, IReadOnlyList<(string Code, string Name)>> Lists = new();

    /// <summary>Every country by its ISO 3166-1 code, in the order of the language's alphabet.</summary>
    public static IReadOnlyList<(string Code, string Name)> Countries(Language language) => Lists.GetOrAdd(language, static l =>
    [
        .. Places.Countries
            .Select(c => (c.Key, Name: c.Value.In(l)))
            .OrderBy(c => c.Name, StringComparer.Create(Cultures.Of(l), CompareOptions.IgnoreNonSpace)),
    ]);

    public static string CountryName(string code, Language language) =>
        Places.Countries.TryGetValue(code, out var name) ? name.In(language) : code;
}
