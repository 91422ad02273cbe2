using System.Text;

namespace Diwan.Engine.Answers;

/// <summary>A line of a CSV text with the number it has in the file (a quoted cell may span lines).</summary>
public readonly record struct CsvLine(int Number, IReadOnlyList<string> Cells);

/// <summary>CSV as spreadsheets write it (RFC 4180, and the semicolon of Arabic and European settings).</summary>
public static class CsvText
{
    private static readonly Encoding StrictUtf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);

    /// <summary>The Arabic letters of Windows-1256 at 0x80-0xFF; the runtime carries no such code page of its own.</summary>
    private const string Windows1256 =
        "€پ‚ƒ„…†‡ˆ‰ٹ‹Œچژڈگ‘’“”•–—ک™ڑ›œ\u200c\u200dں\u00a0،¢£¤¥¦§¨©ھ«¬\u00ad®¯°±²³´µ¶·¸¹؛»¼½¾؟ہءآأؤإئابةتثجحخدذرزسشصض×طظعغـفقكàلâمنهوçèéêëىيîïًٌٍَôُِ÷ّùْûü\u200e\u200fے";

    /// <summary>UTF-8 (with or without mark), UTF-16 by its mark, otherwise Windows-1256; null when it is not text.</summary>
    public static string? Decode(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
        {
            return Encoding.Unicode.GetString(content[2..]);
        }

        if (content.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return Encoding.BigEndianUnicode.GetString(content[2..]);
        }

        if (content.Contains((byte)0))
        {
            return null;
        }

        try
        {
            return StrictUtf8.GetString(content).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return string.Create(content.Length, content.ToArray(), static (text, bytes) =>
            {
                for (var i = 0; i < bytes.Length; i++)
                {
                    text[i] = bytes[i] < 0x80 ? (char)bytes[i] : Windows1256[bytes[i] - 0x80];
                }
            });
        }
    }

    /// <summary>The separator the first line uses most, outside quotes.</summary>
    internal static char Delimiter(string text)
    {
        int commas = 0, semicolons = 0, tabs = 0;
        var quoted = false;
        foreach (var c in text)
        {
            switch (c)
            {
                case '"':
                    quoted = !quoted;
                    break;
                case '\n' or '\r' when !quoted && commas + semicolons + tabs > 0:
                    goto counted;
                case ',' or '،' when !quoted:
                    commas++;
                    break;
                case ';' or '؛' when !quoted:
                    semicolons++;
                    break;
                case '\t' when !quoted:
                    tabs++;
                    break;
            }
        }

    counted:
        return semicolons > commas && semicolons >= tabs ? ';' : tabs > commas ? '\t' : ',';
    }

    /// <summary>Lines that hold anything. Null, with the line, when a quote is never closed.</summary>
    public static (IReadOnlyList<CsvLine>? Lines, int BadLine) Read(string text, int most)
    {
        var delimiter = Delimiter(text);
        var lines = new List<CsvLine>();
        var cells = new List<string>();
        var cell = new StringBuilder();
        var (line, startedAt, quoted) = (1, 1, false);
        for (var i = 0; i <= text.Length; i++)
        {
            var c = i < text.Length ? text[i] : '\n';
            if (quoted)
            {
                if (i == text.Length)
                {
                    return (null, startedAt);
                }

                if (c == '"' && i + 1 < text.Length && text[i + 1] == '"')
                {
                    cell.Append('"');
                    i++;
                }
                else if (c == '"')
                {
                    quoted = false;
                }
                else
                {
                    line += c == '\n' ? 1 : 0;
                    cell.Append(c);
                }
            }
            else if (c == '"' && cell.ToString().AsSpan().Trim().Length == 0)
            {
                cell.Clear();
                quoted = true;
            }
            else if (c == delimiter || (delimiter == ';' && c == '؛'))
            {
                Close();
            }
            else if (c is '\n' or '\r')
            {
                Close();
                if (cells.Exists(v => v.Length > 0))
                {
                    lines.Add(new CsvLine(startedAt, [.. cells]));
                    if (lines.Count > most)
                    {
                        return (lines, 0);
                    }
                }

                cells.Clear();
                if (c == '\r' && i + 1 < text.Length && text[i + 1] == '\n')
                {
                    i++;
                }

                startedAt = ++line;
            }
            else
            {
                cell.Append(c);
            }
        }

        return (lines, 0);

        void Close()
        {
            cells.Add(cell.ToString().Trim());
            cell.Clear();
        }
    }
}
