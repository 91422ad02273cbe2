using System.Buffers.Text;
using System.IO.Compression;

namespace Diwan.Documents.Credentials;

/// <summary>The bits of a token status list: <c>lst</c> is the base64url of their ZLIB compression (RFC 1950); the first entry sits in the lowest bits.</summary>
internal static class StatusBits
{
    internal static string Encode(ReadOnlySpan<byte> bits)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            zlib.Write(bits);
        }

        return Base64Url.EncodeToString(packed.GetBuffer().AsSpan(0, (int)packed.Length));
    }

    /// <summary>Null when it is no such list, or unpacks to more than <paramref name="most"/> bytes.</summary>
    internal static byte[]? Decode(string lst, int most)
    {
        try
        {
            if (Jws.Strict(lst) is not { } packed)
            {
                return null;
            }

            using var zlib = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
            var bytes = new byte[most + 1];
            var read = zlib.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return read > most ? null : bytes[..read];
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <param name="size">Bits of an entry: 1, 2, 4 or 8.</param>
    internal static int Get(ReadOnlySpan<byte> bits, int index, int size)
    {
        var bit = index * size;
        return (bits[bit >> 3] >> (bit & 7)) & ((1 << size) - 1);
    }

    internal static void Set(Span<byte> bits, int index) => bits[index >> 3] |= (byte)(1 << (index & 7));
}
