using System.Globalization;
using System.Text;
using System.Xml;

namespace Diwan.Bpmn;

/// <summary>
/// Writes SVG that a strict content security policy allows: presentation attributes and classes only,
/// no style attribute, style element, script or link. Everything is escaped by the XML writer.
/// </summary>
internal sealed class SvgText : IDisposable
{
    internal const string Namespace = "http://www.w3.org/2000/svg";
    private readonly StringBuilder _text = new();
    private readonly XmlWriter _writer;

    internal SvgText() =>
        _writer = XmlWriter.Create(_text, new XmlWriterSettings { OmitXmlDeclaration = true, ConformanceLevel = ConformanceLevel.Fragment, NewLineHandling = NewLineHandling.Entitize });

    internal SvgText Open(string element, params ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        _writer.WriteStartElement(element, Namespace);
        foreach (var (name, value) in attributes)
        {
            if (value is not null)
                _writer.WriteAttributeString(name, Said(value));
        }

        return this;
    }

    internal void Close() => _writer.WriteEndElement();

    internal void Leaf(string element, params ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        Open(element, attributes);
        Close();
    }

    internal void Words(string text) => _writer.WriteString(Clean(text));

    internal void Worded(string element, string text, params ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        Open(element, attributes);
        Words(text);
        Close();
    }

    internal void Path(string d, string fill, string stroke, double width = 1.5, string? dashes = null, string? classes = null) =>
        Leaf("path", ("class", classes), ("d", d), ("fill", fill), ("stroke", stroke), ("stroke-width", width), ("stroke-dasharray", dashes), ("stroke-linejoin", "round"));

    /// <summary>Lines of text centred on a place, each in its own direction.</summary>
    internal void Lines(IReadOnlyList<string> lines, double x, double y, double size = Lettering.FontSize, string anchor = "middle", string? classes = null, bool? rightToLeft = null, string? transform = null)
    {
        if (lines.Count == 0)
            return;
        // One direction for the whole label, by its first strong letter; embedded words find theirs by the bidi rules.
        var rtl = rightToLeft ?? Lettering.IsRightToLeft(string.Join(' ', lines));
        Open("text", ("class", classes ?? "bpmn-label"), ("x", x), ("y", y), ("text-anchor", anchor), ("font-size", size), ("fill", "#1d2433"),
            // Small labels stand on lines; a rim of the paper's colour keeps them legible.
            ("stroke", size < Lettering.FontSize ? "#ffffff" : null), ("stroke-width", size < Lettering.FontSize ? 3d : null), ("stroke-linejoin", size < Lettering.FontSize ? "round" : null),
            ("paint-order", size < Lettering.FontSize ? "stroke" : null),
            ("direction", rtl ? "rtl" : "ltr"), ("unicode-bidi", "plaintext"), ("transform", transform));
        var step = size * 1.2;
        for (var i = 0; i < lines.Count; i++)
            Worded("tspan", lines[i], ("x", x), ("dy", i == 0 ? 0d : step));
        Close();
    }

    internal void Raw(SvgText other) => _writer.WriteRaw(other.Finish());

    internal string Finish()
    {
        _writer.Flush();
        return _text.ToString();
    }

    internal static string N(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    private static string Said(object value) => value switch
    {
        double number => N(number),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => Clean(value.ToString() ?? ""),
    };

    /// <summary>Characters XML cannot hold become the replacement character.</summary>
    private static string Clean(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i]) || (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i])))
            {
                if (char.IsHighSurrogate(text[i]))
                    i++;
                continue;
            }

            var clean = new StringBuilder(text.Length);
            foreach (var rune in text.EnumerateRunes())
                clean.Append(rune.Value is 9 or 10 or 13 or >= 32 and not (0xFFFE or 0xFFFF) ? rune.ToString() : "\uFFFD");
            return clean.ToString();
        }

        return text;
    }

    public void Dispose() => _writer.Dispose();
}
