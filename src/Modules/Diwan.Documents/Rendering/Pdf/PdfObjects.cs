using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Diwan.Documents.Rendering.Text;

namespace Diwan.Documents.Rendering.Pdf;

/// <summary>The objects of a PDF file: numbers, offsets, streams, the cross-reference table.</summary>
internal sealed class PdfObjects
{
    /// <summary>Kept for the four numbers of the byte range; filled when the length is known.</summary>
    internal const string ByteRangeHole = "[0 0000000000 0000000000 0000000000]";

    private readonly ArrayBufferWriter<byte> file = new(65536);
    private readonly List<int> offsets = [];

    internal PdfObjects()
    {
        // A comment of four bytes above 127 tells transfer programs that the file is binary (ISO 19005-3, 6.1.2).
        file.Write((ReadOnlySpan<byte>)[.. "%PDF-1.7\n%"u8, 0xE2, 0xE3, 0xCF, 0xD3, (byte)'\n']);
    }

    internal int Reserve()
    {
        offsets.Add(0);
        return offsets.Count;
    }

    internal int Add(string body)
    {
        var id = Reserve();
        Write(id, body);
        return id;
    }

    /// <summary>Writes the object and returns where its body begins.</summary>
    internal int Write(int id, string body)
    {
        offsets[id - 1] = file.WrittenCount;
        Ascii(string.Create(CultureInfo.InvariantCulture, $"{id} 0 obj\n"));
        var at = file.WrittenCount;
        Ascii(body);
        Ascii("\nendobj\n");
        return at;
    }

    internal int Stream(string entries, byte[] data, bool compress = true)
    {
        var id = Reserve();
        offsets[id - 1] = file.WrittenCount;
        if (compress)
        {
            using var packed = new MemoryStream();
            using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            {
                zlib.Write(data);
            }

            data = packed.ToArray();
        }

        Ascii(string.Create(CultureInfo.InvariantCulture, $"{id} 0 obj\n<<{entries}{(compress ? " /Filter /FlateDecode" : "")} /Length {data.Length}>>\nstream\n"));
        file.Write(data);
        Ascii("\nendstream\nendobj\n");
        return id;
    }

    /// <summary>A text string as UTF-16 in hexadecimal, which needs no escaping.</summary>
    internal static string Text(string text) => $"<FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(WellFormed.Text(text)))}>";

    /// <param name="CatalogEntries">The catalogue without its closing brackets: the security store may still be added.</param>
    internal sealed record Ending(int Catalog, string CatalogEntries, int Info, int SignatureBody, int SignatureDigits);

    /// <summary>
    /// Closes the file. What came before stays as it is, so that the same content gives the same bytes up to here whatever long-term data follow.
    /// </summary>
    internal UnsignedPdf Finish(Ending ending, ValidationData validation)
    {
        var (content, objects) = (file.WrittenCount, offsets.Count);
        var id = Convert.ToHexString(SHA256.HashData(file.WrittenSpan).AsSpan(0, 16));
        try
        {
            var store = "";
            if (validation.Certificates.Count > 0)
            {
                // Certificates and lists do not get smaller by compression.
                var certificates = validation.Certificates.Select(c => $"{Stream("", c, compress: false)} 0 R").ToList();
                var lists = validation.RevocationLists.Select(l => $"{Stream("", l, compress: false)} 0 R").ToList();
                var dss = Add($"<</Type /DSS /Certs [{string.Join(' ', certificates)}] /CRLs [{string.Join(' ', lists)}]>>");
                store = $" /DSS {dss} 0 R /Extensions <</ESIC <</BaseVersion /1.7 /ExtensionLevel 1>>>>";
            }

            Write(ending.Catalog, $"{ending.CatalogEntries}{store}>>");
            return Close(ending, id, data => Finish(ending, data));
        }
        finally
        {
            // Back to where the content ended.
            offsets.RemoveRange(objects, offsets.Count - objects);
            var kept = file.WrittenSpan[..content].ToArray();
            file.ResetWrittenCount();
            file.Write(kept);
        }
    }

    private UnsignedPdf Close(Ending ending, string id, Func<ValidationData, UnsignedPdf> with)
    {
        var xref = file.WrittenCount;
        Ascii(string.Create(CultureInfo.InvariantCulture, $"xref\n0 {offsets.Count + 1}\n0000000000 65535 f \n"));
        foreach (var offset in offsets)
        {
            Ascii(string.Create(CultureInfo.InvariantCulture, $"{offset:D10} 00000 n \n"));
        }

        Ascii(string.Create(CultureInfo.InvariantCulture,
            $"trailer\n<</Size {offsets.Count + 1} /Root {ending.Catalog} 0 R /Info {ending.Info} 0 R /ID [<{id}> <{id}>]>>\nstartxref\n{xref}\n%%EOF\n"));
        var bytes = file.WrittenSpan.ToArray();
        var body = ending.SignatureBody;
        var range = body + bytes.AsSpan(body).IndexOf(Encoding.ASCII.GetBytes(ByteRangeHole));
        var start = body + bytes.AsSpan(body).IndexOf("/Contents <"u8) + "/Contents ".Length;
        var end = start + ending.SignatureDigits + 2;
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"[0 {start:D10} {end:D10} {bytes.Length - end:D10}]"), bytes.AsSpan(range));
        return new(bytes, start, end, with);
    }

    private void Ascii(string text) => file.Write(Encoding.ASCII.GetBytes(text));
}
