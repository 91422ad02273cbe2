namespace Diwan.Documents.Sealing;

/// <summary>Base45 (RFC 9285): bytes in the characters that a QR code packs most tightly.</summary>
internal static class Base45
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

    internal static string Encode(ReadOnlySpan<byte> data)
    {
        var text = new char[(data.Length / 2 * 3) + (data.Length % 2 * 2)];
        var at = 0;
        for (var i = 0; i < data.Length; i += 2)
        {
            var pair = i + 1 < data.Length;
            var n = pair ? (data[i] << 8) + data[i + 1] : data[i];
            for (var k = pair ? 3 : 2; k > 0; k--, n /= 45)
            {
                text[at++] = Alphabet[n % 45];
            }
        }

        return new string(text);
    }

    /// <summary>The bytes, or null when the text is not Base45.</summary>
    internal static byte[]? Decode(ReadOnlySpan<char> text)
    {
        if (text.Length % 3 == 1)
        {
            return null;
        }

        var data = new byte[(text.Length / 3 * 2) + (text.Length % 3 / 2)];
        var at = 0;
        for (var i = 0; i < text.Length; i += 3)
        {
            var n = 0;
            var factor = 1;
            var group = Math.Min(3, text.Length - i);
            for (var k = 0; k < group; k++, factor *= 45)
            {
                var digit = Alphabet.IndexOf(text[i + k], StringComparison.Ordinal);
                if (digit < 0)
                {
                    return null;
                }

                n += digit * factor;
            }

            if (n > (group == 3 ? 0xFFFF : 0xFF))
            {
                return null;
            }

            if (group == 3)
            {
                data[at++] = (byte)(n >> 8);
            }

            data[at++] = (byte)n;
        }

        return data;
    }
}
