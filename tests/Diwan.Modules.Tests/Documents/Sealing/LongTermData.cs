using System.Formats.Asn1;
using System.Text;
using System.Text.RegularExpressions;
using Diwan.Documents;

namespace Diwan.Modules.Tests.Documents.Sealing;

/// <summary>Reads out of a sealed file, by the places its own objects name, what others need to judge the seal.</summary>
internal static class LongTermData
{
    internal static ValidationData Of(byte[] pdf)
    {
        var text = Encoding.Latin1.GetString(pdf);
        var dss = Regex.Match(text, @"/Type /DSS /Certs \[(?<certs>[^\]]*)\] /CRLs \[(?<crls>[^\]]*)\]");
        Assert.True(dss.Success, "The file has no security store.");
        return new(Streams("certs"), Streams("crls"));

        List<byte[]> Streams(string group) =>
            [.. Regex.Matches(dss.Groups[group].Value, @"(\d+) 0 R").Select(m =>
            {
                var header = Regex.Match(text, $@"\n{m.Groups[1].Value} 0 obj\n<<.*?/Length (\d+)>>\nstream\n");
                return pdf[(header.Index + header.Length)..(header.Index + header.Length + int.Parse(header.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture))];
            })];
    }

    internal static (int Start, int End) Hole(byte[] pdf)
    {
        var start = pdf.AsSpan().LastIndexOf("/Contents <"u8) + 10;
        return (start, start + pdf.AsSpan(start).IndexOf((byte)'>') + 1);
    }

    /// <summary>The signature without the room left over, and the bytes it covers.</summary>
    internal static (byte[] Cms, byte[] Covered) SignatureOf(byte[] pdf)
    {
        var (start, end) = Hole(pdf);
        var room = Convert.FromHexString(Encoding.ASCII.GetString(pdf, start + 1, end - start - 2));
        AsnDecoder.TryReadEncodedValue(room, AsnEncodingRules.BER, out _, out _, out _, out var length);
        return (room[..length], [.. pdf[..start], .. pdf[end..]]);
    }
}
