using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text;
using Diwan.Documents.Rendering.Pdf;

namespace Diwan.Documents.Sealing;

/// <summary>
/// Puts a PAdES signature (ETSI EN 319 142-1) with a time-stamp into the room a document keeps for it. What shows in many years that the keys were good then,
/// certificates and revocation lists, is put into the document before it is signed (level B-LT in one go): so the signature covers every byte of the file.
/// </summary>
internal static class PdfSeal
{
    private const string TimeStampAttribute = "1.2.840.113549.1.9.16.2.14";

    /// <summary>Seals with a stamp of the port, carrying what shows later that key and stamp were good.</summary>
    /// <param name="validation">What is known of the seal key: its chain and the revocation list over it.</param>
    internal static async Task<byte[]> SignAsync(UnsignedPdf pdf, SealKey key, ValidationData validation, ITimeStamps stamps, CancellationToken ct)
    {
        for (var again = false; ; again = true)
        {
            var data = validation.And(await stamps.ValidationAsync(ct));
            var whole = pdf.With(data);
            var cms = Sign(whole, key);
            var token = await stamps.OverAsync(cms.SignerInfos[0].GetSignature(), ct);
            // The authority may have changed its key between the two: then its new certificate goes in, and we sign again.
            if (again || data.Holds(SignerOf(token)))
            {
                return Put(whole, cms, token);
            }
        }
    }

    /// <summary>Seals without long-term data (level B-T): a specimen, whose keys are forgotten anyway.</summary>
    internal static byte[] Sign(UnsignedPdf pdf, SealKey key, SealKey clock, DateTimeOffset now)
    {
        var cms = Sign(pdf, key);
        return Put(pdf, cms, OwnTimeStamps.Token(cms.SignerInfos[0].GetSignature(), clock, now));
    }

    private static SignedCms Sign(UnsignedPdf pdf, SealKey key)
    {
        var (start, end) = (pdf.HoleStart, pdf.HoleEnd);
        var covered = new byte[pdf.Bytes.Length - (end - start)];
        pdf.Bytes.AsSpan(0, start).CopyTo(covered);
        pdf.Bytes.AsSpan(end).CopyTo(covered.AsSpan(start));
        var cms = new SignedCms(new ContentInfo(covered), detached: true);
        cms.ComputeSignature(Cms.Signer(key));
        return cms;
    }

    private static byte[] Put(UnsignedPdf pdf, SignedCms cms, byte[] token)
    {
        cms.SignerInfos[0].AddUnsignedAttribute(new AsnEncodedData(new Oid(TimeStampAttribute), token));
        var signature = cms.Encode();
        if (signature.Length * 2 > pdf.HoleEnd - pdf.HoleStart - 2)
        {
            throw new InvalidOperationException($"The signature of {signature.Length} bytes does not fit the room kept for it.");
        }

        var sealedPdf = pdf.Bytes.ToArray();
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(signature), sealedPdf.AsSpan(pdf.HoleStart + 1));
        return sealedPdf;
    }

    private static System.Security.Cryptography.X509Certificates.X509Certificate2 SignerOf(byte[] token)
    {
        var cms = new SignedCms();
        cms.Decode(token);
        return cms.SignerInfos[0].Certificate ?? throw new TimeStampException("The stamp does not carry its certificate. / لا يحمل ختم الوقت شهادته.");
    }
}
