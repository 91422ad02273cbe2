using System.Globalization;
using Diwan.Kernel;

namespace Diwan.Web;

/// <summary>
/// The two cultures of the pages. ICU's ar-JO writes 1٬234٫5 and puts direction marks into dates, and en-JO dates run month first;
/// people here read 1,234.500 and day first in both languages, so both are made to agree. What is stored never passes through these.
/// </summary>
public static class Cultures
{
    public static readonly CultureInfo Arabic = Make("ar-JO");

    public static readonly CultureInfo English = Make("en-JO");

    public static CultureInfo Of(Language language) => language == Language.Arabic ? Arabic : English;

    /// <summary>The language of the request being served: that of its current culture.</summary>
    public static Language Current => Languages.FromCode(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName);

    private static CultureInfo Make(string name)
    {
        var culture = (CultureInfo)CultureInfo.GetCultureInfo(name).Clone();
        var numbers = culture.NumberFormat;
        numbers.NumberDecimalSeparator = numbers.CurrencyDecimalSeparator = numbers.PercentDecimalSeparator = ".";
        numbers.NumberGroupSeparator = numbers.CurrencyGroupSeparator = numbers.PercentGroupSeparator = ",";
        numbers.NegativeSign = "-";
        numbers.PositiveSign = "+";
        numbers.PercentSymbol = "%";
        numbers.NativeDigits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
        numbers.DigitSubstitution = DigitShapes.None;
        numbers.NumberDecimalDigits = numbers.CurrencyDecimalDigits = 3;

        var dates = culture.DateTimeFormat;
        dates.Calendar = new GregorianCalendar();
        dates.DateSeparator = "/";
        dates.TimeSeparator = ":";
        dates.ShortDatePattern = "dd/MM/yyyy";
        dates.LongDatePattern = "d MMMM yyyy";
        dates.ShortTimePattern = "HH:mm";
        dates.LongTimePattern = "HH:mm:ss";
        dates.YearMonthPattern = "MMMM yyyy";
        dates.FirstDayOfWeek = DayOfWeek.Sunday;
        if (name.StartsWith("ar", StringComparison.Ordinal))
        {
            // The Levantine names, whatever the ICU on the machine holds.
            string[] months =
            [
                "كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران",
                "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول", "",
            ];
            dates.MonthNames = months;
            dates.MonthGenitiveNames = months;
            dates.AbbreviatedMonthNames = months;
            dates.AbbreviatedMonthGenitiveNames = months;
            dates.AMDesignator = "ص";
            dates.PMDesignator = "م";
        }

        return CultureInfo.ReadOnly(culture);
    }
}
