using Diwan.Kernel;
using PhoneNumbers;

namespace Diwan.Engine.Answers;

/// <summary>Telephone numbers as people write them.</summary>
public static class Telephone
{
    private static readonly PhoneNumberUtil Phones = PhoneNumberUtil.GetInstance();

    /// <summary>Reads a number of Jordan, or of any country where <paramref name="foreign"/>: any digits, spaces and dashes forgiven.</summary>
    /// <returns>E.164; null when it is none.</returns>
    public static string? Read(string text, bool foreign)
    {
        ArgumentNullException.ThrowIfNull(text);
        var typed = Digits.ToAscii(text).Replace("\u200e", "", StringComparison.Ordinal).Replace("\u200f", "", StringComparison.Ordinal);
        if (typed.Length is < 5 or > 30 || typed.AsSpan().IndexOfAnyExcept("0123456789+-() ./") >= 0)
        {
            return null;
        }

        typed = typed.EndsWith('+') ? "+" + typed.TrimEnd('+') : typed;
        try
        {
            var number = Phones.Parse(typed, "JO");

            // Ranges of other countries change faster than any table; for them the length must be possible, no more.
            return (number.CountryCode == 962 ? Phones.IsValidNumber(number) : foreign && Phones.IsPossibleNumber(number))
                ? Phones.Format(number, PhoneNumberFormat.E164)
                : null;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }
}
