using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Diwan.Kernel;

/// <summary>
/// The reference of a case: eight characters and a check character, written <c>7K4M-92QX-3</c>. Speakable: no I, L, O or U
/// (Crockford's base 32), which are understood as 1, 1, 0 and V. The check character is an ISO 7064 hybrid sum (mod 33, 32),
/// so one wrong character is always noticed, and almost every exchange of neighbours. The characters are random: a reference tells nothing.
/// </summary>
public sealed record CaseReference
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 8;

    private CaseReference(string value) => Value = value;

    /// <summary>As written, with its dashes.</summary>
    public string Value { get; }

    public static CaseReference New()
    {
        Span<char> body = stackalloc char[Length];
        for (var i = 0; i < Length; i++)
        {
            body[i] = Alphabet[RandomNumberGenerator.GetInt32(32)];
        }

        return Write(body);
    }

    /// <summary>The first two characters of a part of all references. They are random, so this part of any cases is a fair sample of them.</summary>
    /// <param name="part">Of one; at least one beginning of 1,024 is given.</param>
    public static IReadOnlyList<string> Beginnings(double part)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(part);
        var count = Math.Clamp((int)(part * Alphabet.Length * Alphabet.Length), 1, Alphabet.Length * Alphabet.Length);
        return [.. Enumerable.Range(0, count).Select(i => $"{Alphabet[i / Alphabet.Length]}{Alphabet[i % Alphabet.Length]}")];
    }

    /// <summary>Reads what a person typed or spoke: any case, dashes and spaces anywhere, ٠١٢ digits, O for 0, I and L for 1.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out CaseReference? reference)
    {
        reference = null;
        if (text is null || text.Length > 40)
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

            if (n > Length || !Alphabet.Contains(c))
            {
                return false;
            }

            read[n++] = c;
        }

        if (n != Length + 1 || Check(read[..Length]) != read[Length])
        {
            return false;
        }

        reference = Write(read[..Length]);
        return true;
    }

    public override string ToString() => Value;

    private static CaseReference Write(ReadOnlySpan<char> body) => new($"{body[..4]}-{body[4..]}-{Check(body)}");

    private static char Check(ReadOnlySpan<char> body)
    {
        // ISO 7064 hybrid system with modulus 32: catches every single error and almost every adjacent exchange.
        var product = 32;
        foreach (var c in body)
        {
            var sum = (product + Alphabet.IndexOf(c)) % 32;
            product = (sum == 0 ? 32 : sum) * 2 % 33;
        }

        return Alphabet[(33 - product) % 32];
    }
}
