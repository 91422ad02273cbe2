using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Security.Cryptography.Cose;
using Diwan.Documents.Rendering.Text;

namespace Diwan.Documents.Sealing;

/// <summary>
/// The seal printed on a document: claims of the kind of RFC 8392 (CWT) in CBOR, signed with COSE_Sign1 (RFC 9052, ES256), written in Base45
/// after <c>DIWAN1:</c>. Small enough for a QR code that a telephone reads from a photocopy, and verifiable with the published keys alone.
/// </summary>
internal static class QrSeal
{
    internal const string Prefix = "DIWAN1:";

    private const int Issuer = 1;
    private const int Expires = 4;
    private const int IssuedAt = 6;
    private const int Identifier = 7;
    // Labels below -65536 are for private use (RFC 8392, 9.1.1).
    private const int Kind = -70001;
    private const int Facts = -70002;
    private const int Sandbox = -70003;

    /// <summary>What a QR code of a size that fits the page holds: a fact longer than this is cut, with an ellipsis.</summary>
    private const int LongestFact = 90;

    private const int MostFacts = 10;

    internal static string Make(DocumentContent content, string code, DateTimeOffset issuedAt, SealKey key)
    {
        if (content.SealFacts.Count > MostFacts)
        {
            throw new ArgumentException($"Document {content.Kind} seals {content.SealFacts.Count} facts; at most {MostFacts} fit a seal. / عدد حقائق الختم أكثر مما يتسع له.");
        }

        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartMap(5 + (content.ValidUntil is null ? 0 : 1) + (content.Sandbox ? 1 : 0));
        writer.WriteInt32(Issuer);
        writer.WriteTextString(content.Institution);
        if (content.ValidUntil is { } until)
        {
            writer.WriteInt32(Expires);
            writer.WriteInt64(Kernel.NationalCalendar.At(until.AddDays(1), TimeOnly.MinValue).ToUnixTimeSeconds());
        }

        writer.WriteInt32(IssuedAt);
        writer.WriteInt64(issuedAt.ToUnixTimeSeconds());
        writer.WriteInt32(Identifier);
        writer.WriteTextString(code);
        writer.WriteInt32(Kind);
        writer.WriteTextString(content.Kind);
        writer.WriteInt32(Facts);
        writer.WriteStartMap(content.SealFacts.Count);
        foreach (var fact in content.SealFacts)
        {
            writer.WriteTextString(fact.Key);
            writer.WriteTextString(WellFormed.Text(fact.Value.Length <= LongestFact ? fact.Value : $"{fact.Value[..LongestFact].TrimEnd()}…"));
        }

        writer.WriteEndMap();
        if (content.Sandbox)
        {
            writer.WriteInt32(Sandbox);
            writer.WriteBoolean(true);
        }

        writer.WriteEndMap();
        var headers = new CoseHeaderMap { [CoseHeaderLabel.KeyIdentifier] = CoseHeaderValue.FromBytes(Convert.FromHexString(key.KeyId)) };
        var message = CoseSign1Message.SignEmbedded(writer.Encode(), new CoseSigner(key.Key, HashAlgorithmName.SHA256, headers));
        return Prefix + Base45.Encode(message);
    }

    /// <summary>Verifies what was read from a seal. Never throws, whatever it is given.</summary>
    internal static SealReading Read(string? text, TrustedKeys keys)
    {
        text = text?.Trim();
        if (text is null || text.Length > 4296 || !text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return new SealReading.Unknown();
        }

        if (Base45.Decode(text.AsSpan(Prefix.Length)) is not { } bytes)
        {
            return new SealReading.Altered();
        }

        try
        {
            var message = CoseMessage.DecodeSign1(bytes);
            if (!message.ProtectedHeaders.TryGetValue(CoseHeaderLabel.KeyIdentifier, out var id) || message.Content is not { } content)
            {
                return new SealReading.Unknown();
            }

            if (keys.Find(Convert.ToHexStringLower(id.GetValueAsBytes())) is not { Key.Use: SealKeyUse.Seal } found)
            {
                return new SealReading.Unknown();
            }

            using var ecdsa = System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions.GetECDsaPublicKey(found.Certificate);
            if (ecdsa is null || !message.VerifyEmbedded(ecdsa))
            {
                return new SealReading.Altered();
            }

            return Claims(content, found.Key);
        }
        catch (Exception e) when (e is CryptographicException or CborContentException or InvalidOperationException or ArgumentException or FormatException or OverflowException)
        {
            return new SealReading.Altered();
        }
    }

    private static SealReading Claims(ReadOnlyMemory<byte> content, PublishedKey key)
    {
        var (issuer, kind, code, sandbox) = ("", "", "", false);
        DateTimeOffset issued = default;
        DateTimeOffset? expires = null;
        var facts = new List<KeyValuePair<string, string>>();
        var reader = new CborReader(content, CborConformanceMode.Canonical);
        reader.ReadStartMap();
        while (reader.PeekState() != CborReaderState.EndMap)
        {
            switch (reader.ReadInt32())
            {
                case Issuer:
                    issuer = reader.ReadTextString();
                    break;
                case Expires:
                    expires = DateTimeOffset.FromUnixTimeSeconds(reader.ReadInt64());
                    break;
                case IssuedAt:
                    issued = DateTimeOffset.FromUnixTimeSeconds(reader.ReadInt64());
                    break;
                case Identifier:
                    code = reader.ReadTextString();
                    break;
                case Kind:
                    kind = reader.ReadTextString();
                    break;
                case Facts:
                    reader.ReadStartMap();
                    while (reader.PeekState() != CborReaderState.EndMap)
                    {
                        facts.Add(new(reader.ReadTextString(), reader.ReadTextString()));
                    }

                    reader.ReadEndMap();
                    break;
                case Sandbox:
                    sandbox = reader.ReadBoolean();
                    break;
                default:
                    reader.SkipValue();
                    break;
            }
        }

        reader.ReadEndMap();
        // A key seals for its own institution only, and only while it is in force.
        return issuer != key.Institution || issued < key.From || issued > key.Until || !DocumentCode.TryParse(code, out _)
            ? new SealReading.Altered()
            : new SealReading.Genuine(code, kind, key, issued, expires, facts, sandbox);
    }
}
