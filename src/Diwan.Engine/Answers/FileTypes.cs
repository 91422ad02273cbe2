namespace Diwan.Engine.Answers;

/// <summary>Kinds of file by their content. The name and the type a browser sends are never believed.</summary>
public static class FileTypes
{
    public const string Pdf = "application/pdf";
    public const string Jpeg = "image/jpeg";
    public const string Png = "image/png";

    /// <summary>The media type by the first bytes; null for anything that is not a PDF, a JPEG or a PNG.</summary>
    /// <param name="content">The file, or at least its first 1,024 bytes: a PDF may begin within them (ISO 32000, Annex H).</param>
    public static string? Detect(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
        {
            return Png;
        }

        if (content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
        {
            return Jpeg;
        }

        // A file that is something else as well (an HTML page holding "%PDF-") is refused: only white space may come before.
        var at = content[..Math.Min(content.Length, 1024)].IndexOf("%PDF-"u8);
        return at >= 0 && content[..at].IndexOfAnyExcept(" \t\r\n\0\uFEFF"u8) < 0 ? Pdf : null;
    }

    /// <summary>The word form.yaml uses: <c>pdf</c>, <c>jpeg</c>, <c>png</c>.</summary>
    public static string? Kind(string? mediaType) => mediaType switch
    {
        Pdf => "pdf",
        Jpeg => "jpeg",
        Png => "png",
        _ => null,
    };
}
