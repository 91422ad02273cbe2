using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using Diwan.Documents.Rendering.Pdf;

namespace Diwan.Documents.Sealing;

/// <summary>Puts a PAdES signature (ETSI EN 319 142-1, level B-T) into the room a document keeps for it.</summary>
internal static class PdfSeal
{
    internal static byte[] Sign(UnsignedPdf pdf, SealKey key, SealKey clock, DateTimeOffset now)
    {
        var (start, end) = (pdf.HoleStart, pdf.HoleEnd);
        var covered = new byte[pdf.Bytes.Length - (end - start)];
        pdf.Bytes.AsSpan(0, start).CopyTo(covered);
        pdf.Bytes.AsSpan(end).CopyTo(covered.AsSpan(start));
        var cms = new SignedCms(new ContentInfo(covered), detached: true);
        cms.ComputeSignature(Cms.Signer(key));
        var token = TimeStamps.Token(cms.SignerInfos[0].GetSignature(), clock, now);
        cms.SignerInfos[0].AddUnsignedAttribute(new AsnEncodedData(new Oid("1.2.840.113549.1.9.16.2.14"), token));
        var signature = cms.Encode();
        if (signature.Length * 2 > end - start - 2)
        {
            throw new InvalidOperationException($"The signature of {signature.Length} bytes does not fit the room kept for it.");
        }

        var sealedPdf = pdf.Bytes.ToArray();
        System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(signature), sealedPdf.AsSpan(start + 1));
        return sealedPdf;
    }
}
