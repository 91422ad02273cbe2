using System.Collections.Frozen;
using System.Globalization;
using Diwan.Kernel;

namespace Diwan.Engine.Answers;

/// <summary>Countries (ISO 3166-1 alpha-2) and governorates (the part of ISO 3166-2 after JO-), with their names.</summary>
public static class Places
{
    private const string Codes =
        "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ "
        + "DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP "
        + "KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM "
        + "PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ "
        + "UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

    /// <summary>Country codes with their names.</summary>
    public static FrozenDictionary<string, LocalizedText> Countries { get; } = ReadCountries();

    /// <summary>The twelve governorates, by code.</summary>
    public static FrozenDictionary<string, LocalizedText> Governorates { get; } = new Dictionary<string, LocalizedText>(StringComparer.Ordinal)
    {
        ["AM"] = new("العاصمة", "Amman"),
        ["BA"] = new("البلقاء", "Balqa"),
        ["AZ"] = new("الزرقاء", "Zarqa"),
        ["MD"] = new("مأدبا", "Madaba"),
        ["IR"] = new("إربد", "Irbid"),
        ["MA"] = new("المفرق", "Mafraq"),
        ["JA"] = new("جرش", "Jerash"),
        ["AJ"] = new("عجلون", "Ajloun"),
        ["KA"] = new("الكرك", "Karak"),
        ["AT"] = new("الطفيلة", "Tafilah"),
        ["MN"] = new("معان", "Ma'an"),
        ["AQ"] = new("العقبة", "Aqaba"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The names come from the Unicode locale data the runtime carries; asking for them means standing in the language for a moment.</summary>
    private static FrozenDictionary<string, LocalizedText> ReadCountries()
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            var names = new Dictionary<string, LocalizedText>(StringComparer.Ordinal);
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("ar");
            foreach (var code in Codes.Split(' '))
            {
                var region = new RegionInfo($"ar-{code}");
                names[code] = new LocalizedText(region.DisplayName, region.EnglishName);
            }

            // The names Jordan uses, where the locale data has others.
            names["PS"] = new LocalizedText("فلسطين", "Palestine");
            names["MK"] = new LocalizedText("مقدونيا الشمالية", "North Macedonia");
            return names.ToFrozenDictionary(StringComparer.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
