using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Diwan.Documents;

/// <summary>
/// Where the keys of the institutions' seals are. The software keys of <see cref="SoftwareSealKeys"/> serve the sandbox and small installations;
/// a security module stands behind the same port, since a key is only ever asked to sign.
/// </summary>
public interface ISealKeys
{
    /// <summary>The key with which the institution seals now.</summary>
    SealKey Sealing(string institution, Words institutionName, DateTimeOffset now);

    /// <summary>The key that stamps the time.</summary>
    SealKey TimeStamping(DateTimeOffset now);

    /// <summary>Every key that ever sealed, with its dates, for those who verify.</summary>
    TrustedKeys Published();
}

/// <summary>A key that can seal.</summary>
/// <param name="KeyId">Sixteen hexadecimal digits: the first eight bytes of the SHA-256 of the certificate.</param>
/// <param name="Certificate">The certificate without its private key.</param>
/// <param name="Key">P-256. Only asked to sign; it may be a handle to a key kept elsewhere.</param>
/// <param name="Issuer">The certificate of the authority that vouches for it.</param>
public sealed record SealKey(string KeyId, string Institution, X509Certificate2 Certificate, ECDsa Key, X509Certificate2 Issuer)
{
    /// <summary>A key of no authority, for specimens: nobody's published keys hold it.</summary>
    internal static SealKey Passing(string institution, DateTimeOffset now)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var whole = new CertificateRequest("CN=Specimen", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddMinutes(-5), now.AddDays(1));
        var certificate = X509CertificateLoader.LoadCertificate(whole.RawData);
        return new SealKey(IdOf(certificate), institution, certificate, key, certificate);
    }

    /// <summary>The identifier of a certificate's key.</summary>
    public static string IdOf(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return Convert.ToHexStringLower(SHA256.HashData(certificate.RawData).AsSpan(0, 8));
    }
}
