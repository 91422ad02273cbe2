using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;

namespace Diwan.Documents.Sealing;

/// <summary>The sandbox's own time-stamping authority: tokens of RFC 3161, made in the process.</summary>
internal static class TimeStamps
{
    /// <summary>The policy of the sandbox authority, an identifier made from a random UUID (X.667).</summary>
    private const string Policy = "2.25.208173364581207311837124907263150294731";

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

/// <summary>What every signature here has in common.</summary>
internal static class Cms
{
    internal static CmsSigner Signer(SealKey key)
    {
        var signer = new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, key.Certificate, key.Key)
        {
            DigestAlgorithm = new Oid("2.16.840.1.101.3.4.2.1"),
            IncludeOption = System.Security.Cryptography.X509Certificates.X509IncludeOption.None, // no chain is built; both certificates are put in by hand
        };
        signer.Certificates.Add(key.Certificate);
        signer.Certificates.Add(key.Issuer);
        signer.SignedAttributes.Add(new AsnEncodedData("1.2.840.113549.1.9.16.2.47", SigningCertificate(key)));
        return signer;
    }

    /// <summary>The attribute signing-certificate-v2 (RFC 5035), which ties the signature to this very certificate.</summary>
    private static byte[] SigningCertificate(SealKey key)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteOctetString(SHA256.HashData(key.Certificate.RawData)); // SHA-256 is the default and is not written
        }

        return writer.Encode();
    }
}
