using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Diwan.Engine.Definitions;
using Diwan.Kernel;

namespace Diwan.Engine.Answers;

/// <summary>Answers of one text, as people type them: any digits, spaces and dashes forgiven where they carry no meaning.</summary>
internal static partial class SimpleAnswers
{
    internal static (JsonNode? Value, LocalizedText? Fault) Parse(AnswerType type, bool foreign, string typed)
    {
        var text = typed.Trim();
        switch (type)
        {
            case AnswerType.Text or AnswerType.Choice:
                return Text(OneLine(text));
            case AnswerType.LongText:
                return Text(text.Replace("\r\n", "\n", StringComparison.Ordinal));
            case AnswerType.Integer:
                return Number(text, 0) is { } whole ? (JsonValue.Create(whole), null) : (null, AnswerWords.Whole);
            case AnswerType.Decimal:
                return Number(text, 10) is { } number ? (JsonValue.Create(number), null) : (null, AnswerWords.Number);
            case AnswerType.Money:
                return Money.TryParse(text, out var money) ? (JsonValue.Create(money.Dinars), null) : (null, AnswerWords.Amount);
            case AnswerType.Date:
                return Date(text) is { } date ? Text(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) : (null, AnswerWords.Date);
            case AnswerType.Month:
                return Month(text) is { } month ? Text(month.ToString("yyyy-MM", CultureInfo.InvariantCulture)) : (null, AnswerWords.Month);
            case AnswerType.YesNo:
                return Flag(text) is { } flag ? (JsonValue.Create(flag), null) : (null, AnswerWords.YesOrNo);
            case AnswerType.Declaration:
                return Flag(text) == true ? (JsonValue.Create(true), null) : (null, AnswerWords.Declare);
            case AnswerType.Country:
                return Places.Countries.ContainsKey(text.ToUpperInvariant()) ? Text(text.ToUpperInvariant()) : (null, AnswerWords.Country);
            case AnswerType.Governorate:
                var governorate = text.ToUpperInvariant();
                governorate = governorate.StartsWith("JO-", StringComparison.Ordinal) ? governorate[3..] : governorate;
                return Places.Governorates.ContainsKey(governorate) ? Text(governorate) : (null, AnswerWords.Governorate);
            case AnswerType.NationalNumber:
                return NationalNumber.TryParse(text, out var national) ? Text(national.Value) : (null, AnswerWords.NationalNumber);
            case AnswerType.EstablishmentNumber:
                return EstablishmentNumber.TryParse(text, out var establishment) ? Text(establishment.Value) : (null, AnswerWords.EstablishmentNumber);
            case AnswerType.Licence:
                var licence = Digits.ToAscii(text).ToUpperInvariant().Replace(" ", "", StringComparison.Ordinal);
                return LicenceForm().IsMatch(licence) ? Text(licence) : (null, AnswerWords.Licence);
            case AnswerType.Phone:
                return Telephone.Read(text, foreign) is { } phone ? Text(phone) : (null, foreign ? AnswerWords.AnyPhone : AnswerWords.JordanianPhone);
            case AnswerType.Email:
                return text.Length <= 254 && EmailForm().IsMatch(text) ? Text(text) : (null, AnswerWords.Email);
            case AnswerType.Iban:
                return Iban(text) is { } iban ? Text(iban) : (null, AnswerWords.Iban);
            default:
                throw new ArgumentOutOfRangeException(nameof(type), type, "The answer type is not a simple one.");
        }
    }

    internal static decimal? Number(string text, int decimals)
    {
        var plain = Digits.ToAscii(text).Replace('٫', '.').Replace("٬", "", StringComparison.Ordinal).Replace("\u2212", "-", StringComparison.Ordinal);
        return decimal.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number)
            && number == Math.Round(number, decimals)
            && Math.Abs(number) < 1_000_000_000_000_000m
            ? number / 1.0000000000000000000000000000m
            : null;
    }

    /// <summary>2018-02-11, or day, month and year with slashes, dots, dashes or spaces; the month also by its Levantine or English name.</summary>
    internal static DateOnly? Date(string text)
    {
        var parts = Split(text);
        if (parts.Length != 3)
        {
            return null;
        }

        var (year, month, day) = parts[0].Length == 4 ? (parts[0], parts[1], parts[2]) : (parts[2], parts[1], parts[0]);
        return Whole(year, 4) is { } y && MonthNumber(month) is { } m && Whole(day, 2) is { } d
            && y is >= 1850 and <= 2200 && m is >= 1 and <= 12 && d >= 1 && d <= DateTime.DaysInMonth(y, m)
            ? new DateOnly(y, m, d)
            : null;
    }

    internal static DateOnly? Month(string text)
    {
        var parts = Split(text);
        if (parts.Length != 2)
        {
            return null;
        }

        var (year, month) = parts[0].Length == 4 ? (parts[0], parts[1]) : (parts[1], parts[0]);
        return Whole(year, 4) is { } y && MonthNumber(month) is { } m && y is >= 1850 and <= 2200 && m is >= 1 and <= 12 ? new DateOnly(y, m, 1) : null;
    }

    private static (JsonNode?, LocalizedText?) Text(string text) => (JsonValue.Create(text), null);

    private static string[] Split(string text)
    {
        var plain = Digits.ToAscii(text).Trim();
        foreach (var (name, number) in TwoWordMonths)
        {
            plain = plain.Replace(name, number, StringComparison.Ordinal);
        }

        return plain.Split(['/', '-', '.', ' ', '،'], StringSplitOptions.RemoveEmptyEntries);
    }

    private static readonly (string Name, string Number)[] TwoWordMonths =
        [("كانون الثاني", "1"), ("كانون الأول", "12"), ("كانون الاول", "12"), ("تشرين الأول", "10"), ("تشرين الاول", "10"), ("تشرين الثاني", "11")];

    private static readonly Dictionary<string, int> MonthNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["شباط"] = 2,
        ["آذار"] = 3,
        ["اذار"] = 3,
        ["نيسان"] = 4,
        ["أيار"] = 5,
        ["ايار"] = 5,
        ["حزيران"] = 6,
        ["تموز"] = 7,
        ["آب"] = 8,
        ["اب"] = 8,
        ["أيلول"] = 9,
        ["ايلول"] = 9,
        ["january"] = 1,
        ["february"] = 2,
        ["march"] = 3,
        ["april"] = 4,
        ["may"] = 5,
        ["june"] = 6,
        ["july"] = 7,
        ["august"] = 8,
        ["september"] = 9,
        ["october"] = 10,
        ["november"] = 11,
        ["december"] = 12,
        ["jan"] = 1,
        ["feb"] = 2,
        ["mar"] = 3,
        ["apr"] = 4,
        ["jun"] = 6,
        ["jul"] = 7,
        ["aug"] = 8,
        ["sep"] = 9,
        ["oct"] = 10,
        ["nov"] = 11,
        ["dec"] = 12,
    };

    private static int? MonthNumber(string text) => MonthNames.TryGetValue(text, out var named) ? named : Whole(text, 2);

    private static int? Whole(string text, int most) =>
        text.Length is > 0 && text.Length <= most && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    internal static bool? Flag(string text) => text.ToLowerInvariant() switch
    {
        "true" or "yes" or "on" or "1" or "y" or "نعم" or "١" => true,
        "false" or "no" or "0" or "n" or "لا" or "٠" => false,
        _ => null,
    };

    private static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            var kept = char.IsControl(c) || char.IsWhiteSpace(c) ? ' ' : c;
            if (kept != ' ' || (line.Length > 0 && line[^1] != ' '))
            {
                line.Append(kept);
            }
        }

        return line.ToString().TrimEnd();
    }

    /// <summary>ISO 13616: the remainder modulo 97 of the rearranged number is 1.</summary>
    private static string? Iban(string text)
    {
        var iban = Digits.ToAscii(text).Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();
        if (!IbanForm().IsMatch(iban) || (iban.StartsWith("JO", StringComparison.Ordinal) && iban.Length != 30))
        {
            return null;
        }

        var remainder = 0;
        foreach (var c in iban.AsSpan(4).ToString() + iban[..4])
        {
            remainder = char.IsAsciiDigit(c) ? ((remainder * 10) + (c - '0')) % 97 : ((remainder * 100) + (c - 'A' + 10)) % 97;
        }

        return remainder == 1 ? iban : null;
    }

    [GeneratedRegex(@"^[A-Z0-9\u0621-\u064A][A-Z0-9\u0621-\u064A/\-]{0,29}$", RegexOptions.CultureInvariant)]
    private static partial Regex LicenceForm();

    [GeneratedRegex(@"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~\-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?)+$", RegexOptions.CultureInvariant)]
    private static partial Regex EmailForm();

    [GeneratedRegex("^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$", RegexOptions.CultureInvariant)]
    private static partial Regex IbanForm();
}
