using System.Globalization;
using System.Text;

namespace Diwan.Messages;

/// <summary>A text as a gateway tells it in the query of its call (Kannel's get-url).</summary>
/// <param name="Id">The gateway's own id: the same text may be told more than once.</param>
public sealed record InboundText(string Secret, string Id, string From, string To, string Text)
{
    public const int LongestText = 1_600;

    /// <summary>
    /// Reads the raw query. The words are bytes in the alphabet that <c>charset</c> and <c>coding</c> name: UTF-16 where the telephone sent UCS-2, UTF-8
    /// otherwise. So they are not read the way other queries are.
    /// </summary>
    public static InboundText Read(string query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var values = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var pair in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var cut = pair.IndexOf('=', StringComparison.Ordinal);
            if (cut > 0)
            {
                values[pair[..cut]] = Bytes(pair.AsSpan(cut + 1));
            }
        }

        string Ascii(string name) => values.TryGetValue(name, out var bytes) ? Encoding.UTF8.GetString(bytes).Trim() : "";
        var wide = Ascii("coding") == "2" || Ascii("charset").StartsWith("UTF-16", StringComparison.OrdinalIgnoreCase);
        var text = !values.TryGetValue("text", out var words) ? ""
            : (wide ? Encoding.BigEndianUnicode : Ascii("charset").Contains("1252", StringComparison.Ordinal) ? Encoding.Latin1 : Encoding.UTF8).GetString(words);
        return new(Ascii("secret"), Ascii("id"), Ascii("from"), Ascii("to"), text.Replace("\0", "", StringComparison.Ordinal).Trim());
    }

    private static byte[] Bytes(ReadOnlySpan<char> text)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && byte.TryParse(text.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var coded))
            {
                bytes.Add(coded);
                i += 2;
            }
            else if (text[i] == '+')
            {
                bytes.Add((byte)' ');
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text[i].ToString()));
            }
        }

        return [.. bytes];
    }
}
