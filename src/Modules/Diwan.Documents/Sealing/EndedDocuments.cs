using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Security.Cryptography.Cose;
using System.Text;

namespace Diwan.Documents;

/// <summary>
/// The documents that are no longer in force although their seals are genuine: revoked or superseded. Published signed (COSE_Sign1 over CBOR), to be kept by
/// those who verify offline. Holds the first eight bytes of the SHA-256 of each code, so that it names no document to those who do not hold it.
/// </summary>
public sealed class EndedDocuments
{
    private const int HashBytes = 8;
    private const int AsAtLabel = 1;
    private const int NextLabel = 2;
    private const int HashesLabel = 3;

    private readonly HashSet<ulong> hashes;

    private EndedDocuments(DateTimeOffset asAt, DateTimeOffset next, HashSet<ulong> hashes) => (AsAt, Next, this.hashes) = (asAt, next, hashes);

    /// <summary>When the list was true.</summary>
    public DateTimeOffset AsAt { get; }

    /// <summary>When a newer list is to be fetched; after it, this one says nothing about what ended since.</summary>
    public DateTimeOffset Next { get; }

    public int Count => hashes.Count;

    /// <summary>Whether the document with this code is on the list.</summary>
    public bool Contains(string code) => DocumentCode.TryParse(code, out var read) && hashes.Contains(Hash(read.Value));

    /// <summary>Reads a published list. Null when it is damaged, or not signed by a key of these.</summary>
    public static EndedDocuments? Read(byte[] published, TrustedKeys keys)
    {
        try
        {
            var message = CoseMessage.DecodeSign1(published);
            if (message.Content is not { } content
                || !message.ProtectedHeaders.TryGetValue(CoseHeaderLabel.KeyIdentifier, out var id)
                || keys.Find(Convert.ToHexStringLower(id.GetValueAsBytes())) is not { Key.Use: SealKeyUse.TimeStamp } found)
            {
                return null;
            }

            using var key = System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions.GetECDsaPublicKey(found.Certificate);
            if (key is null || !message.VerifyEmbedded(key))
            {
                return null;
            }

            var reader = new CborReader(content, CborConformanceMode.Canonical);
            reader.ReadStartMap();
            reader.ReadInt32();
            var asAt = DateTimeOffset.FromUnixTimeSeconds(reader.ReadInt64());
            reader.ReadInt32();
            var next = DateTimeOffset.FromUnixTimeSeconds(reader.ReadInt64());
            reader.ReadInt32();
            var bytes = reader.ReadByteString();
            if (bytes.Length % HashBytes != 0 || asAt < found.Key.From || asAt > found.Key.Until)
            {
                return null;
            }

            return new(asAt, next, [.. Enumerable.Range(0, bytes.Length / HashBytes).Select(i => BitConverter.ToUInt64(bytes, i * HashBytes))]);
        }
        catch (Exception e) when (e is CryptographicException or CborContentException or InvalidOperationException or ArgumentException or OverflowException)
        {
            return null;
        }
    }

    internal static byte[] Publish(IEnumerable<string> codes, DateTimeOffset asAt, DateTimeOffset next, SealKey key)
    {
        var sorted = codes.Select(Hash).Distinct().Order().SelectMany(BitConverter.GetBytes).ToArray();
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartMap(3);
        writer.WriteInt32(AsAtLabel);
        writer.WriteInt64(asAt.ToUnixTimeSeconds());
        writer.WriteInt32(NextLabel);
        writer.WriteInt64(next.ToUnixTimeSeconds());
        writer.WriteInt32(HashesLabel);
        writer.WriteByteString(sorted);
        writer.WriteEndMap();
        var headers = new CoseHeaderMap { [CoseHeaderLabel.KeyIdentifier] = CoseHeaderValue.FromBytes(Convert.FromHexString(key.KeyId)) };
        return CoseSign1Message.SignEmbedded(writer.Encode(), new CoseSigner(key.Key, HashAlgorithmName.SHA256, headers));
    }

    private static ulong Hash(string code) => BitConverter.ToUInt64(SHA256.HashData(Encoding.ASCII.GetBytes(code)), 0);
}
