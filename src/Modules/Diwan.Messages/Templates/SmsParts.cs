namespace Diwan.Messages;

/// <summary>The alphabet in which the network carries an SMS.</summary>
public enum SmsAlphabet
{
    /// <summary>GSM 03.38, seven bits a letter.</summary>
    Gsm7,

    /// <summary>UCS-2, sixteen bits a letter: Arabic, and all that is not in GSM 03.38.</summary>
    Ucs2,
}

/// <summary>
/// How many SMS the network sends for a text (3GPP TS 23.038 and 23.040): one carries 160 letters of the GSM alphabet or 70 of UCS-2; where it
/// takes more, each carries 153 or 67, the rest being the header that joins them. A letter is never cut in two.
/// </summary>
/// <param name="Units">Seven-bit or sixteen-bit units; the extended letters of the GSM alphabet, and letters beyond 16 bits, take two.</param>
public sealed record SmsParts(SmsAlphabet Alphabet, int Units, int Parts)
{
    private const string Basic =
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    private const string Extended = "^{}\\[~]|€\f";
    private static readonly HashSet<char> OneUnit = [.. Basic];
    private static readonly HashSet<char> TwoUnits = [.. Extended];

    /// <summary>The fewest units left in the last part.</summary>
    public int Left => (Parts <= 1 ? Single(Alphabet) : Joined(Alphabet) * Parts) - Units;

    public static SmsParts Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var alphabet = text.All(c => OneUnit.Contains(c) || TwoUnits.Contains(c)) ? SmsAlphabet.Gsm7 : SmsAlphabet.Ucs2;
        var lengths = alphabet == SmsAlphabet.Gsm7
            ? text.Select(c => TwoUnits.Contains(c) ? 2 : 1)
            : text.EnumerateRunes().Select(r => r.Utf16SequenceLength);
        var (units, parts, filled) = (0, 1, 0);
        foreach (var length in lengths)
        {
            if (filled + length > Joined(alphabet))
            {
                (parts, filled) = (parts + 1, 0);
            }

            filled += length;
            units += length;
        }

        return new(alphabet, units, units <= Single(alphabet) ? 1 : parts);
    }

    private static int Single(SmsAlphabet alphabet) => alphabet == SmsAlphabet.Gsm7 ? 160 : 70;

    private static int Joined(SmsAlphabet alphabet) => alphabet == SmsAlphabet.Gsm7 ? 153 : 67;
}
