using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using Diwan.Documents.Sealing;

namespace Diwan.Documents;

/// <summary>The time by the installation's own key: for an installation that has no outside authority.</summary>
public sealed class OwnTimeStamps(SealKeys keys, TimeProvider time) : ITimeStamps
{
    /// <summary>The policy of these stamps, an identifier made from a random UUID (X.667).</summary>
    private const string Policy = "2.25.208173364581207311837124907263150294731";

    public Task<byte[]> OverAsync(ReadOnlyMemory<byte> data, CancellationToken ct) => Task.FromResult(Token(data.Span, keys.TimeStamping(time.GetUtcNow()), time.GetUtcNow()));

    public Task<ValidationData> ValidationAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var clock = keys.TimeStamping(now);
        return Task.FromResult(ValidationData.Of([clock.Certificate, clock.Issuer], [keys.RevocationList(now)]));
    }

    /// <summary>A token over the SHA-256 of some bytes.</summary>
    internal static byte[] Token(ReadOnlySpan<byte> data, SealKey key, DateTimeOffset now)
    {
        var info = new AsnWriter(AsnEncodingRules.DER);
        using (info.PushSequence())
        {
            info.WriteInteger(1);
            info.WriteObjectIdentifier(Policy);
            using (info.PushSequence())
            {
                using (info.PushSequence())
                {
                    info.WriteObjectIdentifier("2.16.840.1.101.3.4.2.1");
                    info.WriteNull();
                }

                info.WriteOctetString(SHA256.HashData(data));
            }

            var serial = RandomNumberGenerator.GetBytes(12);
            serial[0] = (byte)(0x40 | (serial[0] & 0x3F));
            info.WriteInteger(serial);
            info.WriteGeneralizedTime(now.ToUniversalTime(), omitFractionalSeconds: true);
            using (info.PushSequence())
            {
                info.WriteInteger(1); // accurate to a second
            }
        }

        var cms = new SignedCms(new ContentInfo(new Oid("1.2.840.113549.1.9.16.1.4"), info.Encode()), detached: false);
        cms.ComputeSignature(Cms.Signer(key));
        return cms.Encode();
    }
}
