using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Diwan.Documents;

/// <summary>A certificate revocation list (RFC 5280, section 5) as an authority publishes it: read, and checked with the authority's certificate.</summary>
public sealed class RevocationList
{
    private const string DistributionPoints = "2.5.29.31";

    private readonly HashSet<BigInteger> serials = [];
    private readonly byte[] signed;
    private readonly byte[] signature;
    private readonly byte[] issuer;
    private readonly string algorithm;

    private RevocationList(byte[] der)
    {
        Bytes = der;
        var list = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        signed = list.PeekEncodedValue().ToArray();
        var body = list.ReadSequence();
        algorithm = list.ReadSequence().ReadObjectIdentifier();
        signature = list.ReadBitString(out _);

        if (body.PeekTag() == Asn1Tag.Integer)
        {
            body.ReadInteger();
        }

        body.ReadSequence();
        issuer = body.ReadEncodedValue().ToArray();
        From = Moment(body);
        Until = body.HasData && IsTime(body.PeekTag()) ? Moment(body) : DateTimeOffset.MaxValue;
        if (body.HasData && body.PeekTag() == Asn1Tag.Sequence)
        {
            var entries = body.ReadSequence();
            while (entries.HasData)
            {
                serials.Add(entries.ReadSequence().ReadInteger());
            }
        }
    }

    /// <summary>As it was published.</summary>
    public byte[] Bytes { get; }

    public DateTimeOffset From { get; }

    /// <summary>When a newer one is published at the latest.</summary>
    public DateTimeOffset Until { get; }

    /// <summary>Null when the bytes are no revocation list.</summary>
    public static RevocationList? Read(byte[] der)
    {
        try
        {
            return new RevocationList(der);
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>Whether this authority signed the list.</summary>
    public bool IsOf(X509Certificate2 authority)
    {
        ArgumentNullException.ThrowIfNull(authority);
        if (!authority.SubjectName.RawData.AsSpan().SequenceEqual(issuer) || HashOf(algorithm) is not { } hash)
        {
            return false;
        }

        using var ecdsa = authority.GetECDsaPublicKey();
        using var rsa = authority.GetRSAPublicKey();
        return ecdsa?.VerifyData(signed, signature, hash, DSASignatureFormat.Rfc3279DerSequence)
            ?? rsa?.VerifyData(signed, signature, hash, RSASignaturePadding.Pkcs1)
            ?? false;
    }

    public bool Revokes(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return serials.Contains(new BigInteger(certificate.SerialNumberBytes.Span, isUnsigned: false, isBigEndian: true));
    }

    /// <summary>Where the list that a certificate would stand on is published, by the certificate; null when it does not say so with http.</summary>
    public static Uri? PlaceFor(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        if (certificate.Extensions[DistributionPoints] is not { } extension)
        {
            return null;
        }

        try
        {
            var points = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
            while (points.HasData)
            {
                var point = points.ReadSequence();
                if (!point.HasData || !point.PeekTag().HasSameClassAndValue(Context(0)))
                {
                    continue;
                }

                var name = point.ReadSequence(Context(0));
                if (!name.PeekTag().HasSameClassAndValue(Context(0)))
                {
                    continue;
                }

                var full = name.ReadSequence(Context(0));
                while (full.HasData)
                {
                    if (full.PeekTag().HasSameClassAndValue(Context(6))
                        && Uri.TryCreate(full.ReadCharacterString(UniversalTagNumber.IA5String, Context(6)), UriKind.Absolute, out var uri)
                        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps))
                    {
                        return uri;
                    }
                }
            }
        }
        catch (AsnContentException)
        {
            // An extension that cannot be read says nothing.
        }

        return null;
    }

    private static Asn1Tag Context(int number) => new(TagClass.ContextSpecific, number);

    private static bool IsTime(Asn1Tag tag) => tag == Asn1Tag.UtcTime || tag == Asn1Tag.GeneralizedTime;

    private static DateTimeOffset Moment(AsnReader reader) => reader.PeekTag() == Asn1Tag.UtcTime ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();

    private static HashAlgorithmName? HashOf(string algorithm) => algorithm switch
    {
        "1.2.840.10045.4.3.2" or "1.2.840.113549.1.1.11" => HashAlgorithmName.SHA256,
        "1.2.840.10045.4.3.3" or "1.2.840.113549.1.1.12" => HashAlgorithmName.SHA384,
        "1.2.840.10045.4.3.4" or "1.2.840.113549.1.1.13" => HashAlgorithmName.SHA512,
        _ => null,
    };
}
