using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text;
using Diwan.Documents.Sealing;

namespace Diwan.Documents;

/// <summary>What a QR seal turned out to be.</summary>
public abstract record SealReading
{
    private SealReading()
    {
    }

    /// <summary>Signed by a published key. Whether the document is still in force is not known from the seal alone.</summary>
    /// <param name="Facts">Keys and values as sealed.</param>
    /// <param name="Expires">The moment after which the document is no longer in force.</param>
    public sealed record Genuine(
        string Code, string Kind, PublishedKey Key, DateTimeOffset IssuedAt, DateTimeOffset? Expires, IReadOnlyList<KeyValuePair<string, string>> Facts, bool Sandbox) : SealReading;

    /// <summary>It says that it is a seal of this system, but its signature does not hold.</summary>
    public sealed record Altered : SealReading;

    /// <summary>Not a seal of any key we know.</summary>
    public sealed record Unknown : SealReading;
}

/// <summary>What a PDF file turned out to be.</summary>
public abstract record PdfReading
{
    private PdfReading()
    {
    }

    /// <summary>Every byte is as it was sealed. Whether the document is still in force is a question to the issuer.</summary>
    /// <param name="SealedAt">By the time-stamp.</param>
    /// <param name="Seal">The QR seal as the file carries it, with the facts and the last day; null in a file that carries none.</param>
    public sealed record Genuine(string Code, PublishedKey Key, DateTimeOffset SealedAt, SealReading.Genuine? Seal) : PdfReading;

    /// <summary>The file carries a seal or a code of this system, but not as it was sealed.</summary>
    /// <param name="Code">The code it carries, if it can still be read.</param>
    public sealed record Altered(string? Code, Words Reason) : PdfReading;

    /// <summary>Not a file sealed with any key we know.</summary>
    public sealed record Unknown(Words Reason) : PdfReading;
}

/// <summary>Verifies seals with published keys and nothing else: no database, no network, no clock.</summary>
public static class SealVerifier
{
    /// <summary>Larger files are not looked at.</summary>
    public const int MaxBytes = 32 * 1024 * 1024;

    private const string TimeStampAttribute = "1.2.840.113549.1.9.16.2.14";

    /// <summary>Verifies the text read from a QR seal. Never throws on what it reads.</summary>
    public static SealReading VerifyQr(string? text, TrustedKeys keys) => QrSeal.Read(text, keys);

    /// <summary>Verifies a file. Never throws on what it reads.</summary>
    public static PdfReading VerifyPdf(ReadOnlySpan<byte> pdf, TrustedKeys keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (pdf.Length > MaxBytes || !pdf.StartsWith("%PDF-"u8))
        {
            return new PdfReading.Unknown(new("الملف ليس بصيغة PDF أو أنه أكبر مما يُقبل.", "The file is not a PDF, or is larger than is accepted."));
        }

        var code = Code(pdf);
        try
        {
            return Read(pdf, code, keys);
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException or FormatException or ArgumentException or InvalidOperationException or OverflowException)
        {
            return Broken(code);
        }
    }

    private static PdfReading Read(ReadOnlySpan<byte> pdf, string? code, TrustedKeys keys)
    {
        if (!TryRange(pdf, out var start, out var end, out var rest))
        {
            return Broken(code);
        }

        var hex = pdf[(start + 1)..(end - 1)];
        var contents = Convert.FromHexString(Encoding.ASCII.GetString(hex));
        if (Convert.ToHexStringLower(contents) != Encoding.ASCII.GetString(hex) // as we write it, and no other way
            || !AsnDecoder.TryReadEncodedValue(contents, AsnEncodingRules.BER, out _, out _, out _, out var length) || contents.AsSpan(length).ContainsAnyExcept((byte)0))
        {
            return Broken(code);
        }

        var covered = new byte[start + rest];
        pdf[..start].CopyTo(covered);
        pdf.Slice(end, rest).CopyTo(covered.AsSpan(start));
        var cms = new SignedCms(new ContentInfo(covered), detached: true);
        cms.Decode(contents.AsSpan(0, length));
        if (cms.SignerInfos.Count != 1 || cms.SignerInfos[0] is not { Certificate: { } certificate } signer)
        {
            return Broken(code);
        }

        if (keys.Find(certificate) is not { Key.Use: SealKeyUse.Seal } found)
        {
            return new PdfReading.Unknown(new("الملف مختوم بمفتاح غير معروف لدينا.", "The file is sealed with a key that is not known here."));
        }

        cms.CheckSignature(verifySignatureOnly: true);
        if (end + rest != pdf.Length)
        {
            return new PdfReading.Altered(code, new("أُضيف إلى الملف شيء بعد ختمه.", "Something was added to the file after it was sealed."));
        }

        if (code is null || Stamped(signer, keys) is not { } at || at < found.Key.From || at > found.Key.Until)
        {
            return new PdfReading.Altered(code, new("ختم الملف غير مكتمل أو أُنجز بمفتاح خارج مدة سريانه.", "The file's seal is incomplete, or was made with a key outside its dates."));
        }

        var text = Between(pdf, "<diwan:seal>"u8, 4400);
        switch (text is null ? null : VerifyQr(System.Net.WebUtility.HtmlDecode(text), keys))
        {
            case null:
                return new PdfReading.Genuine(code, found.Key, at, null);
            case SealReading.Genuine seal when seal.Code == code && seal.Key.KeyId == found.Key.KeyId:
                return new PdfReading.Genuine(code, found.Key, at, seal);
            default:
                return new PdfReading.Altered(code, new("الختم المقروء في الملف ليس ختمه.", "The seal the file carries is not its own."));
        }
    }

    /// <summary>The time-stamp's time, when it stands over this signature and its key is one of ours.</summary>
    private static DateTimeOffset? Stamped(SignerInfo signer, TrustedKeys keys)
    {
        foreach (var attribute in signer.UnsignedAttributes)
        {
            if (attribute.Oid?.Value == TimeStampAttribute && attribute.Values.Count == 1
                && Rfc3161TimestampToken.TryDecode(attribute.Values[0].RawData, out var token, out _)
                && token.VerifySignatureForSignerInfo(signer, out var clock)
                && keys.Find(clock!) is { Key.Use: SealKeyUse.TimeStamp } known
                && token.TokenInfo.Timestamp >= known.Key.From && token.TokenInfo.Timestamp <= known.Key.Until)
            {
                return token.TokenInfo.Timestamp;
            }
        }

        return null;
    }

    private static PdfReading Broken(string? code) => code is null
        ? new PdfReading.Unknown(new("لا يحمل الملف ختمًا من هذا النظام.", "The file carries no seal of this system."))
        : new PdfReading.Altered(code, new("تغيّر محتوى الملف بعد ختمه.", "The file's content was changed after it was sealed."));

    /// <summary>
    /// The last byte range in the file, which must leave out exactly one string of hexadecimal digits. <paramref name="rest"/> is the length after it.
    /// </summary>
    private static bool TryRange(ReadOnlySpan<byte> pdf, out int start, out int end, out int rest)
    {
        (start, end, rest) = (0, 0, 0);
        var at = pdf.LastIndexOf("/ByteRange"u8);
        if (at < 0)
        {
            return false;
        }

        var window = pdf[(at + 10)..Math.Min(pdf.Length, at + 110)];
        var (open, close) = (window.IndexOf((byte)'['), window.IndexOf((byte)']'));
        if (open < 0 || close < open)
        {
            return false;
        }

        var numbers = Encoding.ASCII.GetString(window[(open + 1)..close]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (numbers.Length != 4
            || !int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var zero) || zero != 0
            || !int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out start)
            || !int.TryParse(numbers[2], NumberStyles.None, CultureInfo.InvariantCulture, out end)
            || !int.TryParse(numbers[3], NumberStyles.None, CultureInfo.InvariantCulture, out rest))
        {
            return false;
        }

        return start > 0 && end > start + 2 && rest >= 0 && (long)end + rest <= pdf.Length && pdf[start] == '<' && pdf[end - 1] == '>';
    }

    /// <summary>The code in the metadata, which is never compressed.</summary>
    private static string? Code(ReadOnlySpan<byte> pdf)
    {
        return DocumentCode.TryParse(Between(pdf, "<dc:identifier>"u8, 45), out var code) ? code.Value : null;
    }

    /// <summary>The ASCII text of an element of the metadata, which is never compressed; null when it is not there or longer than <paramref name="most"/>.</summary>
    private static string? Between(ReadOnlySpan<byte> pdf, ReadOnlySpan<byte> opening, int most)
    {
        var at = pdf.IndexOf(opening);
        if (at < 0)
        {
            return null;
        }

        var text = pdf[(at + opening.Length)..Math.Min(pdf.Length, at + opening.Length + most)];
        var length = text.IndexOf((byte)'<');
        return length > 0 ? Encoding.ASCII.GetString(text[..length]) : null;
    }
}
