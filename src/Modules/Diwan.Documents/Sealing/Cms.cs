using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;

namespace Diwan.Documents.Sealing;

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
