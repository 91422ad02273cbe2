using System.Diagnostics.CodeAnalysis;

namespace Diwan.Kernel;

/// <summary>
/// The ten-digit national number of a Jordanian. No public rule gives it a check digit, a birth year or a sex,
/// so only its length is checked here and the civil register decides the rest.
/// </summary>
public sealed record NationalNumber
{
    private NationalNumber(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse(string? text, [NotNullWhen(true)] out NationalNumber? number)
    {
        var digits = Identifier.Digits(text);
        number = digits is { Length: 10 } ? new NationalNumber(digits) : null;
        return number is not null;
    }

    /// <summary>As shown to people other than its holder: the last three digits only.</summary>
    public string Masked => $"*******{Value[^3..]}";

    public override string ToString() => Value;
}

/// <summary>The national number of an establishment: 9 to 12 digits (the exact length is not published; assumed).</summary>
public sealed record EstablishmentNumber
{
    private EstablishmentNumber(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse(string? text, [NotNullWhen(true)] out EstablishmentNumber? number)
    {
        var digits = Identifier.Digits(text);
        number = digits is { Length: >= 9 and <= 12 } ? new EstablishmentNumber(digits) : null;
        return number is not null;
    }

    public override string ToString() => Value;
}

internal static class Identifier
{
    /// <summary>The digits of what a person typed, spaces and dashes forgiven; null when anything else is there.</summary>
    internal static string? Digits(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > 40)
        {
            return null;
        }

        Span<char> digits = stackalloc char[text.Length];
        var n = 0;
        foreach (var raw in text)
        {
            var c = Kernel.Digits.ToAscii(raw);
            if (char.IsAsciiDigit(c))
            {
                digits[n++] = c;
            }
            else if (!char.IsWhiteSpace(c) && c is not '-' and not '\u200e' and not '\u200f')
            {
                return null;
            }
        }

        return n == 0 ? null : new string(digits[..n]);
    }
}
