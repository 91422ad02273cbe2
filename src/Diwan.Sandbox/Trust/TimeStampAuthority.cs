using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Diwan.Sandbox.Registers;
using Diwan.Sandbox.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Diwan.Sandbox.Trust;

/// <summary>
/// A time-stamping authority (RFC 3161 over HTTP) with a root, a stamping certificate and a revocation list of its own, at <c>/tsa</c>. Magic addresses
/// misbehave, one way each: <c>/tsa/wrong-nonce</c>, <c>/tsa/wrong-hash</c>, <c>/tsa/untrusted</c>, <c>/tsa/revoked</c>, <c>/tsa/late</c> (an hour behind),
/// <c>/tsa/refuses</c>, <c>/tsa/garbage</c>, <c>/tsa/silent</c>. Its keys follow from a public secret: they prove nothing.
/// </summary>
public sealed class TimeStampAuthority
{
    private const string Policy = "2.25.291004820377170355904411372210598013551";
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";

    private static readonly string[] Faults = ["wrong-nonce", "wrong-hash", "untrusted", "revoked", "late", "refuses", "garbage", "silent"];

    private readonly Knobs knobs;
    private readonly TimeProvider time;
    private readonly Journal journal;
    private readonly Lock gate = new();

    internal TimeStampAuthority(Journal journal, Knobs knobs, TimeProvider time) => (this.journal, this.knobs, this.time) = (journal, knobs, time);

    /// <summary>The public key of the root, as PEM: what a client trusts.</summary>
    public static string RootPem()
    {
        using var key = KeyOf("root");
        return key.ExportSubjectPublicKeyInfoPem();
    }

    internal void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/tsa/{fault?}", StampAsync);
        app.MapGet("/tsa/root.crt", (HttpContext http) => Results.Bytes(At(http).Root.RawData, "application/pkix-cert"));
        app.MapGet("/tsa/revoked.crl", (HttpContext http) => Results.Bytes(RevocationList(At(http)), "application/pkix-crl"));
    }

    /// <summary>What the authority holds: made once for an address, and remembered.</summary>
    private sealed record Kept(string RootDer, string StampingDer, string RevokedDer);

    private sealed record Certificates(X509Certificate2 Root, X509Certificate2 Stamping, X509Certificate2 Revoked);

    private static ECDsa KeyOf(string use)
    {
        var scalar = SHA256.HashData(Encoding.UTF8.GetBytes("time stamps " + use));
        scalar[0] = 0; // below the order of the curve
        return ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = scalar });
    }

    private static bool Wants(string? fault, string what) => string.Equals(fault, what, StringComparison.Ordinal);

    private async Task<IResult> StampAsync(HttpContext http, string? fault)
    {
        if (fault is not null && !Faults.Contains(fault, StringComparer.Ordinal))
        {
            return Results.NotFound();
        }

        if (await knobs.Meet("tsa", http.RequestAborted) is Fate.Down or Fate.Fail)
        {
            return Results.StatusCode(503);
        }

        if (Wants(fault, "silent"))
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted);
        }

        if (http.Request.ContentType != "application/timestamp-query")
        {
            return Results.Text("A time-stamp query (application/timestamp-query) is asked for. / يُنتظر طلب ختم وقت.", statusCode: 415);
        }

        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        if (Wants(fault, "garbage"))
        {
            return Reply(Encoding.ASCII.GetBytes("not a time-stamp"));
        }

        if (!Rfc3161TimestampRequest.TryDecode(body.ToArray(), out var request, out _))
        {
            return Reply(Refusal(5)); // badDataFormat
        }

        if (Wants(fault, "refuses") || request.HashAlgorithmId.Value != Sha256 || request.GetMessageHash().Length != SHA256.HashSizeInBytes)
        {
            return Reply(Refusal(0)); // badAlg
        }

        return Reply(Granted(Token(request, At(http), fault)));
    }

    private static IResult Reply(byte[] der) => Results.Bytes(der, "application/timestamp-reply");

    /// <summary>TimeStampResp with a status of rejection and one bit of failure information.</summary>
    private static byte[] Refusal(int bit)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteInteger(2);
            var bits = new byte[(bit / 8) + 1];
            bits[bit / 8] = (byte)(0x80 >> (bit % 8));
            writer.WriteBitString(bits, 7 - (bit % 8));
        }

        return writer.Encode();
    }

    private static byte[] Granted(byte[] token)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteInteger(0);
            }

            writer.WriteEncodedValue(token);
        }

        return writer.Encode();
    }

    private byte[] Token(Rfc3161TimestampRequest request, Certificates certificates, string? fault)
    {
        var hash = request.GetMessageHash().ToArray();
        if (Wants(fault, "wrong-hash"))
        {
            hash[0] ^= 1;
        }

        var now = time.GetUtcNow() - (Wants(fault, "late") ? TimeSpan.FromHours(1) : TimeSpan.Zero);
        var info = new AsnWriter(AsnEncodingRules.DER);
        using (info.PushSequence())
        {
            info.WriteInteger(1);
            info.WriteObjectIdentifier(Policy);
            using (info.PushSequence())
            {
                using (info.PushSequence())
                {
                    info.WriteObjectIdentifier(Sha256);
                    info.WriteNull();
                }

                info.WriteOctetString(hash);
            }

            info.WriteInteger(new BigInteger(RandomNumberGenerator.GetBytes(12), isUnsigned: true));
            info.WriteGeneralizedTime(now, omitFractionalSeconds: true);
            using (info.PushSequence())
            {
                info.WriteInteger(1); // accurate to a second
            }

            if (request.GetNonce() is { } nonce)
            {
                var number = new BigInteger(nonce.Span, isUnsigned: false, isBigEndian: true);
                info.WriteInteger(Wants(fault, "wrong-nonce") ? number + 1 : number);
            }
        }

        var cms = new SignedCms(new ContentInfo(new Oid("1.2.840.113549.1.9.16.1.4"), info.Encode()), detached: false);
        if (Wants(fault, "untrusted"))
        {
            // Another root of the same name: whoever looks at names only is taken in.
            using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using var strangersRoot = RootOf(stranger, now);
            using var clock = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using var strangers = StampingOf(clock, stranger, strangersRoot, now, new Uri("http://localhost/revoked.crl"));
            cms.ComputeSignature(Signer(strangers, clock, strangersRoot, request.RequestSignerCertificate));
            return cms.Encode();
        }

        var revoked = Wants(fault, "revoked");
        using var key = KeyOf(revoked ? "revoked" : "stamping");
        cms.ComputeSignature(Signer(revoked ? certificates.Revoked : certificates.Stamping, key, certificates.Root, request.RequestSignerCertificate));
        return cms.Encode();
    }

    private static CmsSigner Signer(X509Certificate2 certificate, ECDsa key, X509Certificate2 root, bool withCertificates)
    {
        var signer = new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, certificate, key) { DigestAlgorithm = new Oid(Sha256), IncludeOption = X509IncludeOption.None };
        if (withCertificates)
        {
            signer.Certificates.Add(certificate);
            signer.Certificates.Add(root);
        }

        // signing-certificate-v2 (RFC 5035): the stamp is of this certificate and no other.
        var attribute = new AsnWriter(AsnEncodingRules.DER);
        using (attribute.PushSequence())
        using (attribute.PushSequence())
        using (attribute.PushSequence())
        {
            attribute.WriteOctetString(SHA256.HashData(certificate.RawData));
        }

        signer.SignedAttributes.Add(new AsnEncodedData("1.2.840.113549.1.9.16.2.47", attribute.Encode()));
        return signer;
    }

    private Certificates At(HttpContext http)
    {
        var address = new Uri($"{http.Request.Scheme}://{http.Request.Host}/tsa/revoked.crl");
        lock (gate)
        {
            var name = $"tsa/{address.Authority}";
            var kept = journal.Get<Kept>(name);
            if (kept is null)
            {
                var now = time.GetUtcNow();
                using var rootKey = KeyOf("root");
                using var root = RootOf(rootKey, now);
                using var stampingKey = KeyOf("stamping");
                using var stamping = StampingOf(stampingKey, rootKey, root, now, address);
                using var revokedKey = KeyOf("revoked");
                using var revoked = StampingOf(revokedKey, rootKey, root, now, address);
                kept = new(Convert.ToBase64String(root.RawData), Convert.ToBase64String(stamping.RawData), Convert.ToBase64String(revoked.RawData));
                journal.Put(name, kept);
            }

            return new(Of(kept.RootDer), Of(kept.StampingDer), Of(kept.RevokedDer));
        }

        static X509Certificate2 Of(string der) => X509CertificateLoader.LoadCertificate(Convert.FromBase64String(der));
    }

    private byte[] RevocationList(Certificates certificates)
    {
        var now = time.GetUtcNow();
        var builder = new CertificateRevocationListBuilder();
        builder.AddEntry(certificates.Revoked, certificates.Root.NotBefore, X509RevocationReason.KeyCompromise);
        using var key = KeyOf("root");
        return builder.Build(
            certificates.Root.SubjectName,
            X509SignatureGenerator.CreateForECDsa(key),
            new BigInteger(now.ToUnixTimeSeconds()),
            now.AddDays(7),
            HashAlgorithmName.SHA256,
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(certificates.Root, includeKeyIdentifier: true, includeIssuerAndSerial: false),
            now.AddMinutes(-5));
    }

    private static X509Certificate2 RootOf(ECDsa key, DateTimeOffset now)
    {
        var request = new CertificateRequest(NameOf("Sandbox Time Stamping Root"), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request.Create(request.SubjectName, X509SignatureGenerator.CreateForECDsa(key), now.AddDays(-1), now.AddYears(20), Serial());
    }

    private static X509Certificate2 StampingOf(ECDsa key, ECDsa rootKey, X509Certificate2 root, DateTimeOffset now, Uri revocations)
    {
        var request = new CertificateRequest(NameOf("Sandbox Time Stamping"), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.8")], critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(root, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        request.CertificateExtensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([revocations.AbsoluteUri]));
        return request.Create(root.SubjectName, X509SignatureGenerator.CreateForECDsa(rootKey), now.AddDays(-1), now.AddYears(10), Serial());
    }

    private static X500DistinguishedName NameOf(string name)
    {
        var builder = new X500DistinguishedNameBuilder();
        builder.AddCommonName(name);
        builder.AddOrganizationName("Sandbox");
        builder.AddCountryOrRegion("JO");
        return builder.Build();
    }

    private static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)(0x40 | (serial[0] & 0x3F));
        return serial;
    }
}
