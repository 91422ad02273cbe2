using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Diwan.Kernel;

namespace Diwan.Payments;

/// <summary>
/// The number by which anybody can pay a bill: twelve random digits and a check digit (H. M. Damm's, which notices every wrong
/// digit and every exchange of neighbours). Digits only, so that it can be typed at any machine and spoken to any teller.
/// </summary>
public sealed record BillNumber
{
    private const int Length = 13;

    private static readonly byte[] Quasigroup =
    [
        0, 3, 1, 7, 5, 9, 8, 6, 4, 2,
        7, 0, 9, 2, 1, 5, 4, 8, 6, 3,
        4, 2, 0, 6, 8, 7, 1, 3, 5, 9,
        1, 7, 5, 0, 9, 8, 3, 4, 2, 6,
        6, 1, 2, 3, 0, 4, 5, 9, 7, 8,
        3, 6, 7, 4, 2, 0, 9, 5, 8, 1,
        5, 8, 6, 9, 7, 2, 0, 1, 3, 4,
        8, 9, 4, 5, 3, 6, 2, 0, 1, 7,
        9, 4, 3, 8, 6, 1, 7, 2, 0, 5,
        2, 5, 8, 1, 4, 3, 6, 7, 9, 0,
    ];

    private BillNumber(string value) => Value = value;

    public string Value { get; }

    /// <summary>In groups, as it is printed and spoken: <c>2000 0000 00017</c>.</summary>
    public string Spoken => $"{Value[..4]} {Value[4..8]} {Value[8..]}";

    public static BillNumber New()
    {
        Span<char> digits = stackalloc char[Length - 1];
        digits[0] = (char)('1' + RandomNumberGenerator.GetInt32(9));
        for (var i = 1; i < digits.Length; i++)
        {
            digits[i] = (char)('0' + RandomNumberGenerator.GetInt32(10));
        }

        return new BillNumber($"{digits}{(char)('0' + Check(digits))}");
    }

    /// <exception cref="FormatException">It is no bill number.</exception>
    public static BillNumber Parse(string text) =>
        TryParse(text, out var number) ? number : throw new FormatException($"'{text}' is no bill number: its check digit or its length is wrong.");

    /// <summary>Reads what a person typed: ٠١٢ digits, spaces and dashes anywhere.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out BillNumber? number)
    {
        number = null;
        if (text is null || text.Length > 40)
        {
            return false;
        }

        Span<char> digits = stackalloc char[Length];
        var n = 0;
        foreach (var c in Digits.ToAscii(text))
        {
            if (char.IsWhiteSpace(c) || c is '-' or '\u200e' or '\u200f')
            {
                continue;
            }

            if (n == Length || !char.IsAsciiDigit(c))
            {
                return false;
            }

            digits[n++] = c;
        }

        if (n != Length || digits[0] == '0' || Check(digits) != 0)
        {
            return false;
        }

        number = new BillNumber(new string(digits));
        return true;
    }

    public override string ToString() => Value;

    private static int Check(ReadOnlySpan<char> digits)
    {
        var interim = 0;
        foreach (var c in digits)
        {
            interim = Quasigroup[(interim * 10) + (c - '0')];
        }

        return interim;
    }
}
