using System.Buffers.Binary;
using System.Text;

namespace Diwan.Documents.Rendering.Pdf;

/// <summary>A small ICC profile (version 4.2) that says what sRGB is, after IEC 61966-2-1, for the output intent that PDF/A asks for.</summary>
internal static class ColourProfile
{
    internal static readonly byte[] Srgb = Make();

    private static byte[] Make()
    {
        // Colorants adapted to D50 by the Bradford transform, and the transform itself.
        var curve = Tag("para", [0, 3, 0, 0, .. Fixed(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)]);
        (string Name, byte[] Data)[] tags =
        [
            ("desc", Words("sRGB")),
            ("cprt", Words("No copyright, use freely")),
            ("wtpt", Tag("XYZ ", Fixed(0.96420, 1.0, 0.82491))),
            ("rXYZ", Tag("XYZ ", Fixed(0.43607, 0.22249, 0.01392))),
            ("gXYZ", Tag("XYZ ", Fixed(0.38515, 0.71687, 0.09708))),
            ("bXYZ", Tag("XYZ ", Fixed(0.14307, 0.06061, 0.71410))),
            ("rTRC", curve),
            ("gTRC", curve),
            ("bTRC", curve),
            ("chad", Tag("sf32", Fixed(1.04788, 0.02292, -0.05022, 0.02959, 0.99048, -0.01707, -0.00925, 0.01508, 0.75168))),
        ];
        var body = new MemoryStream();
        var directory = new MemoryStream();
        Write(directory, tags.Length);
        var start = 128 + 4 + (12 * tags.Length);
        var curveAt = 0;
        foreach (var (name, data) in tags)
        {
            var shared = name is "gTRC" or "bTRC";
            var at = shared ? curveAt : start + (int)body.Length;
            if (!shared)
            {
                curveAt = at;
                body.Write(data);
                while (body.Length % 4 != 0)
                {
                    body.WriteByte(0);
                }
            }

            directory.Write(Encoding.ASCII.GetBytes(name));
            Write(directory, at);
            Write(directory, data.Length);
            curveAt = name == "rTRC" || shared ? curveAt : 0;
        }

        var profile = new byte[start + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(profile, profile.Length);
        BinaryPrimitives.WriteInt32BigEndian(profile.AsSpan(8), 0x04200000);
        "mntrRGB XYZ "u8.CopyTo(profile.AsSpan(12));
        short[] created = [2026, 1, 1, 0, 0, 0];
        for (var i = 0; i < created.Length; i++)
        {
            BinaryPrimitives.WriteInt16BigEndian(profile.AsSpan(24 + (2 * i)), created[i]);
        }

        "acsp"u8.CopyTo(profile.AsSpan(36));
        Fixed(0.96420, 1.0, 0.82491).CopyTo(profile, 68);
        directory.ToArray().CopyTo(profile, 128);
        body.ToArray().CopyTo(profile, start);
        return profile;
    }

    private static byte[] Tag(string type, byte[] data) => [.. Encoding.ASCII.GetBytes(type), 0, 0, 0, 0, .. data];

    private static byte[] Words(string text)
    {
        var utf16 = Encoding.BigEndianUnicode.GetBytes(text);
        var data = new MemoryStream();
        Write(data, 1);
        Write(data, 12);
        data.Write("enUS"u8);
        Write(data, utf16.Length);
        Write(data, 28);
        data.Write(utf16);
        return Tag("mluc", data.ToArray());
    }

    /// <summary>Numbers as s15Fixed16.</summary>
    private static byte[] Fixed(params double[] numbers)
    {
        var data = new MemoryStream();
        foreach (var n in numbers)
        {
            Write(data, (int)Math.Round(n * 65536));
        }

        return data.ToArray();
    }

    private static void Write(MemoryStream to, int number)
    {
        Span<byte> four = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(four, number);
        to.Write(four);
    }
}
