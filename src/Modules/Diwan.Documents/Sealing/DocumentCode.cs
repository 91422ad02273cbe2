using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Diwan.Kernel;

namespace Diwan.Documents;

/// <summary>
/// The verification code of a document: eleven random characters (55 bits) and a check character, written <c>7K3M-Q9FT-2WX8</c>.
/// The alphabet is Crockford's base 32; the check character is the hybrid sum of ISO 7064 over 32 characters, which notices every
/// single wrong character.
/// </summary>
public sealed record DocumentCode
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 11;

    private DocumentCode(string value) => Value = value;

    /// <summary>As printed, with its dashes.</summary>
    public string Value { get; }

    /// <summary>The code on every specimen; no document bears it.</summary>
    internal static DocumentCode Specimen { get; } = Write("00000000000");

    public static DocumentCode New()
    {
        Span<char> body = stackalloc char[Length];
        foreach (ref var c in body)
        {
            c = Alphabet[RandomNumberGenerator.GetInt32(Alphabet.Length)];
        }

        return body.ContainsAnyExcept('0') ? Write(body) : New();
    }

    /// <summary>Reads what a person typed: any case, dashes and spaces anywhere, ٠١٢ digits, O for 0, I and L for 1, U for V.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out DocumentCode? code)
    {
        code = null;
        if (text is null || text.Length > 60)
        {
            return false;
        }

        Span<char> read = stackalloc char[Length + 1];
        var n = 0;
        foreach (var raw in text)
        {
            var c = char.ToUpperInvariant(Digits.ToAscii(raw));
            c = c switch { 'O' => '0', 'I' or 'L' => '1', 'U' => 'V', _ => c };
            if (char.IsWhiteSpace(c) || c is '-' or '\u200e' or '\u200f')
            {
                continue;
            }

            if (n > Length || !Alphabet.Contains(c, StringComparison.Ordinal))
            {
                return false;
            }

            read[n++] = c;
        }

        if (n != Length + 1 || Check(read[..Length]) != read[Length])
        {
            return false;
        }

        code = Write(read[..Length]);
        return true;
    }

    public override string ToString() => Value;

    private static DocumentCode Write(ReadOnlySpan<char> body) => new($"{body[..4]}-{body[4..8]}-{body[8..]}{Check(body)}");

    private static char Check(ReadOnlySpan<char> body)
    {
        var product = 32;
        foreach (var c in body)
        {
            var sum = (product + Alphabet.IndexOf(c, StringComparison.Ordinal)) % 32;
            product = (sum == 0 ? 32 : sum) * 2 % 33;
        }

        return Alphabet[(33 - product) % 32];
    }
}
