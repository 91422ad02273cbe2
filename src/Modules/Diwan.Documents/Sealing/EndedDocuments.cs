using System.Buffers.Binary;
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
    private const int EndsLabel = 4;

    /// <summary>Of each document, beside its hash: how it ended (0 superseded, otherwise one more than the reason's number), and the second, in four bytes.</summary>
    private const int EndBytes = 5;

    private readonly Dictionary<ulong, Ending> ends;

    private EndedDocuments(DateTimeOffset asAt, DateTimeOffset next, Dictionary<ulong, Ending> ends) => (AsAt, Next, this.ends) = (asAt, next, ends);

    /// <summary>How a document ended.</summary>
    /// <param name="Reason">Why it was revoked; null when a newer one took its place.</param>
    public sealed record Ending(DateTimeOffset Since, RevocationReason? Reason);

    /// <summary>When the list was true.</summary>
    public DateTimeOffset AsAt { get; }

    /// <summary>When a newer list is to be fetched; after it, this one says nothing about what ended since.</summary>
    public DateTimeOffset Next { get; }

    public int Count => ends.Count;

    /// <summary>Whether the document with this code is on the list.</summary>
    public bool Contains(string code) => Find(code) is not null;

    /// <summary>How the document with this code ended; null when it is not on the list.</summary>
    public Ending? Find(string code) => DocumentCode.TryParse(code, out var read) ? ends.GetValueOrDefault(Hash(read.Value)) : null;

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
            reader.ReadInt32();
            var ends = reader.ReadByteString();
            var count = bytes.Length / HashBytes;
            if (bytes.Length % HashBytes != 0 || ends.Length != count * EndBytes || asAt < found.Key.From || asAt > found.Key.Until)
            {
                return null;
            }

            var read = new Dictionary<ulong, Ending>(count);
            for (var i = 0; i < count; i++)
            {
                var end = ends.AsSpan(i * EndBytes, EndBytes);
                read[BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(i * HashBytes))] = new(
                    DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadUInt32BigEndian(end[1..])),
                    end[0] == 0 ? null : (RevocationReason)(end[0] - 1));
            }

            return new(asAt, next, read);
        }
        catch (Exception e) when (e is CryptographicException or CborContentException or InvalidOperationException or ArgumentException or OverflowException)
        {
            return null;
        }
    }

    internal static byte[] Publish(IEnumerable<(string Code, Ending End)> documents, DateTimeOffset asAt, DateTimeOffset next, SealKey key)
    {
        var sorted = documents.Select(d => (Hash: Hash(d.Code), d.End)).DistinctBy(d => d.Hash).OrderBy(d => d.Hash).ToList();
        var hashes = new byte[sorted.Count * HashBytes];
        var ends = new byte[sorted.Count * EndBytes];
        for (var i = 0; i < sorted.Count; i++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(hashes.AsSpan(i * HashBytes), sorted[i].Hash);
            ends[i * EndBytes] = sorted[i].End.Reason is { } reason ? (byte)((int)reason + 1) : (byte)0;
            BinaryPrimitives.WriteUInt32BigEndian(ends.AsSpan((i * EndBytes) + 1), (uint)sorted[i].End.Since.ToUnixTimeSeconds());
        }

        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartMap(4);
        writer.WriteInt32(AsAtLabel);
        writer.WriteInt64(asAt.ToUnixTimeSeconds());
        writer.WriteInt32(NextLabel);
        writer.WriteInt64(next.ToUnixTimeSeconds());
        writer.WriteInt32(HashesLabel);
        writer.WriteByteString(hashes);
        writer.WriteInt32(EndsLabel);
        writer.WriteByteString(ends);
        writer.WriteEndMap();
        var headers = new CoseHeaderMap { [CoseHeaderLabel.KeyIdentifier] = CoseHeaderValue.FromBytes(Convert.FromHexString(key.KeyId)) };
        return CoseSign1Message.SignEmbedded(writer.Encode(), new CoseSigner(key.Key, HashAlgorithmName.SHA256, headers));
    }

    private static ulong Hash(string code) => BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.ASCII.GetBytes(code)));
}
